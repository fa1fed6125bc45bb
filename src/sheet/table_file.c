#include "sheet/table_file.h"

#include "format/canon.h"
#include "format/csv.h"
#include "format/foreign.h"
#include "sheet/plain.h"

enum { LINES_A_PAGE = 500, CELL_COLUMNS = TABLE_COLUMNS_MAX + 6 };

static const struct {
    const char *name;
    struct str type;
} formats[TABLE_FORMATS] = {
    [TABLE_CSV] = {"csv", STR_INIT("text/csv; charset=utf-8")},
    [TABLE_JSON] = {"json", STR_INIT("application/json")},
    [TABLE_GEOJSON] = {"geojson", STR_INIT("application/geo+json")},
    [TABLE_XLSX] = {"xlsx", STR_INIT("application/vnd.openxmlformats-officedocument."
                                     "spreadsheetml.sheet")},
};

const char *table_format_name(enum table_format format)
{
    return formats[format].name;
}

struct str table_format_type(enum table_format format)
{
    return formats[format].type;
}

bool table_format_named(enum table_format *out, struct str name)
{
    for (int i = 0; i < TABLE_FORMATS; i++)
        if (str_equal(name, str_from_c(formats[i].name))) {
            *out = (enum table_format)i;
            return true;
        }
    return false;
}

struct str table_file_name(struct arena *arena, const struct table_ask *ask,
                           const struct sheet *sheet, enum table_format format)
{
    return arena_printf(arena, "%s%s-%s.%s",
                        archive_is_synthetic(sheet->archive) ? "synthetic-" : "",
                        ask->table->name, sheet->as_of.id.text, formats[format].name);
}

void table_file_start(struct table_file *out, struct sheet *sheet,
                      const struct table_ask *ask, enum table_format format)
{
    struct buf about = {0};

    *out = (struct table_file){.ask = ask, .format = format};
    table_reader_start(&out->reader, sheet, ask->table);
    table_ask_text(&about, ask);
    out->about = arena_str(sheet->arena, buf_str(&about));
    buf_release(&about);
}

void table_file_end(struct table_file *file)
{
    table_reader_end(&file->reader);
    arena_free(&file->page);
}

static bool is_synthetic(const struct table_file *file)
{
    return archive_is_synthetic(file->reader.sheet->archive);
}

/* --- CSV --- */

static void write_row(struct buf *out, const struct str *cells, size_t count)
{
    csv_write_row(out, cells, count, ',');
}

static void csv_head(struct buf *out, const struct table_file *file)
{
    const struct table *table = file->ask->table;
    struct str cells[CELL_COLUMNS];
    size_t count = 0;

    cells[count++] = STR("id");
    for (size_t i = 0; i < table->column_count; i++)
        cells[count++] = str_from_c(table->columns[i].key);
    cells[count++] = STR("archive");
    cells[count++] = STR("as_of");
    cells[count++] = STR("filter");
    cells[count++] = STR("apostrophe_before");
    if (is_synthetic(file))
        cells[count++] = STR("synthetic");
    write_row(out, cells, count);
}

/* What a spreadsheet program would take for a formula. */
static bool is_obeyed(struct str cell)
{
    const struct str signs = STR("=+-@\t\r");

    return cell.len > 0 && str_find(signs, cell.ptr[0], 0) < signs.len;
}

static void csv_line(struct buf *out, struct table_file *file,
                     const struct table_line *line)
{
    const struct table *table = file->ask->table;
    struct arena *arena = &file->reader.arena;
    const struct sheet *sheet = file->reader.sheet;
    struct str cells[CELL_COLUMNS];
    struct buf marked = {0};
    struct buf text = {0};
    size_t count = 0;

    cells[count++] = line->id;
    for (size_t i = 0; i < table->column_count; i++) {
        buf_reset(&text);
        table_cell_text(&text, &line->cells[i]);
        if (!is_obeyed(buf_str(&text))) {
            cells[count++] = arena_str(arena, buf_str(&text));
            continue;
        }
        cells[count++] = arena_printf(arena, "'" STR_FMT, STR_ARG(buf_str(&text)));
        buf_printf(&marked, marked.len > 0 ? " %s" : "%s", table->columns[i].key);
    }
    cells[count++] = archive_id(sheet->archive);
    cells[count++] = str_from_c(sheet->as_of.id.text);
    cells[count] = file->about;
    if (is_obeyed(file->about))
        cells[count] = arena_printf(arena, "'" STR_FMT, STR_ARG(file->about));
    count++;
    cells[count++] = arena_str(arena, buf_str(&marked));
    if (is_synthetic(file))
        cells[count++] = STR("yes");
    write_row(out, cells, count);
    buf_release(&marked);
    buf_release(&text);
}

/* --- JSON --- */

static void append_json(struct buf *out, const struct value *v)
{
    struct err ignored;

    if (canon_write(out, v, &ignored) != ERR_OK)
        buf_append(out, STR("{}"));
}

static struct value about_json(struct arena *arena, const struct table_file *file)
{
    const struct sheet *sheet = file->reader.sheet;
    struct value v = value_object();

    value_set(&v, arena, STR("type"), value_string(STR("table")));
    value_set(&v, arena, STR("table"), value_string(str_from_c(file->ask->table->name)));
    value_set(&v, arena, STR("archive"), value_string(archive_id(sheet->archive)));
    value_set(&v, arena, STR("as_of"), value_string(str_from_c(sheet->as_of.id.text)));
    value_set(&v, arena, STR("filter"), value_string(file->about));
    value_set(&v, arena, STR("synthetic"), value_bool(is_synthetic(file)));
    return v;
}

/* --- GeoJSON (RFC 7946): numbers as they were recorded, longitude first --- */

static void geojson_head(struct buf *out, struct table_file *file)
{
    struct value about = about_json(&file->reader.arena, file);

    buf_append(out, STR("{\"type\":\"FeatureCollection\",\"stele\":"));
    append_json(out, &about);
    buf_append(out, STR(",\"features\":[\n"));
}

static void geojson_line(struct buf *out, struct table_file *file,
                         const struct table_line *line)
{
    struct arena *arena = &file->reader.arena;
    struct value properties = table_line_json(arena, &file->reader, line);

    value_set(&properties, arena, STR("precision_m"),
              value_integer((int64_t)line->precision_m));
    value_set(&properties, arena, STR("coordinates_by"),
              value_string(
                  archive_ref_text(file->reader.sheet->archive, arena, line->point_by)));
    if (file->lines > 0)
        buf_append(out, STR(",\n"));
    buf_printf(out,
               "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\","
               "\"coordinates\":[" STR_FMT "," STR_FMT "]},\"properties\":",
               STR_ARG(line->lon), STR_ARG(line->lat));
    append_json(out, &properties);
    buf_char(out, '}');
}

/* --- XLSX: what the child makes a workbook of (book_write.h) --- */

static void add_pair(struct value *about, struct arena *arena, const char *name,
                     struct str value)
{
    struct value pair = value_array();

    value_add(&pair, arena, value_string(str_from_c(name)));
    value_add(&pair, arena, value_string(value));
    value_add(about, arena, pair);
}

static void add_column(struct value *columns, struct arena *arena, const char *label)
{
    struct value column = value_object();

    value_set(&column, arena, STR("label"), value_string(str_from_c(label)));
    value_add(columns, arena, column);
}

static void xlsx_head(struct buf *out, struct table_file *file)
{
    const struct table *table = file->ask->table;
    const struct sheet *sheet = file->reader.sheet;
    struct arena *arena = &file->reader.arena;
    struct value head = value_object();
    struct value about = value_array();
    struct value columns = value_array();

    add_pair(&about, arena, "table", str_from_c(table->name));
    add_pair(&about, arena, "archive", archive_id(sheet->archive));
    add_pair(&about, arena, "archive_name", archive_name(sheet->archive));
    add_pair(&about, arena, "as_of", str_from_c(sheet->as_of.id.text));
    add_pair(&about, arena, "filter", file->about);
    add_pair(&about, arena, "synthetic", is_synthetic(file) ? STR("yes") : STR("no"));
    add_column(&columns, arena, "id");
    for (size_t i = 0; i < table->column_count; i++)
        add_column(&columns, arena, table->columns[i].key);
    if (is_synthetic(file))
        add_column(&columns, arena, "synthetic");
    value_set(&head, arena, STR("title"),
              value_string(arena_printf(
                  arena, "%s%s", is_synthetic(file) ? "SYNTHETIC " : "", table->name)));
    value_set(&head, arena, STR("about"), about);
    value_set(&head, arena, STR("columns"), columns);
    append_json(out, &head);
    buf_char(out, '\n');
}

static void xlsx_line(struct buf *out, struct table_file *file,
                      const struct table_line *line)
{
    const struct table *table = file->ask->table;
    struct arena *arena = &file->reader.arena;
    struct value row = value_array();
    struct buf text = {0};

    value_add(&row, arena, value_string(line->id));
    for (size_t i = 0; i < table->column_count; i++) {
        const struct table_cell *cell = &line->cells[i];

        if (cell->count == 1 && cell->items[0].kind == PIECE_NUMBER) {
            value_add(&row, arena, value_integer(cell->items[0].number));
            continue;
        }
        buf_reset(&text);
        table_cell_text(&text, cell);
        value_add(&row, arena, value_string(arena_str(arena, buf_str(&text))));
    }
    if (is_synthetic(file))
        value_add(&row, arena, value_string(STR("yes")));
    append_json(out, &row);
    buf_char(out, '\n');
    buf_release(&text);
}

/* --- all of them --- */

static void write_head(struct buf *out, struct table_file *file)
{
    struct value about;

    switch (file->format) {
    case TABLE_CSV:
        csv_head(out, file);
        return;
    case TABLE_GEOJSON:
        geojson_head(out, file);
        return;
    case TABLE_JSON:
        about = about_json(&file->reader.arena, file);
        append_json(out, &about);
        buf_char(out, '\n');
        return;
    case TABLE_XLSX:
        xlsx_head(out, file);
        return;
    case TABLE_FORMATS:
        return;
    }
}

/* False: the line has no place in a file of this format. */
static bool write_line(struct buf *out, struct table_file *file,
                       const struct table_line *line)
{
    struct value v;

    if (file->format == TABLE_GEOJSON && line->lat.len == 0)
        return false;
    if (file->format == TABLE_CSV) {
        csv_line(out, file, line);
    } else if (file->format == TABLE_GEOJSON) {
        geojson_line(out, file, line);
    } else if (file->format == TABLE_XLSX) {
        xlsx_line(out, file, line);
    } else {
        v = table_line_json(&file->reader.arena, &file->reader, line);
        append_json(out, &v);
        buf_char(out, '\n');
    }
    file->lines++;
    return true;
}

static enum err_code turn_page(struct table_file *file, struct err *err)
{
    const struct sheet *sheet = file->reader.sheet;
    const struct table_page page = {.limit = LINES_A_PAGE,
                                    .after = file->rows.next,
                                    .is_newest_first = file->ask->is_newest_first};

    arena_reset(&file->page);
    table_reader_next(&file->reader);
    file->at = 0;
    return query_table(&file->rows, &file->page, sheet->index, sheet->as_of.view,
                       &file->ask->filter, &page, err);
}

static void end(struct buf *out, struct table_file *file)
{
    if (file->format == TABLE_GEOJSON)
        buf_append(out, STR("\n]}\n"));
    file->is_done = true;
}

enum err_code table_file_next(struct buf *out, struct table_line *line,
                              struct table_file *file, struct err *err)
{
    *line = (struct table_line){.ref = REF_NONE, .point_by = REF_NONE};
    if (!file->has_begun) {
        file->has_begun = true;
        write_head(out, file);
        file->rows = (struct table_rows){.has_more = true, .next = {0}};
        return ERR_OK;
    }
    while (file->at == file->rows.count) {
        if (!file->rows.has_more) {
            end(out, file);
            return ERR_OK;
        }
        if (turn_page(file, err) != ERR_OK)
            return err->code;
    }
    if (table_line_read(line, &file->reader, file->rows.items[file->at], err) != ERR_OK)
        return err->code;
    file->at++;
    if (!write_line(out, file, line))
        *line = (struct table_line){.ref = REF_NONE, .point_by = REF_NONE};
    return ERR_OK;
}
