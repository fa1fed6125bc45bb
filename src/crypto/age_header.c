#include "crypto/age_header.h"

#include <assert.h>
#include <sodium.h>

#include "base/text.h"
#include "crypto/random.h"
#include "crypto/sodium_start.h"

static const char version_line[] = "age-encryption.org/v1\n";
static const char x25519_info[] = "age-encryption.org/v1/X25519";

enum {
    BASE64_32_LEN = 43,
    BODY_BYTES = AGE_FILE_KEY_BYTES + AGE_TAG_BYTES,
    LINE_LEN = 64
};

static void hmac(uint8_t out[32], struct str key, struct str message)
{
    crypto_auth_hmacsha256_state state;

    (void)crypto_auth_hmacsha256_init(&state, (const uint8_t *)key.ptr, key.len);
    (void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)message.ptr,
                                        message.len);
    (void)crypto_auth_hmacsha256_final(&state, out);
    crypto_wipe(&state, sizeof state);
}

static struct str bytes_of(const uint8_t *bytes, size_t len)
{
    return (struct str){(const char *)bytes, len};
}

/* HKDF-SHA-256 (RFC 5869) for the one block of 32 bytes that age asks for. */
static void hkdf(uint8_t out[32], struct str secret, struct str salt, struct str info)
{
    uint8_t key[32];
    char block[64];

    assert(info.len < sizeof block);
    memcpy(block, info.ptr, info.len);
    block[info.len] = 1;
    hmac(key, salt, secret);
    hmac(out, bytes_of(key, sizeof key), (struct str){block, info.len + 1});
    crypto_wipe(key, sizeof key);
}

void age_payload_key(uint8_t out[AGE_KEY_BYTES],
                     const uint8_t file_key[AGE_FILE_KEY_BYTES],
                     const uint8_t nonce[AGE_NONCE_BYTES])
{
    hkdf(out, bytes_of(file_key, AGE_FILE_KEY_BYTES), bytes_of(nonce, AGE_NONCE_BYTES),
         STR("payload"));
}

void age_chunk_nonce(uint8_t out[AGE_CHUNK_NONCE_BYTES], uint64_t index, bool is_last)
{
    memset(out, 0, AGE_CHUNK_NONCE_BYTES);
    for (size_t i = 0; i < 8; i++)
        out[AGE_CHUNK_NONCE_BYTES - 2 - i] = (uint8_t)(index >> 8 * i);
    out[AGE_CHUNK_NONCE_BYTES - 1] = is_last ? 1 : 0;
}

bool age_extent_of(struct age_extent *out, uint64_t sealed)
{
    uint64_t full = sealed / (AGE_CHUNK_BYTES + AGE_TAG_BYTES);
    uint64_t rest = sealed % (AGE_CHUNK_BYTES + AGE_TAG_BYTES);

    if (rest == 0 && full > 0) {
        *out = (struct age_extent){full, AGE_CHUNK_BYTES, full * AGE_CHUNK_BYTES};
        return true;
    }
    /* An empty last chunk would be a second way to write the chunks before it. */
    if (rest < AGE_TAG_BYTES || (rest == AGE_TAG_BYTES && full > 0))
        return false;
    rest -= AGE_TAG_BYTES;
    *out = (struct age_extent){full + 1, (size_t)rest, full * AGE_CHUNK_BYTES + rest};
    return true;
}

void age_header_mac(uint8_t out[32], const uint8_t file_key[AGE_FILE_KEY_BYTES],
                    struct str header)
{
    uint8_t key[32];

    hkdf(key, bytes_of(file_key, AGE_FILE_KEY_BYTES), STR(""), STR("header"));
    hmac(out, bytes_of(key, sizeof key), header);
    crypto_wipe(key, sizeof key);
}

/* The key that wraps the file key for one recipient. */
static void wrap_key(uint8_t out[32], const uint8_t shared[32],
                     const uint8_t share[AGE_KEY_BYTES],
                     const uint8_t recipient[AGE_KEY_BYTES])
{
    uint8_t salt[2 * AGE_KEY_BYTES];

    memcpy(salt, share, AGE_KEY_BYTES);
    memcpy(salt + AGE_KEY_BYTES, recipient, AGE_KEY_BYTES);
    hkdf(out, bytes_of(shared, 32), bytes_of(salt, sizeof salt),
         (struct str){x25519_info, sizeof x25519_info - 1});
}

static void append_32(struct buf *out, const uint8_t bytes[32])
{
    base64_append(out, bytes, 32);
    out->len--; /* age writes no padding: one '=' behind 43 characters */
}

static void append_stanza(struct buf *out, const uint8_t file_key[AGE_FILE_KEY_BYTES],
                          const uint8_t recipient[AGE_KEY_BYTES])
{
    static const uint8_t zero_nonce[AGE_CHUNK_NONCE_BYTES];
    uint8_t secret[AGE_KEY_BYTES];
    uint8_t share[AGE_KEY_BYTES];
    uint8_t shared[32];
    uint8_t key[32];
    uint8_t body[BODY_BYTES];

    random_fill(secret, sizeof secret);
    (void)crypto_scalarmult_base(share, secret);
    if (crypto_scalarmult(shared, secret, recipient) != 0) {
        (void)fprintf(stderr, "stele: asked to seal to a key that hides nothing\n");
        abort();
    }
    wrap_key(key, shared, share, recipient);
    (void)crypto_aead_chacha20poly1305_ietf_encrypt(
        body, NULL, file_key, AGE_FILE_KEY_BYTES, NULL, 0, NULL, zero_nonce, key);
    buf_puts(out, "-> X25519 ");
    append_32(out, share);
    buf_char(out, '\n');
    append_32(out, body);
    buf_char(out, '\n');
    crypto_wipe(secret, sizeof secret);
    crypto_wipe(shared, sizeof shared);
    crypto_wipe(key, sizeof key);
}

void age_header_append(struct buf *out, const uint8_t file_key[AGE_FILE_KEY_BYTES],
                       const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count)
{
    size_t start = out->len;
    uint8_t mac[32];

    assert(count > 0 && count <= AGE_RECIPIENTS_MAX);
    sodium_start();
    buf_puts(out, version_line);
    for (size_t i = 0; i < count; i++)
        append_stanza(out, file_key, recipients[i]);
    buf_puts(out, "---");
    age_header_mac(mac, file_key, str_after(buf_str(out), start));
    buf_char(out, ' ');
    append_32(out, mac);
    buf_char(out, '\n');
}

struct stanza {
    uint8_t share[AGE_KEY_BYTES];
    uint8_t body[BODY_BYTES];
};

struct header {
    struct stanza stanzas[AGE_RECIPIENTS_MAX]; /* those of type X25519 */
    size_t count;
    size_t others;
    bool has_passphrase; /* a stanza of type scrypt, which must stand alone */
    size_t mac_at;       /* what the MAC covers ends here */
    uint8_t mac[32];
    size_t len;
};

/* Canonical base64 without padding, of at most 48 bytes. */
static bool decode(uint8_t *bytes, size_t max, size_t *len, struct str text)
{
    char padded[LINE_LEN + 3];
    size_t n = text.len;

    if (n > LINE_LEN || n % 4 == 1)
        return false;
    if (n > 0)
        memcpy(padded, text.ptr, n);
    while (n % 4 != 0)
        padded[n++] = '=';
    /* base64_decode() takes what is padded already, too: "=" is no character of ours. */
    return str_find(text, '=', 0) == text.len &&
           base64_decode(bytes, max, len, (struct str){padded, n});
}

static bool decode_32(uint8_t bytes[32], struct str text)
{
    size_t len = 0;

    return text.len == BASE64_32_LEN && decode(bytes, 32, &len, text) && len == 32;
}

/* The line at *at without its LF, which *at moves behind. */
static bool take_line(struct str *line, size_t *at, struct str bytes)
{
    size_t end = str_find(bytes, '\n', *at);

    if (end >= bytes.len || end >= AGE_HEADER_MAX)
        return false;
    *line = (struct str){bytes.ptr + *at, end - *at};
    *at = end + 1;
    return true;
}

/* One or more arguments of visible ASCII, with one blank between two. */
static bool are_arguments(struct str line)
{
    char before = ' ';

    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];

        if (c < ' ' || c > '~' || (c == ' ' && before == ' '))
            return false;
        before = c;
    }
    return before != ' ';
}

/* The lines of a stanza's body; *first is as much of it as 48 bytes. */
static bool take_body(uint8_t first[48], size_t *len, size_t *at, struct str bytes)
{
    uint8_t scratch[48];
    struct str line;
    size_t got = 0;
    bool is_first = true;

    do {
        if (!take_line(&line, at, bytes) || !decode(scratch, sizeof scratch, &got, line))
            return false;
        if (is_first)
            memcpy(first, scratch, got);
        *len = is_first ? got : *len + got;
        is_first = false;
    } while (line.len == LINE_LEN);
    return true;
}

static bool take_stanza(struct header *out, struct str line, size_t *at, struct str bytes)
{
    struct str rest = line;
    uint8_t body[48];
    size_t body_len = 0;
    struct str type;

    if (!are_arguments(line) || !take_body(body, &body_len, at, bytes))
        return false;
    type = str_cut(&rest, ' ');
    if (!str_equal(type, STR("X25519"))) {
        out->has_passphrase |= str_equal(type, STR("scrypt"));
        out->others++;
        return true;
    }
    if (body_len != BODY_BYTES)
        return false;
    if (out->count < AGE_RECIPIENTS_MAX) {
        struct stanza *stanza = &out->stanzas[out->count];

        memcpy(stanza->body, body, sizeof stanza->body);
        /* A second argument leaves a blank in it, which is no base64. */
        if (!decode_32(stanza->share, rest))
            return false;
    }
    out->count++;
    return true;
}

static bool header_parse(struct header *out, struct str bytes)
{
    size_t at = sizeof version_line - 1;
    struct str line;
    size_t start;

    if (!str_starts_with(bytes, STR("age-encryption.org/v1\n")))
        return false;
    for (;;) {
        start = at;
        if (!take_line(&line, &at, bytes))
            return false;
        if (!str_starts_with(line, STR("-> ")))
            break;
        if (!take_stanza(out, str_after(line, 3), &at, bytes))
            return false;
    }
    out->mac_at = start + 3;
    out->len = at;
    return str_starts_with(line, STR("--- ")) &&
           decode_32(out->mac, str_after(line, 4)) && out->count + out->others > 0 &&
           !(out->has_passphrase && out->count + out->others > 1);
}

/* Whether the stanza is for this identity; the file key then. *is_altered: its share
 * gives everybody the same secret. */
static bool unwrap(uint8_t file_key[AGE_FILE_KEY_BYTES], bool *is_altered,
                   const struct stanza *stanza, const struct age_identity *identity)
{
    static const uint8_t zero_nonce[AGE_CHUNK_NONCE_BYTES];
    uint8_t shared[32];
    uint8_t key[32];
    bool is_ours;

    if (crypto_scalarmult(shared, identity->secret, stanza->share) != 0) {
        *is_altered = true;
        return false;
    }
    wrap_key(key, shared, stanza->share, identity->public);
    is_ours = crypto_aead_chacha20poly1305_ietf_decrypt(file_key, NULL, NULL,
                                                        stanza->body, BODY_BYTES, NULL, 0,
                                                        zero_nonce, key) == 0;
    crypto_wipe(shared, sizeof shared);
    crypto_wipe(key, sizeof key);
    return is_ours;
}

static enum err_code find_key(uint8_t file_key[AGE_FILE_KEY_BYTES], size_t *which,
                              const struct header *header,
                              const struct age_identity *identities, size_t count,
                              struct err *err)
{
    bool is_altered = false;

    for (size_t i = 0; i < header->count * count && !is_altered; i++) {
        if (unwrap(file_key, &is_altered, &header->stanzas[i / count],
                   &identities[i % count])) {
            *which = i % count;
            return ERR_OK;
        }
    }
    if (is_altered)
        return err_set(err, ERR_CORRUPT,
                       "the sealed file names a recipient's share that hides nothing");
    return err_set(err, ERR_DENIED, "none of the keys at hand opens it");
}

enum err_code age_header_open(uint8_t file_key[AGE_FILE_KEY_BYTES], size_t *len,
                              size_t *which, struct str bytes,
                              const struct age_identity *identities, size_t count,
                              struct err *err)
{
    struct header header = {0};
    uint8_t key[AGE_FILE_KEY_BYTES];
    uint8_t mac[32];
    size_t found = 0;

    sodium_start();
    if (!header_parse(&header, bytes))
        return err_set(err, ERR_CORRUPT,
                       "it does not begin with the header of an age file");
    if (header.count > AGE_RECIPIENTS_MAX)
        return err_set(err, ERR_LIMIT, "it is sealed to more than %d recipients",
                       (int)AGE_RECIPIENTS_MAX);
    if (find_key(key, &found, &header, identities, count, err) != ERR_OK)
        return err->code;
    age_header_mac(mac, key, str_prefix(bytes, header.mac_at));
    if (sodium_memcmp(mac, header.mac, sizeof mac) != 0) {
        crypto_wipe(key, sizeof key);
        return err_set(err, ERR_CORRUPT, "the header of the sealed file was altered");
    }
    memcpy(file_key, key, sizeof key);
    crypto_wipe(key, sizeof key);
    *len = header.len;
    if (which)
        *which = found;
    return ERR_OK;
}
