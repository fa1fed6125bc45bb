#include "crypto/age_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
    if (!truth)
        abort();
}

/* What opens does not open with one bit changed or the last byte missing. */
static void require_bound(struct str sealed, const struct age_identity *identity)
{
    struct buf copy = {0};
    struct buf out = {0};
    struct err err = {0};
    size_t at = ((unsigned char)sealed.ptr[sealed.len - 1] * (size_t)131) % sealed.len;

    buf_append(&copy, sealed);
    copy.ptr[at] ^= 4;
    require(age_open(&out, NULL, buf_str(&copy), identity, 1, &err) != ERR_OK);
    copy.ptr[at] ^= 4;
    require(age_open(&out, NULL, str_prefix(buf_str(&copy), copy.len - 1), identity, 1,
                     &err) == ERR_CORRUPT);
    require(out.len == 0);
    buf_release(&copy);
    buf_release(&out);
}

static enum err_code from_str(size_t *got, void *context, uint64_t offset, void *buffer,
                              size_t len, struct err *err)
{
    const struct str *bytes = context;
    struct str part = str_prefix(str_after(*bytes, (size_t)offset), len);

    (void)err;
    if (part.len > 0)
        memcpy(buffer, part.ptr, part.len);
    *got = part.len;
    return ERR_OK;
}

/* The reader of parts gives the same answer and the same bytes. */
static void require_same_reading(struct str sealed, enum err_code code, struct str plain,
                                 const struct age_identity *identity)
{
    struct age_reader *reader = NULL;
    struct buf out = {0};
    struct err err = {0};
    size_t got = 0;
    enum err_code again =
        age_reader_open(&reader, sealed.len, from_str, &sealed, identity, 1, &err);

    if (again == ERR_OK)
        again = age_reader_read(&got, reader, 0, buf_reserve(&out, sealed.len),
                                sealed.len, &err);
    require(again == code);
    require(code != ERR_OK || str_equal((struct str){out.ptr, got}, plain));
    age_reader_close(reader);
    buf_release(&out);
}

static void require_returns(struct str plain, const struct age_identity *identity)
{
    struct buf sealed = {0};
    struct buf out = {0};
    struct err err = {0};

    age_seal(&sealed, (const uint8_t(*)[AGE_KEY_BYTES]) & identity->public, 1, plain);
    require(sealed.len == age_sealed_size(plain.len, 1));
    require(age_open(&out, NULL, buf_str(&sealed), identity, 1, &err) == ERR_OK);
    require(str_equal(buf_str(&out), plain));
    buf_release(&sealed);
    buf_release(&out);
}

static void require_one_text(struct str text)
{
    struct age_identity identity = {0};
    uint8_t public[AGE_KEY_BYTES];
    char again[AGE_IDENTITY_LEN + 1];

    if (age_recipient_parse(public, text)) {
        age_recipient_text(again, public);
        require(str_equal(str_from_c(again), text));
    }
    if (age_identity_parse(&identity, text)) {
        age_identity_text(again, &identity);
        require(str_equal(str_from_c(again), text));
    }
}

/* Property: an age file that was accepted is refused when altered or cut, and read
 * the same in parts; a key that was
 * accepted is what writing it gives; anything sealed comes back. The identity is that of
 * secret 0x07 x32, for which the corpus is sealed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    uint8_t secret[AGE_KEY_BYTES];
    struct age_identity identity = {0};
    struct buf out = {0};
    struct err err = {0};
    enum err_code code;

    memset(secret, 7, sizeof secret);
    age_identity_from_secret(&identity, secret);
    code = age_open(&out, NULL, bytes, &identity, 1, &err);
    require_same_reading(bytes, code, buf_str(&out), &identity);
    if (code == ERR_OK)
        require_bound(bytes, &identity);
    else
        require(out.len == 0 && err.message[0] != '\0');
    require_one_text(bytes);
    require_returns(bytes, &identity);
    buf_release(&out);
    return 0;
}
