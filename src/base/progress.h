#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

/*
 * How far long work has come, on one line of the terminal: only when stderr is a
 * terminal, only once the work has taken more than half a second, at most ten
 * times a second, and never with `quiet`. Colour is left out when NO_COLOR is set.
 *
 * An item counts as done only when it is acknowledged (format.md 4.3); bytes may
 * run ahead, they say how much has been read.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct progress {
    const char *what;  /* "preserving" */
    const char *items; /* "files saved" */
    uint64_t item_count;
    uint64_t byte_count; /* 0 when the work is not measured in bytes */
    int64_t start_us;
    int64_t shown_us;
    bool is_on; /* a terminal, and not quiet */
    bool has_colour;
    bool is_shown; /* a line stands on the terminal */
};

/* what and items are borrowed. The counts are what the work will have come to at its end.
 */
void progress_start(struct progress *p, const char *what, const char *items,
                    uint64_t item_count, uint64_t byte_count, bool quiet);

/* Cheap when nothing is due: call it as often as convenient. */
void progress_update(struct progress *p, uint64_t items_done, uint64_t bytes_done);

/* Take the line away, for a message or at the end; the next update draws it again. */
void progress_clear(struct progress *p);

/* The line as it stands after elapsed_us, without line end: what progress_update() draws.
 */
void progress_line(struct buf *out, const struct progress *p, uint64_t items_done,
                   uint64_t bytes_done, int64_t elapsed_us);

/* 1234567 as "1,234,567"; and as "1.2 MB" (powers of ten, as media are sold). */
void progress_number(struct buf *out, uint64_t n);
void progress_bytes(struct buf *out, uint64_t bytes);

#endif
