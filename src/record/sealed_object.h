#ifndef RECORD_SEALED_OBJECT_H
#define RECORD_SEALED_OBJECT_H

/*
 * Objects that are sealed while they are read: no plaintext of theirs touches a disk.
 *
 *     bytes -> SHA-256 -> zeros behind them up to Padme(max(512, size)) -> age file to a
 *     compartment's key -> SHA-256 of what is stored -> objects/
 *
 * The stored name is that of the age file, so that whoever has a list of known files does
 * not learn which of them lie here; what the file is called and what it holds stands in
 * the `object` statement, which is sealed too. The padding hides the size but for its
 * leading bits: `age -d -i key.txt FILE | head -c SIZE` is the original.
 */

#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "crypto/age.h"

struct archive;
struct store;

struct sealed_object {
    struct digest sha256; /* of the plain bytes */
    uint64_t size;        /* of the plain bytes */
    struct digest stored; /* of the age file: the name it is stored under */
};

/* The length that contents of this size are padded to. */
uint64_t sealed_object_padded(uint64_t size);

/* Serves any number of objects, one after the other; one for each thread. */
struct sealed_writer;
struct sealed_writer *sealed_writer_new(struct archive *archive); /* never NULL */
/* For record/ only: the same where the archive is not open. */
struct sealed_writer *sealed_writer_new_in(struct store *store);
void sealed_writer_free(struct sealed_writer *writer);

/* After a failure of any of these the object is gone; sealed_writer_abort() is allowed.
 */
MUST_USE enum err_code sealed_writer_start(struct sealed_writer *writer,
                                           const uint8_t (*recipients)[AGE_KEY_BYTES],
                                           size_t count, struct err *err);
MUST_USE enum err_code sealed_writer_add(struct sealed_writer *writer, const void *bytes,
                                         size_t len, struct err *err);
/* Durable with the next commit, as every object. */
MUST_USE enum err_code sealed_writer_keep(struct sealed_object *out,
                                          struct sealed_writer *writer, struct err *err);
void sealed_writer_abort(struct sealed_writer *writer);

/*
 * Read one back. ERR_NOT_FOUND: not stored; ERR_DENIED: none of the keys opens it;
 * ERR_CORRUPT: it is no age file of an object of this size. Not longer than the archive.
 */
struct sealed_reader;
MUST_USE enum err_code sealed_reader_open(struct sealed_reader **out,
                                          struct archive *archive,
                                          const struct digest *stored, uint64_t size,
                                          const struct age_identity *identities,
                                          size_t count, struct err *err);
/* For record/ only: the same where the archive is not open. */
MUST_USE enum err_code sealed_reader_open_in(struct sealed_reader **out,
                                             struct store *store,
                                             const struct digest *stored, uint64_t size,
                                             const struct age_identity *identities,
                                             size_t count, struct err *err);
void sealed_reader_close(struct sealed_reader *reader);

/* Up to len bytes from offset; *got is less only at the end of the plain bytes. */
MUST_USE enum err_code sealed_reader_read(size_t *got, struct sealed_reader *reader,
                                          uint64_t offset, void *buffer, size_t len,
                                          struct err *err);

/* Read all of it. ERR_CORRUPT: its plain bytes are not those of sha256, or what pads them
 * is not zero. Each part goes to sink too, which may be NULL. */
MUST_USE enum err_code sealed_reader_check(
    struct sealed_reader *reader, const struct digest *sha256,
    enum err_code (*sink)(void *context, const void *bytes, size_t len, struct err *err),
    void *context, struct err *err);

#endif
