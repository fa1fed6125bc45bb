#include "record/consent_holders.h"

#include "base/map.h"

#include "record/query_scan.h"

enum { HOLDERS_MAX = 1000, TOUCHED_MAX = 100000 };

struct touched {
    int64_t n;
    UT_hash_handle hh;
};

struct search {
    struct arena *arena;
    struct archive *archive;
    struct index *index;
    struct view view;
    struct str person;
    struct touched *touched;
    struct consent_holders *out;
    size_t cap;
};

static void touch(struct search *s, struct ref ref)
{
    struct touched *touched = NULL;

    HASH_FIND(hh, s->touched, &ref.n, sizeof ref.n, touched);
    if (touched)
        return;
    touched = ARENA_NEW(s->arena, struct touched);
    touched->n = ref.n;
    HASH_ADD(hh, s->touched, n, sizeof touched->n, touched);
}

static bool is_touched(const struct search *s, struct ref ref)
{
    struct touched *touched = NULL;

    HASH_FIND(hh, s->touched, &ref.n, sizeof ref.n, touched);
    return touched != NULL;
}

/* All statements that touch the person, and the passages of their interviews. */
static enum err_code touch_history(struct search *s, struct str id, struct err *err)
{
    struct statement_list list = {0};
    enum err_code code = query_history(&list, s->arena, s->index, s->view, id,
                                       (struct ref){0}, TOUCHED_MAX, err);

    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        touch(s, list.items[i].ref);
    if (code == ERR_OK && list.has_more)
        s->out->has_more = true;
    return code;
}

static enum err_code touch_interviews(struct search *s, struct err *err)
{
    const struct claim_filter filter = {.entity = s->person,
                                        .property = STR("interviewee")};
    struct claim_list claims = {0};
    enum err_code code = query_claims(&claims, s->arena, s->index, s->view, &filter, err);

    for (size_t i = 0; i < claims.count && code == ERR_OK; i++)
        code = touch_history(s, claims.items[i].about, err);
    return code;
}

static bool tells_of(const struct search *s, const struct value *entities)
{
    for (uint32_t i = 0; entities && entities->type == VALUE_ARRAY && i < entities->count;
         i++)
        if (value_is_string(&entities->items[i], s->person))
            return true;
    return false;
}

static enum err_code names_touched(bool *out, struct search *s, struct ref access,
                                   struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code =
        query_edges_from(&edges, s->arena, s->index, s->view, access, err);

    for (size_t i = 0; i < edges.count && code == ERR_OK && !*out; i++)
        *out = is_touched(s, edges.items[i].target);
    return code;
}

static bool has_left(struct str did)
{
    return str_equal(did, STR("exported")) || str_equal(did, STR("unsealed"));
}

static enum err_code look_at(struct search *s, struct ref ref, struct err *err)
{
    struct statement access = {0};
    struct consent_holder *holder;
    void *items = s->out->items;
    bool is_of = false;

    if (archive_statement(&access, s->arena, s->archive, ref, err) != ERR_OK)
        return err->code;
    if (!access.is_readable || !has_left(value_get_string(&access.value, STR("did"))))
        return ERR_OK;
    is_of = tells_of(s, value_get(&access.value, STR("entities")));
    if (!is_of && names_touched(&is_of, s, ref, err) != ERR_OK)
        return err->code;
    if (!is_of)
        return ERR_OK;
    holder = list_add(&items, &s->out->count, &s->cap, s->arena, sizeof *holder);
    s->out->items = items;
    *holder = (struct consent_holder){
        .ref = ref,
        .recipient = value_get_string(&access.value, STR("recipient")),
        .did = value_get_string(&access.value, STR("did")),
        .why = value_get_string(&access.value, STR("why"))};
    return ERR_OK;
}

static enum err_code look_at_all(struct search *s, struct err *err)
{
    struct statement_list list = {0};
    struct ref after = {0};
    enum err_code code;

    do {
        code = query_statements(&list, s->arena, s->index, s->view, STR("access"), after,
                                HOLDERS_MAX, err);
        for (size_t i = 0; i < list.count && code == ERR_OK; i++) {
            code = look_at(s, list.items[i].ref, err);
            after = list.items[i].ref;
        }
    } while (code == ERR_OK && list.has_more);
    return code;
}

enum err_code consent_holders_find(struct consent_holders *out, struct arena *arena,
                                   struct archive *archive, struct view view,
                                   struct str person, struct err *err)
{
    struct consent_holders found = {0};
    struct search search = {.arena = arena,
                            .archive = archive,
                            .index = archive_index(archive),
                            .view = view,
                            .person = person,
                            .out = &found};
    enum err_code code = touch_history(&search, person, err);

    if (code == ERR_OK)
        code = touch_interviews(&search, err);
    if (code == ERR_OK)
        code = look_at_all(&search, err);
    HASH_CLEAR(hh, search.touched);
    if (code == ERR_OK)
        *out = found;
    return code;
}
