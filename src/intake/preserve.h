#ifndef INTAKE_PRESERVE_H
#define INTAKE_PRESERVE_H

/*
 * Preserve: copy files, byte for byte, from a card, a disk or a folder into the
 * archive, and say where each was found. The source is only ever read.
 *
 * - Each file becomes an `object` statement, in the order of the walk. The same bytes
 *   found again are stored once and stated again: another finding.
 * - A run is one walk of one PATH. It is named in the state folder until it has ended,
 *   so that the same command goes on with it after it was stopped: files whose path,
 *   size and times this run has already stated are not read again.
 * - Once a run of a PATH has ended, a file that is unchanged since (path, size, times,
 *   and its bytes, which are read and compared) adds nothing: it is in the archive, and
 *   a statement would say nothing new. When something else is said this time about where
 *   it was obtained, it is a new finding.
 * - What is sealed leaves no trace that could be read without its key: no run is named
 *   in the state folder, so that a run that was stopped begins anew, and nobody knows
 *   whether the same bytes were stored before.
 * - A file that changes while it is read is tried once more at the end of its run, and
 *   then refused. What cannot be read, and what is no file, is refused and named; the
 *   run goes on.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/age.h"
#include "record/ref.h"

struct archive;

enum preserve_kind {
    PRESERVE_NEW,       /* stored and stated */
    PRESERVE_DUPLICATE, /* its bytes were stored before; stated as another finding */
    PRESERVE_UNCHANGED, /* an earlier run states just this: nothing added */
    PRESERVE_RESUMED,   /* this run had stated it before it was stopped */
    PRESERVE_REFUSED    /* not preserved: reason says why */
};

/* What became of one file. For what is stated: said after the commit, never before. */
struct preserve_outcome {
    enum preserve_kind kind;
    const char *root; /* the PATH it was found under */
    struct str path;  /* relative to it; any bytes */
    struct str reason;
    struct digest sha256; /* of what is in the archive; not for a refused file */
    uint64_t size;
    const char *type; /* media type; only when new or duplicate */
    struct ref ref;   /* the statement; only when new or duplicate */
};

struct preserve_options {
    const char *const *paths;
    size_t path_count;
    struct str how; /* "copied" when empty */
    struct str from;
    struct str where;
    struct str on;
    bool quiet; /* no progress */

    /* The compartment that files are sealed to while they are read, and what is said of
     * them too; and its key. Empty: both stay open. */
    struct str seal;
    uint8_t seal_key[AGE_KEY_BYTES];

    /* May be NULL. opened: after a file was opened, before it is read; for tests. */
    void (*outcome)(void *context, const struct preserve_outcome *outcome);
    void (*opened)(void *context, struct str path);
    void *context;
};

struct preserve_report {
    uint64_t preserved;
    uint64_t duplicates;
    uint64_t unchanged;
    uint64_t resumed;
    uint64_t refused;
    uint64_t bytes; /* of what was preserved for the first time */
};

/*
 * ERR_OK also when files were refused: see report->refused. On failure *report says
 * what had been acknowledged; the same call goes on from there. ERR_LIMIT: not enough
 * room, nothing was begun.
 */
MUST_USE enum err_code preserve(struct preserve_report *report, struct archive *archive,
                                const struct preserve_options *options, struct err *err);

/*
 * The other question: is every file under the PATHs in the archive, so that the card may
 * be used again? Reads every source file and the stored bytes of the same digest, and
 * looks for the statement that names them.
 */
struct preserve_check_report {
    uint64_t files; /* everything met that is not a folder */
    uint64_t whole; /* stated, and the bytes of both sides are the same */
    uint64_t bytes; /* of those */
};

struct preserve_check_options {
    const char *const *paths;
    size_t path_count;
    bool quiet;

    /* For each file that is not safely in the archive, with the reason. May be NULL. */
    void (*missing)(void *context, const char *root, struct str path, struct str reason);
    void *context;
};

MUST_USE enum err_code preserve_check(struct preserve_check_report *report,
                                      struct archive *archive,
                                      const struct preserve_check_options *options,
                                      struct err *err);

#endif
