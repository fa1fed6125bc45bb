#ifndef RECORD_INCOMING_H
#define RECORD_INCOMING_H

/*
 * One file's bytes on their way into an archive, from somebody who sends them over a
 * while and may be cut off: straight into objects/, sealed on the way where they must be.
 * It needs no archive open, and nobody signed in: it only writes.
 *
 *     incoming_begin(&in, folder, key, name)
 *     incoming_add(in, bytes) ...
 *     incoming_keep(&object, &existed, in)      durable; then state it (an `object`)
 *
 * What stays open and has a name can be gone on with after this process was stopped
 * (incoming_go_on()); what is sealed cannot: its key was in memory alone.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "record/sealed_object.h"

/* So many bytes at a time are made durable where a file can be gone on with. */
enum { INCOMING_PART = 8 << 20, INCOMING_HEAD = 65536 };

struct incoming;

/* folder: the archive's. key: of the compartment to seal to, or NULL. name: lower-case
 * hex that nobody can guess, to go on by; empty: it is never gone on with. */
MUST_USE enum err_code incoming_begin(struct incoming **out, const char *folder,
                                      const uint8_t (*key)[AGE_KEY_BYTES],
                                      struct str name, struct err *err);

/* ERR_NOT_FOUND: nothing of that name was left; ERR_CONFLICT: it is being written. */
MUST_USE enum err_code incoming_go_on(struct incoming **out, const char *folder,
                                      struct str name, struct err *err);

/* After a failure the rest may be thrown away: nothing of it is kept. */
MUST_USE enum err_code incoming_add(struct incoming *in, struct str bytes,
                                    struct err *err);

/* What was added so far. */
uint64_t incoming_size(const struct incoming *in);

/*
 * Stored and durable. Frees in, whatever comes of it. head: where its first INCOMING_HEAD
 * bytes are appended, for whoever wants to know what it is.
 */
struct incoming_kept {
    struct sealed_object object;
    bool existed; /* the same bytes were there; of sealed ones nobody knows */
};
MUST_USE enum err_code incoming_keep(struct incoming_kept *out, struct buf *head,
                                     struct incoming *in, struct err *err);

/* Frees in, and what was added; or leaves that to be gone on with. NULL is nothing. */
void incoming_abort(struct incoming *in);
void incoming_leave(struct incoming *in);

/* Bytes that may still be written where the archive lies. */
MUST_USE enum err_code incoming_room(uint64_t *out, const char *folder, struct err *err);

#endif
