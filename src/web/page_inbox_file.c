/* /inbox/REF: one file: who reads it, what is to be said of that, texts nearly the same.
 */

#include "base/message.h"
#include "record/roles.h"
#include "sheet/marks.h"
#include "sheet/near_html.h"
#include "web/page_form.h"
#include "web/page_inbox.h"
#include "web/pages.h"
#include "web/visitor.h"
#include "web/writer.h"

/* --- what is said --- */

static const struct {
    struct str word;
    enum inbox_said said;
} acts[] = {
    {STR_INIT("take"), INBOX_SAYS_TAKEN},
    {STR_INIT("back"), INBOX_SAYS_GIVEN_BACK},
    {STR_INIT("done"), INBOX_SAYS_DONE},
    {STR_INIT("done-second"), INBOX_SAYS_DONE},
    {STR_INIT("skip"), INBOX_SAYS_SKIPPED},
    {STR_INIT("free"), INBOX_SAYS_GIVEN_BACK},
    {STR_INIT("second"), INBOX_SAYS_SECOND_WANTED},
};

static enum inbox_said act_of(struct str word)
{
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (str_equal(word, acts[i].word))
            return acts[i].said;
    return INBOX_SAYS;
}

/* Those that are marked, or the one whose page it is. */
static enum err_code read_files(struct inbox_say *say, struct request *r, struct err *err)
{
    struct ref *files = ARENA_ARRAY(r->arena, struct ref, r->form.count + 1);
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < r->form.count && code == ERR_OK; i++)
        if (str_equal(r->form.items[i].name, STR("file")))
            code = archive_ref_parse(&files[say->count++], r->archive,
                                     r->form.items[i].value, err);
    say->files = files;
    return code;
}

static enum err_code read_say(struct inbox_say *say, struct request *r, struct err *err)
{
    struct str act = fields_get(&r->form, STR("do"));
    struct str same = fields_get(&r->form, STR("duplicate-of"));

    *say = (struct inbox_say){.said = act_of(act),
                              .note = fields_get(&r->form, STR("note")),
                              .duplicate_of = REF_NONE};
    if (say->said == INBOX_SAYS)
        return err_set(err, ERR_INVALID, "this is nothing that can be said of a file");
    if (say->said == INBOX_SAYS_SKIPPED)
        say->why = fields_get(&r->form, STR("because"));
    if (str_equal(act, STR("free")))
        say->given_back_for = fields_get(&r->form, STR("member"));
    if (same.len > 0 && str_equal(say->why, STR("duplicate")) &&
        archive_ref_parse(&say->duplicate_of, r->archive, str_trim(same), err) != ERR_OK)
        return err->code;
    return read_files(say, r, err);
}

static const char *what_is_wrong(const struct inbox_say *say)
{
    if (say->count == 0)
        return _("Mark the files that are meant.");
    if (say->said == INBOX_SAYS_SKIPPED && say->why.len == 0)
        return _("Say why it is skipped.");
    return "";
}

static enum err_code add_wish(struct value *drafts, struct inbox_say say,
                              struct request *r, struct view view, struct err *err)
{
    struct value more = {0};

    say.said = INBOX_SAYS_SECOND_WANTED;
    say.note = STR("");
    if (inbox_drafts(&more, r->arena, r->archive, view, &say, err) != ERR_OK)
        return err->code;
    value_add(drafts, r->arena, more.items[0]);
    return ERR_OK;
}

enum err_code page_inbox_record(struct str *wrong, struct request *r, struct err *err)
{
    struct inbox_say say;
    struct draft_result *results = NULL;
    struct value drafts = {0};
    struct view view = {0};
    size_t count = 0;
    enum err_code code = read_say(&say, r, err);

    if (code == ERR_OK)
        *wrong = str_from_c(what_is_wrong(&say));
    if (code != ERR_OK || wrong->len > 0)
        return code;
    code = frontier_now(&view, r->arena, archive_index(r->archive), err);
    if (code == ERR_OK)
        code = inbox_drafts(&drafts, r->arena, r->archive, view, &say, err);
    if (code == ERR_OK && str_equal(fields_get(&r->form, STR("do")), STR("done-second")))
        code = add_wish(&drafts, say, r, view, err);
    if (code == ERR_OK)
        code = writer_record(&results, &count, r, &drafts, err);
    return code;
}

/* --- what is shown --- */

enum err_code page_inbox_gather(struct inbox_view *out, struct reading *reading,
                                struct ref object, struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct inbox_list one = {.items = &out->row, .count = 1};
    enum err_code code;

    *out = (struct inbox_view){0};
    if (reading->is_reader)
        return ERR_OK;
    code =
        inbox_find(&out->row, sheet->arena, sheet->index, sheet->as_of.view, object, err);
    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    out->has_row = code == ERR_OK;
    if (code == ERR_OK)
        code = inbox_labels_add(&sheet->labels, &one, err);
    if (code == ERR_OK)
        code = near_read(&out->near, sheet, object, err);
    access_note(&reading->access, object);
    return code;
}

void page_near_notice(struct page *page, const struct reading *reading,
                      const struct near_sheet *near, struct ref object)
{
    struct arena *arena = page->r->arena;
    struct str with = STR("");

    if (near->count == 0)
        return;
    if (!ref_is_none(object))
        with = arena_printf(
            arena, "/near/" STR_FMT "?with=",
            STR_ARG(archive_ref_short(reading->sheet.archive, arena, object)));
    page_box(page, PAGE_BOX_MACHINE);
    html_literal(&page->h, "<p><b>");
    html_puts(&page->h, _("Texts that say nearly the same are preserved already"));
    html_literal(&page->h, "</b></p>");
    near_html_list(&page->h, &reading->sheet, near, with, page_href(page->r, STR("")));
    page_box_end(page);
}

/* What was left for those who come after. Whoever may not open it reads the rest. */
static void write_note(struct page *page, struct reading *reading,
                       const struct inbox_word *word)
{
    struct statement statement = {0};
    struct err ignored = {0};
    struct str note;

    if (archive_statement(&statement, page->r->arena, reading->sheet.archive, word->ref,
                          &ignored) != ERR_OK)
        return;
    note = value_get_string(&statement.value, STR("reason"));
    if (note.len == 0)
        return;
    html_literal(&page->h, "<span class=\"src\">");
    html_bdi(&page->h, note);
    html_literal(&page->h, "</span>");
}

static void write_words(struct page *page, struct reading *reading,
                        const struct inbox_row *row)
{
    const struct phrase p = {.labels = &reading->sheet.labels};
    struct html *h = &page->h;
    struct buf text = {0};

    html_literal(h, "<p>");
    html_element(h, "b", str_from_c(inbox_state_words(row->state)));
    html_literal(h, "</p><ul class=\"plain\">");
    for (size_t i = 0; i < row->word_count; i++) {
        buf_reset(&text);
        inbox_word_text(&text, &p, &row->words[i]);
        html_open(h, "li");
        html_text(h, buf_str(&text));
        write_note(page, reading, &row->words[i]);
        html_close(h, "li");
    }
    buf_reset(&text);
    inbox_use_text(&text, row);
    if (text.len > 0)
        html_element(h, "li", buf_str(&text));
    html_literal(h, "</ul>");
    buf_release(&text);
}

/* What somebody else said of it, who cannot take it back now. */
static void write_free(struct page *page, struct reading *reading,
                       const struct inbox_row *row, struct str ref)
{
    const struct phrase p = {.labels = &reading->sheet.labels};
    struct buf label = {0};
    struct buf member = {0};

    for (size_t i = 0; i < row->word_count; i++) {
        if (row->words[i].said != INBOX_SAYS_TAKEN ||
            str_equal(row->words[i].member, page->r->visitor->member))
            continue;
        buf_reset(&label);
        buf_reset(&member);
        phrase_member(&member, &p, row->words[i].member);
        buf_printf(&label, _("Give it back for %s"), buf_text(&member));
        page_form(page, arena_printf(page->r->arena, "/inbox/" STR_FMT, STR_ARG(ref)),
                  false);
        page_hidden(page, "file", ref);
        page_hidden(page, "member", row->words[i].member);
        page_button(page, PAGE_BUTTON_SECOND, "free",
                    arena_str(page->r->arena, buf_str(&label)));
        page_form_end(page);
    }
    buf_release(&label);
    buf_release(&member);
}

size_t page_inbox_reasons(struct page_choice out[PAGE_INBOX_REASONS],
                          struct reading *reading)
{
    const struct schema_vocabulary *reasons = schema_vocabulary(STR("skip_reason"));
    const struct phrase p = {.labels = &reading->sheet.labels};
    size_t count = 0;

    for (size_t i = 0; i < reasons->count && count < PAGE_INBOX_REASONS; i++) {
        struct buf label = {0};

        phrase_term(&label, &p, reasons, reasons->terms[i].key);
        out[count++] =
            (struct page_choice){.value = reasons->terms[i].key,
                                 .label = arena_str(reading->r->arena, buf_str(&label))};
        buf_release(&label);
    }
    return count;
}

static void write_skip(struct page *page, const struct inbox_view *view,
                       struct reading *reading)
{
    struct page_choice choices[PAGE_INBOX_REASONS];
    size_t count = page_inbox_reasons(choices, reading);
    struct str same = STR("");

    if (!ref_is_none(view->row.same_as))
        same =
            archive_ref_short(reading->sheet.archive, page->r->arena, view->row.same_as);
    else if (view->near.count > 0)
        same = archive_ref_short(reading->sheet.archive, page->r->arena,
                                 view->near.items[0].side.object);
    html_literal(&page->h, "<details><summary>");
    html_puts(&page->h, _("Skip it"));
    html_literal(&page->h, "</summary>");
    page_radios(page,
                &(struct page_field){.name = "because",
                                     .label = str_from_c(_("Why it is skipped")),
                                     .value = fields_get(&page->r->form, STR("because"))},
                choices, count);
    page_input(page, &(struct page_field){
                         .name = "duplicate-of",
                         .label = str_from_c(_("Of which file it is a duplicate")),
                         .hint = str_from_c(_("The reference of that file.")),
                         .value = fields_has(&page->r->form, STR("duplicate-of"))
                                      ? fields_get(&page->r->form, STR("duplicate-of"))
                                      : same});
    page_button(page, PAGE_BUTTON_SECOND, "skip", str_from_c(_("Skip it")));
    html_literal(&page->h, "</details>");
}

static void write_acts(struct page *page, struct reading *reading,
                       const struct inbox_view *view)
{
    struct str ref =
        archive_ref_short(reading->sheet.archive, page->r->arena, view->row.object.ref);

    if (!roles_suffice(page->r->visitor->roles, ROLE_RECORDER | ROLE_REVIEWER))
        return;
    page_form(page, arena_printf(page->r->arena, "/inbox/" STR_FMT, STR_ARG(ref)), false);
    page_hidden(page, "file", ref);
    page_input(page, &(struct page_field){
                         .name = "note",
                         .label = str_from_c(_("Note for those who come after")),
                         .value = fields_get(&page->r->form, STR("note"))});
    page_acts(page);
    page_button(page, PAGE_BUTTON_MAIN, "done", str_from_c(_("Read")));
    page_button(page, PAGE_BUTTON_SECOND, "done-second",
                str_from_c(_("Read, and a second reader is wanted")));
    page_button(page, PAGE_BUTTON_SECOND, "take", str_from_c(_("Take it")));
    page_button(page, PAGE_BUTTON_SECOND, "back", str_from_c(_("Give it back")));
    page_button(page, PAGE_BUTTON_SECOND, "second",
                str_from_c(_("Ask for a second reader")));
    page_acts_end(page);
    write_skip(page, view, reading);
    page_form_end(page);
    write_free(page, reading, &view->row, ref);
}

void page_inbox_show(struct page *page, struct reading *reading,
                     const struct inbox_view *view)
{
    if (!view->has_row)
        return;
    page_section(page, "reading", str_from_c(_("Who reads it")), STR(""));
    write_words(page, reading, &view->row);
    if (!ref_is_none(view->row.same_as)) {
        struct buf href = {0};

        href_object(&href, archive_ref_short(reading->sheet.archive, page->r->arena,
                                             view->row.same_as));
        html_literal(&page->h, "<p>");
        html_link(
            &page->h, buf_str(&href),
            str_from_c(_("The same bytes were preserved before, as another file.")));
        html_literal(&page->h, "</p>");
        buf_release(&href);
    }
    page_near_notice(page, reading, &view->near, view->row.object.ref);
    write_acts(page, reading, view);
    page_section_end(page);
}

static void write_ways(struct page *page, struct str ref)
{
    struct html *h = &page->h;
    struct buf href = {0};

    html_literal(h, "<p>");
    href_object(&href, ref);
    html_link(h, page_href(page->r, buf_str(&href)), str_from_c(_("Open the file")));
    html_puts(h, " · ");
    html_link(
        h, arena_printf(page->r->arena, "/enter/passage?object=" STR_FMT, STR_ARG(ref)),
        str_from_c(_("Enter a passage of it")));
    html_puts(h, " · ");
    html_link(h, STR("/inbox"), str_from_c(_("Back to the inbox")));
    html_literal(h, "</p>");
    buf_release(&href);
}

static enum err_code show(struct reply *out, struct request *r, struct str name,
                          struct str wrong, struct err *err)
{
    struct inbox_view view;
    struct ref ref = REF_NONE;
    struct reading reading;
    struct page page;
    enum err_code code;

    if (reading_open(&reading, r, "read", err) != ERR_OK)
        return err->code;
    code = archive_ref_parse(&ref, r->archive, name, err);
    if (code == ERR_OK)
        code = page_inbox_gather(&view, &reading, ref, err);
    if (code == ERR_OK && !view.has_row)
        code = err_set(err, ERR_NOT_FOUND, "this statement preserves no file");
    if (code == ERR_OK)
        code = reading_commit(&reading, err);
    if (code == ERR_OK) {
        page_begin(
            &page, out, r,
            &(struct page_head){.part = PAGE_INBOX,
                                .title = inbox_file_name(r->arena, &view.row.object),
                                .kick = str_from_c(_("Inbox")),
                                .help = "inbox"});
        page_errors(&page, &(struct page_error){NULL, wrong}, wrong.len > 0);
        write_ways(&page, archive_ref_short(r->archive, r->arena, ref));
        page_inbox_show(&page, &reading, &view);
        page_end(&page);
    }
    reading_close(&reading);
    return code;
}

enum err_code page_inbox_file(struct reply *out, struct request *r, struct err *err)
{
    struct str name = request_segment(r);

    if (page_inbox_allowed(r, err) != ERR_OK)
        return err->code;
    if (name.len == 0 || r->rest.len > 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    return show(out, r, name, STR(""), err);
}

enum err_code page_inbox_file_post(struct reply *out, struct request *r, struct err *err)
{
    struct str name = request_segment(r);
    struct str wrong = {0};

    if (page_inbox_allowed(r, err) != ERR_OK)
        return err->code;
    if (name.len == 0 || r->rest.len > 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    if (page_inbox_record(&wrong, r, err) != ERR_OK)
        return err->code;
    if (wrong.len > 0)
        return show(out, r, name, wrong, err);
    reply_go_to(out, arena_printf(r->arena, "/inbox/" STR_FMT, STR_ARG(name)));
    return ERR_OK;
}
