#ifndef SHARE_COPY_WRITER_H
#define SHARE_COPY_WRITER_H

/*
 * Files that are in their place only once they have been read back. Each is written into
 * the marker folder of the copy under a number, made durable together with others, read
 * from the disk again and compared, and only then renamed into place. So what lies in its
 * place was right when it came there, whatever stopped the copying later.
 *
 * A second thread makes durable and reads back while the first writes on. One thread owns
 * a writer.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/sha256.h"

struct copy_writer;

/* dir is the copy's folder, where the marker folder is there already; folder is its name,
 * for messages, borrowed. Stop with copy_writer_stop(). */
MUST_USE enum err_code copy_writer_start(struct copy_writer **out, int dir,
                                         const char *folder, struct err *err);

/* Waits for the other thread. What was not settled stays unfinished. NULL is nothing. */
void copy_writer_stop(struct copy_writer *writer);

/* One file at a time, for a relative path; then keep or drop it. */
MUST_USE enum err_code copy_writer_begin(struct copy_writer *writer, struct str path,
                                         mode_t mode, struct err *err);
MUST_USE enum err_code copy_writer_add(struct copy_writer *writer, const void *bytes,
                                       size_t len, struct err *err);
MUST_USE enum err_code copy_writer_keep(struct copy_writer *writer, struct err *err);
void copy_writer_drop(struct copy_writer *writer);

/* The digest of what was added since copy_writer_begin(); before keep or drop, once. */
struct digest copy_writer_digest(struct copy_writer *writer);

/* All of the above for bytes in memory. */
MUST_USE enum err_code copy_writer_put(struct copy_writer *writer, struct str path,
                                       mode_t mode, struct str bytes, struct err *err);

/*
 * The digest of a file, from the disk as far as the kernel lets us: it would answer from
 * memory, and is told to forget the file first. buffer has room for len bytes.
 */
MUST_USE enum err_code copy_hash_from_disk(struct digest *out, struct sha256 *h, int dir,
                                           const char *path, void *buffer, size_t len,
                                           struct err *err);

/* Everything kept so far is in its place, read back and on the disk. */
MUST_USE enum err_code copy_writer_settle(struct copy_writer *writer, struct err *err);

#endif
