#ifndef SHARE_VERIFY_TEXT_H
#define SHARE_VERIFY_TEXT_H

/*
 * What stands in a proof's folder for the stranger who checks it: verify.sh, always the
 * same, and VERIFY.txt, which says what is shown, what is not, and how to check by
 * hand. Both lie beside this file and are embedded at build time.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

extern const unsigned char verify_script_bytes[];
extern const size_t verify_script_bytes_len;
extern const unsigned char verify_text_bytes[];
extern const size_t verify_text_bytes_len;

struct verify_facts {
    bool is_synthetic;
    struct str archive;
    struct str feed;
    uint64_t size;
    struct str statements;   /* lines "  folder   reference   kind" */
    struct str first_folder; /* of the statement that the commands show */
    uint64_t anchors;        /* how many anchors the archive holds */
    size_t members;          /* of the archive, for whom the key signs */
    bool is_admitted;        /* by an admin: what leads there is in admission/ */
    size_t chain;            /* how many feeds lead from the founding one to this */
};

struct str verify_script(void);

/* Append VERIFY.txt. */
void verify_text_append(struct buf *out, const struct verify_facts *facts);

#endif
