#ifndef FORMAT_EDTF_H
#define FORMAT_EDTF_H

/*
 * Extended Date/Time Format (Library of Congress, 2019; ISO 8601-2:2019), level 1
 * and the useful part of level 2: dates as uncertain as the source is. Three
 * questions are answered about a date: between which days it lies, how it stands
 * to another one (yes, no, or cannot be said), and how to say it in words.
 *
 * Read are
 *   2022  2022-09  2022-09-10  -0044  Y17000           year, month, day
 *   2022-09-10T14:05:00  ...Z  ...+03  ...+03:00       with a time of day
 *   202X  20XX  2022-XX  2022-09-XX  2022-1X-XX        X: a digit not known
 *   2022-09-10?  ~  %                                  uncertain, approximate, both
 *   2022?-09  2022-~09-10                              the same of one part
 *   2022-21 .. 2022-41                                 seasons, quarters, halves
 *   a/b  a/..  a/  ../b  /b                            interval; open or unknown end
 *   [a,b]  [a..b]  [..b]  [a..]                        one of these
 *   {a,b}  {a..b}                                      all of these
 * A qualifier behind a part speaks of it and of every part to its left, one
 * before a part of that part only. Years with E or S are not read.
 *
 * Reduced precision means an unknown moment: 2022-09 is some day of September.
 * The unit is the day; it is the second only where both sides of a comparison
 * carry times. Dates without a time are days of the place spoken of, so the day
 * of a time is the day as written, whatever its offset.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { EDTF_MAX_SPANS = 16, EDTF_MAX_YEAR = 999999999 };

enum edtf_precision {
    EDTF_PRECISION_YEAR,
    EDTF_PRECISION_MONTH,
    EDTF_PRECISION_SEASON, /* month holds 21..41 */
    EDTF_PRECISION_DAY,
    EDTF_PRECISION_SECOND
};

/* Bits of uncertain and approximate. */
enum edtf_part { EDTF_YEAR = 1, EDTF_MONTH = 2, EDTF_DAY = 4 };

/* Bits of unspecified, one a digit: YYYYMMDD from the highest bit to the lowest. */
enum edtf_digits {
    EDTF_YEAR_DIGITS = 0xf0,
    EDTF_MONTH_DIGITS = 0x0c,
    EDTF_DAY_DIGITS = 0x03
};

struct edtf_date {
    int32_t year;      /* the earliest it can be; 0 is 1 BCE, -1 is 2 BCE */
    int32_t year_last; /* the latest it can be */
    enum edtf_precision precision;
    uint8_t month; /* digits not known count as 0; 0 when not given */
    uint8_t day;
    uint8_t unspecified;
    uint8_t uncertain;
    uint8_t approximate;
    bool is_local;      /* a time was given without an offset */
    int16_t offset_min; /* minutes east of UTC; 0 when is_local */
    uint32_t second;    /* of the day, as written; 0 without a time */
};

enum edtf_end {
    EDTF_KNOWN,
    EDTF_OPEN,   /* "..": there is no bound */
    EDTF_UNKNOWN /* nothing written: there is one, not known */
};

/* One date (first), or from first to last; an end that is not EDTF_KNOWN has no date. */
struct edtf_span {
    bool is_range;
    enum edtf_end start;
    enum edtf_end end;
    struct edtf_date first;
    struct edtf_date last;
};

enum edtf_kind { EDTF_DATE, EDTF_INTERVAL, EDTF_ONE_OF, EDTF_ALL_OF };

/* Only the first span_count spans are written: compare with edtf_equals, not memcmp. */
struct edtf {
    enum edtf_kind kind;
    uint32_t span_count; /* 1 for EDTF_DATE and EDTF_INTERVAL */
    struct edtf_span spans[EDTF_MAX_SPANS];
};

/*
 * The whole of text as one date, interval or set. ERR_INVALID names the part
 * and the byte, counted from 1: no such day, an interval that ends before it
 * begins, anything that is not EDTF. ERR_LIMIT: more than EDTF_MAX_SPANS members.
 */
MUST_USE enum err_code edtf_parse(struct edtf *out, struct str text, struct err *err);

/*
 * The earliest and the latest day and second that may be meant. A day counts from
 * 1970-01-01 (day 0), a second from its midnight UTC. An open or unknown end is
 * INT64_MIN or INT64_MAX. Qualifiers do not widen. Spring is March to May,
 * summer June to August, autumn September to November (codes 29..32: the southern
 * half year); a season over the turn of the year may belong to either year, so
 * winter 2022 reaches from December 2021 to February 2023.
 */
struct edtf_bounds {
    int64_t first;
    int64_t last;
    int64_t first_s; /* whole days without a time, as if the days were UTC days */
    int64_t last_s;
    bool is_open_start; /* unbounded, whether open or unknown */
    bool is_open_end;
    bool has_time; /* every date carries a time: first_s and last_s are exact */
    bool is_local; /* a time without offset was taken as UTC */
};

struct edtf_bounds edtf_bounds(const struct edtf *e);

/* The same of one date; false when no day fits its digits (1900-02-29, XXX1-02-29). */
bool edtf_date_bounds(struct edtf_bounds *out, const struct edtf_date *date);

/* Some part is marked `?` or `%`; `~` or `%`. */
bool edtf_is_uncertain(const struct edtf *e);
bool edtf_is_approximate(const struct edtf *e);

enum truth { TRUTH_NO, TRUTH_MAYBE, TRUTH_YES };

/*
 * Each side means one of several states of the world: a date one moment within
 * its bounds; an interval all time from a moment of its first date to a moment
 * of its last (so 2022-03/2022-09 surely covers April to August, and perhaps
 * March); an open end all time beyond, an unknown end nobody knows how much;
 * a one-of set one moment within one member; an all-of set every member.
 * YES: in every state. NO: in none. MAYBE: it cannot be said.
 *
 * A qualifier (`?`, `~`, `%`) on either side widens no bounds, but turns YES into
 * MAYBE. NO stays: about 10 September is not 1950. When both sides carry times and
 * only one of them an offset, the other may lie anywhere from UTC-12 to UTC+14;
 * two times without offset are taken to be of one place.
 */

/* The two share a moment. */
enum truth edtf_overlaps(const struct edtf *a, const struct edtf *b);

/* All of a lies before all of b. */
enum truth edtf_is_before(const struct edtf *a, const struct edtf *b);

/* Both cover the same time. A day and a time on that day: MAYBE. */
enum truth edtf_equals(const struct edtf *a, const struct edtf *b);

enum edtf_order {
    EDTF_BEFORE, /* edtf_is_before(a, b) is YES */
    EDTF_AFTER,  /* edtf_is_before(b, a) is YES */
    EDTF_SAME,   /* edtf_equals(a, b) is YES */
    EDTF_OVERLAP /* may be the same, or shares time: no order can be said */
};

enum edtf_order edtf_compare(const struct edtf *a, const struct edtf *b);

/*
 * An interval read as "some time between": the one-of range [a..b]. Sources
 * write 2022-09-14/2022-09-17 of an event that took a moment of those days, and
 * comparing that as a duration would claim too much. Anything else is copied.
 */
void edtf_within(struct edtf *out, const struct edtf *e);

enum edtf_language { EDTF_ENGLISH, EDTF_UKRAINIAN };

/* That of the sentences around a date. */
enum edtf_language edtf_user_language(void);

/* Append e in plain words, UTF-8: "about 10 September 2022". Never nothing. */
void edtf_describe(struct buf *out, const struct edtf *e, enum edtf_language language);

/*
 * Days since 1970-01-01 in the proleptic Gregorian calendar. False, *day unchanged,
 * when there is no such day or the year is beyond EDTF_MAX_YEAR on either side.
 */
bool edtf_day_from_civil(int64_t *day, int y, unsigned m, unsigned d);

/* The way back, for any day edtf_day_from_civil can give; other days are a bug. */
void edtf_civil_from_day(int *y, unsigned *m, unsigned *d, int64_t day);

/* Days of the month (1..12) in that year. */
unsigned edtf_days_in_month(int y, unsigned m);

#endif
