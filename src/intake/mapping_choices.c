/* A mapping back into choices, where they can hold all of it. */

#include "intake/mapping_edit.h"

#include <string.h>

#include "record/schema.h"

struct choosing {
    struct mapping_edit *edit;
    const struct mapping *mapping;
    struct arena *arena;
};

static struct edit_column *column_named(struct choosing *c, struct str name)
{
    struct mapping_edit *edit = c->edit;
    struct edit_column *more;

    for (size_t i = 0; i < edit->count; i++)
        if (str_equal(edit->columns[i].name, name))
            return &edit->columns[i];
    more = ARENA_ARRAY(c->arena, struct edit_column, edit->count + 1);
    if (edit->count > 0)
        memcpy(more, edit->columns, edit->count * sizeof *more);
    edit->columns = more;
    more[edit->count].name = name;
    return &more[edit->count++];
}

static struct edit_column *column_at(struct choosing *c, uint32_t column)
{
    return column_named(c, c->mapping->columns[column].name);
}

/* The column that a template is, and nothing else. */
static bool one_column(uint32_t *out, const struct mapping_source *source)
{
    if (source->from != MAPPING_FROM_TEXT || source->text.count != 1 ||
        source->text.pieces[0].column == MAPPING_NO_COLUMN)
        return false;
    *out = source->text.pieces[0].column;
    return true;
}

static bool read_steps(struct edit_column *column, const struct mapping_source *source)
{
    for (uint32_t i = 0; i < source->step_count; i++) {
        const struct mapping_step *step = &source->steps[i];

        if (step->kind == MAPPING_SPLIT)
            column->split = step->text;
        else if (step->kind == MAPPING_DATE && step->words.count == 1)
            column->pattern = step->words.items[0];
        else
            return false;
    }
    return true;
}

static bool read_name(struct choosing *c, const struct mapping_claim *claim)
{
    unsigned part = 1;

    if (claim->source.from != MAPPING_FROM_TEXT)
        return false;
    for (uint32_t i = 0; i < claim->source.text.count; i++) {
        const struct mapping_piece *piece = &claim->source.text.pieces[i];
        struct edit_column *column;

        if (piece->column == MAPPING_NO_COLUMN)
            continue;
        column = column_at(c, piece->column);
        column->use = EDIT_NAME;
        column->part = part++;
    }
    c->edit->name_lang = claim->lang;
    return true;
}

static bool read_claim(struct choosing *c, const struct mapping_claim *claim)
{
    struct edit_column *column;
    uint32_t number = 0;

    if (claim->source.from == MAPPING_FROM_ENTITY) {
        if (!str_equal(claim->property->key, STR("reported_in")))
            c->edit->place_property = claim->property->key;
        return true;
    }
    /* A name that gives the label too is made of parts. */
    if (str_equal(claim->property->key, STR("name")) &&
        !one_column(&number, &claim->source))
        return read_name(c, claim);
    if (!one_column(&number, &claim->source))
        return false;
    column = column_at(c, number);
    column->use = EDIT_SAYS;
    column->property = claim->property->key;
    column->lang = claim->lang;
    column->unit = claim->unit;
    column->scheme = claim->scheme;
    column->otherwise = claim->otherwise;
    return read_steps(column, &claim->source);
}

static void read_label(struct choosing *c, const struct mapping_entity *entity)
{
    /* One column that is name and label: a name of one part. */
    for (uint32_t i = 0; i < entity->claim_count && entity->label.count == 1; i++) {
        const struct mapping_claim *claim = &entity->claims[i];
        uint32_t number = 0;

        if (!str_equal(claim->property->key, STR("name")) ||
            !one_column(&number, &claim->source) ||
            entity->label.pieces[0].column != number)
            continue;
        column_at(c, number)->use = EDIT_NAME;
        column_at(c, number)->part = 1;
        column_at(c, number)->lang = STR("");
        column_at(c, number)->property = STR("");
        c->edit->name_lang = claim->lang;
    }
}

static bool read_row(struct choosing *c, const struct mapping_entity *entity)
{
    c->edit->kind = entity->kind->key;
    if (entity->class_count > 1)
        return false;
    if (entity->class_count == 1)
        c->edit->class_ = entity->classes[0].term;
    for (uint32_t i = 0; i < entity->claim_count; i++)
        if (!read_claim(c, &entity->claims[i]))
            return false;
    read_label(c, entity);
    return true;
}

static bool read_entity(struct choosing *c, const struct mapping_entity *entity)
{
    bool is_place = str_equal(entity->kind->key, STR("place"));

    if (entity->key_count == 0)
        return c->edit->kind.len == 0 && read_row(c, entity);
    for (uint32_t i = 0; i < entity->key_count; i++) {
        struct edit_column *column = column_at(c, entity->key[i]);

        if (column->use != EDIT_UNUSED)
            return false;
        column->use = is_place ? EDIT_PLACE : EDIT_SOURCE;
        for (uint32_t k = 0; k < entity->claim_count; k++)
            column->lang = is_place ? entity->claims[k].lang : column->lang;
    }
    return true;
}

static void read_head(struct choosing *c)
{
    const struct mapping *m = c->mapping;
    struct mapping_edit *edit = c->edit;

    edit->list = m->list;
    edit->list_class = m->list_class;
    edit->version = m->version;
    edit->format = m->format;
    edit->separator = m->separator;
    edit->charset = m->charset;
    edit->sheet = m->sheet;
    edit->header_first = m->header_first;
    edit->header_last = m->header_last;
    edit->kind = edit->class_ = edit->place_property = edit->name_lang = STR("");
    for (size_t i = 0; i < edit->count; i++)
        edit->columns[i] = (struct edit_column){.name = edit->columns[i].name};
    for (uint32_t i = 0; i < m->key_count; i++)
        column_at(c, m->key[i])->is_key = true;
    for (uint32_t i = 0; i < m->constant_count; i++)
        column_at(c, m->constant[i])->is_constant = true;
    for (uint32_t i = 0; i < m->ignored_count; i++)
        column_at(c, m->ignored[i])->use = EDIT_IGNORED;
}

/* Whether the choices say this mapping and no other: both in the one way of writing. */
static bool is_all_of_it(const struct mapping_edit *edit, const struct mapping *mapping)
{
    struct arena arena = {0};
    struct mapping again;
    struct buf text = {0};
    struct buf normal[2] = {{0}};
    struct err ignored = {0};
    bool is_same = edit_write(&text, edit, &ignored) == ERR_OK &&
                   mapping_parse(&again, &arena, buf_str(&text), &ignored) == ERR_OK;

    if (is_same) {
        mapping_write(&normal[0], mapping);
        mapping_write(&normal[1], &again);
        is_same = str_equal(buf_str(&normal[0]), buf_str(&normal[1]));
    }
    buf_release(&text);
    buf_release(&normal[0]);
    buf_release(&normal[1]);
    arena_free(&arena);
    return is_same;
}

bool edit_read(struct mapping_edit *out, struct arena *arena,
               const struct mapping *mapping)
{
    struct choosing c = {.edit = out, .mapping = mapping, .arena = arena};

    read_head(&c);
    for (uint32_t i = 0; i < mapping->entity_count; i++)
        if (!read_entity(&c, &mapping->entities[i]))
            return false;
    return is_all_of_it(out, mapping);
}
