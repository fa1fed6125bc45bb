#include "record/sealed_object.h"

#include "crypto/age_stream.h"
#include "crypto/secret.h"
#include "crypto/sha256.h"
#include "format/payload.h"
#include "record/archive_inside.h"
#include "store/object.h"

enum { PART_BYTES = 1 << 16 };

uint64_t sealed_object_padded(uint64_t size)
{
    return padme(size < PAYLOAD_MIN_BYTES ? PAYLOAD_MIN_BYTES : size);
}

/* --- writing --- */

struct sealed_writer {
    struct store *store;
    struct sha256 *sha256;
    struct age_writer *age;
    struct object_writer *object; /* NULL: none is begun */
    uint64_t size;
};

struct sealed_writer *sealed_writer_new(struct archive *archive)
{
    return sealed_writer_new_in(archive->store);
}

struct sealed_writer *sealed_writer_new_in(struct store *store)
{
    struct sealed_writer *writer = calloc(1, sizeof *writer);

    if (!writer)
        out_of_memory(sizeof *writer);
    *writer = (struct sealed_writer){
        .store = store, .sha256 = sha256_new(), .age = age_writer_new()};
    return writer;
}

void sealed_writer_abort(struct sealed_writer *writer)
{
    if (writer->object)
        object_abort(writer->object);
    writer->object = NULL;
}

void sealed_writer_free(struct sealed_writer *writer)
{
    if (!writer)
        return;
    sealed_writer_abort(writer);
    sha256_free(writer->sha256);
    age_writer_free(writer->age);
    free(writer);
}

static enum err_code to_object(void *context, const void *bytes, size_t len,
                               struct err *err)
{
    struct sealed_writer *writer = context;

    return object_write(writer->object, bytes, len, err);
}

enum err_code sealed_writer_start(struct sealed_writer *writer,
                                  const uint8_t (*recipients)[AGE_KEY_BYTES],
                                  size_t count, struct err *err)
{
    sealed_writer_abort(writer);
    writer->size = 0;
    sha256_start(writer->sha256);
    if (object_begin(&writer->object, writer->store, err) != ERR_OK)
        return err->code;
    if (age_writer_start(writer->age, recipients, count, to_object, writer, err) !=
        ERR_OK)
        sealed_writer_abort(writer);
    return writer->object ? ERR_OK : err->code;
}

enum err_code sealed_writer_add(struct sealed_writer *writer, const void *bytes,
                                size_t len, struct err *err)
{
    sha256_add(writer->sha256, bytes, len);
    writer->size += len;
    if (age_writer_add(writer->age, bytes, len, err) == ERR_OK)
        return ERR_OK;
    sealed_writer_abort(writer);
    return err->code;
}

static enum err_code add_padding(struct sealed_writer *writer, struct err *err)
{
    static const uint8_t zeros[PART_BYTES];
    uint64_t left = sealed_object_padded(writer->size) - writer->size;

    while (left > 0) {
        size_t part = left < sizeof zeros ? (size_t)left : sizeof zeros;

        if (age_writer_add(writer->age, zeros, part, err) != ERR_OK)
            return err->code;
        left -= part;
    }
    return age_writer_finish(writer->age, err);
}

enum err_code sealed_writer_keep(struct sealed_object *out, struct sealed_writer *writer,
                                 struct err *err)
{
    struct sealed_object object = {.sha256 = sha256_finish(writer->sha256),
                                   .size = writer->size};
    struct object_writer *finished;
    bool existed = false;

    if (add_padding(writer, err) != ERR_OK) {
        sealed_writer_abort(writer);
        return err->code;
    }
    finished = writer->object;
    writer->object = NULL;
    if (object_keep(&object.stored, &existed, finished, err) != ERR_OK)
        return err->code;
    *out = object;
    return ERR_OK;
}

/* --- reading --- */

struct sealed_reader {
    struct store *store;
    struct digest stored;
    uint64_t size;
    struct age_reader *age;
    uint8_t part[PART_BYTES];
};

static enum err_code from_object(size_t *got, void *context, uint64_t offset,
                                 void *buffer, size_t len, struct err *err)
{
    struct sealed_reader *reader = context;
    size_t done = 0;
    size_t now = 1;

    while (done < len && now > 0) {
        now = 0;
        if (object_read(&now, reader->store, &reader->stored, offset + done,
                        (char *)buffer + done, len - done, err) != ERR_OK)
            return err->code;
        done += now;
    }
    *got = done;
    return ERR_OK;
}

void sealed_reader_close(struct sealed_reader *reader)
{
    if (!reader)
        return;
    age_reader_close(reader->age);
    secret_free(reader);
}

enum err_code sealed_reader_open_in(struct sealed_reader **out, struct store *store,
                                    const struct digest *stored, uint64_t size,
                                    const struct age_identity *identities, size_t count,
                                    struct err *err)
{
    uint64_t stored_size = 0;
    struct sealed_reader *reader;

    if (object_size(&stored_size, store, stored, err) != ERR_OK)
        return err->code;
    reader = SECRET_NEW(struct sealed_reader);
    reader->store = store;
    reader->stored = *stored;
    reader->size = size;
    if (age_reader_open(&reader->age, stored_size, from_object, reader, identities, count,
                        err) == ERR_OK &&
        age_reader_size(reader->age) != sealed_object_padded(size))
        (void)err_set(err, ERR_CORRUPT,
                      "the sealed object holds %ju bytes, which are not those of a file "
                      "of %ju",
                      (uintmax_t)age_reader_size(reader->age), (uintmax_t)size);
    else if (reader->age) {
        *out = reader;
        return ERR_OK;
    }
    sealed_reader_close(reader);
    return err->code;
}

enum err_code sealed_reader_open(struct sealed_reader **out, struct archive *archive,
                                 const struct digest *stored, uint64_t size,
                                 const struct age_identity *identities, size_t count,
                                 struct err *err)
{
    return sealed_reader_open_in(out, archive->store, stored, size, identities, count,
                                 err);
}

enum err_code sealed_reader_read(size_t *got, struct sealed_reader *reader,
                                 uint64_t offset, void *buffer, size_t len,
                                 struct err *err)
{
    uint64_t left = offset < reader->size ? reader->size - offset : 0;

    return age_reader_read(got, reader->age, offset, buffer,
                           len < left ? len : (size_t)left, err);
}

static enum err_code check_padding(struct sealed_reader *reader, struct err *err)
{
    uint64_t offset = reader->size;
    size_t got = 1;

    while (got > 0) {
        if (age_reader_read(&got, reader->age, offset, reader->part, sizeof reader->part,
                            err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < got; i++)
            if (reader->part[i] != 0)
                return err_set(err, ERR_CORRUPT,
                               "what pads the sealed object is not zero");
        offset += got;
    }
    return ERR_OK;
}

enum err_code sealed_reader_check(struct sealed_reader *reader,
                                  const struct digest *sha256,
                                  enum err_code (*sink)(void *context, const void *bytes,
                                                        size_t len, struct err *err),
                                  void *context, struct err *err)
{
    struct sha256 *hash = sha256_new();
    enum err_code code = ERR_OK;
    struct digest actual;
    uint64_t offset = 0;
    size_t got = 1;

    sha256_start(hash);
    while (code == ERR_OK && got > 0) {
        code = sealed_reader_read(&got, reader, offset, reader->part, sizeof reader->part,
                                  err);
        if (code != ERR_OK)
            break;
        sha256_add(hash, reader->part, got);
        offset += got;
        if (sink && got > 0)
            code = sink(context, reader->part, got, err);
    }
    actual = sha256_finish(hash);
    sha256_free(hash);
    if (code == ERR_OK && !digest_equal(&actual, sha256))
        code = err_set(err, ERR_CORRUPT,
                       "the sealed object opens, and its bytes are not those that the "
                       "statement names");
    return code == ERR_OK ? check_padding(reader, err) : code;
}
