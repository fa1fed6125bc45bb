#ifndef RECORD_ADMISSION_READ_H
#define RECORD_ADMISSION_READ_H

/* What admission_decide() must know of feeds, read from their logs. */

#include "base/arena.h"
#include "base/err.h"
#include "log/feed.h"
#include "record/admission.h"

struct store;

/* `device` and `member` statements, gathered in arena. */
struct admission_words {
    struct arena *arena;
    struct admission_word *items;
    size_t count;
    size_t cap;
};

/* Keep the statement if it is such a one. */
MUST_USE enum err_code admission_words_look(struct admission_words *words,
                                            const struct feed_statement *statement,
                                            struct err *err);

/* The same for all statements of a feed from an index on. */
MUST_USE enum err_code admission_words_scan(struct admission_words *words,
                                            struct feed *feed, uint64_t from,
                                            struct err *err);

/* In order of index. */
void admission_words_sort(struct admission_words *words);

/* Id, key and statement 0 of a feed, without its words; of an empty feed its id. */
MUST_USE enum err_code admission_describe(struct admission_feed *out, struct arena *arena,
                                          struct feed *feed, bool is_founding,
                                          struct err *err);

/* The feeds of an archive, the founding one first, and what counts of each. */
struct admission_reading {
    struct admission_feed *feeds;
    struct admission *admissions;
    size_t count;
};

/* From the files alone, without index; every feed is read from end to end where there is
 * more than one. In arena. */
MUST_USE enum err_code admission_read(struct admission_reading *out, struct arena *arena,
                                      struct store *store, struct str archive,
                                      struct err *err);

#endif
