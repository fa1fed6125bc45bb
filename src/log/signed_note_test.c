#include "log/signed_note.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The vector of format.md 3.5, made with other people's programs. */
#define DASH "\xe2\x80\x94 "
#define LOG "archive.invalid/replica/lviv-1"
#define WITNESS "archive.invalid/witness/warsaw-1"
#define TEXT LOG "\n70000\nXXaZ2HUM/wdOgkBm3ZiE7dhrzvkmM3cm11wiDafCy7A=\n"
#define LOG_LINE                                                                         \
    DASH LOG " /s5clsGB8vUK1TjV4/7zzqsDXQ6EkG9L+NeRyhwFLbmzQIcxpxtlEgEbjIwayxHnCCLG"     \
             "/Dcqxf0gG7UeuzJAVxGgDwE=\n"
#define WITNESS_LINE                                                                     \
    DASH WITNESS " ylpoSAAAAABqsTuAIIL+KU2kNYT5TjbPWTL1Rd9H90YAsKAedhPYmXUfC5G6mZWi6eRv" \
                 "G4YOBy/8IMZa0t9YUBGqOxGBeEaW9jN6Ag==\n"
#define LOG_VKEY LOG "+fece5c96+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
#define WITNESS_VKEY WITNESS "+ca5a6848+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY"

static struct sha256 *h;
static struct arena arena;
static struct note_key keys[2]; /* log and witness */

static int set_up(void **state)
{
    struct err err = {0};

    (void)state;
    h = sha256_new();
    assert_int_equal(signed_note_key_parse(&keys[0], &arena, h, STR(LOG_VKEY), &err),
                     ERR_OK);
    assert_int_equal(signed_note_key_parse(&keys[1], &arena, h, STR(WITNESS_VKEY), &err),
                     ERR_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sha256_free(h);
    arena_free(&arena);
    return 0;
}

static struct ed25519_key key_of(int byte)
{
    struct ed25519_key key = {0};
    uint8_t seed[ED25519_SEED_BYTES];

    memset(seed, byte, sizeof seed);
    ed25519_from_seed(&key, seed);
    return key;
}

static enum err_code verify(struct note_verdict *verdicts, struct str bytes,
                            const struct note_key *known, size_t count, struct err *err)
{
    struct note note = {0};

    assert_int_equal(note_parse(&note, &arena, bytes, err), ERR_OK);
    return signed_note_verify(verdicts, &note, known, count, err);
}

static void the_vectors_of_the_format_come_out(void **state)
{
    struct ed25519_key log = key_of(7);
    struct ed25519_key witness = key_of(9);
    struct note_key key;
    struct buf out = {0};

    (void)state;
    signed_note_append(&out, h, STR(LOG), &log, STR(TEXT));
    assert_true(str_equal(buf_str(&out), STR(TEXT "\n" LOG_LINE)));
    cosignature_append(&out, h, STR(WITNESS), &witness, 1790000000, STR(TEXT));
    assert_true(str_equal(buf_str(&out), STR(TEXT "\n" LOG_LINE WITNESS_LINE)));
    buf_reset(&out);
    key = signed_note_key(h, STR(LOG), NOTE_ED25519, log.public);
    note_key_append(&out, &key);
    assert_true(str_equal(buf_str(&out), STR(LOG_VKEY)));
    buf_reset(&out);
    key = signed_note_key(h, STR(WITNESS), NOTE_COSIGNATURE, witness.public);
    note_key_append(&out, &key);
    assert_true(str_equal(buf_str(&out), STR(WITNESS_VKEY)));
    buf_release(&out);
}

static void the_example_of_the_specification_verifies(void **state)
{
    struct note_verdict verdict = {0};
    struct note_key key = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(
        signed_note_key_parse(
            &key, &arena, h,
            STR("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
            &err),
        ERR_OK);
    assert_int_equal(
        verify(&verdict,
               STR("This is an example message.\n\n" DASH
                   "example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Zt"
                   "g1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"),
               &key, 1, &err),
        ERR_OK);
    assert_true(verdict.is_signed);
}

static void a_cosigned_note_tells_who_and_when(void **state)
{
    struct note_verdict verdicts[2] = {{0}};
    struct err err = {0};

    (void)state;
    assert_int_equal(
        verify(verdicts, STR(TEXT "\n" LOG_LINE WITNESS_LINE), keys, 2, &err), ERR_OK);
    assert_true(verdicts[0].is_signed && verdicts[1].is_signed);
    assert_true(verdicts[0].time_s == 0);
    assert_true(verdicts[1].time_s == 1790000000);
    assert_int_equal(verify(verdicts, STR(TEXT "\n" LOG_LINE), keys, 2, &err), ERR_OK);
    assert_true(verdicts[0].is_signed);
    assert_false(verdicts[1].is_signed);
}

static void the_earliest_of_several_cosignatures_counts(void **state)
{
    static const int64_t times[] = {1790000005, 1790000000, 1790000009};
    struct ed25519_key witness = key_of(9);
    struct note_verdict verdict = {0};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    note_append_text(&out, STR(TEXT));
    for (size_t i = 0; i < 3; i++)
        cosignature_append(&out, h, STR(WITNESS), &witness, times[i], STR(TEXT));
    assert_int_equal(verify(&verdict, buf_str(&out), &keys[1], 1, &err), ERR_OK);
    assert_true(verdict.time_s == 1790000000);
    buf_release(&out);
}

static void unknown_lines_are_ignored(void **state)
{
    struct note_verdict verdict = {0};
    struct err err = {0};

    (void)state;
    /* The key's name with another id, and its id under another name. */
    assert_int_equal(
        verify(&verdict,
               STR(TEXT "\n" DASH LOG " AAAAAAA=\n" DASH "another /s5clgA=\n" LOG_LINE),
               keys, 1, &err),
        ERR_OK);
    assert_true(verdict.is_signed);
}

static void a_note_is_rejected(void **state)
{
    static const struct {
        struct str bytes;
        const char *says;
    } bad[] = {
        {STR_INIT(TEXT "\n" WITNESS_LINE), "note is not signed by a known key"},
        {STR_INIT(TEXT "\n" DASH LOG " AAAAAAA=\n"), "note is not signed by a known key"},
        {STR_INIT("x" TEXT "\n" LOG_LINE),
         "signature of \"archive.invalid/replica/lviv-1\" does not verify"},
        {STR_INIT(TEXT "\n" DASH LOG " /s5clgA=\n"),
         "signature of \"archive.invalid/replica/lviv-1\" does not verify"},
        {STR_INIT(TEXT "\n" LOG_LINE DASH LOG " /s5clgA=\n"),
         "signature of \"archive.invalid/replica/lviv-1\" does not verify"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct note_verdict verdict = {.time_s = 77};
        struct err err = {0};

        assert_int_equal(verify(&verdict, bad[i].bytes, keys, 1, &err), ERR_DENIED);
        assert_string_equal(err.message, bad[i].says);
        assert_true(verdict.time_s == 77);
    }
}

static void a_wrong_cosignature_rejects_a_note_its_log_has_signed(void **state)
{
    /* The time of the vector, one second later; a time beyond 2^63; a plain signature. */
    static const struct str bad[] = {
        STR_INIT(TEXT
                 "\n" LOG_LINE DASH WITNESS
                 " ylpoSAAAAABqsTuBIIL+KU2kNYT5TjbPWTL1Rd9H90YAsKAedhPYmXUfC5G6mZWi6eRv"
                 "G4YOBy/8IMZa0t9YUBGqOxGBeEaW9jN6Ag==\n"),
        STR_INIT(TEXT
                 "\n" LOG_LINE DASH WITNESS
                 " ylpoSIAAAABqsTuAIIL+KU2kNYT5TjbPWTL1Rd9H90YAsKAedhPYmXUfC5G6mZWi6eRv"
                 "G4YOBy/8IMZa0t9YUBGqOxGBeEaW9jN6Ag==\n"),
        STR_INIT(TEXT "\n" LOG_LINE DASH WITNESS " ylpoSAA=\n"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct note_verdict verdicts[2] = {{0}};
        struct err err = {0};

        assert_int_equal(verify(verdicts, bad[i], keys, 2, &err), ERR_DENIED);
        assert_string_equal(
            err.message,
            "signature of \"archive.invalid/witness/warsaw-1\" does not verify");
        assert_int_equal(verify(verdicts, bad[i], keys, 1, &err), ERR_OK);
    }
}

static void keys_we_cannot_use_are_refused(void **state)
{
    static const struct {
        struct str vkey;
        const char *says;
    } bad[] = {
        {STR_INIT("x"), "key id is not 8 lower-case hex digits"},
        {STR_INIT(LOG "+fece5c97+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"),
         "key id does not belong to name and key"},
        {STR_INIT("x+fece5c96+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"),
         "key id does not belong to name and key"},
        {STR_INIT("x+fece5c96+BgAA"), "cannot verify with a key of type 0x06"},
        {STR_INIT("x+fece5c96+AQAA"), "Ed25519 key has 2 bytes, not 32"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct note_key key = {0};
        struct err err = {0};

        assert_int_equal(signed_note_key_parse(&key, &arena, h, bad[i].vkey, &err),
                         ERR_INVALID);
        assert_string_equal(err.message, bad[i].says);
    }
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the vectors of the format come out", the_vectors_of_the_format_come_out, 0, 0,
         0},
        {"the example of the specification verifies",
         the_example_of_the_specification_verifies, 0, 0, 0},
        {"a cosigned note tells who and when", a_cosigned_note_tells_who_and_when, 0, 0,
         0},
        {"the earliest of several cosignatures counts",
         the_earliest_of_several_cosignatures_counts, 0, 0, 0},
        {"unknown lines are ignored", unknown_lines_are_ignored, 0, 0, 0},
        {"a note nobody known has signed rightly is rejected", a_note_is_rejected, 0, 0,
         0},
        {"a wrong cosignature rejects a note its log has signed",
         a_wrong_cosignature_rejects_a_note_its_log_has_signed, 0, 0, 0},
        {"keys we cannot use are refused", keys_we_cannot_use_are_refused, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, set_up, tear_down);
}
