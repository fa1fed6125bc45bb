#include "format/html.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct buf out;
static struct html h;

static void start(void)
{
    buf_reset(&out);
    html_start(&h, &out);
}

static void finish(const char *expected)
{
    html_end(&h);
    assert_string_equal(buf_text(&out), expected);
}

static void test_what_was_opened_is_closed_in_its_order(void **state)
{
    (void)state;
    start();
    html_open(&h, "p");
    html_class(&h, "q");
    html_puts(&h, "see ");
    html_link(&h, STR("/e/7k2m"), STR("Izium"));
    html_void(&h, "br");
    html_printf(&h, "%d of %d", 1, 2);
    html_close(&h, "p");
    finish("<p class=\"q\">see <a href=\"/e/7k2m\">Izium</a><br>1 of 2</p>");
}

static void test_marks_of_direction_are_shown_and_do_not_act(void **state)
{
    (void)state;
    start();
    html_bdi(&h, STR("<a> \xe2\x80\xaetxt.exe\xe2\x81\xa9"));
    html_bdi(&h, STR("\xd9\x85\xe2\x80\x8f \xe2\x80\xe2\x80"));
    finish("<bdi>&lt;a&gt; \\u202etxt.exe\\u2069</bdi>"
           "<bdi>\xd9\x85\xe2\x80\x8f "
           "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd</bdi>");
}

static void test_nothing_a_statement_says_becomes_markup(void **state)
{
    (void)state;
    start();
    html_open(&h, "input");
    h.depth--; /* no end tag in this test */
    html_attr(&h, "value", STR("\"><script>alert(1)</script>'"));
    html_flag(&h, "checked");
    html_number(&h, "max", -7);
    html_text(&h, STR("<b> & </b>"));
    finish(
        "<input value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;\" checked "
        "max=\"-7\">&lt;b&gt; &amp; &lt;/b&gt;");
}

static void test_what_html_does_not_have_is_shown_as_missing(void **state)
{
    (void)state;
    start();
    html_text(&h, (struct str){"a\0b\x1b"
                               "c\x7f\xff\xc3(\xd0\x86",
                               11});
    finish("a\xef\xbf\xbd"
           "b\xef\xbf\xbd"
           "c\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd(\xd0\x86");
}

static void test_a_url_keeps_only_what_needs_no_encoding(void **state)
{
    (void)state;
    buf_reset(&out);
    html_url(&out, STR("a/b?c=d&е'\""));
    assert_string_equal(buf_text(&out), "a%2Fb%3Fc%3Dd%26%D0%B5%27%22");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_opened_is_closed_in_its_order),
        cmocka_unit_test(test_marks_of_direction_are_shown_and_do_not_act),
        cmocka_unit_test(test_nothing_a_statement_says_becomes_markup),
        cmocka_unit_test(test_what_html_does_not_have_is_shown_as_missing),
        cmocka_unit_test(test_a_url_keeps_only_what_needs_no_encoding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
