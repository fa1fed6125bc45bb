#ifndef CLI_WAYS_OUT_H
#define CLI_WAYS_OUT_H

/*
 * How what is recorded can leave by each command. tests/ways_out_test.py fails where a
 * command is not listed, where one that asks the gate does not call it, and where one
 * that does not ask writes a file that the user names: a later way out cannot be
 * forgotten.
 */

#include <stddef.h>

enum way_kind {
    WAY_INSIDE,      /* a member writes or reads; reading is what roles and keys allow */
    WAY_ASKS,        /* gives to somebody outside: gate_pass() is asked for all of it */
    WAY_COMMITMENTS, /* gives salted hashes and signatures: nothing that was said */
    WAY_OWN,  /* papers and files of its own making; docs/consent.md says what stands
               * in them, and that no consent is needed for it */
    WAY_WHOLE /* the archive as it is, sealed as it is: a backup, not a disclosure */
};

struct way_out {
    const char *command;
    enum way_kind kind;
};

extern const struct way_out ways_out[];
extern const size_t ways_out_count;

#endif
