#include "crypto/age_stream.h"

#include "crypto/age_cipher.h"
#include "crypto/random.h"
#include "crypto/secret.h"

struct age_writer {
    struct age_cipher *cipher;
    struct buf header;
    age_sink sink;
    void *context;
    uint64_t index;
    /* The last chunk is marked so: one is held back until it is known whether more comes.
     */
    uint8_t held[AGE_CHUNK_BYTES];
    size_t held_len;
    uint8_t sealed[AGE_CHUNK_BYTES + AGE_TAG_BYTES];
};

struct age_writer *age_writer_new(void)
{
    struct age_writer *writer = SECRET_NEW(struct age_writer);

    writer->cipher = age_cipher_new();
    return writer;
}

void age_writer_free(struct age_writer *writer)
{
    if (!writer)
        return;
    age_cipher_free(writer->cipher);
    buf_release(&writer->header);
    secret_free(writer);
}

enum err_code age_writer_start(struct age_writer *writer,
                               const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count,
                               age_sink sink, void *context, struct err *err)
{
    uint8_t file_key[AGE_FILE_KEY_BYTES];
    uint8_t nonce[AGE_NONCE_BYTES];
    uint8_t key[AGE_KEY_BYTES];

    writer->sink = sink;
    writer->context = context;
    writer->index = 0;
    writer->held_len = 0;
    random_fill(file_key, sizeof file_key);
    random_fill(nonce, sizeof nonce);
    buf_reset(&writer->header);
    age_header_append(&writer->header, file_key, recipients, count);
    buf_bytes(&writer->header, nonce, sizeof nonce);
    age_payload_key(key, file_key, nonce);
    age_cipher_set_key(writer->cipher, key);
    crypto_wipe(file_key, sizeof file_key);
    crypto_wipe(key, sizeof key);
    return sink(context, writer->header.ptr, writer->header.len, err);
}

static enum err_code write_chunk(struct age_writer *writer, bool is_last,
                                 const void *bytes, size_t len, struct err *err)
{
    age_cipher_seal(writer->cipher, writer->sealed, writer->index++, is_last, bytes, len);
    return writer->sink(writer->context, writer->sealed, len + AGE_TAG_BYTES, err);
}

enum err_code age_writer_add(struct age_writer *writer, const void *bytes, size_t len,
                             struct err *err)
{
    const uint8_t *at = bytes;

    while (len > 0) {
        size_t part = AGE_CHUNK_BYTES - writer->held_len;

        if (writer->held_len == AGE_CHUNK_BYTES) {
            if (write_chunk(writer, false, writer->held, AGE_CHUNK_BYTES, err) != ERR_OK)
                return err->code;
            writer->held_len = 0;
        } else if (writer->held_len == 0 && len > AGE_CHUNK_BYTES) {
            if (write_chunk(writer, false, at, AGE_CHUNK_BYTES, err) != ERR_OK)
                return err->code;
            at += AGE_CHUNK_BYTES;
            len -= AGE_CHUNK_BYTES;
        } else {
            part = part < len ? part : len;
            memcpy(writer->held + writer->held_len, at, part);
            writer->held_len += part;
            at += part;
            len -= part;
        }
    }
    return ERR_OK;
}

enum err_code age_writer_finish(struct age_writer *writer, struct err *err)
{
    enum err_code code = write_chunk(writer, true, writer->held, writer->held_len, err);

    crypto_wipe(writer->held, writer->held_len);
    writer->held_len = 0;
    return code;
}
