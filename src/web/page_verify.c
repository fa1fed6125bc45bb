/* /log/verify: what the last verification on this machine said; run one now. */

#include "base/message.h"
#include "sheet/marks.h"
#include "web/page_form.h"
#include "web/page_log.h"
#include "web/page_table.h"
#include "web/pages.h"
#include "web/site.h"
#include "web/verifying.h"
#include "web/visitor.h"

static uint64_t number_of(const struct value *report, const char *key)
{
    int64_t number = 0;

    return value_get_integer(&number, report, str_from_c(key)) && number > 0
               ? (uint64_t)number
               : 0;
}

/* Each line a paragraph. */
static void write_lines(struct html *h, struct str text)
{
    while (text.len > 0) {
        struct str line = str_trim(str_cut(&text, '\n'));

        if (line.len > 0)
            html_element(h, "p", line);
    }
}

static void write_findings(struct page *page, const struct value *report)
{
    const struct value *findings = value_get(report, STR("findings"));
    struct html *h = &page->h;

    if (!findings || findings->type != VALUE_ARRAY || findings->count == 0)
        return;
    html_open(h, "ul");
    for (uint32_t i = 0; i < findings->count; i++)
        html_element(h, "li", findings->items[i].string);
    html_close(h, "ul");
    if (number_of(report, "more") > 0) {
        html_open(h, "p");
        html_printf(h, _("… and %s more; stele verify names them all."),
                    page_number(page->r->arena, number_of(report, "more")).ptr);
        html_close(h, "p");
    }
}

static void write_verdict(struct page *page, const struct value *report)
{
    struct arena *arena = page->r->arena;
    uint64_t wrong = number_of(report, "wrong");
    struct html *h = &page->h;

    page_box(page, wrong > 0 ? PAGE_BOX_CONFLICT : PAGE_BOX_GOOD);
    html_open(h, "p");
    if (wrong > 0) {
        html_printf(h, _n(wrong, "%s thing is wrong.", "%s things are wrong."),
                    page_number(arena, wrong).ptr);
    } else {
        mark_state(h, MARK_VERIFIED, STR(""));
        html_puts(h, " ");
        html_puts(h, number_of(report, "unlooked") > 0
                         ? _("What this version can check is whole.")
                         : _("Everything is whole."));
    }
    html_close(h, "p");
    html_open(h, "p");
    html_printf(h,
                _n(number_of(report, "statements"),
                   "%s statement and %s preserved files were read from the files alone.",
                   "%s statements and %s preserved files were read from the files "
                   "alone."),
                page_number(arena, number_of(report, "statements")).ptr,
                page_number(arena, number_of(report, "objects")).ptr);
    html_close(h, "p");
    if (number_of(report, "sealed") > 0) {
        html_open(h, "p");
        html_printf(h,
                    _n(number_of(report, "sealed"),
                       "%s sealed statement was not opened: its stored bytes are "
                       "checked, what it says is not.",
                       "%s sealed statements were not opened: their stored bytes are "
                       "checked, what they say is not."),
                    page_number(arena, number_of(report, "sealed")).ptr);
        html_close(h, "p");
    }
    write_findings(page, report);
    page_box_end(page);
}

static void write_report(struct page *page, const struct value *report)
{
    struct html *h = &page->h;

    page_section(page, "fixed", str_from_c(_("What fixes the record")),
                 str_from_c(_("Said first: all else rests on it.")));
    write_lines(h, value_get_string(report, STR("fixed")));
    page_section_end(page);
    page_section(page, "last", str_from_c(_("The last verification")),
                 value_get_string(report, STR("at")));
    write_verdict(page, report);
    page_section_end(page);
}

static void write_run(struct page *page, const struct verifying *state)
{
    struct html *h = &page->h;

    if (!state->is_running)
        return;
    page_box(page, PAGE_BOX_NOTE);
    html_open(h, "p");
    html_printf(h,
                _("A verification is running: %s bytes of preserved files read so far. "),
                page_number(page->r->arena, state->bytes).ptr);
    html_link(h, STR("/log/verify"), str_from_c(_("Look again")));
    html_close(h, "p");
    page_box_end(page);
}

static void write_form(struct page *page, struct str codes)
{
    page_section(page, "run", str_from_c(_("Verify now")),
                 str_from_c(_("Every file is read and held against what was signed. You "
                              "can go on working meanwhile.")));
    page_form(page, STR("/log/verify"), false);
    page_area(page, &(struct page_field){
                        .name = "codes",
                        .label = str_from_c(_("Codes of signed papers, one a line")),
                        .hint = str_from_c(_("16 characters, as on the paper. Whoever "
                                             "keeps it reads them out; none is needed.")),
                        .value = codes,
                        .rows = 2});
    page_button(page, PAGE_BUTTON_MAIN, NULL, str_from_c(_("Verify all files now")));
    page_form_end(page);
    page_section_end(page);
}

static void write_meaning(struct page *page)
{
    struct html *h = &page->h;

    page_section(page, "means", str_from_c(_("What this shows")), STR(""));
    html_element(h, "p",
                 str_from_c(_("It shows that these bytes are the ones recorded by these "
                              "keys, in this order. It does not show that they are true, "
                              "when they were made, that a device’s clock was right, or "
                              "that nothing was left out before it was recorded.")));
    page_section_end(page);
}

static enum err_code show(struct reply *out, struct request *r, const struct err *why,
                          struct err *err)
{
    const struct page_head head = {.part = PAGE_LOG,
                                   .title = str_from_c(_("Verification"))};
    struct verifying state = verifying_state(r->arena);
    struct value report;
    struct page page;
    bool has_report = verifying_report(&report, r->arena, r->archive, err) == ERR_OK;

    page_begin(&page, out, r, &head);
    log_links(&page, "/log/verify");
    if (why)
        page_errors(
            &page,
            &(struct page_error){.field = "codes", .text = str_from_c(why->message)}, 1);
    write_run(&page, &state);
    if (state.failed.len > 0)
        html_element(&page.h, "p", state.failed);
    if (has_report)
        write_report(&page, &report);
    else if (!state.is_running)
        html_element(&page.h, "p", str_from_c(_("Nothing was verified from here yet.")));
    if (!state.is_running)
        write_form(&page, fields_get(&r->form, STR("codes")));
    write_meaning(&page);
    page_end(&page);
    return ERR_OK;
}

enum err_code page_verify(struct reply *out, struct request *r, struct err *err)
{
    return show(out, r, NULL, err);
}

enum err_code page_verify_post(struct reply *out, struct request *r, struct err *err)
{
    struct err why = {0};

    if (verifying_start(site_folder(r->site), fields_get(&r->form, STR("codes")),
                        r->visitor->is_ukrainian, &why) != ERR_OK)
        return show(out, r, &why, err);
    reply_go_to(out, STR("/log/verify"));
    return ERR_OK;
}
