#ifndef SHARE_PROVE_LOGS_H
#define SHARE_PROVE_LOGS_H

/*
 * The logs that statements are proved from: those of the feeds that count, each as of one
 * checkpoint, and what leads from the archive's id to each one's key.
 */

#include "record/admission_read.h"
#include "record/ref.h"
#include "share/feed_log.h"

struct prove_log {
    struct feed_log log;
    struct admission admission; /* `by` and `ended_by` are places among the logs */
};

/* The founding feed's first, then by depth. */
struct prove_logs {
    struct prove_log *items;
    size_t count;
};

/* Close with prove_logs_close(), also after a failure. archive is the archive's id. */
MUST_USE enum err_code prove_logs_open(struct prove_logs *out, struct arena *arena,
                                       struct store *store, struct str archive,
                                       struct err *err);
void prove_logs_close(struct prove_logs *logs);

/* How much of a log counts. */
uint64_t prove_log_end(const struct prove_log *log);

#endif
