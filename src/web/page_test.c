#include "web/page.h"

#include "record/archive_testing.h"
#include "sheet/marks.h"
#include "web/assets.h"
#include "web/page_access.h"
#include "web/page_form.h"
#include "web/page_table.h"
#include "web/visitor.h"

#define NASTY "\"><script>alert(1)</script>&'"

struct desk {
    struct place place;
    struct visitor visitor;
    struct field asked[2];
    struct request r;
    struct reply reply;
    struct page page;
};

static void set_up(struct desk *d)
{
    *d = (struct desk){.visitor = {.member = STR("psqz2nfrr54h0sv8q"),
                                   .name = STR("N. D. " NASTY),
                                   .token = STR("a-token")}};
    start(&d->place);
    d->r = (struct request){.arena = &d->place.arena,
                            .visitor = &d->visitor,
                            .archive = d->place.archive,
                            .path = STR("/e/7k2m"),
                            .asked = {d->asked, 0}};
}

static void tear_down(struct desk *d)
{
    buf_release(&d->reply.body);
    end(&d->place);
}

static void begin(struct desk *d, const struct page_head *head)
{
    page_begin(&d->page, &d->reply, &d->r, head);
}

static const char *finish(struct desk *d)
{
    page_end(&d->page);
    return buf_text(&d->reply.body);
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static void test_the_frame_has_what_every_page_needs(void **state)
{
    struct desk d;
    const char *text;

    (void)state;
    set_up(&d);
    begin(&d, &(struct page_head){.part = PAGE_LOG,
                                  .title = STR("The log"),
                                  .kick = STR("kick"),
                                  .lead = STR("lead"),
                                  .help = "log"});
    text = finish(&d);
    has(text, "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">");
    has(text, "<title>The log · Stele</title>");
    has(text, "<a class=\"skip\" href=\"#sheet\">");
    has(text, "<bdi>test</bdi>");
    has(text, "<a href=\"/log\" aria-current=\"page\">Log</a>");
    has(text, "href=\"/enter\"");
    has(text, "href=\"/help/log\"");
    has(text, "<h1>The log</h1><p class=\"lead\">lead</p>");
    has(text, "3 statements, not verified on this machine yet");
    has(text, "<main id=\"sheet\"");
    has(text, "name=\"token\" value=\"a-token\"");
    tear_down(&d);
}

static void test_nothing_stands_inline_and_nothing_typed_is_markup(void **state)
{
    struct desk d;
    const char *text;

    (void)state;
    set_up(&d);
    d.asked[0] = (struct field){STR("as-of"), STR(NASTY)};
    d.r.asked.count = 1;
    d.r.path = STR("/e/" NASTY);
    begin(&d, &(struct page_head){.title = STR(NASTY), .lead = STR(NASTY)});
    page_errors(&d.page, (struct page_error[]){{"where", STR(NASTY)}}, 1);
    page_input(&d.page, &(struct page_field){.name = "where",
                                             .label = STR(NASTY),
                                             .hint = STR(NASTY),
                                             .error = STR(NASTY),
                                             .value = STR(NASTY)});
    mark_said(&d.page.h, STR(NASTY), STR(NASTY));
    text = finish(&d);
    has_not(text, "<script>");
    has_not(text, "<style");
    has_not(text, " style=");
    has_not(text, NASTY);
    has(text, "href=\"#where\"");
    tear_down(&d);
}

static void test_whoever_only_reads_is_shown_no_way_to_write(void **state)
{
    struct desk d;
    const char *text;

    (void)state;
    set_up(&d);
    d.visitor.is_reader = true;
    begin(&d, &(struct page_head){.title = STR("t")});
    text = finish(&d);
    has_not(text, "href=\"/enter\"");
    has_not(text, "href=\"/inbox\"");
    has(text, "href=\"/find\"");
    tear_down(&d);
}

static void test_before_the_sign_in_nothing_of_the_archive_is_shown(void **state)
{
    struct desk d;
    const char *text;

    (void)state;
    set_up(&d);
    d.r.archive = NULL;
    d.r.visitor = NULL;
    begin(&d, &(struct page_head){.title = STR("t")});
    text = finish(&d);
    has_not(text, "test</bdi>");
    has_not(text, "role=\"search\"");
    has_not(text, "href=\"/log\"");
    has(text, "hreflang=\"uk\"");
    tear_down(&d);
}

static void test_a_day_that_was_asked_for_is_kept_and_can_be_left(void **state)
{
    struct desk d;
    const char *text;

    (void)state;
    set_up(&d);
    d.asked[0] = (struct field){STR("as-of"), STR("2022-09-20")};
    d.asked[1] = (struct field){STR("after"), STR("a&b")};
    d.r.asked.count = 2;
    begin(&d, &(struct page_head){.title = STR("t")});
    text = finish(&d);
    has(text, "href=\"/log?as-of=2022-09-20\"");
    has(text, "href=\"/enter\"");
    has(text, "As the record stood: 2022-09-20.");
    has(text, "<a href=\"/e/7k2m\">Show it as it is now</a>");
    has(text, "back=%2Fe%2F7k2m%3Fas-of%3D2022-09-20\"");
    tear_down(&d);
}

static void test_an_address_is_encoded_anew(void **state)
{
    struct desk d;

    (void)state;
    set_up(&d);
    d.asked[0] = (struct field){STR("q"), STR("Ізюм & more")};
    d.asked[1] = (struct field){STR("sort"), STR("day")};
    d.r.asked.count = 2;
    d.r.path = STR("/table/a b/");
    assert_string_equal(page_here(&d.r, STR("sort"), STR("-day")).ptr,
                        "/table/a%20b/?q=%D0%86%D0%B7%D1%8E%D0%BC%20%26%20more"
                        "&sort=-day");
    assert_string_equal(page_here(&d.r, STR("q"), STR("")).ptr, "/table/a%20b/?sort=day");
    d.r.path = STR("/");
    assert_string_equal(page_here(&d.r, STR("x"), STR("y")).ptr,
                        "/?q=%D0%86%D0%B7%D1%8E%D0%BC%20%26%20more&sort=day&x=y");
    d.asked[0] = (struct field){STR("as-of"), STR("2022")};
    assert_string_equal(page_href(&d.r, STR("/a?b=c")).ptr, "/a?b=c&as-of=2022");
    tear_down(&d);
}

static void test_a_field_says_what_is_expected_and_what_was_wrong(void **state)
{
    struct desk d;
    const char *text;

    (void)state;
    set_up(&d);
    begin(&d, &(struct page_head){.title = STR("t")});
    page_form(&d.page, STR("/enter"), false);
    page_input(&d.page, &(struct page_field){.name = "when",
                                             .label = STR("When"),
                                             .hint = STR("a day"),
                                             .error = STR("no such day"),
                                             .value = STR("2022-13-01")});
    page_radios(
        &d.page,
        &(struct page_field){.name = "how", .label = STR("How"), .value = STR("b")},
        (struct page_choice[]){{STR("a"), STR("A"), STR("")},
                               {STR("b"), STR("B"), STR("bee")}},
        2);
    page_form_end(&d.page);
    text = finish(&d);
    has(text, "<form method=\"post\" action=\"/enter\" novalidate><input type=\"hidden\" "
              "name=\"token\" value=\"a-token\">");
    has(text, "<label for=\"when\">When</label><span class=\"hint\" id=\"when-hint\">a "
              "day</span><span class=\"msg\" id=\"when-error\">no such day</span>");
    has(text, "aria-describedby=\"when-hint when-error\" aria-invalid=\"true\"");
    has(text, "value=\"2022-13-01\"");
    has(text, "<fieldset class=\"f\" id=\"how\"><legend>How</legend>");
    has(text, "value=\"b\" checked> B <small class=\"q\">bee</small>");
    tear_down(&d);
}

static void test_cells_name_their_column(void **state)
{
    static const struct page_column columns[] = {
        {.label = STR_INIT("Place"), .is_head = true},
        {.label = STR_INIT("Claims"),
         .is_number = true,
         .href = STR_INIT("?sort=n"),
         .sort = PAGE_ASCENDING},
    };
    struct desk d;
    struct page_table t;
    const char *text;

    (void)state;
    set_up(&d);
    begin(&d, &(struct page_head){.title = STR("t")});
    page_table(&t, &d.page, STR("caption"), columns, 2, NULL);
    page_table_row(&t, NULL);
    page_cell_link(&t, STR("/e/a"), STR("Izium"));
    page_cell_number(&t, 1234);
    page_table_row_end(&t);
    page_table_end(&t);
    text = finish(&d);
    has(text, "<table class=\"stack\" role=\"table\"><caption>caption</caption>");
    has(text,
        "class=\"n\" aria-sort=\"ascending\"><a href=\"?sort=n\">Claims</a> ↑</th>");
    has(text, "<th scope=\"row\" role=\"rowheader\"><a href=\"/e/a\"><bdi>Izium</bdi>");
    has(text, "<td role=\"cell\" class=\"n\" data-l=\"Claims\">1,234</td>");
    tear_down(&d);
}

static void test_every_mark_has_a_sign_and_a_word(void **state)
{
    (void)state;
    for (enum mark mark = 0; mark < MARK_COUNT; mark++) {
        struct buf out = {0};
        struct html h;

        html_start(&h, &out);
        mark_state(&h, mark, STR(""));
        html_end(&h);
        has(buf_text(&out), "aria-hidden=\"true\">");
        has_not(buf_text(&out), "</svg> </span>");
        buf_release(&out);
    }
}

static void test_an_asset_is_found_at_its_whole_address(void **state)
{
    struct desk d;

    (void)state;
    set_up(&d);
    d.r.path = asset_href("stele.css");
    ok(page_asset(&d.reply, &d.r, &d.place.err), &d.place.err);
    assert_int_equal(d.reply.kind, REPLY_ASSET);
    has(buf_text(&d.reply.body), ".skip");
    d.r.path = STR("/assets/0000000000000000/stele.css");
    assert_int_equal(page_asset(&d.reply, &d.r, &d.place.err), ERR_NOT_FOUND);
    tear_down(&d);
}

static void test_whoever_is_not_signed_in_learns_nothing_of_an_error(void **state)
{
    struct desk d;
    struct err err = {ERR_NOT_FOUND, "no such thing as the secret"};

    (void)state;
    set_up(&d);
    page_error(&d.reply, &d.r, &err);
    assert_int_equal(d.reply.status, 404);
    has(buf_text(&d.reply.body), "the secret");
    d.r.archive = NULL;
    d.r.visitor = NULL;
    page_error(&d.reply, &d.r, &err);
    assert_int_equal(d.reply.status, 404);
    has_not(buf_text(&d.reply.body), "the secret");
    has(buf_text(&d.reply.body), "<h1>There is nothing here</h1>");
    tear_down(&d);
}

static void test_a_passphrase_is_never_shown_again(void **state)
{
    struct desk d;
    struct page_choice members[] = {{STR("a"), STR(NASTY), STR("")}};

    (void)state;
    set_up(&d);
    d.r.archive = NULL;
    d.r.visitor = NULL;
    page_sign_in(&d.reply, &d.r,
                 &(struct sign_in_facts){.members = members,
                                         .member_count = 1,
                                         .back = STR("/e/" NASTY),
                                         .error = STR("no"),
                                         .has_locks = true});
    has(buf_text(&d.reply.body), "<input type=\"password\" id=\"passphrase\"");
    has(buf_text(&d.reply.body), "href=\"#passphrase\">no</a>");
    has_not(buf_text(&d.reply.body), NASTY);
    tear_down(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_frame_has_what_every_page_needs),
        cmocka_unit_test(test_nothing_stands_inline_and_nothing_typed_is_markup),
        cmocka_unit_test(test_whoever_only_reads_is_shown_no_way_to_write),
        cmocka_unit_test(test_before_the_sign_in_nothing_of_the_archive_is_shown),
        cmocka_unit_test(test_a_day_that_was_asked_for_is_kept_and_can_be_left),
        cmocka_unit_test(test_an_address_is_encoded_anew),
        cmocka_unit_test(test_a_field_says_what_is_expected_and_what_was_wrong),
        cmocka_unit_test(test_cells_name_their_column),
        cmocka_unit_test(test_every_mark_has_a_sign_and_a_word),
        cmocka_unit_test(test_whoever_is_not_signed_in_learns_nothing_of_an_error),
        cmocka_unit_test(test_a_passphrase_is_never_shown_again),
        cmocka_unit_test(test_an_asset_is_found_at_its_whole_address),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
