#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void hex_is_lower_case_and_exact(void **state)
{
    uint8_t bytes[2] = {0};
    char hex[4];

    (void)state;
    assert_true(hex_decode(bytes, 2, STR("0aff")));
    hex_encode(hex, bytes, 2);
    assert_memory_equal(hex, "0aff", 4);
    assert_false(hex_decode(bytes, 2, STR("0AFF")));
    assert_false(hex_decode(bytes, 2, STR("0af")));
    assert_false(hex_decode(bytes, 2, STR("0afg")));
}

static void base32_gives_the_vectors_of_the_format(void **state)
{
    static const uint8_t counting[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    char out[16];

    (void)state;
    base32_encode(out, counting, 80);
    assert_memory_equal(out, "000g40r40m30e209", 16);
    for (int i = 0; i < 32; i++) {
        const uint8_t byte = (uint8_t)(i << 3);

        base32_encode(out, &byte, 5);
        assert_int_equal(base32_value(out[0]), i);
    }
    assert_int_equal(base32_value('i'), -1);
    assert_int_equal(base32_value('\0'), -1);
}

static void base64_has_one_text_for_each_run_of_bytes(void **state)
{
    /* RFC 4648 section 10 */
    static const char *const plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
    static const char *const coded[] = {"",         "Zg==",     "Zm8=",    "Zm9v",
                                        "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    static const char *const bad[] = {
        "Zg=", "Zg", "Zh==", "Zm9=", "Z===", "Zm9v\n", "=m9v"};
    uint8_t bytes[16];
    size_t len = 0;

    (void)state;
    for (size_t i = 0; i < 7; i++) {
        struct str want = str_from_c(plain[i]);
        struct buf out = {0};

        base64_append(&out, (const uint8_t *)want.ptr, want.len);
        assert_true(str_equal(buf_str(&out), str_from_c(coded[i])));
        assert_true(base64_decode(bytes, sizeof bytes, &len, buf_str(&out)));
        assert_true(str_equal((struct str){(const char *)bytes, len}, want));
        buf_release(&out);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(base64_decode(bytes, sizeof bytes, &len, str_from_c(bad[i])));
    assert_false(base64_decode(bytes, 5, &len, STR("Zm9vYmFy")));
}

static void utf8_refuses_what_rfc_3629_refuses(void **state)
{
    static const char *const bad[] = {
        "\x80",         "\xc0\x80",         "\xc1\xbf",
        "\xe0\x9f\xbf", "\xed\xa0\x80",     "\xf0\x8f\xbf\xbf",
        "\xe2\x82",     "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
        "a\xff"};
    struct str name = STR("Їжак عبد 𐍈");
    struct buf copy = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(utf8_is_valid(str_from_c(bad[i])));
    assert_true(utf8_is_valid(name));
    for (size_t at = 0; at < name.len;)
        utf8_append(&copy, utf8_next(name, &at));
    assert_true(str_equal(buf_str(&copy), name));
    buf_release(&copy);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"hex is lower case and exact", hex_is_lower_case_and_exact, 0, 0, 0},
        {"base32 gives the vectors of the format", base32_gives_the_vectors_of_the_format,
         0, 0, 0},
        {"base64 has one text for each run of bytes",
         base64_has_one_text_for_each_run_of_bytes, 0, 0, 0},
        {"utf-8 refuses what RFC 3629 refuses", utf8_refuses_what_rfc_3629_refuses, 0, 0,
         0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
