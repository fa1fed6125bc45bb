#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "store/text_index.h"

static struct db *db;
static struct text_index *texts;
static struct err err;

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(db_open_memory(&db, STR(""), &err), ERR_OK);
    assert_int_equal(text_index_make(db, false, &err), ERR_OK);
    assert_int_equal(text_index_open(&texts, db, &err), ERR_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    text_index_close(texts);
    db_close(db);
    return 0;
}

/* "a|x b" is a with x at the same place, then b. */
static struct str prepared(struct buf *out, const char *text)
{
    struct str rest = str_from_c(text);

    buf_reset(out);
    while (rest.len > 0) {
        size_t end = 0;
        bool is_same = rest.ptr[0] == '|';

        rest = rest.ptr[0] == ' ' || is_same ? str_after(rest, 1) : rest;
        while (end < rest.len && rest.ptr[end] != ' ' && rest.ptr[end] != '|')
            end++;
        text_add(out, str_prefix(rest, end), is_same);
        rest = str_after(rest, end);
    }
    return buf_str(out);
}

static void put(int64_t row, const char *text)
{
    struct buf out = {0};

    assert_int_equal(text_index_put(texts, TEXT_SAID, row, prepared(&out, text), &err),
                     ERR_OK);
    buf_release(&out);
}

static enum err_code note_row(void *context, const struct text_row *row, bool *is_enough,
                              struct err *unused)
{
    (void)unused;
    buf_printf(context, "%lld ", (long long)row->number);
    *is_enough = row->number == 99;
    return ERR_OK;
}

static void assert_rows(const struct text_query *query, const char *expected)
{
    struct buf rows = {0};

    assert_int_equal(
        text_index_find(texts, TEXT_SAID, query, 0, INT64_MAX, note_row, &rows, &err),
        ERR_OK);
    assert_string_equal(buf_text(&rows), expected);
    buf_release(&rows);
}

static void assert_found(const char *text, bool is_beginning, const char *expected)
{
    struct buf out = {0};
    struct text_phrase phrase = {prepared(&out, text), is_beginning};
    struct text_clause clause = {&phrase, 1};
    struct text_query query = {.all = &clause, .all_count = 1};

    assert_rows(&query, expected);
    buf_release(&out);
}

static void tokens_at_one_place_find_the_same_rows(void **state)
{
    (void)state;
    put(1, "kharkiv|~hrkv station");
    put(2, "kharkov|~hrkv");
    put(3, "station kharkiv|~hrkv");
    assert_found("kharkiv", false, "1 3 ");
    assert_found("~hrkv", false, "1 2 3 ");
    assert_found("nothing", false, "");
    assert_found("kharkov|kharkiv", false, "1 2 3 ");
}

static void phrases_hold_over_keys(void **state)
{
    (void)state;
    put(1, "mass|~mas grave|~grav");
    put(2, "mass|~mas graves|~grav");
    put(3, "grave|~grav mass|~mas");
    put(4, "mass|~mas x grave|~grav");
    assert_found("~mas ~grav", false, "1 2 ");
    assert_found("mass grave", false, "1 ");
    assert_found("mass grave|graves", false, "1 2 ");
    assert_found("mass gra", true, "1 2 ");
}

static void what_is_excluded_is_not_there(void **state)
{
    struct buf a = {0};
    struct buf b = {0};
    struct buf c = {0};
    struct text_phrase all[] = {{prepared(&a, "a"), false}, {prepared(&b, "b"), false}};
    struct text_phrase not = {prepared(&c, "c"), false};
    struct text_clause either = {all, 2};
    struct text_clause both[] = {{&all[0], 1}, {&all[1], 1}};
    struct text_clause none = {&not, 1};

    (void)state;
    put(1, "a");
    put(2, "b");
    put(3, "a b");
    put(4, "b a c");
    assert_rows(&(struct text_query){.all = &either, .all_count = 1}, "1 2 3 4 ");
    assert_rows(&(struct text_query){.all = both, .all_count = 2}, "3 4 ");
    assert_rows(
        &(struct text_query){.all = both, .all_count = 2, .none = &none, .none_count = 1},
        "3 ");
    assert_rows(&(struct text_query){.none = &none, .none_count = 1}, "");
    buf_release(&a);
    buf_release(&b);
    buf_release(&c);
}

static void any_bytes_are_a_token(void **state)
{
    (void)state;
    put(1, "\"quoted\" AND \x01\x02 *");
    assert_found("\"quoted\"", false, "1 ");
    assert_found("\x01\x02", false, "1 ");
    assert_found("*", false, "1 ");
    assert_found("AND", false, "1 ");
    assert_found("and", false, "");
    assert_found("\"quoted\" AND", false, "1 ");
}

static void rows_can_be_bounded_and_ended(void **state)
{
    struct buf out = {0};
    struct buf rows = {0};
    struct text_phrase phrase = {prepared(&out, "a"), false};
    struct text_clause clause = {&phrase, 1};
    struct text_query query = {.all = &clause, .all_count = 1};

    (void)state;
    put(1, "a");
    put(7, "a");
    put(99, "a");
    put(100, "a");
    put(INT64_MAX - 1, "a");
    assert_found("a", false, "1 7 99 "); /* note_row ends there */
    assert_int_equal(
        text_index_find(texts, TEXT_SAID, &query, 2, 99, note_row, &rows, &err), ERR_OK);
    assert_string_equal(buf_text(&rows), "7 ");
    buf_reset(&rows);
    assert_int_equal(
        text_index_find(texts, TEXT_SAID, &query, 100, INT64_MAX, note_row, &rows, &err),
        ERR_OK);
    assert_string_equal(buf_text(&rows), "100 9223372036854775806 ");
    buf_reset(&rows);
    assert_int_equal(
        text_index_find(texts, TEXT_NAMES, &query, 0, INT64_MAX, note_row, &rows, &err),
        ERR_OK);
    assert_int_equal(rows.len, 0);
    buf_release(&out);
    buf_release(&rows);
}

static enum err_code note_span(void *context, const struct text_row *row, bool *is_enough,
                               struct err *unused)
{
    (void)unused;
    (void)is_enough;
    buf_printf(context, "%lld:%u/%u ", (long long)row->number, row->count, row->span);
    return ERR_OK;
}

static void how_close_they_stand_is_told(void **state)
{
    struct buf a = {0};
    struct buf b = {0};
    struct buf rows = {0};
    struct text_phrase phrases[] = {{prepared(&a, "a"), false},
                                    {prepared(&b, "b|c"), false}};
    struct text_clause both[] = {{&phrases[0], 1}, {&phrases[1], 1}};
    struct text_clause either = {phrases, 2};
    struct text_query query = {.all = both, .all_count = 2};

    (void)state;
    put(1, "a b");
    put(2, "a x x c x a b x");
    put(3, "c x x x a");
    put(4, "a a x");
    assert_int_equal(
        text_index_find(texts, TEXT_SAID, &query, 0, INT64_MAX, note_span, &rows, &err),
        ERR_OK);
    assert_string_equal(buf_text(&rows), "1:2/2 2:4/2 3:2/5 ");
    buf_reset(&rows);
    query = (struct text_query){.all = &either, .all_count = 1};
    assert_int_equal(
        text_index_find(texts, TEXT_SAID, &query, 3, INT64_MAX, note_span, &rows, &err),
        ERR_OK);
    assert_string_equal(buf_text(&rows), "3:2/5 4:2/1 ");
    buf_release(&a);
    buf_release(&b);
    buf_release(&rows);
}

static enum err_code note_entry(void *context, struct str entry, bool *is_enough,
                                struct err *unused)
{
    (void)unused;
    buf_append(context, entry);
    buf_char(context, ' ');
    *is_enough = str_equal(entry, STR("bz"));
    return ERR_OK;
}

static void assert_entries(const char *beginning, const char *expected)
{
    struct buf out = {0};

    assert_int_equal(
        text_index_entries(texts, str_from_c(beginning), note_entry, &out, &err), ERR_OK);
    assert_string_equal(buf_text(&out), expected);
    buf_release(&out);
}

static void the_set_is_ordered_and_holds_each_once(void **state)
{
    static const char *const entries[] = {"c", "b", "bb", "ba", "b", "bz", "bzz"};

    (void)state;
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++)
        assert_int_equal(text_index_enter(texts, str_from_c(entries[i]), &err), ERR_OK);
    assert_entries("b", "b ba bb bz ");
    assert_entries("bb", "bb ");
    assert_entries("a", "");
    assert_entries("c", "c ");
}

static enum err_code note_token(void *context, struct str token, int64_t row,
                                int64_t place, struct err *unused)
{
    (void)unused;
    buf_printf(context, STR_FMT "@%lld.%lld ", STR_ARG(token), (long long)row,
               (long long)place);
    return ERR_OK;
}

static void what_was_loaded_is_what_was_added(void **state)
{
    struct buf out = {0};
    struct db *other = NULL;

    (void)state;
    text_index_close(texts);
    assert_int_equal(db_open_memory(&other, STR(""), &err), ERR_OK);
    assert_int_equal(text_index_make(other, true, &err), ERR_OK);
    assert_int_equal(text_index_open(&texts, other, &err), ERR_OK);
    assert_int_equal(db_begin(other, &err), ERR_OK);
    for (int64_t i = 1; i <= 5000; i++)
        put(i, i % 2 == 0 ? "a|b c" : "c a");
    assert_int_equal(db_commit(other, &err), ERR_OK);
    assert_int_equal(text_index_finish(texts, &err), ERR_OK);
    put(5001, "late");
    assert_found("late", false, "5001 ");
    assert_int_equal(text_index_finish(texts, &err), ERR_OK);
    assert_found("late", false, "5001 ");
    text_index_close(texts);
    texts = NULL;
    db_close(other);
    /* and a second connection reads the same */
    assert_int_equal(text_index_open(&texts, db, &err), ERR_OK);
    put(1, "c a|b");
    assert_int_equal(text_index_tokens(texts, TEXT_SAID, note_token, &out, &err), ERR_OK);
    assert_string_equal(buf_text(&out), "c@1.0 a@1.1 b@1.1 ");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tokens_at_one_place_find_the_same_rows, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(phrases_hold_over_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_excluded_is_not_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_bytes_are_a_token, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_can_be_bounded_and_ended, set_up, tear_down),
        cmocka_unit_test_setup_teardown(how_close_they_stand_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_set_is_ordered_and_holds_each_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_was_loaded_is_what_was_added, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests_name("store/text_index", tests, NULL, NULL);
}
