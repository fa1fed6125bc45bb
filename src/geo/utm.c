#include "geo/utm.h"

#include <math.h>
#include <string.h>

#define N (GEO_WGS84_F / (2 - GEO_WGS84_F)) /* the third flattening */
#define SCALE 0.9996                        /* on the middle of a zone */
#define FALSE_EASTING 500000.0
#define FALSE_NORTHING 10000000.0 /* in the south */
#define HAIR 1e-6                 /* degrees: a point on the rim comes back rounded */
#define EASTING_LOW 100000.0
#define EASTING_HIGH 900000.0

enum { ORDER = 6, MAX_STEPS = 8 };

static const char bands[] = "CDEFGHJKLMNPQRSTUVWX";

/* Powers of n; Karney (2011), equation 14: the radius of the rectifying circle. */
#define N2 (N * N)
#define N3 (N2 * N)
#define N4 (N2 * N2)
#define N5 (N4 * N)
#define N6 (N3 * N3)
#define RADIUS (GEO_WGS84_A / (1 + N) * (1 + N2 / 4 + N4 / 64 + N6 / 256))

/* Equation 35: from the sphere to the plane. */
static const double alpha[ORDER] = {
    N / 2 - N2 * 2 / 3 + N3 * 5 / 16 + N4 * 41 / 180 - N5 * 127 / 288 + N6 * 7891 / 37800,
    N2 * 13 / 48 - N3 * 3 / 5 + N4 * 557 / 1440 + N5 * 281 / 630 - N6 * 1983433 / 1935360,
    N3 * 61 / 240 - N4 * 103 / 140 + N5 * 15061 / 26880 + N6 * 167603 / 181440,
    N4 * 49561 / 161280 - N5 * 179 / 168 + N6 * 6601661 / 7257600,
    N5 * 34729 / 80640 - N6 * 3418889 / 1995840,
    N6 * 212378941 / 319334400,
};

/* Equation 36: and back. */
static const double beta[ORDER] = {
    N / 2 - N2 * 2 / 3 + N3 * 37 / 96 - N4 / 360 - N5 * 81 / 512 + N6 * 96199 / 604800,
    N2 / 48 + N3 / 15 - N4 * 437 / 1440 + N5 * 46 / 105 - N6 * 1118711 / 3870720,
    N3 * 17 / 480 - N4 * 37 / 840 - N5 * 209 / 4480 + N6 * 5569 / 90720,
    N4 * 4397 / 161280 - N5 * 11 / 504 - N6 * 830251 / 7257600,
    N5 * 4583 / 161280 - N6 * 108847 / 3991680,
    N6 * 20648693 / 638668800,
};

static double eccentricity(void)
{
    return sqrt(GEO_WGS84_F * (2 - GEO_WGS84_F));
}

/* The tangent of the conformal latitude; equations 7 to 9. */
static double conformal(double tau)
{
    double e = eccentricity();
    double sigma = sinh(e * atanh(e * tau / hypot(1, tau)));

    return tau * hypot(1, sigma) - sigma * hypot(1, tau);
}

/* And back, by Newton's method; equations 19 to 21. */
static double geodetic(double conformal_tau)
{
    double e2 = GEO_WGS84_F * (2 - GEO_WGS84_F);
    double tau = conformal_tau / (1 - e2);

    for (int i = 0; i < MAX_STEPS; i++) {
        double at = conformal(tau);
        double step = (conformal_tau - at) / hypot(1, at) * (1 + (1 - e2) * tau * tau) /
                      ((1 - e2) * hypot(1, tau));

        tau += step;
        if (fabs(step) < 1e-14 * (1 + fabs(tau)))
            break;
    }
    return tau;
}

static double middle(int zone)
{
    return zone * 6.0 - 183.0;
}

void geo_utm_project(double *x, double *y, struct geo_point p, int zone)
{
    double lon = geo_lon_between(middle(zone), p.lon) * GEO_DEGREE;
    double tau = conformal(tan(p.lat * GEO_DEGREE));
    double xi = atan2(tau, cos(lon));
    double eta = asinh(sin(lon) / hypot(tau, cos(lon)));
    double north = xi;
    double east = eta;

    for (int j = 1; j <= ORDER; j++) {
        north += alpha[j - 1] * sin(2 * j * xi) * cosh(2 * j * eta);
        east += alpha[j - 1] * cos(2 * j * xi) * sinh(2 * j * eta);
    }
    *x = SCALE * RADIUS * east;
    *y = SCALE * RADIUS * north;
}

struct geo_point geo_utm_unproject(double x, double y, int zone)
{
    double north = y / (SCALE * RADIUS);
    double east = x / (SCALE * RADIUS);
    double xi = north;
    double eta = east;
    struct geo_point p;

    for (int j = 1; j <= ORDER; j++) {
        xi -= beta[j - 1] * sin(2 * j * north) * cosh(2 * j * east);
        eta -= beta[j - 1] * cos(2 * j * north) * sinh(2 * j * east);
    }
    p.lat = atan(geodetic(sin(xi) / hypot(sinh(eta), cos(xi)))) / GEO_DEGREE;
    p.lon = middle(zone) + atan2(sinh(eta), cos(xi)) / GEO_DEGREE;
    p.lon = geo_lon_between(0, p.lon);
    return p;
}

/* Svalbard has zones 31, 33, 35 and 37 only; 32 is widened at the coast of Norway. */
static int exception(char band, double lon, int zone)
{
    if (band == 'V' && zone == 31 && lon >= 3)
        return 32;
    if (band == 'X' && zone >= 31 && zone <= 37 && zone % 2 == 0)
        return lon >= middle(zone) ? zone + 1 : zone - 1;
    return zone;
}

int geo_utm_zone(struct geo_point p)
{
    int zone = (int)floor((p.lon + 180) / 6) + 1;

    if (zone > 60) /* 180 east is 180 west */
        zone = 1;
    return exception(geo_utm_band(p.lat), p.lon, zone);
}

char geo_utm_band(double lat)
{
    int band;

    if (!(lat >= GEO_UTM_SOUTH && lat < GEO_UTM_NORTH))
        return '\0';
    band = (int)floor((lat - GEO_UTM_SOUTH) / 8);
    return bands[band > 19 ? 19 : band];
}

bool geo_utm_band_bounds(double *south, double *north, char band)
{
    const char *found = band ? strchr(bands, band) : NULL;

    if (!found)
        return false;
    *south = GEO_UTM_SOUTH + 8.0 * (double)(found - bands);
    *north = band == 'X' ? GEO_UTM_NORTH : *south + 8;
    return true;
}

enum err_code geo_utm_of(struct geo_utm *out, struct geo_point p, struct err *err)
{
    double x;
    double y;

    if (!geo_utm_band(p.lat))
        return err_set(err, ERR_INVALID,
                       "there is no UTM south of 80 degrees south or north of 84 degrees "
                       "north: the polar grid (UPS) is not read or written");
    out->zone = geo_utm_zone(p);
    out->is_south = p.lat < 0;
    geo_utm_project(&x, &y, p, out->zone);
    out->easting = x + FALSE_EASTING;
    out->northing = out->is_south ? y + FALSE_NORTHING : y;
    return ERR_OK;
}

enum err_code geo_utm_point(struct geo_point *out, const struct geo_utm *utm,
                            struct err *err)
{
    double y = utm->is_south ? utm->northing - FALSE_NORTHING : utm->northing;
    struct geo_point p;

    if (utm->zone < 1 || utm->zone > 60)
        return err_set(err, ERR_INVALID, "there is no UTM zone %d: they are 1 to 60",
                       utm->zone);
    if (!(utm->easting >= EASTING_LOW && utm->easting <= EASTING_HIGH))
        return err_set(err, ERR_INVALID,
                       "an easting of %.0f m lies outside a UTM zone: 100000 to 900000",
                       utm->easting);
    if (!(utm->northing >= 0 && utm->northing <= FALSE_NORTHING))
        return err_set(err, ERR_INVALID,
                       "a northing of %.0f m lies outside UTM: 0 to 10000000",
                       utm->northing);
    p = geo_utm_unproject(utm->easting - FALSE_EASTING, y, utm->zone);
    if (p.lat < GEO_UTM_SOUTH - HAIR || p.lat > GEO_UTM_NORTH + HAIR)
        return err_set(
            err, ERR_INVALID,
            "a northing of %.0f m lies beyond UTM: the polar grid (UPS) is not "
            "read or written",
            utm->northing);
    *out = p;
    return ERR_OK;
}
