#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

/*
 * A passphrase or PIN from whoever sits there: never from the command line, where other
 * users of the machine can read it, and which the shell remembers.
 */

#include <stdbool.h>

#include "base/err.h"
#include "record/passphrase_file.h"

/*
 * The one that opens a lock: from file ("-": standard input), or where it is NULL from
 * the file that STELE_PASSPHRASE_FILE names, or from the terminal, which does not show
 * it. ERR_DENIED where there is nobody to ask.
 */
MUST_USE enum err_code passphrase_ask(struct passphrase *out, const char *file,
                                      struct str member, bool is_pin, struct err *err);

/* A new one: from file, or typed twice; and long enough. member is empty where it has no
 * id yet. */
MUST_USE enum err_code passphrase_ask_new(struct passphrase *out, const char *file,
                                          struct str member, bool is_pin,
                                          struct err *err);

#endif
