#ifndef LOG_FEED_H
#define LOG_FEED_H

/*
 * A feed: the append-only log of one device (format.md 4.1 to 4.5). Statements
 * go in as canonical bytes and become salted commitments in a signed Merkle
 * tree; what feed_commit() has acknowledged is never lost and never changes.
 *
 * Writing holds the archive's lock from feed_begin() to feed_end():
 *
 *     feed_begin(feed)            lock, recover, learn the size
 *     feed_add(feed, S) ...       S already names this feed and feed_next()
 *     feed_commit(feed)           durable and acknowledged
 *     ... the index catches up ...
 *     feed_end(feed)              unlock
 *
 * Reading takes no lock and sees nothing beyond the checkpoint it last read.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/age.h"
#include "crypto/ed25519.h"
#include "format/frame.h"

struct store;
struct feed;

enum { FEED_ID_LEN = 26, FEED_COMMIT_MAX = 65536 };

/* What this machine may do with the feed, found by feed_begin() (the table of
 * format.md 4.4). */
enum feed_state {
    FEED_WRITABLE,
    FEED_FOREIGN,  /* no key or no head here: somebody else's, or moved: read only */
    FEED_RESTORED, /* the head is ahead of the folder's files: an older copy was put back
                    */
    FEED_FORKED    /* head and checkpoint contradict each other */
};

struct feed_position {
    uint64_t size;
    struct digest root;
};

/* One statement as stored. bytes and salt are empty unless form is FRAME_OPEN. */
struct feed_statement {
    uint64_t index;
    uint32_t at; /* where its frame begins in its pack or tail: the same in both */
    enum frame_form form;
    struct digest
        commitment; /* C of format.md 3.6; computed from the bytes for an open one */
    uint32_t frame_len;
    struct str salt;  /* 32 bytes */
    struct str bytes; /* S, canonical JSON */
    struct str
        sealed; /* of a sealed one: the age file, which keys that are not ours open */
};

/* The feed's id from its public key (format.md 4.1); writes FEED_ID_LEN characters. */
void feed_id_of(char out[FEED_ID_LEN], const uint8_t public_key[32]);

/* The first 130 bits of a commitment as text: the archive id, when it is statement 0's.
 */
void archive_id_of(char out[FEED_ID_LEN], const struct digest *commitment);

/* A new, empty feed with this key in the archive's folder and this machine's state. */
MUST_USE enum err_code feed_create(struct feed **out, struct store *store,
                                   const struct ed25519_key *key, struct err *err);

/* The same, with the key kept sealed to these recipients alone. */
MUST_USE enum err_code feed_create_sealed(struct feed **out, struct store *store,
                                          const struct ed25519_key *key,
                                          const uint8_t (*recipients)[AGE_KEY_BYTES],
                                          size_t count, struct err *err);

/* ERR_NOT_FOUND when the archive has no such feed; ERR_CORRUPT when its checkpoint is no
 * note of this feed. */
MUST_USE enum err_code feed_open(struct feed **out, struct store *store, struct str id,
                                 struct err *err);
void feed_close(struct feed *feed);

struct str feed_id(const struct feed *feed);
struct feed_position feed_position(const struct feed *feed);

/* Whether this machine holds the feed's key, sealed or not: it wrote the feed, and may go
 * on with it. */
bool feed_is_ours(struct feed *feed);

/*
 * A key that is sealed to members' keys (age). feed_unlock() opens it for this process
 * with one of them; ERR_DENIED when it is sealed to others. Where it is not sealed there
 * is nothing to do. feed_seal_key() seals it, on the disk too, to these alone: the key
 * must be here, in clear or unlocked.
 */
bool feed_is_sealed(struct feed *feed);
MUST_USE enum err_code feed_unlock(struct feed *feed, const struct age_identity *identity,
                                   struct err *err);
MUST_USE enum err_code feed_seal_key(struct feed *feed,
                                     const uint8_t (*recipients)[AGE_KEY_BYTES],
                                     size_t count, struct err *err);

/* The key that the feed is named after; ERR_CORRUPT where statement 0 does not give it.
 */
MUST_USE enum err_code feed_public_key(uint8_t out[32], struct feed *feed,
                                       struct err *err);

/* The signed note that position comes from; empty before the first commit. */
struct str feed_checkpoint(const struct feed *feed);

/*
 * 0, or the size that the checkpoint names when its statements are not all there: a
 * copy taken during writing, whole to feed_position() (format.md 4.9).
 */
uint64_t feed_promised(const struct feed *feed);

/*
 * This machine signed something else than the checkpoint says: a writer was killed, or
 * the folder is an older one. feed_begin() publishes what was signed, or says why not.
 */
bool feed_is_unpublished(const struct feed *feed);

/* Read the checkpoint again: another process may have written. */
MUST_USE enum err_code feed_refresh(struct feed *feed, struct err *err);

/*
 * Take the lock and bring the files to the last acknowledged state. Fails with
 * ERR_DENIED, saying what happened and what to do, unless the state is FEED_WRITABLE.
 */
MUST_USE enum err_code feed_begin(struct feed *feed, struct err *err);

/* What the last feed_begin() found. */
enum feed_state feed_state(const struct feed *feed);

/* A sentence the user must see after feed_begin(), or nothing. Borrowed. */
struct str feed_notice(const struct feed *feed);

/* The index that the next added statement must carry. */
uint64_t feed_next(const struct feed *feed);

/*
 * Add one statement to this commit: at most FEED_COMMIT_MAX. A given salt (32
 * bytes) is for genesis, whose commitment is needed before the log exists;
 * NULL draws a fresh one. The commitment is returned when out is not NULL.
 */
MUST_USE enum err_code feed_add(struct digest *out, struct feed *feed,
                                struct str statement, const uint8_t *salt,
                                struct err *err);

/* The same, sealed to compartments' keys: count age recipients, at least one. */
MUST_USE enum err_code feed_add_sealed(struct digest *out, struct feed *feed,
                                       struct str statement,
                                       const uint8_t (*recipients)[AGE_KEY_BYTES],
                                       size_t count, struct err *err);

/* Steps 3 to 5 and 7 of format.md 4.3. ERR_OK means acknowledged. Nothing added: nothing
 * done. */
MUST_USE enum err_code feed_commit(struct feed *feed, struct err *err);

/* Unlock; what was added and not committed is forgotten. */
void feed_end(struct feed *feed);

/* One statement; everything returned lives in arena. ERR_NOT_FOUND beyond the checkpoint.
 */
MUST_USE enum err_code feed_read(struct feed_statement *out, struct arena *arena,
                                 struct feed *feed, uint64_t index, struct err *err);

/* As feed_read() when the frame's place is known (from feed_scan() or feed_read()): one
 * read. */
MUST_USE enum err_code feed_read_at(struct feed_statement *out, struct arena *arena,
                                    struct feed *feed, uint64_t index, uint32_t at,
                                    uint32_t frame_len, struct err *err);

/*
 * Every statement of [from, to), in order, as fast as the disk gives them. The
 * statement handed to visit lives until it returns; visit's error ends the scan.
 */
typedef enum err_code (*feed_visitor)(void *context,
                                      const struct feed_statement *statement,
                                      struct err *err);
MUST_USE enum err_code feed_scan(struct feed *feed, uint64_t from, uint64_t to,
                                 feed_visitor visit, void *context, struct err *err);

/*
 * Erasure: the content of these statements is destroyed, their commitments stay
 * (format.md 4.2). The frames lie in packs or in the tail, of any feed of the store whose
 * lock is held, by feed_begin() of this feed or of another. Several of one group are
 * one rewriting. ERR_OK: the content is in no file of the feed any more, and will not be
 * after a power cut. Statements erased before are left alone.
 *
 * commitment is what whoever asked has named: where the log holds another one nothing is
 * written and the call fails with ERR_CONFLICT; ERR_CORRUPT when the frames around cannot
 * be told from one another.
 */
struct feed_erasure {
    uint64_t index;
    struct digest commitment;
};
MUST_USE enum err_code feed_erase(struct feed *feed, const struct feed_erasure *items,
                                  size_t count, struct err *err);

/*
 * The root at an earlier size, for naming what was known then. Not inside feed_begin()
 * and feed_end(). ERR_NOT_FOUND beyond the checkpoint.
 */
MUST_USE enum err_code feed_root(struct digest *out, struct feed *feed, uint64_t size,
                                 struct err *err);

#endif
