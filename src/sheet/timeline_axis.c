#include "sheet/timeline_axis.h"

#include <stdlib.h>

#include "sheet/svg.h"

enum {
    DAYS_MAX = 128,
    LEFT = 250,
    RIGHT = 880,
    BREAK_LEFT = 690,
    BREAK_RIGHT = 735,
    GAP_DAYS = 400,
    LABELS_MAX = 8,
    MONTHS = 12
};

struct civil {
    int64_t year;
    int month;
    int day;
};

/* Howard Hinnant, chrono-compatible low-level date algorithms: years begin in March. */
static struct civil civil_of(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);

    return (struct civil){yoe + era * 400 + (month <= 2), month,
                          (int)(doy - (153 * mp + 2) / 5 + 1)};
}

static int64_t days_of(int64_t year, int month)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static int by_day(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static size_t known_days(int64_t *out, const struct timeline_span *spans, size_t count)
{
    size_t used = 0;

    for (size_t i = 0; i < count && used + 2 <= DAYS_MAX; i++) {
        if (!spans[i].is_open_start)
            out[used++] = spans[i].first;
        if (!spans[i].is_open_end)
            out[used++] = spans[i].last;
    }
    qsort(out, used, sizeof *out, by_day);
    return used;
}

static bool is_spanned(const struct timeline_span *spans, size_t count, int64_t from,
                       int64_t until)
{
    for (size_t i = 0; i < count; i++)
        if (!spans[i].is_open_start && !spans[i].is_open_end && spans[i].first <= from &&
            spans[i].last >= until)
            return true;
    return false;
}

/* Behind which of the days the axis is broken; the last: nowhere. */
static size_t find_break(const int64_t *days, size_t used,
                         const struct timeline_span *spans, size_t count)
{
    size_t best = used - 1;
    int64_t widest = (days[used - 1] - days[0]) / 2;

    for (size_t i = 0; i + 1 < used; i++) {
        int64_t gap = days[i + 1] - days[i];

        if (gap > widest && gap > GAP_DAYS &&
            !is_spanned(spans, count, days[i], days[i + 1])) {
            widest = gap;
            best = i;
        }
    }
    return best;
}

static struct timeline_part part_of(int64_t from, int64_t until, double left,
                                    double right)
{
    int64_t margin = (until - from) / 20 + 3;

    return (struct timeline_part){from - margin, until + margin + 1, left, right};
}

bool timeline_axis_of(struct timeline_axis *out, const struct timeline_span *spans,
                      size_t count)
{
    int64_t days[DAYS_MAX];
    size_t used = known_days(days, spans, count);
    size_t at;

    if (used == 0)
        return false;
    at = find_break(days, used, spans, count);
    if (at + 1 == used) {
        out->parts[0] = part_of(days[0], days[used - 1], LEFT, RIGHT);
        out->count = 1;
        return true;
    }
    out->parts[0] = part_of(days[0], days[at], LEFT, BREAK_LEFT);
    out->parts[1] = part_of(days[at + 1], days[used - 1], BREAK_RIGHT, RIGHT);
    out->count = 2;
    return true;
}

static const struct timeline_part *part_at(const struct timeline_axis *axis, int64_t day)
{
    return axis->count == 2 && day >= axis->parts[1].from ? &axis->parts[1]
                                                          : &axis->parts[0];
}

double timeline_x(const struct timeline_axis *axis, int64_t day)
{
    const struct timeline_part *part = part_at(axis, day);
    double share = (double)(day - part->from) / (double)(part->until - part->from);

    return part->left + share * (part->right - part->left);
}

double timeline_left(const struct timeline_axis *axis, int64_t day)
{
    return part_at(axis, day)->left;
}

double timeline_right(const struct timeline_axis *axis, int64_t day)
{
    (void)day;
    return axis->parts[axis->count - 1].right;
}

/* Months between lines, so that the days above them have room. */
static int64_t step_of(int64_t months)
{
    static const int64_t steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200};

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (months / steps[i] <= LABELS_MAX)
            return steps[i];
    return months / LABELS_MAX + 1;
}

static void write_tick(struct html *h, double x, double height, const struct civil *at,
                       bool has_day)
{
    struct buf label = {0};

    buf_printf(&label, "%lld-%02d", (long long)at->year, at->month);
    if (has_day)
        buf_printf(&label, "-%02d", at->day);
    svg_line(h, "gr", x, 34, x, height - 4);
    svg_text(h, "t2 ts tmid", x, 28, buf_str(&label));
    buf_release(&label);
}

/* Too short for months: its two ends. */
static void write_days(struct html *h, const struct timeline_axis *axis,
                       const struct timeline_part *part, double height)
{
    int64_t middle = (part->from + part->until) / 2;
    struct civil at = civil_of(middle);

    write_tick(h, timeline_x(axis, middle), height, &at, true);
}

static void write_part(struct html *h, const struct timeline_axis *axis,
                       const struct timeline_part *part, double height)
{
    struct civil from = civil_of(part->from);
    struct civil until = civil_of(part->until);
    int64_t first = from.year * MONTHS + from.month; /* the month behind the start */
    int64_t last = until.year * MONTHS + until.month - 1;
    int64_t room = part->right - part->left > 200 ? 1 : 4;
    int64_t step = step_of((last - first + 1) * room);

    svg_line(h, "ax", part->left, 34, part->right, 34);
    if (first > last || first < 0) {
        write_days(h, axis, part, height);
        return;
    }
    for (int64_t m = first + (step - first % step) % step; m <= last; m += step) {
        struct civil at = {m / MONTHS, (int)(m % MONTHS) + 1, 1};

        write_tick(h, timeline_x(axis, days_of(at.year, at.month)), height, &at, false);
    }
}

void timeline_axis_svg(struct html *h, const struct timeline_axis *axis, double height)
{
    for (size_t i = 0; i < axis->count; i++)
        write_part(h, axis, &axis->parts[i], height);
    if (axis->count == 2)
        html_literal(h, "<path class=\"ax fn\" d=\"M690 34h12l4 -6 6 12 4 -6h19\"/>");
}
