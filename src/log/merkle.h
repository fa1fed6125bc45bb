#ifndef LOG_MERKLE_H
#define LOG_MERKLE_H

/*
 * The Merkle tree of a log (RFC 6962 section 2.1, RFC 9162 section 2.1):
 *
 *   MTH({})       SHA-256("")
 *   MTH({d})      SHA-256(0x00 || d)
 *   MTH(D[n])     SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of
 *                 two below n; the last leaf is never doubled
 *
 * The perfect subtree of level l and index i covers the leaves [i*2^l, (i+1)*2^l).
 * Every root and proof is made of such subtrees, so one reader of their hashes
 * is all that a tree in memory or in tiles must offer.
 *
 * Sizes are at most MERKLE_MAX_SIZE; what is larger was refused when it was parsed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/sha256.h"

#define MERKLE_MAX_SIZE ((uint64_t)INT64_MAX)

enum {
    MERKLE_LEVELS = 64,
    MERKLE_MAX_PROOF = 64 /* a consistency proof of the largest tree; inclusion has 63 */
};

/* A tree's size and root: what a checkpoint says. */
struct merkle_head {
    uint64_t size;
    struct digest root;
};

struct merkle_proof {
    struct digest
        hashes[MERKLE_MAX_PROOF]; /* in the order of the RFC: the deepest first */
    size_t count;
};

struct digest merkle_leaf(struct sha256 *h, struct str entry);
struct digest merkle_node(struct sha256 *h, const struct digest *left,
                          const struct digest *right);

/* Root of the perfect subtree over count hashes of one level; count is a power of two. */
struct digest merkle_perfect(struct sha256 *h, const struct digest *hashes, size_t count);

/* The right edge of a growing tree: all that is needed to add leaves. {0} is the empty
 * tree. roots[l] holds the edge's perfect subtree of level l when bit l of size is set.
 */
struct merkle_edge {
    uint64_t size;
    struct digest roots[MERKLE_LEVELS];
};

void merkle_edge_add(struct merkle_edge *edge, struct sha256 *h,
                     const struct digest *leaf);
struct merkle_head merkle_edge_head(const struct merkle_edge *edge, struct sha256 *h);

/* Reads the hash of the perfect subtree of a level and index. */
typedef enum err_code (*merkle_reader)(void *context, struct digest *out, unsigned level,
                                       uint64_t index, struct err *err);

struct merkle_source {
    merkle_reader read;
    void *context;
};

/* The edge of the tree's first size leaves, to go on from there. Fails as the reader
 * does. */
MUST_USE enum err_code merkle_edge_read(struct merkle_edge *out,
                                        const struct merkle_source *source, uint64_t size,
                                        struct err *err);

/*
 * Prove that leaf index is in the tree of the first size leaves (RFC 9162
 * section 2.1.3.1). ERR_NOT_FOUND when index >= size; else fails as the reader does.
 */
MUST_USE enum err_code merkle_prove_inclusion(struct merkle_proof *out, struct sha256 *h,
                                              const struct merkle_source *source,
                                              uint64_t index, uint64_t size,
                                              struct err *err);

/*
 * Prove that the tree of new_size leaves begins with that of old_size (RFC 9162
 * section 2.1.4.1). Empty when old_size is 0 or new_size. ERR_NOT_FOUND when
 * old_size > new_size; else fails as the reader does.
 */
MUST_USE enum err_code merkle_prove_consistency(struct merkle_proof *out,
                                                struct sha256 *h,
                                                const struct merkle_source *source,
                                                uint64_t old_size, uint64_t new_size,
                                                struct err *err);

/* RFC 9162 section 2.1.3.2: whether proof shows leaf at index of head's tree. */
bool merkle_includes(struct sha256 *h, const struct merkle_head *head, uint64_t index,
                     const struct digest *leaf, const struct merkle_proof *proof);

/*
 * RFC 9162 section 2.1.4.2: whether proof shows that newer extends older. An
 * empty older tree is extended by every tree, with an empty proof and whatever
 * its root says; equal sizes need equal roots and an empty proof.
 */
bool merkle_extends(struct sha256 *h, const struct merkle_head *newer,
                    const struct merkle_head *older, const struct merkle_proof *proof);

#endif
