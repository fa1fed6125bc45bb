#include "sheet/page_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void a_paper_is_read_as_it_was_described(void **state)
{
    const struct str rules[] = {STR_INIT("Date"), STR_INIT("Місце")};
    struct paper paper = {0};
    struct arena arena = {0};
    struct pages pages = {0};
    struct err err = {0};
    const struct page *page;

    (void)state;
    paper_page(&paper, PAPER_A5, STR("one"));
    paper_heading(&paper, STR("A \"heading\""));
    paper_text(&paper, STR("Text\nof two lines"));
    paper_small(&paper, STR("small"));
    paper_line(&paper, STR("Archive"), STR("خاركيف"));
    paper_mono(&paper, STR("Id"), STR("abc"));
    paper_code(&paper, STR("Code"), STR("ABCD"), STR("a\nb\n"));
    paper_sign(&paper, rules, 2);
    paper_page(&paper, PAPER_A4, STR("two"));
    if (pages_read(&pages, &arena, buf_str(&paper.description), &err) != ERR_OK)
        fail_msg("%s", err.message);
    assert_int_equal(pages.count, 2);
    page = &pages.pages[0];
    assert_int_equal(page->size, PAPER_A5);
    assert_int_equal(page->count, 7);
    assert_true(str_equal(page->blocks[0].text, STR("A \"heading\"")));
    assert_int_equal(page->blocks[1].kind, PAGE_TEXT);
    assert_true(str_equal(page->blocks[1].text, STR("Text\nof two lines")));
    assert_true(str_equal(page->blocks[3].text, STR("خاركيف")));
    assert_false(page->blocks[3].is_mono);
    assert_true(page->blocks[4].is_mono);
    assert_true(str_equal(page->blocks[5].qr, STR("a\nb\n")));
    assert_int_equal(page->blocks[6].rule_count, 2);
    assert_true(str_equal(page->blocks[6].rules[1], STR("Місце")));
    assert_int_equal(pages.pages[1].size, PAPER_A4);
    assert_int_equal(pages.pages[1].count, 0);
    paper_release(&paper);
    arena_free(&arena);
}

static void text_and_pages_hold_the_same(void **state)
{
    struct paper paper = {0};
    struct str text;

    (void)state;
    paper_page(&paper, PAPER_A5, STR("one"));
    paper_line(&paper, STR("Archive"), STR("Izium"));
    paper_code(&paper, STR("Code"), STR("ABCD-EFGH"), STR("qr"));
    paper_page(&paper, PAPER_A5, STR("two"));
    paper_text(&paper, STR("behind the second page's beginning\x1b[31m"));
    text = buf_str(&paper.text);
    assert_true(str_find_str(text, STR("Archive\n    Izium\n")) < text.len);
    assert_true(str_find_str(text, STR("Code\n\n    ABCD-EFGH\n")) < text.len);
    assert_true(str_find(text, '\f', 0) < text.len);
    /* What a terminal would obey is shown. */
    assert_int_equal(str_find(text, '\x1b', 0), text.len);
    paper_release(&paper);
}

static void what_is_no_description_is_refused_with_the_line(void **state)
{
    static const struct {
        const char *text;
        const char *why;
    } cases[] = {
        {"", "the description has no page"},
        {"{\"text\":\"x\"}\n", "line 1: it stands before the first page"},
        {"{\"page\":\"A3\",\"title\":\"x\"}\n",
         "line 1: a page has \"page\", which is A4 or A5, and \"title\""},
        {"{\"page\":\"A5\",\"title\":\"x\"}\n{\"colour\":\"red\"}\n",
         "line 2: it is no block of a page"},
        {"{\"page\":\"A5\",\"title\":\"x\"}\n{\"text\":\"a\",\"small\":\"b\"}\n",
         "line 2: it is no block of a page"},
        {"{\"page\":\"A5\",\"title\":\"x\"}\n{\"label\":\"a\"}\n",
         "line 2: a line has \"label\" and \"value\", and may have \"mono\""},
        {"{\"page\":\"A5\",\"title\":\"x\"}\n{\"sign\":[]}\n",
         "line 2: \"sign\" is a list of 1 to 6 labels"},
        {"{\"page\":\"A5\",\"title\":\"x\"}\n{\"sign\":[1]}\n",
         "line 2: a label to sign at is a text"},
        {"{\"page\":\"A5\",\"title\":\"x\"}\n{\"code\":\"a\",\"caption\":\"b\"}\n",
         "line 2: a code has \"code\", \"caption\" and \"qr\", the last of at most 1000 "
         "bytes"},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pages pages = {0};
        struct err err = {0};

        assert_int_equal(pages_read(&pages, &arena, str_from_c(cases[i].text), &err),
                         ERR_INVALID);
        assert_string_equal(err.message, cases[i].why);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paper_is_read_as_it_was_described),
        cmocka_unit_test(text_and_pages_hold_the_same),
        cmocka_unit_test(what_is_no_description_is_refused_with_the_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
