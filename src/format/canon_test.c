#include "format/canon.h"

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

/* A copy of exactly that many bytes, so that a read past the end is caught. */
static struct str exact(const char *text, size_t len)
{
    char *copy = arena_alloc(&arena, len, 1);

    memcpy(copy, text, len);
    return (struct str){copy, len};
}

static struct value parsed(const char *text)
{
    struct value v = value_null();
    struct err err = {0};

    if (canon_parse(&v, &arena, exact(text, strlen(text)), &err) != ERR_OK)
        fail_msg("%s: %s", text, err.message);
    return v;
}

static void assert_refused(struct str text, enum err_code code, const char *message)
{
    struct value v = value_integer(77);
    struct err err = {0};

    assert_int_equal(canon_parse(&v, &arena, exact(text.ptr, text.len), &err), code);
    assert_string_equal(err.message, message);
    assert_int_equal(err.code, code);
    assert_true(v.type == VALUE_INTEGER && v.integer == 77);
}

static void canonical_text_is_read_and_written_back_byte_for_byte(void **state)
{
    static const char *const texts[] = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "9007199254740991",
        "-9007199254740991",
        "\"\"",
        "\"\x7f/\"",
        "\"\\b\\t\\n\\f\\r\\\"\\\\\\u0001\\u000b\\u001f\"",
        "\"Їжак عبد 𐍈 €\"",
        "\"e\xcc\x81\"",
        "\"a long text before the escape at its end\\n\"",
        "[]",
        "{}",
        "[[],{},[{}],null,\"x\"]",
        "{\"0\":1,\"_\":2,\"a\":3,\"a0\":4,\"a_\":5,\"b\":{\"a\":[1,2,{\"z\":[]}]}}",
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct value v = parsed(texts[i]);
        struct buf out = {0};
        struct err err = {0};

        assert_int_equal(canon_write(&out, &v, &err), ERR_OK);
        assert_true(str_equal(buf_str(&out), str_from_c(texts[i])));
        buf_release(&out);
    }
}

static void what_is_not_canonical_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"", "byte 0: the text ends before a value"},
        {" 1", "byte 0: white space is not canonical"},
        {"1\n", "byte 1: white space is not canonical"},
        {"1 ", "byte 1: white space is not canonical"},
        {"{\"a\": 1}", "byte 5: white space is not canonical"},
        {"[1,\t2]", "byte 3: white space is not canonical"},
        {"[1\r]", "byte 2: white space is not canonical"},
        {"\xef\xbb\xbf{}", "byte 0: expected a value"},
        {"{}x", "byte 2: expected the end of the text"},
        {"12[", "byte 2: expected the end of the text"},
        {"tru", "byte 0: expected a value"},
        {"True", "byte 0: expected a value"},
        {"NaN", "byte 0: expected a value"},
        {"]", "byte 0: expected a value"},
        {"'a'", "byte 0: expected a value"},
        {"[1,]", "byte 3: expected a value"},
        {"[,1]", "byte 1: expected a value"},
        {"[1 2]", "byte 2: white space is not canonical"},
        {"[1;2]", "byte 2: expected ',' or ']'"},
        {"[1}", "byte 2: expected ',' or ']'"},
        {"[", "byte 1: the text ends before a value"},
        {"[1", "byte 2: the text ends before ',' or ']'"},
        {"[1,", "byte 3: the text ends before a value"},
        {"{", "byte 1: the text ends before a key"},
        {"{,}", "byte 1: expected a key"},
        {"{1:2}", "byte 1: expected a key"},
        {"{\"a\":1,}", "byte 7: expected a key"},
        {"{\"a\"", "byte 4: the text ends before ':'"},
        {"{\"a\"1}", "byte 4: expected ':'"},
        {"{\"a\":", "byte 5: the text ends before a value"},
        {"{\"a\":1", "byte 6: the text ends before ',' or '}'"},
        {"{\"a\":1]", "byte 6: expected ',' or '}'"},
        {"{\"a", "byte 1: the text ends inside this key"},
        {"{\"\":1}", "byte 1: key is not made of a-z, 0-9 and _"},
        {"{\"A\":1}", "byte 1: key is not made of a-z, 0-9 and _"},
        {"{\"a b\":1}", "byte 1: key is not made of a-z, 0-9 and _"},
        {"{\"\\u0061\":1}", "byte 1: key is not made of a-z, 0-9 and _"},
        {"{\"\xc3\xa9\":1}", "byte 1: key is not made of a-z, 0-9 and _"},
        {"{\"b\":1,\"a\":2}", "byte 7: key \"a\" is out of order"},
        {"{\"aa\":1,\"a\":2}", "byte 8: key \"a\" is out of order"},
        {"{\"a\":1,\"a\":1}", "byte 7: key \"a\" is there twice"},
        {"{\"a\":{\"b\":[],\"b\":1}}", "byte 13: key \"b\" is there twice"},
        {"{\"a\":{\"x\":1},\"a\":1}", "byte 13: key \"a\" is there twice"},
        {"\"abc", "byte 0: the text ends inside this string"},
        {"[\"", "byte 1: the text ends inside this string"},
        {"\"a\\\"", "byte 0: the text ends inside this string"},
        {"\"a\nb\"", "byte 2: control character is not escaped"},
        {"\"abcdefghijklm\x1f\"", "byte 14: control character is not escaped"},
        {"\"\xff\"", "byte 1: text is not well-formed UTF-8"},
        {"\"\xed\xa0\x80\"", "byte 1: text is not well-formed UTF-8"},
        {"\"\xc0\x80\"", "byte 1: text is not well-formed UTF-8"},
        {"\"ab\xe2\x82\"", "byte 3: text is not well-formed UTF-8"},
        {"\"\\u0000\"", "byte 1: U+0000 cannot be in a text"},
        {"\"\\u000a\"", "byte 1: escape is not the shortest one"},
        {"\"\\u0008\"", "byte 1: escape is not the shortest one"},
        {"\"\\u000d\"", "byte 1: escape is not the shortest one"},
        {"\"\\u0020\"", "byte 1: escape is not the shortest one"},
        {"\"\\u0022\"", "byte 1: escape is not the shortest one"},
        {"\"\\u00e9\"", "byte 1: escape is not the shortest one"},
        {"\"\\u001F\"", "byte 1: escape is not canonical"},
        {"\"\\u20ac\"", "byte 1: escape is not canonical"},
        {"\"\\ud800\"", "byte 1: escape is not canonical"},
        {"\"\\U0001\"", "byte 1: escape is not canonical"},
        {"\"\\/\"", "byte 1: escape is not canonical"},
        {"\"\\u00", "byte 1: escape is not canonical"},
        {"\"\\", "byte 1: escape is not canonical"},
        {"-", "byte 1: the text ends before a digit"},
        {"-a", "byte 1: expected a digit"},
        {"+1", "byte 0: expected a value"},
        {".5", "byte 0: expected a value"},
        {"-0", "byte 0: -0 is not canonical"},
        {"[-0]", "byte 1: -0 is not canonical"},
        {"00", "byte 0: integer has leading zeros"},
        {"01", "byte 0: integer has leading zeros"},
        {"-01", "byte 0: integer has leading zeros"},
        {"1.0", "byte 0: number is not an integer: write it as a string"},
        {"[49.85005]", "byte 1: number is not an integer: write it as a string"},
        {"1e5", "byte 0: number is not an integer: write it as a string"},
        {"1E5", "byte 0: number is not an integer: write it as a string"},
        {"9007199254740992", "byte 0: integer is not below 2^53: write it as a string"},
        {"-9007199254740992", "byte 0: integer is not below 2^53: write it as a string"},
        {"99999999999999999999999999",
         "byte 0: integer is not below 2^53: write it as a string"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_refused(str_from_c(cases[i].text), ERR_INVALID, cases[i].message);
    assert_refused(STR("\"a\0b\""), ERR_INVALID,
                   "byte 2: control character is not escaped");
    assert_refused(STR("1\0"), ERR_INVALID, "byte 1: expected the end of the text");
}

static void depth_and_size_end_at_their_limits(void **state)
{
    char text[CANON_MAX_BYTES + 1];

    (void)state;
    memset(text, '[', sizeof text);
    assert_refused((struct str){text, 5000}, ERR_LIMIT, "byte 16: nested deeper than 16");
    assert_refused((struct str){text, 17}, ERR_LIMIT, "byte 16: nested deeper than 16");
    assert_refused((struct str){text, sizeof text}, ERR_LIMIT,
                   "text of 65537 bytes is larger than 65536");
    memset(text, 'a', sizeof text);
    text[0] = '"';
    text[CANON_MAX_BYTES - 1] = '"';
    text[CANON_MAX_BYTES] = '\0';
    assert_int_equal(parsed(text).string.len, CANON_MAX_BYTES - 2);
}

static void strings_without_escapes_are_not_copied(void **state)
{
    struct str text = STR("{\"a\":\"plain é\",\"b\":\"two\\nlines\"}");
    struct value v;
    struct err err;

    (void)state;
    assert_int_equal(canon_parse(&v, &arena, text, &err), ERR_OK);
    assert_ptr_equal(value_get_string(&v, STR("a")).ptr, text.ptr + 6);
    assert_true(str_equal(value_get_string(&v, STR("b")), STR("two\nlines")));
    assert_ptr_equal(v.members[1].key.ptr, text.ptr + 17);
}

static void wide_containers_inside_wide_ones_keep_their_children_apart(void **state)
{
    struct buf text = {0};
    struct buf out = {0};
    struct value v;
    struct err err;

    (void)state;
    buf_char(&text, '[');
    for (int i = 0; i < 100; i++) {
        buf_printf(&text, "%s{\"a\":[", i > 0 ? "," : "");
        for (int j = 0; j < 100; j++)
            buf_printf(&text, "%s%d", j > 0 ? "," : "", 1000 * i + j);
        buf_printf(&text, "],\"b\":%d}", i);
    }
    buf_char(&text, ']');
    assert_int_equal(canon_parse(&v, &arena, buf_str(&text), &err), ERR_OK);
    assert_int_equal(v.count, 100);
    assert_int_equal(v.items[99].members[0].value.items[7].integer, 99007);
    assert_int_equal(canon_write(&out, &v, &err), ERR_OK);
    assert_true(str_equal(buf_str(&out), buf_str(&text)));
    buf_release(&text);
    buf_release(&out);
}

static void assert_written(const struct value *v, struct str want)
{
    struct buf out = {0};
    struct err err = {0};

    if (canon_write(&out, v, &err) != ERR_OK)
        fail_msg("%s", err.message);
    assert_true(str_equal(buf_str(&out), want));
    buf_release(&out);
}

static void members_are_written_sorted(void **state)
{
    struct value v = value_object();
    struct value inner = value_object();

    (void)state;
    value_set(&inner, &arena, STR("z"), value_integer(1));
    value_set(&inner, &arena, STR("a"), value_string((struct str){NULL, 0}));
    value_set(&v, &arena, STR("kind"), value_string(STR("claim")));
    value_set(&v, &arena, STR("at"), inner);
    value_set(&v, &arena, STR("a"), value_array());
    value_set(&v, &arena, STR("a_"), inner);
    value_set(&v, &arena, STR("a0"), value_bool(true));
    assert_written(&v, STR("{\"a\":[],\"a0\":true,\"a_\":{\"a\":\"\",\"z\":1},"
                           "\"at\":{\"a\":\"\",\"z\":1},\"kind\":\"claim\"}"));
}

/* RFC 8785 section 3.2.2, the string of its example: escapes as short as they can be. */
static void strings_are_escaped_as_rfc_8785_says(void **state)
{
    struct value v = value_string(STR("€$\x0F\nA'B\"\\\\\"/"));

    (void)state;
    assert_written(&v, STR("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\""));
    v = value_string(STR("\b\t\f\r\v\x1f\x7f é"));
    assert_written(&v, STR("\"\\b\\t\\f\\r\\u000b\\u001f\x7f é\""));
}

static void very_wide_objects_in_reverse_are_sorted_too(void **state)
{
    struct value v = value_object();
    struct value inner = value_object();
    struct buf out = {0};
    struct value back;
    struct err err;

    (void)state;
    for (int i = 999; i >= 0; i--)
        value_set(&inner, &arena, arena_printf(&arena, "k%03d", i), value_integer(i));
    value_set(&v, &arena, STR("z"), inner);
    value_set(&v, &arena, STR("y"), inner);
    assert_int_equal(canon_write(&out, &v, &err), ERR_OK);
    assert_int_equal(canon_parse(&back, &arena, buf_str(&out), &err), ERR_OK);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(back.members[1].value.members[i].value.integer, i);
    buf_release(&out);
}

static void assert_unwritable(const struct value *v, enum err_code code,
                              const char *message)
{
    struct buf out = {0};
    struct err err = {0};

    buf_append(&out, STR("before"));
    assert_int_equal(canon_write(&out, v, &err), code);
    assert_string_equal(err.message, message);
    assert_true(str_equal(buf_str(&out), STR("before")));
    buf_release(&out);
}

/* {"n":1,"by":{"names":["x", v]}} */
static struct value nested(struct value v)
{
    struct value names = value_array();
    struct value by = value_object();
    struct value top = value_object();

    value_add(&names, &arena, value_string(STR("x")));
    value_add(&names, &arena, v);
    value_set(&by, &arena, STR("names"), names);
    value_set(&top, &arena, STR("n"), value_integer(1));
    value_set(&top, &arena, STR("by"), by);
    return top;
}

static struct value object_of(struct str key, struct str again)
{
    struct value v = value_object();

    value_set(&v, &arena, key, value_null());
    value_set(&v, &arena, STR("other"), value_null());
    value_set(&v, &arena, STR("twice"), value_null());
    v.members[2].key = again;
    return v;
}

static void what_has_no_canonical_form_is_refused_with_its_path(void **state)
{
    const struct {
        struct value v;
        const char *message;
    } cases[] = {
        {value_string(STR("\xff")), "text is not well-formed UTF-8"},
        {nested(value_string(STR("a\xed\xa0\x80"))),
         "member \"by.names[1]\": text is not well-formed UTF-8"},
        {nested(value_string(STR("a\0b"))),
         "member \"by.names[1]\": U+0000 cannot be in a text"},
        {nested(value_integer(INT64_C(1) << 53)),
         "member \"by.names[1]\": integer is not below 2^53: write it as a string"},
        {nested(value_integer(INT64_MIN)),
         "member \"by.names[1]\": integer is not below 2^53: write it as a string"},
        {object_of(STR(""), STR("p")), "key \"\" is not made of a-z, 0-9 and _"},
        {object_of(STR("A\n\xff"), STR("p")),
         "key \"A??\" is not made of a-z, 0-9 and _"},
        {object_of(STR("p"), STR("p")), "key \"p\" is there twice"},
        {nested(object_of(STR("p"), STR("p"))),
         "member \"by.names[1]\": key \"p\" is there twice"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_unwritable(&cases[i].v, ERR_INVALID, cases[i].message);
}

static void too_deep_and_too_large_values_are_not_written(void **state)
{
    struct value deep = value_array();
    struct value wide = value_array();
    struct value huge = value_object();
    char *text = arena_alloc(&arena, CANON_MAX_BYTES + 1, 1);

    (void)state;
    memset(text, 'a', CANON_MAX_BYTES + 1);
    for (int i = 0; i < 16; i++) {
        struct value outer = value_array();

        value_add(&outer, &arena, deep);
        deep = outer;
    }
    assert_unwritable(&deep, ERR_LIMIT,
                      "member \"[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]\": "
                      "nested deeper than 16");
    deep = value_string((struct str){text, CANON_MAX_BYTES + 1});
    assert_unwritable(
        &deep, ERR_LIMIT,
        "the text would be larger than 65536 bytes: keep long text in a file");
    deep.string.len = CANON_MAX_BYTES - 1;
    assert_unwritable(
        &deep, ERR_LIMIT,
        "the text would be larger than 65536 bytes: keep long text in a file");
    deep.string.len = CANON_MAX_BYTES - 2;
    assert_written(&deep, arena_printf(&arena, "\"%.*s\"", CANON_MAX_BYTES - 2, text));
    for (int i = 0; i < 40000; i++)
        value_add(&wide, &arena, value_integer(1));
    assert_unwritable(&wide, ERR_LIMIT,
                      "member \"[32768]\": the text would be larger than 65536 bytes: "
                      "keep long text in a file");
    huge.members = ARENA_ARRAY(&arena, struct member, 20000);
    huge.count = 20000;
    assert_unwritable(
        &huge, ERR_LIMIT,
        "the text would be larger than 65536 bytes: keep long text in a file");
}

#define CASE(sentence, function)                                                         \
    {                                                                                    \
        sentence, function, NULL, release, NULL                                          \
    }

int main(void)
{
    static const struct CMUnitTest cases[] = {
        CASE("canonical text is read and written back byte for byte",
             canonical_text_is_read_and_written_back_byte_for_byte),
        CASE("what is not canonical is refused with its place",
             what_is_not_canonical_is_refused_with_its_place),
        CASE("depth and size end at their limits", depth_and_size_end_at_their_limits),
        CASE("strings without escapes are not copied",
             strings_without_escapes_are_not_copied),
        CASE("wide containers inside wide ones keep their children apart",
             wide_containers_inside_wide_ones_keep_their_children_apart),
        CASE("members are written sorted", members_are_written_sorted),
        CASE("strings are escaped as RFC 8785 says",
             strings_are_escaped_as_rfc_8785_says),
        CASE("very wide objects in reverse are sorted too",
             very_wide_objects_in_reverse_are_sorted_too),
        CASE("what has no canonical form is refused with its path",
             what_has_no_canonical_form_is_refused_with_its_path),
        CASE("too deep and too large values are not written",
             too_deep_and_too_large_values_are_not_written),
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
