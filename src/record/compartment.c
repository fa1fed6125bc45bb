#include "record/compartment.h"

#include "record/archive.h"
#include "record/archive_inside.h"
#include "record/query.h"
#include "record/query_scan.h"
#include "record/roles.h"

struct reading {
    struct arena *arena;
    struct archive *archive;
    struct compartment_list list;
    size_t list_cap;
};

static void take(struct reading *r, struct ref ref, const struct value *said)
{
    struct compartment c = {.id = value_get_string(said, STR("id")),
                            .name = value_get_string(said, STR("name")),
                            .is_default = value_get(said, STR("default")) != NULL,
                            .ref = ref};
    void *items = r->list.items;
    int64_t epoch = 0;

    if (!value_get_integer(&epoch, said, STR("epoch")) || epoch < 1 ||
        epoch > UINT32_MAX || c.id.len != ENTITY_ID_LEN ||
        !age_recipient_parse(c.key, value_get_string(said, STR("key"))))
        return;
    c.epoch = (uint32_t)epoch;
    *(struct compartment *)list_add(&items, &r->list.count, &r->list_cap, r->arena,
                                    sizeof c) = c;
    r->list.items = items;
}

static enum err_code take_if_by_admin(struct reading *r, struct ref ref, struct err *err)
{
    struct statement said = {0};
    struct roles_view roles;

    if (archive_statement(&said, r->arena, r->archive, ref, err) != ERR_OK ||
        archive_know_roles(r->archive, err) != ERR_OK)
        return err->code;
    roles = archive_roles_view(r->archive, r->arena);
    if (said.is_readable &&
        roles_had(&roles, ref_feed(ref), ref_index(ref),
                  value_get_string(&said.value, STR("by")), ROLE_ADMIN))
        take(r, ref, &said.value);
    return ERR_OK;
}

enum err_code compartments_read(struct compartment_list *out, struct arena *arena,
                                struct archive *archive, struct err *err)
{
    struct reading r = {.arena = arena, .archive = archive};
    struct statement_list found = {0};
    struct ref after = {0};
    struct view now;

    if (frontier_now(&now, arena, archive_index(archive), err) != ERR_OK)
        return err->code;
    do {
        if (query_statements(&found, arena, archive_index(archive), now,
                             STR("compartment"), after, 0, err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < found.count; i++) {
            after = found.items[i].ref;
            if (take_if_by_admin(&r, after, err) != ERR_OK)
                return err->code;
        }
    } while (found.has_more);
    *out = r.list;
    return ERR_OK;
}

/* Of two keys for one epoch, which two admins announced at once, the first counts. */
static const struct compartment *newest(const struct compartment_list *list,
                                        struct str id)
{
    const struct compartment *found = NULL;

    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i].id, id) &&
            (!found || list->items[i].epoch > found->epoch))
            found = &list->items[i];
    return found;
}

const struct compartment *compartment_find(const struct compartment_list *list,
                                           struct str id_or_name)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i].id, id_or_name) ||
            str_equal(list->items[i].name, id_or_name))
            return newest(list, list->items[i].id);
    return NULL;
}

const struct compartment *compartment_default(const struct compartment_list *list)
{
    const struct compartment *found = list->count > 0 ? &list->items[0] : NULL;

    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].is_default)
            found = &list->items[i];
    return found ? newest(list, found->id) : NULL;
}
