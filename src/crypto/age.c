#include "crypto/age.h"

#include <sodium.h>

#include "base/bech32.h"
#include "crypto/age_header.h"
#include "crypto/random.h"
#include "crypto/sodium_start.h"

#define RECIPIENT_PREFIX STR("age")
#define IDENTITY_PREFIX STR("AGE-SECRET-KEY-")

_Static_assert(AGE_RECIPIENT_LEN == BECH32_LEN(3, AGE_KEY_BYTES), "recipients");
_Static_assert(AGE_IDENTITY_LEN == BECH32_LEN(15, AGE_KEY_BYTES), "identities");

void age_identity_from_secret(struct age_identity *out,
                              const uint8_t secret[AGE_KEY_BYTES])
{
    sodium_start();
    memmove(out->secret, secret, AGE_KEY_BYTES);
    (void)crypto_scalarmult_base(out->public, out->secret);
}

void age_identity_new(struct age_identity *out)
{
    random_fill(out->secret, sizeof out->secret);
    age_identity_from_secret(out, out->secret);
}

void age_recipient_text(char out[AGE_RECIPIENT_LEN + 1],
                        const uint8_t public[AGE_KEY_BYTES])
{
    bech32_encode(out, RECIPIENT_PREFIX, public, AGE_KEY_BYTES);
    out[AGE_RECIPIENT_LEN] = '\0';
}

bool age_recipient_parse(uint8_t public[AGE_KEY_BYTES], struct str text)
{
    static const uint8_t any_secret[AGE_KEY_BYTES] = {8};
    uint8_t shared[32];
    uint8_t key[AGE_KEY_BYTES];

    sodium_start();
    if (!bech32_decode(key, sizeof key, RECIPIENT_PREFIX, text) ||
        crypto_scalarmult(shared, any_secret, key) != 0)
        return false;
    memcpy(public, key, sizeof key);
    return true;
}

void age_identity_text(char out[AGE_IDENTITY_LEN + 1],
                       const struct age_identity *identity)
{
    bech32_encode(out, IDENTITY_PREFIX, identity->secret, AGE_KEY_BYTES);
    out[AGE_IDENTITY_LEN] = '\0';
}

bool age_identity_parse(struct age_identity *out, struct str text)
{
    uint8_t secret[AGE_KEY_BYTES];
    bool is_key = bech32_decode(secret, sizeof secret, IDENTITY_PREFIX, text);

    if (is_key)
        age_identity_from_secret(out, secret);
    crypto_wipe(secret, sizeof secret);
    return is_key;
}

uint64_t age_sealed_size(uint64_t len, size_t recipients)
{
    /* "-> X25519 " and two lines a recipient; version line, "--- ", MAC and line end. */
    uint64_t header = 22 + (uint64_t)recipients * (10 + 43 + 1 + 43 + 1) + 4 + 43 + 1;
    uint64_t chunks = len == 0 ? 1 : (len - 1) / AGE_CHUNK_BYTES + 1;

    return header + AGE_NONCE_BYTES + len + chunks * AGE_TAG_BYTES;
}

static void seal_chunks(char *out, const uint8_t key[AGE_KEY_BYTES], struct str plain)
{
    uint64_t index = 0;
    bool is_last;

    do {
        struct str chunk = str_prefix(plain, AGE_CHUNK_BYTES);
        uint8_t nonce[AGE_CHUNK_NONCE_BYTES];

        plain = str_after(plain, AGE_CHUNK_BYTES);
        is_last = plain.len == 0;
        age_chunk_nonce(nonce, index++, is_last);
        (void)crypto_aead_chacha20poly1305_ietf_encrypt(
            (uint8_t *)out, NULL, (const uint8_t *)chunk.ptr, chunk.len, NULL, 0, NULL,
            nonce, key);
        out += chunk.len + AGE_TAG_BYTES;
    } while (!is_last);
}

void age_seal(struct buf *out, const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count,
              struct str plain)
{
    size_t end = out->len + (size_t)age_sealed_size(plain.len, count);
    uint8_t file_key[AGE_FILE_KEY_BYTES];
    uint8_t nonce[AGE_NONCE_BYTES];
    uint8_t key[AGE_KEY_BYTES];

    (void)buf_reserve(out, end - out->len);
    random_fill(file_key, sizeof file_key);
    random_fill(nonce, sizeof nonce);
    age_header_append(out, file_key, recipients, count);
    buf_bytes(out, nonce, sizeof nonce);
    age_payload_key(key, file_key, nonce);
    seal_chunks(buf_reserve(out, end - out->len), key, plain);
    out->len = end;
    crypto_wipe(file_key, sizeof file_key);
    crypto_wipe(key, sizeof key);
}

static bool open_chunks(char *out, const uint8_t key[AGE_KEY_BYTES], struct str chunks,
                        const struct age_extent *extent)
{
    for (uint64_t i = 0; i < extent->chunks; i++) {
        struct str chunk = str_prefix(chunks, AGE_CHUNK_BYTES + AGE_TAG_BYTES);
        uint8_t nonce[AGE_CHUNK_NONCE_BYTES];

        age_chunk_nonce(nonce, i, i + 1 == extent->chunks);
        if (crypto_aead_chacha20poly1305_ietf_decrypt(
                (uint8_t *)out, NULL, NULL, (const uint8_t *)chunk.ptr, chunk.len, NULL,
                0, nonce, key) != 0)
            return false;
        out += chunk.len - AGE_TAG_BYTES;
        chunks = str_after(chunks, chunk.len);
    }
    return true;
}

enum err_code age_open(struct buf *out, size_t *which, struct str sealed,
                       const struct age_identity *identities, size_t count,
                       struct err *err)
{
    uint8_t file_key[AGE_FILE_KEY_BYTES];
    uint8_t key[AGE_KEY_BYTES];
    struct age_extent extent;
    struct str rest;
    size_t found = 0;
    size_t len = 0;
    char *at;
    bool is_whole;

    if (age_header_open(file_key, &len, &found, sealed, identities, count, err) != ERR_OK)
        return err->code;
    rest = str_after(sealed, len);
    if (rest.len < AGE_NONCE_BYTES ||
        !age_extent_of(&extent, rest.len - AGE_NONCE_BYTES)) {
        crypto_wipe(file_key, sizeof file_key);
        return err_set(err, ERR_CORRUPT, "the sealed file was cut short");
    }
    age_payload_key(key, file_key, (const uint8_t *)rest.ptr);
    crypto_wipe(file_key, sizeof file_key);
    at = buf_reserve(out, (size_t)extent.size);
    is_whole = open_chunks(at, key, str_after(rest, AGE_NONCE_BYTES), &extent);
    crypto_wipe(key, sizeof key);
    if (!is_whole) {
        crypto_wipe(at, (size_t)extent.size);
        return err_set(err, ERR_CORRUPT, "the sealed file was altered or cut short");
    }
    out->len += (size_t)extent.size;
    if (which)
        *which = found;
    return ERR_OK;
}
