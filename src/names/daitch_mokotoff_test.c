#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "names/daitch_mokotoff.h"

enum { CODES = 8 };

struct row {
    const char *name;
    uint32_t codes[CODES]; /* rising; 0 ends them */
};

/* The published examples: https://www.avotaynu.com/soundex.htm and
 * https://www.jewishgen.org/InfoFiles/Soundex.html, and the cases that PostgreSQL 16
 * tests its daitch_mokotoff() with. */
static const struct row published[] = {
    {"Augsburg", {54795}},
    {"Breuer", {791900}},
    {"Freud", {793000}},
    {"Halberstadt", {587433, 587943}},
    {"Mannheim", {665600}},
    {"Chernowitz", {496740, 596740}},
    {"Cherkassy", {495400, 595400}},
    {"Kleinman", {586660}},
    {"Nowy Targ", {673950}},
    {"Berlin", {798600}},
    {"Ceniow", {467000, 567000}},
    {"Tsenyuv", {467000}},
    {"Holubica", {587400, 587500}},
    {"Golubitsa", {587400}},
    {"Przemysl", {746480, 794648}},
    {"Pshemeshil", {746480}},
    {"Rosochowaciec", {944744, 944745, 944754, 944755, 945744, 945745, 945754, 945755}},
    {"Rosokhovatsets", {945744}},
    {"'OBrien", {79600}},
    {"O'Brien", {79600}},
    {"CJC", {400000, 440000, 450000, 540000, 545000, 550000}},
    {"BESST", {743000}},
    {"BOUEY", {710000}},
    {"HANNMANN", {566600}},
    {"MCCOYJR", {641900, 644900, 645190, 645490, 651900, 654190, 654490, 654900}},
    {"ACCURSO", {44000, 45400, 45940, 49400, 54000, 54400, 54940, 59400}},
    {"BIERSCHBACH", {745740, 745750, 747400, 747500, 794574, 794575, 794740, 794750}},
};

static void assert_codes(const struct row *row)
{
    uint32_t codes[NAME_DM_MAX];
    size_t count = name_dm(codes, NAME_DM_MAX, str_from_c(row->name));

    for (size_t i = 0; i < CODES; i++) {
        uint32_t code = i < count ? codes[i] : 0;

        if (code != row->codes[i])
            fail_msg("%s: code %zu is %06u, not %06u", row->name, i, code, row->codes[i]);
    }
    assert_true(count <= CODES);
}

static void published_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++)
        assert_codes(&published[i]);
}

static void other_scripts_are_romanised_first(void **state)
{
    static const struct row rows[] = {
        {"Черкаси", {495400, 595400}},
        {"Харків", {595700}},
        {"Łódź", {840000}},
        {"Boruński", {796450}},
        {"Wałęsa", {784000, 786400}},
        {"Čerkasy", {495400, 595400}},
        {"شريف", {497000}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_codes(&rows[i]);
}

static void codes_are_bounded(void **state)
{
    uint32_t codes[2];
    char many[300];

    (void)state;
    assert_int_equal(name_dm(codes, 2, STR("123")), 0);
    assert_int_equal(name_dm(codes, 2, STR("")), 0);
    assert_int_equal(name_dm(codes, 0, STR("Chernowitz")), 0);
    assert_int_equal(name_dm(codes, 1, STR("Chernowitz")), 1);
    assert_int_equal(codes[0], 496740);
    for (size_t i = 0; i < sizeof many; i++)
        many[i] = "cj"[i % 2];
    assert_int_equal(name_dm(codes, 2, (struct str){many, sizeof many}), 2);
    assert_true(codes[0] < codes[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples),
        cmocka_unit_test(other_scripts_are_romanised_first),
        cmocka_unit_test(codes_are_bounded),
    };

    return cmocka_run_group_tests_name("daitch_mokotoff", tests, NULL, NULL);
}
