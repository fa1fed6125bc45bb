#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "names/given.h"
#include "names/given_table.h"

struct pair {
    const char *a;
    const char *b;
};

/* A Ukrainian form, and the Russian or Latin form of the same name. */
static const struct pair one[] = {
    {"Олексій", "Алексей"},
    {"Олексій", "Oleksiy"},
    {"Oleksii", "Alexey"},
    {"Микола", "Николай"},
    {"Mykola", "Nikolay"},
    {"Ганна", "Анна"},
    {"Hanna", "Anna"},
    {"Євген", "Евгений"},
    {"Yevhen", "Evgeny"},
    {"Володимир", "Владимир"},
    {"Дмитро", "Дмитрий"},
    {"Михайло", "Mikhail"},
    {"Олена", "Елена"},
    {"Наталія", "Наталья"},
    {"Катерина", "Екатерина"},
    {"Пилип", "Филипп"},
    {"Сергій", "Sergei"},
    {"Андрій", "Andrew"},
    {"Тетяна", "Tatiana"},
    {"Петро", "Пётр"},
    {"Петро", "Петр"}, /* ё is often written е */
    {"Павло", "Павел"},
    {"Данило", "Даниил"},
    {"Гнат", "Игнатий"},
    {"Дем'ян", "Дем’ян"},
    {"ДЕМ’ЯН", "демьян"},
    {"В'ячеслав", "Viacheslav"},
    {"Опанас", "Афанасий"},
    {"Йосип", "Иосиф"},
    {"Mohammed", "محمد"},
    {"Muhammad", "Мухаммед"},
    {"Youssef", "Yusuf"},
    {"حسين", "Hussain"},
    {"Abdelrahman", "عبدالرحمن"},
    {"عبد الرحمن", "عبدالرحمن"}, /* blanks do not count */
    {"أحمد", "احمد"},            /* hamza */
    {"فاطمة", "فاطمه"},
    {"مصطفى", "Mustafa"},
};

static enum given_tie tie(const char *a, const char *b)
{
    struct given_names left;
    struct given_names right;

    given_names_of(&left, str_from_c(a));
    given_names_of(&right, str_from_c(b));
    assert_int_equal(given_tie(&left, &right), given_tie(&right, &left));
    return given_tie(&left, &right);
}

static void check(const struct pair *pairs, size_t count, enum given_tie wanted)
{
    for (size_t i = 0; i < count; i++)
        if (tie(pairs[i].a, pairs[i].b) != wanted)
            fail_msg("%s, %s: %d", pairs[i].a, pairs[i].b, tie(pairs[i].a, pairs[i].b));
}

static void forms_of_one_name_are_one(void **state)
{
    (void)state;
    check(one, sizeof one / sizeof one[0], GIVEN_ONE);
    assert_true(given_are_equivalent(STR("Олексій"), STR("Alexey")));
}

static const struct pair by_short[] = {
    {"Саша", "Олександр"},  {"Саша", "Олександра"}, {"Sasha", "Александр"},
    {"Женя", "Євген"},      {"Женя", "Евгения"},    {"Сашко", "Шура"},
    {"Діма", "Dmitry"},     {"Вова", "Volodymyr"},  {"Наташа", "Наталія"},
    {"Слава", "В’ячеслав"}, {"Слава", "Ярослав"},
};

static void short_forms_belong_to_each_of_their_names(void **state)
{
    (void)state;
    check(by_short, sizeof by_short / sizeof by_short[0], GIVEN_BY_SHORT);
    assert_true(given_are_equivalent(STR("Саша"), STR("Олександра")));
}

static const struct pair apart[] = {
    {"Олександр", "Олександра"}, {"Oleksandr", "Oleksandra"},
    {"Євген", "Євгенія"},        {"Юрій", "Георгій"},
    {"Іван", "Іванна"},          {"Мар'яна", "Марина"},
    {"Валерій", "Валерия"},      {"Богдан", "Богдана"},
    {"محمد", "محمود"},           {"حسن", "حسين"},
    {"Hasan", "Hussein"},        {"Сашко", "Олександра"},
};

static void names_that_only_look_alike_are_apart(void **state)
{
    (void)state;
    check(apart, sizeof apart / sizeof apart[0], GIVEN_APART);
}

static void related_names_are_said_to_be_so(void **state)
{
    (void)state;
    assert_int_equal(tie("Оксана", "Ксенія"), GIVEN_MAY_BE);
    assert_int_equal(tie("Оксана", "Xenia"), GIVEN_MAY_BE);
    assert_false(given_are_equivalent(STR("Оксана"), STR("Ксения")));
}

static void other_words_are_no_given_names(void **state)
{
    (void)state;
    assert_int_equal(tie("Шевченко", "Олексій"), GIVEN_NOTHING);
    assert_int_equal(tie("", "Олексій"), GIVEN_NOTHING);
    assert_int_equal(tie("123", "123"), GIVEN_NOTHING);
    assert_int_equal(tie("\xff\xd0", "Ян"), GIVEN_NOTHING);
    assert_int_equal(tie("Яна", "Коваль"), GIVEN_NOTHING);
}

/* The patronymic, and a form of the father's name. */
static const struct pair fathers[] = {
    {"Олексійович", "Олексій"}, {"Алексеевич", "Олексій"}, {"Oleksiiovych", "Alexey"},
    {"Алексеевна", "Олексій"},  {"Олексіївна", "Алексей"}, {"Миколайович", "Николай"},
    {"Николаевна", "Микола"},   {"Юрьевич", "Юрій"},       {"Іллівна", "Ілля"},
    {"Ильич", "Ілля"},          {"Ілліч", "Илья"},         {"Ильинична", "Ілля"},
    {"Лукич", "Лука"},          {"Кузьмич", "Кузьма"},     {"Никитична", "Микита"},
    {"Яковлевич", "Яків"},      {"Якович", "Яков"},        {"Львовна", "Лев"},
    {"Львович", "Lev"},         {"Федорович", "Федір"},    {"Петрівна", "Пётр"},
    {"Pavlovych", "Павел"},     {"Dmitrievich", "Дмитро"}, {"Дем’янович", "Демьян"},
    {"Григорович", "Григорий"}, {"Васильевна", "Василь"},  {"Геннадьевич", "Геннадій"},
    {"Прокопович", "Прокіп"},   {"Євгенівна", "Евгений"},  {"Антонівна", "Антін"},
    {"Serhiivna", "Сергей"},    {"Мойсейович", "Мойсей"},  {"Сидорович", "Сидір"},
    {"Магомедович", "Магомед"}, {"Ахмедовна", "Ахмед"},    {"Вячеславівна", "В'ячеслав"},
};

static void a_patronymic_leads_to_the_fathers_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fathers / sizeof fathers[0]; i++) {
        struct given_names from;
        struct given_names father;

        given_patronymic_of(&from, str_from_c(fathers[i].a));
        given_names_of(&father, str_from_c(fathers[i].b));
        if (given_tie(&from, &father) < GIVEN_BY_SHORT)
            fail_msg("%s, %s: %d", fathers[i].a, fathers[i].b, given_tie(&from, &father));
    }
}

static void family_names_are_no_patronymics(void **state)
{
    static const char *const words[] = {"Шевченко", "Янукович",  "Бабич", "Рабинович",
                                        "Попович",  "Ковальчук", "ович",  "іч",
                                        "Ковна",    ""};
    struct given_names from;

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        given_patronymic_of(&from, str_from_c(words[i]));
        if (from.count != 0)
            fail_msg("\"%s\" is taken for a patronymic", words[i]);
    }
}

/* Also that no folded form is too long, and no word is on more lines than are given. */
static void forms_are_found_on_their_lines(void **state)
{
    size_t forms = 0;

    (void)state;
    for (uint16_t line = 0; given_line(line).len > 0; line++) {
        struct str rest = given_line(line);
        struct str form;
        enum given_kind kind;

        while (given_next(&form, &kind, &rest)) {
            struct given_names names;
            bool is_there = false;

            given_names_of(&names, form);
            for (size_t i = 0; i < names.count; i++)
                is_there = is_there || (names.at[i].line == line &&
                                        names.at[i].kind <= (uint8_t)kind);
            if (!is_there)
                fail_msg("\"" STR_FMT "\" of line %u is not found", STR_ARG(form), line);
            forms++;
        }
    }
    assert_true(forms > 2500);
}

/* A related form must have a line of its own, or it would be known nowhere. */
static void related_forms_have_their_own_lines(void **state)
{
    (void)state;
    for (uint16_t line = 0; given_line(line).len > 0; line++) {
        struct str rest = given_line(line);
        struct str form;
        enum given_kind kind;

        while (given_next(&form, &kind, &rest)) {
            struct given_names names;
            bool is_full = false;

            if (kind != GIVEN_RELATED)
                continue;
            given_names_of(&names, form);
            for (size_t i = 0; i < names.count; i++)
                is_full = is_full || names.at[i].kind == GIVEN_FULL;
            if (!is_full)
                fail_msg("\"" STR_FMT "\" has no line of its own", STR_ARG(form));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_one_name_are_one),
        cmocka_unit_test(short_forms_belong_to_each_of_their_names),
        cmocka_unit_test(names_that_only_look_alike_are_apart),
        cmocka_unit_test(related_names_are_said_to_be_so),
        cmocka_unit_test(other_words_are_no_given_names),
        cmocka_unit_test(a_patronymic_leads_to_the_fathers_name),
        cmocka_unit_test(family_names_are_no_patronymics),
        cmocka_unit_test(forms_are_found_on_their_lines),
        cmocka_unit_test(related_forms_have_their_own_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
