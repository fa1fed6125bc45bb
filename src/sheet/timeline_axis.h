#ifndef SHEET_TIMELINE_AXIS_H
#define SHEET_TIMELINE_AXIS_H

/* Where days lie on a timeline: for timeline.c. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "format/html.h"

/* Days since 1970; an open end has none. */
struct timeline_span {
    int64_t first;
    int64_t last;
    bool is_open_start;
    bool is_open_end;
    bool is_about;
    bool is_period; /* from the one until the other, not some time between */
};

/* One stretch of days, or two where nothing lies between them for long. */
struct timeline_part {
    int64_t from;
    int64_t until;
    double left;
    double right;
};
struct timeline_axis {
    struct timeline_part parts[2];
    size_t count;
};

/* False: no day is known. */
bool timeline_axis_of(struct timeline_axis *out, const struct timeline_span *spans,
                      size_t count);

double timeline_x(const struct timeline_axis *axis, int64_t day);

/* The edge of the part that a day lies in: where something without a start begins. */
double timeline_left(const struct timeline_axis *axis, int64_t day);
double timeline_right(const struct timeline_axis *axis, int64_t day);

/* Lines, and their days above them. */
void timeline_axis_svg(struct html *h, const struct timeline_axis *axis, double height);

#endif
