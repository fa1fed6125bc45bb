#ifndef FORMAT_CHECKPOINT_H
#define FORMAT_CHECKPOINT_H

/*
 * Checkpoints (C2SP tlog-checkpoint v1.0.0): the text of a note that says how
 * large a log's tree is and what its root is.
 *
 *   origin LF  size in decimal LF  base64(root) LF  [extension LF]*
 *
 * We write no extension lines; those of others are read and kept, since
 * signatures cover them.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

/* The largest tree size read or written: readers that use signed numbers take it too. */
#define CHECKPOINT_MAX_SIZE ((uint64_t)INT64_MAX)

struct checkpoint {
    struct str origin;
    uint64_t size;
    struct digest root;
    struct str extension; /* whole lines with their newlines; empty when there are none */
};

/* Append the text, without signatures. */
void checkpoint_append(struct buf *out, const struct checkpoint *checkpoint);

/*
 * Read a note's text. Strings point into it. Fails with ERR_INVALID only.
 * A size of 0 is not held against its root here: only the empty tree's root is right.
 */
MUST_USE enum err_code checkpoint_parse(struct checkpoint *out, struct str text,
                                        struct err *err);

/* The same from its three lines, for those who keep them in another shape. */
MUST_USE enum err_code checkpoint_from_lines(struct checkpoint *out, struct str origin,
                                             struct str size, struct str root,
                                             struct err *err);

#endif
