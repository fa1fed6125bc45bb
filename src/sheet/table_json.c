/* A line for machines. */

#include "sheet/table_file.h"

static void set_text(struct value *v, struct arena *arena, const char *member,
                     struct str text)
{
    if (text.len > 0)
        value_set(v, arena, str_from_c(member), value_string(text));
}

static struct value piece_json(struct arena *arena, const struct sheet *sheet,
                               const struct table_piece *piece)
{
    static const char *const kinds[] = {
        [PIECE_TEXT] = NULL,      [PIECE_SAID] = "lang",     [PIECE_ENTITY] = "id",
        [PIECE_STATEMENT] = NULL, [PIECE_OBJECT] = "sha256", [PIECE_DATE] = "edtf",
        [PIECE_NUMBER] = NULL,    [PIECE_CODE] = NULL,       [PIECE_MARK] = NULL,
    };
    struct value v = value_object();
    struct buf text = {0};

    if (piece->kind == PIECE_NUMBER)
        return value_integer(piece->number);
    if (piece->kind == PIECE_CODE)
        return value_string(piece->code);
    table_piece_text(&text, piece);
    value_set(&v, arena, STR("text"), value_string(arena_str(arena, buf_str(&text))));
    buf_release(&text);
    if (kinds[piece->kind])
        set_text(&v, arena, kinds[piece->kind], piece->code);
    if (piece->kind == PIECE_TEXT)
        set_text(&v, arena, "term", piece->code);
    if (piece->kind == PIECE_STATEMENT || piece->kind == PIECE_OBJECT)
        set_text(&v, arena, "ref", archive_ref_text(sheet->archive, arena, piece->ref));
    if (piece->is_alleged)
        value_set(&v, arena, STR("alleged"), value_bool(true));
    return v;
}

struct value table_line_json(struct arena *arena, const struct table_reader *reader,
                             const struct table_line *line)
{
    const struct table *table = reader->table;
    struct value v = value_object();

    value_set(&v, arena, STR("type"), value_string(STR("row")));
    value_set(&v, arena, STR("table"), value_string(str_from_c(table->name)));
    value_set(&v, arena, STR("id"), value_string(line->id));
    for (size_t i = 0; i < table->column_count; i++) {
        struct value cell = value_array();
        const struct table_cell *from = &line->cells[i];

        for (size_t j = 0; j < from->count; j++)
            value_add(&cell, arena, piece_json(arena, reader->sheet, &from->items[j]));
        if (from->count > 0)
            value_set(&v, arena, str_from_c(table->columns[i].key), cell);
        if (from->more > 0)
            value_set(&v, arena, arena_printf(arena, "%s_more", table->columns[i].key),
                      value_integer((int64_t)from->more));
    }
    if (archive_is_synthetic(reader->sheet->archive))
        value_set(&v, arena, STR("synthetic"), value_bool(true));
    return v;
}
