#include "intake/taker.h"

#include "crypto/sha256.h"
#include "intake/media_type.h"
#include "record/archive.h"
#include "record/sealed_object.h"

/* How often a long file says how far it has come. */
enum { TELL_BYTES = 16 << 20 };

struct taker {
    struct archive *archive;
    struct sha256 *sha256;
    const struct take_seal *seal;
    struct sealed_writer *sealed; /* NULL: what is kept stays open */
    void (*tell)(void *context, uint64_t bytes);
    void *context;
    unsigned char *buffer; /* TAKER_BUFFER */
    uint64_t untold;       /* bytes read that nobody has heard of */
};

struct taker *taker_new(struct archive *archive, const struct take_seal *seal,
                        void (*tell)(void *, uint64_t), void *context)
{
    struct taker *taker = calloc(1, sizeof *taker);

    if (!taker)
        return NULL;
    taker->buffer = malloc(TAKER_BUFFER);
    if (!taker->buffer) {
        free(taker);
        return NULL;
    }
    taker->archive = archive;
    taker->sha256 = sha256_new();
    taker->seal = seal;
    taker->sealed = seal ? sealed_writer_new(archive) : NULL;
    taker->tell = tell;
    taker->context = context;
    return taker;
}

void taker_free(struct taker *taker)
{
    if (!taker)
        return;
    sha256_free(taker->sha256);
    sealed_writer_free(taker->sealed);
    free(taker->buffer);
    free(taker);
}

static void fail(struct take_result *out, enum take_outcome outcome,
                 const struct err *err)
{
    out->outcome = outcome;
    out->err = *err;
}

static void count_read(struct taker *taker, size_t bytes)
{
    taker->untold += bytes;
    if (taker->untold >= TELL_BYTES && taker->tell) {
        taker->tell(taker->context, taker->untold);
        taker->untold = 0;
    }
}

/*
 * Read the next part. False at the end and on failure (out->outcome then says which:
 * the caller sets it to TAKE_KEPT before). A file that has come to the size it had
 * needs no further read to find its end: source_confirm() notices if it grew.
 */
static bool next_part(size_t *got, struct take_result *out, struct taker *taker,
                      struct source *source, uint64_t total)
{
    struct err err = {0};

    if (total == (uint64_t)source->before.st_size)
        return false;
    if (source_read(got, source, taker->buffer, TAKER_BUFFER, &err) != ERR_OK) {
        fail(out, TAKE_UNREADABLE, &err);
        return false;
    }
    count_read(taker, *got);
    return *got > 0;
}

static bool is_same_at_end(struct take_result *out, const struct source *source,
                           uint64_t total)
{
    struct err err = {0};

    if (source_confirm(source, total, &err) == ERR_OK)
        return true;
    fail(out, err.code == ERR_CONFLICT ? TAKE_CHANGED : TAKE_UNREADABLE, &err);
    return false;
}

/* The digest of the whole source, which was the same before and after. */
static bool hash_source(struct take_result *out, struct taker *taker,
                        struct source *source)
{
    uint64_t total = 0;
    size_t got = 0;

    out->outcome = TAKE_KEPT;
    sha256_start(taker->sha256);
    while (next_part(&got, out, taker, source, total)) {
        sha256_add(taker->sha256, taker->buffer, got);
        total += got;
    }
    out->sha256 = sha256_finish(taker->sha256);
    return out->outcome == TAKE_KEPT && is_same_at_end(out, source, total);
}

/* writer NULL: to the sealed one. */
static enum err_code write_part(struct taker *taker, struct object_writer *writer,
                                size_t len, struct err *err)
{
    return writer ? archive_object_write(writer, taker->buffer, len, err)
                  : sealed_writer_add(taker->sealed, taker->buffer, len, err);
}

static bool write_parts(struct take_result *out, struct taker *taker,
                        struct take_job *job, struct object_writer *writer)
{
    struct err err = {0};
    uint64_t total = 0;
    size_t got = 0;

    out->outcome = TAKE_KEPT;
    while (next_part(&got, out, taker, &job->source, total)) {
        if (total == 0) {
            size_t name_len = strnlen(job->name_end, sizeof job->name_end);

            out->type = media_type((struct str){(const char *)taker->buffer, got},
                                   (struct str){job->name_end, name_len});
        }
        if (write_part(taker, writer, got, &err) != ERR_OK) {
            fail(out, TAKE_FAILED, &err);
            return false;
        }
        total += got;
    }
    return out->outcome == TAKE_KEPT && is_same_at_end(out, &job->source, total);
}

static void keep_sealed(struct take_result *out, struct taker *taker,
                        struct take_job *job)
{
    struct sealed_object object = {0};
    struct err err = {0};

    if (sealed_writer_start(taker->sealed, taker->seal->key, 1, &err) != ERR_OK) {
        fail(out, TAKE_FAILED, &err);
        return;
    }
    if (!write_parts(out, taker, job, NULL)) {
        sealed_writer_abort(taker->sealed);
        return;
    }
    if (sealed_writer_keep(&object, taker->sealed, &err) != ERR_OK)
        fail(out, TAKE_FAILED, &err);
    out->sha256 = object.sha256;
    out->stored = object.stored;
}

static void keep_open(struct take_result *out, struct taker *taker, struct take_job *job)
{
    struct object_writer *writer = NULL;
    struct err err = {0};

    if (archive_object_begin(&writer, taker->archive, &err) != ERR_OK) {
        fail(out, TAKE_FAILED, &err);
        return;
    }
    if (!write_parts(out, taker, job, writer)) {
        archive_object_abort(writer);
        return;
    }
    if (archive_object_keep(&out->sha256, &out->existed, writer, &err) != ERR_OK)
        fail(out, TAKE_FAILED, &err);
    out->stored = out->sha256;
}

static void keep(struct take_result *out, struct taker *taker, struct take_job *job)
{
    out->type = media_type(STR(""), STR(""));
    if (taker->sealed)
        keep_sealed(out, taker, job);
    else
        keep_open(out, taker, job);
}

static void compare(struct take_result *out, struct taker *taker, struct take_job *job)
{
    struct err err = {0};

    if (!hash_source(out, taker, &job->source))
        return;
    if (digest_equal(&out->sha256, &job->known)) {
        out->outcome = TAKE_SAME;
        return;
    }
    if (lseek(job->source.fd, 0, SEEK_SET) != 0) {
        (void)err_set_errno(&err, "could not read this file again");
        fail(out, TAKE_UNREADABLE, &err);
        return;
    }
    keep(out, taker, job);
}

/* The digest of what is stored under out->sha256. */
static enum err_code hash_stored(struct digest *stored, struct take_result *out,
                                 struct taker *taker, struct err *err)
{
    uint64_t offset = 0;
    size_t got;

    sha256_start(taker->sha256);
    do {
        got = 0;
        if (archive_object_read(&got, taker->archive, &out->sha256, offset, taker->buffer,
                                TAKER_BUFFER, err) != ERR_OK)
            return err->code;
        sha256_add(taker->sha256, taker->buffer, got);
        offset += got;
    } while (got == TAKER_BUFFER);
    *stored = sha256_finish(taker->sha256);
    return ERR_OK;
}

static void check(struct take_result *out, struct taker *taker, struct take_job *job)
{
    struct digest stored = {0};
    struct err err = {0};

    /* Read the medium, not what the machine remembers of it. */
    source_forget_cache(&job->source);
    if (!hash_source(out, taker, &job->source))
        return;
    if (hash_stored(&stored, out, taker, &err) != ERR_OK) {
        fail(out, err.code == ERR_NOT_FOUND ? TAKE_NOT_STORED : TAKE_DAMAGED, &err);
        return;
    }
    if (digest_equal(&stored, &out->sha256)) {
        out->outcome = TAKE_STORED_WHOLE;
        return;
    }
    (void)err_set(&err, ERR_CORRUPT, "the stored bytes are damaged");
    fail(out, TAKE_DAMAGED, &err);
}

void taker_work(struct take_result *out, struct taker *taker, struct take_job *job)
{
    *out = (struct take_result){.slot = job->slot, .is_done = true};
    switch (job->task) {
    case TAKE_KEEP:
        keep(out, taker, job);
        break;
    case TAKE_COMPARE:
        compare(out, taker, job);
        break;
    case TAKE_CHECK:
        check(out, taker, job);
        break;
    }
    source_close(&job->source);
    out->read = taker->untold;
    taker->untold = 0;
}
