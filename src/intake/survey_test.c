#include "intake/survey.h"

#include "intake/tree_for_test.h"

static enum err_code knows_b(bool *out, void *context, struct str path,
                             const struct stat *st, bool has_lasting_inode,
                             struct err *err)
{
    (void)context, (void)st, (void)has_lasting_inode, (void)err;
    *out = str_equal(path, STR("b"));
    return ERR_OK;
}

static void files_and_bytes_are_counted_and_what_is_known_apart(void **state)
{
    const struct survey_known known = {knows_b, NULL};
    struct survey survey = {0};
    struct tree tree;
    struct err err = {0};

    (void)state;
    tree_make(&tree);
    tree_file(&tree, "a", "12345");
    tree_file(&tree, "b", "123");
    tree_file(&tree, "empty", "");
    assert_int_equal(symlinkat("a", tree.fd, "link"), 0);
    assert_int_equal(survey_add(&survey, tree.path, &known, &err), ERR_OK);
    assert_int_equal(survey.files, 3);
    assert_int_equal(survey.bytes, 8);
    assert_int_equal(survey.known_files, 1);
    assert_int_equal(survey.known_bytes, 3);
    assert_int_equal(survey_add(&survey, tree.path, NULL, &err), ERR_OK);
    assert_int_equal(survey.files, 6);
    assert_int_equal(survey.known_files, 1);
    tree_remove(&tree);
}

static void too_little_room_is_said_in_numbers(void **state)
{
    struct survey survey = {.files = 2020, .bytes = 1900000000};
    struct err err = {0};

    (void)state;
    assert_int_equal(survey_check_room(&survey, 4000000000, &err), ERR_OK);
    assert_int_equal(survey_check_room(&survey, 1900000000, &err), ERR_LIMIT);
    assert_string_equal(err.message,
                        "not enough room: 2,020 files need 1,913 MB, 1,900 MB are "
                        "free on the archive's disk, and 67 MB stay free");
    survey = (struct survey){.files = 1, .bytes = 1000};
    assert_int_equal(survey_check_room(&survey, 5000000, &err), ERR_LIMIT);
    assert_string_equal(err.message,
                        "not enough room: 1 file needs 1 MB, 5 MB are free on the "
                        "archive's disk, and 67 MB stay free");
    survey.known_files = 1;
    assert_int_equal(survey_check_room(&survey, 0, &err), ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_and_bytes_are_counted_and_what_is_known_apart),
        cmocka_unit_test(too_little_room_is_said_in_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
