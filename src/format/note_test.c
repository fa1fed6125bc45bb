#include "format/note.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The example of C2SP signed-note v1.0.0. */
#define DASH "\xe2\x80\x94 "
#define BLOB                                                                             \
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu" \
    "7"                                                                                  \
    "2IneyaQM="
#define LINE DASH "example.com/foo " BLOB "\n"
#define NOTE "This is an example message.\n\n" LINE
#define VKEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

static void the_example_of_the_specification_is_read(void **state)
{
    struct arena arena = {0};
    struct note note = {0};
    struct note_key key = {0};
    struct buf again = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(note_parse(&note, &arena, STR(NOTE), &err), ERR_OK);
    assert_true(str_equal(note.text, STR("This is an example message.\n")));
    assert_int_equal(note.count, 1);
    assert_true(str_equal(note.lines[0].name, STR("example.com/foo")));
    assert_int_equal(note.lines[0].id, 0x530d903a);
    assert_int_equal(note.lines[0].signature.len, 64);
    assert_int_equal(note_key_parse(&key, &arena, STR(VKEY), &err), ERR_OK);
    assert_true(str_equal(key.name, note.lines[0].name));
    assert_int_equal(key.id, 0x530d903a);
    assert_int_equal(key.type, NOTE_ED25519);
    assert_int_equal(key.public.len, 32);
    note_key_append(&again, &key);
    assert_true(str_equal(buf_str(&again), STR(VKEY)));
    buf_release(&again);
    arena_free(&arena);
}

static void the_last_blank_line_separates(void **state)
{
    static const struct {
        struct str bytes;
        struct str text;
        size_t lines;
    } good[] = {
        {STR_INIT("a\n\nb\n\n" LINE), STR_INIT("a\n\nb\n"), 1},
        {STR_INIT("a\n\n\n" LINE LINE), STR_INIT("a\n\n"), 2},
        {STR_INIT("\n\n" LINE), STR_INIT("\n"), 1},
        {STR_INIT("a\n\n" LINE "\n" LINE), STR_INIT("a\n\n" LINE), 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct arena arena = {0};
        struct note note = {0};
        struct buf again = {0};
        struct err err = {0};

        assert_int_equal(note_parse(&note, &arena, good[i].bytes, &err), ERR_OK);
        assert_true(str_equal(note.text, good[i].text));
        assert_int_equal(note.count, good[i].lines);
        note_append_text(&again, note.text);
        for (size_t line = 0; line < note.count; line++)
            note_append_line(&again, &note.lines[line]);
        assert_true(str_equal(buf_str(&again), good[i].bytes));
        buf_release(&again);
        arena_free(&arena);
    }
}

static void malformed_notes_are_refused(void **state)
{
#define NO_SIGNATURE                                                                     \
    "signature line 1: signature is not the base64 of a key id and at most 8192 bytes"
#define NO_NAME "signature line 1: key name is empty or holds a space or '+'"
#define NO_TEXT "note is not UTF-8 without control characters"
    static const struct {
        struct str bytes;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "note has no blank line between text and signatures"},
        {STR_INIT("\n"), "note has no blank line between text and signatures"},
        {STR_INIT("\n" LINE), "note has no blank line between text and signatures"},
        {STR_INIT("a\n" LINE), "note has no blank line between text and signatures"},
        {STR_INIT("a\n\n"), "note has no signatures"},
        {STR_INIT("a\n\n" LINE "\n"), "note has no signatures"},
        {STR_INIT("a\n\n" DASH "n " BLOB), "last line of the note is cut short"},
        {STR_INIT("a\r\n\n" LINE), NO_TEXT},
        {STR_INIT("a\0\n\n" LINE), NO_TEXT},
        {STR_INIT("a\n\n" LINE "\xff\n"), NO_TEXT},
        {STR_INIT("a\n\n- example.com/foo " BLOB "\n"),
         "signature line 1: does not begin with an em dash and a space"},
        {STR_INIT("a\n\n" LINE "x\n"),
         "signature line 2: does not begin with an em dash and a space"},
        {STR_INIT("a\n\n" DASH " " BLOB "\n"), NO_NAME},
        {STR_INIT("a\n\n" DASH "a+b " BLOB "\n"), NO_NAME},
        {STR_INIT("a\n\n" DASH "a\xc2\xa0"
                  "b " BLOB "\n"),
         NO_NAME},
        {STR_INIT("a\n\n" DASH "a\xe3\x80\x80"
                  "b " BLOB "\n"),
         NO_NAME},
        {STR_INIT("a\n\n" DASH "n\n"), NO_SIGNATURE},
        {STR_INIT("a\n\n" DASH "n \n"), NO_SIGNATURE},
        {STR_INIT("a\n\n" DASH "n AAAAAA==\n"), NO_SIGNATURE},
        {STR_INIT("a\n\n" DASH "n AAAAAAB=\n"), NO_SIGNATURE},
        {STR_INIT("a\n\n" DASH "n " BLOB " \n"), NO_SIGNATURE},
        {STR_INIT("a\n\n" DASH "n  " BLOB "\n"), NO_SIGNATURE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct arena arena = {0};
        struct note note = {0};
        struct err err = {0};

        assert_int_equal(note_parse(&note, &arena, bad[i].bytes, &err), ERR_INVALID);
        assert_string_equal(err.message, bad[i].says);
        assert_true(note.text.ptr == NULL);
        arena_free(&arena);
    }
}

static void as_many_lines_as_promised_are_read(void **state)
{
    struct arena arena = {0};
    struct note note = {0};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    note_append_text(&out, STR("a\n"));
    for (int i = 0; i < NOTE_MAX_LINES; i++)
        buf_append(&out, STR(LINE));
    assert_int_equal(note_parse(&note, &arena, buf_str(&out), &err), ERR_OK);
    assert_int_equal(note.count, NOTE_MAX_LINES);
    buf_append(&out, STR(LINE));
    assert_int_equal(note_parse(&note, &arena, buf_str(&out), &err), ERR_LIMIT);
    assert_string_equal(err.message, "note has 65 signatures, more than 64");
    buf_reset(&out);
    memset(buf_reserve(&out, NOTE_MAX_BYTES + 1), 'a', NOTE_MAX_BYTES + 1);
    out.len = NOTE_MAX_BYTES + 1;
    assert_int_equal(note_parse(&note, &arena, buf_str(&out), &err), ERR_LIMIT);
    assert_string_equal(err.message, "note is longer than 262144 bytes");
    buf_release(&out);
    arena_free(&arena);
}

static void malformed_keys_are_refused(void **state)
{
    static const struct {
        struct str vkey;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "key name is empty or holds a space"},
        {STR_INIT("+530d903a+AekyeQ=="), "key name is empty or holds a space"},
        {STR_INIT("a b+530d903a+AekyeQ=="), "key name is empty or holds a space"},
        {STR_INIT("a"), "key id is not 8 lower-case hex digits"},
        {STR_INIT("a+530D903A+AekyeQ=="), "key id is not 8 lower-case hex digits"},
        {STR_INIT("a+530d903+AekyeQ=="), "key id is not 8 lower-case hex digits"},
        {STR_INIT("a+530d903a"), "key is not the base64 of a type and a key"},
        {STR_INIT("a+530d903a+AQ=="), "key is not the base64 of a type and a key"},
        {STR_INIT("a+530d903a+AekyeQ"), "key is not the base64 of a type and a key"},
        {STR_INIT("a+530d903a+AekyeQ==\n"), "key is not the base64 of a type and a key"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct arena arena = {0};
        struct note_key key = {0};
        struct err err = {0};

        assert_int_equal(note_key_parse(&key, &arena, bad[i].vkey, &err), ERR_INVALID);
        assert_string_equal(err.message, bad[i].says);
        arena_free(&arena);
    }
}

static void no_unicode_space_is_in_a_name(void **state)
{
    static const char *const bad[] = {
        "",       " ",      "a\tb",   "a\x7f b", "a+b",    "\xc2\x85", "\u00a0", "\u1680",
        "\u2000", "\u200a", "\u2028", "\u2029",  "\u202f", "\u205f",   "\u3000", "a\x80"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(note_name_is_valid(str_from_c(bad[i])));
    assert_true(note_name_is_valid(STR("example.com/Львів-1")));
    assert_true(note_name_is_valid(STR("\u200b"))); /* zero width, and no space */
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the example of the specification is read",
         the_example_of_the_specification_is_read, 0, 0, 0},
        {"the last blank line separates", the_last_blank_line_separates, 0, 0, 0},
        {"malformed notes are refused with their reason", malformed_notes_are_refused, 0,
         0, 0},
        {"as many lines as promised are read", as_many_lines_as_promised_are_read, 0, 0,
         0},
        {"malformed keys are refused with their reason", malformed_keys_are_refused, 0, 0,
         0},
        {"no unicode space is in a name", no_unicode_space_is_in_a_name, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
