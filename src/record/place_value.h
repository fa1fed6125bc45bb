#ifndef RECORD_PLACE_VALUE_H
#define RECORD_PLACE_VALUE_H

/*
 * Coordinates and areas as values of claims (docs/schema.md), out of what people write
 * and what other programs export, and back into what geo/ works on.
 */

#include "base/arena.h"
#include "base/err.h"
#include "format/value.h"
#include "geo/parse.h"
#include "geo/polygon.h"

/*
 * {"lat", "lon", "precision_m", "words"}: coordinates in any notation of geo/parse.h,
 * with the words as written. Without a stated precision (-1) it is what the notation can
 * tell apart, in whole metres upwards, and "from_digits" says that nobody stated it.
 * reading may be NULL. ERR_INVALID as geo_parse().
 */
MUST_USE enum err_code coordinates_value(struct value *out, struct geo_reading *reading,
                                         struct arena *arena, struct str text,
                                         int64_t precision_m, struct err *err);

/* "200", "200m", "1.5 km" in whole metres upwards. */
MUST_USE enum err_code metres_read(int64_t *out, struct str text, struct err *err);

/* The point of a value, and how far off it may lie in metres: what is recorded, or else
 * one unit of the last digit. False when it holds no coordinates. */
bool coordinates_point(struct geo_point *out, double *precision_m,
                       const struct value *value);

/*
 * {"polygons": [["37.2 49.2, 37.3 49.2, ...", hole ...], ...]} out of GeoJSON (RFC 7946):
 * a Polygon, a MultiPolygon, a Feature, or a FeatureCollection with one Feature. Rings as
 * in WKT, longitude first, closed, seven decimals (1 cm) at most; altitudes are left out.
 * ERR_INVALID when it is none or no area (geo_area_check()), ERR_LIMIT beyond
 * AREA_MAX_POINTS: a statement holds 64 KiB.
 */
enum { AREA_MAX_POINTS = 2500 };
MUST_USE enum err_code area_value(struct value *out, struct arena *arena,
                                  const struct value *geojson, struct err *err);

/* The area of such a value, checked; everything lives in the arena. */
MUST_USE enum err_code area_of_value(struct geo_area *out, struct arena *arena,
                                     const struct value *value, struct err *err);

#endif
