#include "record/place_value.h"

#include <math.h>

enum { METRES_MAX = 20040000 }; /* half the way round the earth */

enum err_code metres_read(int64_t *out, struct str text, struct err *err)
{
    struct str number = str_trim(text);
    double scale = 1;
    double metres = 0;

    if (str_ends_with(number, STR("km"))) {
        scale = 1000;
        number.len -= 2;
    } else if (str_ends_with(number, STR("m"))) {
        number.len -= 1;
    }
    if (!geo_read_decimal(&metres, str_trim(number)) || metres < 0 ||
        metres * scale > METRES_MAX)
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is no precision: write metres, such as 200m or "
                       "1.5km",
                       STR_ARG(str_prefix(text, 40)));
    *out = (int64_t)ceil(metres * scale);
    return ERR_OK;
}

enum err_code coordinates_value(struct value *out, struct geo_reading *reading,
                                struct arena *arena, struct str text, int64_t precision_m,
                                struct err *err)
{
    struct geo_reading read = {0};
    struct value v = value_object();

    if (geo_parse(&read, text, err) != ERR_OK)
        return err_context(err, "coordinates: ");
    value_set(&v, arena, STR("lat"),
              value_string(arena_str(arena, str_from_c(read.lat))));
    value_set(&v, arena, STR("lon"),
              value_string(arena_str(arena, str_from_c(read.lon))));
    if (precision_m >= 0) {
        value_set(&v, arena, STR("precision_m"), value_integer(precision_m));
    } else {
        /* A hair less, so that 1 m does not become 2 by the last bit. */
        double metres = fmax(ceil(read.precision_m - 1e-6), 1);

        value_set(&v, arena, STR("precision_m"), value_integer((int64_t)metres));
        /* A geo: URI states its own. */
        if (read.notation != GEO_URI || str_find_str(text, STR("u=")) == text.len)
            value_set(&v, arena, STR("from_digits"), value_bool(true));
    }
    value_set(&v, arena, STR("words"), value_string(arena_str(arena, str_trim(text))));
    if (reading)
        *reading = read;
    *out = v;
    return ERR_OK;
}

/* One unit of the last digit of a decimal, in degrees. */
static double unit_of(struct str s)
{
    size_t point = str_find(s, '.', 0);

    return point == s.len ? 1 : pow(10, -(double)(s.len - point - 1));
}

bool coordinates_point(struct geo_point *out, double *precision_m,
                       const struct value *value)
{
    struct str lat = value_get_string(value, STR("lat"));
    struct str lon = value_get_string(value, STR("lon"));
    struct geo_point p;
    int64_t metres = 0;

    if (!geo_read_decimal(&p.lat, lat) || !geo_read_decimal(&p.lon, lon) ||
        !geo_point_is_valid(p))
        return false;
    *out = p;
    if (value_get_integer(&metres, value, STR("precision_m")))
        *precision_m = (double)metres;
    else
        *precision_m = GEO_METRES_IN_DEGREE *
                       fmax(unit_of(lat), unit_of(lon) * cos(p.lat * GEO_DEGREE));
    return true;
}
