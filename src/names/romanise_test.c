#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "names/romanise.h"

struct row {
    const char *cyrillic;
    const char *latin;
};

#define ROWS(rows) (rows), sizeof(rows) / sizeof((rows)[0])

static void assert_rows(enum romanisation table, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct name_text text;

        name_romanise(&text, str_from_c(rows[i].cyrillic), table);
        if (!str_equal(name_text_str(&text), str_from_c(rows[i].latin)))
            fail_msg("%s by %s: \"" STR_FMT "\" is not \"%s\"", rows[i].cyrillic,
                     romanisation_name(table), STR_ARG(name_text_str(&text)),
                     rows[i].latin);
    }
}

/* The examples that the resolution itself gives, and capitals. */
static void kmu_2010(void **state)
{
    static const struct row rows[] = {
        {"Алушта", "Alushta"},
        {"Борщагівка", "Borshchahivka"},
        {"Вінниця", "Vinnytsia"},
        {"Гадяч", "Hadiach"},
        {"Згорани", "Zghorany"},
        {"Ґалаґан", "Galagan"},
        {"Донецьк", "Donetsk"},
        {"Рівне", "Rivne"},
        {"Єнакієве", "Yenakiieve"},
        {"Гаєвич", "Haievych"},
        {"Короп’є", "Koropie"},
        {"Житомир", "Zhytomyr"},
        {"Закарпаття", "Zakarpattia"},
        {"Медвин", "Medvyn"},
        {"Михайленко", "Mykhailenko"},
        {"Іванків", "Ivankiv"},
        {"Їжакевич", "Yizhakevych"},
        {"Кадиївка", "Kadyivka"},
        {"Мар’їне", "Marine"},
        {"Йосипівка", "Yosypivka"},
        {"Стрий", "Stryi"},
        {"Олексій", "Oleksii"},
        {"Щербухи", "Shcherbukhy"},
        {"Юрій", "Yurii"},
        {"Яготин", "Yahotyn"},
        {"Костянтин", "Kostiantyn"},
        {"Знам’янка", "Znamianka"},
        {"Феодосія", "Feodosiia"},
        {"ЩЕРБУХИ", "SHCHERBUKHY"},
        {"Село Щ", "Selo Shch"},
        {"Ки\u0457в", "Kyiv"},
        {"Ки\u0456\u0308в", "Kyiv"},
        {"Kyiv, 5", "Kyiv, 5"},
        {"O'Brien", "O'Brien"},
    };

    (void)state;
    assert_rows(ROMAN_KMU_2010, ROWS(rows));
}

static void older_ukrainian_tables(void **state)
{
    static const struct row national[] = {
        {"Щербань", "Scherban’"}, {"Згорани", "Zghorany"}, {"Знам’янка", "Znam”ianka"}};
    static const struct row bgn[] = {
        {"Куп’янськ", "Kup”yans’k"}, {"Запоріжжя", "Zaporizhzhya"},
        {"Згурівка", "Z·hurivka"},   {"Святогірськ", "Svyatohirs’k"},
        {"Братське", "Brat·s’ke"},   {"Київ", "Kyyiv"}};
    static const struct row passport[] = {
        {"Григоренко", "Grygorenko"}, {"Юлія", "Iuliia"}, {"Їжакевич", "Izhakevych"}};

    (void)state;
    assert_rows(ROMAN_UA_1996, ROWS(national));
    assert_rows(ROMAN_BGN_UK_1965, ROWS(bgn));
    assert_rows(ROMAN_UA_PASSPORT_2007, ROWS(passport));
}

static void russian_tables(void **state)
{
    static const struct row bgn[] = {{"Запорожье", "Zaporozh’ye"},
                                     {"Елена", "Yelena"},
                                     {"Алексей", "Aleksey"},
                                     {"Королёв", "Korolëv"},
                                     {"Ёлкино", "Yëlkino"},
                                     {"Братск", "Brat·sk"},
                                     {"Подъяблонский", "Pod”yablonskiy"},
                                     {"Евгений", "Yevgeniy"}};
    static const struct row gost[] = {{"Цветков", "Tcvetkov"}, {"Юлия", "Iuliia"}};
    static const struct row icao[] = {{"Юлия", "Iuliia"},
                                      {"Подъяблонский", "Podieiablonskii"},
                                      {"Цветков", "Tsvetkov"}};
    static const struct row iso[] = {{"Щукин", "Ŝukin"}, {"Ягідне", "Âgìdne"}};

    (void)state;
    assert_rows(ROMAN_RU_BGN, ROWS(bgn));
    assert_rows(ROMAN_RU_PASSPORT_2010, ROWS(gost));
    assert_rows(ROMAN_RU_PASSPORT_2013, ROWS(icao));
    assert_rows(ROMAN_ISO9, ROWS(iso));
}

static void assert_first(enum romanisation table, const char *latin, const char *wanted)
{
    struct name_text text;
    size_t count = name_cyrillise(&text, 1, str_from_c(latin), table);

    assert_int_equal(count, 1);
    if (!str_equal(name_text_str(&text), str_from_c(wanted)))
        fail_msg("%s: \"" STR_FMT "\" is not \"%s\"", latin,
                 STR_ARG(name_text_str(&text)), wanted);
}

static void the_likeliest_cyrillic_spelling_comes_first(void **state)
{
    (void)state;
    assert_first(ROMAN_KMU_2010, "Kharkiv", "харків");
    assert_first(ROMAN_KMU_2010, "ZHYTOMYR", "житомир");
    assert_first(ROMAN_KMU_2010, "Mykolaiv", "миколаїв");
    assert_first(ROMAN_KMU_2010, "Oleksii", "олексій");
    assert_first(ROMAN_KMU_2010, "Kramatorsk", "краматорськ");
    assert_first(ROMAN_KMU_2010, "Zghurivka", "згурівка");
    assert_first(ROMAN_KMU_2010, "Yevhen", "євген");
    assert_first(ROMAN_KMU_2010, "Shcherbukhy", "щербухи");
    assert_first(ROMAN_UA_1996, "Scherban’", "щербань");
    assert_first(ROMAN_BGN_UK_1965, "Kup\"yans'k", "куп’янськ");
    assert_first(ROMAN_BGN_UK_1965, "Brat·s’ke", "братське");
    assert_first(ROMAN_UA_PASSPORT_2007, "Grygorenko", "григоренко");
    assert_first(ROMAN_RU_BGN, "Zaporozh’ye", "запорожье");
    assert_first(ROMAN_RU_BGN, "Yelena", "елена");
    assert_first(ROMAN_RU_PASSPORT_2010, "Tcvetkov", "цветков");
    assert_first(ROMAN_RU_PASSPORT_2013, "Iuliia", "юлия");
    assert_first(ROMAN_ISO9, "Ŝukin", "щукин");
}

static bool is_among(const char *latin, const char *wanted, enum romanisation table)
{
    struct name_text texts[8];
    size_t count = name_cyrillise(texts, 8, str_from_c(latin), table);

    for (size_t i = 0; i < count; i++)
        if (str_equal(name_text_str(&texts[i]), str_from_c(wanted)))
            return true;
    return false;
}

static void signs_that_are_not_spelt_are_tried(void **state)
{
    (void)state;
    assert_true(is_among("Kupiansk", "куп’янськ", ROMAN_KMU_2010));
    assert_true(is_among("Irpin", "ірпінь", ROMAN_KMU_2010));
    assert_true(is_among("Melnychuk", "мельничук", ROMAN_KMU_2010));
    assert_true(is_among("Vorobiov", "воробйов", ROMAN_KMU_2010));
    assert_false(is_among("Kharkiv", "харкйв", ROMAN_KMU_2010));
}

static void what_no_table_spells_has_no_cyrillic(void **state)
{
    struct name_text text;

    (void)state;
    assert_int_equal(name_cyrillise(&text, 1, STR("Queen"), ROMAN_KMU_2010), 0);
    assert_int_equal(name_cyrillise(&text, 1, STR(""), ROMAN_KMU_2010), 0);
    assert_int_equal(name_cyrillise(&text, 0, STR("Kyiv"), ROMAN_KMU_2010), 0);
    assert_string_equal(romanisation_name(ROMAN_KMU_2010), "KMU 2010");
    assert_string_equal(romanisation_name(ROMAN_ISO9), "ISO 9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kmu_2010),
        cmocka_unit_test(older_ukrainian_tables),
        cmocka_unit_test(russian_tables),
        cmocka_unit_test(the_likeliest_cyrillic_spelling_comes_first),
        cmocka_unit_test(signs_that_are_not_spelt_are_tried),
        cmocka_unit_test(what_no_table_spells_has_no_cyrillic),
    };

    return cmocka_run_group_tests_name("romanise", tests, NULL, NULL);
}
