#include "log/tiles.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "log/tree_fixture.h"

enum { SIZE = 70000 };

static struct tree_fixture tree;
static struct merkle_source source = {tree_fixture_read, &tree};

static int grow_tree(void **state)
{
    (void)state;
    tree_fixture_init(&tree, SIZE);
    return 0;
}

static int fell_tree(void **state)
{
    (void)state;
    tree_fixture_release(&tree);
    return 0;
}

/* Makes the tile that was asked for, and counts how often. */
struct maker {
    struct buf bytes;
    int fetches;
};

static enum err_code make_tile(void *context, struct str *out, const struct tile *tile,
                               struct err *err)
{
    struct maker *maker = context;

    maker->fetches++;
    buf_reset(&maker->bytes);
    if (tile_append(&maker->bytes, &source, tile, err) != ERR_OK)
        return err->code;
    *out = buf_str(&maker->bytes);
    return ERR_OK;
}

static void a_tile_holds_the_hashes_of_its_level(void **state)
{
    static const struct tile tiles[] = {{TILE_HASHES, 0, 0, 256},
                                        {TILE_HASHES, 0, 273, 112},
                                        {TILE_HASHES, 1, 1, 17},
                                        {TILE_HASHES, 2, 0, 1}};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof tiles / sizeof tiles[0]; i++) {
        const struct digest *level = tree.levels[(size_t)8 * tiles[i].level];

        buf_reset(&out);
        assert_int_equal(tile_append(&out, &source, &tiles[i], &err), ERR_OK);
        assert_int_equal(out.len, (size_t)32 * tiles[i].width);
        assert_memory_equal(out.ptr, &level[tiles[i].n * 256], out.len);
    }
    buf_release(&out);
}

static void every_subtree_is_read_out_of_tiles(void **state)
{
    static const uint64_t sizes[] = {1, 255, 256, 257, 1000, 65535, 65536, 65537, SIZE};
    struct maker maker = {0};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct tile_tree tiles = {
            .size = sizes[i], .fetch = make_tile, .context = &maker, .h = tree.h};

        for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
            uint64_t count = sizes[i] >> level;
            uint64_t step = count / 100 + 1;

            for (uint64_t index = 0; index < count; index += step) {
                struct digest got = {0};

                assert_int_equal(tile_tree_read(&tiles, &got, level, index, &err),
                                 ERR_OK);
                assert_true(digest_equal(&got, &tree.levels[level][index]));
            }
        }
    }
    buf_release(&maker.bytes);
}

static void a_proof_is_made_of_a_few_tiles(void **state)
{
    struct maker maker = {0};
    struct tile_tree tiles = {
        .size = SIZE, .fetch = make_tile, .context = &maker, .h = tree.h};
    struct merkle_source by_tiles = {tile_tree_read, &tiles};
    struct merkle_proof got = {0};
    struct merkle_proof want = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(merkle_prove_inclusion(&got, tree.h, &by_tiles, 12345, SIZE, &err),
                     ERR_OK);
    assert_int_equal(merkle_prove_inclusion(&want, tree.h, &source, 12345, SIZE, &err),
                     ERR_OK);
    assert_int_equal(got.count, want.count);
    assert_memory_equal(got.hashes, want.hashes, want.count * sizeof want.hashes[0]);
    assert_in_range(maker.fetches, 1, 5);
    buf_release(&maker.bytes);
}

static enum err_code give_bytes(void *context, struct str *out, const struct tile *tile,
                                struct err *err)
{
    (void)tile;
    (void)err;
    *out = *(const struct str *)context;
    return ERR_OK;
}

static enum err_code give_nothing(void *context, struct str *out, const struct tile *tile,
                                  struct err *err)
{
    (void)context;
    (void)out;
    (void)tile;
    return err_set(err, ERR_IO, "could not read the tile");
}

static void a_wider_tile_will_do(void **state)
{
    struct str full = {(const char *)tree.levels[0], TILE_MAX_BYTES};
    struct tile_tree tiles = {
        .size = 100, .fetch = give_bytes, .context = &full, .h = tree.h};
    struct digest got = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(tile_tree_read(&tiles, &got, 0, 99, &err), ERR_OK);
    assert_true(digest_equal(&got, &tree.levels[0][99]));
}

static void tiles_of_another_length_are_corrupt(void **state)
{
    static const size_t lengths[] = {0, 31, 3199, 3201, TILE_MAX_BYTES + 32};
    static char bytes[TILE_MAX_BYTES + 32];
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct str content = {bytes, lengths[i]};
        struct tile_tree tiles = {
            .size = 100, .fetch = give_bytes, .context = &content, .h = tree.h};
        struct digest got = {0};
        char want[128];

        assert_int_equal(tile_tree_read(&tiles, &got, 0, 0, &err), ERR_CORRUPT);
        (void)snprintf(want, sizeof want,
                       "tile 0 of level 0 has %zu bytes, not 100 hashes", lengths[i]);
        assert_string_equal(err.message, want);
    }
}

static void what_is_not_in_the_tree_is_not_read(void **state)
{
    struct tile_tree tiles = {.size = 100, .fetch = give_nothing, .h = tree.h};
    struct digest got = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(tile_tree_read(&tiles, &got, 0, 100, &err), ERR_NOT_FOUND);
    assert_string_equal(err.message, "no subtree 100 of level 0 in a tree of size 100");
    assert_int_equal(tile_tree_read(&tiles, &got, 6, 1, &err), ERR_NOT_FOUND);
    assert_int_equal(tile_tree_read(&tiles, &got, 64, 0, &err), ERR_NOT_FOUND);
    assert_int_equal(tile_tree_read(&tiles, &got, 6, 0, &err), ERR_IO);
    assert_string_equal(err.message, "could not read the tile");
}

static void a_failed_tile_leaves_what_was_written(void **state)
{
    struct tile_tree tiles = {.size = 100, .fetch = give_nothing, .h = tree.h};
    struct merkle_source broken = {tile_tree_read, &tiles};
    struct tile tile = {TILE_HASHES, 0, 0, 100};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    buf_append(&out, STR("before"));
    assert_int_equal(tile_append(&out, &broken, &tile, &err), ERR_IO);
    assert_int_equal(out.len, 6);
    buf_release(&out);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a tile holds the hashes of its level", a_tile_holds_the_hashes_of_its_level, 0,
         0, 0},
        {"every subtree is read out of tiles", every_subtree_is_read_out_of_tiles, 0, 0,
         0},
        {"a proof is made of a few tiles", a_proof_is_made_of_a_few_tiles, 0, 0, 0},
        {"a wider tile will do", a_wider_tile_will_do, 0, 0, 0},
        {"tiles of another length are corrupt", tiles_of_another_length_are_corrupt, 0, 0,
         0},
        {"what is not in the tree is not read", what_is_not_in_the_tree_is_not_read, 0, 0,
         0},
        {"a failed tile leaves what was written", a_failed_tile_leaves_what_was_written,
         0, 0, 0},
    };

    return cmocka_run_group_tests(cases, grow_tree, fell_tree);
}
