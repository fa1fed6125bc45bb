#include "intake/source.h"

#include "intake/tree_for_test.h"

static void open_it(struct source *source, const struct tree *tree, const char *name)
{
    struct source_device device = {0};
    struct err err = {0};

    assert_int_equal(source_open(source, &device, tree->fd, name, &err), ERR_OK);
}

static void a_file_that_stays_as_it_is_is_confirmed(void **state)
{
    struct tree tree;
    struct source source;
    struct err err = {0};
    char buffer[16];
    size_t got = 0;

    (void)state;
    tree_make(&tree);
    tree_file(&tree, "a", "four");
    open_it(&source, &tree, "a");
    assert_int_equal(source_read(&got, &source, buffer, sizeof buffer, &err), ERR_OK);
    assert_int_equal(got, 4);
    assert_int_equal(source_confirm(&source, 4, &err), ERR_OK);
    source_close(&source);
    assert_int_equal(source.fd, -1);
    source_close(&source);
    tree_remove(&tree);
}

static void a_file_that_grew_shrank_or_was_rewritten_is_noticed(void **state)
{
    static const struct timespec old[2] = {{1000, 0}, {1000, 0}};
    struct tree tree;
    struct source source;
    struct err err = {0};

    (void)state;
    tree_make(&tree);
    tree_file(&tree, "a", "four");
    open_it(&source, &tree, "a");
    assert_int_equal(source_confirm(&source, 3, &err), ERR_CONFLICT);
    assert_string_equal(err.message, "changed while it was read");
    tree_file(&tree, "a", "fours");
    assert_int_equal(source_confirm(&source, 4, &err), ERR_CONFLICT);
    source_close(&source);

    open_it(&source, &tree, "a");
    assert_int_equal(utimensat(tree.fd, "a", old, 0), 0);
    assert_int_equal(source_confirm(&source, 5, &err), ERR_CONFLICT);
    source_close(&source);
    tree_remove(&tree);
}

static void what_is_no_file_any_more_is_refused(void **state)
{
    struct source_device device = {0};
    struct tree tree;
    struct source source;
    struct err err = {0};

    (void)state;
    tree_make(&tree);
    assert_int_equal(symlinkat("a", tree.fd, "link"), 0);
    assert_int_equal(mkfifoat(tree.fd, "pipe", 0644), 0);
    assert_int_equal(source_open(&source, &device, tree.fd, "link", &err), ERR_INVALID);
    assert_string_equal(err.message, "is not a file any more");
    assert_int_equal(source_open(&source, &device, tree.fd, "pipe", &err), ERR_INVALID);
    assert_string_equal(err.message, "is not a file any more");
    assert_int_equal(source_open(&source, &device, tree.fd, "none", &err), ERR_IO);
    assert_string_equal(err.message,
                        "could not open this file: No such file or directory");
    tree_remove(&tree);
}

static void the_stat_has_nanoseconds_and_an_inode_that_lasts(void **state)
{
    struct stat st = {.st_mtim = {1662800000, 5}, .st_ctim = {1700000000, 123456789}};

    (void)state;
    st.st_ino = 42;
    assert_string_equal(source_stat(&st, true).text,
                        "1662800000.000000005 1700000000.123456789 42");
    assert_string_equal(source_stat(&st, false).text,
                        "1662800000.000000005 1700000000.123456789 0");
}

static void reading_leaves_the_access_time_alone(void **state)
{
    static const struct timespec old[2] = {{1000, 0}, {2000, 0}};
    struct tree tree;
    struct source source;
    struct stat st;
    struct err err = {0};
    char buffer[16];
    size_t got = 0;

    (void)state;
    tree_make(&tree);
    tree_file(&tree, "a", "four");
    assert_int_equal(utimensat(tree.fd, "a", old, 0), 0);
    open_it(&source, &tree, "a");
    assert_int_equal(source_read(&got, &source, buffer, sizeof buffer, &err), ERR_OK);
    source_close(&source);
    assert_int_equal(fstatat(tree.fd, "a", &st, 0), 0);
    assert_int_equal(st.st_atim.tv_sec, 1000);
    tree_remove(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_stays_as_it_is_is_confirmed),
        cmocka_unit_test(a_file_that_grew_shrank_or_was_rewritten_is_noticed),
        cmocka_unit_test(what_is_no_file_any_more_is_refused),
        cmocka_unit_test(the_stat_has_nanoseconds_and_an_inode_that_lasts),
        cmocka_unit_test(reading_leaves_the_access_time_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
