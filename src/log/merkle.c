#include "log/merkle.h"

#include <assert.h>

/* The leaves [begin, end) of a tree. */
struct range {
    uint64_t begin;
    uint64_t end;
};

struct digest merkle_leaf(struct sha256 *h, struct str entry)
{
    sha256_start(h);
    sha256_add(h, "\0", 1);
    sha256_add(h, entry.ptr, entry.len);
    return sha256_finish(h);
}

struct digest merkle_node(struct sha256 *h, const struct digest *left,
                          const struct digest *right)
{
    char bytes[1 + 2 * sizeof left->bytes];

    bytes[0] = 1;
    memcpy(bytes + 1, left->bytes, sizeof left->bytes);
    memcpy(bytes + 1 + sizeof left->bytes, right->bytes, sizeof right->bytes);
    return sha256_of(h, (struct str){bytes, sizeof bytes});
}

void merkle_edge_add(struct merkle_edge *edge, struct sha256 *h,
                     const struct digest *leaf)
{
    struct digest root = *leaf;
    unsigned level = 0;

    /* Adding 1 to a binary number: every carry joins two subtrees of equal height. */
    for (; edge->size >> level & 1; level++)
        root = merkle_node(h, &edge->roots[level], &root);
    edge->roots[level] = root;
    edge->size++;
}

struct merkle_head merkle_edge_head(const struct merkle_edge *edge, struct sha256 *h)
{
    struct merkle_head head = {.size = edge->size};
    bool is_first = true;

    if (edge->size == 0)
        head.root = sha256_of(h, STR(""));
    for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
        if (!(edge->size >> level & 1))
            continue;
        head.root = is_first ? edge->roots[level]
                             : merkle_node(h, &edge->roots[level], &head.root);
        is_first = false;
    }
    return head;
}

struct digest merkle_perfect(struct sha256 *h, const struct digest *hashes, size_t count)
{
    struct merkle_edge edge = {0};

    assert(count > 0 && (count & (count - 1)) == 0);
    for (size_t i = 0; i < count; i++)
        merkle_edge_add(&edge, h, &hashes[i]);
    return edge.roots[__builtin_ctzll(count)];
}

/*
 * The perfect subtrees of a range, as the edge of a tree of its own. The range
 * begins at a multiple of a power of two not below its length, as the RFC's
 * splits all do, so each of them is also a subtree of the whole tree.
 */
static enum err_code read_edge(struct merkle_edge *out,
                               const struct merkle_source *source, struct range range,
                               struct err *err)
{
    struct merkle_edge edge = {.size = range.end - range.begin};
    uint64_t end = range.end;

    for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
        if (!(edge.size >> level & 1))
            continue;
        end -= (uint64_t)1 << level;
        if (source->read(source->context, &edge.roots[level], level, end >> level, err) !=
            ERR_OK)
            return err->code;
    }
    *out = edge;
    return ERR_OK;
}

enum err_code merkle_edge_read(struct merkle_edge *out,
                               const struct merkle_source *source, uint64_t size,
                               struct err *err)
{
    assert(size <= MERKLE_MAX_SIZE);
    return read_edge(out, source, (struct range){0, size}, err);
}

/* Largest power of two below n, for n > 1: where MTH(D[n]) is split. */
static uint64_t split_of(uint64_t n)
{
    return (uint64_t)1 << (63 - __builtin_clzll(n - 1));
}

static enum err_code push_root(struct merkle_proof *proof, struct sha256 *h,
                               const struct merkle_source *source, struct range range,
                               struct err *err)
{
    struct merkle_edge edge = {0};

    if (read_edge(&edge, source, range, err) != ERR_OK)
        return err->code;
    assert(proof->count < MERKLE_MAX_PROOF);
    proof->hashes[proof->count++] = merkle_edge_head(&edge, h).root;
    return ERR_OK;
}

/* The proofs are gathered from the root down and wanted from the leaf up. */
static void reverse(struct merkle_proof *proof)
{
    for (size_t i = 0; i < proof->count / 2; i++) {
        struct digest swap = proof->hashes[i];

        proof->hashes[i] = proof->hashes[proof->count - 1 - i];
        proof->hashes[proof->count - 1 - i] = swap;
    }
}

enum err_code merkle_prove_inclusion(struct merkle_proof *out, struct sha256 *h,
                                     const struct merkle_source *source, uint64_t index,
                                     uint64_t size, struct err *err)
{
    struct merkle_proof proof = {0};
    struct range at = {0, size};

    assert(size <= MERKLE_MAX_SIZE);
    if (index >= size)
        return err_set(err, ERR_NOT_FOUND, "entry %llu is beyond the tree of size %llu",
                       (unsigned long long)index, (unsigned long long)size);
    while (at.end - at.begin > 1) {
        uint64_t middle = at.begin + split_of(at.end - at.begin);
        bool goes_left = index < middle;
        struct range sibling =
            goes_left ? (struct range){middle, at.end} : (struct range){at.begin, middle};

        if (push_root(&proof, h, source, sibling, err) != ERR_OK)
            return err->code;
        at =
            goes_left ? (struct range){at.begin, middle} : (struct range){middle, at.end};
    }
    reverse(&proof);
    *out = proof;
    return ERR_OK;
}

enum err_code merkle_prove_consistency(struct merkle_proof *out, struct sha256 *h,
                                       const struct merkle_source *source,
                                       uint64_t old_size, uint64_t new_size,
                                       struct err *err)
{
    struct merkle_proof proof = {0};
    struct range at = {0, new_size};

    assert(new_size <= MERKLE_MAX_SIZE);
    if (old_size > new_size)
        return err_set(err, ERR_NOT_FOUND,
                       "a tree of size %llu has no state of size %llu",
                       (unsigned long long)new_size, (unsigned long long)old_size);
    /* SUBPROOF of the RFC as a loop: descend until the old tree ends where the range
     * does. */
    while (old_size > 0 && old_size < at.end) {
        uint64_t middle = at.begin + split_of(at.end - at.begin);
        bool goes_left = old_size <= middle;
        struct range sibling =
            goes_left ? (struct range){middle, at.end} : (struct range){at.begin, middle};

        if (push_root(&proof, h, source, sibling, err) != ERR_OK)
            return err->code;
        at =
            goes_left ? (struct range){at.begin, middle} : (struct range){middle, at.end};
    }
    /* A range from 0 is the old tree itself, whose root the checker has. */
    if (old_size > 0 && at.begin > 0 && push_root(&proof, h, source, at, err) != ERR_OK)
        return err->code;
    reverse(&proof);
    *out = proof;
    return ERR_OK;
}

bool merkle_includes(struct sha256 *h, const struct merkle_head *head, uint64_t index,
                     const struct digest *leaf, const struct merkle_proof *proof)
{
    uint64_t fn = index; /* the names of the RFC */
    uint64_t sn = head->size - 1;
    struct digest r = *leaf;

    if (index >= head->size)
        return false;
    for (size_t i = 0; i < proof->count; i++) {
        const struct digest *p = &proof->hashes[i];

        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            r = merkle_node(h, p, &r);
            for (; !(fn & 1) && fn != 0; fn >>= 1)
                sn >>= 1;
        } else {
            r = merkle_node(h, &r, p);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && digest_equal(&r, &head->root);
}

/* The walk of RFC 9162 section 2.1.4.2, steps 4 to 6, from the path's first hash on. */
static bool check_path(struct sha256 *h, const struct merkle_head *newer,
                       const struct merkle_head *older, const struct digest *first,
                       const struct digest *path, size_t count)
{
    uint64_t fn = older->size - 1;
    uint64_t sn = newer->size - 1;
    struct digest fr = *first;
    struct digest sr = *first;

    for (; fn & 1; fn >>= 1)
        sn >>= 1;
    for (size_t i = 0; i < count; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            fr = merkle_node(h, &path[i], &fr);
            sr = merkle_node(h, &path[i], &sr);
            for (; !(fn & 1) && fn != 0; fn >>= 1)
                sn >>= 1;
        } else {
            sr = merkle_node(h, &sr, &path[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && digest_equal(&fr, &older->root) && digest_equal(&sr, &newer->root);
}

bool merkle_extends(struct sha256 *h, const struct merkle_head *newer,
                    const struct merkle_head *older, const struct merkle_proof *proof)
{
    if (older->size > newer->size)
        return false;
    if (older->size == newer->size)
        return proof->count == 0 && digest_equal(&older->root, &newer->root);
    if (older->size == 0)
        return proof->count == 0;
    if (proof->count == 0)
        return false;
    /* An old tree of 2^l leaves is a subtree of the new one: its root begins the path. */
    if ((older->size & (older->size - 1)) == 0)
        return check_path(h, newer, older, &older->root, proof->hashes, proof->count);
    return check_path(h, newer, older, &proof->hashes[0], &proof->hashes[1],
                      proof->count - 1);
}
