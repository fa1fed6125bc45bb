#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <linux/magic.h>
#include <sys/stat.h>

#include "base/folder_for_test.h"
#include "store/db_file.h"

static char folder[64];
static char path[96];
static struct err err;

static int set_up(void **state)
{
    (void)state;
    if (make_folder_for_test(folder, sizeof folder) != 0)
        return -1;
    (void)snprintf(path, sizeof path, "%s/index.db", folder);
    return 0;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"index.db", "index.db-wal", "index.db-shm",
                                        "index.db.new"};

    (void)state;
    (void)chmod(folder, 0700);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char name[128];

        (void)snprintf(name, sizeof name, "%s/%s", folder, names[i]);
        (void)unlink(name);
    }
    return rmdir(folder);
}

static void assert_message(const char *expected)
{
    char text[600];

    (void)snprintf(text, sizeof text, "\"%s\"%s", path, expected);
    assert_string_equal(err.message, text);
}

static struct db *writer(void)
{
    struct db *db = NULL;

    assert_int_equal(db_open_file(&db, path, DB_WRITE, &err), ERR_OK);
    return db;
}

static int64_t count_rows(struct db *db)
{
    struct db_query *query = NULL;
    bool has_row = false;
    int64_t count;

    assert_int_equal(db_prepare(&query, db, "SELECT count(*) FROM thing", &err), ERR_OK);
    assert_int_equal(db_step(&has_row, query, &err), ERR_OK);
    assert_true(has_row);
    count = db_column_int(query, 0);
    db_query_close(query);
    return count;
}

static void add_row(struct db *db, int64_t n, const char *text)
{
    struct db_query *query = NULL;

    assert_int_equal(db_prepare(&query, db,
                                "INSERT INTO thing (n, text, bytes) VALUES ($1, $2, $3)",
                                &err),
                     ERR_OK);
    db_bind_int(query, 1, n);
    db_bind_text(query, 2, str_from_c(text));
    db_bind_blob(query, 3, (struct str){"\0\1", 2});
    assert_int_equal(db_run(query, &err), ERR_OK);
    db_query_close(query);
}

#define TABLE "CREATE TABLE thing (n BIGINT PRIMARY KEY, text TEXT, bytes BLOB);"

static struct db *with_table(void)
{
    struct db *db = writer();

    assert_int_equal(db_script(db, TABLE, &err), ERR_OK);
    return db;
}

static void what_is_bound_comes_back(void **state)
{
    struct db *db = with_table();
    struct db_query *query = NULL;
    bool has_row = false;

    (void)state;
    add_row(db, 7, "сім");
    assert_int_equal(db_prepare(&query, db,
                                "SELECT n, text, bytes, NULL FROM thing WHERE n = $1",
                                &err),
                     ERR_OK);
    db_bind_int(query, 1, 7);
    assert_int_equal(db_step(&has_row, query, &err), ERR_OK);
    assert_true(has_row);
    assert_int_equal(db_column_int(query, 0), 7);
    assert_true(str_equal(db_column_text(query, 1), STR("сім")));
    assert_int_equal(db_column_text(query, 2).len, 2);
    assert_true(db_is_null(query, 3));
    assert_false(db_is_null(query, 0));
    assert_int_equal(db_column_text(query, 3).len, 0);
    assert_int_equal(db_step(&has_row, query, &err), ERR_OK);
    assert_false(has_row);
    db_bind_null(query, 1);
    assert_int_equal(db_step(&has_row, query, &err), ERR_OK);
    assert_false(has_row);
    db_query_close(query);
    db_query_close(NULL);
    db_close(db);
    db_close(NULL);
}

static void a_bigint_primary_key_costs_no_second_tree(void **state)
{
    struct db *db = with_table();
    struct db_query *query = NULL;
    bool has_row = false;

    (void)state;
    assert_int_equal(db_prepare(&query, db,
                                "SELECT count(*) FROM sqlite_master WHERE type = 'index'",
                                &err),
                     ERR_OK);
    assert_int_equal(db_step(&has_row, query, &err), ERR_OK);
    assert_int_equal(db_column_int(query, 0), 0);
    db_query_close(query);
    db_close(db);
}

static void what_is_rolled_back_is_gone_and_what_is_committed_stays(void **state)
{
    struct db *db = with_table();

    (void)state;
    assert_int_equal(db_begin(db, &err), ERR_OK);
    add_row(db, 1, "one");
    db_rollback(db);
    db_rollback(db);
    assert_int_equal(count_rows(db), 0);
    assert_int_equal(db_begin(db, &err), ERR_OK);
    add_row(db, 1, "one");
    assert_int_equal(db_commit(db, &err), ERR_OK);
    db_close(db);
    assert_int_equal(db_open_file(&db, path, DB_READ, &err), ERR_OK);
    assert_int_equal(count_rows(db), 1);
    db_close(db);
}

static void a_commit_without_a_transaction_fails(void **state)
{
    struct db *db = writer();

    (void)state;
    assert_int_equal(db_commit(db, &err), ERR_INVALID);
    assert_message(": could not commit: cannot commit - no transaction is active");
    db_close(db);
}

static void a_reader_needs_an_index_that_is_there(void **state)
{
    struct db *db = NULL;

    (void)state;
    assert_int_equal(db_open_file(&db, path, DB_READ, &err), ERR_NOT_FOUND);
    assert_message(": there is no index");
    assert_int_equal(db_open_file(&db, "/nowhere/at/all", DB_READ, &err), ERR_NOT_FOUND);
    assert_string_equal(err.message, "\"/nowhere/at\": there is no such folder");
    assert_int_equal(db_open_file_beside(&db, "/nowhere/at/all", &err), ERR_NOT_FOUND);
    assert_null(db);
}

static void a_reader_cannot_write(void **state)
{
    struct db *db = with_table();

    (void)state;
    db_close(db);
    assert_int_equal(db_open_file(&db, path, DB_READ, &err), ERR_OK);
    assert_int_equal(db_script(db, "DELETE FROM thing", &err), ERR_DENIED);
    assert_message(": could not run script: the index is read-only");
    db_close(db);
}

static void what_is_no_database_is_called_damaged(void **state)
{
    struct db *db = NULL;
    FILE *file = fopen(path, "w");

    (void)state;
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        (void)fputs("this is not a database ", file);
    (void)fclose(file);
    assert_int_equal(db_open_file(&db, path, DB_WRITE, &err), ERR_CORRUPT);
    assert_message(": could not open: the index is damaged (file is not a database); "
                   "rebuild it with stele reindex");
}

static void mistakes_in_sql_are_told(void **state)
{
    struct db *db = with_table();
    struct db_query *query = NULL;

    (void)state;
    assert_int_equal(db_prepare(&query, db, "SELECT x FROM elsewhere", &err),
                     ERR_INVALID);
    assert_message(": could not prepare: no such table: elsewhere");
    assert_int_equal(db_script(db, "CREATE", &err), ERR_INVALID);
    assert_message(": could not run script: incomplete input");
    add_row(db, 1, "one");
    assert_int_equal(db_prepare(&query, db, "INSERT INTO thing (n) VALUES (1)", &err),
                     ERR_OK);
    assert_int_equal(db_run(query, &err), ERR_CONFLICT);
    assert_message(": could not read or write: UNIQUE constraint failed: thing.n");
    db_query_close(query);
    /* A row that nobody wanted is dropped. */
    assert_int_equal(db_prepare(&query, db, "SELECT 1", &err), ERR_OK);
    assert_int_equal(db_run(query, &err), ERR_OK);
    db_query_close(query);
    db_close(db);
}

static void two_writers_do_not_meet(void **state)
{
    struct db *first = with_table();
    struct db *second = writer();

    (void)state;
    assert_int_equal(db_begin(first, &err), ERR_OK);
    (void)sqlite3_busy_timeout(second->sqlite, 1);
    assert_int_equal(db_begin(second, &err), ERR_CONFLICT);
    assert_message(": could not begin: another process is writing; try again");
    db_rollback(first);
    db_close(first);
    db_close(second);
}

static void the_new_index_replaces_the_old_whose_readers_go_on(void **state)
{
    struct db *old = with_table();
    struct db *beside = NULL;
    uint64_t size = 0;

    (void)state;
    add_row(old, 1, "old");
    assert_int_equal(db_open_file_beside(&beside, path, &err), ERR_OK);
    assert_int_equal(db_script(beside, TABLE, &err), ERR_OK);
    add_row(beside, 1, "new");
    add_row(beside, 2, "new");
    assert_int_equal(db_size(&size, beside, &err), ERR_OK);
    assert_true(size > 0);
    assert_int_equal(db_switch(&beside, &err), ERR_OK);
    assert_null(beside);
    assert_int_equal(count_rows(old), 1);
    db_close(old);
    assert_int_equal(db_open_file(&beside, path, DB_READ, &err), ERR_OK);
    assert_int_equal(count_rows(beside), 2);
    assert_int_equal(db_size(&size, beside, &err), ERR_OK);
    db_close(beside);
}

static void an_unfinished_new_index_leaves_nothing(void **state)
{
    struct db *beside = NULL;
    struct db *db = NULL;
    char name[128];

    (void)state;
    assert_int_equal(db_open_file_beside(&beside, path, &err), ERR_OK);
    assert_int_equal(db_script(beside, TABLE, &err), ERR_OK);
    db_close(beside);
    (void)snprintf(name, sizeof name, "%s.new", path);
    assert_int_not_equal(access(name, F_OK), 0);
    assert_int_equal(db_open_file(&db, path, DB_READ, &err), ERR_NOT_FOUND);
}

static void a_switch_that_cannot_be_made_says_so(void **state)
{
    struct db *beside = NULL;
    char text[600];

    (void)state;
    assert_int_equal(db_open_file_beside(&beside, path, &err), ERR_OK);
    (void)unlink(beside->beside);
    assert_int_equal(db_switch(&beside, &err), ERR_IO);
    (void)snprintf(text, sizeof text, "\"%s.new\": could not open", path);
    assert_true(str_starts_with(str_from_c(err.message), str_from_c(text)));
    assert_null(beside);
}

static void names_that_mean_something_to_sqlite_are_plain_names(void **state)
{
    struct db *db = NULL;
    char odd[128];

    (void)state;
    (void)snprintf(odd, sizeof odd, "%s/a?b#c%%20d", folder);
    assert_int_equal(db_open_file(&db, odd, DB_WRITE, &err), ERR_OK);
    assert_int_equal(db_script(db, TABLE, &err), ERR_OK);
    db_close(db);
    assert_int_equal(access(odd, F_OK), 0);
    (void)unlink(odd);
}

static void network_file_systems_are_refused_by_name(void **state)
{
    (void)state;
    assert_int_equal(db_check_filesystem("/mnt", NFS_SUPER_MAGIC, &err), ERR_DENIED);
    assert_string_equal(err.message,
                        "\"/mnt\": cannot keep the index on a network file system (NFS); "
                        "set XDG_CACHE_HOME to a folder on this machine's own disk");
    assert_int_equal(db_check_filesystem("/mnt", 0xffffffffff534d42UL, &err), ERR_DENIED);
    assert_int_equal(db_check_filesystem("/mnt", EXT4_SUPER_MAGIC, &err), ERR_OK);
}

static void read_only_media_are_read_as_they_stand(void **state)
{
    struct db *db = with_table();

    (void)state;
    add_row(db, 1, "one");
    db_close(db);
    assert_int_equal(chmod(folder, 0555), 0);
    /* The superuser may write anywhere: be somebody else for a moment. */
    if (geteuid() == 0)
        assert_int_equal(setresuid(65534, 65534, 0), 0);
    assert_int_not_equal(access(folder, W_OK), 0);
    assert_int_equal(db_open_file(&db, path, DB_READ, &err), ERR_OK);
    assert_int_equal(count_rows(db), 1);
    db_close(db);
    (void)!setresuid(0, 0, 0); /* refused to those who never were the superuser */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_bound_comes_back),
        TEST(a_bigint_primary_key_costs_no_second_tree),
        TEST(what_is_rolled_back_is_gone_and_what_is_committed_stays),
        TEST(a_commit_without_a_transaction_fails),
        TEST(a_reader_needs_an_index_that_is_there),
        TEST(a_reader_cannot_write),
        TEST(what_is_no_database_is_called_damaged),
        TEST(mistakes_in_sql_are_told),
        TEST(two_writers_do_not_meet),
        TEST(the_new_index_replaces_the_old_whose_readers_go_on),
        TEST(an_unfinished_new_index_leaves_nothing),
        TEST(a_switch_that_cannot_be_made_says_so),
        TEST(names_that_mean_something_to_sqlite_are_plain_names),
        TEST(network_file_systems_are_refused_by_name),
        TEST(read_only_media_are_read_as_they_stand),
    };

    return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
