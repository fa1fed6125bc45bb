#ifndef RECORD_VERIFY_INSIDE_H
#define RECORD_VERIFY_INSIDE_H

/* What a verification carries along: for the verify*.c files of record/ only. */

#include "base/buf.h"
#include "base/map.h"
#include "crypto/sha256.h"
#include "format/value.h"
#include "record/erasure.h"
#include "record/keyring.h"
#include "record/roles.h"
#include "record/session.h"
#include "record/verify.h"

struct store;

enum { VERIFY_READ_BYTES = 256 * 1024 };

/* A stored object that statements name. */
struct named_object {
    struct digest name;
    struct digest sha256; /* of what it holds: another than name when it is sealed */
    uint64_t size;
    uint64_t statement; /* the first that names it */
    uint64_t statements;
    bool is_found;
    UT_hash_handle hh;
};

/* A feed as verify_admission() needs it, in the order of result.feeds. */
struct verified_feed {
    uint64_t size_now;  /* somebody may write meanwhile */
    struct value first; /* statement 0 */
    uint8_t public[32];
    struct admission_word *words;
    size_t word_count;
    size_t word_cap;
};

/* An `erase` or `reseal` statement, kept until it is known whether its feed counts. */
struct reason {
    size_t feed; /* in result.feeds */
    struct erasure_word word;
};

/* A statement whose content is gone: somebody must have said why. */
struct erased {
    struct str feed;
    uint64_t index;
    struct digest commitment;
};

/* The root that the files give for a size that an anchor names. */
struct known_root {
    struct str feed;
    struct merkle_head head;
    struct known_root *next;
};

struct verification {
    struct store *store;
    struct arena *arena;
    struct arena scratch; /* one statement at a time */
    struct sha256 *h;
    const struct verify_options *options;
    struct verify_result result;
    struct named_object *objects;
    struct session *session; /* NULL: nobody is signed in */
    struct keyring *keyring; /* NULL: the same */
    struct erased *erased;
    size_t erased_count;
    size_t erased_cap;
    struct verified_feed *feeds; /* of result.feeds */
    struct reason *reasons;
    size_t reason_count;
    size_t reason_cap;
    struct author *authors; /* uthash */
    struct author *last_author;
    struct roles_view roles;  /* once it is known which feeds count */
    struct erasures erasures; /* what they come to, once it is known which feeds count */
    struct known known;
    struct str feed;         /* the one at hand */
    struct value zero;       /* statement 0 of the founding feed */
    bool is_unfinished_copy; /* stele copy was stopped in this folder */
    uint8_t *buffer;         /* VERIFY_READ_BYTES */
    struct anchor_feed *anchor_feeds;
    size_t anchor_feed_count;
    uint64_t *wanted; /* sizes that anchors name, sorted */
    size_t wanted_count;
    size_t wanted_next; /* in the feed at hand */
    struct known_root *roots;
};

/* Count it and hand it on; context is the verification. */
void verify_report(void *context, const struct audit_finding *finding);

void verify_find(struct verification *v, enum audit_grade grade, struct str file,
                 struct str what);

/* Learn which sizes anchors are about; then, feed by feed, the roots of those sizes. */
MUST_USE enum err_code verify_want_roots(struct verification *v, struct err *err);
bool verify_wants_root(void *context, uint64_t size);
void verify_take_root(void *context, const struct merkle_head *head);

/* Hold what lies in anchors/ against those roots, and tell what fixes the record. */
MUST_USE enum err_code verify_anchors(struct verification *v, struct err *err);

/* Find the keys of whoever is signed in; without them nothing sealed is opened. */
void verify_find_keys(struct verification *v);
void verify_drop_keys(struct verification *v);

/* Note the object that a statement names. */
void verify_name_object(struct verification *v, const struct value *statement,
                        uint64_t index);

/* Open a sealed statement, where there is a key, for what it names. */
void verify_sealed(struct verification *v, const struct feed_statement *statement);

/* Hold what a sealed object opens to against the statement that names it. */
void verify_sealed_object(struct verification *v, const struct named_object *object,
                          struct str path);

/* Every object's hash, and that every object a statement names is there. */
MUST_USE enum err_code verify_objects(struct verification *v, struct err *err);

/* That something accounts for every file in the folder. */
MUST_USE enum err_code verify_paths(struct verification *v, struct err *err);

/* Take note of an erased statement, and of those that say whose feed counts and why
 * content was destroyed. bytes are the statement's. */
void verify_note_erased(struct verification *v, const struct feed_statement *statement);
void verify_note_word(struct verification *v, const struct feed_statement *said,
                      struct str kind);

/* Which feeds count, once all are read; and that those that were ended say what they said
 * then. */
MUST_USE enum err_code verify_admission(struct verification *v, struct err *err);

/* Take note of who wrote a statement; and once it is known who may do what, remark on
 * those who had no role for it. */
void verify_note_author(struct verification *v, const struct value *statement,
                        uint64_t index, struct str kind);
void verify_roles(struct verification *v);
void verify_forget_authors(struct verification *v);

/*
 * Once it is known which feeds count: what was erased, and by whom. An erased frame that
 * no two members asked for is damage; content that two have erased and that is still
 * there is an erasure to be finished.
 */
MUST_USE enum err_code verify_erased(struct verification *v, struct err *err);

/* Say so where an object is gone that two members have erased; true where they have. */
bool verify_is_object_erased(struct verification *v, const struct digest *name);

#endif
