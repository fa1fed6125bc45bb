#ifndef INTAKE_RUN_H
#define INTAKE_RUN_H

/*
 * A run: one walk of one PATH, named in every `object` statement it makes. A small note
 * in the state folder, found by the PATH, keeps the id of the run in progress, so that
 * it can be gone on with after it was stopped, and the ids of those that have ended, so
 * that the same PATH can be preserved again without saying everything twice.
 *
 * The note has one line a fact: "run <id>" for the run in progress, "ended <id>" for
 * earlier ones, "path <PATH>" for whoever reads it. Losing it costs repetition, never
 * evidence. A run whose files are sealed has no note: a PATH, and its hash, would tell
 * whoever takes the machine what was preserved.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "intake/finding.h"

struct archive;

struct run {
    struct str id;
    struct str note; /* its name, NUL-terminated */
    struct str path; /* absolute */
    struct str *ended;
    size_t ended_count;
    bool is_resumed; /* it was begun earlier and not ended */
    bool is_secret;  /* it leaves no note: what it preserves is sealed */
};

/* The run that preserving this PATH means now. Writes nothing. Strings live in arena. */
MUST_USE enum err_code run_open(struct run *out, struct archive *archive,
                                struct arena *arena, const char *path, bool is_secret,
                                struct err *err);

/* Keep its id from now on. */
MUST_USE enum err_code run_begin(const struct run *run, struct archive *archive,
                                 struct err *err);

/* It has ended. One that stated nothing leaves no trace. */
MUST_USE enum err_code run_end(const struct run *run, struct archive *archive,
                               bool has_stated, struct err *err);

enum run_knows {
    RUN_KNOWS_NOTHING,
    RUN_HAS_STATED,    /* this run has stated this path with this size and stat */
    RUN_EARLIER_STATED /* an ended run of this PATH has, and was told the same about where
                        * it was obtained; *sha256 is what it found */
};

/* scratch may be reset between calls. */
MUST_USE enum err_code run_find(enum run_knows *out, struct digest *sha256,
                                const struct run *run, struct archive *archive,
                                struct arena *scratch, const struct finding *finding,
                                const struct obtained *obtained, struct err *err);

#endif
