#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SECONDS_A_DAY = 86400 };

/* Days from 1970-01-01 to a day of the proleptic Gregorian calendar, which has 146,097
 * days in 400 years. Years begin in March here, so that the leap day is the last one. */
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - 719468;
}

/* Text like "2022-09-10": '0' stands for a digit, the rest for itself. */
static bool has_shape(struct str text, struct str shape)
{
    if (text.len != shape.len)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool is_digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';

        if (shape.ptr[i] == '0' ? !is_digit : text.ptr[i] != shape.ptr[i])
            return false;
    }
    return true;
}

static int64_t digits(struct str text, size_t at, size_t count)
{
    int64_t value = 0;

    for (size_t i = at; i < at + count; i++)
        value = value * 10 + (text.ptr[i] - '0');
    return value;
}

bool clock_parse(int64_t *seconds, struct str text)
{
    int64_t days;
    int64_t time_of_day;
    struct clock_text again;

    if (!has_shape(text, STR("0000-00-00T00:00:00Z")))
        return false;
    days = days_from_civil(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
    time_of_day =
        digits(text, 11, 2) * 3600 + digits(text, 14, 2) * 60 + digits(text, 17, 2);
    /* A day or hour that does not exist comes back as another text. */
    again = clock_write(days * SECONDS_A_DAY + time_of_day);
    if (!str_equal(str_from_c(again.text), text))
        return false;
    *seconds = days * SECONDS_A_DAY + time_of_day;
    return true;
}

struct clock_text clock_write(int64_t seconds)
{
    struct clock_text out = {{0}};
    char wide[80];
    struct tm tm = {0};
    time_t t = (time_t)seconds;

    (void)gmtime_r(&t, &tm);
    (void)snprintf(wide, sizeof wide, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
                   tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
    (void)snprintf(out.text, sizeof out.text, "%.20s", wide);
    return out;
}

static const char *set_time(void)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets the environment */
    return getenv("STELE_NOW");
}

bool clock_is_set_by_hand(void)
{
    return set_time() != NULL;
}

enum err_code clock_now(struct clock_text *out, struct err *err)
{
    const char *by_hand = set_time();
    struct timespec now = {0};
    int64_t seconds;

    if (by_hand) {
        if (!clock_parse(&seconds, str_from_c(by_hand)))
            return err_set(err, ERR_INVALID,
                           "STELE_NOW is not a time like 2026-01-31T12:00:00Z");
    } else {
        (void)clock_gettime(CLOCK_REALTIME, &now);
        seconds = now.tv_sec;
    }
    *out = clock_write(seconds);
    return ERR_OK;
}

int64_t clock_monotonic_ns(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void clock_sleep_ns(int64_t ns)
{
    struct timespec wait = {(time_t)(ns / 1000000000), (long)(ns % 1000000000)};

    (void)nanosleep(&wait, NULL);
}
