#include "intake/table_sheet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define BOOK "stele-workbook 1 xlsx\nS v 4:Dead\nT 1\n"

struct opened {
    struct arena arena;
    struct table_sheet *sheet;
};

static struct opened open_stream(const char *stream, uint32_t first, uint32_t last)
{
    struct opened opened = {0};
    struct err err = {0};

    if (table_sheet_open(&opened.sheet, &opened.arena, str_from_c(stream), first, last,
                         &err) != ERR_OK)
        fail_msg("%s", err.message);
    return opened;
}

static void assert_names(const struct opened *opened, const char *wanted)
{
    struct buf all = {0};
    size_t count = 0;
    const struct str *names = table_sheet_names(opened->sheet, &count);

    for (size_t i = 0; i < count; i++) {
        buf_append(&all, i > 0 ? STR("|") : STR(""));
        buf_append(&all, names[i]);
    }
    if (!str_equal(buf_str(&all), str_from_c(wanted)))
        fail_msg("the names are \"" STR_FMT "\", not \"%s\"", STR_ARG(buf_str(&all)),
                 wanted);
    buf_release(&all);
}

/* "7h:1,x*": the row of the sheet, hidden or not, and its cells; * for a merged one. */
static void append_row(struct buf *all, const struct table_row *row, size_t cells)
{
    buf_printf(all, "%s%zu%s:", row->number > 1 ? " " : "", row->line,
               row->is_hidden ? "h" : "");
    for (size_t i = 0; i < cells; i++) {
        buf_append(all, i > 0 ? STR(",") : STR(""));
        buf_append(all, row->cells[i].text);
        if (row->cells[i].is_merged)
            buf_char(all, '*');
    }
}

static void assert_rows(struct opened *opened, const char *wanted)
{
    struct buf all = {0};
    struct table_row row = {0};
    struct err err = {0};
    bool is_row = true;
    size_t count = 0;

    (void)table_sheet_names(opened->sheet, &count);
    for (int64_t number = 1;; number++) {
        if (table_sheet_next(&row, &is_row, opened->sheet, &err) != ERR_OK)
            fail_msg("%s", err.message);
        if (!is_row)
            break;
        assert_int_equal(row.number, number);
        append_row(&all, &row, count);
    }
    if (!str_equal(buf_str(&all), str_from_c(wanted)))
        fail_msg("the rows are \"" STR_FMT "\", not \"%s\"", STR_ARG(buf_str(&all)),
                 wanted);
    buf_release(&all);
}

static void names_stand_in_the_first_row_that_has_cells(void **state)
{
    struct opened o = open_stream(BOOK "R 3 v\nC 0 t 4: id \nC 2 t 8:a\n  b \tc\n"
                                       "R 4 v\nC 0 n 1:1\nC 1 t 1:x\nC 2 t 1:y\n"
                                       "R 7 h\nC 0 n 1:2\nE\n",
                                  0, 0);
    struct err err = {0};

    (void)state;
    assert_names(&o, "id|column B|a b c");
    for (int pass = 0; pass < 2; pass++) {
        assert_rows(&o, "4:1,x,y 7h:2,,");
        assert_int_equal(table_sheet_rewind(o.sheet, &err), ERR_OK);
    }
    arena_free(&o.arena);
}

static void names_of_several_rows_are_joined(void **state)
{
    /*  row 1: a title over everything
     *  row 2: id (over rows 2 and 3) | killed (over two columns) | place
     *  row 3:                          children | adults          | town  */
    struct opened o = open_stream(
        BOOK "R 1 v\nC 0 t 11:List of May\nR 2 v\nC 0 t 2:id\nC 1 t 6:killed\n"
             "C 3 t 5:place\nR 3 v\nC 1 t 8:children\nC 2 t 6:adults\nC 3 t 4:town\n"
             "R 4 v\nC 0 n 1:1\nC 1 n 1:2\nC 2 n 1:3\nC 3 t 1:x\n"
             "M 1 0 1 3\nM 2 0 3 0\nM 2 1 2 2\nE\n",
        2, 3);

    (void)state;
    assert_names(&o, "id|killed / children|killed / adults|place / town");
    assert_rows(&o, "4:1,2,3,x");
    arena_free(&o.arena);
}

static void a_merged_area_means_its_value_in_each_of_its_cells(void **state)
{
    struct opened o = open_stream(BOOK "R 1 v\nC 0 t 1:a\nC 1 t 1:b\nC 2 t 1:c\n"
                                       "R 2 v\nC 0 t 1:x\nC 1 n 1:1\n"
                                       "R 3 v\nC 0 t 5:stale\nC 1 n 1:2\n"
                                       "R 4 v\nC 0 t 5:stale\n"
                                       "R 5 v\nC 1 t 1:w\n"
                                       "R 9 v\nC 1 n 1:3\n"
                                       "M 2 0 4 0\nM 5 1 5 2\nM 6 0 9 0\nE\n",
                                  0, 0);
    struct table_row row;
    struct err err = {0};
    bool is_row = false;

    (void)state;
    /* Row 4 says nothing of its own; the area of rows 6 to 9 has no value. */
    assert_rows(&o, "2:x,1, 3:x*,2, 5:,w,w* 9:,3,");
    assert_int_equal(table_sheet_rewind(o.sheet, &err), ERR_OK);
    assert_int_equal(table_sheet_next(&row, &is_row, o.sheet, &err), ERR_OK);
    assert_int_equal(row.cells[0].hides.len, 0);
    assert_int_equal(table_sheet_next(&row, &is_row, o.sheet, &err), ERR_OK);
    assert_true(str_equal(row.cells[0].hides, STR("stale")));
    assert_int_equal(row.cells[0].kind, WORKBOOK_TEXT);
    arena_free(&o.arena);
}

static void hidden_columns_and_the_reason_are_known(void **state)
{
    struct opened o = open_stream(
        BOOK "H 1 1\nR 1 v\nC 0 t 29:rejected from a sheet because\nC 1 t 1:a\n"
             "C 2 t 1:b\nR 2 v\nC 0 t 3:why\nC 1 n 1:1\nE\n",
        0, 0);

    (void)state;
    assert_names(&o, "a|b");
    assert_true(table_sheet_is_hidden(o.sheet, 0));
    assert_false(table_sheet_is_hidden(o.sheet, 1));
    assert_rows(&o, "2:1,");
    arena_free(&o.arena);
}

static void what_is_no_table_is_refused(void **state)
{
    static const struct {
        const char *stream;
        uint32_t first;
        enum err_code code;
        const char *message;
    } cases[] = {
        {BOOK "E\n", 0, ERR_INVALID, "its sheet \"Dead\" is empty"},
        {BOOK "R 1 v\nC 0 t 1:a\nR 9 v\nC 0 t 1:x\nE\n", 4, ERR_INVALID,
         "the names of columns should stand in row 4 of the sheet \"Dead\", and nothing "
         "stands there: say in which row, with header ROW in the mapping's format line"},
        {BOOK "R 1 v\nC 0 t 1:a\nC 1 t 1:b\nR 2 v\nC 0 t 1:x\nM 1 0 2 1\nM 2 1 3 1\nE\n",
         0, ERR_INVALID, "two merged areas of the sheet overlap in row 2"},
        {"! L 8:too much", 0, ERR_CORRUPT,
         "what the reader of workbooks wrote is not as it should be: its sentence"},
        {"! L 8:too much\n", 0, ERR_LIMIT, "too much"},
        {BOOK "R 1 v\nC 0 t 1:a\n! I 3:bad\n", 0, ERR_INVALID, "bad"},
        {"stele-workbook 1 ods\nS v 1:A\n! N 4:none\n", 0, ERR_NOT_FOUND, "none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct table_sheet *sheet = NULL;
        struct err err = {0};

        assert_int_equal(table_sheet_open(&sheet, &arena, str_from_c(cases[i].stream),
                                          cases[i].first, cases[i].first, &err),
                         cases[i].code);
        assert_string_equal(err.message, cases[i].message);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_in_the_first_row_that_has_cells),
        cmocka_unit_test(names_of_several_rows_are_joined),
        cmocka_unit_test(a_merged_area_means_its_value_in_each_of_its_cells),
        cmocka_unit_test(hidden_columns_and_the_reason_are_known),
        cmocka_unit_test(what_is_no_table_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
