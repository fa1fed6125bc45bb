#include "intake/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct columns survey(const char *text)
{
    const struct table_options options = {0};
    struct columns columns = {0};
    struct table *table = NULL;
    struct err err = {0};

    if (table_open(&table, &arena, str_from_c(text), &options, &err) != ERR_OK ||
        columns_survey(&columns, &arena, table, &err) != ERR_OK)
        fail_msg("%s", err.message);
    table_close(table);
    return columns;
}

static void oddities_are_counted(void **state)
{
    struct columns c = survey("id,source,town,n\n"
                              "1,paper,Rudka,3\n"
                              "1,paper,,4\n"
                              "2,paper,Rudka,5,6\n"
                              "3,paper,Lypove,x\n");

    (void)state;
    assert_int_equal(c.rows, 4);
    assert_int_equal(c.bad_rows, 1); /* five cells under four names */
    assert_int_equal(c.items[0].repeated, 1);
    assert_int_equal(c.items[2].empty, 1);
    assert_int_equal(c.items[2].sample_count, 2);
    assert_true(str_equal(c.items[2].samples[1], STR("Lypove")));
    assert_true(c.items[0].is_number);
    assert_false(c.items[3].is_number);
    c = survey("a,b\nx,1\nx,2\nx,3\n");
    assert_true(c.items[0].is_constant);
    assert_false(c.items[1].is_constant);
}

static void names_that_cannot_be_used_are_told(void **state)
{
    struct columns c = survey("a,,a,\"b\nc\"\n1,2,3,4\n");

    (void)state;
    assert_true(c.items[0].is_twice);
    assert_true(c.items[1].is_unnamed);
    assert_true(c.items[3].is_unnamed);
}

static void forms_of_dates_are_told_apart(void **state)
{
    struct columns c = survey("iso,dots,us,eu,any,mixed,year,text\n"
                              "2022-09-14,14.09.2022,9/14/2022,14/9/2022,9/10/2022,"
                              "2022-09-14,1985,x\n"
                              "2022-09-15,1.9.2022,12/1/2022,3/9/2022,1/2/2022,"
                              "14.09.2022,1990,y\n");
    bool is_mixed = false;
    const char *const wanted[] = {"",         "D.M.YYYY", "M/D/YYYY", "D/M/YYYY",
                                  "D/M/YYYY", "",         "",         ""};

    (void)state;
    for (size_t i = 0; i < 8; i++) {
        assert_true(str_equal(columns_date_pattern(&is_mixed, &c.items[i]),
                              str_from_c(wanted[i])));
        assert_int_equal(is_mixed, i == 5);
    }
    assert_int_equal(c.items[6].dates, COLUMN_YEAR);
}

static void samples_end_between_characters(void **state)
{
    struct columns c =
        survey("a\n"
               "їїїїїїїїїїїїїїїїїїїїїїїїїїїїїїx їїїїїїїїїїїїїїїїїїїїїїї\n");

    (void)state;
    assert_true(c.items[0].samples[0].len <= 60);
    assert_int_equal((unsigned char)c.items[0].samples[0].ptr[0], 0xd1);
    assert_true((c.items[0].samples[0].len) % 2 == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oddities_are_counted),
        cmocka_unit_test(names_that_cannot_be_used_are_told),
        cmocka_unit_test(forms_of_dates_are_told_apart),
        cmocka_unit_test(samples_end_between_characters),
    };

    return cmocka_run_group_tests(tests, NULL, tear_down);
}
