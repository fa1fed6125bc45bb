#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "names/cross.h"

static unsigned likeness(const char *a, const char *b)
{
    unsigned found = name_likeness(str_from_c(a), str_from_c(b));

    if (found != name_likeness(str_from_c(b), str_from_c(a)))
        fail_msg("\"%s\" and \"%s\": the order matters", a, b);
    return found;
}

/* Each name is more like the first than like the second, in whatever order. */
struct nearer {
    const char *name;
    const char *like;
    const char *unlike;
};

static const struct nearer rows[] = {
    {"Kharkiv", "Харків", "Харцизьк"},
    {"Kharkov", "Харьков", "Хорькова"},
    {"Hrakove", "Гракове", "Рокове"},
    {"Grakovo", "Гракове", "Ракове"},
    {"Zhytomyr", "Житомир", "Шиткове"},
    {"Yevhen", "Євген", "Єрмолай"},
    {"Shchastia", "Щастя", "Шастка"},
    {"Tschernihiw", "Чернігів", "Теренівка"},
    {"Dumas", "Дюма", "Дудка"},           /* French: the last letter is silent */
    {"Dickens", "Диккенс", "Дикинсон"},   /* ck is one sound */
    {"Shakespeare", "Шекспир", "Шакеев"}, /* letters far from sounds */
    {"Goethe", "Гёте", "Гофе"},
    {"Schiller", "Шиллер", "Щиглер"},
    {"Mohammed", "محمد", "محمود"},
    {"Hussein", "حسين", "حسن"},
    {"Yusuf", "يوسف", "يونس"},
    {"Khalid", "خالد", "خليل"},
    {"Дамаск", "دمشق", "ديالى"}, /* Cyrillic and Arabic */
    {"Мухаммед", "محمد", "حامد"},
    {"Омар", "عمر", "منى"},
    {"Kharkiv", "Kharkov", "Kherson"},
    {"Vovchansk", "Wowtschansk", "Kramatorsk"},
    {"Сергей", "Сергій", "Георгий"},
    {"أحمد", "احمد", "حمدي"},
    {"فاطمة", "فاطمه", "فاطر"},
};

static void the_spelling_of_a_name_is_nearer_than_another_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct nearer *row = &rows[i];
        unsigned like = likeness(row->name, row->like);
        unsigned unlike = likeness(row->name, row->unlike);

        if (like <= unlike || like < 450)
            fail_msg("%s: %s %u, %s %u", row->name, row->like, like, row->unlike, unlike);
    }
}

static void case_marks_blanks_and_apostrophes_do_not_count(void **state)
{
    (void)state;
    assert_int_equal(likeness("KYIV", "kyiv"), 1000);
    assert_int_equal(likeness("Buča", "Bucha"), 1000);
    assert_int_equal(likeness("Куп’янськ", "Купянськ"), 1000);
    assert_int_equal(likeness("عبد الرحمن", "عبدالرحمن"), 1000);
    assert_int_equal(likeness("مُحَمَّد", "محمد"), 1000);
    assert_int_equal(likeness("Slov'iansk", "СЛОВ'ЯНСЬК"),
                     likeness("Sloviansk", "словянськ"));
    /* й and ї written as a letter and its mark (NFD) */
    assert_int_equal(likeness("Андрій", "Андрій"), 1000);
    assert_int_equal(likeness("Київ", "Київ"), 1000);
}

static void unlike_names_tell_nothing_of_each_other(void **state)
{
    (void)state;
    assert_true(likeness("Kherson", "Ізюм") < 200);
    assert_true(likeness("Shakespeare", "محمد") < 200);
    assert_int_equal(likeness("Obb", "Гирч"), 0);
}

static void what_has_no_letters_is_like_nothing(void **state)
{
    (void)state;
    assert_int_equal(likeness("", ""), 0);
    assert_int_equal(likeness("12", "12"), 0);
    assert_int_equal(likeness("Ізюм", "…"), 0);
    assert_int_equal(likeness("Ізюм", "\xff\xc0\xd0"), 0);
    assert_int_equal(likeness("漢字", "漢字"), 0);
}

static void half_an_edit_is_half(void **state)
{
    (void)state;
    assert_int_equal(likeness("Petrenko", "Petranko"), 1000 - 1000 / 16); /* a vowel */
    assert_int_equal(likeness("Petrenko", "Petrelko"), 1000 - 1000 / 8);  /* l for n */
    assert_int_equal(likeness("Petrenko", "Peternko"), 1000 - 1000 / 8);  /* swapped */
    assert_int_equal(likeness("Odesa", "Odessa"), 1000 - 1000 / 12);      /* doubled */
    assert_int_equal(likeness("Харьков", "Харков"), 1000 - 1000 / 14);
}

/* A name longer than any is cut, not refused. */
static void a_very_long_name_is_cut(void **state)
{
    char many[4096];

    (void)state;
    for (size_t i = 0; i < sizeof many; i++)
        many[i] = (char)('a' + i % 26);
    assert_int_equal(name_likeness((struct str){many, sizeof many},
                                   (struct str){many, sizeof many - 26}),
                     1000);
    assert_true(name_likeness((struct str){many, sizeof many}, STR("абвгд")) <= 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_spelling_of_a_name_is_nearer_than_another_name),
        cmocka_unit_test(case_marks_blanks_and_apostrophes_do_not_count),
        cmocka_unit_test(unlike_names_tell_nothing_of_each_other),
        cmocka_unit_test(what_has_no_letters_is_like_nothing),
        cmocka_unit_test(half_an_edit_is_half),
        cmocka_unit_test(a_very_long_name_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
