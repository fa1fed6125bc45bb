#include "web/enter_world.h"

#include "record/id.h"

static enum err_code by_id(struct entry_found *out, void *data, struct str text,
                           struct err *err)
{
    struct pick_lookups *lookups = data;
    struct reading *reading = lookups->reading;
    struct entity_row row;
    struct id id;
    struct err ignored = {0};
    bool may = false;

    *out = (struct entry_found){0};
    if (id_parse(&id, text, &ignored) != ERR_OK ||
        query_entity(&row, reading->sheet.arena, reading->sheet.index,
                     reading->sheet.as_of.view,
                     arena_str(reading->sheet.arena, id_str(&id)), &ignored) != ERR_OK)
        return ERR_OK;
    if (reading_may(&may, reading, row.ref, err) != ERR_OK)
        return err->code;
    if (!may)
        return ERR_OK;
    if (lookups->by_id_count < PICK_LOOKUPS_MAX)
        lookups->by_id[lookups->by_id_count++] = row.ref;
    else
        access_note(reading->sheet.access, row.ref);
    *out = (struct entry_found){.id = row.id,
                                .kind = row.kind,
                                .class_ = row.class_,
                                .label = row.label,
                                .count = 1};
    return ERR_OK;
}

/* Of people by role, groups and things nobody asks: they have no names. */
static enum err_code by_name(struct entry_found *out, void *data, struct str kind,
                             struct str name, struct err *err)
{
    struct pick_lookups *lookups = data;
    struct str only = STR("");

    *out = (struct entry_found){0};
    if (!str_equal(kind, STR("person")) && !str_equal(kind, STR("source")) &&
        !str_equal(kind, STR("group")) && !str_equal(kind, STR("place")))
        return ERR_OK;
    if (pick_count(&out->count, &only, lookups, kind, name, err) != ERR_OK)
        return err->code;
    if (str_equal(kind, STR("source")) && only.len > 0)
        out->id = only;
    return ERR_OK;
}

struct entry_world enter_world(struct pick_lookups *lookups)
{
    return (struct entry_world){
        .data = lookups, .by_id = by_id, .by_name = by_name, .place = enter_place_drafts};
}

struct entry_form enter_form_of(struct request *r, const struct fields *fields)
{
    struct entry_field *items =
        ARENA_ARRAY(r->arena, struct entry_field, fields->count + 1);
    struct entry_form form = {items, 0};

    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->items[i];

        if (!str_equal(field->name, STR("token")) && !str_equal(field->name, STR("do")) &&
            !str_equal(field->name, STR("draft")) &&
            !str_equal(field->name, STR("shown")) && !str_equal(field->name, STR("rev")))
            items[form.count++] = (struct entry_field){field->name, field->value};
    }
    return form;
}
