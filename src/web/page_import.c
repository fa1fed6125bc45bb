/* /import: tables that were preserved, one of which is chosen. */

#include "base/message.h"
#include "record/roles.h"
#include "sheet/inbox_text.h"
#include "web/import_wizard.h"
#include "web/pages.h"
#include "web/visitor.h"

enum { TABLES_SHOWN = 200 };

enum err_code wizard_allowed(const struct request *r, struct err *err)
{
    if (r->visitor->is_reader || !roles_suffice(r->visitor->roles, ROLE_RECORDER))
        return err_set(err, ERR_DENIED, "tables are imported by those who record");
    return ERR_OK;
}

/* --- which table --- */

static bool is_table(struct str type)
{
    static const struct str types[] = {
        STR_INIT("text/csv"), STR_INIT("text/tab-separated-values"),
        STR_INIT("application/json"),
        STR_INIT("application/"
                 "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        STR_INIT("application/vnd.oasis.opendocument.spreadsheet")};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_equal(type, types[i]))
            return true;
    return false;
}

/* In old characters it looks like no text at all; its name says what it is meant to be.
 */
static bool has_name_of_table(struct str name)
{
    static const struct str endings[] = {STR_INIT(".csv"), STR_INIT(".tsv"),
                                         STR_INIT(".xlsx"), STR_INIT(".ods")};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (str_ends_with(name, endings[i]))
            return true;
    return false;
}

static void write_table_row(struct page_table *t, struct page *page,
                            struct reading *reading, const struct inbox_row *row)
{
    struct arena *arena = page->r->arena;
    struct buf use = {0};
    struct str ref = archive_ref_short(reading->sheet.archive, arena, row->object.ref);

    inbox_use_text(&use, row);
    page_table_row(t, NULL);
    page_cell_link(t, arena_printf(arena, "/import/" STR_FMT, STR_ARG(ref)),
                   inbox_file_name(arena, &row->object));
    page_cell_text(t, row->object.type);
    page_cell_text(t, use.len > 0 ? arena_str(arena, buf_str(&use))
                                  : str_from_c(_("not imported")));
    page_table_row_end(t);
    buf_release(&use);
}

static enum err_code gather_tables(struct inbox_list *out, struct reading *reading,
                                   struct err *err)
{
    const struct inbox_filter filter = {.limit = QUERY_LIMIT};
    struct inbox_list all = {0};
    struct sheet *sheet = &reading->sheet;

    if (inbox_list(&all, sheet->arena, sheet->index, sheet->as_of.view, &filter, err) !=
        ERR_OK)
        return err->code;
    *out = (struct inbox_list){
        .items = ARENA_ARRAY(sheet->arena, struct inbox_row, all.count + 1),
        .has_more = all.has_more};
    for (size_t i = 0; i < all.count && out->count < TABLES_SHOWN; i++)
        if (is_table(all.items[i].object.type) ||
            has_name_of_table(all.items[i].object.name)) {
            out->items[out->count++] = all.items[i];
            access_note(&reading->access, all.items[i].object.ref);
        }
    return ERR_OK;
}

static void write_tables(struct page *page, struct reading *reading,
                         const struct inbox_list *tables)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("Table")), .is_head = true},
        {.label = str_from_c(_("Kind"))},
        {.label = str_from_c(_("Imported"))},
    };
    struct page_table t;

    if (tables->count == 0) {
        html_element(&page->h, "p",
                     str_from_c(_("No table is preserved yet: CSV, a workbook, JSON.")));
    } else {
        page_table(&t, page, str_from_c(_("Preserved tables")), columns, 3, NULL);
        for (size_t i = 0; i < tables->count; i++)
            write_table_row(&t, page, reading, &tables->items[i]);
        page_table_end(&t);
    }
    html_literal(&page->h, "<p>");
    html_link(&page->h, STR("/upload"),
              str_from_c(tables->count > 0 ? _("Preserve another table first")
                                           : _("Upload files")));
    html_literal(&page->h, "</p>");
    if (tables->has_more)
        html_element(
            &page->h, "p",
            str_from_c(_("There are more files than are looked at here: open the "
                         "table from its own page.")));
}

static enum err_code open_asked(struct reply *out, struct request *r, struct err *err)
{
    struct ref ref = REF_NONE;

    if (archive_ref_parse(&ref, r->archive, str_trim(fields_get(&r->asked, STR("file"))),
                          err) != ERR_OK)
        return err->code;
    reply_go_to(out, arena_printf(r->arena, "/import/" STR_FMT,
                                  STR_ARG(archive_ref_short(r->archive, r->arena, ref))));
    return ERR_OK;
}

enum err_code page_import(struct reply *out, struct request *r, struct err *err)
{
    struct inbox_list tables = {0};
    struct reading reading;
    struct page page;
    enum err_code code;

    if (wizard_allowed(r, err) != ERR_OK)
        return err->code;
    if (fields_has(&r->asked, STR("file")))
        return open_asked(out, r, err);
    if (reading_open(&reading, r, "read", err) != ERR_OK)
        return err->code;
    code = gather_tables(&tables, &reading, err);
    if (code == ERR_OK)
        code = reading_commit(&reading, err);
    if (code == ERR_OK) {
        page_begin(&page, out, r,
                   &(struct page_head){.part = PAGE_LISTS,
                                       .title = str_from_c(_("Import a table")),
                                       .lead = str_from_c(_(
                                           "A list of the dead, of incidents, of places: "
                                           "say once what its columns mean.")),
                                       .help = "mapping"});
        write_tables(&page, &reading, &tables);
        page_end(&page);
    }
    reading_close(&reading);
    return code;
}
