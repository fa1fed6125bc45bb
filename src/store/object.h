#ifndef STORE_OBJECT_H
#define STORE_OBJECT_H

/*
 * Stored objects: bytes that never change, named by the SHA-256 of what is
 * stored. The name is known only at the end, so a writer streams into
 * objects/.new/ and the file gets its name when it is kept.
 *
 * Writers may run in several threads at once, each with its own writer. What is
 * kept becomes durable with object_sync(), once for many objects (format.md 4.3,
 * step 1); nothing may be acknowledged before it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"

struct store;
struct object_writer;

MUST_USE enum err_code object_begin(struct object_writer **out, struct store *store,
                                    struct err *err);
MUST_USE enum err_code object_write(struct object_writer *writer, const void *bytes,
                                    size_t len, struct err *err);

/*
 * One that can be gone on with after its writer was stopped or killed, for at most
 * OBJECT_PART_DAYS: bytes that come in over a while. name: hex digits, that nobody else
 * chooses. object_leave() closes it and keeps what was written.
 *
 * What lay there after a power cut may end in zeros: object_go_on() keeps the first
 * multiple of `whole` bytes that is less than what is there, because each so many were
 * made durable by object_settle() before more came; *size says how many are left, read
 * again for the hash. ERR_NOT_FOUND: there is none; ERR_CONFLICT: it is being written.
 */
enum { OBJECT_PART_DAYS = 3 };
MUST_USE enum err_code object_begin_part(struct object_writer **out, struct store *store,
                                         struct str name, struct err *err);
MUST_USE enum err_code object_go_on(struct object_writer **out, uint64_t *size,
                                    struct store *store, struct str name, uint64_t whole,
                                    struct err *err);
MUST_USE enum err_code object_settle(struct object_writer *writer, struct err *err);
void object_leave(struct object_writer *writer);

/* Give the bytes their name. *existed: the same bytes were there already. Frees the
 * writer. */
MUST_USE enum err_code object_keep(struct digest *name, bool *existed,
                                   struct object_writer *writer, struct err *err);

/* Drop what was written. Frees the writer; NULL is nothing. */
void object_abort(struct object_writer *writer);

/* Everything kept so far survives a power cut once this returns ERR_OK. */
MUST_USE enum err_code object_sync(struct store *store, struct err *err);

/* ERR_NOT_FOUND when no such object is stored. */
MUST_USE enum err_code object_size(uint64_t *out, struct store *store,
                                   const struct digest *name, struct err *err);

/* Up to len bytes from offset; *got is less only at the end. */
MUST_USE enum err_code object_read(size_t *got, struct store *store,
                                   const struct digest *name, uint64_t offset,
                                   void *buffer, size_t len, struct err *err);

/* Every stored object, sorted by name; and whatever lies in objects/ without being one.
 */
struct object_entry {
    struct digest name;
    uint64_t size;
    struct str stray; /* not empty: a path below objects/ that is no object */
};
MUST_USE enum err_code object_list(struct object_entry **out, size_t *count,
                                   struct arena *arena, struct store *store,
                                   struct err *err);

/*
 * For erasure only: the bytes are gone once this returns ERR_OK, and stay gone after a
 * power cut. One that is not there is no error. Needs the write lock.
 */
MUST_USE enum err_code object_erase(struct store *store, const struct digest *name,
                                    struct err *err);

/* Remove what earlier killed writers left in objects/.new/, but parts that can be gone on
 * with. Needs the write lock. */
MUST_USE enum err_code object_sweep(struct store *store, struct err *err);

#endif
