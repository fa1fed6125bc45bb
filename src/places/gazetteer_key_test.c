#include "places/gazetteer_key.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "places/gazetteer_file.h"

static const char *key_text(struct str name)
{
    static char text[NAME_KEY_MAX + 1];
    struct str words[GAZETTEER_WORDS_MAX];
    struct name_key key;

    gazetteer_key(&key, words, gazetteer_words(words, GAZETTEER_WORDS_MAX, name));
    (void)snprintf(text, sizeof text, "%.*s", (int)key.len, key.text);
    return text;
}

static void words_are_parted_by_what_stands_between_them(void **state)
{
    static const struct {
        struct str name;
        const char *words;
    } cases[] = {
        {STR_INIT("Нова Гнилиця"), "Нова|Гнилиця"},
        {STR_INIT("Івано-Франківськ"), "Івано|Франківськ"},
        {STR_INIT(" Pishki (Pishky), "), "Pishki|Pishky"},
        {STR_INIT("Куп’янськ"), "Куп’янськ"},
        {STR_INIT(" - "), ""},
        {STR_INIT(""), ""},
        {STR_INIT("a b c d"), "a|b|c d"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str words[3];
        struct buf out = {0};
        size_t count = gazetteer_words(words, 3, cases[i].name);

        for (size_t k = 0; k < count; k++)
            buf_printf(&out, "%s" STR_FMT, k > 0 ? "|" : "", STR_ARG(words[k]));
        assert_string_equal(buf_text(&out), cases[i].words);
        buf_release(&out);
    }
}

static void one_place_in_two_languages_has_one_key(void **state)
{
    static const struct {
        struct str a;
        struct str b;
    } cases[] = {
        {STR_INIT("Нова Гнилиця"), STR_INIT("Новая Гнилица")},
        {STR_INIT("Харків"), STR_INIT("Kharkov")},
        {STR_INIT("Куп’янськ"), STR_INIT("Kupiansk")},
        {STR_INIT("Івано-Франківськ"), STR_INIT("Ivano Frankivsk")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char first[NAME_KEY_MAX + 1];

        (void)snprintf(first, sizeof first, "%s", key_text(cases[i].a));
        assert_true(first[0] != '\0');
        assert_string_equal(first, key_text(cases[i].b));
    }
}

/* Each is the oblast or raion of a town whose name is not that of the area. */
static void an_area_is_found_by_what_it_is_named_after(void **state)
{
    static const struct {
        struct str area;
        struct str town; /* empty: no guess */
    } cases[] = {
        {STR_INIT("Харківська"), STR_INIT("Харків")},
        {STR_INIT("Ізюмський"), STR_INIT("Ізюм")},
        {STR_INIT("Донецька"), STR_INIT("Донецьк")},
        {STR_INIT("Луганська"), STR_INIT("Луганськ")},
        {STR_INIT("Куп’янський"), STR_INIT("Куп’янськ")},
        {STR_INIT("Одеська"), STR_INIT("Одеса")},
        {STR_INIT("Вінницька"), STR_INIT("Вінниця")},
        {STR_INIT("Рівненська"), STR_INIT("Рівне")},
        {STR_INIT("Черкаська"), STR_INIT("Черкаси")},
        {STR_INIT("Автономна Республіка Крим"), STR_INIT("")},
        {STR_INIT("Kharkiv Oblast"), STR_INIT("")},
        {STR_INIT("ка"), STR_INIT("")},
        {STR_INIT(""), STR_INIT("")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str stems[GAZETTEER_STEMS_MAX];
        struct buf text = {0};
        char town[NAME_KEY_MAX + 1];
        size_t count = gazetteer_stems(stems, &text, cases[i].area);
        bool is_found = false;

        (void)snprintf(town, sizeof town, "%s", key_text(cases[i].town));
        for (size_t k = 0; k < count; k++)
            is_found |= strcmp(key_text(stems[k]), town) == 0;
        assert_true(is_found == (cases[i].town.len > 0));
        assert_true(cases[i].town.len > 0 || count == 0);
        buf_release(&text);
    }
}

static void an_edit_changes_at_most_two_bits_of_a_signature(void **state)
{
    static const struct str keys[] = {
        STR_INIT("iziam"),   STR_INIT("izam"),    STR_INIT("iziaam"),  STR_INIT("ziiam"),
        STR_INIT("iziim"),   STR_INIT("aaaaaaa"), STR_INIT("aaaaaab"), STR_INIT("aaaaaa"),
        STR_INIT("niatan2"), STR_INIT("niatan3"),
    };
    static const struct {
        size_t a;
        size_t b;
        unsigned most;
    } pairs[] = {{0, 1, 2}, {0, 2, 2}, {0, 3, 0}, {0, 4, 2},
                 {5, 6, 2}, {5, 7, 0}, {8, 9, 2}};

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_true((unsigned)__builtin_popcountll(
                        gazetteer_signature(keys[pairs[i].a]) ^
                        gazetteer_signature(keys[pairs[i].b])) <= pairs[i].most);
    assert_true(gazetteer_signature(STR("abc")) != gazetteer_signature(STR("abd")));
}

static void the_way_keys_are_made_is_written_down(void **state)
{
    struct buf first = {0};
    struct buf second = {0};

    (void)state;
    gazetteer_key_version(&first);
    gazetteer_key_version(&second);
    assert_true(first.len > 200);
    assert_true(str_equal(buf_str(&first), buf_str(&second)));
    buf_release(&first);
    buf_release(&second);
}

static void squares_of_the_grid_cover_the_earth(void **state)
{
    (void)state;
    assert_int_equal(gazetteer_cell(-90, -180), 0);
    assert_int_equal(gazetteer_cell(-90, 179.95), 3599);
    assert_int_equal(gazetteer_cell(-90, 180), 0);
    assert_int_equal(gazetteer_cell(90, 0), (int64_t)1800 * 3600 + 1800);
    assert_int_equal(gazetteer_degrees(49.71818928), 4971818928);
    assert_int_equal(gazetteer_degrees(-0.00000001), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_parted_by_what_stands_between_them),
        cmocka_unit_test(one_place_in_two_languages_has_one_key),
        cmocka_unit_test(an_area_is_found_by_what_it_is_named_after),
        cmocka_unit_test(an_edit_changes_at_most_two_bits_of_a_signature),
        cmocka_unit_test(the_way_keys_are_made_is_written_down),
        cmocka_unit_test(squares_of_the_grid_cover_the_earth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
