/* What an import would say, without writing it. */

#include "base/message.h"
#include "crypto/sha256.h"
#include "intake/import_words.h"
#include "record/project_value.h"
#include "sheet/inbox_text.h"
#include "sheet/value_text.h"
#include "web/import_wizard.h"

/* --- the run --- */

enum err_code wizard_job(struct wizard *w, struct err *err)
{
    struct sha256 *sha256;

    if (!w->has_mapping)
        return err_set(err, ERR_INVALID, "there is no mapping that fits this table yet");
    sha256 = sha256_new();
    w->job = (struct import_job){
        .file_text = w->bytes,
        .file_name = inbox_file_name(w->r->arena, &w->file),
        .file_sha256 = sha256_of(sha256, w->bytes),
        .map_text = w->map,
        .map_name = STR("mapping.map"),
        .map_sha256 = sha256_of(sha256, w->map),
        .mapping = &w->mapping,
        .table = w->table,
        .is_newest = true,
    };
    sha256_free(sha256);
    w->job.is_newest = false;
    return table_rewind(w->table, err);
}

/* The entities that rows make, by id, so that claims can say whose they are. */
struct made {
    struct str id;
    struct str label;
    struct str kind;
};

enum { MADE_MAX = 400 };

struct showing {
    struct wizard *w;
    struct phrase phrase;
    struct made made[MADE_MAX];
    size_t made_count;
};

static const struct made *find_made(const struct showing *s, struct str id)
{
    for (size_t i = 0; i < s->made_count; i++)
        if (str_equal(s->made[i].id, id))
            return &s->made[i];
    return NULL;
}

static void put_thing(struct buf *out, const struct showing *s, struct str id)
{
    const struct made *made = find_made(s, id);
    const struct schema_kind *kind = made ? schema_kind(made->kind) : NULL;

    if (!made) {
        phrase_entity(out, &s->phrase, id);
        return;
    }
    if (made->label.len > 0)
        buf_printf(out, "“" STR_FMT "”", STR_ARG(made->label));
    else if (kind)
        buf_append(out, schema_label(kind->label));
}

static void add_line(struct showing *s, int64_t row, struct buf *text)
{
    struct wizard *w = s->w;

    if (text->len > 0 && w->line_count < WIZARD_LINES_MAX)
        w->lines[w->line_count++] =
            (struct wizard_line){row, arena_str(w->r->arena, buf_str(text))};
    buf_release(text);
}

static void show_entity(struct showing *s, int64_t row, const struct value *draft)
{
    struct arena *arena = s->w->r->arena;
    struct str kind = value_get_string(draft, STR("entity"));
    struct entity_row entity = {.kind = kind,
                                .class_ = value_get_string(draft, STR("class")),
                                .label = value_get_string(draft, STR("label"))};
    struct buf text = {0};
    struct buf what = {0};

    if (s->made_count < MADE_MAX)
        s->made[s->made_count++] =
            (struct made){arena_str(arena, value_get_string(draft, STR("id"))),
                          arena_str(arena, entity.label), arena_str(arena, kind)};
    phrase_kind(&what, &s->phrase, &entity);
    buf_printf(&text, _("new: %s"), buf_text(&what));
    if (entity.label.len > 0)
        buf_printf(&text, " “" STR_FMT "”", STR_ARG(entity.label));
    buf_release(&what);
    add_line(s, row, &text);
}

static void show_value(struct buf *out, const struct showing *s, struct str property,
                       const struct value *draft)
{
    const struct value *value = value_get(draft, STR("value"));
    const struct value *qualifiers = value_get(draft, STR("qualifiers"));
    struct value_columns columns = {0};
    struct claim_row claim = {.property = property, .qualifiers = qualifiers};

    if (!value)
        return;
    value_to_columns(&columns, property, value, qualifiers);
    if (columns.form == FORM_REFERENCE) {
        put_thing(out, s, columns.entity);
        return;
    }
    claim.form = columns.form == FORM_DATE_TEXT ? FORM_DATE : columns.form;
    claim.value = *value;
    claim.entity = columns.entity;
    claim.term = columns.term;
    claim.text = columns.text;
    claim.unit = columns.unit;
    value_text_whole(out, &s->phrase, &claim);
}

static void show_claim(struct showing *s, int64_t row, const struct value *draft)
{
    struct str property = value_get_string(draft, STR("property"));
    struct buf text = {0};

    put_thing(&text, s, value_get_string(draft, STR("about")));
    buf_puts(&text, " · ");
    phrase_property(&text, &s->phrase, property);
    buf_puts(&text, ": ");
    show_value(&text, s, property, draft);
    add_line(s, row, &text);
}

static void show(void *context, int64_t row, const struct value *draft)
{
    struct showing *s = context;
    struct str kind = value_get_string(draft, STR("kind"));

    if (row > WIZARD_ROWS_SHOWN)
        return;
    if (str_equal(kind, STR("entity")))
        show_entity(s, row, draft);
    else if (str_equal(kind, STR("claim")))
        show_claim(s, row, draft);
}

enum err_code wizard_try(struct wizard *w, struct err *err)
{
    struct showing *s = ARENA_NEW(w->r->arena, struct showing);
    struct err why = {0};
    enum err_code code;

    s->w = w;
    s->phrase = (struct phrase){.labels = &w->reading->sheet.labels};
    if (wizard_job(w, &why) != ERR_OK) {
        if (w->wrong.len == 0)
            w->wrong = arena_str(w->r->arena, str_from_c(why.message));
        return ERR_OK;
    }
    w->job.is_dry_run = true;
    w->job.show = show;
    w->job.show_context = s;
    code = import_run(&w->result, w->r->archive, w->r->arena, &w->job, &why);
    w->has_result = code == ERR_OK;
    if (code == ERR_INVALID || code == ERR_NOT_FOUND || code == ERR_LIMIT ||
        code == ERR_CONFLICT) {
        w->wrong = arena_str(w->r->arena, str_from_c(why.message));
        return ERR_OK;
    }
    return code == ERR_OK ? ERR_OK : err_set(err, code, "%s", why.message);
}

/* --- what is shown of it --- */

static void write_counts(struct page *page, const struct wizard *w)
{
    const struct import_result *r = &w->result;
    struct arena *arena = page->r->arena;
    struct html *h = &page->h;

    html_literal(h, "<p>");
    html_printf(h, _n(r->rows, "%s row in the table: ", "%s rows in the table: "),
                page_number(arena, (uint64_t)r->rows).ptr);
    html_printf(h, _n(r->accepted, "%s could be taken, ", "%s could be taken, "),
                page_number(arena, (uint64_t)r->accepted).ptr);
    html_printf(h,
                _n(r->rejected, "%s would be handed back.", "%s would be handed back."),
                page_number(arena, (uint64_t)r->rejected).ptr);
    html_literal(h, "</p>");
    if (r->compared_with.len > 0) {
        html_literal(h, "<p>");
        html_printf(h, _("Compared with the version “" STR_FMT "”:"),
                    STR_ARG(r->compared_with));
        html_puts(h, " ");
        html_printf(h, _n(r->new_rows, "%s row new, ", "%s rows new, "),
                    page_number(arena, (uint64_t)r->new_rows).ptr);
        html_printf(h, _n(r->changed_rows, "%s changed, ", "%s changed, "),
                    page_number(arena, (uint64_t)r->changed_rows).ptr);
        html_printf(h, _n(r->vanished, "%s vanished.", "%s vanished."),
                    page_number(arena, (uint64_t)r->vanished).ptr);
        html_literal(h, "</p>");
    }
}

static void write_outcome(struct page *page, const struct wizard *w)
{
    const char *text = NULL;

    switch (w->result.outcome) {
    case IMPORT_NOTHING_NEW:
        text = _("This file was imported with this mapping before: there is nothing to "
                 "add.");
        break;
    case IMPORT_HELD_BACK:
        text = _("Nothing can be written, not even the file: it holds what must be "
                 "sealed, and this archive has no compartment to seal it to.");
        break;
    case IMPORT_ASKS:
        text = _("A question must be answered in the mapping first, once for this list.");
        break;
    case IMPORT_DONE:
        return;
    }
    page_box(page, PAGE_BOX_MISSING);
    html_element(&page->h, "p", str_from_c(text));
    page_box_end(page);
}

static void write_findings(struct page *page, const struct wizard *w)
{
    struct str *lines = NULL;
    size_t count = import_findings_lines(&lines, page->r->arena, &w->result, &w->job);

    if (count == 0)
        return;
    html_element(&page->h, "p", str_from_c(_("What to know about this table:")));
    html_open(&page->h, "ul");
    for (size_t i = 0; i < count; i++)
        html_element(&page->h, "li", lines[i]);
    html_close(&page->h, "ul");
}

static void write_rows(struct page *page, const struct wizard *w)
{
    struct html *h = &page->h;
    int64_t row = 0;

    if (w->line_count == 0)
        return;
    html_element(h, "p", str_from_c(_("What the first rows would say:")));
    html_open(h, "ol");
    html_class(h, "hist");
    for (size_t i = 0; i < w->line_count; i++) {
        html_open(h, "li");
        html_open(h, "span");
        html_class(h, "q");
        if (w->lines[i].row != row)
            html_printf(h, _("row %jd"), (intmax_t)w->lines[i].row);
        html_close(h, "span");
        html_element(h, "span", w->lines[i].text);
        html_close(h, "li");
        row = w->lines[i].row;
    }
    html_close(h, "ol");
}

void wizard_write_preview(struct page *page, const struct wizard *w)
{
    page_section(page, "preview", str_from_c(_("What it would say")),
                 str_from_c(_("Nothing is written yet.")));
    write_outcome(page, w);
    write_counts(page, w);
    if (w->result.rejected > 0) {
        html_literal(&page->h, "<p>");
        html_link(&page->h,
                  arena_printf(page->r->arena, "/import/" STR_FMT "/rejected",
                               STR_ARG(w->name)),
                  str_from_c(_("Save the rows that are handed back, with the reasons")));
        html_literal(&page->h, "</p>");
    }
    write_findings(page, w);
    write_rows(page, w);
    page_section_end(page);
}
