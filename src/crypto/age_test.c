#include "crypto/age.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/text.h"
#include "crypto/age_header.h"

/* The key pairs of secrets 0x07 x32, 0x08 x32 and so on. */
static struct age_identity identity_of(uint8_t byte)
{
    struct age_identity out = {0};
    uint8_t secret[AGE_KEY_BYTES];

    memset(secret, byte, sizeof secret);
    age_identity_from_secret(&out, secret);
    return out;
}

static enum err_code open_one(struct buf *out, struct str sealed, uint8_t byte,
                              struct err *err)
{
    struct age_identity identity = identity_of(byte);
    size_t which = 0;

    return age_open(out, &which, sealed, &identity, 1, err);
}

/* What `age` 1.1.1 prints and writes for secret 0x07 x32. */
static const char recipient_7[] =
    "age1zwlyl6h27gzv0lfntr7fcqrjrzqazap8sy5zylkxwneh7llf0dksu37mwt";
static const char identity_7[] =
    "AGE-SECRET-KEY-1QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSKMP32K";
static const char sealed_by_age[] =
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSA2K3VIVmNZTU5idkxna010em0yUG1Ebjdw"
    "VXRDRjlNMjNKc0NXVk54WFJFCjJ5b2hNVEkzcE5odTVSaHNYU2xqMWZMQUl1dGN4SjBjYW00OVYy"
    "bnlMcVEKLS0tIHBOdDFXUElKWWxBY1hZZW1WSmNNL09GbVUyQmJ1RXoxQ2ZPNkpER3RkTkUK9SDH"
    "9o6JVyygLysCj4IaxgpvouGEgSHVAyuKpbwH2ykYnwdIA5GqIEk2k/YLFZzF7hNlUSTl";

static void keys_have_the_texts_that_age_prints(void **state)
{
    struct age_identity identity = identity_of(7);
    struct age_identity again = {0};
    char recipient[AGE_RECIPIENT_LEN + 1];
    char secret[AGE_IDENTITY_LEN + 1];
    uint8_t public[AGE_KEY_BYTES];

    (void)state;
    age_recipient_text(recipient, identity.public);
    assert_string_equal(recipient, recipient_7);
    age_identity_text(secret, &identity);
    assert_string_equal(secret, identity_7);
    assert_true(age_recipient_parse(public, str_from_c(recipient)));
    assert_memory_equal(public, identity.public, sizeof public);
    assert_true(age_identity_parse(&again, str_from_c(secret)));
    assert_memory_equal(&again, &identity, sizeof again);
}

static void other_texts_are_no_keys(void **state)
{
    /* Two points of small order: with them the secret is shared with everybody. */
    static const uint8_t zero[AGE_KEY_BYTES];
    static const uint8_t one[AGE_KEY_BYTES] = {1};
    char text[AGE_RECIPIENT_LEN + 1];
    uint8_t public[AGE_KEY_BYTES];
    struct age_identity identity = {0};

    (void)state;
    age_recipient_text(text, zero);
    assert_false(age_recipient_parse(public, str_from_c(text)));
    age_recipient_text(text, one);
    assert_false(age_recipient_parse(public, str_from_c(text)));
    assert_false(age_recipient_parse(public, STR("")));
    assert_false(age_recipient_parse(public, str_from_c(identity_7)));
    assert_false(age_recipient_parse(public, str_prefix(str_from_c(recipient_7), 61)));
    assert_false(age_identity_parse(&identity, str_from_c(recipient_7)));
}

static void opens_what_age_sealed(void **state)
{
    struct str text = str_from_c(sealed_by_age);
    uint8_t sealed[1024];
    struct buf out = {0};
    struct err err = {0};
    size_t len = 0;

    (void)state;
    assert_true(base64_decode(sealed, sizeof sealed, &len, text));
    assert_int_equal(open_one(&out, (struct str){(const char *)sealed, len}, 7, &err),
                     ERR_OK);
    assert_true(str_equal(buf_str(&out), STR("for the test of stele\n")));
    buf_release(&out);
}

static struct str pattern(struct buf *out, size_t len)
{
    buf_reset(out);
    for (size_t i = 0; i < len; i++)
        buf_char(out, (char)(i * 7 + i / 251));
    return buf_str(out);
}

static void every_size_comes_back(void **state)
{
    static const size_t sizes[] = {0, 1, 47, 512, 65535, 65536, 65537, 131072, 200000};
    struct age_identity identity = identity_of(7);
    struct buf plain = {0};
    struct buf sealed = {0};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    buf_puts(&out, "before");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct str want = pattern(&plain, sizes[i]);

        buf_reset(&sealed);
        age_seal(&sealed, (const uint8_t(*)[AGE_KEY_BYTES]) & identity.public, 1, want);
        assert_int_equal(sealed.len, age_sealed_size(sizes[i], 1));
        assert_int_equal(open_one(&out, buf_str(&sealed), 7, &err), ERR_OK);
        assert_true(str_equal(str_after(buf_str(&out), 6), want));
        assert_true(str_equal(str_prefix(buf_str(&out), 6), STR("before")));
        out.len = 6;
    }
    buf_release(&plain);
    buf_release(&sealed);
    buf_release(&out);
}

static void any_recipient_opens_and_nobody_else(void **state)
{
    uint8_t recipients[AGE_RECIPIENTS_MAX][AGE_KEY_BYTES];
    struct age_identity ring[3] = {identity_of(200), identity_of(0), identity_of(201)};
    struct buf sealed = {0};
    struct buf out = {0};
    struct err err = {0};
    size_t which = 9;

    (void)state;
    for (size_t i = 0; i < AGE_RECIPIENTS_MAX; i++) {
        struct age_identity identity = identity_of((uint8_t)(i + 1));

        memcpy(recipients[i], identity.public, sizeof recipients[i]);
    }
    age_seal(&sealed, (const uint8_t(*)[AGE_KEY_BYTES])recipients, AGE_RECIPIENTS_MAX,
             STR("x"));
    assert_int_equal(sealed.len, age_sealed_size(1, AGE_RECIPIENTS_MAX));
    for (size_t i = 0; i < AGE_RECIPIENTS_MAX; i++) {
        ring[1] = identity_of((uint8_t)(i + 1));
        assert_int_equal(age_open(&out, &which, buf_str(&sealed), ring, 3, &err), ERR_OK);
        assert_int_equal(which, 1);
    }
    assert_int_equal(out.len, AGE_RECIPIENTS_MAX);
    ring[1] = identity_of(202);
    assert_int_equal(age_open(&out, &which, buf_str(&sealed), ring, 3, &err), ERR_DENIED);
    assert_string_equal(err.message, "none of the keys at hand opens it");
    assert_int_equal(age_open(&out, NULL, buf_str(&sealed), NULL, 0, &err), ERR_DENIED);
    buf_release(&sealed);
    buf_release(&out);
}

/* Each byte once, in a file of two chunks only at the borders and here and there. */
static void any_altered_byte_or_cut_is_refused(void **state)
{
    struct age_identity identity = identity_of(7);
    struct buf plain = {0};
    struct buf sealed = {0};
    struct buf out = {0};
    struct err err = {0};
    size_t head = (size_t)age_sealed_size(0, 1);

    (void)state;
    age_seal(&sealed, (const uint8_t(*)[AGE_KEY_BYTES]) & identity.public, 1,
             pattern(&plain, (size_t)2 * AGE_CHUNK_BYTES));
    for (size_t at = 0; at < sealed.len; at += at < head + 64 ? 1 : 4093) {
        sealed.ptr[at] ^= 1;
        assert_int_not_equal(open_one(&out, buf_str(&sealed), 7, &err), ERR_OK);
        sealed.ptr[at] ^= 1;
        assert_int_equal(open_one(&out, str_prefix(buf_str(&sealed), at), 7, &err),
                         ERR_CORRUPT);
    }
    /* At the chunk's border, and around it. */
    for (size_t cut = head - 20; cut < head + 20; cut++) {
        assert_int_equal(
            open_one(&out, str_prefix(buf_str(&sealed), cut + AGE_CHUNK_BYTES), 7, &err),
            ERR_CORRUPT);
    }
    assert_string_equal(err.message, "the sealed file was altered or cut short");
    buf_char(&sealed, 'x');
    assert_int_equal(open_one(&out, buf_str(&sealed), 7, &err), ERR_CORRUPT);
    assert_int_equal(out.len, 0);
    buf_release(&plain);
    buf_release(&sealed);
    buf_release(&out);
}

static const uint8_t file_key[AGE_FILE_KEY_BYTES] = {1, 2, 3};

static void append_empty_chunk(struct buf *out, const uint8_t nonce[AGE_NONCE_BYTES])
{
    uint8_t key[AGE_KEY_BYTES];
    uint8_t chunk_nonce[AGE_CHUNK_NONCE_BYTES];
    uint8_t tag[AGE_TAG_BYTES];

    age_payload_key(key, file_key, nonce);
    age_chunk_nonce(chunk_nonce, 0, true);
    assert_int_equal(crypto_aead_chacha20poly1305_ietf_encrypt(tag, NULL, NULL, 0, NULL,
                                                               0, NULL, chunk_nonce, key),
                     0);
    buf_bytes(out, tag, sizeof tag);
}

/* A file of one empty chunk whose header is what edit makes of a right one, with a MAC
 * that fits: what is refused then is the header itself. */
static void forge(struct buf *out, struct str from, struct str to)
{
    struct age_identity identity = identity_of(7);
    static const uint8_t nonce[AGE_NONCE_BYTES];
    struct buf header = {0};
    uint8_t mac[32];
    struct str text;
    size_t at;

    age_header_append(&header, file_key,
                      (const uint8_t(*)[AGE_KEY_BYTES]) & identity.public, 1);
    text = str_prefix(buf_str(&header), str_find_str(buf_str(&header), STR("---")) + 3);
    at = str_find_str(text, from);
    assert_true(at < text.len);
    buf_reset(out);
    buf_append(out, str_prefix(text, at));
    buf_append(out, to);
    buf_append(out, str_after(text, at + from.len));
    age_header_mac(mac, file_key, buf_str(out));
    buf_char(out, ' ');
    base64_append(out, mac, sizeof mac);
    out->ptr[out->len - 1] = '\n';
    buf_bytes(out, nonce, sizeof nonce);
    append_empty_chunk(out, nonce);
    buf_release(&header);
}

/* 32 bytes in base64: any, nought, and one with a spare bit set. */
#define ANY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define NOUGHT "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define SPARE "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9"
#define LINE "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void headers_are_read_strictly(void **state)
{
    static const char no_header[] = "it does not begin with the header of an age file";
    static const struct {
        const char *what;
        const char *from;
        const char *to;
        const char *message; /* NULL: it opens */
    } cases[] = {
        {"as it was made", "X25519", "X25519", NULL},
        {"another recipient too", "---", "-> X25519 " ANY "\n" ANY "\n---", NULL},
        {"another type", "---", "-> grease a b~!\n\n---", NULL},
        {"another type without arguments", "---", "-> g\nAAAA\n---", NULL},
        {"another type with long lines", "---", "-> g\n" LINE "\n" LINE "\n\n---", NULL},
        {"our type in small letters is another", "---", "-> x25519\n\n---", NULL},
        {"another version", "/v1", "/v2", no_header},
        {"lines as on Windows", "/v1\n", "/v1\r\n", no_header},
        {"no argument", "---", "-> X25519\n" ANY "\n---", no_header},
        {"one argument too many", "---", "-> X25519 " ANY " a\n" ANY "\n---", no_header},
        {"an empty argument", "---", "-> X25519  " ANY "\n" ANY "\n---", no_header},
        {"a blank at the end", "---", "-> X25519 " ANY " \n" ANY "\n---", no_header},
        {"no type", "---", "-> \n\n---", no_header},
        {"a control in an argument", "---", "-> g \x01\n\n---", no_header},
        {"an argument that is no ASCII", "---", "-> g \xc3\xa9\n\n---", no_header},
        {"a share with padding", "---", "-> X25519 " ANY "=\n" ANY "\n---", no_header},
        {"a share with a spare bit", "---", "-> X25519 " SPARE "\n" ANY "\n---",
         no_header},
        {"a short share", "---", "-> X25519 AAAA\n" ANY "\n---", no_header},
        {"a body with a spare bit", "---", "-> X25519 " ANY "\n" SPARE "\n---",
         no_header},
        {"a body with padding", "---", "-> X25519 " ANY "\n" ANY "=\n---", no_header},
        {"a body of 33 bytes", "---", "-> X25519 " ANY "\n" ANY "A\n---", no_header},
        {"an empty body", "---", "-> X25519 " ANY "\n\n---", no_header},
        {"a body that goes on", "---", "-> X25519 " ANY "\n" LINE "\n" ANY "\n---",
         no_header},
        {"a body that does not end", "---", "-> g\n" LINE "\n---", no_header},
        {"a body that is no base64", "---", "-> g\nA-AA\n---", no_header},
        {"an empty line", "---", "\n---", no_header},
        {"a passphrase beside a key", "---", "-> scrypt " ANY " 10\n" ANY "\n---",
         no_header},
        {"a share that hides nothing", "-> X25519",
         "-> X25519 " NOUGHT "\n" ANY "\n-> X25519",
         "the sealed file names a recipient's share that hides nothing"},
    };
    struct buf sealed = {0};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum err_code code;

        print_message("# %s\n", cases[i].what);
        forge(&sealed, str_from_c(cases[i].from), str_from_c(cases[i].to));
        err.message[0] = '\0';
        code = open_one(&out, buf_str(&sealed), 7, &err);
        assert_string_equal(err.message, cases[i].message ? cases[i].message : "");
        assert_int_equal(code, cases[i].message ? ERR_CORRUPT : ERR_OK);
    }
    assert_int_equal(out.len, 0);
    buf_release(&sealed);
    buf_release(&out);
}

static void headers_have_limits(void **state)
{
    struct buf stanzas = {0};
    struct buf sealed = {0};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    for (int i = 0; i < AGE_RECIPIENTS_MAX; i++)
        buf_puts(&stanzas, "-> X25519 " ANY "\n" ANY "\n");
    buf_puts(&stanzas, "---");
    forge(&sealed, STR("---"), buf_str(&stanzas));
    assert_int_equal(open_one(&out, buf_str(&sealed), 7, &err), ERR_LIMIT);
    assert_string_equal(err.message, "it is sealed to more than 64 recipients");

    buf_reset(&stanzas);
    while (stanzas.len < AGE_HEADER_MAX)
        buf_puts(&stanzas, "-> g\n" LINE "\n\n");
    buf_puts(&stanzas, "---");
    forge(&sealed, STR("---"), buf_str(&stanzas));
    assert_int_equal(open_one(&out, buf_str(&sealed), 7, &err), ERR_CORRUPT);

    assert_int_equal(open_one(&out,
                              STR("age-encryption.org/v1\n--- " ANY "\n0123456789abcdef"),
                              7, &err),
                     ERR_CORRUPT);
    assert_string_equal(err.message, "it does not begin with the header of an age file");
    buf_release(&stanzas);
    buf_release(&sealed);
    buf_release(&out);
}

static void the_payload_has_one_division_into_chunks(void **state)
{
    static const uint64_t full = AGE_CHUNK_BYTES + AGE_TAG_BYTES;
    static const struct {
        uint64_t sealed;
        uint64_t chunks; /* 0: there is none */
        uint64_t size;
    } cases[] = {
        {0, 0, 0},
        {15, 0, 0},
        {16, 1, 0},
        {17, 1, 1},
        {full, 1, 65536},
        {full + 15, 0, 0},
        {full + 16, 0, 0},
        {full + 17, 2, 65537},
        {2 * full, 2, 131072},
        {2 * full - 1, 2, 131071},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct age_extent extent = {0};

        assert_true(age_extent_of(&extent, cases[i].sealed) == (cases[i].chunks > 0));
        assert_int_equal(extent.chunks, cases[i].chunks);
        assert_int_equal(extent.size, cases[i].size);
    }
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"keys have the texts that age prints", keys_have_the_texts_that_age_prints, 0, 0,
         0},
        {"other texts are no keys", other_texts_are_no_keys, 0, 0, 0},
        {"what age sealed is opened", opens_what_age_sealed, 0, 0, 0},
        {"every size comes back", every_size_comes_back, 0, 0, 0},
        {"any recipient opens, and nobody else", any_recipient_opens_and_nobody_else, 0,
         0, 0},
        {"any altered byte or cut is refused", any_altered_byte_or_cut_is_refused, 0, 0,
         0},
        {"headers are read strictly", headers_are_read_strictly, 0, 0, 0},
        {"headers have limits", headers_have_limits, 0, 0, 0},
        {"a payload has one division into chunks",
         the_payload_has_one_division_into_chunks, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
