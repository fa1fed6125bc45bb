#ifndef RECORD_ARCHIVE_INSIDE_H
#define RECORD_ARCHIVE_INSIDE_H

/*
 * What an open archive holds: for the archive_*.c files of record/ only.
 *
 * The batch knows the kinds of what it added, because a claim may rest on a
 * passage of the same batch, which no index has yet.
 */

#include "base/map.h"

#include "base/buf.h"
#include "log/feed.h"
#include "record/additions.h"
#include "record/admission.h"
#include "record/archive.h"
#include "record/check.h"
#include "record/compartment.h"
#include "record/index.h"
#include "record/keyring.h"
#include "record/roles.h"
#include "record/session.h"

enum { KNOWN_STATEMENTS = 256, KNOWN_KEY_MAX = 64 };

struct pending_entity {
    char id[ENTITY_ID_LEN + 1];
    struct str kind;
    struct str class_;
    UT_hash_handle hh;
};

struct pending_statement {
    struct str kind;
    struct str property; /* of a claim */
    bool roles_only;     /* of a passage */
    bool is_sealed;
    struct digest commitment;
};

/* A statement looked up before: every row of a table names the same import. */
struct known_statement {
    bool is_set;
    struct ref ref;
    bool roles_only;
    bool is_sealed;
    size_t kind_len;
    size_t property_len;
    char kind[KNOWN_KEY_MAX];
    char property[KNOWN_KEY_MAX];
};

struct batch {
    bool is_open;
    uint64_t first; /* index of its first statement */
    uint32_t count;
    uint32_t cap;
    struct pending_statement *statements;
    struct pending_entity *entities; /* uthash */
    struct arena arena;
    struct arena scratch; /* one statement at a time */
    struct arena lookup;  /* one look-up at a time */
    struct buf bytes;
};

struct archive_feed {
    struct feed *feed;
    struct admission admission;
    bool is_ours; /* its key is on this machine */
};

struct archive {
    struct arena arena;
    struct store *store;
    /* Those that count by depth and id, then the others: the numbers that references and
     * the index go by (ref.h). The founding feed is number 0. */
    struct archive_feed *feeds;
    uint32_t feed_count;
    size_t feeds_there; /* in the folder, readable or not */
    uint32_t own;       /* the feed that this machine writes, or the founding one */
    struct feed *feed;  /* feeds[own].feed */
    struct index *index;
    struct str remark; /* what whoever opens this archive must be told; or nothing */
    struct str id;
    struct str name;
    struct str founder;
    struct str member;                 /* `by` of what is written here */
    struct keyring *keyring;           /* opens what whoever is at work may read */
    const struct age_identity *reader; /* to keep the index for; NULL: nobody */
    bool seals_all;                    /* a field device: it writes what it cannot read */
    bool is_whole_here;                /* the keyring opens every compartment there is */
    bool knows_compartments;
    bool knows_own; /* the state folder names no feed that is missing here */
    struct compartment_list compartments; /* as of the open batch */
    struct arena compartment_arena;
    struct session *session;          /* or NULL */
    struct admission_feed *described; /* what the feeds say; NULL: not read yet */
    unsigned roles;                   /* of that member, since the last beginning */
    bool has_members; /* somebody has a passphrase on this machine: so who writes here
                         signs in first */
    bool is_synthetic;
    bool had_other_index; /* made by another version; built anew on opening */
    bool has_new_index;   /* of what stands open, built anew since opening */
    struct batch batch;
    struct additions *additions; /* to the schema; of the open batch too */
    struct arena additions_arena;
    struct known_statement known[KNOWN_STATEMENTS];
    struct str notice;         /* what archive_begin() found and the user must see */
    struct err index_warning;  /* code ERR_OK: the index keeps up */
    struct buf resealed;       /* what was sealed anew, and where it lies now */
    struct buf deferred;       /* erased statements, until the index knows all others */
    struct arena erased_arena; /* of the next two */
    struct digest *erased_objects;
    size_t erased_object_count;
    size_t erasures_done; /* `erase` and `reseal` statements with nothing left to do */
};

/* This machine's note that it is a field device. */
#define PROFILE_NOTE "profile"
#define PROFILE_FIELD "field"

MUST_USE enum err_code archive_read_compartments(struct archive *archive,
                                                 struct err *err);
/* The keys of whoever is signed in. An index opened before is closed where they open
 * more. */
MUST_USE enum err_code archive_load_keys(struct archive *archive, struct err *err);
MUST_USE enum err_code archive_read_profile(struct archive *archive, struct err *err);

/* There are, or may be, statements that cannot be read here: what is not found may be in
 * one of them. */
bool archive_has_hidden(const struct archive *archive);

/* Open a sealed statement with the keyring: ERR_DENIED when no key here does. */
MUST_USE enum err_code archive_unseal(struct opened *out, struct arena *arena,
                                      struct archive *archive, uint32_t feed,
                                      const struct feed_statement *stored,
                                      struct err *err);

/* Open the feeds beside the founding one, which is open; decide which count, and which is
 * this machine's own. */
MUST_USE enum err_code archive_open_feeds(struct archive *archive, struct err *err);

/* This machine's note of the feed it writes, made by device_new(). */
#define OWN_FEED_NOTE "device"

/* Who is signed in on this machine, and the feeds whose keys that opens. */
MUST_USE enum err_code archive_sign_in(struct archive *archive, struct err *err);

/* After opening with a session, or with none: as archive_take_session() does it. */
MUST_USE enum err_code archive_settle_session(struct archive *archive, struct err *err);

/* Somebody signs in to the open archive, which owns the session from now on. */
MUST_USE enum err_code archive_take_session(struct archive *archive,
                                            struct session *session, struct err *err);

/* The keys of the members who write feed number n and have a lock on this machine. */
MUST_USE enum err_code member_recipients(uint8_t (**out)[AGE_KEY_BYTES], size_t *count,
                                         struct arena *arena, struct archive *archive,
                                         uint32_t n, struct err *err);

/* Seal the keys of this machine's feeds to those members: where a lock was added. */
MUST_USE enum err_code member_seal_feeds(struct archive *archive, struct err *err);

/* What the feeds say of members is read, if it is not already; what roles_now() asks. */
MUST_USE enum err_code archive_know_roles(struct archive *archive, struct err *err);
struct roles_view archive_roles_view(struct archive *archive, struct arena *arena);

/* Before writing: ERR_DENIED where nobody is signed in who must be, where the member may
 * not write this machine's feed, or has no role any more. Learns the roles. */
MUST_USE enum err_code archive_check_member(struct archive *archive, struct err *err);

/* Whether the member has the role for what it writes. */
MUST_USE enum err_code archive_check_role(const struct archive *archive,
                                          const struct value *statement, struct err *err);

/* The feed that this machine writes, when the folder does not hold it; else nothing. */
MUST_USE enum err_code archive_missing_feed(struct str *out, struct archive *archive,
                                            struct err *err);

/* The number of the feed whose id begins so. ERR_NOT_FOUND when none does, or several. */
MUST_USE enum err_code archive_find_feed(uint32_t *out, const struct archive *archive,
                                         struct str prefix, struct err *err);

/* The feed that a reference points into; NULL when there is none. */
struct feed *archive_feed_of(const struct archive *archive, struct ref ref);

/* What the feeds say of one another, read and decided; of a single feed it is taken for
 * granted when the archive is opened. */
MUST_USE enum err_code archive_read_feeds(struct archive *archive, struct err *err);

/*
 * Destroy what effective erasures name and is still there; then the index and whatever
 * else on this machine holds it. Under the lock, outside a batch; the lock is given back
 * and taken again where the own feed changed. *did: something was destroyed.
 */
MUST_USE enum err_code archive_finish_erasures(bool *did, struct archive *archive,
                                               struct err *err);

/* ERR_DENIED when the statement names bytes that two members have erased: preserved again
 * they would be back. They are removed. Inside a batch. */
MUST_USE enum err_code archive_refuse_erased(struct archive *archive,
                                             const struct value *statement,
                                             struct err *err);

/* Take note of a `reseal` statement; others are passed over. */
void archive_note_reseal(struct archive *archive, const struct value *statement);

/* Where a statement that was sealed anew lies now. */
bool archive_is_resealed(struct digest *stored, const struct archive *archive,
                         const struct digest *commitment);

/* Open it there. ERR_NOT_FOUND: it was not; ERR_DENIED: no key here opens it. */
MUST_USE enum err_code archive_open_resealed(struct opened *out, struct arena *arena,
                                             struct archive *archive,
                                             const struct digest *commitment,
                                             struct err *err);

/* Of an index of what the keyring opens: an erased statement is put last. */
void archive_defer_erased(struct archive *archive, struct ref ref,
                          const struct feed_statement *stored);
MUST_USE enum err_code archive_put_deferred(struct archive *archive, struct index *index,
                                            struct err *err);

/* Whether there is any such thing, for whoever only reads. */
MUST_USE enum err_code archive_has_unfinished_erasure(bool *out, struct archive *archive,
                                                      struct err *err);

/*
 * The index of what the keyring opens lives in memory. Between two commands its pages lie
 * in the cache folder as an age file to the key of whoever may read them; where there is
 * no such key it is made anew each time. *is_usable is false when there is none to go on
 * with.
 */
MUST_USE enum err_code archive_find_index(bool *is_usable, struct archive *archive,
                                          struct err *err);
MUST_USE enum err_code archive_keep_index(struct archive *archive, struct err *err);

/* Bring the index to the feeds' checkpoints; builds it anew where it cannot be right. */
MUST_USE enum err_code archive_catch_up(struct archive *archive, struct err *err);

/* Read the texts whose pages the index does not have yet (page_text.h). Under the lock of
 * the index; a text that cannot be read is no failure. *pages: how many came. */
MUST_USE enum err_code archive_index_texts(uint64_t *pages, struct archive *archive,
                                           struct index *index, struct err *err);

/* The same where the index is level, and bytes may have come meanwhile. What fails is
 * tried again another time: it hinders nobody from recording. */
void archive_retry_texts(struct archive *archive);

/* What check_statement() asks: the open batch first, then the index. data is the archive.
 */
MUST_USE enum err_code archive_find_entity(struct check_entity *out, void *data,
                                           struct str id, struct err *err);
MUST_USE enum err_code archive_find_statement(struct check_target *out, void *data,
                                              struct str ref, struct err *err);

/* What the open batch holds at ref, or NULL. */
const struct pending_statement *archive_pending(const struct archive *archive,
                                                struct ref ref);

void batch_clear(struct batch *batch);

#endif
