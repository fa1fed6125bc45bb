#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sheet/lines.h"
#include "sheet/plain.h"

static struct buf out;

static const char *taken(void)
{
    static char text[1024];

    (void)snprintf(text, sizeof text, STR_FMT, STR_ARG(buf_str(&out)));
    buf_reset(&out);
    return text;
}

static int release(void **state)
{
    (void)state;
    buf_release(&out);
    return 0;
}

static void keeps_text_on_its_line(void **state)
{
    static const struct {
        const char *text;
        const char *shown;
    } cases[] = {
        {"", ""},
        {"Ізюм", "Ізюм"},
        {"two\nlines\r\n and\ttab", "two lines and tab"},
        {"red \x1b[31m", "red \\u001b[31m"},
        {"bell\x07 del\x7f", "bell\\u0007 del\\u007f"},
        {"c1 \xc2\x9b", "c1 \\u009b"},
        /* NOLINTNEXTLINE(misc-misleading-bidirectional): an escape misleads nobody */
        {"evil \xe2\x80\xaegpj.exe", "evil \\u202egpj.exe"},
        {"pop \xe2\x81\xa9", "pop \\u2069"},
        {"torn \xd0", "torn \\xd0"},
        {"para\xe2\x80\xa9graph", "para graph"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        plain_append(&out, str_from_c(cases[i].text));
        assert_string_equal(taken(), cases[i].shown);
    }
}

static void isolates_right_to_left(void **state)
{
    (void)state;
    plain_isolated(&out, STR("مقبرة"), true);
    assert_string_equal(taken(), "\xe2\x81\xa8مقبرة\xe2\x81\xa9");
    plain_isolated(&out, STR("مقبرة"), false);
    assert_string_equal(taken(), "مقبرة");
    plain_isolated(&out, STR("Ізюм"), true);
    assert_string_equal(taken(), "Ізюм");
    assert_true(plain_is_rtl(STR("Izium שלום")));
    assert_false(plain_is_rtl(STR("Izium \xd7")));
}

static void quotes_as_the_language_does(void **state)
{
    static const struct {
        const char *lang;
        const char *shown;
    } cases[] = {{"", "“x”"},      {"en", "“x”"}, {"uk", "«x»"},
                 {"uk-UA", "«x»"}, {"ar", "«x»"}, {"de", "„x“"},
                 {"pl", "„x”"},    {"u", "“x”"},  {"ukrainian", "“x”"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        plain_quoted(&out, STR("x"), str_from_c(cases[i].lang), true);
        assert_string_equal(taken(), cases[i].shown);
    }
}

static void measures_columns(void **state)
{
    (void)state;
    assert_int_equal(plain_width(STR("Izium")), 5);
    assert_int_equal(plain_width(STR("Ізюм")), 4);
    assert_int_equal(plain_width(STR("e\xcc\x81")), 1);
    assert_int_equal(plain_width(STR("漢字")), 4);
    assert_int_equal(plain_width(STR("\xe2\x81\xa8x\xe2\x81\xa9")), 1);
    assert_int_equal(plain_width(STR("\xff")), 1);
}

static void numbers_have_groups_of_three(void **state)
{
    static const struct {
        int64_t n;
        const char *shown;
    } cases[] = {{0, "0"},        {999, "999"},
                 {1000, "1,000"}, {1234567, "1,234,567"},
                 {-999, "-999"},  {-1500, "-1,500"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        plain_number(&out, cases[i].n);
        assert_string_equal(taken(), cases[i].shown);
    }
}

static void nouns_have_plurals(void **state)
{
    static const struct {
        const char *noun;
        const char *plural;
    } cases[] = {
        {"body", "bodies"},
        {"person", "persons"},
        {"day", "days"},
        {"metre", "metres"},
        {"set of remains", "sets of remains"},
        {"place in a room", "places in a room"},
        {"body part", "body parts"},
        {"family", "families"},
        {"degree Celsius", "degrees Celsius"},
        {"degree of angle", "degrees of angle"},
        {"per cent", "per cent"},
        {"hryvnia", "hryvnia"},
        {"square metre", "square metres"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        plain_plural(&out, str_from_c(cases[i].noun));
        assert_string_equal(taken(), cases[i].plural);
    }
}

static void breaks_lines_at_blanks(void **state)
{
    const struct lines lines = {.out = &out, .width = 12};

    (void)state;
    lines_put(&lines, 2, 4, STR("one two three four"));
    assert_string_equal(taken(), "  one two\n    three\n    four\n");
    lines_put(&lines, 0, 2, STR("a-word-longer-than-a-line b"));
    assert_string_equal(taken(), "a-word-longer-than-a-line\n  b\n");
    lines_put(&lines, 0, 2, STR("Ізюм Ізюм ab"));
    assert_string_equal(taken(), "Ізюм Ізюм ab\n");
    lines_put(&lines, 0, 0, STR(""));
    assert_string_equal(taken(), "\n");
    lines_put(&lines, 0, 0, STR("two  blanks "));
    assert_string_equal(taken(), "two blanks\n");
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"text stays on its line, and what acts is shown", keeps_text_on_its_line, 0,
         release, 0},
        {"right-to-left text is isolated where asked", isolates_right_to_left, 0, release,
         0},
        {"quotation marks follow the language", quotes_as_the_language_does, 0, release,
         0},
        {"columns are counted, not bytes", measures_columns, 0, release, 0},
        {"numbers have groups of three", numbers_have_groups_of_three, 0, release, 0},
        {"nouns have plurals", nouns_have_plurals, 0, release, 0},
        {"lines end at blanks", breaks_lines_at_blanks, 0, release, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
