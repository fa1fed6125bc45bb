#ifndef RECORD_VERIFIED_H
#define RECORD_VERIFIED_H

/*
 * When this machine last checked the whole archive against its log, and what came of it:
 * a small fact that every page shows (note "verified").
 */

#include "base/clock.h"
#include "record/archive.h"

struct verified {
    struct clock_text when;
    uint64_t count; /* statements that were there then */
    bool is_good;   /* nothing was wrong */
};

/* ERR_NOT_FOUND: not yet, or what is kept is of no use. */
MUST_USE enum err_code verified_read(struct verified *out, struct arena *arena,
                                     struct archive *archive, struct err *err);
MUST_USE enum err_code verified_write(struct archive *archive, uint64_t count,
                                      bool is_good, struct err *err);

#endif
