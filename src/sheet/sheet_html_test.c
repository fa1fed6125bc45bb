/* Nothing that a statement says becomes markup: every field holds some. */

#include "record/archive_testing.h"

#include "format/foreign.h"
#include "record/drafts.h"
#include "sheet/map_svg.h"
#include "sheet/sheet_html.h"
#include "sheet/timeline.h"

/* Markup, marks of our own lines (sheet/plain.h), and a mark that turns the direction. */
#define HOSTILE                                                                          \
    "</td><script>alert(1)</script><img src=x onerror=alert(1)>\\\"' style=a &lt; "      \
    "\\u000ee0000000000000000a\\u001flink\\u000f\\u202e"

/* %s: whatever stands in for a text. */
static const char drafts[] =
    "[{'kind':'entity','id':'s1','entity':'source','class':'newspaper','label':'%s'},"
    "{'kind':'entity','id':'p1','entity':'person','label':'%s'},"
    "{'kind':'entity','id':'pl','entity':'place','class':'settlement','label':'%s'},"
    "{'kind':'entity','id':'a1','entity':'act','class':'torture','label':'%s'},"
    "{'kind':'entity','id':'e1','entity':'event','class':'allegation','label':'%s'},"
    "{'kind':'passage','id':'q1','source':'s1','lang':'ar','words':'%s',"
    "'locator':{'part':'%s','file':'%s','section':'%s'},'note':'%s',"
    "'uttered':{'edtf':'2022-09~'},"
    "'translation':{'words':'%s','lang':'en','by':'%s'},"
    "'chain':[{'who':'p1','knows':'observed','link':'stated','words':'%s','note':'%s'},"
    "{'who':'not_stated','knows':'not_stated','link':'inferred'},"
    "{'who':'s1','knows':'reported','link':'inferred'}]},"
    "{'kind':'passage','id':'q2','source':'s1','locator':{'page':3},'lang':'und','words':"
    "'%s'},"
    "{'kind':'claim','about':'p1','property':'name','value':{'written':'%s',"
    "'lang':'uk','parts':{'given':'%s'}},'passage':'q1','note':'%s'},"
    "{'kind':'claim','about':'p1','property':'name','value':{'written':"
    "'\\u0645\\u062b\\u0627\\u0644','lang':'ar'},'passage':'q1'},"
    "{'kind':'claim','id':'c1','about':'a1','property':'victim','value':'p1',"
    "'passage':'q1','note':'%s'},"
    "{'kind':'claim','about':'a1','property':'method','value':{'words':'%s'},"
    "'passage':'q2'},"
    "{'kind':'claim','id':'w1','about':'e1','property':'when',"
    "'value':{'edtf':'2022-09-10','words':'%s'},'passage':'q1'},"
    "{'kind':'claim','id':'w2','about':'e1','property':'when',"
    "'value':{'edtf':'2022-10-01'},'passage':'q2'},"
    "{'kind':'claim','about':'e1','property':'happened_at','value':'pl','passage':'q1'},"
    "{'kind':'claim','about':'pl','property':'coordinates','value':{'lat':'49.19',"
    "'lon':'37.28','precision_m':200,'words':'%s'},'passage':'q1'},"
    "{'kind':'claim','about':'s1','property':'published','value':{'edtf':'2022-09',"
    "'words':'%s'},'passage':'q1'},"
    "{'kind':'claim','about':'s1','property':'title','value':'%s','passage':'q1'},"
    "{'kind':'claim','about':'c1','property':'stance','value':{'term':'denies',"
    "'words':'%s'},'qualifiers':{'by':'p1'},'passage':'q2'},"
    "{'kind':'assess','of':['w1','w2'],'status':'conflict','reason':'%s',"
    "'note_public':'%s'},"
    "{'kind':'decide','among':['w1','w2'],'prefer':'w1','rule':'nearest_to_speaker',"
    "'reason':'%s'},"
    "{'kind':'claim','about':'e1','property':'when','value':{'edtf':'2022-09-11'},"
    "'passage':'q1','supersedes':'w1','reason':'typing_error','note':'%s'}]";

static struct place p;
static struct draft_result *results;
static size_t result_count;

static struct str with_text(const char *text)
{
    struct buf json = {0};
    struct str made;

    for (const char *c = drafts; *c; c++) {
        if (c[0] == '%' && c[1] == 's') {
            buf_puts(&json, text);
            c++;
        } else {
            buf_char(&json, *c == '\'' ? '"' : *c);
        }
    }
    made = arena_str(&p.arena, buf_str(&json));
    buf_release(&json);
    return made;
}

static void record(const char *text)
{
    struct value value = {0};

    ok(foreign_parse(&value, &p.arena, with_text(text), &p.err), &p.err);
    ok(drafts_add(&results, &result_count, &p.arena, p.archive, &value, &p.err), &p.err);
}

static int set_up(void **state)
{
    (void)state;
    start(&p);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    end(&p);
    return 0;
}

/* --- what markup there is --- */

static bool is_one_of(struct str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(word, str_from_c(words[i])))
            return true;
    return false;
}

static size_t name_len(struct str text)
{
    size_t len = 0;

    while (len < text.len && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "0123456789-",
                                    text.ptr[len]))
        len++;
    return len;
}

/* name="value" and nothing else; returns what follows the tag. */
static struct str read_attributes(struct str rest)
{
    static const char *const known[] = {"class",
                                        "id",
                                        "href",
                                        "lang",
                                        "dir",
                                        "role",
                                        "scope",
                                        "colspan",
                                        "data-l",
                                        "datetime",
                                        "aria-label",
                                        "aria-hidden",
                                        "viewBox",
                                        "d",
                                        "x",
                                        "y",
                                        "x1",
                                        "x2",
                                        "y1",
                                        "y2",
                                        "cx",
                                        "cy",
                                        "r",
                                        "width",
                                        "height",
                                        "fill",
                                        "fill-rule",
                                        "stroke-dasharray",
                                        "tabindex",
                                        "patternUnits",
                                        "patternTransform"};

    while (rest.len > 0 && rest.ptr[0] == ' ') {
        struct str name;
        size_t until;

        rest = str_after(rest, 1);
        name = str_prefix(rest, name_len(rest));
        if (!is_one_of(name, known, sizeof known / sizeof known[0]))
            fail_msg("an attribute \"" STR_FMT "\"", STR_ARG(name));
        rest = str_after(rest, name.len);
        assert_true(str_starts_with(rest, STR("=\"")));
        rest = str_after(rest, 2);
        until = str_find(rest, '"', 0);
        assert_true(str_find(str_prefix(rest, until), '<', 0) == until);
        rest = str_after(rest, until + 1);
    }
    if (str_starts_with(rest, STR("/")))
        rest = str_after(rest, 1);
    assert_true(str_starts_with(rest, STR(">")));
    return str_after(rest, 1);
}

/* Only elements of ours, each closed where it was opened; text holds no '<' and no
 * control character. */
static void check_markup(struct str page)
{
    static const char *const known[] = {
        "section",    "div",     "h1",      "h2",      "h3",      "p",      "span",
        "b",          "a",       "table",   "thead",   "tbody",   "tr",     "th",
        "td",         "caption", "ul",      "ol",      "li",      "q",      "bdi",
        "small",      "del",     "time",    "details", "summary", "pre",    "figure",
        "figcaption", "svg",     "g",       "path",    "rect",    "circle", "line",
        "text",       "defs",    "pattern", "br"};
    static const char *const empty[] = {"br"};
    struct str open[128];
    size_t depth = 0;
    struct str rest = page;

    for (size_t i = 0; i < page.len; i++)
        if ((unsigned char)page.ptr[i] < ' ' && page.ptr[i] != '\n')
            fail_msg("a control character %d", page.ptr[i]);
    for (;;) {
        size_t at = str_find(rest, '<', 0);
        bool closes;
        struct str name;
        struct str tag;

        if (at == rest.len)
            break;
        tag = str_after(rest, at + 1);
        closes = str_starts_with(tag, STR("/"));
        tag = str_after(tag, closes ? 1 : 0);
        name = str_prefix(tag, name_len(tag));
        if (!is_one_of(name, known, sizeof known / sizeof known[0]))
            fail_msg("an element \"" STR_FMT "\"", STR_ARG(str_prefix(tag, 40)));
        rest = read_attributes(str_after(tag, name.len));
        if (closes) {
            assert_true(depth > 0);
            if (!str_equal(open[--depth], name))
                fail_msg("\"" STR_FMT "\" closes \"" STR_FMT "\"", STR_ARG(name),
                         STR_ARG(open[depth]));
        } else if (!is_one_of(name, empty, 1) &&
                   !str_ends_with(str_prefix(tag, tag.len - rest.len), STR("/>"))) {
            assert_true(depth < sizeof open / sizeof open[0]);
            open[depth++] = name;
        }
    }
    assert_int_equal(depth, 0);
}

/* --- pages --- */

static struct str entity_page(struct str id, bool may_write)
{
    struct entity_sheet e;
    struct sheet_html s;
    struct sheet sheet;
    struct html h;
    struct map map;
    struct buf out = {0};
    struct str page;

    ok(sheet_open(&sheet, &p.arena, p.archive, STR(""), &p.err), &p.err);
    ok(entity_sheet_read_some(&e, &sheet, id, &entity_limits_page, &p.err), &p.err);
    html_start(&h, &out);
    sheet_html_start(&s, &h, &sheet, STR("?as-of=2026-01-01"));
    s.may_record = may_write;
    s.may_review = may_write;
    entity_html_head(&s, &e);
    entity_html_claims(&s, &e, STR(""));
    entity_html_allegations(&s, &e);
    entity_html_incoming(&s, &e, STR("/all"));
    map_of_entity(&map, &p.arena, &s, &e);
    map_html(&s, &map, NULL);
    entity_html_timeline(&s, &e);
    entity_html_missing(&s, &e);
    entity_html_sources(&s, &e);
    entity_html_passages(&s, &e);
    entity_html_changes(&s, &e);
    sheet_html_end(&s);
    html_end(&h);
    sheet_close(&sheet);
    page = arena_str(&p.arena, buf_str(&out));
    buf_release(&out);
    return page;
}

static struct str statement_page(struct ref ref)
{
    struct statement_sheet st;
    struct sheet_html s;
    struct sheet sheet;
    struct html h;
    struct buf out = {0};
    struct str page;

    ok(sheet_open(&sheet, &p.arena, p.archive, STR(""), &p.err), &p.err);
    ok(statement_sheet_read(&st, &sheet, ref, &p.err), &p.err);
    ok(statement_sheet_compare(&st, &p.err), &p.err);
    html_start(&h, &out);
    sheet_html_start(&s, &h, &sheet, STR(""));
    statement_html_head(&s, &st);
    statement_html(&s, &st);
    sheet_html_end(&s);
    html_end(&h);
    sheet_close(&sheet);
    page = arena_str(&p.arena, buf_str(&out));
    buf_release(&out);
    return page;
}

static struct str history_page(struct str id)
{
    const struct subject subject = {.kind = SUBJECT_ENTITY, .id = id};
    struct history history;
    struct sheet_html s;
    struct sheet sheet;
    struct html h;
    struct buf out = {0};
    struct str page;

    ok(sheet_open(&sheet, &p.arena, p.archive, STR(""), &p.err), &p.err);
    ok(history_read(&history, &sheet, &subject, &p.err), &p.err);
    html_start(&h, &out);
    sheet_html_start(&s, &h, &sheet, STR(""));
    history_html(&s, &history);
    sheet_html_end(&s);
    html_end(&h);
    sheet_close(&sheet);
    page = arena_str(&p.arena, buf_str(&out));
    buf_release(&out);
    return page;
}

static void has(struct str page, const char *words)
{
    if (str_find_str(page, str_from_c(words)) == page.len)
        fail_msg("the page does not say \"%s\":\n" STR_FMT, words, STR_ARG(page));
}

static void has_not(struct str page, const char *words)
{
    if (str_find_str(page, str_from_c(words)) < page.len)
        fail_msg("the page says \"%s\"", words);
}

static struct str entity_named(const char *local)
{
    for (size_t i = 0; i < result_count; i++)
        if (str_equal(results[i].local, str_from_c(local)))
            return results[i].entity;
    fail_msg("there is no %s", local);
    return STR("");
}

static struct ref ref_named(const char *local)
{
    for (size_t i = 0; i < result_count; i++)
        if (str_equal(results[i].local, str_from_c(local)))
            return results[i].ref;
    fail_msg("there is no %s", local);
    return REF_NONE;
}

static void hostile_text_stays_text(void **state)
{
    (void)state;
    record(HOSTILE);
    for (size_t i = 0; i < result_count; i++) {
        struct str page = statement_page(results[i].ref);

        check_markup(page);
        if (results[i].entity.len == 0)
            continue;
        page = entity_page(results[i].entity, true);
        check_markup(page);
        has(page, "&lt;script&gt;");
        has_not(page, "/e/0000000000000000a"); /* no link that the text asked for */
        check_markup(history_page(results[i].entity));
    }
}

static void the_chain_stands_with_its_words(void **state)
{
    struct str page;

    (void)state;
    record("plain");
    page = entity_page(entity_named("a1"), false);
    has(page, "<q class=\"say\" lang=\"ar\" dir=\"auto\">plain</q>");
    has(page, "<ol class=\"hands\"");
    has(page, "observed");
    has(page, "<li class=\"none\">not stated who");
    has(page, "translation: <q class=\"say\" lang=\"en\" dir=\"auto\">plain</q>");
    has(page, "st-contrary"); /* the denial stands with what it denies */
    has_not(page, "/correct");
}

static void names_stand_in_their_scripts(void **state)
{
    struct str page;

    (void)state;
    record("plain");
    page = entity_page(entity_named("p1"), false);
    has(page, "<bdi lang=\"uk\">plain</bdi>");
    has(page, "<bdi lang=\"ar\">\xd9\x85\xd8\xab\xd8\xa7\xd9\x84</bdi>");
    has(page, "href=\"/e/");
    has(page, "?as-of=2026-01-01\"");
}

static void contradictions_and_corrections_are_seen(void **state)
{
    struct str page;

    (void)state;
    record("plain");
    page = entity_page(entity_named("e1"), true);
    has(page, "<tbody role=\"rowgroup\" class=\"conf\">");
    has(page, "may conflict");
    has(page, "<del class=\"val\">");
    has(page, "typing error");
    has(page, "<svg class=\"fig\" viewBox=\"0 0 900 ");
    has(page, "/correct?as-of=2026-01-01\">correct</a>");
    has(page, "id=\"claim-");
}

static void gaps_and_dates_are_drawn(void **state)
{
    struct str page;

    (void)state;
    record("plain");
    page = entity_page(entity_named("pl"), false);
    has(page, "<ul class=\"gap\">");
    has(page, "<ul class=\"dates\">");
    has(page, "<li class=\"none\"><span class=\"k\">Obtained</span>");
    has(page, "2022-09~");
    has(page, "Map with 1 place of the record");
}

static void a_statement_has_what_was_signed(void **state)
{
    struct str page;

    (void)state;
    record("plain");
    page = statement_page(ref_named("q1"));
    has(page, "<pre class=\"long\" dir=\"ltr\">{&quot;at&quot;");
    has(page, "What points at it");
    page = statement_page(ref_named("c1"));
    has(page, "commitment ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hostile_text_stays_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_chain_stands_with_its_words, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(names_stand_in_their_scripts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(contradictions_and_corrections_are_seen, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(gaps_and_dates_are_drawn, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_statement_has_what_was_signed, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
