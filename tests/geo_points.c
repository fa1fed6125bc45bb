/*
 * What geo/ makes of points on standard input, one question a line, for geo_compare.py:
 *   way LAT LON LAT LON    metres, azimuths, metres by the fast formula
 *   utm LAT LON            zone, n or s, easting, northing
 *   mgrs DIGITS LAT LON    the reference without blanks
 *   read TEXT              latitude, longitude and precision of what geo_parse() reads
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/distance.h"
#include "geo/mgrs.h"
#include "geo/parse.h"
#include "geo/utm.h"

/* Up to four numbers; how many there were. */
static int numbers(double out[4], const char *line)
{
    int count = 0;

    while (count < 4) {
        char *end = NULL;
        double value = strtod(line, &end);

        if (end == line)
            break;
        out[count++] = value;
        line = end;
    }
    return count;
}

static void way(const char *line)
{
    double n[4] = {0};
    struct geo_point a;
    struct geo_point b;
    struct geo_way w;

    if (numbers(n, line) != 4)
        return;
    a = (struct geo_point){n[0], n[1]};
    b = (struct geo_point){n[2], n[3]};
    w = geo_way_between(a, b);
    printf("%.6f %.9f %.9f %.4f\n", w.metres, w.start_deg, w.end_deg,
           geo_distance_m(a, b));
}

static void utm(const char *line)
{
    double n[4] = {0};
    struct err err = {0};
    struct geo_utm u;

    if (numbers(n, line) == 2 &&
        geo_utm_of(&u, (struct geo_point){n[0], n[1]}, &err) == ERR_OK)
        printf("%d%c %.9f %.9f\n", u.zone, u.is_south ? 's' : 'n', u.easting, u.northing);
    else
        printf("refused\n");
}

static void mgrs(const char *line)
{
    double n[4] = {0};
    struct err err = {0};
    struct geo_mgrs m;

    if (numbers(n, line) == 3 &&
        geo_mgrs_of(&m, (struct geo_point){n[1], n[2]}, (unsigned)n[0], &err) == ERR_OK) {
        for (const char *c = m.text; *c; c++)
            if (*c != ' ')
                putchar(*c);
        putchar('\n');
    } else {
        printf("refused\n");
    }
}

static void read_text(char *line)
{
    struct err err = {0};
    struct geo_reading r;

    line[strcspn(line, "\n")] = '\0';
    if (geo_parse(&r, str_from_c(line), &err) == ERR_OK)
        printf("%.12f %.12f %.6g\n", r.point.lat, r.point.lon, r.precision_m);
    else
        printf("refused: %s\n", err.message);
}

int main(void)
{
    char line[4096];

    while (fgets(line, sizeof line, stdin)) {
        if (strncmp(line, "way ", 4) == 0)
            way(line + 4);
        else if (strncmp(line, "utm ", 4) == 0)
            utm(line + 4);
        else if (strncmp(line, "mgrs ", 5) == 0)
            mgrs(line + 5);
        else if (strncmp(line, "read ", 5) == 0)
            read_text(line + 5);
    }
    return 0;
}
