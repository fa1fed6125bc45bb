/* Places with everything that all gazetteers know about them. */

#include "places/gazetteer_view.h"

#include <stdlib.h>
#include <string.h>

#include "names/romanise.h"

/* Deeper than any administration: whoever is in a ring stops here. */
enum { DEPTH_MAX = 8 };

struct gazetteer_area {
    struct gazetteer_ref ref;
    const struct gazetteer_place *place; /* NULL while it is being put together */
    UT_hash_handle hh;
};

/* Of the members of one place, the one that says where it is goes first, then the one
 * that says most closely what it lies in. */
static bool is_better(const struct gazetteers *g, const struct gazetteer_member *a,
                      const struct gazetteer_member *b)
{
    if (a->has_point != b->has_point)
        return a->has_point;
    if (a->parent.len != b->parent.len)
        return a->parent.len > b->parent.len;
    return str_compare(g->infos[a->ref.gazetteer].name, g->infos[b->ref.gazetteer].name) <
           0;
}

static size_t ring(const struct gazetteer_member **out, size_t max,
                   const struct gazetteer_members *members, size_t first,
                   const struct gazetteers *g)
{
    size_t count = 0;
    size_t at = first;

    do {
        size_t place = count;

        for (; place > 0 && is_better(g, &members->items[at], out[place - 1]); place--)
            out[place] = out[place - 1];
        out[place] = &members->items[at];
        count++;
        at = members->items[at].next;
    } while (at != first && count < max);
    return count;
}

static bool has_text(const struct gazetteer_place *place, const struct str *codes,
                     struct str code)
{
    for (size_t i = 0; i < place->code_count; i++)
        if (str_equal(codes[i], code))
            return true;
    return false;
}

static bool has_name(const struct gazetteer_name *names, size_t count,
                     const struct gazetteer_name *name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(names[i].text, name->text) &&
            (name->lang.len == 0 || str_equal(names[i].lang, name->lang)))
            return true;
    return false;
}

static void gather_names(struct gazetteer_place *place, struct arena *arena,
                         const struct gazetteer_member **ring, size_t count)
{
    struct gazetteer_name *names;
    size_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += ring[i]->name_count;
    names = ARENA_ARRAY(arena, struct gazetteer_name, total + 1);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < ring[i]->name_count; k++)
            if (i == 0 || !has_name(names, place->name_count, &ring[i]->names[k]))
                names[place->name_count++] = ring[i]->names[k];
    place->names = names;
}

static void gather_codes(struct gazetteer_place *place, struct arena *arena,
                         const struct gazetteers *g, const struct gazetteer_member **ring,
                         size_t count)
{
    struct gazetteer_source *sources =
        ARENA_ARRAY(arena, struct gazetteer_source, count + 1);
    struct str *codes =
        ARENA_ARRAY(arena, struct str, count * (GAZETTEER_CODES_MAX + 1) + 1);

    for (size_t i = 0; i < count; i++) {
        sources[i].ref = ring[i]->ref;
        sources[i].id = arena_printf(arena, STR_FMT ":" STR_FMT,
                                     STR_ARG(g->infos[ring[i]->ref.gazetteer].name),
                                     STR_ARG(ring[i]->code));
        for (size_t k = 0; k < ring[i]->shared_count; k++)
            if (!has_text(place, codes, ring[i]->shared[k]))
                codes[place->code_count++] = ring[i]->shared[k];
        if (ring[i]->shared_count == 0 && !has_text(place, codes, ring[i]->code))
            codes[place->code_count++] = ring[i]->code;
    }
    place->codes = codes;
    place->sources = sources;
    place->source_count = count;
    place->id = sources[0].id;
}

static enum err_code area_of(const struct gazetteer_place **out, struct gazetteers *g,
                             struct gazetteer_ref ref, unsigned depth, struct err *err);

/* In the member's own gazetteer if it is there, else in any other. */
static enum err_code parent_of(const struct gazetteer_place **out, struct gazetteers *g,
                               const struct gazetteer_member *member, unsigned depth,
                               struct err *err)
{
    struct arena arena = {0};
    struct gazetteer_list list = {0};
    enum err_code code = ERR_OK;
    uint32_t own = member->ref.gazetteer;

    *out = NULL;
    if (member->parent.len == 0 || depth == 0)
        return ERR_OK;
    code = gazetteer_with_code(&list, &arena, g, own, member->parent, err);
    /* A code that is its gazetteer's own says nothing in another. */
    if (str_find(member->parent, ':', 0) < member->parent.len)
        for (uint32_t i = 0; i < g->count && code == ERR_OK && list.count == 0; i++)
            if (g->items[i].db && i != own)
                code = gazetteer_with_code(&list, &arena, g, i, member->parent, err);
    if (code == ERR_OK && list.count > 0)
        code = area_of(out, g, list.items[0].ref, depth - 1, err);
    arena_free(&arena);
    return code;
}

/* Of what its gazetteers say it lies in, the smallest. */
static enum err_code find_parent(struct gazetteer_place *place, struct gazetteers *g,
                                 const struct gazetteer_member **ring, size_t count,
                                 unsigned depth, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct gazetteer_place *parent;

        if (parent_of(&parent, g, ring[i], depth, err) != ERR_OK)
            return err->code;
        if (parent && (!place->parent || parent->kind > place->parent->kind))
            place->parent = parent;
    }
    return ERR_OK;
}

static enum err_code place_of(struct gazetteer_place **out, struct arena *arena,
                              struct gazetteers *g,
                              const struct gazetteer_members *members, size_t first,
                              unsigned depth, struct err *err)
{
    const struct gazetteer_member *of[GAZETTEER_SOURCES_MAX];
    size_t count = ring(of, GAZETTEER_SOURCES_MAX, members, first, g);
    struct gazetteer_place *place = ARENA_NEW(arena, struct gazetteer_place);

    place->kind = of[0]->kind;
    place->has_point = of[0]->has_point;
    place->point = of[0]->point;
    for (size_t i = 0; i < count && place->population == 0; i++)
        place->population = of[i]->population;
    for (size_t i = 0; i < count && place->class_.len == 0; i++)
        place->class_ = of[i]->class_;
    gather_names(place, arena, of, count);
    gather_codes(place, arena, g, of, count);
    *out = place;
    return find_parent(place, g, of, count, depth, err);
}

/* Areas are few and asked for again and again: they are put together once. */
static enum err_code area_of(const struct gazetteer_place **out, struct gazetteers *g,
                             struct gazetteer_ref ref, unsigned depth, struct err *err)
{
    struct gazetteer_members members = {0};
    struct gazetteer_place *place = NULL;
    struct gazetteer_area *area;
    size_t at;

    HASH_FIND(hh, g->areas, &ref, sizeof ref, area);
    if (area) {
        *out = area->place;
        return ERR_OK;
    }
    area = ARENA_NEW(&g->arena, struct gazetteer_area);
    area->ref = ref;
    HASH_ADD(hh, g->areas, ref, sizeof area->ref, area);
    if (gazetteer_member(&at, &members, &g->arena, g, ref, err) != ERR_OK ||
        gazetteer_unite(&members, &g->arena, g, err) != ERR_OK ||
        place_of(&place, &g->arena, g, &members, at, depth, err) != ERR_OK) {
        HASH_DEL(g->areas, area);
        return err->code;
    }
    area->place = place;
    *out = place;
    return ERR_OK;
}

void gazetteers_close(struct gazetteers *g)
{
    if (!g)
        return;
    for (size_t i = 0; g->items && i < g->count; i++)
        gazetteer_close(&g->items[i]);
    HASH_CLEAR(hh, g->areas);
    arena_free(&g->arena);
    free(g);
}

static struct str name_met(const struct gazetteer_found *found,
                           const struct gazetteer_member *member)
{
    return found->has_name && found->name < member->name_count
               ? member->names[found->name].text
               : STR("");
}

/* One hit a place: the surest of those that found it. */
static void put_hit(struct gazetteer_hit *hits, size_t *count,
                    const struct gazetteer_hit *hit)
{
    for (size_t i = 0; i < *count; i++)
        if (hits[i].place == hit->place) {
            if (hit->step < hits[i].step)
                hits[i] = *hit;
            return;
        }
    hits[(*count)++] = *hit;
}

static enum err_code view(struct gazetteer_hit *hits, size_t *count, struct arena *arena,
                          struct arena *scratch, struct gazetteers *g,
                          const struct gazetteer_list *list, struct err *err)
{
    struct gazetteer_members members = {0};
    size_t *at = ARENA_ARRAY(scratch, size_t, list->count + 1);
    struct gazetteer_place **places;

    for (size_t i = 0; i < list->count; i++)
        if (gazetteer_member(&at[i], &members, arena, g, list->items[i].ref, err) !=
            ERR_OK)
            return err->code;
    if (gazetteer_unite(&members, arena, g, err) != ERR_OK)
        return err->code;
    places = ARENA_ARRAY(scratch, struct gazetteer_place *, members.count + 1);
    for (size_t i = 0; i < list->count; i++) {
        const struct gazetteer_found *found = &list->items[i];
        size_t root = gazetteer_root(&members, at[i]);
        struct gazetteer_hit hit = {.step = found->step,
                                    .name = name_met(found, &members.items[at[i]]),
                                    .metres = found->metres};

        if (!places[root] &&
            place_of(&places[root], arena, g, &members, root, DEPTH_MAX, err) != ERR_OK)
            return err->code;
        hit.place = places[root];
        put_hit(hits, count, &hit);
    }
    return ERR_OK;
}

enum err_code gazetteer_view(struct gazetteer_hit **out, size_t *count,
                             struct arena *arena, struct gazetteers *g,
                             const struct gazetteer_list *list, struct err *err)
{
    struct arena scratch = {0};
    struct gazetteer_hit *hits =
        ARENA_ARRAY(arena, struct gazetteer_hit, list->count + 1);
    size_t used = 0;
    enum err_code code = view(hits, &used, arena, &scratch, g, list, err);

    arena_free(&scratch);
    if (code != ERR_OK)
        return code;
    *out = hits;
    *count = used;
    return ERR_OK;
}
