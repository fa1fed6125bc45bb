/* /enter/violation and /enter/passage: passages first, then many claims from them. */

#include <string.h>

#include "base/message.h"
#include "web/enter_form.h"
#include "web/pages.h"
#include "web/shown.h"
#include "web/visitor.h"
#include "web/writer.h"

static bool is_act(const struct enter_page *e, const char *act)
{
    return str_equal(e->act, str_from_c(act));
}

static struct str page_word(const struct enter_page *e)
{
    return e->is_violation ? STR("violation") : STR("passage");
}

/* ---- the draft ---- */

static void read_rev(struct enter_page *e)
{
    const struct fields *form = &e->r->form;

    e->draft.page = page_word(e);
    e->draft.id = fields_get(form, STR("draft"));
    if (!str_to_i64(&e->draft.rev, fields_get(form, STR("rev"))))
        e->draft.rev = 0;
}

/* Nothing typed is nothing to keep. */
static bool is_worth_keeping(const struct enter_page *e)
{
    static const char *const fields[] = {"p1.words", "p1.says", "p1.where", "victims",
                                         "act"};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (entry_get(&e->form, str_from_c(fields[i])).len > 0)
            return true;
    return false;
}

static void keep_draft(struct enter_page *e)
{
    struct err err = {0};
    const int64_t rev = e->draft.rev;

    if (!is_worth_keeping(e) ||
        enter_draft_keep(&e->draft, e->r, &e->form, &err) == ERR_OK)
        return;
    if (err.code == ERR_CONFLICT) {
        enter_add_error(
            e, STR(""),
            str_from_c(_("This draft was changed in another window since. What "
                         "you see here is kept as a draft of its own, beside "
                         "the other.")));
        e->draft = (struct enter_draft){.page = page_word(e)};
        if (enter_draft_keep(&e->draft, e->r, &e->form, &err) == ERR_OK)
            return;
    }
    e->draft.rev = rev;
    enter_add_error(e, STR(""), arena_str(e->r->arena, str_from_c(err.message)));
}

/* ---- reading what is there ---- */

static enum err_code gather_all(struct enter_page *e, struct err *err)
{
    enum err_code code = reading_open(&e->reading, e->r, "read", err);

    e->lookups.reading = &e->reading;
    if (code != ERR_OK)
        return code;
    if (!e->is_checked && e->form.count == 0)
        code = enter_defaults(e, err);
    if (code == ERR_OK)
        code = enter_gather(e, err);
    if (code == ERR_OK && is_act(e, "find-place"))
        code = enter_places(e, err);
    if (code == ERR_OK)
        code = reading_commit(&e->reading, err);
    if (code == ERR_OK && e->is_checked && !e->is_shown && !e->reading.is_unlogged)
        shown_set_answered(e->r, e->shown);
    return code;
}

static void count_parts(struct enter_page *e)
{
    const size_t passages = entry_parts(&e->form, 'p');
    const size_t rows = entry_parts(&e->form, 'r');

    e->passages = passages > 0 ? passages : 1;
    e->rows = rows;
    if (rows == 0 && str_equal(e->r->path, STR("/enter/claim")))
        e->rows = 1;
    if ((is_act(e, "add-passage") || is_act(e, "add-source")) &&
        e->passages < ENTRY_PARTS_MAX)
        e->focus = entry_part_name(e->r->arena, 'p', ++e->passages,
                                   is_act(e, "add-source") ? "source" : "where");
    if (is_act(e, "add-row") && e->rows < ENTRY_PARTS_MAX)
        e->focus = entry_part_name(e->r->arena, 'r', ++e->rows, "about");
}

/* ---- writing ---- */

static void write_hidden(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;

    page_hidden(page, "draft", e->draft.id);
    page_hidden(page, "rev",
                arena_printf(page->r->arena, "%lld", (long long)e->draft.rev));
    /* What Enter in a field does: look, and record nothing. */
    html_open(h, "button");
    html_flag(h, "hidden");
    html_set(h, "name", "do");
    html_set(h, "value", "check");
    html_puts(h, _("Check"));
    html_close(h, "button");
}

static void write_buttons(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;

    page_acts(page);
    enter_button(page, NULL, "record", "r", str_from_c(_("Record")));
    enter_button(page, "sec", "check", "k", str_from_c(_("Check")));
    enter_button(page, "sec", "draft", "s", str_from_c(_("Keep as draft")));
    if (e->draft.id.len > 0)
        enter_button(page, "lk", "discard", NULL, str_from_c(_("Discard draft")));
    html_phrase(h, "span", "sm q",
                str_from_c(_("A recorded statement can be corrected, never removed.")));
    page_acts_end(page);
}

static struct str kick_of(struct enter_page *e)
{
    if (e->draft.id.len == 0)
        return str_from_c(_("Enter · nothing is part of the record yet"));
    return str_from_c(
        _("Enter · draft kept with the server · not yet part of the record"));
}

static void write_told(struct page *page)
{
    const struct str recorded = fields_get(&page->r->asked, STR("recorded"));
    const struct str source = fields_get(&page->r->asked, STR("source"));
    uint64_t count = 0;

    if (!str_to_u64(&count, recorded))
        return;
    page_box(page, PAGE_BOX_GOOD);
    html_text(&page->h, arena_printf(page->r->arena,
                                     _n(count, "Recorded: %llu statement.",
                                        "Recorded: %llu statements."),
                                     (unsigned long long)count));
    html_puts(&page->h, " ");
    if (source.len > 0)
        html_link(&page->h, arena_printf(page->r->arena, "/e/" STR_FMT, STR_ARG(source)),
                  str_from_c(_("See the source")));
    page_box_end(page);
}

static void write_page(struct reply *out, struct enter_page *e)
{
    struct page page;
    const struct page_head head = {
        .part = PAGE_ENTER,
        .title = str_from_c(e->is_violation ? _("A violation")
                                            : _("A passage and what it says")),
        .kick = kick_of(e),
        .lead = str_from_c(
            e->is_violation ? _("One act, on one page: what was done, to whom, by whom, "
                                "where, when, and who says so.")
                            : _("The words of a source first, then everything that they "
                                "say, one thing a line.")),
        .help = "entering",
    };

    page_begin(&page, out, e->r, &head);
    write_told(&page);
    if (e->error_count > 0 && e->is_checked)
        page_errors(&page, e->errors, e->error_count);
    enter_write_protection(&page, e);
    page_form(&page, e->r->path, false);
    html_open(&page.h, "div");
    html_set(&page.h, "id", "entering");
    html_attr(&page.h, "data-focus", e->focus);
    write_hidden(&page, e);
    enter_write_passages(&page, e);
    enter_write_rows(&page, e);
    enter_write_answers(&page, e);
    write_buttons(&page, e);
    html_close(&page.h, "div");
    page_form_end(&page);
    page_script(&page, "enter.js");
    page_end(&page);
}

/* For our own script: what stands beside the fields, and the draft's number. */
static void write_fragment(struct reply *out, struct enter_page *e)
{
    static const char *const fields[] = {"act",    "victims", "findings", "by",
                                         "events", "place",   "when"};
    struct page page = {.r = e->r};

    html_start(&page.h, &out->body);
    html_open(&page.h, "div");
    html_set(&page.h, "id", "fragment");
    html_attr(&page.h, "data-draft", e->draft.id);
    html_number(&page.h, "data-rev", e->draft.rev);
    html_number(&page.h, "data-errors", (int64_t)e->error_count);
    for (size_t n = 1; n <= e->passages; n++) {
        enter_write_echo(&page, e, entry_part_name(e->r->arena, 'p', n, "hands"));
        enter_write_echo(&page, e, entry_part_name(e->r->arena, 'p', n, "says"));
    }
    for (size_t n = 1; n <= e->rows; n++)
        enter_write_echo(&page, e, entry_part_name(e->r->arena, 'r', n, "value"));
    for (size_t i = 0; e->is_violation && i < sizeof fields / sizeof fields[0]; i++)
        enter_write_echo(&page, e, str_from_c(fields[i]));
    enter_write_answers(&page, e);
    html_close(&page.h, "div");
    html_end(&page.h);
    out->kind = REPLY_DATA;
    out->type = STR("text/html; charset=utf-8");
}

/* ---- acts ---- */

static struct str source_of(const struct enter_page *e,
                            const struct draft_result *results, size_t count)
{
    for (size_t i = 0; i < e->entry.thing_count; i++) {
        const struct entry_thing *thing = &e->entry.things[i];

        if (!str_equal(thing->kind, STR("source")))
            continue;
        if (!thing->is_new)
            return thing->local;
        for (size_t j = 0; j < count; j++)
            if (str_equal(results[j].local, thing->local))
                return results[j].entity;
    }
    return STR("");
}

static void record(struct reply *out, struct enter_page *e)
{
    struct draft_result *results = NULL;
    size_t count = 0;
    struct err err = {0};

    if (writer_record(&results, &count, e->r, &e->entry.drafts, &err) != ERR_OK) {
        enter_add_error(e, STR(""), arena_str(e->r->arena, str_from_c(err.message)));
        return;
    }
    if (e->draft.id.len > 0 && enter_draft_remove(e->r, e->draft.id, &err) != ERR_OK)
        err.code = ERR_OK; /* the statements are recorded; the draft can go by hand */
    reply_go_to(out, arena_printf(e->r->arena,
                                  "/enter/" STR_FMT "?source=" STR_FMT "&recorded=%zu",
                                  STR_ARG(page_word(e)),
                                  STR_ARG(source_of(e, results, count)), count));
}

static enum err_code answer(struct reply *out, struct enter_page *e, struct err *err)
{
    enum err_code code;

    count_parts(e);
    code = gather_all(e, err);
    reading_close(&e->reading);
    if (code != ERR_OK)
        return code;
    if (is_act(e, "record") && e->error_count == 0)
        record(out, e);
    if (out->go_to.len > 0)
        return ERR_OK;
    /* Between two of its drafts a script asks often, and waits for no disk. */
    if (e->r->is_post && !(e->r->is_script && is_act(e, "check")))
        keep_draft(e);
    if (e->r->is_script)
        write_fragment(out, e);
    else
        write_page(out, e);
    return ERR_OK;
}

static enum err_code show(struct reply *out, struct request *r, bool is_violation,
                          struct err *err)
{
    struct enter_page *e = ARENA_NEW(r->arena, struct enter_page);
    const struct str draft = fields_get(&r->asked, STR("draft"));

    e->r = r;
    e->is_violation = is_violation;
    if (draft.len > 0) {
        if (enter_draft_read(&e->draft, &e->form, r, draft, err) != ERR_OK)
            return err->code;
        e->is_checked = true;
        e->act = STR("read");
    }
    return answer(out, e, err);
}

static enum err_code post(struct reply *out, struct request *r, bool is_violation,
                          struct err *err)
{
    struct enter_page *e = ARENA_NEW(r->arena, struct enter_page);

    e->r = r;
    e->is_violation = is_violation;
    e->is_checked = true;
    e->form = enter_form_of(r, &r->form);
    e->act = fields_get(&r->form, STR("do"));
    read_rev(e);
    if (is_act(e, "discard")) {
        if (enter_draft_remove(r, e->draft.id, err) != ERR_OK)
            return err->code;
        reply_go_to(out, STR("/enter"));
        return ERR_OK;
    }
    return answer(out, e, err);
}

enum err_code page_enter_violation(struct reply *out, struct request *r, struct err *err)
{
    return show(out, r, true, err);
}

enum err_code page_enter_violation_post(struct reply *out, struct request *r,
                                        struct err *err)
{
    return post(out, r, true, err);
}

enum err_code page_enter_passage(struct reply *out, struct request *r, struct err *err)
{
    return show(out, r, false, err);
}

enum err_code page_enter_passage_post(struct reply *out, struct request *r,
                                      struct err *err)
{
    return post(out, r, false, err);
}
