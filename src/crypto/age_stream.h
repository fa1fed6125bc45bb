#ifndef CRYPTO_AGE_STREAM_H
#define CRYPTO_AGE_STREAM_H

/*
 * Age files of any size (crypto/age.h says what they are): written as their contents
 * come, read from any place. Keys and plaintext lie in memory of crypto/secret.h.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/age.h"

/* Takes the bytes of the age file, in order. */
typedef enum err_code (*age_sink)(void *context, const void *bytes, size_t len,
                                  struct err *err);

/* Serves any number of files, one after the other. */
struct age_writer;
struct age_writer *age_writer_new(void); /* never NULL */
void age_writer_free(struct age_writer *writer);

/* Begin a file to 1 to AGE_RECIPIENTS_MAX recipients; forgets what was unfinished. What
 * the sink answers is what these three answer. */
MUST_USE enum err_code age_writer_start(struct age_writer *writer,
                                        const uint8_t (*recipients)[AGE_KEY_BYTES],
                                        size_t count, age_sink sink, void *context,
                                        struct err *err);
MUST_USE enum err_code age_writer_add(struct age_writer *writer, const void *bytes,
                                      size_t len, struct err *err);
MUST_USE enum err_code age_writer_finish(struct age_writer *writer, struct err *err);

/* Gives up to len bytes of the age file from offset; fewer only at its end. */
typedef enum err_code (*age_source)(size_t *got, void *context, uint64_t offset,
                                    void *buffer, size_t len, struct err *err);

struct age_reader;

/*
 * Open an age file of size bytes. Its last chunk is read too, so a file that was cut is
 * refused here already. ERR_DENIED, ERR_CORRUPT and ERR_LIMIT as age_open(), otherwise
 * what the source answers.
 */
MUST_USE enum err_code age_reader_open(struct age_reader **out, uint64_t size,
                                       age_source source, void *context,
                                       const struct age_identity *identities,
                                       size_t count, struct err *err);
void age_reader_close(struct age_reader *reader);

uint64_t age_reader_size(const struct age_reader *reader); /* of the contents */
size_t age_reader_which(const struct age_reader *reader);  /* the identity that opens */

/* Up to len bytes of the contents from offset; *got is less only at the end. ERR_CORRUPT:
 * what lies there was altered; nothing of a chunk is given before all of it is checked.
 */
MUST_USE enum err_code age_reader_read(size_t *got, struct age_reader *reader,
                                       uint64_t offset, void *buffer, size_t len,
                                       struct err *err);

#endif
