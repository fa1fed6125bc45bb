#ifndef SHARE_ARCHIVE_FACTS_H
#define SHARE_ARCHIVE_FACTS_H

/*
 * What statement 0 of the founding feed says of the archive (format.md 4.1), read from
 * the log itself and not from stele.json.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "log/feed.h"

struct store;

struct archive_facts {
    char archive[FEED_ID_LEN + 1]; /* computed from statement 0 */
    struct str feed;               /* the founding feed */
    bool is_synthetic;
};

/* ERR_CORRUPT when statement 0 is not what stele.json names. */
MUST_USE enum err_code archive_facts_read(struct archive_facts *out, struct arena *arena,
                                          struct store *store, struct err *err);

/* The first line of everything that leaves a synthetic archive. */
#define SYNTHETIC_LINE "SYNTHETIC archive: test data, nobody and nothing real\n"

#endif
