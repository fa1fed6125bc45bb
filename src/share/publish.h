#ifndef SHARE_PUBLISH_H
#define SHARE_PUBLISH_H

/*
 * Give the logs away as static files (C2SP tlog-tiles v0.1.0): commitments only, no
 * statement, no object, no name. Any web server can serve them.
 *
 *   DIR/<feed id>/checkpoint                    the signed note; changes last
 *                 tile/<L>/<N>[.p/<W>]
 *                 tile/entries/<N>[.p/<W>]
 *                 key.vkey                      the feed's public key
 *                 README.txt
 *
 * A log that was published once may only grow: publishing is refused where the folder
 * holds more than the archive, or something else. Everything written is computed from
 * the entries and has the root that the key signed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct store;

struct published_log {
    struct str feed;
    uint64_t size;
    uint64_t old_size; /* what was published before; 0: nothing */
    uint64_t written;  /* files */
    uint64_t kept;     /* files that were right already */
};

struct publication {
    struct published_log *logs;
    size_t count;
    bool is_synthetic;
};

/* ERR_CONFLICT when what DIR holds is no beginning of the archive's log. Results live
 * in arena. */
MUST_USE enum err_code publish_archive(struct publication *out, struct arena *arena,
                                       struct store *store, const char *folder,
                                       struct err *err);

#endif
