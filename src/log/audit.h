#ifndef LOG_AUDIT_H
#define LOG_AUDIT_H

/*
 * Read every file of one feed and hold each against the others and against the
 * signed checkpoint: `stele verify` below the meaning of statements.
 *
 * A statement's commitment stands in three places: the pack (or tail) it can be
 * computed from, the entry bundle, and the level-0 tile. Where they disagree the
 * two that agree are believed for the moment, so that one damaged file is named
 * and the rest is still checked; whether they were right is decided by the root,
 * which the key signed.
 *
 * The audit goes on to the end. Only the operating system's refusal to read is an
 * error; everything else is a finding.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "format/frame.h"
#include "log/feed.h"
#include "log/merkle.h"

struct store;

enum audit_grade {
    AUDIT_DAMAGED,    /* bytes are not what was signed */
    AUDIT_MISSING,    /* a file is not there */
    AUDIT_UNEXPECTED, /* a file that nothing accounts for */
    AUDIT_UNFINISHED, /* bytes that no checkpoint covers: a writer was killed; nothing is
                         lost */
    AUDIT_UNKNOWN,    /* of a newer version: not judged here */
    AUDIT_REMARK      /* nothing is wrong, and whoever checks should know it */
};

struct audit_finding {
    enum audit_grade grade;
    struct str file; /* relative to the archive */
    struct str what; /* one sentence: what is wrong */
    uint64_t first;  /* statements it touches, [first, end) */
    uint64_t end;    /* first == end: none */
};

struct audit_listener {
    void *context;
    bool may_be_unpublished; /* a feed beside others: its first commit may be interrupted
                              */
    void (*finding)(void *context, const struct audit_finding *finding);
    /* Every statement whose bytes match its commitment, in order; may report findings
     * itself. */
    enum err_code (*statement)(void *context, const struct feed_statement *statement,
                               struct err *err);
    /* Asked at every size, 0 first, whether the root that the files give for it is
     * wanted; root is then told it. Both may be NULL. */
    bool (*wants_root)(void *context, uint64_t size);
    void (*root)(void *context, const struct merkle_head *head);
};

struct audit_result {
    struct feed_position position; /* as the checkpoint says it */
    bool is_root_right;            /* the files give the root that was signed */
    bool is_root_unknown;          /* a newer version knows; see unknown */
    uint64_t open;
    uint64_t sealed;
    uint64_t erased;
    uint64_t unknown;  /* of a form that a newer version brought */
    uint64_t unlooked; /* those of them whose bytes could not be checked either */
    uint64_t damaged;  /* statements whose bytes are missing or do not match */
    uint64_t whole_to; /* the largest signed size up to which none is damaged */
    uint64_t notes;    /* signed checkpoints checked */
    uint64_t bytes;    /* read */
};

/* public_key signed the feed; its id must be feed. */
MUST_USE enum err_code audit_feed(struct audit_result *out, struct store *store,
                                  struct str feed, const uint8_t public_key[32],
                                  const struct audit_listener *listener, struct err *err);

#endif
