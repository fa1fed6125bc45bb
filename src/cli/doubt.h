#ifndef CLI_DOUBT_H
#define CLI_DOUBT_H

/*
 * Before the first writing of a day, what is odd about the moment is asked about, where
 * there is somebody to ask: is the clock's day right, and was this disk put back from a
 * backup? A machine in the field is wrong about both now and then. Work goes on in every
 * case but one: a code was given, and this record never had it. Then another copy of it
 * was written further, and a signature here would fork it.
 */

#include "cli/cli.h"

/* The archive is open for writing. ERR_DENIED in the case above; or what recording an
 * answer failed with. */
MUST_USE enum err_code doubt_ask(struct cli *cli, struct err *err);

#endif
