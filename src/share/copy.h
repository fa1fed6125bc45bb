#ifndef SHARE_COPY_H
#define SHARE_COPY_H

/*
 * A copy of an archive in another folder: made while others write, taken up again where
 * it was stopped, brought up to date by copying only what is missing (format.md 4.9).
 *
 * Each feed is copied up to the one note that was read first. Before anything is written
 * the source's statements are held against that note, and the folder against the source:
 * another archive and a fork are refused. A feed only ever grows: one that is longer in
 * the folder is left as it is, so that machines which write feeds of their own bring each
 * other's by copying both ways; a folder that needs nothing and holds more is refused, as
 * it is the newer one. What is written is read back from
 * the disk before it gets its name; the checkpoints come after everything they promise,
 * and in a new copy stele.json comes last. So at every moment the folder is either no
 * archive yet, and says so, or whole up to a size.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct store;

enum copy_grade {
    COPY_DAMAGED,  /* in the archive: not what was recorded, or it cannot be read */
    COPY_MISSING,  /* not in the archive, although a statement names it */
    COPY_REPAIRED, /* in the copy: it was not what it should be, and is again */
    COPY_DIFFERS   /* in the copy: something else has its name, and was left alone */
};

struct copy_finding {
    enum copy_grade grade;
    struct str file; /* relative to archive and copy */
    struct str what; /* one sentence */
};

struct copy_options {
    bool is_check; /* read again what lies in the folder already */
    bool is_dry;   /* say what would be copied, write nothing */
    bool quiet;    /* no progress */
    void (*found)(void *context, const struct copy_finding *finding);
    void *context;
};

struct copy_report {
    struct str archive; /* its id; in the caller's arena */
    bool is_synthetic;
    bool is_new; /* the folder held no copy before */
    uint64_t feeds;
    uint64_t statements;     /* that the copy holds now */
    uint64_t old_statements; /* that it held before */
    uint64_t ahead;          /* feeds of which it holds more, and which were left */
    uint64_t objects;        /* that it should hold */
    uint64_t left_objects;   /* in the archive, named by no statement copied */
    uint64_t left_files;     /* in the archive, and nothing accounts for them */
    uint64_t copied_files;
    uint64_t copied_bytes;
    uint64_t kept_files; /* they were there already */
    uint64_t kept_bytes;
    uint64_t erased_files; /* packs and objects: an erasure was carried over */
    uint64_t wrong;        /* findings other than COPY_REPAIRED */
    uint64_t repaired;     /* findings COPY_REPAIRED */
};

/* ERR_OK also when things were found wrong: see the report. When it fails on the way, the
 * same call goes on later. */
MUST_USE enum err_code copy_archive(struct copy_report *out, struct arena *arena,
                                    struct store *store, const char *folder,
                                    const struct copy_options *options, struct err *err);

#endif
