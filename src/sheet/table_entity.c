/* A line of a table of entities. */

#include "sheet/table_inside.h"

static bool is_named(const char *const *properties, struct str property)
{
    for (size_t i = 0; properties[i]; i++)
        if (str_equal(property, str_from_c(properties[i])))
            return true;
    return false;
}

/* In the order of the column's properties, then as they were said. */
static enum err_code put_claims(struct table_cell *cell, struct liner *l,
                                const char *const *properties, struct err *err)
{
    for (size_t i = 0; i < l->claims.count; i++) {
        const struct claim_row *claim = &l->claims.items[i];
        bool is_current = false;

        if (!is_named(properties, claim->property))
            continue;
        if (line_claim_stands(&is_current, l, claim->ref, err) != ERR_OK)
            return err->code;
        if (!is_current)
            continue;
        line_use(l, claim->ref);
        if (cell_put_value(cell, l, claim, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static enum err_code put_names(struct table_cell *cell, struct liner *l, struct err *err)
{
    static const char *const names[] = {"name", NULL};
    struct table_piece first = {
        .kind = PIECE_ENTITY, .code = l->entity.id, .text = l->entity.label};
    bool is_known = l->entity.label.len > 0 &&
                    !str_equal(l->entity.kind, STR("person")) &&
                    !str_equal(l->entity.kind, STR("people"));
    const struct label *label;

    /* Looked up only where more than the label itself is needed. */
    if (!is_known && labels_add(&l->r->labels, l->entity.id, err) != ERR_OK)
        return err->code;
    label = labels_find(&l->r->labels, l->entity.id);
    first.is_alleged = label && label->is_alleged;
    if (first.text.len == 0 && label)
        first.text = label->name;
    if (first.text.len == 0)
        first.text = line_short_id(l, l->entity.id);
    cell_put(cell, &first);
    return put_claims(cell, l, names, err);
}

static void put_class(struct table_cell *cell, struct liner *l)
{
    struct buf text = {0};

    phrase_kind(&text, &l->phrase, &l->entity);
    cell_put(cell, &(struct table_piece){.kind = PIECE_TEXT,
                                         .text = line_text(l, &text),
                                         .code = l->entity.class_});
}

enum err_code entity_cell(struct table_cell *cell, struct liner *l,
                          const struct table_column *column, struct err *err)
{
    const struct sheet *sheet = l->r->sheet;
    uint64_t passages = 0;

    switch ((int)column->from) {
    case TABLE_FROM_NAME:
        return put_names(cell, l, err);
    case TABLE_FROM_CLASS:
        put_class(cell, l);
        return ERR_OK;
    case TABLE_FROM_CLAIMS:
        return put_claims(cell, l, column->properties, err);
    case TABLE_FROM_SAID_BY:
        return cell_put_said_by(cell, l, err);
    case TABLE_FROM_COUNT:
        cell_put_number(cell, l->claim_count);
        return ERR_OK;
    case TABLE_FROM_PASSAGES:
        if (query_table_passages(&passages, sheet->index, sheet->as_of.view, l->entity.id,
                                 err) != ERR_OK)
            return err->code;
        cell_put_number(cell, passages);
        return ERR_OK;
    case TABLE_FROM_SOURCES:
        return cell_put_sources(cell, l, err);
    default:
        return cell_put_status(cell, l, err);
    }
}

enum err_code entity_line_read(struct liner *l, struct err *err)
{
    const struct sheet *sheet = l->r->sheet;
    struct arena *arena = &l->r->arena;
    struct claim_filter filter = {.limit = TABLE_CLAIMS_READ};
    enum err_code code =
        query_table_entity(&l->entity, arena, sheet->index, l->line->ref, err);

    l->line->id = l->entity.id;
    filter.about = l->entity.id;
    if (code == ERR_OK)
        code = query_claims(&l->claims, arena, sheet->index, sheet->as_of.view, &filter,
                            err);
    l->claim_count = l->claims.count;
    if (code == ERR_OK && l->claims.has_more)
        code = query_claim_count(&l->claim_count, sheet->index, sheet->as_of.view,
                                 &(struct claim_filter){.about = l->entity.id}, err);
    if (code == ERR_OK)
        code = query_table_touched(&l->touched, arena, sheet->index, sheet->as_of.view,
                                   l->entity.id, err);
    return code;
}
