#ifndef LOG_AUDIT_INSIDE_H
#define LOG_AUDIT_INSIDE_H

/* What an audit carries along: for the audit*.c files of log/ only. */

#include "base/arena.h"
#include "crypto/sha256.h"
#include "format/note.h"
#include "format/tilepath.h"
#include "log/audit.h"
#include "log/merkle.h"
#include "store/store.h"
#include "store/store_feed.h"

/* One note of `checkpoints`: the tree must have had this root at this size. */
struct milestone {
    uint64_t size;
    struct digest root;
};

struct audit {
    struct store *store;
    struct str feed;
    const struct audit_listener *listener;
    struct audit_result result;
    struct sha256 *h;
    struct merkle_edge edge;
    struct digest
        *groups; /* root of every full group: what the upper tiles are made of */
    struct digest leaves[TILE_WIDTH]; /* of the group at hand */
    const struct milestone *milestones;
    size_t milestone_count;
    size_t milestone_next;
    uint64_t signed_to; /* largest note whose root the files give */
    bool has_checkpoint;
    bool is_newer;      /* what is not known is not damage */
    bool has_gap;       /* a statement so far was missing or not what was committed to */
    struct str newest;  /* the bytes of `checkpoint` */
    struct arena arena; /* lives as long as the audit */
    struct arena group; /* one pack at a time */
    struct arena note;  /* one note at a time */
    struct note_key key;
};

void audit_report(struct audit *a, enum audit_grade grade, struct str file,
                  struct str what, uint64_t first, uint64_t end);

/* A part's bytes; a missing or unreadable one is reported, and *is_there false. */
MUST_USE enum err_code audit_read_part(struct str *out, bool *is_there, struct str *path,
                                       struct audit *a, struct store_part part,
                                       uint64_t first, uint64_t end, struct err *err);

/* Whether somebody has written since the checkpoint was read: what a writer replaces or
 * removes as the log grows is then no damage. */
bool audit_has_moved(struct audit *a);

/* The signed notes: `checkpoint`, then `checkpoints` as milestones. */
MUST_USE enum err_code audit_notes(struct audit *a, struct err *err);

/* Hold the root so far against the notes of this size, and tell it to who wants it. */
void audit_pass_size(struct audit *a);

/* One group: its frames, and for a full one its entries and its tile. */
MUST_USE enum err_code audit_group(struct audit *a, uint64_t n, size_t count,
                                   struct err *err);

#endif
