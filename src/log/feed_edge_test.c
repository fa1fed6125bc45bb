#include "log/feed_edge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "log/commitment.h"

static struct entry entry_number(uint64_t i)
{
    struct entry entry = {0};

    memcpy(entry.commitment.bytes, &i, sizeof i);
    entry.stored = entry.commitment;
    return entry;
}

/* Two ways to one root: leaf by leaf, and through tiles that are settled now and then. */
static void has_the_root_of_the_whole_tree(void **state)
{
    enum { SIZE = 66100, STEP = 331 };
    struct feed_edge edge = {0};
    struct merkle_edge whole = {0};
    struct sha256 *h = sha256_new();

    (void)state;
    for (uint64_t i = 0; i < SIZE; i++) {
        struct entry entry = entry_number(i);
        struct digest leaf = entry_leaf(h, &entry);

        buf_append(&edge.frames, STR("frame"));
        feed_edge_add(&edge, h, &entry);
        merkle_edge_add(&whole, h, &leaf);
        if (i % STEP == 0 || i % TILE_WIDTH >= TILE_WIDTH - 2 || i > SIZE - 3) {
            struct digest root = feed_edge_root(&edge, h);
            struct merkle_head head = merkle_edge_head(&whole, h);

            assert_true(digest_equal(&root, &head.root));
        }
        if (i % STEP == 0)
            feed_edge_settle(&edge);
    }
    feed_edge_settle(&edge);
    assert_int_equal(edge.frames.len, 5 * (SIZE % TILE_WIDTH));
    assert_int_equal(edge.entries.len, EDGE_BUNDLE_ENTRY * (SIZE % TILE_WIDTH));
    assert_int_equal(edge.hashes[0].len, TILE_HASH_BYTES * (SIZE % TILE_WIDTH));
    assert_int_equal(edge.hashes[1].len,
                     TILE_HASH_BYTES * (SIZE / TILE_WIDTH % TILE_WIDTH));
    assert_int_equal(edge.hashes[2].len, TILE_HASH_BYTES);
    assert_int_equal(edge.first_group, SIZE / TILE_WIDTH);
    feed_edge_release(&edge);
    sha256_free(h);
}

static void goes_on_from_tiles(void **state)
{
    enum { GROUPS = 3, REST = 7 };
    struct feed_edge edge = {0};
    struct feed_edge again = {0};
    struct sha256 *h = sha256_new();
    struct digest root;
    struct digest same;

    (void)state;
    for (uint64_t i = 0; i < (uint64_t)GROUPS * TILE_WIDTH; i++) {
        struct entry entry = entry_number(i);

        feed_edge_add(&edge, h, &entry);
    }
    feed_edge_set_tile(&again, h, 1, buf_str(&edge.hashes[1]));
    again.size = edge.size;
    again.first_group = GROUPS;
    for (uint64_t i = 0; i < REST; i++) {
        struct entry entry = entry_number(i);

        feed_edge_add(&edge, h, &entry);
        feed_edge_add(&again, h, &entry);
    }
    root = feed_edge_root(&edge, h);
    same = feed_edge_root(&again, h);
    assert_true(digest_equal(&root, &same));
    feed_edge_reset(&again);
    root = feed_edge_root(&again, h);
    same = sha256_of(h, STR(""));
    assert_true(digest_equal(&root, &same));
    feed_edge_release(&edge);
    feed_edge_release(&again);
    sha256_free(h);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the growing end has the root of the whole tree", has_the_root_of_the_whole_tree,
         0, 0, 0},
        {"the growing end goes on from the tiles of a log", goes_on_from_tiles, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
