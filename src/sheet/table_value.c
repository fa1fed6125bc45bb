/* The pieces of a cell, and what a claim says as one of them. */

#include "sheet/table_inside.h"

#include "record/place_value.h"
#include "sheet/phrase.h"
#include "sheet/value_text.h"

/* --- pieces --- */

void line_use(struct liner *l, struct ref ref)
{
    struct table_line *line = l->line;
    struct ref *more;

    access_note(l->r->sheet->access, ref);
    if (ref_is_none(ref))
        return;
    if (line->used_count == line->used_cap) {
        line->used_cap = line->used_cap > 0 ? 2 * line->used_cap : 16;
        more = ARENA_ARRAY(&l->r->arena, struct ref, line->used_cap);
        for (size_t i = 0; i < line->used_count; i++)
            more[i] = line->used[i];
        line->used = more;
    }
    line->used[line->used_count++] = ref;
}

void cell_put(struct table_cell *cell, const struct table_piece *piece)
{
    if (cell->count < TABLE_PIECES)
        cell->items[cell->count++] = *piece;
    else
        cell->more++;
}

void cell_put_number(struct table_cell *cell, uint64_t number)
{
    cell_put(cell,
             &(struct table_piece){.kind = PIECE_NUMBER, .number = (int64_t)number});
}

bool cell_has_code(const struct table_cell *cell, struct str code)
{
    for (size_t i = 0; i < cell->count; i++)
        if (str_equal(cell->items[i].code, code))
            return true;
    return false;
}

static bool has_mark(const struct table_cell *cell, enum mark mark)
{
    for (size_t i = 0; i < cell->count; i++)
        if (cell->items[i].mark == mark)
            return true;
    return false;
}

void cell_put_mark(struct table_cell *cell, enum mark mark)
{
    if (!has_mark(cell, mark))
        cell_put(cell, &(struct table_piece){.kind = PIECE_MARK, .mark = mark});
}

/* In the reader's arena. */
struct str line_text(struct liner *l, struct buf *text)
{
    struct str out = arena_str(&l->r->arena, buf_str(text));

    buf_release(text);
    return out;
}

struct str line_short_id(struct liner *l, struct str id)
{
    struct buf text = {0};

    phrase_id(&text, id);
    return line_text(l, &text);
}

enum err_code cell_put_entity(struct table_cell *cell, struct liner *l, struct str id,
                              struct str lead, struct err *err)
{
    const struct label *label;
    struct table_piece piece = {.kind = PIECE_ENTITY, .code = id, .lead = lead};

    if (labels_add(&l->r->labels, id, err) != ERR_OK)
        return err->code;
    label = labels_find(&l->r->labels, id);
    piece.text = label && label->name.len > 0 ? label->name : line_short_id(l, id);
    piece.is_alleged = label && label->is_alleged;
    cell_put(cell, &piece);
    return ERR_OK;
}

static void put_name_value(struct table_cell *cell, struct liner *l,
                           const struct claim_row *claim)
{
    struct str written = value_get_string(&claim->value, STR("written"));
    struct buf text = {0};

    if (written.len > 0) {
        cell_put(cell, &(struct table_piece){
                           .kind = PIECE_SAID,
                           .text = written,
                           .code = value_get_string(&claim->value, STR("lang"))});
        return;
    }
    value_text(&text, &l->phrase, claim);
    cell_put(cell,
             &(struct table_piece){.kind = PIECE_TEXT, .text = line_text(l, &text)});
}

static void put_date(struct table_cell *cell, struct liner *l,
                     const struct claim_row *claim)
{
    struct buf text = {0};

    phrase_date(&text, &l->phrase, &claim->value, DATE_MOMENT);
    cell_put(cell, &(struct table_piece){.kind = PIECE_DATE,
                                         .text = line_text(l, &text),
                                         .code = claim->text});
}

/* A preposition, where the source's was another than "in". */
static struct str relation_of(struct liner *l, const struct claim_row *claim)
{
    struct buf text = {0};

    if (claim->form != FORM_PLACE || claim->term.len == 0 ||
        str_equal(claim->term, STR("in")))
        return STR("");
    phrase_term_of(&text, &l->phrase, STR("place_relation"), claim->term);
    return line_text(l, &text);
}

static enum err_code put_words(struct table_cell *cell, struct liner *l,
                               const struct claim_row *claim, struct err *err)
{
    struct buf text = {0};

    if (labels_add_all(&l->r->labels, &claim->value, err) != ERR_OK ||
        labels_add_all(&l->r->labels, claim->qualifiers, err) != ERR_OK)
        return err->code;
    value_text(&text, &l->phrase, claim);
    if (claim->mode != CLAIM_ASSERTED) {
        buf_reset(&text);
        value_text_whole(&text, &l->phrase, claim);
    }
    cell_put(cell,
             &(struct table_piece){.kind = PIECE_TEXT, .text = line_text(l, &text)});
    return ERR_OK;
}

static void keep_point(struct liner *l, const struct claim_row *claim)
{
    struct table_line *line = l->line;
    struct geo_point point;

    if (line->lat.len > 0 || claim->mode != CLAIM_ASSERTED ||
        !coordinates_point(&point, &line->precision_m, &claim->value))
        return;
    line->lat = value_get_string(&claim->value, STR("lat"));
    line->lon = value_get_string(&claim->value, STR("lon"));
    line->point_by = claim->ref;
}

enum err_code cell_put_value(struct table_cell *cell, struct liner *l,
                             const struct claim_row *claim, struct err *err)
{
    if (claim->form == FORM_POINT)
        keep_point(l, claim);
    if (claim->mode != CLAIM_ASSERTED)
        return put_words(cell, l, claim, err);
    if (claim->form == FORM_NAME) {
        put_name_value(cell, l, claim);
        return ERR_OK;
    }
    if (claim->form == FORM_DATE && claim->text.len > 0) {
        put_date(cell, l, claim);
        return ERR_OK;
    }
    if (claim->form == FORM_REFERENCE || claim->form == FORM_PLACE)
        return claim->entity.len > 0
                   ? cell_put_entity(cell, l, claim->entity, relation_of(l, claim), err)
                   : put_words(cell, l, claim, err);
    return put_words(cell, l, claim, err);
}
