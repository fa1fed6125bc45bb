#include "geo/mgrs.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "geo/utm.h"

/* Columns of 100 km repeat over three zones, rows over two and every 2,000 km. */
static const char columns[3][9] = {"STUVWXYZ", "ABCDEFGH", "JKLMNPQR"};
static const char rows[] = "ABCDEFGHJKLMNPQRSTUV";

enum {
    ALL_DIGITS = 2 * GEO_MGRS_DIGITS,
    ROWS = 20,
    SQUARE = 100000,
    ROW_OF_EVEN_ZONES = 5
};

/* Below this a coordinate counts as on the line: the projection is exact to nanometres,
 * and a point given on a line must not fall into the square before it. */
#define HAIR 1e-8

/* A receiver at the edge of a band may show the other one; and a square is looked at
 * along its western side, from which its eastern one rises or falls by up to a tenth. */
#define NEAR_BAND 1000.0

static int row_shift(int zone)
{
    return zone % 2 == 0 ? ROW_OF_EVEN_ZONES : 0;
}

static long whole(double metres)
{
    return (long)floor(metres + HAIR);
}

enum err_code geo_mgrs_of(struct geo_mgrs *out, struct geo_point p, unsigned digits,
                          struct err *err)
{
    struct geo_utm utm;
    long unit = 1;
    long east;
    long north;
    char letters[2];

    if (geo_utm_of(&utm, p, err) != ERR_OK)
        return err->code;
    if (digits > GEO_MGRS_DIGITS)
        digits = GEO_MGRS_DIGITS;
    for (unsigned i = digits; i < GEO_MGRS_DIGITS; i++)
        unit *= 10;
    east = whole(utm.easting);
    north = whole(utm.northing);
    letters[0] = columns[utm.zone % 3][east / SQUARE - 1];
    letters[1] = rows[(north / SQUARE + row_shift(utm.zone)) % ROWS];
    if (digits == 0)
        (void)snprintf(out->text, sizeof out->text, "%02d%c %c%c", utm.zone,
                       geo_utm_band(p.lat), letters[0], letters[1]);
    else
        (void)snprintf(out->text, sizeof out->text, "%02d%c %c%c %0*ld %0*ld", utm.zone,
                       geo_utm_band(p.lat), letters[0], letters[1], (int)digits,
                       east % SQUARE / unit, (int)digits, north % SQUARE / unit);
    return ERR_OK;
}

struct reader {
    struct str text;
    size_t at;
};

static void skip_blanks(struct reader *r)
{
    while (r->at < r->text.len &&
           (r->text.ptr[r->at] == ' ' || r->text.ptr[r->at] == '\t'))
        r->at++;
}

static bool take_digit(unsigned *digit, struct reader *r)
{
    if (r->at >= r->text.len || r->text.ptr[r->at] < '0' || r->text.ptr[r->at] > '9')
        return false;
    *digit = (unsigned)(r->text.ptr[r->at++] - '0');
    return true;
}

/* A capital letter, whatever its size in the text; NUL when there is none. */
static char take_letter(struct reader *r)
{
    char c;

    skip_blanks(r);
    if (r->at >= r->text.len)
        return '\0';
    c = (char)(r->text.ptr[r->at] & ~0x20);
    if (c < 'A' || c > 'Z')
        return '\0';
    r->at++;
    return c;
}

struct reference {
    int zone;
    char band;
    int column; /* 100 km from the easting 0 */
    int row;    /* 0 to 19, from the equator, repeating */
    unsigned digits;
    long east; /* within the square, the corner */
    long north;
    long side;
};

static MUST_USE enum err_code read_letters(struct reference *ref, struct reader *r,
                                           struct err *err)
{
    double south;
    double north;
    char letter;
    const char *found;

    ref->band = take_letter(r);
    if (!geo_utm_band_bounds(&south, &north, ref->band))
        return err_set(err, ERR_INVALID,
                       "a letter of C to X (without I and O) has to follow the zone; the "
                       "polar grid (UPS: A, B, Y, Z) is not read");
    letter = take_letter(r);
    found = letter ? strchr(columns[ref->zone % 3], letter) : NULL;
    if (!found)
        return err_set(err, ERR_INVALID,
                       "zone %d has no square whose first letter is \"%c\": they are %s",
                       ref->zone, letter ? letter : ' ', columns[ref->zone % 3]);
    ref->column = (int)(found - columns[ref->zone % 3]) + 1;
    letter = take_letter(r);
    found = letter ? strchr(rows, letter) : NULL;
    if (!found)
        return err_set(err, ERR_INVALID,
                       "the second letter of a square is A to V without I and O, not "
                       "\"%c\"",
                       letter ? letter : ' ');
    ref->row = ((int)(found - rows) + ROWS - row_shift(ref->zone)) % ROWS;
    return ERR_OK;
}

/* All digits in one run, or easting and northing apart; both halves have the same number.
 */
static bool read_digits(struct reference *ref, struct reader *r)
{
    unsigned all[ALL_DIGITS];
    size_t count = 0;
    size_t gap = 0; /* digits before the only gap */

    skip_blanks(r);
    while (r->at < r->text.len) {
        size_t before = r->at;

        skip_blanks(r);
        if (r->at != before) {
            if (gap > 0)
                return false;
            gap = count;
        }
        if (count == ALL_DIGITS || !take_digit(&all[count], r))
            return false;
        count++;
    }
    if (count % 2 != 0 || (gap > 0 && gap != count / 2))
        return false;
    ref->digits = (unsigned)count / 2;
    for (size_t i = 0; i < count / 2; i++) {
        ref->east = ref->east * 10 + (long)all[i];
        ref->north = ref->north * 10 + (long)all[count / 2 + i];
    }
    ref->side = 1;
    for (unsigned i = ref->digits; i < GEO_MGRS_DIGITS; i++)
        ref->side *= 10;
    ref->east *= ref->side;
    ref->north *= ref->side;
    return true;
}

static MUST_USE enum err_code read_reference(struct reference *ref, struct str text,
                                             struct err *err)
{
    struct reader r = {text, 0};
    unsigned digit;

    skip_blanks(&r);
    for (int i = 0; i < 2 && take_digit(&digit, &r); i++)
        ref->zone = ref->zone * 10 + (int)digit;
    if (ref->zone < 1 || ref->zone > 60)
        return err_set(
            err, ERR_INVALID,
            "a grid reference begins with its zone, 1 to 60, as in 37U DQ 74351 "
            "50123");
    if (read_letters(ref, &r, err) != ERR_OK)
        return err->code;
    if (!read_digits(ref, &r))
        return err_set(
            err, ERR_INVALID,
            "behind the letters of a square stand as many digits of the easting "
            "as of the northing, up to five each");
    return ERR_OK;
}

/* Distance of the square from a band, in metres north or south; 0 where they meet. A
 * square belongs to a band where some of it lies there: the edge of a band is no line of
 * the grid, and the northing of a parallel differs by up to 20 km within a zone. */
static double out_of_band(const struct reference *ref, double y)
{
    double south = 0;
    double north = 0;
    double x = ref->column * (double)SQUARE + (double)ref->east - 500000;
    struct geo_point low;
    struct geo_point high;
    double reach = (double)ref->side;

    (void)geo_utm_band_bounds(&south, &north, ref->band);
    low = geo_utm_unproject(x, y, ref->zone);
    high = geo_utm_unproject(x, y + reach, ref->zone);
    if (high.lat < south)
        return (south - high.lat) * GEO_METRES_IN_DEGREE;
    return low.lat > north ? (low.lat - north) * GEO_METRES_IN_DEGREE : 0;
}

enum err_code geo_mgrs_point(struct geo_point *out, double *side_m, struct str text,
                             struct err *err)
{
    enum { PERIODS = 5 };
    struct reference ref = {0};
    double best = HUGE_VAL;
    double y = 0;

    if (read_reference(&ref, text, err) != ERR_OK)
        return err->code;
    for (int period = -PERIODS; period < PERIODS; period++) {
        double at = (period * (double)ROWS + ref.row) * SQUARE + (double)ref.north;
        double off = out_of_band(&ref, at);

        if (off < best) {
            best = off;
            y = at;
        }
    }
    if (best > NEAR_BAND + (double)ref.side / 10)
        return err_set(
            err, ERR_INVALID,
            "there is no such square in zone %d, band %c: one of the letters is "
            "wrong",
            ref.zone, ref.band);
    *out = geo_utm_unproject(ref.column * (double)SQUARE + (double)ref.east +
                                 (double)ref.side / 2 - 500000,
                             y + (double)ref.side / 2, ref.zone);
    *side_m = (double)ref.side;
    return ERR_OK;
}
