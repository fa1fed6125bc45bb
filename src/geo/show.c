#include "geo/show.h"

#include <math.h>

#include "geo/mgrs.h"
#include "geo/parse_inside.h"

/* The units of decimals are 111 km, 11 km, ... 1.1 m: 1, 10 and 100 m count as these. */
#define ABOUT 1.12

unsigned geo_show_decimals(double precision_m)
{
    double unit = GEO_METRES_IN_DEGREE;
    unsigned decimals = 0;

    while (unit > precision_m * ABOUT && decimals < GEO_DECIMALS_MAX) {
        unit /= 10;
        decimals++;
    }
    return decimals;
}

unsigned geo_show_mgrs_digits(double precision_m)
{
    double unit = 100000;
    unsigned digits = 0;

    while (unit > precision_m && digits < GEO_MGRS_DIGITS) {
        unit /= 10;
        digits++;
    }
    return digits;
}

void geo_show_degrees(struct buf *out, struct geo_point p, unsigned decimals)
{
    char lat[GEO_DEGREES_TEXT];
    char lon[GEO_DEGREES_TEXT];

    geo_write_decimal(lat, p.lat, decimals);
    geo_write_decimal(lon, p.lon, decimals);
    buf_printf(out, "%s, %s", lat, lon);
}

/* Steps of a coordinate in seconds, from coarse to fine, and the decimals of the seconds.
 */
struct step {
    double seconds;
    int decimals;
};

static struct step step_of(double precision_m)
{
    static const struct step steps[] = {{3600, 0}, {60, 0},   {1, 0},
                                        {0.1, 1},  {0.01, 2}, {0.001, 3}};
    size_t at = 0;

    while (at + 1 < sizeof steps / sizeof steps[0] &&
           steps[at].seconds * GEO_METRES_IN_DEGREE / 3600 > precision_m)
        at++;
    return steps[at];
}

/* Rounded to whole steps first: 59.99″ must not become 60″. */
static void show_angle(struct buf *out, double degrees, struct step step)
{
    double seconds = round(fabs(degrees) * 3600 / step.seconds) * step.seconds;
    double minutes = floor(seconds / 60 + 1e-9);

    buf_printf(out, "%.0f°", floor(minutes / 60 + 1e-9));
    if (step.seconds < 3600)
        buf_printf(out, "%02.0f′", fmod(minutes, 60));
    if (step.seconds < 60)
        buf_printf(out, "%0*.*f″", step.decimals > 0 ? step.decimals + 3 : 2,
                   step.decimals, fmax(seconds - minutes * 60, 0));
}

void geo_show_dms(struct buf *out, struct geo_point p, double precision_m)
{
    struct step step = step_of(precision_m);

    show_angle(out, p.lat, step);
    buf_puts(out, p.lat < 0 ? " S, " : " N, ");
    show_angle(out, p.lon, step);
    buf_puts(out, p.lon < 0 ? " W" : " E");
}

void geo_show_area(struct buf *out, double m2)
{
    double shown = m2 >= 10000 ? m2 / 1e6 : m2;
    int decimals = shown >= 100 ? 0 : shown >= 10 ? 1 : shown >= 1 ? 2 : 3;

    buf_printf(out, m2 >= 10000 ? "%.*f km²" : "%.*f m²", decimals, shown);
}
