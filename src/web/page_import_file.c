/* /import/REF: what a table's columns say, what that would record, and recording it. */

#include "base/log.h"
#include "base/message.h"
#include "sheet/inbox_text.h"
#include "sheet/marks.h"
#include "web/import_wizard.h"
#include "web/leaving.h"
#include "web/pages.h"
#include "web/writer.h"

static void write_start(struct page *page, const struct wizard *w)
{
    struct str *names = NULL;
    size_t count = wizard_shipped(&names, page->r->arena);
    struct page_choice choices[65];

    choices[0] = (struct page_choice){.value = STR(""), .label = str_from_c(_("choose"))};
    for (size_t i = 0; i < count; i++)
        choices[i + 1] = (struct page_choice){.value = names[i], .label = names[i]};
    page_section(page, "start", str_from_c(_("Begin with")), STR(""));
    page_form(page, arena_printf(page->r->arena, "/import/" STR_FMT, STR_ARG(w->name)),
              false);
    page_row(page);
    page_select(
        page,
        &(struct page_field){.name = "ready", .label = str_from_c(_("A ready mapping"))},
        choices, count + 1);
    page_row_end(page);
    page_acts(page);
    page_button(page, PAGE_BUTTON_SECOND, "ready", str_from_c(_("Take this mapping")));
    page_button(page, PAGE_BUTTON_SECOND, "guess",
                str_from_c(_("Let a machine propose one from the headings")));
    page_button(page, PAGE_BUTTON_SECOND, "blank", str_from_c(_("Begin anew")));
    page_acts_end(page);
    page_form_end(page);
    page_section_end(page);
}

#define PROPOSED "# proposed by a machine from the headings; look at each line\n"

static void write_choices(struct page *page, const struct wizard *w)
{
    page_section(page, "columns", str_from_c(_("Columns")),
                 str_from_c(_("What each of them says.")));
    if (str_starts_with(w->map, STR(PROPOSED))) {
        page_box(page, PAGE_BOX_MACHINE);
        html_element(&page->h, "p",
                     str_from_c(_("A machine proposes this from the headings. Look at "
                                  "each column: what you make of it counts.")));
        page_box_end(page);
    }
    if (!w->has_choices) {
        html_element(
            &page->h, "p",
            str_from_c(_("This mapping says more than can be chosen here: change "
                         "its text below, or begin anew.")));
    } else {
        page_form(page,
                  arena_printf(page->r->arena, "/import/" STR_FMT, STR_ARG(w->name)),
                  false);
        wizard_write_choices(page, w);
        page_form_end(page);
    }
    page_section_end(page);
}

static void write_text(struct page *page, const struct wizard *w)
{
    page_section(page, "text", str_from_c(_("Mapping")),
                 str_from_c(_("The same as text: this is what counts, and is preserved "
                              "with the table.")));
    page_form(page, arena_printf(page->r->arena, "/import/" STR_FMT, STR_ARG(w->name)),
              false);
    page_area(page, &(struct page_field){.name = "map",
                                         .label = str_from_c(_("Text of the mapping")),
                                         .value = w->map,
                                         .rows = 18,
                                         .is_full = true});
    page_acts(page);
    page_button(page, PAGE_BUTTON_SECOND, "keep", str_from_c(_("Keep this text")));
    page_button(page, PAGE_BUTTON_SECOND, "preview",
                str_from_c(_("Show what it would say")));
    if (w->has_result && w->result.outcome == IMPORT_DONE && w->wrong.len == 0)
        page_button(page, PAGE_BUTTON_MAIN, "import", str_from_c(_("Import the table")));
    page_acts_end(page);
    page_form_end(page);
    page_section_end(page);
}

/* What was taken from it already. */
struct done {
    struct import_list imports;
    size_t count;
};

static enum err_code gather_done(struct done *out, struct wizard *w, struct err *err)
{
    struct sheet *sheet = &w->reading->sheet;

    *out = (struct done){0};
    if (query_imports(&out->imports, sheet->arena, sheet->index, sheet->as_of.view,
                      STR(""), err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < out->imports.count; i++)
        if (out->imports.items[i].source.n == w->ref.n) {
            out->imports.items[out->count] = out->imports.items[i];
            if (labels_add(&sheet->labels, out->imports.items[out->count++].list, err) !=
                ERR_OK)
                return err->code;
        }
    return ERR_OK;
}

static void write_one_done(struct page *page, struct wizard *w,
                           const struct import_row *import)
{
    const struct phrase p = {.labels = &w->reading->sheet.labels};
    struct arena *arena = page->r->arena;
    struct html *h = &page->h;
    struct buf list = {0};

    phrase_entity(&list, &p, import->list);
    html_open(h, "li");
    html_link(h, arena_printf(arena, "/lists/" STR_FMT, STR_ARG(import->list)),
              buf_str(&list));
    html_puts(h, ": ");
    if (!import->is_closed) {
        html_puts(h, _("the import was cut off; repeat it"));
    } else {
        html_printf(h, _n(import->accepted, "%s row taken, ", "%s rows taken, "),
                    page_number(arena, (uint64_t)import->accepted).ptr);
        html_printf(h, _n(import->rejected, "%s handed back", "%s handed back"),
                    page_number(arena, (uint64_t)import->rejected).ptr);
    }
    html_close(h, "li");
    buf_release(&list);
}

static void write_done(struct page *page, struct wizard *w, const struct done *done)
{
    bool has_rejects = false;

    if (done->count == 0)
        return;
    page_section(page, "done", str_from_c(_("Imported")), STR(""));
    html_open(&page->h, "ul");
    for (size_t i = 0; i < done->count; i++) {
        write_one_done(page, w, &done->imports.items[i]);
        has_rejects = has_rejects || done->imports.items[i].rejected > 0;
    }
    html_close(&page->h, "ul");
    if (has_rejects && w->map.len > 0) {
        html_literal(&page->h, "<p>");
        html_link(&page->h,
                  arena_printf(page->r->arena, "/import/" STR_FMT "/rejected",
                               STR_ARG(w->name)),
                  str_from_c(_("Save the rows that were handed back, with the reasons")));
        html_literal(&page->h, "</p>");
    }
    page_section_end(page);
}

static void write_lead(struct page *page, const struct wizard *w)
{
    struct html *h = &page->h;
    struct buf href = {0};

    href_object(&href, w->name);
    html_literal(h, "<p>");
    html_link(h, page_href(page->r, buf_str(&href)), str_from_c(_("Open the file")));
    if (w->table) {
        html_puts(h, " · ");
        html_printf(h, _n(w->columns.rows, "%s row", "%s rows"),
                    page_number(page->r->arena, (uint64_t)w->columns.rows).ptr);
        html_puts(h, " · ");
        html_printf(h, _n(w->columns.count, "%zu column", "%zu columns"),
                    w->columns.count);
    }
    if (w->columns.bad_rows > 0) {
        html_puts(h, " · ");
        html_printf(
            h,
            _n(w->columns.bad_rows, "%jd row cannot be read", "%jd rows cannot be read"),
            (intmax_t)w->columns.bad_rows);
    }
    html_literal(h, "</p>");
    buf_release(&href);
}

static enum err_code render(struct reply *out, struct wizard *w, struct err *err)
{
    struct request *r = w->r;
    struct done done;
    struct page page;

    if (gather_done(&done, w, err) != ERR_OK || reading_commit(w->reading, err) != ERR_OK)
        return err->code;
    page_begin(&page, out, r,
               &(struct page_head){.part = PAGE_LISTS,
                                   .title = inbox_file_name(r->arena, &w->file),
                                   .kick = str_from_c(_("Import a table")),
                                   .help = "mapping",
                                   .is_wide = true});
    page_errors(&page, &(struct page_error){w->field, w->wrong}, w->wrong.len > 0);
    write_lead(&page, w);
    write_done(&page, w, &done);
    write_start(&page, w);
    write_choices(&page, w);
    write_text(&page, w);
    if (w->has_result)
        wizard_write_preview(&page, w);
    page_end(&page);
    return ERR_OK;
}

/* --- what a form asks for --- */

static void go_back(struct reply *out, const struct wizard *w, const char *part)
{
    reply_go_to(
        out, arena_printf(w->r->arena, "/import/" STR_FMT "%s", STR_ARG(w->name), part));
}

/* The choices are the mapping from now on; what cannot be said yet stays typed. */
static enum err_code choose(struct reply *out, struct wizard *w, bool only_read,
                            struct err *err)
{
    struct buf text = {0};
    struct err why = {0};
    enum err_code code;

    wizard_typed_options(w);
    if (!wizard_read_table(w)) {
        edit_start(&w->edit, w->r->arena, &w->columns, &w->options);
        w->has_choices = true;
        return render(out, w, err);
    }
    wizard_typed_choices(w);
    if (only_read || edit_write(&text, &w->edit, &why) != ERR_OK) {
        w->wrong = only_read ? STR("") : arena_str(w->r->arena, str_from_c(why.message));
        buf_release(&text);
        return render(out, w, err);
    }
    code = wizard_keep(w, arena_str(w->r->arena, buf_str(&text)), err);
    buf_release(&text);
    if (code == ERR_OK)
        go_back(out, w, "#text");
    return code;
}

static struct str name_without_ending(struct arena *arena, const struct object_row *file)
{
    struct str name = inbox_file_name(arena, file);

    for (size_t i = name.len; i > 1; i--)
        if (name.ptr[i - 1] == '.')
            return str_prefix(name, i - 1);
    return name;
}

static enum err_code guess(struct reply *out, struct wizard *w, struct err *err)
{
    struct buf text = {0};
    struct err why = {0};
    enum err_code code;

    if (!w->table)
        return render(out, w, err);
    edit_start(&w->edit, w->r->arena, &w->columns, &w->options);
    w->has_choices = true;
    if (edit_guess(&w->edit, &w->columns) == 0) {
        w->wrong = str_from_c(_("The headings say nothing that a machine could guess: "
                                "choose yourself."));
        return render(out, w, err);
    }
    w->edit.list = name_without_ending(w->r->arena, &w->file);
    buf_puts(&text, PROPOSED);
    if (edit_write(&text, &w->edit, &why) != ERR_OK) {
        w->wrong = arena_str(w->r->arena, str_from_c(why.message));
        buf_release(&text);
        return render(out, w, err);
    }
    code = wizard_keep(w, arena_str(w->r->arena, buf_str(&text)), err);
    buf_release(&text);
    if (code == ERR_OK)
        go_back(out, w, "?proposed=1");
    return code;
}

static enum err_code take_ready(struct reply *out, struct wizard *w, struct err *err)
{
    struct str text = {0};
    struct str name = fields_get(&w->r->form, STR("ready"));

    if (name.len == 0) {
        w->wrong = str_from_c(_("Choose which mapping."));
        w->field = "ready";
        return render(out, w, err);
    }
    if (wizard_shipped_text(&text, w->r, name, err) != ERR_OK ||
        wizard_keep(w, text, err) != ERR_OK)
        return err->code;
    go_back(out, w, "#text");
    return ERR_OK;
}

/* The text as it was sent is what is tried, kept, imported. */
static enum err_code take_text(struct wizard *w, struct err *err)
{
    struct str text = fields_get(&w->r->form, STR("map"));

    w->wrong = STR("");
    w->has_mapping = w->has_choices = false;
    if (wizard_keep(w, text, err) != ERR_OK)
        return err->code;
    return wizard_load(w, err);
}

struct importing {
    struct wizard *w;
    struct import_result result;
};

static enum err_code import_now(struct archive *archive, void *context, struct err *err)
{
    struct importing *i = context;

    return import_run(&i->result, archive, i->w->r->arena, &i->w->job, err);
}

static enum err_code import_table(struct reply *out, struct wizard *w, struct err *err)
{
    struct importing i = {.w = w};
    struct err why = {0};
    enum err_code code;

    if (wizard_job(w, &why) != ERR_OK)
        return render(out, w, err);
    code = writer_run(w->r, import_now, &i, &why);
    if (code == ERR_INVALID || code == ERR_NOT_FOUND || code == ERR_CONFLICT ||
        code == ERR_LIMIT) {
        w->wrong = arena_str(w->r->arena, str_from_c(why.message));
        return render(out, w, err);
    }
    if (code != ERR_OK)
        return err_set(err, code, "%s", why.message);
    /* Preserved with the table; those handed back are written out with it once more. */
    if (i.result.outcome == IMPORT_DONE && i.result.rejects.count == 0 &&
        wizard_forget(w, &why) != ERR_OK)
        log_line("failed", "reason=note-cannot-be-removed");
    buf_release(&i.result.rejects.text);
    go_back(out, w, i.result.outcome == IMPORT_DONE ? "#done" : "?preview=1");
    return ERR_OK;
}

static enum err_code answer(struct reply *out, struct wizard *w, struct err *err)
{
    struct str what = fields_get(&w->r->form, STR("do"));

    if (str_equal(what, STR("choose")) || str_equal(what, STR("read-again")))
        return choose(out, w, str_equal(what, STR("read-again")), err);
    if (str_equal(what, STR("guess")))
        return guess(out, w, err);
    if (str_equal(what, STR("ready")))
        return take_ready(out, w, err);
    if (str_equal(what, STR("blank"))) {
        if (wizard_keep(w, STR(""), err) != ERR_OK)
            return err->code;
        go_back(out, w, "");
        return ERR_OK;
    }
    if (take_text(w, err) != ERR_OK)
        return err->code;
    if (str_equal(what, STR("import")))
        return import_table(out, w, err);
    if (w->wrong.len > 0)
        return render(out, w, err);
    go_back(out, w, str_equal(what, STR("preview")) ? "?preview=1#preview" : "#text");
    return ERR_OK;
}

static enum err_code with_wizard(struct reply *out, struct request *r, struct str name,
                                 bool is_post, struct err *err)
{
    struct wizard *w = ARENA_NEW(r->arena, struct wizard);
    struct reading reading;
    enum err_code code;

    if (reading_open(&reading, r, "read", err) != ERR_OK)
        return err->code;
    code = wizard_open(w, &reading, name, err);
    if (code == ERR_OK)
        code = wizard_load(w, err);
    if (code == ERR_OK && is_post)
        code = answer(out, w, err);
    if (code == ERR_OK && !is_post && fields_has(&r->asked, STR("preview")))
        code = wizard_try(w, err);
    if (code == ERR_OK && !is_post)
        code = render(out, w, err);
    wizard_close(w);
    reading_close(&reading);
    return code;
}

/* --- the rows that are handed back, as a file --- */

static enum err_code save_rejects(struct reply *out, struct leaving *leaving,
                                  struct str name, struct err *err)
{
    struct request *r = leaving->reading.r;
    struct wizard *w = ARENA_NEW(r->arena, struct wizard);
    bool may = false;
    enum err_code code = wizard_open(w, &leaving->reading, name, err);

    if (code == ERR_OK)
        code = leaving_object(leaving, w->file.sha256, w->ref, err);
    if (code == ERR_OK)
        code = wizard_load(w, err);
    if (code == ERR_OK)
        code = wizard_try(w, err);
    if (code == ERR_OK && (!w->has_result || w->result.rejects.count == 0))
        code = err_set(err, ERR_NOT_FOUND, "no row of this table is handed back");
    if (code == ERR_OK)
        code = leaving_pass(&may, out, leaving, err);
    if (code == ERR_OK && may) {
        bool is_json = table_detected(w->table).format == TABLE_JSON;

        out->kind = REPLY_DATA;
        out->type = is_json ? STR("application/json") : STR("text/csv; charset=utf-8");
        out->download = arena_printf(r->arena, STR_FMT ".rejected.%s",
                                     STR_ARG(inbox_file_name(r->arena, &w->file)),
                                     is_json ? "json" : "csv");
        buf_append(&out->body, buf_str(&w->result.rejects.text));
    }
    wizard_close(w);
    return code;
}

static enum err_code rejects(struct reply *out, struct request *r, struct str name,
                             struct err *err)
{
    struct leaving leaving;
    enum err_code code;

    if (leaving_open(&leaving, r, STR("table"), err) != ERR_OK)
        return err->code;
    code = save_rejects(out, &leaving, name, err);
    leaving_close(&leaving);
    return code;
}

enum err_code page_import_file(struct reply *out, struct request *r, struct err *err)
{
    struct str name = request_segment(r);
    struct str below = request_segment(r);

    if (wizard_allowed(r, err) != ERR_OK)
        return err->code;
    if (str_equal(below, STR("rejected")) && r->rest.len == 0)
        return rejects(out, r, name, err);
    if (name.len == 0 || below.len > 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    return with_wizard(out, r, name, false, err);
}

enum err_code page_import_file_post(struct reply *out, struct request *r, struct err *err)
{
    struct str name = request_segment(r);
    struct str below = request_segment(r);

    if (wizard_allowed(r, err) != ERR_OK)
        return err->code;
    if (str_equal(below, STR("rejected")) && r->rest.len == 0)
        return rejects(out, r, name, err); /* with what it is for, and for whom */
    if (name.len == 0 || below.len > 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    return with_wizard(out, r, name, true, err);
}
