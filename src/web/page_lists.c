/* /lists, and /lists/ID: lists of the dead and missing, and their versions. */

#include "web/page_lists.h"

#include "base/message.h"
#include "record/id.h"
#include "sheet/marks.h"
#include "sheet/phrase.h"
#include "web/page_table.h"
#include "web/pages.h"

enum { LISTS_A_PAGE = 100 };

struct str lists_href(struct request *r, struct str id, const char *below)
{
    return page_href(r,
                     arena_printf(r->arena, "/lists/" STR_FMT "%s", STR_ARG(id), below));
}

/* --- all of them --- */

struct listed {
    struct entity_row list;
    struct list_versions versions;
};

static enum err_code read_lists(struct listed **out, size_t *count, bool *has_more,
                                struct reading *reading, struct err *err)
{
    struct request *r = reading->r;
    struct sheet *sheet = &reading->sheet;
    struct str after = fields_get(&r->asked, STR("after"));
    struct ref from = {0};
    struct entity_list lists = {0};

    if (after.len > 0 && archive_ref_parse(&from, r->archive, after, err) != ERR_OK)
        return err->code;
    if (query_entities(&lists, r->arena, sheet->index, sheet->as_of.view, STR("list"),
                       STR(""), from, LISTS_A_PAGE, err) != ERR_OK)
        return err->code;
    *out = ARENA_ARRAY(r->arena, struct listed, lists.count + 1);
    for (size_t i = 0; i < lists.count; i++) {
        struct listed *one = &(*out)[*count];
        bool may = false;

        if (reading_may(&may, reading, lists.items[i].ref, err) != ERR_OK)
            return err->code;
        if (!may)
            continue;
        one->list = lists.items[i];
        access_note(&reading->access, one->list.ref);
        if (list_versions_read(&one->versions, r->arena, r->archive, sheet->as_of.view,
                               one->list.id, err) != ERR_OK)
            return err->code;
        ++*count;
    }
    *has_more = lists.has_more;
    return ERR_OK;
}

static struct str title_of(struct arena *arena, const struct entity_row *list)
{
    struct buf text = {0};
    struct str out;

    if (list->label.len > 0)
        return list->label;
    phrase_id(&text, list->id);
    out = arena_str(arena, buf_str(&text));
    buf_release(&text);
    return out;
}

static struct str day_text(struct arena *arena, const struct list_import *import)
{
    struct buf text = {0};
    struct str out;

    if (import->has_time)
        phrase_time(&text, import->at_s);
    out = arena_str(arena, buf_str(&text));
    buf_release(&text);
    return out;
}

static void write_list(struct page_table *t, struct request *r, const struct listed *one)
{
    const struct list_version *newest = list_versions_newest(&one->versions);

    page_table_row(t, NULL);
    page_cell_link(t, lists_href(r, one->list.id, ""), title_of(r->arena, &one->list));
    page_cell_number(t, one->versions.count);
    page_cell_text(t, newest ? list_version_title(r->arena, newest) : STR(""));
    page_cell_text(t, newest ? day_text(r->arena, &newest->imports[0]) : STR(""));
    page_cell(t);
    if (newest)
        html_text(t->h, page_number(r->arena, (uint64_t)newest->imports[0].rows));
    page_cell_end(t);
    page_table_row_end(t);
}

static void write_lists(struct page *page, const struct listed *lists, size_t count)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("List")), .is_head = true},
        {.label = str_from_c(_("Versions")), .is_number = true},
        {.label = str_from_c(_("Newest version"))},
        {.label = str_from_c(_("Imported"))},
        {.label = str_from_c(_("Rows")), .is_number = true}};
    struct page_table t;

    if (count == 0) {
        html_element(&page->h, "p", str_from_c(_("No list has been imported yet.")));
        return;
    }
    page_table(&t, page, STR(""), columns, sizeof columns / sizeof columns[0], NULL);
    for (size_t i = 0; i < count; i++)
        write_list(&t, page->r, &lists[i]);
    page_table_end(&t);
}

static enum err_code show_all(struct reply *out, struct reading *reading, struct err *err)
{
    const struct page_head head = {
        .part = PAGE_LISTS,
        .title = str_from_c(_("Lists")),
        .lead = str_from_c(_("Every release that was imported is kept as it was, and "
                             "can be compared with any other."))};
    struct request *r = reading->r;
    struct listed *lists = NULL;
    struct page page;
    size_t count = 0;
    bool has_more = false;

    if (read_lists(&lists, &count, &has_more, reading, err) != ERR_OK ||
        reading_commit(reading, err) != ERR_OK)
        return err->code;
    page_begin(&page, out, r, &head);
    write_lists(&page, lists, count);
    if (has_more && count > 0)
        page_pager(
            &page, STR(""),
            page_here(r, STR("after"),
                      archive_ref_text(r->archive, r->arena, lists[count - 1].list.ref)),
            STR(""));
    page_end(&page);
    return ERR_OK;
}

/* --- the versions of one --- */

static struct str difference_href(struct request *r, const struct list_versions *versions,
                                  size_t at)
{
    const struct list_version *from = &versions->items[at - 1];
    const struct list_version *to = &versions->items[at];

    return lists_href(
        r, versions->list.id,
        arena_printf(r->arena, "/difference?from=%u&to=%u", from->number, to->number)
            .ptr);
}

static void write_version(struct page_table *t, struct request *r,
                          const struct list_versions *versions, size_t at)
{
    const struct list_version *version = &versions->items[at];
    const struct list_import *import = &version->imports[0];
    struct buf path = {0};

    page_table_row(t, NULL);
    page_cell_text(t, list_version_title(r->arena, version));
    page_cell(t);
    href_statement(&path, archive_ref_short(r->archive, r->arena, import->ref));
    html_link(t->h, page_href(r, buf_str(&path)), day_text(r->arena, import));
    buf_release(&path);
    page_cell_end(t);
    page_cell_text(t, import->file);
    page_cell_number(t, (uint64_t)import->rows);
    page_cell_number(t, (uint64_t)import->accepted);
    page_cell_number(t, (uint64_t)import->rejected);
    page_cell(t);
    if (import->has_vanished)
        html_text(t->h, page_number(r->arena, (uint64_t)import->vanished));
    page_cell_end(t);
    page_cell(t);
    if (!import->is_closed)
        html_puts(t->h, _("cut off: import it again"));
    else if (at > 0 && versions->items[at - 1].imports[0].is_closed)
        html_link(t->h, difference_href(r, versions, at),
                  str_from_c(_("what it has otherwise than the one before")));
    page_cell_end(t);
    page_table_row_end(t);
}

static void write_versions(struct page *page, const struct list_versions *versions)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("Version")), .is_head = true},
        {.label = str_from_c(_("Imported"))},
        {.label = str_from_c(_("File"))},
        {.label = str_from_c(_("Rows")), .is_number = true},
        {.label = str_from_c(_("Taken")), .is_number = true},
        {.label = str_from_c(_("Handed back")), .is_number = true},
        {.label = str_from_c(_("Vanished")), .is_number = true},
        {.label = str_from_c(_("Difference"))}};
    struct page_table t;

    page_table(&t, page, STR(""), columns, sizeof columns / sizeof columns[0], NULL);
    for (size_t i = versions->count; i > 0; i--)
        write_version(&t, page->r, versions, i - 1);
    page_table_end(&t);
}

static void choose_version(struct page *page, const char *name, const char *label,
                           const struct list_versions *versions, size_t chosen)
{
    struct html *h = &page->h;

    html_literal(h, "<div class=\"f\">");
    html_open(h, "label");
    html_set(h, "for", name);
    html_puts(h, label);
    html_close(h, "label");
    html_open(h, "select");
    html_set(h, "id", name);
    html_set(h, "name", name);
    for (size_t i = 0; i < versions->count; i++) {
        html_open(h, "option");
        html_number(h, "value", versions->items[i].number);
        if (i == chosen)
            html_flag(h, "selected");
        html_text(h, list_version_title(page->r->arena, &versions->items[i]));
        html_close(h, "option");
    }
    html_close(h, "select");
    html_literal(h, "</div>");
}

static void write_compare(struct page *page, const struct list_versions *versions)
{
    struct html *h = &page->h;

    if (versions->count < 2)
        return;
    page_section(page, "compare", str_from_c(_("Compare two versions")), STR(""));
    html_open(h, "form");
    html_class(h, "row");
    html_set(h, "method", "get");
    html_attr(h, "action",
              arena_printf(page->r->arena, "/lists/" STR_FMT "/difference",
                           STR_ARG(versions->list.id)));
    choose_version(page, "from", _("From"), versions, versions->count - 2);
    choose_version(page, "to", _("To version"), versions, versions->count - 1);
    html_element(h, "button", str_from_c(_("Show the difference")));
    html_close(h, "form");
    page_section_end(page);
}

static enum err_code show_one(struct reply *out, struct reading *reading,
                              const struct list_versions *versions, struct err *err)
{
    struct request *r = reading->r;
    const struct page_head head = {.part = PAGE_LISTS,
                                   .kick = str_from_c(_("List")),
                                   .title = title_of(r->arena, &versions->list),
                                   .is_wide = true};
    struct buf path = {0};
    struct page page;

    if (reading_commit(reading, err) != ERR_OK)
        return err->code;
    page_begin(&page, out, r, &head);
    href_entity(&path, versions->list.id);
    html_open(&page.h, "p");
    html_link(&page.h, page_href(r, buf_str(&path)),
              str_from_c(_("What is recorded of the list itself")));
    html_close(&page.h, "p");
    write_versions(&page, versions);
    write_compare(&page, versions);
    page_end(&page);
    buf_release(&path);
    return ERR_OK;
}

/* For a reader: the tables of all its versions, because rows of any may be shown. */
static enum err_code gate(struct reading *reading, const struct list_versions *versions,
                          struct err *err)
{
    struct request *r = reading->r;
    struct import_list imports = {0};

    if (query_imports(&imports, r->arena, reading->sheet.index, reading->sheet.as_of.view,
                      versions->list.id, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < imports.count; i++) {
        bool may = true;

        if (ref_is_none(imports.items[i].source))
            continue;
        access_note(&reading->access, imports.items[i].source);
        if (reading_may(&may, reading, imports.items[i].source, err) != ERR_OK)
            return err->code;
        if (!may)
            return err_set(err, ERR_DENIED,
                           "not shown: a reader sees what people agreed to for "
                           "documentation by this team");
    }
    return ERR_OK;
}

static enum err_code show_list(struct reply *out, struct reading *reading,
                               struct err *err)
{
    struct request *r = reading->r;
    struct str typed = request_segment(r);
    struct str below = request_segment(r);
    struct list_versions versions = {0};
    struct err ignored = {0};
    struct id id;

    if (id_parse(&id, typed, &ignored) != ERR_OK)
        return err_set(err, ERR_NOT_FOUND, "there is no list of this number");
    if (list_versions_read(&versions, r->arena, r->archive, reading->sheet.as_of.view,
                           id_str(&id), err) != ERR_OK ||
        gate(reading, &versions, err) != ERR_OK)
        return err->code;
    access_note(&reading->access, versions.list.ref);
    if (below.len == 0)
        return show_one(out, reading, &versions, err);
    if (str_equal(below, STR("difference")))
        return lists_difference(out, reading, &versions, err);
    return err_set(err, ERR_NOT_FOUND, "there is no such page");
}

enum err_code page_lists(struct reply *out, struct request *r, struct err *err)
{
    struct reading reading;
    enum err_code code = reading_open(&reading, r, "read", err);

    if (code != ERR_OK)
        return code;
    code =
        r->rest.len == 0 ? show_all(out, &reading, err) : show_list(out, &reading, err);
    reading_close(&reading);
    return code;
}
