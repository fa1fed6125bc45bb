#include "base/progress.h"

#include "base/clock.h"
#include "base/message.h"

enum { FIRST_US = 500000, EVERY_US = 100000, SECOND_US = 1000000 };

static int64_t now_us(void)
{
    return clock_monotonic_ns() / 1000;
}

void progress_start(struct progress *p, const char *what, const char *items,
                    uint64_t item_count, uint64_t byte_count, bool quiet)
{
    const char *no_colour = secure_getenv("NO_COLOR");

    *p = (struct progress){.what = what,
                           .items = items,
                           .item_count = item_count,
                           .byte_count = byte_count,
                           .is_on = !quiet && isatty(STDERR_FILENO) == 1,
                           .has_colour = !no_colour || !*no_colour};
    p->start_us = now_us();
}

void progress_number(struct buf *out, uint64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%ju", (uintmax_t)n);

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            buf_append(out, str_from_c(message_thousands()));
        buf_char(out, digits[i]);
    }
}

void progress_bytes(struct buf *out, uint64_t bytes)
{
    static const char *const units[] = {N_("B"),  N_("kB"), N_("MB"), N_("GB"),
                                        N_("TB"), N_("PB"), N_("EB")};
    uint64_t unit = 1;
    size_t power = 0;

    while (bytes / unit >= 1000 && power + 1 < sizeof units / sizeof *units) {
        unit *= 1000;
        power++;
    }
    if (power == 0 || bytes / unit >= 100)
        buf_printf(out, "%ju %s", (uintmax_t)(bytes / unit), _(units[power]));
    else
        buf_printf(out, _("%ju.%ju %s"), (uintmax_t)(bytes / unit),
                   (uintmax_t)(bytes % unit * 10 / unit), _(units[power]));
}

static void append_time(struct buf *out, uint64_t seconds)
{
    if (seconds >= 3600)
        buf_printf(out, _("%ju h %02ju min"), (uintmax_t)(seconds / 3600),
                   (uintmax_t)(seconds / 60 % 60));
    else if (seconds >= 60)
        buf_printf(out, _("%ju min %02ju s"), (uintmax_t)(seconds / 60),
                   (uintmax_t)(seconds % 60));
    else
        buf_printf(out, _("%ju s"), (uintmax_t)seconds);
}

/* done * factor / by; of sizes whose product does not fit the low bits are given up. */
static uint64_t scaled(uint64_t done, uint64_t factor, uint64_t by)
{
    while (factor > 0 && done > UINT64_MAX / factor) {
        done /= 2;
        by /= 2;
    }
    return by == 0 ? 0 : done * factor / by;
}

void progress_line(struct buf *out, const struct progress *p, uint64_t items_done,
                   uint64_t bytes_done, int64_t elapsed_us)
{
    bool by_bytes = p->byte_count > 0;
    uint64_t done = by_bytes ? bytes_done : items_done;
    uint64_t total = by_bytes ? p->byte_count : p->item_count;
    uint64_t elapsed = elapsed_us > 0 ? (uint64_t)elapsed_us : 1;
    struct buf items = {0};
    struct buf all = {0};
    struct buf speed = {0};
    struct buf left = {0};

    if (done > total) /* the work grew since it was counted */
        total = done;
    progress_number(&items, items_done);
    progress_number(&all, p->item_count > items_done ? p->item_count : items_done);
    if (by_bytes)
        progress_bytes(&speed, scaled(done, SECOND_US, elapsed));
    else
        progress_number(&speed, scaled(done, SECOND_US, elapsed));
    append_time(&left, done > 0 ? scaled(total - done, elapsed, done) / SECOND_US : 0);
    buf_printf(out, "%s: %s%ju%%%s, ", _(p->what), p->has_colour ? "\033[1m" : "",
               (uintmax_t)scaled(done, 100, total), p->has_colour ? "\033[0m" : "");
    /* TRANSLATORS: 3 of 12 "files saved", at 7 MB a second */
    buf_printf(out, _("%s of %s %s, %s/s"), buf_text(&items), buf_text(&all), _(p->items),
               buf_text(&speed));
    if (done > 0 && total > done)
        buf_printf(out, _(", %s left"), buf_text(&left));
    buf_release(&items);
    buf_release(&all);
    buf_release(&speed);
    buf_release(&left);
}

void progress_update(struct progress *p, uint64_t items_done, uint64_t bytes_done)
{
    struct buf line = {0};
    int64_t now;

    if (!p->is_on)
        return;
    now = now_us();
    if (now - p->start_us < FIRST_US || now - p->shown_us < EVERY_US)
        return;
    buf_append(&line, STR("\r\033[K"));
    progress_line(&line, p, items_done, bytes_done, now - p->start_us);
    (void)fwrite(line.ptr, 1, line.len, stderr);
    (void)fflush(stderr);
    p->shown_us = now;
    p->is_shown = true;
    buf_release(&line);
}

void progress_clear(struct progress *p)
{
    if (!p->is_shown)
        return;
    (void)fputs("\r\033[K", stderr);
    (void)fflush(stderr);
    p->is_shown = false;
    p->shown_us = 0;
}
