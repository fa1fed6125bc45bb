#include "log/commitment.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Made with: (head -c 32 /dev/zero | tr '\0' '\a'; printf '{}') | sha256sum */
#define C_OF_SEVENS "605dcbfd3c387c45b6db7e7b1fb961bdd75d762260c4879b3c3b4f15edacad42"

static const uint8_t salt[FRAME_SALT_BYTES] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
                                               7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
                                               7, 7, 7, 7, 7, 7, 7, 7, 7, 7};

static void a_commitment_is_what_sha256sum_says(void **state)
{
    struct sha256 *h = sha256_new();
    struct digest c = commitment_of(h, salt, STR("{}"));

    (void)state;
    assert_string_equal(digest_text(&c).hex, C_OF_SEVENS);
    sha256_free(h);
}

static void an_open_frame_has_one_hash_for_both(void **state)
{
    struct sha256 *h = sha256_new();
    struct digest c = commitment_of(h, salt, STR("{}"));
    struct buf bytes = {0};
    struct entry entry;
    struct frame frame = {.form = FRAME_OPEN};

    (void)state;
    buf_bytes(&bytes, salt, sizeof salt);
    buf_append(&bytes, STR("{}"));
    frame.bytes = buf_str(&bytes);
    entry = frame_entry(h, &frame);
    assert_true(digest_equal(&entry.commitment, &c));
    assert_true(digest_equal(&entry.stored, &c));
    buf_release(&bytes);
    sha256_free(h);
}

static void other_frames_keep_the_hashes_they_hold(void **state)
{
    struct sha256 *h = sha256_new();
    struct digest c = commitment_of(h, salt, STR("{}"));
    struct digest stored = sha256_of(h, STR("age"));
    struct frame frame = {.form = FRAME_SEALED, .commitment = c, .bytes = STR("age")};
    struct entry sealed = frame_entry(h, &frame);
    struct entry erased;

    (void)state;
    assert_true(digest_equal(&sealed.commitment, &c));
    assert_true(digest_equal(&sealed.stored, &stored));
    frame = (struct frame){.form = FRAME_ERASED, .commitment = c, .stored = stored};
    erased = frame_entry(h, &frame);
    assert_memory_equal(&erased, &sealed, sizeof sealed);
    sha256_free(h);
}

static void a_leaf_is_the_hash_of_the_entry_text(void **state)
{
    struct sha256 *h = sha256_new();
    struct entry entry = {0};
    struct digest leaf = entry_leaf(h, &entry);
    struct digest want = sha256_of(
        h, STR("\0ev1 "
               "0000000000000000000000000000000000000000000000000000000000000000 "
               "0000000000000000000000000000000000000000000000000000000000000000\n"));

    (void)state;
    assert_true(digest_equal(&leaf, &want));
    sha256_free(h);
}

static void an_unknown_frame_is_found_by_its_hash(void **state)
{
    static const char bytes[] = "z\0\0\0\3"
                                "0123456789abcdef0123456789abcdef"
                                "abcrest";
    struct sha256 *h = sha256_new();
    struct entry entry = {.stored = sha256_of(h, STR("abc"))};
    struct str rest = {bytes, sizeof bytes - 1};

    (void)state;
    assert_true(frame_step_unknown(&rest, h, &entry));
    assert_true(str_equal(rest, STR("rest")));
    rest = (struct str){bytes, sizeof bytes - 1};
    entry.stored = sha256_of(h, STR("abd"));
    assert_false(frame_step_unknown(&rest, h, &entry));
    assert_int_equal(rest.len, sizeof bytes - 1);
    sha256_free(h);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a commitment is what sha256sum says", a_commitment_is_what_sha256sum_says, 0, 0,
         0},
        {"an open frame has one hash for both", an_open_frame_has_one_hash_for_both, 0, 0,
         0},
        {"other frames keep the hashes they hold", other_frames_keep_the_hashes_they_hold,
         0, 0, 0},
        {"an unknown frame is found by its hash", an_unknown_frame_is_found_by_its_hash,
         0, 0, 0},
        {"a leaf is the hash of the entry text", a_leaf_is_the_hash_of_the_entry_text, 0,
         0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
