#include "names/word_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct stemmer *stemmer;

static int start(void **state)
{
    (void)state;
    stemmer = stemmer_new();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    return 0;
}

/* As a text and a query would be read. */
static size_t keys_of(struct name_key *out, const char *text)
{
    struct word_reader reader;
    struct word word;

    word_reader_init(&reader, str_from_c(text));
    assert_true(word_next(&word, &reader));
    return word_keys(out, stemmer, word.marked);
}

static bool meet(const char *a, const char *b)
{
    struct name_key of_a[WORD_KEYS_MAX];
    struct name_key of_b[WORD_KEYS_MAX];
    size_t count_a = keys_of(of_a, a);
    size_t count_b = keys_of(of_b, b);

    for (size_t i = 0; i < count_a; i++)
        for (size_t j = 0; j < count_b; j++)
            if (str_equal(name_key_str(&of_a[i]), name_key_str(&of_b[j])))
                return true;
    return false;
}

/* The first meets all the others of its row. */
static void check_rows(const char *const (*rows)[12], size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 1; j < 12 && rows[i][j]; j++)
            if (!meet(rows[i][0], rows[i][j]))
                fail_msg("%s does not meet %s", rows[i][0], rows[i][j]);
}

static void a_place_is_met_by_its_cases_and_spellings(void **state)
{
    static const char *const rows[][12] = {
        {"Kharkiv", "Харків", "Харкова", "Харкові", "Харковом", "Харьков", "Харьковом",
         "Kharkov", "Kharkiv's", "Harkiv"},
        {"Ізюм", "Ізюма", "Ізюмі", "Изюм", "Изюме", "Изю\u0301м", "Izium", "Izyum"},
        {"Куп'янськ", "Куп’янську", "Куп\"янськом", "Купянськ", "Купянска", "Kupiansk",
         "Kup”yans’k"},
        {"Бородянка", "Бородянці", "Бородянкою", "Borodianka", "Borodyanka"},
        {"Тернопіль", "Тернополя", "Тернополем", "Ternopil", "Ternopol"},
        {"Маріуполь", "Маріуполі", "Мариуполе", "Mariupol", "Mariupol's"},
        {"Київ", "Києва", "Києві", "Києвом", "Kyiv", "Kiev"},
        {"Чернігів", "Чернігова", "Чернигове", "Chernihiv", "Chernigov"},
        {"Волноваха", "Волновасі", "Волноваху", "Volnovakha"},
        {"Буча", "Бучі", "Бучею", "Буче", "Bucha", "Buča"},
        {"Ірпінь", "Ірпеня", "Ірпені", "Irpin"},
        {"Крим", "Криму", "Кримом", "Крыма", "Krym"},
        {"Балаклія", "Балаклії", "Balakliia", "Balakliya"},
        {"Донецьк", "Донецьком", "Донецке", "Donetsk"},
        {"Львів", "Львова", "Lviv", "Lvov"},
        {"Артем", "Артема", "Артемом", "Artem"},
        {"Кравець", "Кравця", "Кравцеві", "Kravets"},
    };

    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void a_word_is_met_by_its_forms(void **state)
{
    static const char *const rows[][12] = {
        {"ексгумація", "ексгумації", "ексгумацій", "ексгумовано", "ексгумували",
         "ексгумую", "ексгумований", "ексгумувати"},
        {"могила", "могили", "могил", "могилою", "могиле", "могилах"},
        {"тіло", "тіла", "тіл", "тілами"},
        {"тело", "тела", "телами"},
        {"поховання", "поховань", "поховано", "поховали", "похованого", "поховати"},
        {"катування", "катувань", "катували", "катований"},
        {"рік", "року", "роки", "років", "роках"},
        {"ніч", "ночі", "ніччю"},
        {"кінь", "коня", "коні"},
        {"схід", "сходу", "сході"},
        {"свідок", "свідка", "свідків", "свідком"},
        {"хлопець", "хлопця", "хлопці"},
        {"лікарня", "лікарні", "лікарень"},
        {"жінка", "жінці", "жінок", "жінками"},
        {"дорога", "дорозі", "доріг"},
        {"загинути", "загинув", "загинула", "загинуть"},
        {"розстріляти", "розстріляно", "розстріляних", "розстріляли"},
        {"exhume", "exhumed", "exhumation", "exhumations"},
        {"grave", "graves"},
        {"جثة", "الجثة", "بالجثة", "الجثث"},
    };

    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void what_is_another_word_is_not_met(void **state)
{
    static const char *const rows[][2] = {
        {"могила", "міг"}, {"могила", "могли"}, {"Харків", "Херсон"},   {"Ізюм", "зима"},
        {"тіло", "тінь"},  {"не", "на"},        {"UW0067", "UW0068"},   {"Суми", "сам"},
        {"Буча", "Бучач"}, {"рік", "рука"},     {"поховання", "похід"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (meet(rows[i][0], rows[i][1]))
            fail_msg("%s meets %s", rows[i][0], rows[i][1]);
}

static void some_words_have_no_key(void **state)
{
    static const char *const words[] = {"2022", "т72", "не", "尔"};
    struct name_key keys[WORD_KEYS_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_int_equal(word_keys(keys, stemmer, str_from_c(words[i])), 0);
}

/* More words than a stemmer remembers, so that they push each other out. */
static void a_stemmer_that_has_seen_much_says_the_same(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 20000; i += 1 + 999 * round) {
            struct name_key keys[WORD_KEYS_MAX];
            struct name_key again[WORD_KEYS_MAX];
            char word[32];
            size_t count;
            struct stemmer *fresh;

            (void)snprintf(word, sizeof word, "kharkiv%c%c%c%c", 'a' + i % 26,
                           'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i / 17576);
            count = word_keys(keys, stemmer, str_from_c(word));
            if (round == 1) {
                fresh = stemmer_new();
                assert_int_equal(word_keys(again, fresh, str_from_c(word)), count);
                for (size_t j = 0; j < count; j++)
                    assert_true(
                        str_equal(name_key_str(&keys[j]), name_key_str(&again[j])));
                stemmer_free(fresh);
            }
        }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_met_by_its_cases_and_spellings),
        cmocka_unit_test(a_word_is_met_by_its_forms),
        cmocka_unit_test(what_is_another_word_is_not_met),
        cmocka_unit_test(some_words_have_no_key),
        cmocka_unit_test(a_stemmer_that_has_seen_much_says_the_same),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
