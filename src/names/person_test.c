#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "names/person.h"

/* Names made of common given and family names; none is a person's. */
struct row {
    const char *a;
    const char *b;
    unsigned least;
    unsigned most;
    unsigned reasons;
};

static const struct row rows[] = {
    /* Order, case, apostrophes */
    {"Петренко Олексій", "Олексій Петренко", 1000, 1000, PERSON_ORDER},
    {"ПЕТРЕНКО Олексій Іванович", "Петренко Олексій Іванович", 1000, 1000, 0},
    {"Дем’яненко, Ганна", "Дем'яненко Ганна", 1000, 1000, 0},
    {"Мельник", "Мельник", 1000, 1000, 0},
    /* Patronymic */
    {"Петренко Олексій Іванович", "Петренко Олексій", 950, 990,
     PERSON_PATRONYMIC_MISSING},
    {"Олексій Іванович", "Олексій Іванович Петренко", 700, 800, PERSON_PART_MISSING},
    {"Петренко Олексій Іванович", "Петренко Олексій Петрович", 700, 800,
     PERSON_PATRONYMIC_APART},
    {"Петренко Алексей Николаевич", "Петренко Олексій Миколайович", 950, 990,
     PERSON_GIVEN_EQUIVALENT},
    /* A father's name is not the patronymic made of it. */
    {"Петренко Олексій", "Петренко Олексійович", 650, 800,
     PERSON_PART_MISSING | PERSON_PATRONYMIC_MISSING},
    /* Initials and abbreviations */
    {"О. І. Петренко", "Петренко Олексій Іванович", 800, 900,
     PERSON_INITIAL | PERSON_ORDER},
    {"Петренко О.І.", "Петренко Олексій Іванович", 800, 900, PERSON_INITIAL},
    {"Петренко О.І.", "О.І. Петренко", 1000, 1000, PERSON_ORDER},
    {"Петренко О.", "Петренко Олексій Іванович", 800, 900,
     PERSON_INITIAL | PERSON_PATRONYMIC_MISSING},
    {"Коваль Ол. Ів.", "Коваль Олена Іванівна", 800, 900, PERSON_INITIAL},
    {"Коваль А.", "Коваль Ганна", 800, 900, PERSON_INITIAL}, /* Анна */
    {"Yu. Koval", "Юрій Коваль", 800, 900, PERSON_INITIAL | PERSON_SCRIPT},
    {"Коваль М.", "Коваль Ганна", 500, 600, PERSON_GIVEN_APART},
    {"Петренко О. П.", "Петренко Олексій Іванович", 600, 750,
     PERSON_INITIAL | PERSON_PATRONYMIC_APART},
    /* Compound names */
    {"Іван Нечуй-Левицький", "Іван Нечуй Левицький", 1000, 1000, PERSON_COMPOUND},
    {"Іван Нечуй-Левицький", "Іван Левицький", 900, 980, PERSON_COMPOUND},
    {"Іван Нечуй–Левицький", "Левицький-Нечуй Іван", 1000, 1000, PERSON_ORDER},
    {"Марія-Анна Коваль", "Анна Коваль", 900, 980, PERSON_COMPOUND},
    /* A half is not set against a whole name in the other sex, though that weighs more.
     */
    {"Левицька Нечуй-Левицький", "Левицька Нечуй-Левицький", 1000, 1000, 0},
    /* The family name of a man and of a woman */
    {"Левицька Ганна", "Левицький Ганна", 950, 990, PERSON_FAMILY_SEX},
    {"Кузнецова", "Кузнецов", 950, 950, PERSON_FAMILY_SEX},
    {"Пушкіна", "Пушкін", 950, 950, PERSON_FAMILY_SEX},
    {"Біла Олена", "Білий Олена", 950, 990, PERSON_FAMILY_SEX},
    {"Levytska Hanna", "Левицький Ганна", 950, 990, PERSON_FAMILY_SEX | PERSON_SCRIPT},
    {"Коваль", "Ковальова", 0, 600, PERSON_FAMILY_APART},
    /* Given names */
    {"Коваль Олексій", "Коваль Алексей", 950, 990, PERSON_GIVEN_EQUIVALENT},
    {"Коваль Микола", "Коваль Николай", 950, 990, PERSON_GIVEN_EQUIVALENT},
    {"Коваль Ганна", "Коваль Анна", 950, 990, PERSON_GIVEN_EQUIVALENT},
    {"Коваль Саша", "Коваль Олександр", 900, 950, PERSON_GIVEN_SHORT},
    {"Коваль Саша", "Коваль Олександра", 900, 950, PERSON_GIVEN_SHORT},
    {"Коваль Оксана", "Коваль Ксенія", 800, 850, PERSON_GIVEN_RELATED},
    {"Коваль Олександр", "Коваль Олександра", 500, 600, PERSON_GIVEN_APART},
    {"Koval Oleksandr", "Koval Oleksandra", 500, 600, PERSON_GIVEN_APART},
    {"Коваль Юрій", "Коваль Георгій", 500, 600, PERSON_GIVEN_APART},
    {"Коваль Олексадр", "Коваль Олександр", 850, 950, PERSON_ONE_EDIT},
    /* Scripts and spellings */
    {"Oleksii Petrenko", "Петренко Олексій", 1000, 1000, PERSON_ORDER | PERSON_SCRIPT},
    {"Aleksey Petrenko", "Олексій Петренко", 950, 990,
     PERSON_GIVEN_EQUIVALENT | PERSON_SCRIPT},
    {"Шевченко Тарас", "Schewtschenko Taras", 950, 990, PERSON_SPELLING | PERSON_SCRIPT},
    {"Taras Shevchenko", "Taras Schewtschenko", 950, 990, PERSON_SPELLING},
    {"Шевчинко Тарас", "Шевченко Тарас", 850, 990, PERSON_SPELLING},
    {"Шевченко Тарас", "Коваль Тарас", 400, 500, PERSON_FAMILY_APART},
    /* Near, and not equal */
    {"Іваненко Іван", "Іванченко Іван", 850, 950, PERSON_ONE_EDIT},
    {"Ivanenko Ivan", "Іванченко Іван", 800, 950, PERSON_ONE_EDIT | PERSON_SCRIPT},
    /* Arabic */
    {"عبد الرحمن محمد", "عبدالرحمن محمد", 1000, 1000, 0},
    {"Abd al-Rahman Mohammed", "عبد الرحمن محمد", 950, 990,
     PERSON_GIVEN_EQUIVALENT | PERSON_SCRIPT},
    {"Abdul Rahman Mohammed", "Abdelrahman Muhammad", 950, 990, PERSON_GIVEN_EQUIVALENT},
    {"Hassan Abdur-Rahman", "Hasan Abdulrahman", 950, 1000, 0},
    {"Ahmed al-Masri", "Ahmed Masri", 1000, 1000, PERSON_ARTICLE},
    {"أحمد المصري", "احمد مصري", 950, 990, PERSON_ARTICLE | PERSON_SPELLING},
    {"Ahmed al-Masri", "أحمد المصري", 900, 990, PERSON_SCRIPT},
    {"Yusuf ibn Ayyub", "Yusuf Ayyub", 1000, 1000, PERSON_CHAIN},
    {"يوسف بن أيوب", "Youssef Ayoub", 900, 990, PERSON_CHAIN | PERSON_SCRIPT},
    {"Salah al-Din Yusuf", "Salah ad-Din Yusuf", 1000, 1000, 0},
    {"Abu Bakr Ahmed", "أبو بكر أحمد", 850, 1000, PERSON_SCRIPT},
    {"Mohammed Hassan", "Mohammed Hussein", 450, 550, PERSON_GIVEN_APART},
    {"محمد حسن", "محمد حسين", 450, 550, PERSON_GIVEN_APART},
    /* Chains of fathers' names: one has more of them. */
    {"محمد أحمد حسن المصري", "محمد المصري", 600, 800, PERSON_PART_MISSING},
};

static void check(const struct row *row)
{
    struct str a = str_from_c(row->a);
    struct str b = str_from_c(row->b);
    struct person_likeness found = person_compare(a, b);
    struct person_likeness back = person_compare(b, a);

    if (found.score != back.score || found.reasons != back.reasons)
        fail_msg("%s; %s: the order matters", row->a, row->b);
    if (found.score < row->least || found.score > row->most)
        fail_msg("%s; %s: %u", row->a, row->b, found.score);
    if ((found.reasons & row->reasons) != row->reasons)
        fail_msg("%s; %s: reasons %#x", row->a, row->b, found.reasons);
    if (row->most == 1000 && row->least == 1000 && found.reasons != row->reasons)
        fail_msg("%s; %s: reasons %#x", row->a, row->b, found.reasons);
}

static void each_rule_has_a_name_that_needs_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check(&rows[i]);
}

static void nothing_is_like_a_name_without_letters(void **state)
{
    static const struct row nothing[] = {
        {"", "Коваль", 0, 0, 0},         {"", "", 0, 0, 0},
        {"123", "123", 0, 0, 0},         {".,-", "Коваль", 0, 0, 0},
        {"\xff\xd0", "Коваль", 0, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
        check(&nothing[i]);
}

static void a_name_of_very_many_parts_is_cut(void **state)
{
    struct person_likeness found =
        person_compare(STR("а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ"),
                       STR("а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х"));

    (void)state;
    assert_int_equal(found.score, 1000);
}

static void each_reason_has_its_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < PERSON_REASONS; i++) {
        assert_non_null(person_reason_key(i));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(person_reason_key(i), person_reason_key(k));
    }
    assert_string_equal(person_reason_key(0), "order");
    assert_int_equal(1 << (PERSON_REASONS - 1), PERSON_FAMILY_APART);
    assert_string_equal(person_reason_key(PERSON_REASONS - 1), "family-apart");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_has_a_name_that_needs_it),
        cmocka_unit_test(nothing_is_like_a_name_without_letters),
        cmocka_unit_test(a_name_of_very_many_parts_is_cut),
        cmocka_unit_test(each_reason_has_its_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
