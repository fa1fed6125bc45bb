#include "log/merkle.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "log/tree_fixture.h"

enum { VECTOR_SIZE = 70000, EXHAUSTIVE_SIZE = 300 };

static struct tree_fixture tree;
static struct merkle_source source = {tree_fixture_read, &tree};

static int grow_tree(void **state)
{
    (void)state;
    tree_fixture_init(&tree, VECTOR_SIZE);
    return 0;
}

static int fell_tree(void **state)
{
    (void)state;
    tree_fixture_release(&tree);
    return 0;
}

/* The definition of RFC 6962 section 2.1, word for word and as slow as it is. */
static struct digest mth(uint64_t begin, uint64_t end) // NOLINT(misc-no-recursion)
{
    struct digest left;
    struct digest right;
    uint64_t k = 1;

    if (end == begin)
        return sha256_of(tree.h, STR(""));
    if (end - begin == 1)
        return tree.levels[0][begin];
    while (2 * k < end - begin)
        k *= 2;
    left = mth(begin, begin + k);
    right = mth(begin + k, end);
    return merkle_node(tree.h, &left, &right);
}

static struct merkle_head head_of(uint64_t size)
{
    struct merkle_edge edge = {0};
    struct err err = {0};

    assert_int_equal(merkle_edge_read(&edge, &source, size, &err), ERR_OK);
    return merkle_edge_head(&edge, tree.h);
}

static struct merkle_proof prove_inclusion(uint64_t index, uint64_t size)
{
    struct merkle_proof proof = {0};
    struct err err = {0};

    assert_int_equal(merkle_prove_inclusion(&proof, tree.h, &source, index, size, &err),
                     ERR_OK);
    return proof;
}

static struct merkle_proof prove_consistency(uint64_t older, uint64_t newer)
{
    struct merkle_proof proof = {0};
    struct err err = {0};

    assert_int_equal(
        merkle_prove_consistency(&proof, tree.h, &source, older, newer, &err), ERR_OK);
    return proof;
}

static void assert_root(uint64_t size, const char *base64)
{
    struct merkle_head head = head_of(size);
    struct buf text = {0};

    base64_append(&text, head.root.bytes, sizeof head.root.bytes);
    assert_true(str_equal(buf_str(&text), str_from_c(base64)));
    buf_release(&text);
}

static void the_vectors_of_the_format_come_out(void **state)
{
    struct merkle_head empty = head_of(0);
    struct digest leaf = merkle_leaf(tree.h, STR(""));

    (void)state;
    assert_string_equal(
        digest_text(&empty.root).hex,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(
        digest_text(&leaf).hex,
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_root(70000, "XXaZ2HUM/wdOgkBm3ZiE7dhrzvkmM3cm11wiDafCy7A=");
    assert_root(60000, "g2m3uwMsl2ezjvT1Jr7XJm+cHeMxEwH9egBXEGvYWXE=");
    assert_int_equal(prove_inclusion(12345, 70000).count, 17);
    assert_int_equal(prove_consistency(60000, 70000).count, 13);
}

static void an_edge_grows_to_the_root_of_the_definition(void **state)
{
    struct merkle_edge edge = {0};

    (void)state;
    for (uint64_t size = 0; size <= EXHAUSTIVE_SIZE; size++) {
        struct merkle_head head = merkle_edge_head(&edge, tree.h);
        struct merkle_head again = head_of(size);
        struct digest root = mth(0, size);

        assert_true(head.size == size && again.size == size);
        assert_true(digest_equal(&head.root, &root));
        assert_true(digest_equal(&again.root, &root));
        merkle_edge_add(&edge, tree.h, &tree.levels[0][size]);
    }
}

static void an_edge_that_was_read_goes_on_like_one_that_grew(void **state)
{
    struct merkle_edge edge = {0};
    struct err err = {0};
    struct merkle_head want = head_of(1100);
    struct merkle_head got;

    (void)state;
    assert_int_equal(merkle_edge_read(&edge, &source, 1000, &err), ERR_OK);
    for (uint64_t i = 1000; i < 1100; i++)
        merkle_edge_add(&edge, tree.h, &tree.levels[0][i]);
    got = merkle_edge_head(&edge, tree.h);
    assert_true(digest_equal(&got.root, &want.root));
}

static void every_leaf_of_every_small_tree_is_proved(void **state)
{
    (void)state;
    for (uint64_t size = 1; size <= EXHAUSTIVE_SIZE; size++) {
        struct merkle_head head = head_of(size);

        for (uint64_t index = 0; index < size; index++) {
            struct merkle_proof proof = prove_inclusion(index, size);

            assert_true(
                merkle_includes(tree.h, &head, index, &tree.levels[0][index], &proof));
        }
    }
}

static void every_small_tree_extends_every_smaller_one(void **state)
{
    (void)state;
    for (uint64_t newer = 0; newer <= EXHAUSTIVE_SIZE; newer++) {
        struct merkle_head new_head = head_of(newer);

        for (uint64_t older = 0; older <= newer; older++) {
            struct merkle_head old_head = head_of(older);
            struct merkle_proof proof = prove_consistency(older, newer);

            assert_true(merkle_extends(tree.h, &new_head, &old_head, &proof));
        }
    }
}

static void large_trees_are_proved_at_their_corners(void **state)
{
    static const uint64_t sizes[] = {1,     2,     255,   256,   257,   511,
                                     512,   1000,  12345, 32768, 60000, 65535,
                                     65536, 65537, 69999, 70000};
    const size_t count = sizeof sizes / sizeof sizes[0];

    (void)state;
    for (size_t n = 0; n < count; n++) {
        struct merkle_head head = head_of(sizes[n]);

        for (size_t m = 0; m <= n; m++) {
            struct merkle_head old_head = head_of(sizes[m]);
            struct merkle_proof proof = prove_consistency(sizes[m], sizes[n]);
            uint64_t index = sizes[m] - 1;

            assert_true(merkle_extends(tree.h, &head, &old_head, &proof));
            proof = prove_inclusion(index, sizes[n]);
            assert_true(
                merkle_includes(tree.h, &head, index, &tree.levels[0][index], &proof));
        }
    }
}

static void refuse_what_differs(const struct merkle_head *head, uint64_t index)
{
    const struct digest *leaf = &tree.levels[0][index];
    struct merkle_proof good = prove_inclusion(index, head->size);
    struct merkle_proof bad = good;

    for (size_t i = 0; i < good.count; i++) {
        bad.hashes[i].bytes[i % 32] ^= 1;
        assert_false(merkle_includes(tree.h, head, index, leaf, &bad));
        bad = good;
    }
    bad.count++;
    assert_false(merkle_includes(tree.h, head, index, leaf, &bad));
    bad.count = good.count - 1;
    if (good.count > 0)
        assert_false(merkle_includes(tree.h, head, index, leaf, &bad));
    for (uint64_t other = 0; other < head->size + 2; other++)
        assert_true(merkle_includes(tree.h, head, other, leaf, &good) ==
                    (other == index));
    assert_false(
        merkle_includes(tree.h, head, index, &tree.levels[0][head->size], &good));
}

static void a_changed_inclusion_proof_is_refused(void **state)
{
    (void)state;
    for (uint64_t size = 1; size <= 40; size++) {
        struct merkle_head head = head_of(size);

        for (uint64_t index = 0; index < size; index++)
            refuse_what_differs(&head, index);
    }
}

static void a_changed_consistency_proof_is_refused(void **state)
{
    (void)state;
    for (uint64_t newer = 2; newer <= 40; newer++) {
        struct merkle_head new_head = head_of(newer);

        for (uint64_t older = 1; older < newer; older++) {
            struct merkle_head old_head = head_of(older);
            struct merkle_head other = {older, head_of(older - 1).root};
            struct merkle_proof good = prove_consistency(older, newer);
            struct merkle_proof bad = good;

            for (size_t i = 0; i < good.count; i++) {
                bad.hashes[i].bytes[i % 32] ^= 1;
                assert_false(merkle_extends(tree.h, &new_head, &old_head, &bad));
                bad = good;
            }
            bad.count++;
            assert_false(merkle_extends(tree.h, &new_head, &old_head, &bad));
            bad.count = good.count - 1;
            assert_false(merkle_extends(tree.h, &new_head, &old_head, &bad));
            bad.count = 0;
            assert_false(merkle_extends(tree.h, &new_head, &old_head, &bad));
            assert_false(merkle_extends(tree.h, &new_head, &other, &good));
            assert_false(merkle_extends(tree.h, &old_head, &new_head, &good));
        }
    }
}

static void equal_and_empty_trees_need_an_empty_proof(void **state)
{
    struct merkle_head seven = head_of(7);
    struct merkle_head fork = {7, head_of(6).root};
    struct merkle_head empty = head_of(0);
    struct merkle_proof none = {0};
    struct merkle_proof one = {.count = 1};

    (void)state;
    assert_true(merkle_extends(tree.h, &seven, &seven, &none));
    assert_false(merkle_extends(tree.h, &seven, &seven, &one));
    assert_false(merkle_extends(tree.h, &seven, &fork, &none));
    assert_true(merkle_extends(tree.h, &seven, &empty, &none));
    assert_false(merkle_extends(tree.h, &seven, &empty, &one));
    assert_true(merkle_extends(tree.h, &empty, &empty, &none));
    assert_false(merkle_includes(tree.h, &empty, 0, &empty.root, &none));
}

static enum err_code fail_to_read(void *context, struct digest *out, unsigned level,
                                  uint64_t index, struct err *err)
{
    int *reads_left = context;

    (void)out;
    if ((*reads_left)-- > 0)
        return tree_fixture_read(&tree, out, level, index, err);
    return err_set(err, ERR_IO, "could not read");
}

static void what_cannot_be_proved_is_said(void **state)
{
    int reads_left = 0;
    struct merkle_source broken = {fail_to_read, &reads_left};
    struct merkle_proof proof = {0};
    struct merkle_edge edge = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(merkle_prove_inclusion(&proof, tree.h, &source, 7, 7, &err),
                     ERR_NOT_FOUND);
    assert_string_equal(err.message, "entry 7 is beyond the tree of size 7");
    assert_int_equal(merkle_prove_consistency(&proof, tree.h, &source, 8, 7, &err),
                     ERR_NOT_FOUND);
    assert_string_equal(err.message, "a tree of size 7 has no state of size 8");
    for (int reads = 0; reads < 3; reads++) {
        reads_left = reads;
        assert_int_equal(merkle_prove_inclusion(&proof, tree.h, &broken, 3, 7, &err),
                         ERR_IO);
        reads_left = reads;
        assert_int_equal(merkle_prove_consistency(&proof, tree.h, &broken, 3, 7, &err),
                         ERR_IO);
        reads_left = reads;
        assert_int_equal(merkle_edge_read(&edge, &broken, 7, &err), ERR_IO);
        assert_string_equal(err.message, "could not read");
        assert_int_equal(proof.count, 0);
        assert_true(edge.size == 0);
    }
}

static void the_largest_tree_does_not_overflow(void **state)
{
    struct merkle_edge edge = {.size = MERKLE_MAX_SIZE};
    struct merkle_head head = merkle_edge_head(&edge, tree.h);
    struct merkle_proof proof = {.count = 63};
    struct digest leaf = {0};

    (void)state;
    assert_true(head.size == MERKLE_MAX_SIZE);
    assert_false(merkle_includes(tree.h, &head, 0, &leaf, &proof));
    assert_false(merkle_includes(tree.h, &head, MERKLE_MAX_SIZE - 1, &leaf, &proof));
    assert_false(merkle_includes(tree.h, &head, MERKLE_MAX_SIZE, &leaf, &proof));
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the vectors of the format come out", the_vectors_of_the_format_come_out, 0, 0,
         0},
        {"an edge grows to the root of the definition",
         an_edge_grows_to_the_root_of_the_definition, 0, 0, 0},
        {"an edge that was read goes on like one that grew",
         an_edge_that_was_read_goes_on_like_one_that_grew, 0, 0, 0},
        {"every leaf of every small tree is proved",
         every_leaf_of_every_small_tree_is_proved, 0, 0, 0},
        {"every small tree extends every smaller one",
         every_small_tree_extends_every_smaller_one, 0, 0, 0},
        {"large trees are proved at their corners",
         large_trees_are_proved_at_their_corners, 0, 0, 0},
        {"a changed inclusion proof is refused", a_changed_inclusion_proof_is_refused, 0,
         0, 0},
        {"a changed consistency proof is refused", a_changed_consistency_proof_is_refused,
         0, 0, 0},
        {"equal and empty trees need an empty proof",
         equal_and_empty_trees_need_an_empty_proof, 0, 0, 0},
        {"what cannot be proved is said", what_cannot_be_proved_is_said, 0, 0, 0},
        {"the largest tree does not overflow", the_largest_tree_does_not_overflow, 0, 0,
         0},
    };

    return cmocka_run_group_tests(cases, grow_tree, fell_tree);
}
