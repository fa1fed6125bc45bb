/* The geodesic between two points, to the millimetre. Names of variables as in the
 * papers: u reduced latitude, sigma the arc on the auxiliary sphere, omega its longitude.
 */

#include <math.h>
#include <stdbool.h>

#include "geo/distance.h"

enum { MAX_ROUNDS = 60, MAX_HALVINGS = 80 };

#define B_AXIS (GEO_WGS84_A * (1 - GEO_WGS84_F))
#define SECOND_ECCENTRICITY2                                                             \
    (GEO_WGS84_F * (2 - GEO_WGS84_F) / ((1 - GEO_WGS84_F) * (1 - GEO_WGS84_F)))

struct reduced {
    double sin_u;
    double cos_u;
};

/* What both ways of solving find out: the arc, and the azimuths not yet turned back. */
struct arc {
    double sigma;
    double sin_sigma;
    double cos_sigma;
    double cos2_alpha; /* of the azimuth at the equator, squared */
    double cos_2sm;    /* of twice the middle of the arc, from the equator */
    double sin_start;
    double cos_start;
    double sin_end;
    double cos_end;
};

static struct reduced reduced_of(double lat)
{
    double tan_u = (1 - GEO_WGS84_F) * tan(lat * GEO_DEGREE);
    double cos_u = 1 / hypot(1, tan_u);

    if (fabs(lat) >= 90)
        return (struct reduced){lat < 0 ? -1 : 1, 0};
    return (struct reduced){tan_u * cos_u, cos_u};
}

/* How much longitude on the ellipsoid falls short of omega; Vincenty's equations 10, 11.
 */
static double shortfall(const struct arc *arc, double sin_alpha)
{
    double f = GEO_WGS84_F;
    double c = f / 16 * arc->cos2_alpha * (4 + f * (4 - 3 * arc->cos2_alpha));
    double twice = arc->cos_2sm;

    return (1 - c) * f * sin_alpha *
           (arc->sigma +
            c * arc->sin_sigma * (twice + c * arc->cos_sigma * (2 * twice * twice - 1)));
}

/* Equations 3, 4 and 6. */
static double metres(const struct arc *arc)
{
    double u2 = arc->cos2_alpha * SECOND_ECCENTRICITY2;
    double a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
    double b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
    double twice = arc->cos_2sm;
    double sin2 = arc->sin_sigma * arc->sin_sigma;
    double delta =
        b * arc->sin_sigma *
        (twice + b / 4 *
                     (arc->cos_sigma * (2 * twice * twice - 1) -
                      b / 6 * twice * (4 * sin2 - 3) * (4 * twice * twice - 3)));

    return B_AXIS * a * (arc->sigma - delta);
}

/* Vincenty's iteration; false where it does not converge. lon in radians, 0 to pi. */
static bool arc_by_rounds(struct arc *arc, struct reduced a, struct reduced b, double lon)
{
    double lambda = lon;

    for (int i = 0; i < MAX_ROUNDS; i++) {
        double before = lambda;
        double east = b.cos_u * sin(lambda);
        double north = a.cos_u * b.sin_u - a.sin_u * b.cos_u * cos(lambda);
        double sin_alpha;

        arc->sin_sigma = hypot(east, north);
        arc->cos_sigma = a.sin_u * b.sin_u + a.cos_u * b.cos_u * cos(lambda);
        arc->sigma = atan2(arc->sin_sigma, arc->cos_sigma);
        sin_alpha = arc->sin_sigma > 0 ? a.cos_u * east / arc->sin_sigma : 0;
        arc->cos2_alpha = 1 - sin_alpha * sin_alpha;
        /* On the equator the middle is anywhere: its terms vanish. */
        arc->cos_2sm = arc->cos2_alpha > 1e-12
                           ? arc->cos_sigma - 2 * a.sin_u * b.sin_u / arc->cos2_alpha
                           : 0;
        arc->sin_start = east;
        arc->cos_start = north;
        arc->sin_end = a.cos_u * sin(lambda);
        arc->cos_end = a.cos_u * b.sin_u * cos(lambda) - a.sin_u * b.cos_u;
        lambda = lon + shortfall(arc, sin_alpha);
        if (lambda > GEO_PI)
            return false;
        if (fabs(lambda - before) < 1e-14)
            return true;
    }
    return false;
}

/* The arc that sets out from a in azimuth alpha and ends on the latitude of b, going
 * towards it; returns the longitude that it covers. */
static double arc_of_azimuth(struct arc *arc, struct reduced a, struct reduced b,
                             double alpha)
{
    double sin_alpha = sin(alpha) * a.cos_u;
    double along = cos(alpha) * a.cos_u;
    double across = along * along + (b.cos_u - a.cos_u) * (b.cos_u + a.cos_u);
    double end =
        sqrt(across > 0 ? across : 0); /* cosine of the azimuth there, times cos_u
                                        */
    double sigma1 = atan2(a.sin_u, along);
    double sigma2 = atan2(b.sin_u, end);
    double omega = atan2(sin_alpha * b.sin_u, end) - atan2(sin_alpha * a.sin_u, along);

    arc->sigma = sigma2 - sigma1;
    arc->sin_sigma = sin(arc->sigma);
    arc->cos_sigma = cos(arc->sigma);
    arc->cos2_alpha = 1 - sin_alpha * sin_alpha;
    arc->cos_2sm = cos(sigma1 + sigma2);
    arc->sin_start = sin(alpha);
    arc->cos_start = cos(alpha);
    arc->sin_end = sin_alpha;
    arc->cos_end = end;
    return omega - shortfall(arc, sin_alpha);
}

/* a must be the point farther from the equator and south of it: then the longitude grows
 * with the azimuth wherever the way is the shortest. */
static void arc_by_halving(struct arc *arc, struct reduced a, struct reduced b,
                           double lon)
{
    double low = 0;
    double high = GEO_PI;

    if (a.sin_u >= 0) /* both on the equator: as if a hair south */
        a.sin_u = -1e-200;
    for (int i = 0; i < MAX_HALVINGS; i++) {
        double mid = (low + high) / 2;

        if (arc_of_azimuth(arc, a, b, mid) < lon)
            low = mid;
        else
            high = mid;
    }
}

static double azimuth(double east, double north)
{
    double degrees = atan2(east, north) / GEO_DEGREE;

    if (degrees < 0)
        degrees += 360;
    return degrees >= 360 ? 0 : degrees;
}

struct geo_way geo_way_between(struct geo_point a, struct geo_point b)
{
    double lon = geo_lon_between(a.lon, b.lon);
    bool is_swapped = fabs(a.lat) < fabs(b.lat);
    double first = is_swapped ? b.lat : a.lat;
    double second = is_swapped ? a.lat : b.lat;
    double flip = first < 0 ? 1 : -1; /* of north and south */
    double swap = is_swapped ? -1 : 1;
    double east = lon < 0 ? -1 : 1; /* swapping turns east round, and azimuths twice */
    struct reduced u1 = reduced_of(first * flip);
    struct reduced u2 = reduced_of(second * flip);
    struct arc arc = {0};
    struct geo_way way = {0};
    double start;
    double end;

    if (!arc_by_rounds(&arc, u1, u2, fabs(lon) * GEO_DEGREE))
        arc_by_halving(&arc, u1, u2, fabs(lon) * GEO_DEGREE);
    way.metres = metres(&arc);
    if (way.metres <= 0)
        return (struct geo_way){0};
    start = azimuth(east * arc.sin_start, swap * flip * arc.cos_start);
    end = azimuth(east * arc.sin_end, swap * flip * arc.cos_end);
    way.start_deg = is_swapped ? end : start;
    way.end_deg = is_swapped ? start : end;
    return way;
}
