#include "intake/table.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct table *open_text(struct arena *arena, const char *text, bool is_json)
{
    struct table_options options = {.format = is_json ? TABLE_JSON : TABLE_CSV};
    struct table *table = NULL;
    struct err err = {0};

    if (table_open(&table, arena, str_from_c(text), &options, &err) != ERR_OK)
        fail_msg("%s", err.message);
    return table;
}

static bool next(struct table_row *row, struct table *table)
{
    struct err err = {0};
    bool is_row = false;

    if (table_next(row, &is_row, table, &err) != ERR_OK)
        fail_msg("%s", err.message);
    return is_row;
}

static void assert_cell(const struct table_row *row, size_t i, const char *text)
{
    if (!str_equal(row->cells[i].text, str_from_c(text)))
        fail_msg("cell %zu is \"" STR_FMT "\", not \"%s\"", i,
                 STR_ARG(row->cells[i].text), text);
}

static void csv_rows_have_numbers_lines_and_trimmed_cells(void **state)
{
    struct arena arena = {0};
    struct table *table = open_text(&arena, " a ;b\n 1 ;\"x\ny\"\n\n2;z\n", false);
    struct table_row row;
    const struct str *names;
    struct err err = {0};
    size_t count;

    (void)state;
    names = table_names(table, &count);
    assert_int_equal(count, 2);
    assert_true(str_equal(names[0], STR("a")));
    assert_int_equal(table_detected(table).separator, ';');
    for (int pass = 0; pass < 2; pass++) {
        assert_true(next(&row, table));
        assert_int_equal(row.number, 1);
        assert_int_equal(row.line, 2);
        assert_cell(&row, 0, "1");
        assert_cell(&row, 1, "x\ny");
        assert_true(next(&row, table));
        assert_int_equal(row.number, 2);
        assert_cell(&row, 1, "z");
        assert_false(next(&row, table));
        assert_int_equal(table_rewind(table, &err), ERR_OK);
    }
    table_close(table);
    arena_free(&arena);
}

static void rows_of_another_width_are_given_with_the_problem(void **state)
{
    struct arena arena = {0};
    struct table *table = open_text(&arena, "a,b\n1\n1,2,\n1,2,3\n", false);
    struct table_row row;

    (void)state;
    assert_true(next(&row, table));
    assert_string_equal(row.problem, "the row has fewer cells than there are columns");
    assert_true(next(&row, table));
    assert_null(row.problem);
    assert_true(next(&row, table));
    assert_string_equal(row.problem, "the row has more cells than there are columns");
    table_close(table);
    arena_free(&arena);
}

static void json_arrays_and_objects_of_objects_are_tables(void **state)
{
    static const char *const texts[] = {
        "[{\"a\":\"x\",\"l\":[\"p\",2]},{\"b\":1.50,\"a\":null,\"l\":[]},{\"a\":true}]",
        "{\"1\":{\"a\":\"x\",\"l\":[\"p\",2]},\"2\":{\"b\":1.50,\"a\":null,\"l\":[]},"
        "\"3\":"
        "{\"a\":true}}"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct arena arena = {0};
        struct table *table = open_text(&arena, texts[i], true);
        struct table_row row;
        size_t count;

        (void)table_names(table, &count);
        assert_int_equal(count, 3);
        assert_true(next(&row, table));
        assert_cell(&row, 0, "x");
        assert_true(row.cells[1].is_list);
        assert_int_equal(row.cells[1].part_count, 2);
        assert_true(str_equal(row.cells[1].parts[1], STR("2")));
        assert_true(next(&row, table));
        assert_cell(&row, 0, "");
        assert_cell(&row, 1, "");
        assert_cell(&row, 2, "1.5");
        assert_true(next(&row, table));
        assert_cell(&row, 0, "true");
        assert_false(next(&row, table));
        table_close(table);
        arena_free(&arena);
    }
}

static void rows_handed_back_are_a_table_again(void **state)
{
    static const struct {
        const char *text;
        bool is_json;
    } cases[] = {{"a;b\n1;\"x;y\"\n2;\n", false},
                 {"[{\"a\":\"1\",\"b\":\"x;y\"},{\"a\":\"2\"}]", true}};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct arena arena = {0};
        struct table *table = open_text(&arena, cases[i].text, cases[i].is_json);
        struct table_rejects rejects = {0};
        struct table *again;
        struct table_row row;
        size_t count;

        while (next(&row, table))
            table_reject(&rejects, table, &row, STR("because; \"it\" is"));
        table_reject_end(&rejects, table);
        buf_char(&rejects.text, '\0');
        again = open_text(&arena, rejects.text.ptr, cases[i].is_json);
        (void)table_names(again, &count);
        assert_int_equal(count, 2);
        assert_true(next(&row, again));
        assert_cell(&row, 0, "1");
        assert_cell(&row, 1, "x;y");
        assert_true(next(&row, again));
        assert_cell(&row, 0, "2");
        assert_false(next(&row, again));
        buf_release(&rejects.text);
        table_close(table);
        table_close(again);
        arena_free(&arena);
    }
}

static void what_is_no_table_is_refused(void **state)
{
    static const struct {
        const char *text;
        bool is_json;
        const char *message;
    } cases[] = {
        {"", false, "it is empty: there is no row of column names"},
        {"\n\n", false, "it is empty: there is no row of column names"},
        {"rejected because\nx\n", false, "it has no column but \"rejected because\""},
        {"[]", true, "it is empty: no row has a member, so there are no columns"},
        {"[1]", true, "it is empty: no row has a member, so there are no columns"},
        {"1", true, "it is neither an array nor an object of rows"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct table_options options = {.format =
                                            cases[i].is_json ? TABLE_JSON : TABLE_CSV};
        struct arena arena = {0};
        struct table *table = NULL;
        struct err err = {0};

        assert_int_equal(
            table_open(&table, &arena, str_from_c(cases[i].text), &options, &err),
            ERR_INVALID);
        assert_string_equal(err.message, cases[i].message);
        arena_free(&arena);
    }
}

static void a_long_cell_is_a_problem_of_its_row(void **state)
{
    struct arena arena = {0};
    struct buf text = {0};
    struct table *table;
    struct table_row row;

    (void)state;
    buf_append(&text, STR("a\n"));
    for (int i = 0; i <= TABLE_MAX_CELL; i++)
        buf_char(&text, 'x');
    buf_append(&text, STR("\ny\n"));
    buf_char(&text, '\0');
    table = open_text(&arena, text.ptr, false);
    assert_true(next(&row, table));
    assert_string_equal(row.problem, "a cell of the row is longer than 60000 bytes");
    assert_true(next(&row, table));
    assert_null(row.problem);
    table_close(table);
    buf_release(&text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_rows_have_numbers_lines_and_trimmed_cells),
        cmocka_unit_test(rows_of_another_width_are_given_with_the_problem),
        cmocka_unit_test(json_arrays_and_objects_of_objects_are_tables),
        cmocka_unit_test(rows_handed_back_are_a_table_again),
        cmocka_unit_test(what_is_no_table_is_refused),
        cmocka_unit_test(a_long_cell_is_a_problem_of_its_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
