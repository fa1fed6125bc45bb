#ifndef RECORD_VERIFIED_H
#define RECORD_VERIFIED_H

/*
 * When this folder was last held against its log on this machine, whole, and what came of
 * it: a small fact that every page shows (note "verified"). Of another copy of the same
 * archive it says nothing.
 */

#include "base/clock.h"
#include "record/archive.h"

struct verify_result;

struct verified {
    struct clock_text when;
    uint64_t count; /* statements that were there then */
    bool is_good;   /* nothing was wrong */
};

/* ERR_NOT_FOUND: not yet. */
MUST_USE enum err_code verified_read(struct verified *out, struct arena *arena,
                                     struct archive *archive, struct err *err);

/* Keeps what verify_archive() found. Nothing is kept, and that is no error, where this
 * machine keeps nothing of the archive, or cannot write: verifying needs neither. */
void verified_keep(const char *folder, const struct verify_result *result);

#endif
