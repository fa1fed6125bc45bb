/*
 * The input is coordinates as somebody wrote them. Accepted implies: a point on the
 * earth, a precision, and decimal degrees that are read as that point again, within a
 * tenth of the precision; the square of the grid that holds the point is read as a point
 * within it.
 */

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "geo/distance.h"
#include "geo/mgrs.h"
#include "geo/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Nine decimals are the most that is written: 0.1 mm. */
static void check_decimals(const struct geo_reading *r)
{
    struct buf text = {0};
    struct geo_reading again;
    struct err err;

    buf_printf(&text, "lat %s; lon %s", r->lat, r->lon);
    require(geo_parse(&again, buf_str(&text), &err) == ERR_OK);
    require(again.notation == GEO_DECIMAL && !again.is_lon_first);
    require(geo_distance_m(r->point, again.point) <= fmax(r->precision_m / 10, 0.001));
    buf_release(&text);
}

static void check_grid(struct geo_point p)
{
    struct geo_mgrs mgrs;
    struct geo_reading again;
    struct err err;

    if (geo_mgrs_of(&mgrs, p, GEO_MGRS_DIGITS, &err) != ERR_OK)
        return;
    require(geo_parse(&again, str_from_c(mgrs.text), &err) == ERR_OK);
    require(again.notation == GEO_MGRS && geo_distance_m(p, again.point) < 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct geo_reading reading;
    struct err err = {0};

    if (geo_parse(&reading, text, &err) != ERR_OK) {
        require(err.message[0] != '\0');
        return 0;
    }
    require(geo_point_is_valid(reading.point) && reading.precision_m >= 0);
    check_decimals(&reading);
    check_grid(reading.point);
    return 0;
}
