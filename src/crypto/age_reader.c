#include "crypto/age_stream.h"

#include "crypto/age_cipher.h"
#include "crypto/random.h"
#include "crypto/secret.h"

struct age_reader {
    struct age_cipher *cipher;
    age_source source;
    void *context;
    uint64_t chunks_at; /* where they begin in the age file */
    struct age_extent extent;
    size_t which;
    uint64_t current; /* the chunk that is open; extent.chunks: none is */
    uint8_t plain[AGE_CHUNK_BYTES];
    uint8_t sealed[AGE_CHUNK_BYTES + AGE_TAG_BYTES];
};

void age_reader_close(struct age_reader *reader)
{
    if (!reader)
        return;
    age_cipher_free(reader->cipher);
    secret_free(reader);
}

/* Its plaintext is in reader->plain then. */
static enum err_code open_chunk(struct age_reader *reader, uint64_t index,
                                struct err *err)
{
    bool is_last = index + 1 == reader->extent.chunks;
    size_t len = AGE_TAG_BYTES + (is_last ? reader->extent.last_len : AGE_CHUNK_BYTES);
    uint64_t at = reader->chunks_at + index * (AGE_CHUNK_BYTES + AGE_TAG_BYTES);
    size_t got = 0;

    if (reader->current == index)
        return ERR_OK;
    reader->current = reader->extent.chunks;
    if (reader->source(&got, reader->context, at, reader->sealed, len, err) != ERR_OK)
        return err->code;
    if (got != len || !age_cipher_open(reader->cipher, reader->plain, index, is_last,
                                       reader->sealed, len))
        return err_set(err, ERR_CORRUPT, "the sealed file was altered or cut short");
    reader->current = index;
    return ERR_OK;
}

/* Reads the header with the file key in it, and sets the key of the chunks. */
static enum err_code open_header(struct age_reader *reader, uint64_t size,
                                 const struct age_identity *identities, size_t count,
                                 struct err *err)
{
    uint8_t file_key[AGE_FILE_KEY_BYTES];
    uint8_t key[AGE_KEY_BYTES];
    struct str start = {(const char *)reader->sealed, 0};
    size_t len = 0;

    _Static_assert(sizeof reader->sealed >= AGE_HEADER_MAX + AGE_NONCE_BYTES, "header");
    if (reader->source(&start.len, reader->context, 0, reader->sealed,
                       AGE_HEADER_MAX + AGE_NONCE_BYTES, err) != ERR_OK ||
        age_header_open(file_key, &len, &reader->which, start, identities, count, err) !=
            ERR_OK)
        return err->code;
    reader->chunks_at = len + AGE_NONCE_BYTES;
    if (start.len < reader->chunks_at || size < reader->chunks_at ||
        !age_extent_of(&reader->extent, size - reader->chunks_at)) {
        crypto_wipe(file_key, sizeof file_key);
        return err_set(err, ERR_CORRUPT, "the sealed file was cut short");
    }
    age_payload_key(key, file_key, reader->sealed + len);
    age_cipher_set_key(reader->cipher, key);
    crypto_wipe(file_key, sizeof file_key);
    crypto_wipe(key, sizeof key);
    return ERR_OK;
}

enum err_code age_reader_open(struct age_reader **out, uint64_t size, age_source source,
                              void *context, const struct age_identity *identities,
                              size_t count, struct err *err)
{
    struct age_reader *reader = SECRET_NEW(struct age_reader);

    reader->cipher = age_cipher_new();
    reader->source = source;
    reader->context = context;
    if (open_header(reader, size, identities, count, err) == ERR_OK) {
        reader->current = reader->extent.chunks;
        if (open_chunk(reader, reader->extent.chunks - 1, err) == ERR_OK) {
            *out = reader;
            return ERR_OK;
        }
    }
    age_reader_close(reader);
    return err->code;
}

uint64_t age_reader_size(const struct age_reader *reader)
{
    return reader->extent.size;
}

size_t age_reader_which(const struct age_reader *reader)
{
    return reader->which;
}

enum err_code age_reader_read(size_t *got, struct age_reader *reader, uint64_t offset,
                              void *buffer, size_t len, struct err *err)
{
    uint8_t *to = buffer;
    size_t done = 0;

    while (done < len && offset < reader->extent.size) {
        size_t at = (size_t)(offset % AGE_CHUNK_BYTES);
        uint64_t left = reader->extent.size - offset;
        size_t part = AGE_CHUNK_BYTES - at;

        if (open_chunk(reader, offset / AGE_CHUNK_BYTES, err) != ERR_OK)
            return err->code;
        part = part < len - done ? part : len - done;
        part = part < left ? part : (size_t)left;
        memcpy(to + done, reader->plain + at, part);
        done += part;
        offset += part;
    }
    *got = done;
    return ERR_OK;
}
