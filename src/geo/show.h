#ifndef GEO_SHOW_H
#define GEO_SHOW_H

/*
 * A point in writing, with as many digits as its precision carries: the last digit is
 * worth no more than the precision, the one after it would be made up.
 */

#include "base/buf.h"
#include "geo/point.h"

/* Decimals of a degree: 4 for 10 m, 3 for 100 m. At most nine. */
unsigned geo_show_decimals(double precision_m);

/* Digits of each half of an MGRS reference: 5 for 1 m, 3 for 200 m, 0 for a square. */
unsigned geo_show_mgrs_digits(double precision_m);

/* "49.1937, 37.2762": rounded; 0 has no sign. */
void geo_show_degrees(struct buf *out, struct geo_point p, unsigned decimals);

/* "49°11′37″ N, 37°16′34″ E", to degrees, minutes, seconds or decimals of a second. */
void geo_show_dms(struct buf *out, struct geo_point p, double precision_m);

/* "12.4 km²", "350 m²": three digits that count, as areas are measured from maps. */
void geo_show_area(struct buf *out, double m2);

#endif
