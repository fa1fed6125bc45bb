#include "web/page_map.h"

#include <stdlib.h>

#include "web/gazetteer_pool.h"
#include "web/page.h"
#include "web/visitor.h"

/* The nearest are asked for: of a wider map they would all lie in its middle. */
enum { SETTLEMENTS_MAX = 24, NEAR_MAX = 200, BASE_WIDTH_M = 400000 };

static int by_people(const void *a, const void *b)
{
    const struct gazetteer_hit *x = a;
    const struct gazetteer_hit *y = b;

    return (x->place->population < y->place->population) -
           (x->place->population > y->place->population);
}

static void add_settlements(struct map *map, struct arena *arena,
                            const struct gazetteer_hits *hits, struct str lang)
{
    struct gazetteer_hit *sorted =
        ARENA_ARRAY(arena, struct gazetteer_hit, hits->count + 1);

    if (hits->count == 0)
        return;
    memcpy(sorted, hits->items, hits->count * sizeof *sorted);
    qsort(sorted, hits->count, sizeof *sorted, by_people);
    for (size_t i = 0; i < hits->count && i < SETTLEMENTS_MAX; i++) {
        const struct gazetteer_place *place = sorted[i].place;

        if (!place->has_point || map->count == MAP_POINTS_MAX)
            continue;
        map->points[map->count++] =
            (struct map_point){.kind = MAP_BASE,
                               .at = place->point,
                               .label = gazetteer_label(arena, place, lang)};
    }
}

static struct str attribution(struct arena *arena, const struct gazetteers *gazetteers)
{
    size_t count = 0;
    const struct gazetteer_info *infos = gazetteers_info(gazetteers, &count);
    struct buf text = {0};
    struct str made;

    for (size_t i = 0; i < count; i++) {
        if (infos[i].problem.len > 0)
            continue;
        buf_append(&text, text.len > 0 ? STR("; ") : STR(""));
        buf_append(&text,
                   infos[i].attribution.len > 0 ? infos[i].attribution : infos[i].title);
    }
    made = arena_str(arena, buf_str(&text));
    buf_release(&text);
    return made;
}

/* A map without them is a map: what fails here leaves them out. */
static void add_base(struct map *map, struct request *r)
{
    const struct gazetteer_wanted wanted = {.kinds = 1U << GAZETTEER_SETTLEMENT,
                                            .limit = NEAR_MAX};
    struct gazetteers *gazetteers = NULL;
    struct gazetteer_hits hits = {0};
    struct err ignored = {0};

    if (map->window.width_m > BASE_WIDTH_M ||
        gazetteer_borrow(&gazetteers, r->arena, &ignored) != ERR_OK)
        return;
    if (gazetteer_near(&hits, r->arena, gazetteers, map->window.middle,
                       map_radius_m(&map->window), &wanted, &ignored) == ERR_OK &&
        hits.count > 0) {
        add_settlements(map, r->arena, &hits,
                        r->visitor->is_ukrainian ? STR("uk") : STR("en"));
        map->base_from = attribution(r->arena, gazetteers);
    }
    gazetteer_return(gazetteers);
}

void page_map(struct sheet_html *s, struct request *r, const struct entity_sheet *e)
{
    struct str hrefs[MAP_WAYS];
    struct buf text = {0};
    struct map map;

    map_of_entity(&map, r->arena, s, e);
    if (map.count == 0 && !map.boundary)
        return;
    (void)map_window_read(&map.window, fields_get(&r->asked, STR("map")));
    add_base(&map, r);
    for (int way = 0; way < MAP_WAYS; way++) {
        struct map_window moved = map_moved(&map.window, (enum map_way)way);

        buf_reset(&text);
        map_window_text(&text, &moved);
        hrefs[way] = arena_printf(r->arena, STR_FMT "#where",
                                  STR_ARG(page_here(r, STR("map"), buf_str(&text))));
    }
    buf_release(&text);
    map_html(s, &map, hrefs);
}
