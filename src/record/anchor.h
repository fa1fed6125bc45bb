#ifndef RECORD_ANCHOR_H
#define RECORD_ANCHOR_H

/*
 * Anchors: what outside the owner's control fixes the record up to a size, and the
 * evidence of it that lies in the archive's folder `anchors/`, written once:
 *
 *   paper-<size>-<code>-<hash>.json            a paper that was printed: when, and the
 * note request-<size>-<code>-<hash>.tsq           a timestamp request that was given out
 *   stamp-<size>-<code>-<hash>.tsr             a reply of an authority to one
 *   stamp-<size>-<code>-<hash>-<hash>.pem      certificates of its chain; .crl and .ocsp:
 *                                              what says whether they were revoked
 *   <feed>-<size>-<root>.note                  a note that no longer fits
 * (log/feed_recover)
 *
 * code is that of format/root_code.h; the last hash is the first 16 hex digits of the
 * SHA-256 of the file itself, so that no bit of it changes unseen. A printed paper by
 * itself is in the owner's hands: it fixes something once somebody else keeps it, and
 * that is seen when its code is typed in. A reply is checked whenever it is read.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/timestamp.h"
#include "format/root_code.h"
#include "log/audit.h"

struct store;

enum { ANCHOR_HASH_LEN = 16 };

enum anchor_kind {
    ANCHOR_PAPER,
    ANCHOR_REQUEST,
    ANCHOR_STAMP,
    ANCHOR_EVIDENCE,     /* a signed note that recovery put aside */
    ANCHOR_CERTIFICATES, /* these three belong to a stamp */
    ANCHOR_CRL,
    ANCHOR_OCSP,
    ANCHOR_UNFINISHED, /* a writer was killed before it had its name */
    ANCHOR_UNKNOWN
};

struct anchor_name {
    enum anchor_kind kind;
    uint64_t size;
    struct root_code code; /* not of evidence */
    struct str feed;       /* of evidence */
    struct str hash;       /* of the file's own bytes; of evidence: begins its root */
    struct str stamp;      /* the hash of the stamp that it belongs to */
};

/* What a file in anchors/ is called after; strings point into name. */
struct anchor_name anchor_name_parse(struct str name);

/* A feed, as anchors are held against it. */
struct anchor_feed {
    struct str id;
    bool has_key;
    uint8_t public[32];
    uint64_t size;
};

/* The root that the files give for a size. ERR_NOT_FOUND beyond the feed's end. */
typedef enum err_code (*anchor_root)(void *context, struct digest *out,
                                     const struct anchor_feed *feed, uint64_t size,
                                     struct err *err);

struct anchor_log {
    struct store *store;
    const struct anchor_feed *feeds;
    size_t feed_count;
    anchor_root root;
    void *context;
};

struct anchor {
    enum anchor_kind kind;
    struct str file; /* within anchors/ */
    uint64_t size;   /* how many statements it is about */
    struct root_code code;
    struct str feed;        /* empty: no feed of this archive has that root */
    struct str at;          /* the time it claims; empty: none */
    struct str wrong;       /* why it does not hold; empty: it does */
    enum audit_grade grade; /* of what is wrong */
    struct timestamp stamp; /* of ANCHOR_STAMP only, as is verdict */
    struct timestamp_verdict verdict;
};

/*
 * Read every file of anchors/ and hold it against the log. In arena, in the order of
 * their names; files that belong to a stamp are judged with it and stand in the list as
 * well, so that damage is found. Fails only where the machine refuses to read.
 */
MUST_USE enum err_code anchors_read(struct anchor **out, size_t *count,
                                    struct arena *arena, const struct anchor_log *log,
                                    struct timestamp_trust *trust, struct err *err);

/* A stamp in order, by an authority whose root the checker trusts. */
bool anchor_is_trusted(const struct anchor *anchor);

/* A stamp in order that may be the work of somebody else, but nobody here vouches for
 * that: its chain ends at a root that the checker does not know. */
bool anchor_is_unchecked(const struct anchor *anchor);

/* What a stamp is and who vouches for it, in one phrase in English. */
struct str anchor_stamp_phrase(struct arena *arena, const struct anchor *anchor);

#endif
