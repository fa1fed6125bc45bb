#include "record/text_sketch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena arena;
static struct stemmer *stemmer;

static int set_up(void **state)
{
    (void)state;
    stemmer = stemmer_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    arena_free(&arena);
    return 0;
}

static uint64_t key_of(const char *text)
{
    struct word_reader reader;
    struct word word;
    struct search_word keys;

    word_reader_init(&reader, str_from_c(text));
    assert_true(word_next(&word, &reader));
    search_word_of(&keys, stemmer, &word);
    return text_key(&keys);
}

static void forms_and_spellings_of_a_word_are_one(void **state)
{
    (void)state;
    assert_true(key_of("Kupiansk") == key_of("Kupyansk"));
    assert_true(key_of("investigator") == key_of("investigators"));
    assert_true(key_of("Soldiers") == key_of("soldier"));
    assert_true(key_of("могила") == key_of("могили"));
    assert_true(key_of("могила") == key_of("могилі"));
    assert_false(key_of("могила") == key_of("будинок"));
    assert_false(key_of("458") == key_of("459"));
}

static void fill(uint64_t *keys, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++)
        keys[i] = (seed + i) * UINT64_C(0x9e3779b97f4a7c15);
}

static size_t common(const struct sketch *a, const struct sketch *b)
{
    size_t n = 0;

    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            n += a->hashes[i] == b->hashes[k];
    return n;
}

static void a_sketch_keeps_one_in_so_many_and_of_short_pages_a_few(void **state)
{
    uint64_t keys[5000];
    struct sketch sketch;

    (void)state;
    fill(keys, 5000, 1);
    sketch_of(&sketch, &arena, keys, 5000);
    assert_in_range(sketch.count, 5000 / SKETCH_ONE_IN * 7 / 10,
                    5000 / SKETCH_ONE_IN * 13 / 10);
    sketch_of(&sketch, &arena, keys, 20);
    assert_in_range(sketch.count, SKETCH_LEAST, 17);
    sketch_of(&sketch, &arena, keys, SHINGLE_WORDS);
    assert_int_equal(sketch.count, 1);
    sketch_of(&sketch, &arena, keys, SHINGLE_WORDS - 1);
    assert_int_equal(sketch.count, 0);
    sketch_of(&sketch, &arena, keys, 0);
    assert_int_equal(sketch.count, 0);
    for (size_t i = 0; i < 1000; i++)
        keys[i] = 7;
    sketch_of(&sketch, &arena, keys, 1000);
    assert_int_equal(sketch.count, 1); /* each once */
}

/* Whatever stands around it, a stretch leaves the same in both sketches. */
static void a_stretch_in_common_leaves_the_same_hashes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 40; seed++) {
        uint64_t a[3000];
        uint64_t b[400];
        struct sketch sketch_a;
        struct sketch sketch_b;

        fill(a, 3000, seed * 1000003);
        fill(b, 400, seed * 7000003);
        memcpy(a + seed * 50, b, 300 * sizeof *b);
        sketch_of(&sketch_a, &arena, a, 3000);
        sketch_of(&sketch_b, &arena, b, 400);
        assert_true(common(&sketch_a, &sketch_b) >= 5);
    }
}

static void other_words_share_nothing(void **state)
{
    uint64_t a[3000];
    uint64_t b[3000];
    struct sketch sketch_a;
    struct sketch sketch_b;

    (void)state;
    fill(a, 3000, 1);
    fill(b, 3000, 1000003);
    sketch_of(&sketch_a, &arena, a, 3000);
    sketch_of(&sketch_b, &arena, b, 3000);
    assert_int_equal(common(&sketch_a, &sketch_b), 0);
}

static void the_whole_is_words_in_their_order(void **state)
{
    uint64_t ab = text_whole(text_whole(0, STR("a")), STR("b"));

    (void)state;
    assert_true(ab == text_whole(text_whole(0, STR("a")), STR("b")));
    assert_false(ab == text_whole(text_whole(0, STR("b")), STR("a")));
    assert_false(ab == text_whole(0, STR("ab")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_and_spellings_of_a_word_are_one),
        cmocka_unit_test(a_sketch_keeps_one_in_so_many_and_of_short_pages_a_few),
        cmocka_unit_test(a_stretch_in_common_leaves_the_same_hashes),
        cmocka_unit_test(other_words_share_nothing),
        cmocka_unit_test(the_whole_is_words_in_their_order),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
