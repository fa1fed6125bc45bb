#include "format/foreign.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void assert_rewritten(struct str text, const char *want)
{
    struct value v = value_null();
    struct err err = {0};
    struct buf out = {0};

    if (foreign_parse(&v, &arena, text, &err) != ERR_OK)
        fail_msg(STR_FMT ": %s", STR_ARG(text), err.message);
    foreign_write(&out, &v);
    buf_char(&out, '\0');
    assert_string_equal(out.ptr, want);
    buf_release(&out);
}

static void json_of_others_is_read_with_its_order_kept(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } cases[] = {
        {"null", "null"},
        {" true ", "true"},
        {"[false]\r\n", "[false]"},
        {"\"x\"", "\"x\""},
        {"\xef\xbb\xbf{}", "{}"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"-0", "0"},
        {"{ \"z\" : 1, \"Name Ї\" : [ ], \"\" : {\"a\": {}} }",
         "{\"z\":1,\"Name Ї\":[],\"\":{\"a\":{}}}"},
        {"\"\\u0416\\/\\ud83d\\ude00\\u001F\\n\"", "\"Ж/😀\\u001f\\n\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_rewritten(str_from_c(cases[i].text), cases[i].want);
}

static void real_numbers_become_their_shortest_decimal(void **state)
{
    static const struct {
        const char *number;
        const char *want;
    } cases[] = {
        {"49.85005", "\"49.85005\""},
        {"49.850050", "\"49.85005\""},
        {"-0.5", "\"-0.5\""},
        {"0.1", "\"0.1\""},
        {"0.30000000000000004", "\"0.30000000000000004\""},
        {"5.0", "\"5\""},
        {"0.0", "\"0\""},
        {"-0.0", "\"-0\""},
        {"1e5", "\"100000\""},
        {"1.5E+3", "\"1500\""},
        {"123456.789e3", "\"123456789\""},
        {"1e-7", "\"0.0000001\""},
        {"1.25e-25", "\"0.000000000000000000000000125\""},
        {"1e-26", "\"1e-26\""},
        {"1e23", "\"100000000000000000000000\""},
        {"1e25", "\"10000000000000000000000000\""},
        {"1.5e26", "\"1.5e26\""},
        {"1.7976931348623157e308", "\"1.7976931348623157e308\""},
        {"2.2250738585072014e-308", "\"2.2250738585072014e-308\""},
        {"4.9406564584124654e-324", "\"5e-324\""},
        {"1e-400", "\"0\""},
        {"9007199254740993.0", "\"9007199254740992\""},
        {"36.194166666666666", "\"36.19416666666667\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_rewritten(str_from_c(cases[i].number), cases[i].want);
}

static void what_cannot_be_trusted_is_refused_with_its_place(void **state)
{
    static const struct {
        struct str text;
        const char *message;
    } cases[] = {
        {STR_INIT(""), "line 1, column 0: the text ends inside a value"},
        {STR_INIT("{\"a\":1,\n \"a\":2}"), "line 2, column 4: key is there twice"},
        {STR_INIT("[1,\n2"), "line 2, column 1: the text ends inside a value"},
        {STR_INIT("\"abc"), "line 1, column 4: the text ends inside a value"},
        {STR_INIT("{} {}"), "line 1, column 4: expected the end of the text"},
        {STR_INIT("[1,]"), "line 1, column 4: cannot be read as JSON"},
        {STR_INIT("{a:1}"), "line 1, column 2: cannot be read as JSON"},
        {STR_INIT("[01]"), "line 1, column 2: cannot be read as JSON"},
        {STR_INIT("NaN"), "line 1, column 3: cannot be read as JSON"},
        {STR_INIT("[\"a\nb\"]"), "line 1, column 3: cannot be read as JSON"},
        {STR_INIT("[\"\xff\"]"), "line 1, column 2: text is not well-formed UTF-8"},
        {STR_INIT("[\"\xed\xa0\x80\"]"),
         "line 1, column 2: text is not well-formed UTF-8"},
        {STR_INIT("[\"\\ud800\"]"), "line 1, column 9: cannot be read as JSON"},
        {STR_INIT("[\"a\\u0000\"]"), "line 1, column 10: U+0000 cannot be in a text"},
        {STR_INIT("{\"a\\u0000\":1}"), "line 1, column 10: U+0000 cannot be in a key"},
        {STR_INIT("[\"\0\"]"), "line 1, column 2: cannot be read as JSON"},
        {STR_INIT("\0"), "line 1, column 1: the text ends inside a value"},
        {STR_INIT("{}\0"), "line 1, column 3: expected the end of the text"},
        {STR_INIT("{}\0{}"), "line 1, column 3: expected the end of the text"},
        {STR_INIT("[9223372036854775808]"),
         "line 1, column 20: number is too large: write it as a string"},
        {STR_INIT("[-9223372036854775809]"),
         "line 1, column 21: number is too large: write it as a string"},
        {STR_INIT("[1e999]"),
         "line 1, column 6: number is too large: write it as a string"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct value v = value_integer(77);
        struct err err = {0};

        assert_int_equal(foreign_parse(&v, &arena, cases[i].text, &err), ERR_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_int_equal(v.integer, 77);
    }
}

static void nesting_ends_at_its_limit(void **state)
{
    char text[5000];
    struct value v = value_integer(77);
    struct err err = {0};
    struct buf out = {0};

    (void)state;
    memset(text, '[', sizeof text);
    assert_int_equal(foreign_parse(&v, &arena, (struct str){text, sizeof text}, &err),
                     ERR_LIMIT);
    assert_string_equal(err.message, "line 1, column 2049: nested deeper than 2048");
    memset(text + FOREIGN_MAX_DEPTH, ']', FOREIGN_MAX_DEPTH);
    assert_int_equal(foreign_parse(&v, &arena,
                                   (struct str){text, 2 * (size_t)FOREIGN_MAX_DEPTH},
                                   &err),
                     ERR_OK);
    foreign_write(&out, &v);
    assert_true(
        str_equal(buf_str(&out), (struct str){text, 2 * (size_t)FOREIGN_MAX_DEPTH}));
    buf_release(&out);
}

static void too_large_a_text_is_refused_before_it_is_read(void **state)
{
    struct str text = {"", (size_t)FOREIGN_MAX_BYTES + 1};
    struct value v = value_null();
    struct err err = {0};

    (void)state;
    assert_int_equal(foreign_parse(&v, &arena, text, &err), ERR_LIMIT);
    assert_string_equal(err.message,
                        "text of 1073741825 bytes is larger than 1073741824: split it");
}

static void any_value_is_written_as_json(void **state)
{
    struct value list = value_array();
    struct value v = value_object();
    struct buf out = {0};

    (void)state;
    value_add(&list, &arena, value_string(STR("a\xff\xc3(\n")));
    value_add(&list, &arena, value_string(STR("a\0b")));
    value_add(&list, &arena, value_integer(INT64_MIN));
    value_add(&list, &arena, value_null());
    value_set(&v, &arena, STR("Z \"Ї\"\n"), list);
    value_set(&v, &arena, STR("a\x80"), value_bool(false));
    foreign_write(&out, &v);
    assert_true(str_equal(buf_str(&out),
                          STR("{\"Z \\\"Ї\\\"\\n\":[\"a\xef\xbf\xbd\xef\xbf\xbd(\\n\","
                              "\"a\\u0000b\",-9223372036854775808,null],"
                              "\"a\xef\xbf\xbd\":false}")));
    buf_release(&out);
}

#define CASE(sentence, function)                                                         \
    {                                                                                    \
        sentence, function, NULL, release, NULL                                          \
    }

int main(void)
{
    static const struct CMUnitTest cases[] = {
        CASE("JSON of others is read with its order kept",
             json_of_others_is_read_with_its_order_kept),
        CASE("real numbers become their shortest decimal",
             real_numbers_become_their_shortest_decimal),
        CASE("what cannot be trusted is refused with its place",
             what_cannot_be_trusted_is_refused_with_its_place),
        CASE("nesting ends at its limit", nesting_ends_at_its_limit),
        CASE("too large a text is refused before it is read",
             too_large_a_text_is_refused_before_it_is_read),
        CASE("any value is written as JSON", any_value_is_written_as_json),
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
