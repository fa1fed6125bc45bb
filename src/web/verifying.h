#ifndef WEB_VERIFYING_H
#define WEB_VERIFYING_H

/*
 * A verification of the whole archive in the background: one at a time, from the files
 * alone, while pages are read and things recorded. What came of it is kept as a note of
 * this machine ("verify-report"), in the language of whoever asked for it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"
#include "record/archive.h"

enum { VERIFYING_CODES = 64, VERIFYING_FINDINGS = 500 };

/* codes: of papers, one a line, as typed; may be empty. ERR_INVALID: one of them is none.
 * ERR_CONFLICT: one runs already. */
MUST_USE enum err_code verifying_start(const char *folder, struct str codes,
                                       bool is_ukrainian, struct err *err);

struct verifying {
    bool is_running;
    uint64_t bytes;    /* of objects, read so far */
    struct str failed; /* why the last one came to no end; empty: it did, or there was
                          none. In arena. */
};
struct verifying verifying_state(struct arena *arena);

/*
 * What came of the last one, in arena: {"at", "fixed", "findings": [text ...], "more",
 * "wrong", "unfinished", "statements", "objects", "sealed"}. ERR_NOT_FOUND: none.
 */
MUST_USE enum err_code verifying_report(struct value *out, struct arena *arena,
                                        struct archive *archive, struct err *err);

#endif
