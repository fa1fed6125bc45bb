#ifndef LOG_FEED_INSIDE_H
#define LOG_FEED_INSIDE_H

/* What an open feed holds: for the feed*.c files of log/ only. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "log/feed.h"
#include "log/feed_edge.h"
#include "store/store.h"
#include "store/store_feed.h"

#define FEED_ORIGIN "stele.invalid/feed/"

/* A pack of the longest sealed frames. */
enum { PACK_MAX_BYTES = PACK_FRAMES * (FRAME_HEAD_MAX_BYTES + FRAME_SEALED_MAX_BYTES) };
enum { SALTS_AT_ONCE = 256, COMMIT_MAX_BYTES = 1 << 30, FEED_NOTES_MAX = 1 << 28 };

struct feed {
    struct store *store;
    struct sha256 *h;
    char id[FEED_ID_LEN + 1];
    char origin[sizeof FEED_ORIGIN + FEED_ID_LEN];
    struct ed25519_key key; /* wiped at close */
    bool has_key;
    bool has_public;      /* key.public is known and belongs to id */
    struct arena scratch; /* one reading at a time */

    struct buf checkpoint; /* as last read; empty: nothing was signed yet */
    struct feed_position position;
    uint64_t promised; /* what the checkpoint says where that is more than is there */

    struct buf head; /* as last read or written */
    char notice[256];
    bool is_locked;
    bool is_loaded; /* edge is that of this position, and head too */
    struct feed_position loaded;
    enum feed_state state;
    bool was_interrupted; /* the writer before us died */
    bool is_settled; /* this process has looked for leftovers, and all went well since */
    struct feed_edge edge;
    size_t tail_len;     /* of edge.frames: what the tail on the disk has */
    struct buf together; /* salt and statement, one behind the other */
    struct buf sealed;   /* the same as an age file */
    uint8_t salts[SALTS_AT_ONCE][FRAME_SALT_BYTES];
    size_t salts_used;
};

static inline struct str feed_name(const struct feed *feed)
{
    return (struct str){feed->id, FEED_ID_LEN};
}

/* Read a note of this feed and check its origin and our signature. */
MUST_USE enum err_code feed_note_read(struct feed_position *out, struct feed *feed,
                                      struct str note, const char *what, struct err *err);

/* The last note of a list of them, which loses it. Empty when there is none. */
struct str feed_last_note(struct str *list);

/* Append the signed note of a position. */
void feed_note_append(struct buf *out, struct feed *feed,
                      const struct feed_position *position);

/* The secret key as text (the form of Go's sumdb/note); for recipients, if there are any,
 * as an age file with that text in it. */
void feed_key_append_for(struct buf *out, struct feed *feed,
                         const struct ed25519_key *key,
                         const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count);

/* Learn the secret key where it lies in clear. ERR_NOT_FOUND: it is not on this machine;
 * ERR_DENIED: it is sealed, and nobody has unlocked it. */
MUST_USE enum err_code feed_key_load(struct feed *feed, struct err *err);

/* Learn the public key, from this machine's own or from statement 0. */
MUST_USE enum err_code feed_learn_public(struct feed *feed, struct err *err);

/* The frames of group n as of size: of its pack, or of its tail. In arena. */
MUST_USE enum err_code feed_group_read(struct str *out, bool *is_pack,
                                       struct arena *arena, struct feed *feed, uint64_t n,
                                       struct err *err);

/* One frame as a statement; strings point into the frame. at and index are set. */
MUST_USE enum err_code feed_frame_read(struct feed_statement *out, struct feed *feed,
                                       struct str *rest, uint64_t index, uint32_t at,
                                       struct err *err);

/*
 * What feed_frame_read() falls back to in an archive of a newer format: a statement
 * without content. False when that is not what stands there.
 */
bool feed_step_unknown(struct feed_statement *out, struct feed *feed, struct str *rest,
                       uint64_t index);

/* True when the last group and the last full pack of a size are there. */
MUST_USE enum err_code feed_has_size(bool *out, struct feed *feed, uint64_t size,
                                     struct err *err);

/*
 * Load the edge of a size from the files; its cost does not grow with the log.
 * ERR_NOT_FOUND when something of it is missing. *ahead: the unfinished group is a
 * whole pack, so the files go beyond this size.
 */
MUST_USE enum err_code feed_edge_load(bool *ahead, struct feed *feed, uint64_t size,
                                      struct err *err);

/* A tile of the tree, of its width or wider, in scratch; made from those below when
 * missing. */
MUST_USE enum err_code feed_tile_read(struct str *out, struct feed *feed,
                                      const struct tile *tile, struct err *err);

/* Bring files, head and memory together by the table of format.md 4.4; under the lock. */
MUST_USE enum err_code feed_recover(enum feed_state *state, struct feed *feed,
                                    struct err *err);

#endif
