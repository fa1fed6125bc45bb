#include "format/quoted.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void the_first_special_byte_is_found_at_every_place(void **state)
{
    static const char specials[] = "\"\\\x1f\x01\n\x80\xff";
    static const char neighbours[] = "!#[]\x20\x7f\"\\\x80";

    (void)state;
    for (size_t s = 0; s + 1 < sizeof specials; s++)
        for (size_t n = 0; n + 1 < sizeof neighbours; n++)
            for (size_t place = 0; place < 20; place++) {
                char text[20];

                memset(text, 'a', sizeof text);
                if (place + 1 < sizeof text)
                    text[place + 1] = neighbours[n];
                text[place] = specials[s];
                assert_ptr_equal(quoted_plain(text, text + sizeof text), text + place);
                assert_ptr_equal(quoted_plain(text, text + place), text + place);
            }
    for (int c = 0x20; c < 0x80; c++) {
        char text[9];

        if (c == '"' || c == '\\')
            continue;
        memset(text, c, sizeof text);
        assert_ptr_equal(quoted_plain(text, text + sizeof text), text + sizeof text);
    }
}

static void text_is_written_with_the_shortest_escapes(void **state)
{
    static const struct {
        struct str text;
        const char *quoted;
    } cases[] = {
        {{NULL, 0}, "\"\""},
        {STR_INIT("plain/text\x7f"), "\"plain/text\x7f\""},
        {STR_INIT("a\0b"), "\"a\\u0000b\""},
        {STR_INIT("\b\t\n\f\r\"\\"), "\"\\b\\t\\n\\f\\r\\\"\\\\\""},
        {STR_INIT("\x01\x0b\x1f"), "\"\\u0001\\u000b\\u001f\""},
        {STR_INIT("Їжак\nعبد \"𐍈\""), "\"Їжак\\nعبد \\\"𐍈\\\"\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};

        assert_true(quoted_write(&out, cases[i].text));
        assert_true(str_equal(buf_str(&out), str_from_c(cases[i].quoted)));
        buf_release(&out);
    }
}

static void what_is_not_utf8_leaves_the_buffer_as_it_was(void **state)
{
    static const char *const bad[] = {"\x80", "abc\xff", "é\xc3", "\n\xed\xa0\x80"};
    struct buf out = {0};

    (void)state;
    buf_append(&out, STR("before"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(quoted_write(&out, str_from_c(bad[i])));
        assert_true(str_equal(buf_str(&out), STR("before")));
    }
    buf_release(&out);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the first special byte is found at every place",
         the_first_special_byte_is_found_at_every_place, NULL, NULL, NULL},
        {"text is written with the shortest escapes",
         text_is_written_with_the_shortest_escapes, NULL, NULL, NULL},
        {"what is not UTF-8 leaves the buffer as it was",
         what_is_not_utf8_leaves_the_buffer_as_it_was, NULL, NULL, NULL},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
