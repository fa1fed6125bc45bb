/*
 * The input is GeoJSON of a stranger. Accepted implies: the value passes for an area
 * again, with as many points, each on the earth; its box holds every point of its outer
 * rings, and each of them counts as inside; it has a size, and is canonical JSON.
 */

#include <stdlib.h>

#include "format/canon.h"
#include "format/foreign.h"
#include "record/place_value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_ring(const struct geo_area *area, const struct geo_ring *ring)
{
    struct geo_box box = geo_area_box(area);

    require(ring->count >= 3);
    for (size_t i = 0; i < ring->count; i++) {
        require(geo_point_is_valid(ring->points[i]));
        require(geo_box_holds(box, ring->points[i]));
        require(area->count > 1 || area->polygons[0].count > 1 ||
                geo_area_holds(area, ring->points[i]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct value json = {0};
    struct value value = {0};
    struct geo_area area = {0};
    struct buf bytes = {0};
    struct err err = {0};

    if (foreign_parse(&json, &arena, (struct str){(const char *)data, size}, &err) ==
            ERR_OK &&
        area_value(&value, &arena, &json, &err) == ERR_OK) {
        require(area_of_value(&area, &arena, &value, &err) == ERR_OK);
        require(geo_area_points(&area) <= AREA_MAX_POINTS);
        for (size_t i = 0; i < area.count; i++)
            check_ring(&area, &area.polygons[i].rings[0]);
        require(canon_write(&bytes, &value, &err) == ERR_OK);
    }
    buf_release(&bytes);
    arena_free(&arena);
    return 0;
}
