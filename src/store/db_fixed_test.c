/* Databases that are made once and then only read or replaced. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder_for_test.h"
#include "store/db.h"

static char folder[64];
static char path[96];
static char beside[112];
static struct err err;

static int set_up(void **state)
{
    (void)state;
    if (make_folder_for_test(folder, sizeof folder) != 0)
        return -1;
    (void)snprintf(path, sizeof path, "%s/places.db", folder);
    (void)snprintf(beside, sizeof beside, "%s.new", path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    (void)chmod(folder, 0700);
    (void)unlink(path);
    (void)unlink(beside);
    return rmdir(folder); /* and nothing else lies there: no log, no lock */
}

static struct db *made(const char *value)
{
    char sql[100];
    struct db *db = NULL;

    (void)snprintf(sql, sizeof sql,
                   "CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('%s');", value);
    assert_int_equal(db_fixed_make(&db, path, &err), ERR_OK);
    assert_int_equal(db_script(db, sql, &err), ERR_OK);
    return db;
}

static struct db *opened(void)
{
    struct db *db = NULL;

    assert_int_equal(db_fixed_open(&db, path, &err), ERR_OK);
    return db;
}

static void assert_holds(struct db *db, const char *value)
{
    struct db_query *query = NULL;
    bool has_row = false;

    assert_int_equal(db_prepare(&query, db, "SELECT v FROM t", &err), ERR_OK);
    assert_int_equal(db_step(&has_row, query, &err), ERR_OK);
    assert_true(has_row && str_equal(db_column_text(query, 0), str_from_c(value)));
    db_query_close(query);
}

static void a_new_one_takes_the_place_in_one_step(void **state)
{
    struct db *db = made("old");
    struct db *reader;

    (void)state;
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(db_fixed_switch(&db, &err), ERR_OK);
    assert_null(db);
    reader = opened();
    db = made("new");
    assert_holds(reader, "old");
    assert_int_equal(db_fixed_switch(&db, &err), ERR_OK);
    assert_holds(reader, "old");
    db_close(reader);
    reader = opened();
    assert_holds(reader, "new");
    db_close(reader);
    assert_int_equal(access(beside, F_OK), -1);
}

static void closing_without_a_switch_leaves_the_old_one(void **state)
{
    struct db *db = made("old");

    (void)state;
    assert_int_equal(db_fixed_switch(&db, &err), ERR_OK);
    db_close(made("new"));
    assert_int_equal(access(beside, F_OK), -1);
    db = opened();
    assert_holds(db, "old");
    db_close(db);
}

static void what_a_killed_maker_left_is_no_hindrance(void **state)
{
    FILE *file = fopen(beside, "we");
    struct db *db;

    (void)state;
    assert_non_null(file);
    assert_true(fputs("half of a database", file) >= 0);
    assert_int_equal(fclose(file), 0);
    db = made("new");
    assert_int_equal(db_fixed_switch(&db, &err), ERR_OK);
    db = opened();
    assert_holds(db, "new");
    db_close(db);
}

static void reading_needs_no_right_to_write(void **state)
{
    struct db *db = made("old");

    (void)state;
    assert_int_equal(db_fixed_switch(&db, &err), ERR_OK);
    assert_int_equal(chmod(folder, 0500), 0);
    db = opened();
    assert_holds(db, "old");
    assert_int_not_equal(db_script(db, "DELETE FROM t;", &err), ERR_OK);
    db_close(db);
}

static void what_is_not_there_or_no_database_is_said(void **state)
{
    struct db *db = NULL;
    struct db_query *query = NULL;
    FILE *file;

    (void)state;
    assert_int_equal(db_fixed_open(&db, path, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "there is no such file"));
    file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs("this is no database, whatever its name says", file) >= 0);
    assert_int_equal(fclose(file), 0);
    if (db_fixed_open(&db, path, &err) == ERR_OK) {
        assert_int_equal(db_prepare(&query, db, "SELECT v FROM t", &err), ERR_CORRUPT);
        db_close(db);
    }
    assert_int_equal(err.code, ERR_CORRUPT);
    (void)snprintf(path, sizeof path, "%s/none/places.db", folder);
    assert_int_equal(db_fixed_make(&db, path, &err), ERR_IO);
    (void)snprintf(path, sizeof path, "%s/places.db", folder);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_new_one_takes_the_place_in_one_step),
        TEST(closing_without_a_switch_leaves_the_old_one),
        TEST(what_a_killed_maker_left_is_no_hindrance),
        TEST(reading_needs_no_right_to_write),
        TEST(what_is_not_there_or_no_database_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
