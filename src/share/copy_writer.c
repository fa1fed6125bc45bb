#include "share/copy_writer.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/queue.h"
#include "crypto/sha256.h"
#include "store/store.h"

enum {
    BATCH_FILES = 512,
    BATCH_BYTES = 64 * 1024 * 1024,
    BATCHES_AT_ONCE = 2,
    READ_BYTES = 256 * 1024,
    TEMPORARY_MAX = 64,
    FOLDER_MODE = 0755
};

/* One file that was written and is not in its place yet. */
struct kept {
    struct str path;
    struct digest digest;
    uint64_t number;
    uint64_t size;
};

/* Files that are made durable together: one sync of the file system for all of them. */
struct batch {
    struct arena arena;
    struct kept files[BATCH_FILES];
    size_t count;
    uint64_t bytes;
};

struct outcome {
    struct err err; /* its code is ERR_OK when every file of the batch is in its place */
};

struct copy_writer {
    int dir;
    const char *folder;
    pthread_t thread;
    struct queue *batches; /* of struct batch pointers, owned by who holds them */
    struct queue *outcomes;
    unsigned under_way;
    struct err failed; /* the first failure: nothing is written after it */

    struct batch *batch; /* being filled */
    struct sha256 *h;
    struct kept file; /* being written */
    int fd;
    uint64_t numbers;
};

static void temporary_path(char out[TEMPORARY_MAX], uint64_t number)
{
    (void)snprintf(out, TEMPORARY_MAX, STORE_UNFINISHED_COPY "/%llu",
                   (unsigned long long)number);
}

enum err_code copy_hash_from_disk(struct digest *out, struct sha256 *h, int dir,
                                  const char *path, void *buffer, size_t len,
                                  struct err *err)
{
    uint64_t offset = 0;
    size_t got = len;
    enum err_code code;
    int fd = -1;

    code = file_open_read(&fd, dir, path, err);
    if (code != ERR_OK)
        return code;
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    sha256_start(h);
    while (code == ERR_OK && got == len) {
        code = file_read_at(&got, fd, path, buffer, len, offset, err);
        if (code == ERR_OK)
            sha256_add(h, buffer, got);
        offset += got;
    }
    (void)close(fd);
    *out = sha256_finish(h);
    return code;
}

/* --- the second thread --- */

struct settler {
    int dir;
    const char *folder;
    struct sha256 *h;
    uint8_t *buffer;
    char made[FILE_PATH_MAX]; /* the folder that was made last */
};

/* Not synced here: copy_writer_settle() covers the folders together with what is in them.
 */
static enum err_code make_folders(struct settler *s, struct str path, struct err *err)
{
    char part[FILE_PATH_MAX];
    size_t last = 0;

    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/')
            last = i;
    if (str_equal(str_prefix(path, last), str_from_c(s->made)))
        return ERR_OK;
    for (size_t end = str_find(path, '/', 0); end <= last && last > 0;
         end = str_find(path, '/', end + 1)) {
        (void)snprintf(part, sizeof part, STR_FMT, STR_ARG(str_prefix(path, end)));
        if (file_step_fails(FILE_MAKE_DIR, part) ||
            (mkdirat(s->dir, part, FOLDER_MODE) < 0 && errno != EEXIST))
            return file_error(err, part, "could not make the folder");
        (void)snprintf(s->made, sizeof s->made, "%s", part);
    }
    return ERR_OK;
}

static enum err_code settle_file(struct settler *s, const struct kept *file,
                                 struct err *err)
{
    char temporary[TEMPORARY_MAX];
    struct digest digest = {{0}};

    temporary_path(temporary, file->number);
    if (copy_hash_from_disk(&digest, s->h, s->dir, temporary, s->buffer, READ_BYTES,
                            err) != ERR_OK)
        return err->code;
    if (!digest_equal(&digest, &file->digest))
        return err_set(err, ERR_IO,
                       "\"" STR_FMT "\" does not read back as it was written: this disk "
                       "loses data; copy to another one",
                       STR_ARG(file->path));
    if (make_folders(s, file->path, err) != ERR_OK)
        return err->code;
    return file_rename(s->dir, temporary, file->path.ptr, err);
}

static enum err_code settle_batch(struct settler *s, const struct batch *batch,
                                  struct err *err)
{
    enum err_code code = file_sync_all(s->dir, err);

    for (size_t i = 0; code == ERR_OK && i < batch->count; i++)
        code = settle_file(s, &batch->files[i], err);
    return code == ERR_OK ? ERR_OK : err_context(err, "\"%s\": ", s->folder);
}

static void batch_free(struct batch *batch)
{
    struct arena arena = batch->arena; /* the batch itself lies in it */

    arena_free(&arena);
}

static struct batch *batch_new(void)
{
    struct arena arena = {0};
    struct batch *batch = ARENA_NEW(&arena, struct batch);

    batch->arena = arena;
    return batch;
}

static void *settle_batches(void *context)
{
    struct copy_writer *writer = context; /* only what never changes is looked at */
    struct arena arena = {0};
    struct settler *s = ARENA_NEW(&arena, struct settler);
    struct batch *batch;
    bool has_failed = false;

    s->dir = writer->dir;
    s->folder = writer->folder;
    s->h = sha256_new();
    s->buffer = ARENA_ARRAY(&arena, uint8_t, READ_BYTES);
    while (queue_pop(writer->batches, &batch)) {
        struct outcome outcome = {0};

        /* A failed sync is final: what came after it may be lost too. */
        if (!has_failed)
            has_failed = settle_batch(s, batch, &outcome.err) != ERR_OK;
        batch_free(batch);
        (void)queue_push(writer->outcomes, &outcome);
    }
    sha256_free(s->h);
    arena_free(&arena);
    return NULL;
}

/* --- the first thread --- */

enum err_code copy_writer_start(struct copy_writer **out, int dir, const char *folder,
                                struct err *err)
{
    struct copy_writer *writer = calloc(1, sizeof *writer);

    if (!writer)
        abort();
    writer->dir = dir;
    writer->folder = folder;
    writer->fd = -1;
    writer->batches = queue_new(1, sizeof(struct batch *));
    writer->outcomes = queue_new(BATCHES_AT_ONCE + 1, sizeof(struct outcome));
    writer->h = sha256_new();
    errno = pthread_create(&writer->thread, NULL, settle_batches, writer);
    if (errno != 0) {
        (void)err_set_errno(err, "could not start a thread");
        queue_free(writer->batches);
        queue_free(writer->outcomes);
        sha256_free(writer->h);
        free(writer);
        return err->code;
    }
    writer->batch = batch_new();
    *out = writer;
    return ERR_OK;
}

void copy_writer_stop(struct copy_writer *writer)
{
    if (!writer)
        return;
    if (writer->fd >= 0)
        copy_writer_drop(writer);
    queue_close(writer->batches);
    (void)pthread_join(writer->thread, NULL);
    batch_free(writer->batch);
    queue_free(writer->batches);
    queue_free(writer->outcomes);
    sha256_free(writer->h);
    free(writer);
}

/* Wait for one batch. */
static void take_outcome(struct copy_writer *writer)
{
    struct outcome outcome = {0};

    if (queue_pop(writer->outcomes, &outcome) && outcome.err.code != ERR_OK &&
        writer->failed.code == ERR_OK)
        writer->failed = outcome.err;
    writer->under_way--;
}

static void hand_over(struct copy_writer *writer)
{
    if (writer->batch->count == 0)
        return;
    while (writer->under_way >= BATCHES_AT_ONCE)
        take_outcome(writer);
    (void)queue_push(writer->batches, &writer->batch);
    writer->under_way++;
    writer->batch = batch_new();
}

static enum err_code failure(struct copy_writer *writer, struct err *err)
{
    *err = writer->failed;
    return err->code;
}

enum err_code copy_writer_begin(struct copy_writer *writer, struct str path, mode_t mode,
                                struct err *err)
{
    char temporary[TEMPORARY_MAX];

    assert(writer->fd < 0);
    if (writer->failed.code != ERR_OK)
        return failure(writer, err);
    writer->file = (struct kept){.path = arena_str(&writer->batch->arena, path),
                                 .number = writer->numbers++};
    temporary_path(temporary, writer->file.number);
    if (file_open_new(&writer->fd, writer->dir, temporary, mode, err) != ERR_OK)
        return err_context(err, "\"%s\": ", writer->folder);
    sha256_start(writer->h);
    return ERR_OK;
}

enum err_code copy_writer_add(struct copy_writer *writer, const void *bytes, size_t len,
                              struct err *err)
{
    struct str part = {bytes, len};

    errno = 0;
    if (file_write(writer->fd, writer->file.path.ptr, part, err) != ERR_OK) {
        if (errno == EFBIG)
            return err_set(err, ERR_LIMIT,
                           "\"" STR_FMT
                           "\" is too large for the file system of \"%s\" (FAT "
                           "takes files below 4 GiB): format it as exFAT or copy to "
                           "another one",
                           STR_ARG(writer->file.path), writer->folder);
        return err_context(err, "\"%s\": ", writer->folder);
    }
    sha256_add(writer->h, bytes, len);
    writer->file.size += len;
    return ERR_OK;
}

struct digest copy_writer_digest(struct copy_writer *writer)
{
    writer->file.digest = sha256_finish(writer->h);
    return writer->file.digest;
}

enum err_code copy_writer_keep(struct copy_writer *writer, struct err *err)
{
    int fd = writer->fd;

    /* On its way to the disk already while the next file is read. */
    (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    writer->fd = -1;
    if (file_close(fd, writer->file.path.ptr, err) != ERR_OK)
        return err_context(err, "\"%s\": ", writer->folder);
    writer->batch->files[writer->batch->count++] = writer->file;
    writer->batch->bytes += writer->file.size;
    if (writer->batch->count == BATCH_FILES || writer->batch->bytes >= BATCH_BYTES)
        hand_over(writer);
    return ERR_OK;
}

void copy_writer_drop(struct copy_writer *writer)
{
    char temporary[TEMPORARY_MAX];

    temporary_path(temporary, writer->file.number);
    (void)close(writer->fd);
    writer->fd = -1;
    (void)unlinkat(writer->dir, temporary, 0);
}

enum err_code copy_writer_put(struct copy_writer *writer, struct str path, mode_t mode,
                              struct str bytes, struct err *err)
{
    if (copy_writer_begin(writer, path, mode, err) != ERR_OK)
        return err->code;
    if (copy_writer_add(writer, bytes.ptr, bytes.len, err) != ERR_OK) {
        copy_writer_drop(writer);
        return err->code;
    }
    (void)copy_writer_digest(writer);
    return copy_writer_keep(writer, err);
}

enum err_code copy_writer_settle(struct copy_writer *writer, struct err *err)
{
    hand_over(writer);
    while (writer->under_way > 0)
        take_outcome(writer);
    if (writer->failed.code != ERR_OK)
        return failure(writer, err);
    /* The names: what was renamed survives a power cut as well. */
    if (file_sync_all(writer->dir, err) != ERR_OK)
        return err_context(err, "\"%s\": ", writer->folder);
    return ERR_OK;
}
