/* Which places of several gazetteers are one. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/distance.h"
#include "places/gazetteer_key.h"
#include "places/gazetteer_view.h"

/* Of so many places at once neighbours are looked for. */
enum { NEIGHBOURS_MAX = 8 };

void gazetteer_list_add(struct gazetteer_list *list, struct arena *arena,
                        const struct gazetteer_found *found)
{
    if (list->count == list->room) {
        size_t room = 2 * list->room + 16;
        struct gazetteer_found *more = ARENA_ARRAY(arena, struct gazetteer_found, room);

        if (list->count > 0)
            memcpy(more, list->items, list->count * sizeof *more);
        list->items = more;
        list->room = room;
    }
    list->items[list->count++] = *found;
}

static const struct str publishers[PUBLISHERS] = {
    STR_INIT("geonames:"), STR_INIT("geonames-admin:"), STR_INIT("iso:"),
    STR_INIT("katottg:"),  STR_INIT("pcode:"),
};

/* PUBLISHERS where the code is a gazetteer's own. */
static size_t publisher_of(struct str code)
{
    size_t i = 0;

    while (i < PUBLISHERS && !str_starts_with(code, publishers[i]))
        i++;
    return i;
}

/* Whether a gazetteer has codes of a publisher at all: asked once, it spares most of the
 * questions for single codes. */
static enum err_code has_publisher(bool *out, struct gazetteers *g, uint32_t at,
                                   size_t publisher, struct err *err)
{
    struct gazetteer *gazetteer = &g->items[at];
    struct db_query *query;
    bool has_row;

    if (gazetteer->publishers[publisher] == PUBLISHER_UNKNOWN) {
        if (gazetteer_query(&query, g, at, QUERY_CODES_FROM, err) != ERR_OK)
            return err->code;
        db_bind_text(query, 1, publishers[publisher]);
        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(g, at, err);
        gazetteer->publishers[publisher] =
            has_row && str_starts_with(db_column_text(query, 0), publishers[publisher])
                ? PUBLISHER_SOME
                : PUBLISHER_NONE;
    }
    *out = gazetteer->publishers[publisher] == PUBLISHER_SOME;
    return ERR_OK;
}

enum err_code gazetteer_with_code(struct gazetteer_list *list, struct arena *arena,
                                  struct gazetteers *g, uint32_t at, struct str code,
                                  struct err *err)
{
    size_t publisher = publisher_of(code);
    struct db_query *query;
    bool has_some = true;

    if (publisher < PUBLISHERS &&
        has_publisher(&has_some, g, at, publisher, err) != ERR_OK)
        return err->code;
    if (!has_some)
        return ERR_OK;
    if (gazetteer_query(&query, g, at, QUERY_CODE, err) != ERR_OK)
        return err->code;
    db_bind_text(query, 1, code);
    for (;;) {
        struct gazetteer_found found = {.ref.gazetteer = at};
        bool has_row;

        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(g, at, err);
        if (!has_row)
            return ERR_OK;
        found.ref.place = (uint32_t)db_column_int(query, 0);
        gazetteer_list_add(list, arena, &found);
    }
}

static void read_names(struct gazetteer_member *member, struct arena *arena,
                       struct db_query *query)
{
    if ((member->name_count & (member->name_count - 1)) == 0) {
        struct gazetteer_name *more =
            ARENA_ARRAY(arena, struct gazetteer_name, 2 * member->name_count + 1);

        if (member->name_count > 0)
            memcpy(more, member->names, member->name_count * sizeof *more);
        member->names = more;
    }
    member->names[member->name_count++] = (struct gazetteer_name){
        arena_str(arena, db_column_text(query, 0)),
        arena_str(arena, db_column_text(query, 1)),
        (enum gazetteer_name_kind)db_column_int(query, 2),
    };
}

static enum err_code load_names(struct gazetteer_member *member, struct arena *arena,
                                struct gazetteers *g, struct err *err)
{
    struct db_query *query;

    if (gazetteer_query(&query, g, member->ref.gazetteer, QUERY_NAMES, err) != ERR_OK)
        return err->code;
    db_bind_int(query, 1, member->ref.place);
    for (;;) {
        bool has_row;

        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(g, member->ref.gazetteer, err);
        if (!has_row)
            return ERR_OK;
        read_names(member, arena, query);
    }
}

static void read_member(struct gazetteer_member *member, struct arena *arena,
                        struct db_query *query)
{
    struct str shared = arena_str(arena, db_column_text(query, 1));
    int64_t kind = db_column_int(query, 3);

    member->code = arena_str(arena, db_column_text(query, 0));
    while (shared.len > 0 && member->shared_count < GAZETTEER_CODES_MAX)
        member->shared[member->shared_count++] = str_cut(&shared, ' ');
    member->parent = arena_str(arena, db_column_text(query, 2));
    member->kind =
        kind >= 0 && kind < GAZETTEER_KINDS ? (enum gazetteer_kind)kind : GAZETTEER_OTHER;
    member->class_ = arena_str(arena, db_column_text(query, 4));
    member->has_point = !db_is_null(query, 5);
    member->point = (struct geo_point){gazetteer_from_degrees(db_column_int(query, 5)),
                                       gazetteer_from_degrees(db_column_int(query, 6))};
    member->population = db_column_int(query, 7);
}

static enum err_code load_member(struct gazetteer_member *member, struct arena *arena,
                                 struct gazetteers *g, struct err *err)
{
    uint32_t at = member->ref.gazetteer;
    struct db_query *query;
    bool has_row;

    if (gazetteer_query(&query, g, at, QUERY_PLACE, err) != ERR_OK)
        return err->code;
    db_bind_int(query, 1, member->ref.place);
    if (db_step(&has_row, query, err) != ERR_OK)
        return gazetteer_failed(g, at, err);
    if (!has_row)
        return err_set(err, ERR_CORRUPT,
                       "\"%s\": the gazetteer is damaged; import it again",
                       g->infos[at].path.ptr);
    read_member(member, arena, query);
    return load_names(member, arena, g, err);
}

static bool is_ref(struct gazetteer_ref a, struct gazetteer_ref b)
{
    return a.gazetteer == b.gazetteer && a.place == b.place;
}

enum err_code gazetteer_member(size_t *out, struct gazetteer_members *members,
                               struct arena *arena, struct gazetteers *g,
                               struct gazetteer_ref ref, struct err *err)
{
    struct gazetteer_member member = {.ref = ref};

    for (size_t i = 0; i < members->count; i++)
        if (is_ref(members->items[i].ref, ref)) {
            *out = i;
            return ERR_OK;
        }
    if (load_member(&member, arena, g, err) != ERR_OK)
        return err->code;
    if (members->count == members->room) {
        size_t room = 2 * members->room + 16;
        struct gazetteer_member *more = ARENA_ARRAY(arena, struct gazetteer_member, room);

        if (members->count > 0)
            memcpy(more, members->items, members->count * sizeof *more);
        members->items = more;
        members->room = room;
    }
    member.root = member.next = members->count;
    members->items[members->count] = member;
    *out = members->count++;
    return ERR_OK;
}

size_t gazetteer_root(const struct gazetteer_members *members, size_t at)
{
    while (members->items[at].root != at)
        at = members->items[at].root;
    return at;
}

/* Two rings become one when their members' next are exchanged. */
static void join(struct gazetteer_members *members, size_t a, size_t b)
{
    size_t first = gazetteer_root(members, a);
    size_t second = gazetteer_root(members, b);
    size_t next;

    if (first == second)
        return;
    next = members->items[first].next;
    members->items[first].next = members->items[second].next;
    members->items[second].next = next;
    if (second < first) {
        members->items[first].root = second;
        return;
    }
    members->items[second].root = first;
}

static enum err_code join_by_code(struct gazetteer_members *members, size_t at,
                                  struct arena *arena, struct gazetteers *g,
                                  struct err *err)
{
    for (size_t i = 0; i < members->items[at].shared_count; i++) {
        struct gazetteer_list list = {0};

        for (uint32_t k = 0; k < g->count; k++)
            if (g->items[k].db && k != members->items[at].ref.gazetteer &&
                gazetteer_with_code(&list, arena, g, k, members->items[at].shared[i],
                                    err) != ERR_OK)
                return err->code;
        for (size_t k = 0; k < list.count; k++) {
            size_t other;

            if (gazetteer_member(&other, members, arena, g, list.items[k].ref, err) !=
                ERR_OK)
                return err->code;
            /* A table may give a city the code of one of its districts. */
            if ((members->items[at].kind == GAZETTEER_QUARTER) ==
                (members->items[other].kind == GAZETTEER_QUARTER))
                join(members, at, other);
        }
    }
    return ERR_OK;
}

static void make_keys(struct gazetteer_member *member, struct arena *arena)
{
    if (member->keys)
        return;
    member->keys = ARENA_ARRAY(arena, struct name_key, member->name_count + 1);
    for (size_t i = 0; i < member->name_count; i++) {
        struct str words[GAZETTEER_WORDS_MAX];

        gazetteer_key(&member->keys[i], words,
                      gazetteer_words(words, GAZETTEER_WORDS_MAX, member->names[i].text));
    }
}

static bool have_key_in_common(struct gazetteer_member *a, struct gazetteer_member *b,
                               struct arena *arena)
{
    make_keys(a, arena);
    make_keys(b, arena);
    for (size_t i = 0; i < a->name_count; i++)
        for (size_t k = 0; k < b->name_count; k++)
            if (a->keys[i].len > 0 &&
                str_equal(name_key_str(&a->keys[i]), name_key_str(&b->keys[k])))
                return true;
    return false;
}

/* A city's middle is where its gazetteer puts it. */
static double reach(const struct gazetteer_member *a, const struct gazetteer_member *b)
{
    bool is_city =
        a->population >= GAZETTEER_CITY_PEOPLE || b->population >= GAZETTEER_CITY_PEOPLE;

    return is_city ? GAZETTEER_SAME_CITY_METRES : GAZETTEER_SAME_METRES;
}

static bool may_be_one(const struct gazetteer_member *a, const struct gazetteer_member *b)
{
    return a->ref.gazetteer != b->ref.gazetteer && a->kind == b->kind && a->has_point &&
           b->has_point &&
           fabs(a->point.lat - b->point.lat) * GEO_METRES_IN_DEGREE <=
               1.01 * GAZETTEER_SAME_CITY_METRES;
}

/* Two places of one gazetteer are two, whatever lies near them elsewhere. */
static bool have_gazetteer_in_common(const struct gazetteer_members *members, size_t a,
                                     size_t b)
{
    size_t i = a;

    do {
        size_t k = b;

        do {
            if (members->items[i].ref.gazetteer == members->items[k].ref.gazetteer)
                return true;
            k = members->items[k].next;
        } while (k != b);
        i = members->items[i].next;
    } while (i != a);
    return false;
}

struct pair {
    double metres;
    size_t a;
    size_t b;
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a;
    const struct pair *y = b;

    if (x->metres < y->metres || x->metres > y->metres)
        return x->metres < y->metres ? -1 : 1;
    return x->a != y->a ? (x->a < y->a ? -1 : 1) : (x->b > y->b) - (x->b < y->b);
}

static void note_pair(struct pair **pairs, size_t *count, size_t *room,
                      struct gazetteer_members *members, size_t a, size_t b,
                      struct arena *arena)
{
    struct gazetteer_member *x = &members->items[a];
    struct gazetteer_member *y = &members->items[b];
    double metres;

    if (!may_be_one(x, y))
        return;
    metres = geo_distance_m(x->point, y->point);
    if (metres > reach(x, y) || !have_key_in_common(x, y, arena))
        return;
    if (*count == *room) {
        *room = 2 * *room + 16;
        *pairs = reallocarray(*pairs, *room, sizeof **pairs);
        if (!*pairs)
            out_of_memory(*room * sizeof **pairs);
    }
    (*pairs)[(*count)++] = (struct pair){metres, a, b};
}

/* The nearest pairs first: of two villages of one name the right one is taken. */
static void join_by_name(struct gazetteer_members *members, struct arena *arena)
{
    struct pair *pairs = NULL;
    size_t count = 0;
    size_t room = 0;

    for (size_t a = 0; a < members->count; a++)
        for (size_t b = a + 1; b < members->count; b++)
            note_pair(&pairs, &count, &room, members, a, b, arena);
    if (count > 0)
        qsort(pairs, count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < count; i++)
        if (!have_gazetteer_in_common(members, pairs[i].a, pairs[i].b))
            join(members, pairs[i].a, pairs[i].b);
    free(pairs);
}

/* What other gazetteers have near a place: so that one of another name there comes in.
 * Only one of the two may know that it is a city. Worth its while for a few. */
static enum err_code add_neighbours(struct gazetteer_members *members, size_t at,
                                    struct arena *arena, struct gazetteers *g,
                                    struct err *err)
{
    struct gazetteer_member own = members->items[at];
    struct gazetteer_wanted wanted = {.kinds = 1U << (unsigned)own.kind};
    struct gazetteer_list list = {0};

    for (uint32_t i = 0; i < g->count && own.has_point; i++)
        if (g->items[i].db && i != own.ref.gazetteer &&
            gazetteer_spots(&list, arena, g, i, own.point, GAZETTEER_SAME_CITY_METRES,
                            &wanted, err) != ERR_OK)
            return err->code;
    for (size_t i = 0; i < list.count; i++) {
        size_t other;

        if (gazetteer_member(&other, members, arena, g, list.items[i].ref, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* Those that come in by a code have codes of their own. */
static enum err_code join_from(struct gazetteer_members *members, size_t first,
                               struct arena *arena, struct gazetteers *g, struct err *err)
{
    for (size_t at = first; at < members->count; at++)
        if (join_by_code(members, at, arena, g, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

enum err_code gazetteer_unite(struct gazetteer_members *members, struct arena *arena,
                              struct gazetteers *g, struct err *err)
{
    bool is_few = members->count <= NEIGHBOURS_MAX;
    enum err_code code = join_from(members, 0, arena, g, err);
    size_t coded = members->count;

    /* A code may bring the point that the place itself has not. */
    for (size_t at = 0; at < coded && is_few && code == ERR_OK; at++)
        code = add_neighbours(members, at, arena, g, err);
    if (code == ERR_OK)
        code = join_from(members, coded, arena, g, err);
    if (code == ERR_OK)
        join_by_name(members, arena);
    return code;
}
