#include "sheet/table_inside.h"

#include "base/message.h"
#include "record/place_value.h"
#include "sheet/phrase.h"
#include "sheet/value_text.h"

static void start_labels(struct table_reader *r)
{
    const struct sheet *sheet = r->sheet;

    r->labels = (struct labels){.arena = &r->arena,
                                .index = sheet->index,
                                .view = sheet->as_of.view,
                                .additions = sheet->labels.additions,
                                .access = sheet->access};
}

void table_reader_start(struct table_reader *out, struct sheet *sheet,
                        const struct table *table)
{
    *out = (struct table_reader){.sheet = sheet, .table = table};
    start_labels(out);
}

void table_reader_next(struct table_reader *r)
{
    line_forget(r);
    labels_release(&r->labels);
    arena_reset(&r->arena);
    start_labels(r);
}

void table_reader_end(struct table_reader *r)
{
    line_forget(r);
    labels_release(&r->labels);
    arena_free(&r->arena);
}

/* --- lines of claims and files --- */

static enum err_code put_recorded(struct table_cell *cell, struct liner *l,
                                  struct err *err)
{
    struct statement_row said;
    struct buf text = {0};

    if (query_statement(&said, &l->r->arena, l->r->sheet->index, l->line->ref, err) !=
        ERR_OK)
        return err->code;
    if (said.has_time)
        phrase_time(&text, said.at_s);
    cell_put(cell,
             &(struct table_piece){
                 .kind = PIECE_STATEMENT,
                 .text = text.len > 0 ? line_text(l, &text)
                                      : archive_ref_short(l->r->sheet->archive,
                                                          &l->r->arena, l->line->ref),
                 .ref = l->line->ref});
    buf_release(&text);
    return ERR_OK;
}

static enum err_code put_about(struct table_cell *cell, struct liner *l, struct err *err)
{
    const struct claim_row *claim = &l->claims.items[0];

    if (claim->about.len > 0)
        return cell_put_entity(cell, l, claim->about, STR(""), err);
    cell_put(cell, &(struct table_piece){.kind = PIECE_STATEMENT,
                                         .ref = claim->about_claim,
                                         .text = archive_ref_short(l->r->sheet->archive,
                                                                   &l->r->arena,
                                                                   claim->about_claim)});
    return ERR_OK;
}

static enum err_code claim_cell(struct table_cell *cell, struct liner *l,
                                const struct table_column *column, struct err *err)
{
    struct buf text = {0};

    switch ((int)column->from) {
    case TABLE_FROM_ABOUT:
        return put_about(cell, l, err);
    case TABLE_FROM_PROPERTY:
        phrase_property(&text, &l->phrase, l->claims.items[0].property);
        cell_put(cell, &(struct table_piece){.kind = PIECE_TEXT,
                                             .text = line_text(l, &text),
                                             .code = l->claims.items[0].property});
        return ERR_OK;
    case TABLE_FROM_VALUE:
        return cell_put_value(cell, l, &l->claims.items[0], err);
    case TABLE_FROM_SAID_BY:
        return cell_put_said_by(cell, l, err);
    case TABLE_FROM_SOURCES:
        return cell_put_sources(cell, l, err);
    case TABLE_FROM_RECORDED:
        return put_recorded(cell, l, err);
    default:
        if (l->claims.items[0].seal.len > 0)
            cell_put_mark(cell, MARK_SEALED);
        return cell_put_claim_status(cell, l, l->line->ref, err);
    }
}

static enum err_code claim_line_read(struct liner *l, struct err *err)
{
    l->claims.items = ARENA_NEW(&l->r->arena, struct claim_row);
    l->claims.count = 1;
    l->line->id = archive_ref_text(l->r->sheet->archive, &l->r->arena, l->line->ref);
    return query_claim(l->claims.items, &l->r->arena, l->r->sheet->index, l->line->ref,
                       err);
}

static enum err_code object_cell(struct table_cell *cell, struct liner *l,
                                 const struct table_column *column,
                                 const struct object_row *object, struct err *err)
{
    struct str name = object->name.len > 0 ? object->name : object->name_hex;

    switch ((int)column->from) {
    case TABLE_FROM_FILE:
        cell_put(cell, &(struct table_piece){
                           .kind = PIECE_OBJECT,
                           .ref = l->line->ref,
                           .code = object->sha256,
                           .text = name.len > 0
                                       ? name
                                       : archive_ref_short(l->r->sheet->archive,
                                                           &l->r->arena, l->line->ref)});
        return ERR_OK;
    case TABLE_FROM_TYPE:
        cell_put(cell, &(struct table_piece){.kind = PIECE_CODE, .code = object->type});
        return ERR_OK;
    case TABLE_FROM_SIZE:
        if (object->has_size)
            cell_put_number(cell, (uint64_t)object->size);
        return ERR_OK;
    case TABLE_FROM_RECORDED:
        return put_recorded(cell, l, err);
    case TABLE_FROM_SHA256:
        cell_put(cell, &(struct table_piece){.kind = PIECE_CODE, .code = object->sha256});
        return ERR_OK;
    default:
        if (object->stored.len > 0 && !str_equal(object->stored, object->sha256))
            cell_put_mark(cell, MARK_SEALED);
        if (object->is_derived)
            cell_put(cell, &(struct table_piece){.kind = PIECE_TEXT,
                                                 .text = str_from_c(_("derived"))});
        return cell_put_reviews(cell, l, l->line->ref, err);
    }
}

static enum err_code read_cells(struct liner *l, struct err *err)
{
    const struct table *table = l->r->table;
    struct object_row object = {0};
    enum err_code code = ERR_OK;

    if (table->of == TABLE_ENTITIES)
        code = entity_line_read(l, err);
    else if (table->of == TABLE_CLAIMS)
        code = claim_line_read(l, err);
    else
        code = query_table_object(&object, &l->r->arena, l->r->sheet->index, l->line->ref,
                                  err);
    if (table->of == TABLE_OBJECTS)
        l->line->id = archive_ref_text(l->r->sheet->archive, &l->r->arena, l->line->ref);
    for (size_t i = 0; i < table->column_count && code == ERR_OK; i++) {
        const struct table_column *column = &table->columns[i];
        struct table_cell *cell = &l->line->cells[i];

        if (table->of == TABLE_ENTITIES)
            code = entity_cell(cell, l, column, err);
        else if (table->of == TABLE_CLAIMS)
            code = claim_cell(cell, l, column, err);
        else
            code = object_cell(cell, l, column, &object, err);
    }
    return code;
}

enum err_code table_line_read(struct table_line *out, struct table_reader *r,
                              struct ref ref, struct err *err)
{
    struct liner liner = {.r = r, .line = out, .phrase = {.labels = &r->labels}};

    *out = (struct table_line){.ref = ref, .point_by = REF_NONE};
    line_use(&liner, ref);
    return read_cells(&liner, err);
}
