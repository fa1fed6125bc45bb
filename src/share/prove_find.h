#ifndef SHARE_PROVE_FIND_H
#define SHARE_PROVE_FIND_H

/*
 * Which statements are to be proved. People name them by
 *
 *   FEED.INDEX          that statement; at least six characters of the feed
 *   an entity's id      its entity statement; every claim about it; their passages; and
 *                       what was said of those claims later: withdrawn, corrected,
 *                       decided, assessed. A claim without its withdrawal would mislead.
 *   64 hex digits       every object statement with this hash
 *   anything else       every object statement whose file had this name
 *
 * The logs of all feeds that count are read from end to end rather than the index: what
 * is given to a stranger must not depend on a file that can be wrong.
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "share/prove_logs.h"

enum { PROVE_MAX_STATEMENTS = 10000 };

struct found {
    struct ref *refs; /* ascending, distinct; feeds by their place among the logs */
    size_t count;
    uint64_t unreadable; /* sealed or erased statements that could not be looked at */
};

/* ERR_INVALID when text names a statement badly, ERR_NOT_FOUND when nothing has that
 * name, ERR_LIMIT when there is too much of it. Results live in arena. */
MUST_USE enum err_code prove_find(struct found *out, struct arena *arena,
                                  struct prove_logs *logs, struct str text,
                                  struct err *err);

#endif
