#include "sheet/subject_gate.h"

enum { TOUCHING_MAX = 100000 };

static enum err_code entity_items(struct gate_item **out, size_t *count,
                                  struct arena *arena, struct archive *archive,
                                  struct view view, struct str id, struct err *err)
{
    struct statement_list list = {0};
    struct gate_item *items;

    if (query_history(&list, arena, archive_index(archive), view, id, (struct ref){0},
                      TOUCHING_MAX, err) != ERR_OK)
        return err->code;
    if (list.has_more)
        return err_set(err, ERR_LIMIT,
                       "too much is recorded of it to ask for everybody's consent");
    items = ARENA_ARRAY(arena, struct gate_item, list.count + 1);
    items[0] = (struct gate_item){GATE_ENTITY, REF_NONE, id};
    for (size_t i = 0; i < list.count; i++)
        items[i + 1] =
            (struct gate_item){.thing = GATE_STATEMENT, .ref = list.items[i].ref};
    *out = items;
    *count = list.count + 1;
    return ERR_OK;
}

enum err_code subject_gate_items(struct gate_item **out, size_t *count,
                                 struct arena *arena, struct archive *archive,
                                 struct view view, const struct subject *subject,
                                 struct err *err)
{
    const struct object_list *objects = &subject->objects;

    if (subject->kind == SUBJECT_ENTITY)
        return entity_items(out, count, arena, archive, view, subject->id, err);
    *count = subject->kind == SUBJECT_STATEMENT ? 1 : objects->count;
    *out = ARENA_ARRAY(arena, struct gate_item, *count + 1);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (struct gate_item){.thing = GATE_STATEMENT,
                                       .ref = subject->kind == SUBJECT_STATEMENT
                                                  ? subject->ref
                                                  : objects->items[i].ref};
    return ERR_OK;
}
