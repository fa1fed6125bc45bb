/* /table/, and /table/NAME: the tables of the archive. */

#include "web/page_tables.h"

#include "base/message.h"
#include "record/search_index.h"
#include "web/page_rows.h"
#include "web/page_table.h"
#include "web/pages.h"
#include "web/reading.h"

enum { ROWS_A_PAGE = 50, COUNT_ENOUGH = 10000 };

enum err_code tables_ask(struct table_ask *out, struct request *r, struct str name,
                         struct err *err)
{
    *out = (struct table_ask){.table = table_named(name)};
    if (!out->table)
        return err_set(err, ERR_NOT_FOUND, "there is no table of that name");
    for (size_t i = 0; i < r->asked.count; i++)
        (void)table_ask_set(out, r->asked.items[i].name, r->asked.items[i].value);
    return ERR_OK;
}

static void append_field(struct buf *out, const char *name, struct str value)
{
    if (value.len == 0)
        return;
    buf_char(out, out->len > 0 ? '&' : '?');
    buf_puts(out, name);
    buf_char(out, '=');
    html_url(out, value);
}

struct str tables_href(struct request *r, const struct table_ask *ask,
                       enum table_field without, const char *suffix, struct str after)
{
    struct buf query = {0};
    struct buf said = {0};
    struct str out;

    table_ask_query(&said, ask, without);
    if (said.len > 0) {
        buf_char(&query, '?');
        buf_append(&query, buf_str(&said));
    }
    append_field(&query, "as-of", fields_get(&r->asked, STR("as-of")));
    append_field(&query, "after", after);
    out = arena_printf(r->arena, "/table/%s%s" STR_FMT, ask->table->name, suffix,
                       STR_ARG(buf_str(&query)));
    buf_release(&query);
    buf_release(&said);
    return out;
}

/* --- one table --- */

struct shown {
    struct request *r;
    struct reading reading;
    struct table_ask ask;
    struct table_page page;
    struct table_rows rows;
    struct table_count count;
    struct table_reader reader;
    struct table_line *lines; /* that this visitor may read */
    size_t line_count;
};

static enum err_code may_read(bool *out, struct shown *s, const struct table_line *line,
                              struct err *err)
{
    *out = true;
    for (size_t i = 0; s->reading.is_reader && i < line->used_count && *out; i++)
        if (reading_may(out, &s->reading, line->used[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static enum err_code read_lines(struct shown *s, struct err *err)
{
    enum err_code code = ERR_OK;

    table_reader_start(&s->reader, &s->reading.sheet, s->ask.table);
    s->lines = ARENA_ARRAY(s->r->arena, struct table_line, s->rows.count + 1);
    for (size_t i = 0; i < s->rows.count && code == ERR_OK; i++) {
        struct table_line *line = &s->lines[s->line_count];
        bool may = false;

        code = table_line_read(line, &s->reader, s->rows.items[i], err);
        if (code == ERR_OK)
            code = may_read(&may, s, line, err);
        s->line_count += may ? 1 : 0;
    }
    return code;
}

static enum err_code read_rows(struct shown *s, struct err *err)
{
    struct sheet *sheet = &s->reading.sheet;

    if (query_table(&s->rows, s->r->arena, sheet->index, sheet->as_of.view,
                    &s->ask.filter, &s->page, err) != ERR_OK)
        return err->code;
    if (query_table_count(&s->count, s->r->arena, sheet->index, sheet->as_of.view,
                          &s->ask.filter, COUNT_ENOUGH, err) != ERR_OK)
        return err->code;
    /* Where counting would cost, what is seen here is what is known. */
    if (!ref_is_asked(s->page.after) && !s->rows.has_more)
        s->count = (struct table_count){s->rows.count, true};
    else if (s->count.at_least < s->rows.count)
        s->count.at_least = s->rows.count;
    if (read_lines(s, err) != ERR_OK)
        return err->code;
    /* How many there are that a reader may not see is itself not for them: with a filter
     * it tells whom the archive knows. */
    if (s->reading.is_reader)
        s->count = (struct table_count){s->line_count, !ref_is_asked(s->page.after) &&
                                                           !s->rows.has_more};
    return ERR_OK;
}

/* All of it of one state, and the lock of the index taken once. */
static enum err_code read_all(struct shown *s, struct err *err)
{
    struct str after = fields_get(&s->r->asked, STR("after"));
    struct index *index = s->reading.sheet.index;
    bool begun = false;
    enum err_code code = ERR_OK;

    s->page = (struct table_page){.limit = ROWS_A_PAGE};
    if (after.len > 0)
        code = archive_ref_parse(&s->page.after, s->r->archive, after, err);
    if (code == ERR_OK)
        code = search_begin(&begun, index, err);
    if (code != ERR_OK)
        return code;
    code = table_ask_ready(&s->ask, &s->reading.sheet, err);
    s->page.is_newest_first = s->ask.is_newest_first;
    if (code == ERR_OK)
        code = read_rows(s, err);
    search_done(index, begun);
    return code;
}

static struct str how_many(const struct shown *s)
{
    const char *number = page_number(s->r->arena, s->count.at_least).ptr;

    if (!s->count.is_all)
        return arena_printf(s->r->arena, _("more than %s lines"), number);
    return arena_printf(s->r->arena, _n(s->count.at_least, "%s line", "%s lines"),
                        number);
}

static void write_files(struct page *page, const struct shown *s)
{
    static const char *const names[] = {"CSV", "JSON", "GeoJSON", "XLSX"};
    struct html *h = &page->h;

    html_open(h, "p");
    html_class(h, "sm");
    html_puts(h, _("All of these lines as a file, to give to somebody: "));
    for (int i = 0; i < TABLE_FORMATS; i++) {
        const char *suffix =
            arena_printf(s->r->arena, ".%s", table_format_name((enum table_format)i)).ptr;

        if (i > 0)
            html_puts(h, " · ");
        html_link(h, tables_href(s->r, &s->ask, TABLE_FIELDS, suffix, STR("")),
                  str_from_c(names[i]));
    }
    html_close(h, "p");
}

static void write_columns(struct page_column *columns, const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        enum table_from from = table->columns[i].from;

        columns[i] = (struct page_column){.label = str_from_c(_(table->columns[i].label)),
                                          .is_head = i == 0,
                                          .is_number = from == TABLE_FROM_COUNT ||
                                                       from == TABLE_FROM_PASSAGES ||
                                                       from == TABLE_FROM_SIZE};
    }
}

static void write_lines(struct page *page, const struct shown *s)
{
    const struct table *table = s->ask.table;
    struct page_column columns[TABLE_COLUMNS_MAX];
    struct page_table t;

    write_columns(columns, table);
    page_table(&t, page, how_many(s), columns, table->column_count, NULL);
    for (size_t i = 0; i < s->line_count; i++) {
        page_table_row(&t, NULL);
        for (size_t j = 0; j < table->column_count; j++) {
            page_cell(&t);
            page_rows_cell(page, &s->lines[i].cells[j]);
            page_cell_end(&t);
        }
        page_table_row_end(&t);
    }
    page_table_end(&t);
}

static void write_notes(struct page *page, const struct shown *s)
{
    struct html *h = &page->h;

    if (s->ask.is_cut)
        html_phrase(h, "p", "sm q",
                    str_from_c(_("The words stand in more texts than are looked at for a "
                                 "table: say more of them.")));
    if (s->line_count == 0 && !s->rows.has_more)
        html_element(h, "p", str_from_c(_("No line passes.")));
    if (s->rows.is_cut)
        html_phrase(h, "p", "sm q",
                    str_from_c(_("Much had to be looked at to find these lines; the next "
                                 "page goes on looking.")));
}

static void write_pager(struct page *page, const struct shown *s)
{
    struct request *r = s->r;
    struct str first = STR("");
    struct str next = STR("");

    if (ref_is_asked(s->page.after))
        first = tables_href(r, &s->ask, TABLE_FIELDS, "", STR(""));
    if (s->rows.has_more)
        next = tables_href(r, &s->ask, TABLE_FIELDS, "",
                           archive_ref_text(r->archive, r->arena, s->rows.next));
    page_pager(page, first, next, STR(""));
}

static void write_page(struct reply *out, struct shown *s)
{
    const struct table *table = s->ask.table;
    const struct page_head head = {.part = PAGE_TABLES,
                                   .title = str_from_c(_(table->title)),
                                   .kick = str_from_c(_("Table")),
                                   .lead = table->lead[0] ? str_from_c(_(table->lead))
                                                          : STR(""),
                                   .is_wide = true};
    struct page page;

    page_begin(&page, out, s->r, &head);
    tables_filters(&page, &s->ask, &s->reading.sheet);
    tables_chips(&page, &s->ask, &s->reading.sheet);
    if (s->line_count > 0)
        write_lines(&page, s);
    write_notes(&page, s);
    write_pager(&page, s);
    if (s->line_count > 0)
        write_files(&page, s);
    page_end(&page);
}

/* What was typed and cannot be meant: said above the filters, which keep it. */
static void write_wrong(struct reply *out, struct shown *s, const struct err *why)
{
    const struct page_error error = {.text = str_from_c(why->message)};
    const struct page_head head = {.part = PAGE_TABLES,
                                   .title = str_from_c(_(s->ask.table->title)),
                                   .kick = str_from_c(_("Table")),
                                   .is_wide = true};
    struct page page;

    page_begin(&page, out, s->r, &head);
    page_errors(&page, &error, 1);
    tables_filters(&page, &s->ask, &s->reading.sheet);
    page_end(&page);
}

static enum err_code show(struct reply *out, struct shown *s, struct err *err)
{
    enum err_code code = read_all(s, err);

    if (code == ERR_INVALID || code == ERR_NOT_FOUND) {
        write_wrong(out, s, err);
        return ERR_OK;
    }
    if (code == ERR_OK)
        code = reading_commit(&s->reading, err);
    if (code == ERR_OK)
        write_page(out, s);
    return code;
}

static enum err_code show_table(struct reply *out, struct request *r, struct str name,
                                struct err *err)
{
    struct shown *s = ARENA_NEW(r->arena, struct shown);
    enum err_code code;

    s->r = r;
    if (tables_ask(&s->ask, r, name, err) != ERR_OK ||
        reading_open(&s->reading, r, "read", err) != ERR_OK)
        return err->code;
    code = show(out, s, err);
    table_reader_end(&s->reader);
    reading_close(&s->reading);
    return code;
}

/* --- all of them --- */

static enum err_code list_tables(struct reply *out, struct request *r)
{
    const struct page_head head = {.part = PAGE_TABLES,
                                   .title = str_from_c(_("Tables")),
                                   .lead = str_from_c(_("Everything that is recorded, by "
                                                        "what it is."))};
    struct page page;

    page_begin(&page, out, r, &head);
    html_open(&page.h, "ul");
    for (size_t i = 0; i < table_count; i++) {
        struct str href = arena_printf(r->arena, "/table/%s", tables[i].name);

        html_open(&page.h, "li");
        html_link(&page.h, page_href(r, href), str_from_c(_(tables[i].title)));
        if (tables[i].lead[0]) {
            html_puts(&page.h, ": ");
            html_puts(&page.h, _(tables[i].lead));
        }
        html_close(&page.h, "li");
    }
    html_close(&page.h, "ul");
    page_end(&page);
    return ERR_OK;
}

enum err_code page_tables(struct reply *out, struct request *r, struct err *err)
{
    struct str name = r->rest;
    enum table_format format;
    size_t dot = str_find(name, '.', 0);
    struct table_ask ask;

    if (name.len == 0)
        return list_tables(out, r);
    if (dot == name.len)
        return show_table(out, r, name, err);
    if (!table_format_named(&format, str_after(name, dot + 1)))
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    if (tables_ask(&ask, r, str_prefix(name, dot), err) != ERR_OK)
        return err->code;
    return tables_file(out, r, &ask, format, err);
}
