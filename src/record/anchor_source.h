#ifndef RECORD_ANCHOR_SOURCE_H
#define RECORD_ANCHOR_SOURCE_H

/*
 * The feeds of an archive, opened to print papers, to make timestamp requests and to hold
 * anchors against. No index and no key are needed. The archive as a whole is not checked
 * here: that is `stele verify`.
 */

#include "record/anchor.h"

struct feed;

struct anchor_source {
    struct store *store;
    struct feed **open; /* in the order of feeds */
    struct anchor_feed *feeds;
    size_t count;
};

/* Feeds that cannot be read are left out: only ERR_IO, or none readable, is a failure.
 * Close with anchor_source_close(), before the store. */
MUST_USE enum err_code anchor_source_open(struct anchor_source *out, struct arena *arena,
                                          struct store *store, struct err *err);
void anchor_source_close(struct anchor_source *source);

/* For anchors_read(); borrows source. */
struct anchor_log anchor_source_log(struct anchor_source *source);

/* A signed state of a feed: what an anchor is made for. */
struct anchor_state {
    struct str feed;
    uint64_t size;
    struct digest root;
    struct root_code code;
    struct str text; /* the checkpoint's three lines */
    struct str note; /* the same with its signature */
};

/* As of feed i's checkpoint. */
MUST_USE enum err_code anchor_state_now(struct anchor_state *out, struct arena *arena,
                                        struct anchor_source *source, size_t i,
                                        struct err *err);

/* Every note that was signed, oldest first, of feed i. The root of each is the one that
 * the note says: compare it with the log's before believing it. */
MUST_USE enum err_code anchor_states(struct anchor_state **out, size_t *count,
                                     struct arena *arena, struct anchor_source *source,
                                     size_t i, struct err *err);

/*
 * Keep evidence in anchors/, under the name that anchor.h tells. *name lives in arena.
 * ERR_DENIED where the folder cannot be written.
 */
MUST_USE enum err_code anchor_keep_paper(struct str *name, struct arena *arena,
                                         struct store *store,
                                         const struct anchor_state *state, struct str at,
                                         struct err *err);
MUST_USE enum err_code anchor_keep_request(struct str *name, struct arena *arena,
                                           struct store *store,
                                           const struct anchor_state *state,
                                           struct str der, struct err *err);
MUST_USE enum err_code anchor_keep_stamp(struct str *name, struct arena *arena,
                                         struct store *store,
                                         const struct anchor_state *state, struct str der,
                                         struct err *err);

/* What belongs to the stamp whose bytes are `stamp`; kind is one of the three. */
MUST_USE enum err_code anchor_keep_beside(struct str *name, struct arena *arena,
                                          struct store *store,
                                          const struct anchor_state *state,
                                          struct str stamp, enum anchor_kind kind,
                                          struct str bytes, struct err *err);

#endif
