#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

/*
 * The device's clock as statements carry it: "YYYY-MM-DDTHH:MM:SSZ", UTC, even
 * if it went backwards (format.md 4.2). For tests, and only for them, the
 * environment variable STELE_NOW sets it (format.md 4.9).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { CLOCK_TEXT_LEN = 20 };

struct clock_text {
    char text[CLOCK_TEXT_LEN + 1];
};

/* Now. ERR_INVALID when STELE_NOW is set and is not of the form above. */
MUST_USE enum err_code clock_now(struct clock_text *out, struct err *err);

/* Seconds since 1970 UTC of such a text, or false when it is malformed or no real time.
 */
bool clock_parse(int64_t *seconds, struct str text);

/* The other way round, for the years 0 to 9999. */
struct clock_text clock_write(int64_t seconds);

/* True when STELE_NOW is set: only archives marked as synthetic are written so. */
bool clock_is_set_by_hand(void);

/* Nanoseconds since some fixed moment; never goes back. For measuring and waiting. */
int64_t clock_monotonic_ns(void);

void clock_sleep_ns(int64_t ns);

#endif
