/* Claims that are reached over other claims: of a place with what lies in it, of a
 * source. */

#include "record/query_scan.h"

/* A country's settlements and their buildings; beyond, the list is cut and has_more. */
enum { PLACES_MAX = 100000 };

struct place_name {
    UT_hash_handle hh;
    struct str id;
};

struct places {
    struct index *index;
    struct view view;
    struct arena *arena;
    struct place_name *seen; /* uthash, of arena memory */
    struct str *ids;
    size_t count;
    size_t cap;
};

static void add_place(struct places *p, struct str id)
{
    struct place_name *name = NULL;
    void *items = p->ids;
    struct str *place;

    HASH_FIND(hh, p->seen, id.ptr, id.len, name);
    if (name || id.len == 0 || p->count >= PLACES_MAX)
        return;
    place = list_add(&items, &p->count, &p->cap, p->arena, sizeof *place);
    p->ids = items;
    *place = arena_str(p->arena, id);
    name = ARENA_NEW(p->arena, struct place_name);
    name->id = *place;
    HASH_ADD_KEYPTR(hh, p->seen, name->id.ptr, name->id.len, name);
}

static enum err_code add_if_inside(void *context, const struct claim_row *claim,
                                   struct err *err)
{
    struct places *p = context;
    struct claim_state state;
    enum err_code code;

    if (claim->mode != CLAIM_ASSERTED)
        return ERR_OK;
    code = query_claim_state(&state, p->index, p->view, claim->ref, err);
    if (code == ERR_OK && claim_is_current(&state))
        add_place(p, claim->about);
    return code;
}

enum err_code query_places_within(struct str **out, size_t *count, struct arena *arena,
                                  struct index *index, struct view view, struct str place,
                                  struct err *err)
{
    struct places p = {.index = index, .view = view, .arena = arena};
    enum err_code code = ERR_OK;

    add_place(&p, place);
    /* The list grows while it is walked: what lies in what was found lies inside too. */
    for (size_t i = 0; i < p.count && code == ERR_OK; i++) {
        struct claim_filter inside = {.entity = p.ids[i], .property = STR("located_in")};

        code = query_claims_each(index, view, &inside, add_if_inside, &p, err);
    }
    HASH_CLEAR(hh, p.seen);
    if (code == ERR_OK) {
        *out = p.ids;
        *count = p.count;
    }
    return code;
}

/* Adds what a filter finds to a list, up to its limit. */
static enum err_code add_claims(struct claim_list *list, size_t *cap, struct arena *arena,
                                struct index *index, struct view view,
                                struct claim_filter filter, uint32_t limit,
                                struct err *err)
{
    struct claim_list found = {0};
    enum err_code code;

    if (list->count >= limit) {
        list->has_more = true;
        return ERR_OK;
    }
    filter.limit = limit - (uint32_t)list->count;
    code = query_claims(&found, arena, index, view, &filter, err);
    for (size_t i = 0; i < found.count && code == ERR_OK; i++) {
        void *items = list->items;
        struct claim_row *claim =
            list_add(&items, &list->count, cap, arena, sizeof *claim);

        list->items = items;
        *claim = found.items[i];
    }
    list->has_more = list->has_more || found.has_more;
    return code;
}

static int by_ref(const void *a, const void *b)
{
    int64_t x = ((const struct claim_row *)a)->ref.n;
    int64_t y = ((const struct claim_row *)b)->ref.n;

    return (x > y) - (x < y);
}

static void sort_claims(struct claim_list *list)
{
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, by_ref);
}

enum err_code query_claims_of_place(struct claim_list *out, struct arena *arena,
                                    struct index *index, struct view view,
                                    struct str place, uint32_t limit, struct err *err)
{
    struct claim_list list = {0};
    struct str *places = NULL;
    size_t count = 0;
    size_t cap = 0;
    enum err_code code =
        query_places_within(&places, &count, arena, index, view, place, err);

    for (size_t i = 0; i < count && code == ERR_OK && !list.has_more; i++)
        code = add_claims(&list, &cap, arena, index, view,
                          (struct claim_filter){.entity = places[i]},
                          limit_or_default(limit), err);
    if (code != ERR_OK)
        return code;
    sort_claims(&list);
    *out = list;
    return ERR_OK;
}

struct bases {
    struct index *index;
    struct arena *arena;
    struct ref *items;
    size_t count;
    size_t cap;
};

static enum err_code add_basis(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct bases *b = context;
    void *items = b->items;
    struct ref *ref;

    (void)err;
    ref = list_add(&items, &b->count, &b->cap, b->arena, sizeof *ref);
    b->items = items;
    *ref = column_ref(row, 0);
    return ERR_OK;
}

/* Its passages; the imports of its list; those of the objects that were kept as it. */
static enum err_code find_bases(struct bases *bases, struct view view, struct str source,
                                struct err *err)
{
    static const char *const sql[] = {
        "SELECT n FROM passage WHERE source = $1 AND n >= $2 AND n < $3 ORDER BY n",
        "SELECT n FROM import WHERE list = $1 AND opening IS NULL AND n >= $2 AND n < $3"
        " ORDER BY n",
        "SELECT import.n FROM mention JOIN import ON import.source = mention.n WHERE"
        " mention.entity = $1 AND import.n >= $2 AND import.n < $3 ORDER BY import.n",
    };
    int64_t number = 0;
    enum err_code code = index_find_ident(&number, bases->index, source, err);

    for (size_t i = 0; i < sizeof sql / sizeof sql[0] && code == ERR_OK; i++) {
        struct scan scan = {.sql = sql[i]};

        scan_key_number(&scan, number);
        code = query_scan(bases->index, view, &scan, add_basis, bases, err);
    }
    return code;
}

struct kept {
    struct bases *bases;
    struct view view;
};

/* `preserved_as` names an object by reference or by SHA-256. */
static enum err_code add_kept(void *context, const struct claim_row *claim,
                              struct err *err)
{
    struct kept *kept = context;
    struct scan scan = {.sql =
                            "SELECT n FROM import WHERE source = $1 AND opening IS NULL"
                            " AND n >= $2 AND n < $3 ORDER BY n"};
    struct ref object;

    if (index_parse_ref(&object, kept->bases->index, claim->text)) {
        scan_key_number(&scan, object.n);
    } else {
        scan.sql = "SELECT import.n FROM object JOIN import ON import.source = object.n"
                   " WHERE object.sha256 = $1 AND import.opening IS NULL AND"
                   " import.n >= $2 AND import.n < $3 ORDER BY import.n";
        scan_key_text(&scan, claim->text);
    }
    return query_scan(kept->bases->index, kept->view, &scan, add_basis, kept->bases, err);
}

static enum err_code all_bases(struct bases *bases, struct view view, struct str source,
                               struct err *err)
{
    struct kept kept = {.bases = bases, .view = view};
    struct claim_filter filter = {.about = source, .property = STR("preserved_as")};
    enum err_code code = find_bases(bases, view, source, err);

    if (code != ERR_OK)
        return code;
    return query_claims_each(bases->index, view, &filter, add_kept, &kept, err);
}

enum err_code query_bases_of_source(struct ref **out, size_t *count, struct arena *arena,
                                    struct index *index, struct view view,
                                    struct str source, struct err *err)
{
    struct bases bases = {.index = index, .arena = arena};
    enum err_code code = all_bases(&bases, view, source, err);

    if (code == ERR_OK) {
        *out = bases.items;
        *count = bases.count;
    }
    return code;
}

enum err_code query_claims_of_source(struct claim_list *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     struct str source, uint32_t limit, struct err *err)
{
    struct claim_list list = {0};
    struct bases bases = {.index = index, .arena = arena};
    size_t cap = 0;
    enum err_code code = all_bases(&bases, view, source, err);

    for (size_t i = 0; i < bases.count && code == ERR_OK && !list.has_more; i++)
        code = add_claims(&list, &cap, arena, index, view,
                          (struct claim_filter){.basis = bases.items[i]},
                          limit_or_default(limit), err);
    if (code != ERR_OK)
        return code;
    sort_claims(&list);
    *out = list;
    return ERR_OK;
}
