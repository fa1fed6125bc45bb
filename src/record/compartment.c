#include "record/compartment.h"

#include "record/archive.h"
#include "record/archive_inside.h"
#include "record/query.h"
#include "record/query_scan.h"

struct reading {
    struct arena *arena;
    struct archive *archive;
    struct str *admins;
    size_t admin_count;
    size_t admin_cap;
    struct compartment_list list;
    size_t list_cap;
};

static bool is_admin(const struct reading *r, struct str member)
{
    for (size_t i = 0; i < r->admin_count; i++)
        if (str_equal(r->admins[i], member))
            return true;
    return false;
}

static void add_admin(struct reading *r, struct str member)
{
    void *items = r->admins;

    *(struct str *)list_add(&items, &r->admin_count, &r->admin_cap, r->arena,
                            sizeof member) = member;
    r->admins = items;
}

static void remove_admin(struct reading *r, struct str member)
{
    for (size_t i = 0; i < r->admin_count; i++)
        if (str_equal(r->admins[i], member))
            r->admins[i--] = r->admins[--r->admin_count];
}

/* A member does not make itself an admin. */
static void take_member(struct reading *r, const struct value *said)
{
    struct str by = value_get_string(said, STR("by"));
    struct str member = value_get_string(said, STR("id"));

    if (!is_admin(r, by))
        return;
    if (!admission_has_admin_role(said))
        remove_admin(r, member);
    else if (!is_admin(r, member))
        add_admin(r, member);
}

static void take_compartment(struct reading *r, struct ref ref, const struct value *said)
{
    struct compartment c = {.id = value_get_string(said, STR("id")),
                            .name = value_get_string(said, STR("name")),
                            .is_default = value_get(said, STR("default")) != NULL,
                            .ref = ref};
    void *items = r->list.items;
    int64_t epoch = 0;

    if (!is_admin(r, value_get_string(said, STR("by"))) ||
        !value_get_integer(&epoch, said, STR("epoch")) || epoch < 1 ||
        epoch > UINT32_MAX || c.id.len != ENTITY_ID_LEN ||
        !age_recipient_parse(c.key, value_get_string(said, STR("key"))))
        return;
    c.epoch = (uint32_t)epoch;
    *(struct compartment *)list_add(&items, &r->list.count, &r->list_cap, r->arena,
                                    sizeof c) = c;
    r->list.items = items;
}

/* Every statement of a kind that is in the view, in its order. */
static enum err_code each(struct reading *r, struct view view, struct str kind,
                          struct err *err)
{
    struct statement_list found = {0};
    struct ref after = {0};

    do {
        if (query_statements(&found, r->arena, archive_index(r->archive), view, kind,
                             after, 0, err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < found.count; i++) {
            struct statement said = {0};

            after = found.items[i].ref;
            if (archive_statement(&said, r->arena, r->archive, after, err) != ERR_OK)
                return err->code;
            if (str_equal(kind, STR("member")))
                take_member(r, &said.value);
            else
                take_compartment(r, after, &said.value);
        }
    } while (found.has_more);
    return ERR_OK;
}

enum err_code compartments_read(struct compartment_list *out, struct arena *arena,
                                struct archive *archive, struct err *err)
{
    struct reading r = {.arena = arena, .archive = archive};
    struct view now;

    if (frontier_now(&now, arena, archive_index(archive), err) != ERR_OK)
        return err->code;
    add_admin(&r, archive->founder);
    if (each(&r, now, STR("member"), err) != ERR_OK ||
        each(&r, now, STR("compartment"), err) != ERR_OK)
        return err->code;
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
