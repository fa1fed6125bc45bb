#ifndef INTAKE_RECEIVE_H
#define INTAKE_RECEIVE_H

/*
 * Preserve what comes in as a stream: an upload, of any length, that may be cut off. The
 * bytes go straight into the archive's objects, sealed on the way where they must be
 * (record/incoming.h); when all have come, one `object` statement a file says what they
 * are, and from whom.
 *
 *     receive_to(&to, archive, compartment)      may we, and where to
 *     incoming_begin(&in, …), incoming_add() …
 *     received_keep(&file, in, name)             its bytes are durable
 *     received_state(files, count, archive, …)   one commit
 */

#include "intake/finding.h"
#include "record/incoming.h"

enum { RECEIVE_FILES_MAX = 1000, RECEIVE_NAME_MAX = 4096 };

/* What the files are sealed to. */
struct receive_to {
    struct str seal; /* a compartment; empty: they stay open */
    uint8_t key[1][AGE_KEY_BYTES];
};

/*
 * compartment: an id or name; "default": the usual one where there is one; empty: none.
 * ERR_DENIED: this machine seals all and nothing was said to seal to, or this machine
 * cannot write. ERR_NOT_FOUND: there is no such compartment.
 */
MUST_USE enum err_code receive_to(struct receive_to *out, struct arena *arena,
                                  struct archive *archive, struct str compartment,
                                  struct err *err);

/* NULL where they stay open. */
const uint8_t (*receive_key(const struct receive_to *to))[AGE_KEY_BYTES];

/* A file's name as its sender gave it: ERR_INVALID, ERR_LIMIT when it can be none. */
MUST_USE enum err_code receive_check_name(struct str name, struct err *err);

/* From whom, where and when: ERR_INVALID when the day is none. */
MUST_USE enum err_code receive_check_obtained(const struct obtained *obtained,
                                              struct err *err);

struct received {
    struct str name;
    struct incoming_kept kept;
    const char *type;
    struct ref ref;     /* the statement; once it is stated */
    struct ref earlier; /* REF_NONE: the first finding of these bytes */
};

/* Frees in. name lives as long as out. */
MUST_USE enum err_code received_keep(struct received *out, struct incoming *in,
                                     struct str name, struct err *err);

/* State them as one run. On failure none is stated. */
MUST_USE enum err_code received_state(struct received *files, size_t count,
                                      struct archive *archive,
                                      const struct receive_to *to,
                                      const struct obtained *obtained, struct err *err);

#endif
