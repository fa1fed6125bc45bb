#ifndef RECORD_FRONTIER_H
#define RECORD_FRONTIER_H

/*
 * What was known when: a frontier is a size for each feed, and a view of the archive is
 * a function of it alone (format.md 4.7). A frontier has an id of 16 characters that is
 * the same on every replica holding those feeds; every printed figure carries it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "record/index.h"
#include "record/ref.h"

enum { FRONTIER_ID_LEN = 16 };

/* The statements of each feed that count: those with an index below its size. */
struct view {
    const uint64_t *sizes; /* by feed number; feeds beyond count have none */
    uint32_t count;
};

static inline bool view_has(struct view view, struct ref ref)
{
    return !ref_is_none(ref) && ref_feed(ref) < view.count &&
           ref_index(ref) < view.sizes[ref_feed(ref)];
}

struct frontier_part {
    struct str feed;
    uint64_t size;
    struct digest root;
};

/* Its id, with a NUL behind it. The order of the parts does not matter; empty feeds are
 * left out. */
struct frontier_id {
    char text[FRONTIER_ID_LEN + 1];
};
struct frontier_id frontier_id_of(const struct frontier_part *parts, size_t count);

/* Everything the index holds; in arena. */
MUST_USE enum err_code frontier_now(struct view *out, struct arena *arena,
                                    struct index *index, struct err *err);

/*
 * What was known at the end of a day (UTC, days since 1970): up to the last statement at
 * which no clock reading so far is of a later day.
 */
MUST_USE enum err_code frontier_of_day(struct view *out, struct arena *arena,
                                       struct index *index, int64_t day, struct err *err);

/* The root of a feed at an earlier size: the log knows it, the index does not. */
typedef enum err_code (*frontier_root)(void *context, struct digest *root,
                                       struct str feed, uint64_t size, struct err *err);

/* A view's parts and id, with roots from the log. */
MUST_USE enum err_code frontier_describe(struct frontier_id *out, struct index *index,
                                         struct view view, frontier_root root,
                                         void *context, struct err *err);

/* What the log knows of earlier states: the sizes of each feed's checkpoints, by the
 * feed's number, and the roots. */
struct signed_sizes {
    const uint64_t *sizes;
    size_t count;
};
struct frontier_log {
    const struct signed_sizes *sizes;
    frontier_root root;
    void *context;
};

/*
 * The view an id stands for, tried over every size at which the clock entered a new day
 * and those of the log's checkpoints, newest first: feed after feed, while the ones
 * before were as they are and the later ones had not begun. That is how feeds follow that
 * replace one another; feeds that grew side by side need a replica log. ERR_NOT_FOUND
 * when it is none of them.
 */
MUST_USE enum err_code frontier_find(struct view *out, struct arena *arena,
                                     struct index *index, struct str id,
                                     const struct frontier_log *log, struct err *err);

#endif
