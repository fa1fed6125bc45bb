#include "format/charset.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static void text_is_decoded_from_what_it_is_found_to_be(void **state)
{
    static const struct {
        struct str bytes;
        enum charset wanted;
        enum charset used;
        const char *text;
    } cases[] = {
        {STR_INIT(""), CHARSET_DETECT, CHARSET_UTF8, ""},
        {STR_INIT("abcdefghij"), CHARSET_DETECT, CHARSET_UTF8, "abcdefghij"},
        {STR_INIT("Ізюм, вулиця"), CHARSET_DETECT, CHARSET_UTF8, "Ізюм, вулиця"},
        {STR_INIT("\xef\xbb\xbf"
                  "a"),
         CHARSET_DETECT, CHARSET_UTF8, "a"},
        {STR_INIT("\xef\xbb\xbf"
                  "a"),
         CHARSET_UTF8, CHARSET_UTF8, "a"},
        {STR_INIT("abcdefghi \xb2\xe7\xfe\xec \xaf\xbf\xa5\xb4\xba\xaa\x97 \xb9 1"),
         CHARSET_DETECT, CHARSET_WINDOWS_1251, "abcdefghi Ізюм ЇїҐґєЄ— № 1"},
        {STR_INIT("\xc0\xdf\xe0\xff\xa8\xb8"), CHARSET_WINDOWS_1251, CHARSET_WINDOWS_1251,
         "АЯаяЁё"},
        {STR_INIT("\xff\xfe\x06\x04z\0=\xd8\x4a\xde"), CHARSET_DETECT, CHARSET_UTF16LE,
         "Іz🙊"},
        {STR_INIT("\xfe\xff\x04\x06\0z"), CHARSET_DETECT, CHARSET_UTF16BE, "Іz"},
        {STR_INIT("\x06\x04"), CHARSET_UTF16LE, CHARSET_UTF16LE, "І"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str out = {NULL, 0};
        enum charset used = CHARSET_DETECT;
        struct err err = {0};

        assert_int_equal(
            charset_decode(&out, &used, &arena, cases[i].bytes, cases[i].wanted, &err),
            ERR_OK);
        assert_int_equal(used, cases[i].used);
        assert_true(str_equal(out, str_from_c(cases[i].text)));
    }
}

static void text_that_does_not_fit_is_refused_with_its_line(void **state)
{
    static const struct {
        struct str bytes;
        enum charset wanted;
        const char *message;
    } cases[] = {
        {STR_INIT("a\nb\r\nc\rd\xe9 e"), CHARSET_UTF8,
         "line 4: byte 0xe9 is not UTF-8; name the encoding of the file"},
        {STR_INIT("\xef\xbb\xbf\xe9"), CHARSET_DETECT,
         "line 1: byte 0xe9 is not UTF-8; name the encoding of the file"},
        {STR_INIT("a\n\xe9\x98"), CHARSET_DETECT,
         "line 2: byte 0x98 is not Windows-1251; name the encoding of the file"},
        {STR_INIT("a\n\0"), CHARSET_DETECT,
         "line 2: text holds a NUL byte; save it as UTF-8"},
        {STR_INIT("\xff\xfe\n\0z"), CHARSET_DETECT,
         "line 2: UTF-16 text ends in half a character"},
        {STR_INIT("\xfe\xff\0a\xdc\x00"), CHARSET_DETECT,
         "line 1: half of a UTF-16 pair (0xdc00) stands alone"},
        {STR_INIT("\xfe\xff\xd8\x00\0a"), CHARSET_DETECT,
         "line 1: half of a UTF-16 pair (0xd800) stands alone"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str out = STR("as before");
        enum charset used = CHARSET_DETECT;
        struct err err = {0};

        assert_int_equal(
            charset_decode(&out, &used, &arena, cases[i].bytes, cases[i].wanted, &err),
            ERR_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_true(str_equal(out, STR("as before")) && used == CHARSET_DETECT);
    }
}

static void encodings_have_names(void **state)
{
    (void)state;
    assert_string_equal(charset_name(CHARSET_UTF8), "UTF-8");
    assert_string_equal(charset_name(CHARSET_UTF16LE), "UTF-16LE");
    assert_string_equal(charset_name(CHARSET_UTF16BE), "UTF-16BE");
    assert_string_equal(charset_name(CHARSET_WINDOWS_1251), "Windows-1251");
    assert_string_equal(charset_name(CHARSET_DETECT), "detected");
}

static int release(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"text is decoded from what it is found to be",
         text_is_decoded_from_what_it_is_found_to_be, 0, 0, 0},
        {"text that does not fit is refused with its line",
         text_that_does_not_fit_is_refused_with_its_line, 0, 0, 0},
        {"encodings have names", encodings_have_names, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, release);
}
