#ifndef RECORD_INDEX_H
#define RECORD_INDEX_H

/*
 * The index: statements projected into tables, so that questions are answered
 * without reading the log. It holds nothing the statements do not say; it can be
 * thrown away at any time. A view is a function of the frontier: rows are
 * numbered by (feed, index), never by when they arrived here.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "format/value.h"
#include "record/ref.h"

struct db;
struct feed_position;
struct feed_statement;
struct store;
struct index;
struct keyring;

/* Bumped whenever a table or what is written into it changes: the keys of words (names/)
 * are among that. */
enum { INDEX_VERSION = 7 };

/*
 * Open this machine's index of the archive. *is_usable is false when there is
 * none, or it is of another version or schema (then *is_other): *out is NULL, and the
 * caller rebuilds.
 */
MUST_USE enum err_code index_open(struct index **out, bool *is_usable, bool *is_other,
                                  struct store *store, bool writable, struct err *err);

/* A new index beside the old; index_switch() puts it in the old one's place. */
MUST_USE enum err_code index_open_beside(struct index **out, struct store *store,
                                         struct err *err);
MUST_USE enum err_code index_switch(struct index *index, struct err *err);
void index_close(struct index *index);

/* Another index was put in the place of the one that is open here. */
bool index_is_replaced(struct index *index);

/* An index in memory, of what the keyring opens: empty, or with the pages that
 * index_pages() gave. *is_usable is false for pages of another version, or made with
 * other keys; *out is then NULL. */
MUST_USE enum err_code index_make_private(struct index **out,
                                          const struct keyring *keyring, struct err *err);
MUST_USE enum err_code index_of_pages(struct index **out, bool *is_usable,
                                      struct str pages, const struct keyring *keyring,
                                      struct err *err);
MUST_USE enum err_code index_pages(struct buf *out, struct index *index, struct err *err);
bool index_is_private(const struct index *index);

/* How far feed number n (its id) is indexed; 0 when unknown. With its root, to notice a
 * wrong index. */
MUST_USE enum err_code index_feed_position(uint64_t *size, struct digest *root,
                                           struct index *index, struct str feed,
                                           struct err *err);

/* The numbers of feeds, in order of admission; feeds are added by index_add_feed(). */
MUST_USE enum err_code index_add_feed(uint32_t *number, struct index *index,
                                      struct str feed, struct err *err);
uint32_t index_feed_count(const struct index *index);
struct str index_feed_id(const struct index *index, uint32_t feed);

/*
 * How much of a feed counts (admission.h): views made from now on hold no more. counts:
 * what is said there has a say about what other feeds hold. A feed counts wholly until
 * told otherwise.
 */
struct feed_bounds {
    uint64_t from;
    uint64_t until;
    bool counts;
};
void index_bound_feed(struct index *index, uint32_t feed, struct feed_bounds bounds);

/* A reference as statements carry it, "<feed id>.<index>", and back. */
struct str index_ref_text(struct arena *arena, const struct index *index, struct ref ref);
bool index_parse_ref(struct ref *out, const struct index *index, struct str text);

/* Project statements inside one transaction. value is NULL for one that cannot be read.
 */
MUST_USE enum err_code index_begin(struct index *index, struct err *err);
MUST_USE enum err_code index_put(struct index *index, struct ref ref,
                                 const struct feed_statement *stored,
                                 const struct value *value, struct err *err);
MUST_USE enum err_code index_commit(struct index *index, uint32_t feed,
                                    const struct feed_position *position,
                                    struct err *err);
/* The same for what is read out of objects that are indexed already. */
MUST_USE enum err_code index_commit_pages(struct index *index, struct err *err);
void index_rollback(struct index *index);

/* The kind of an entity (empty when unknown), for the schema's checks. */
MUST_USE enum err_code index_entity_kind(struct str *kind, struct str *class_,
                                         struct arena *arena, struct index *index,
                                         struct str id, struct err *err);

/* How long a statement's frame was when it was indexed: an erased one has
 * FRAME_HEAD_MAX_BYTES, and no other. 0: not indexed. */
MUST_USE enum err_code index_frame_len(int64_t *out, struct index *index, struct ref ref,
                                       struct err *err);

/* The first object statement with this original name, or REF_NONE. */
MUST_USE enum err_code index_object_named(struct ref *out, bool *is_only_one,
                                          struct index *index, struct str name,
                                          struct err *err);

/* Every row of every table as text, ordered by (feed, index), database numbers replaced:
 * to compare two indexes. */
MUST_USE enum err_code index_dump(struct buf *out, struct index *index, struct err *err);

struct db *index_db(struct index *index); /* for the queries of record/ */

#endif
