#ifndef RECORD_ADMISSION_H
#define RECORD_ADMISSION_H

/*
 * Which feeds of an archive count, and how far (format.md 4.1): a pure function of what
 * the feeds say, so that every replica that holds the same feeds comes to the same
 * answer, whatever arrived first.
 *
 *   - The founding feed counts.
 *   - So does a feed that a `device` statement in a counting feed names, if an admin
 *     wrote it; it lies one level deeper.
 *   - So does a feed whose statement 0 carries the old key's signature that it replaces a
 *     counting feed, which ends there.
 *   - A feed is ended by itself, by its replacement, or by a feed of a lesser depth. With
 *     equals mutual endings would have no fixed point: these are only reported.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/str.h"
#include "format/value.h"

/* One `device` or `member` statement. */
struct admission_word {
    uint64_t index;
    struct value statement;
    /* What admission_decide() finds (roles.h): */
    bool by_admin;     /* whoever said it was an admin there */
    bool is_valid;     /* a `member` statement that has a say */
    bool is_contested; /* one of an admin that oversteps: shown, and does nothing */
};

/* What is known of one feed from its files. */
struct admission_feed {
    struct str id;
    bool is_founding;
    bool has_public; /* statement 0 gives the key that the feed is named after */
    uint8_t public[32];
    struct value first;           /* statement 0; null where it cannot be read */
    struct admission_word *words; /* in order of index */
    size_t word_count;
};

enum admission_ground {
    ADMISSION_NONE,
    ADMISSION_FOUNDING,
    ADMISSION_BY_ADMIN,   /* of feed `by` */
    ADMISSION_REPLACEMENT /* of feed `by` */
};

struct admission {
    enum admission_ground ground;
    uint32_t depth;
    uint32_t by;            /* which of the feeds */
    uint64_t from;          /* the first index that counts */
    uint64_t until;         /* statements from here on do not; UINT64_MAX: not ended */
    struct digest end_root; /* the root at until, as whoever ended it names it */
    uint32_t ended_by;      /* which of the feeds, where it is ended */
    bool is_contested;      /* a feed that cannot end it says that it is ended */
    struct str replaces;    /* the feed that it says it replaces, with or without proof */
    const struct value *members; /* who may write there: an array, or NULL */
};

/* True when the statement at index counts. */
static inline bool admission_counts(const struct admission *admission, uint64_t index)
{
    return admission->ground != ADMISSION_NONE && index >= admission->from &&
           index < admission->until;
}

/* Whether a member is one of those who write there. */
bool admission_may_write(const struct admission *admission, struct str member);

/*
 * Decide for each of the feeds, into out[], which has room for count. archive is the
 * archive's id; founder the member that statement 0 of the founding feed names. What out
 * points to lives as long as feeds do.
 */
void admission_decide(struct admission *out, const struct admission_feed *feeds,
                      size_t count, struct str archive, struct str founder);

#endif
