#include "format/proof.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define FIRST "c2sp.org/tlog-proof@v1\n"
#define HASH "XXaZ2HUM/wdOgkBm3ZiE7dhrzvkmM3cm11wiDafCy7A=\n"

static void a_proof_is_read_as_written(void **state)
{
    static const struct {
        struct str text;
        uint64_t index;
        size_t count;
        struct str extra;
    } good[] = {
        {STR_INIT(FIRST "index 0\n\nnote\n"), 0, 0, STR_INIT("")},
        {STR_INIT(FIRST "index 73894\n" HASH HASH "\nnote\n\nlines\n"), 73894, 2,
         STR_INIT("")},
        {STR_INIT(FIRST "extra Zm9vYg==\nindex 5\n" HASH "\nnote\n"), 5, 1,
         STR_INIT("foob")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct arena arena = {0};
        struct proof proof = {0};
        struct buf again = {0};
        struct err err = {0};

        assert_int_equal(proof_parse(&proof, &arena, good[i].text, &err), ERR_OK);
        assert_true(proof.index == good[i].index);
        assert_int_equal(proof.count, good[i].count);
        assert_true(str_equal(proof.extra, good[i].extra));
        assert_true(str_starts_with(proof.checkpoint, STR("note\n")));
        proof_append(&again, &proof);
        assert_true(str_equal(buf_str(&again), good[i].text));
        buf_release(&again);
        arena_free(&arena);
    }
}

static void other_texts_are_refused(void **state)
{
    static const struct {
        struct str text;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "first line is not \"c2sp.org/tlog-proof@v1\""},
        {STR_INIT("c2sp.org/tlog-proof@v2\nindex 0\n\nn"),
         "first line is not \"c2sp.org/tlog-proof@v1\""},
        {STR_INIT(FIRST), "expected \"index\" and the number of the entry"},
        {STR_INIT(FIRST "index 01\n\nn"),
         "expected \"index\" and the number of the entry"},
        {STR_INIT(FIRST "index 0\nextra AAAA\n\nn"),
         "hash 1 of the proof is not the base64 of 32 bytes"},
        {STR_INIT(FIRST "extra AAAA\nextra AAAA\nindex 0\n\nn"),
         "expected \"index\" and the number of the entry"},
        {STR_INIT(FIRST "extra \nindex 0\n\nn"), "extra data is not base64"},
        {STR_INIT(FIRST "extra A\nindex 0\n\nn"), "extra data is not base64"},
        {STR_INIT(FIRST "index 0\n" HASH "AAAA\n\nn"),
         "hash 2 of the proof is not the base64 of 32 bytes"},
        {STR_INIT(FIRST "index 0\n" HASH), "proof has no checkpoint"},
        {STR_INIT(FIRST "index 0\n" HASH "\n"), "proof has no checkpoint"},
        {STR_INIT(FIRST "index 0"), "proof has no checkpoint"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct arena arena = {0};
        struct proof proof = {0};
        struct err err = {0};

        assert_int_equal(proof_parse(&proof, &arena, bad[i].text, &err), ERR_INVALID);
        assert_string_equal(err.message, bad[i].says);
        assert_true(proof.checkpoint.ptr == NULL);
        arena_free(&arena);
    }
}

static void a_proof_has_limits(void **state)
{
    struct arena arena = {0};
    struct proof proof = {0};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    buf_append(&out, STR(FIRST "index 0\n"));
    for (int i = 0; i < PROOF_MAX_HASHES; i++)
        buf_append(&out, STR(HASH));
    buf_append(&out, STR("\nnote\n"));
    assert_int_equal(proof_parse(&proof, &arena, buf_str(&out), &err), ERR_OK);
    assert_int_equal(proof.count, PROOF_MAX_HASHES);
    out.len -= 6;
    buf_append(&out, STR(HASH "\nnote\n"));
    assert_int_equal(proof_parse(&proof, &arena, buf_str(&out), &err), ERR_LIMIT);
    assert_string_equal(err.message, "proof has more than 63 hashes");
    buf_reset(&out);
    buf_append(&out, STR(FIRST "extra "));
    for (int i = 0; i < PROOF_MAX_EXTRA / 3 + 2; i++)
        buf_append(&out, STR("AAAA"));
    buf_append(&out, STR("\nindex 0\n\nnote\n"));
    assert_int_equal(proof_parse(&proof, &arena, buf_str(&out), &err), ERR_LIMIT);
    assert_string_equal(err.message, "extra data is longer than 131072 bytes");
    memset(buf_reserve(&out, PROOF_MAX_BYTES), 'a', PROOF_MAX_BYTES);
    out.len += PROOF_MAX_BYTES;
    assert_int_equal(proof_parse(&proof, &arena, buf_str(&out), &err), ERR_LIMIT);
    assert_string_equal(err.message, "proof is longer than 524288 bytes");
    buf_release(&out);
    arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a proof is read as written", a_proof_is_read_as_written, 0, 0, 0},
        {"other texts are refused with their reason", other_texts_are_refused, 0, 0, 0},
        {"a proof has limits", a_proof_has_limits, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
