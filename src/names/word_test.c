#include "names/word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"

/* The words of a text, folded, with a blank between; a whole in brackets. */
static struct str words_of(struct buf *out, struct str text)
{
    struct word_reader reader;
    struct word word;
    size_t start = 0;
    size_t position = 0;

    buf_reset(out);
    word_reader_init(&reader, text);
    while (word_next(&word, &reader)) {
        if (out->len > 0)
            buf_char(out, ' ');
        if (word.parts > 1)
            buf_char(out, '[');
        buf_append(out, word.folded);
        if (word.parts > 1)
            buf_char(out, ']');
        assert_true(word.folded.len > 0 && word.folded.len <= WORD_MAX);
        assert_true(word.marked.len > 0 && word.marked.len <= WORD_MAX);
        assert_true(utf8_is_valid(word.folded) && utf8_is_valid(word.marked));
        assert_true(word.start >= start && word.start + word.len <= text.len);
        assert_true(word.position >= position && word.position <= position + 1);
        assert_true(word.letters != 0);
        start = word.start;
        position = word.position;
    }
    return buf_str(out);
}

struct row {
    const char *text;
    const char *words;
};

static void check(const struct row *rows, size_t count)
{
    struct buf out = {0};

    for (size_t i = 0; i < count; i++) {
        (void)words_of(&out, str_from_c(rows[i].text));
        assert_string_equal(buf_text(&out), rows[i].words);
    }
    buf_release(&out);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])

static void letters_are_made_small_and_signs_part(void **state)
{
    static const struct row rows[] = {
        {"", ""},
        {" \t.,;— -", ""},
        {"Біля Харкова, у лісі.", "біля харкова у лісі"},
        {"ЖИТОМИР ΑΘΗΝΑΣ Straße", "житомир αθηνασ strasse"},
        {"(«Ізюм»)…[Izyum]", "ізюм izyum"},
        {"Нечуй-Левицький", "нечуй левицький"},
        {"слово²", "слово"}, /* the sign of a footnote */
    };

    (void)state;
    CHECK(rows);
}

static void an_apostrophe_between_letters_belongs_to_the_word(void **state)
{
    static const struct row rows[] = {
        {"п’ять п'ять пʼять п`ять п‘ять п′ять", "п'ять п'ять п'ять п'ять п'ять п'ять"},
        {"Куп'янськ Куп\"янськ Kup”yans’k", "куп'янськ куп'янськ kup'yans'k"},
        {"Kharkiv's dogs' 'quoted'", "kharkiv's dogs quoted"},
        {"слово\"слово \"Азов\"", "слово слово азов"},
        {"Kharʹkov Kazanʹ", "khar'kov kazan"},
        {"1'2 а'1", "1 2 а 1"},
    };

    (void)state;
    CHECK(rows);
}

static void marks_vanish_but_not_those_of_letters_of_their_own(void **state)
{
    static const struct row rows[] = {
        {"Изю\u0301м", "изюм"},                /* stress, as encyclopedias print it */
        {"Київ Ки\u0456\u0308в", "київ київ"}, /* NFC, NFD */
        {"район раи\u0306он РАЙОН", "район район район"},
        {"Королёв Короле\u0308в", "королев королев"},
        {"Ґалаґан", "ґалаґан"},
        {"Buča Buc\u030ca ŁÓDŹ İzmir", "buca buca lodz izmir"},
        {"مُحَمَّد محـــمد", "محمد محمد"}, /* harakat, tatweel */
        {"أحمد إدلب آمنة", "احمد ادلب امنة"},
        {"ﻣﺤﻤﺪ", "محمد"}, /* presentation forms, from a PDF */
        {"שָׁלוֹם", "שלום"},
        {"𝐊𝐡𝐚𝐫𝐤𝐢𝐯 Ｉｚｉｕｍ", "kharkiv izium"}, /* letters in fancy dress */
        {"ﬁre ﬂood", "fire flood"},              /* ligatures, from a PDF */
        {"हिन्दी", "हिन्दी"},                      /* vowels are marks there */
    };

    (void)state;
    CHECK(rows);
}

static void what_nobody_sees_vanishes(void **state)
{
    static const struct row rows[] = {
        {"\ufeffексгу\u00adмація", "ексгумація"},
        {"Хар\u200bків Хар\u200dків", "харків харків"},
        {"\u200fحلب\u200e \u2068Izium\u2069", "حلب izium"},
        {"\u0301", ""},
        {"а\u0301", "а"},
    };

    (void)state;
    CHECK(rows);
}

static void a_code_is_found_as_written_and_by_its_parts(void **state)
{
    static const struct row rows[] = {
        {"UW0067", "[uw0067] uw 0067"},
        {"справа 458/22.", "справа [458/22] 458 22"},
        {"12022220000000123", "12022220000000123"},
        {"Т-72Б3", "[т-72б3] т [72б3] 72 б 3"},
        {"10.09.2022, 10:30", "[10.09.2022] 10 09 2022 [10:30] 10 30"},
        {"2022-09-10T14:05", "[2022-09-10t14:05] 2022 09 [10t14] 10 t 14 05"},
        {"2014–2022", "[2014-2022] 2014 2022"},
        {"IMG_0067.JPG", "[img_0067] img 0067 jpg"},
        {"у 2022.Потім", "у 2022 потім"},
        {"км/год", "км год"},
        {"٢٠٢٢", "2022"},
        {"3f2a9c0b71", "3f2a9c0b71"}, /* an id: nobody looks for its parts */
        {"1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16-17-18",
         "1 2 3 4 5 6 7 8 9 10 11 12 13 [14-15-16-17-18] 14 15 16 17 18"},
    };

    (void)state;
    CHECK(rows);
}

static void a_word_parted_at_the_end_of_a_line_is_also_whole(void **state)
{
    static const struct row rows[] = {
        {"ексгу-\nмація", "[ексгумація] ексгу мація"},
        {"ексгу\u00ad\r\n  мація", "[ексгумація] ексгу мація"},
        {"Нечуй-\nЛевицький", "нечуй левицький"},
        {"перше-\n\nдруге", "перше друге"},
        {"2014-\nго", "2014 го"},
    };

    (void)state;
    CHECK(rows);
}

static void without_blanks_every_character_is_a_word(void **state)
{
    static const struct row rows[] = {
        {"哈尔科夫。", "哈 尔 科 夫"},
        {"ハルキウ", "ハ ル キ ウ"},
        {"ไทยกี่", "ไ ท ย กี่"}, /* a letter and the marks on it */
        /* Korean has blanks, and its syllables come apart in NFD */
        {"하르 한", "\u1112\u1161\u1105\u1173 \u1112\u1161\u11ab"},
        {"\u1112\u1161\u11ab", "\u1112\u1161\u11ab"},
    };

    (void)state;
    CHECK(rows);
}

static void a_word_says_where_it_stands(void **state)
{
    struct str text = STR("\ufeff«Ки\u0301їв», 458/22");
    struct word_reader reader;
    struct word word;

    (void)state;
    word_reader_init(&reader, text);
    assert_true(word_next(&word, &reader));
    assert_true(
        str_equal((struct str){text.ptr + word.start, word.len}, STR("Ки\u0301їв")));
    assert_int_equal(word.letters, WORD_CYRILLIC);
    assert_int_equal(word.parts, 1);
    assert_true(word_next(&word, &reader));
    assert_true(str_equal((struct str){text.ptr + word.start, word.len}, STR("458/22")));
    assert_int_equal(word.position, 1);
    assert_int_equal(word.parts, 2);
    assert_true(word_next(&word, &reader));
    assert_int_equal(word.position, 1);
    assert_true(word_next(&word, &reader));
    assert_int_equal(word.position, 2);
    assert_int_equal(word.letters, WORD_DIGITS);
    assert_false(word_next(&word, &reader));
    assert_false(word_next(&word, &reader));
}

static void accents_of_latin_letters_are_kept_beside(void **state)
{
    static const struct {
        const char *text;
        const char *marked;
    } rows[] = {
        {"Buča", "buča"},
        {"Buc\u030ca", "buča"},
        {"ŁÓDŹ", "łódź"},
        {"Kharkiv", "kharkiv"},
        {"ệ", "ệ"},
        {"e\u0302\u0323", "ê"},
        {"Изю\u0301м", "изюм"},
    };
    struct word_reader reader;
    struct word word;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        word_reader_init(&reader, str_from_c(rows[i].text));
        assert_true(word_next(&word, &reader));
        assert_true(str_equal(word.marked, str_from_c(rows[i].marked)));
    }
}

static void a_long_word_is_cut_between_characters(void **state)
{
    struct buf text = {0};
    struct buf out = {0};
    struct str words;

    (void)state;
    buf_char(&text, 'a');
    for (int i = 0; i < 5000; i++)
        buf_puts(&text, "щ");
    buf_puts(&text, "12 кінець");
    words = words_of(&out, buf_str(&text));
    assert_int_equal(words.len, WORD_MAX - 1 + 1 + strlen("кінець"));
    assert_true(str_ends_with(words, STR("щ кінець")));
    buf_reset(&text);
    for (int i = 0; i < 200; i++)
        buf_puts(&text, "e\u0302\u0301"); /* ế is a byte longer than ê */
    (void)words_of(&out, buf_str(&text));
    buf_release(&out);
    buf_release(&text);
}

/* The letters of every script of the first two planes, alone and doubled. */
static void what_is_folded_stays_as_it_is(void **state)
{
    struct buf text = {0};
    struct buf once = {0};
    struct buf twice = {0};

    (void)state;
    for (uint32_t c = 1; c < 0x20000; c++) {
        if (c >= 0xd800 && c < 0xe000)
            continue;
        buf_reset(&text);
        utf8_append(&text, c);
        utf8_append(&text, c);
        (void)words_of(&once, buf_str(&text));
        if (!str_equal(words_of(&twice, buf_str(&once)), buf_str(&once)))
            fail_msg("U+%04X: %s, then %s", c, buf_text(&once), buf_text(&twice));
    }
    buf_release(&text);
    buf_release(&once);
    buf_release(&twice);
}

static void bytes_that_are_no_text_part_words(void **state)
{
    static const struct row rows[] = {
        {"ab\xff"
         "cd",
         "ab cd"},
        {"ab\xd0", "ab"},
        {"\xed\xa0\x80xyz", "xyz"},
        {"\xf0\x90", ""},
    };

    (void)state;
    CHECK(rows);
}

static void a_text_is_cut_between_characters(void **state)
{
    struct str text = STR("аи\u0306\U0001F468\u200d");

    (void)state;
    assert_true(word_may_cut(text, 0));
    assert_false(word_may_cut(text, 1));
    assert_true(word_may_cut(text, 2));
    assert_false(word_may_cut(text, 4)); /* the breve of й */
    assert_true(word_may_cut(text, 6));
    assert_false(word_may_cut(text, 7));
    assert_false(word_may_cut(text, 10));
    assert_true(word_may_cut(text, text.len));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_made_small_and_signs_part),
        cmocka_unit_test(an_apostrophe_between_letters_belongs_to_the_word),
        cmocka_unit_test(marks_vanish_but_not_those_of_letters_of_their_own),
        cmocka_unit_test(what_nobody_sees_vanishes),
        cmocka_unit_test(a_code_is_found_as_written_and_by_its_parts),
        cmocka_unit_test(a_word_parted_at_the_end_of_a_line_is_also_whole),
        cmocka_unit_test(without_blanks_every_character_is_a_word),
        cmocka_unit_test(a_word_says_where_it_stands),
        cmocka_unit_test(accents_of_latin_letters_are_kept_beside),
        cmocka_unit_test(a_long_word_is_cut_between_characters),
        cmocka_unit_test(what_is_folded_stays_as_it_is),
        cmocka_unit_test(bytes_that_are_no_text_part_words),
        cmocka_unit_test(a_text_is_cut_between_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
