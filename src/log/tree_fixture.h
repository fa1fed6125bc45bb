#ifndef LOG_TREE_FIXTURE_H
#define LOG_TREE_FIXTURE_H

/*
 * For tests only: a tree kept whole in memory. The leaves are those of the test
 * vector of format.md 3.5: entry i is "entry <i> of the test log", no newline.
 */

#include <assert.h>

#include "base/arena.h"
#include "log/merkle.h"

struct tree_fixture {
    struct digest *levels[MERKLE_LEVELS]; /* perfect subtrees, level by level */
    uint64_t size;
    struct sha256 *h;
    struct arena arena;
};

static inline struct digest tree_fixture_leaf(struct sha256 *h, uint64_t i)
{
    char text[64];
    int len =
        snprintf(text, sizeof text, "entry %llu of the test log", (unsigned long long)i);

    return merkle_leaf(h, (struct str){text, (size_t)len});
}

static inline void tree_fixture_init(struct tree_fixture *tree, uint64_t size)
{
    *tree = (struct tree_fixture){.size = size, .h = sha256_new()};
    for (unsigned level = 0; size >> level > 0; level++) {
        tree->levels[level] = ARENA_ARRAY(&tree->arena, struct digest, size >> level);
        for (uint64_t i = 0; i < size >> level; i++)
            tree->levels[level][i] =
                level == 0 ? tree_fixture_leaf(tree->h, i)
                           : merkle_node(tree->h, &tree->levels[level - 1][2 * i],
                                         &tree->levels[level - 1][2 * i + 1]);
    }
}

static inline void tree_fixture_release(struct tree_fixture *tree)
{
    sha256_free(tree->h);
    arena_free(&tree->arena);
}

/* A merkle_reader. */
static inline enum err_code tree_fixture_read(void *context, struct digest *out,
                                              unsigned level, uint64_t index,
                                              struct err *err)
{
    const struct tree_fixture *tree = context;

    (void)err;
    assert(level < MERKLE_LEVELS && index < tree->size >> level);
    *out = tree->levels[level][index];
    return ERR_OK;
}

#endif
