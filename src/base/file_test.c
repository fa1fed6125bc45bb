#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/folder_for_test.h"

static char folder[64];
static int dir = -1;

static int make_folder(void **state)
{
    struct err err = {0};

    (void)state;
    if (make_folder_for_test(folder, sizeof folder) != 0)
        return -1;
    return file_open_dir(&dir, AT_FDCWD, folder, &err) == ERR_OK ? 0 : -1;
}

static int remove_folder(void **state)
{
    static const char *const left[] = {"a", "a.new", "link", "pipe", "app"};

    (void)state;
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
        (void)unlinkat(dir, left[i], 0);
    (void)unlinkat(dir, "x/y/z", AT_REMOVEDIR);
    (void)unlinkat(dir, "x/y", AT_REMOVEDIR);
    (void)unlinkat(dir, "x", AT_REMOVEDIR);
    (void)close(dir);
    return rmdir(folder);
}

static void expect_content(const char *path, const char *text)
{
    struct arena arena = {0};
    struct str bytes;
    struct err err = {0};

    assert_int_equal(file_read(&bytes, &arena, dir, path, 1000, &err), ERR_OK);
    assert_true(str_equal(bytes, str_from_c(text)));
    arena_free(&arena);
}

static void replaces_a_file(void **state)
{
    struct err err = {0};

    (void)state;
    assert_int_equal(file_replace(dir, "a", 0600, STR("one"), &err), ERR_OK);
    expect_content("a", "one");
    assert_int_equal(file_replace(dir, "a", 0600, STR(""), &err), ERR_OK);
    expect_content("a", "");
    assert_int_equal(faccessat(dir, "a.new", F_OK, 0), -1);
}

static int steps_left;
static int fail_in_time(enum file_step step, const char *path)
{
    (void)step;
    (void)path;
    return steps_left-- > 0 ? 0 : ENOSPC;
}

/* Create, write, sync, rename, sync of the directory. */
static void keeps_the_old_file_when_replacing_fails(void **state)
{
    static const char *const says[] = {
        "\"a.new\": could not create: No space left on device",
        "\"a.new\": could not write: No space left on device",
        "\"a.new\": could not sync: No space left on device",
        "\"a\": could not rename into place: No space left on device",
        "\"a\": could not sync the folder it lies in: No space left on device",
    };
    struct err err = {0};

    (void)state;
    assert_int_equal(file_replace(dir, "a", 0600, STR("old"), &err), ERR_OK);
    for (int i = 0; i < 5; i++) {
        steps_left = i;
        file_set_fault(fail_in_time);
        assert_int_equal(file_replace(dir, "a", 0600, STR("new"), &err), ERR_IO);
        file_set_fault(NULL);
        assert_string_equal(err.message, says[i]);
        expect_content("a", i < 4 ? "old" : "new");
        assert_int_equal(faccessat(dir, "a.new", F_OK, 0), -1);
    }
}

static void refuses_what_is_no_plain_file(void **state)
{
    struct arena arena = {0};
    struct str bytes = STR("unchanged");
    struct err err = {0};

    (void)state;
    assert_int_equal(file_read(&bytes, &arena, dir, "none", 10, &err), ERR_NOT_FOUND);
    assert_string_equal(err.message,
                        "\"none\": could not open: No such file or directory");
    assert_int_equal(file_replace(dir, "a", 0600, STR("0123456789"), &err), ERR_OK);
    assert_int_equal(file_read(&bytes, &arena, dir, "a", 9, &err), ERR_LIMIT);
    assert_string_equal(err.message, "\"a\": larger than 9 bytes");
    assert_int_equal(symlinkat("a", dir, "link"), 0);
    assert_int_equal(file_read(&bytes, &arena, dir, "link", 10, &err), ERR_IO);
    assert_int_equal(mkfifoat(dir, "pipe", 0600), 0);
    assert_int_equal(file_read(&bytes, &arena, dir, "pipe", 10, &err), ERR_INVALID);
    assert_string_equal(err.message, "\"pipe\": not a regular file");
    assert_true(str_equal(bytes, STR("unchanged")));
    arena_free(&arena);
}

static void appends_and_cuts(void **state)
{
    struct err err = {0};
    bool is_new = false;
    int fd = -1;

    (void)state;
    assert_int_equal(file_open_append(&fd, &is_new, dir, "app", 0600, &err), ERR_OK);
    assert_true(is_new);
    assert_int_equal(file_write(fd, "app", STR("abc"), &err), ERR_OK);
    assert_int_equal(file_close(fd, "app", &err), ERR_OK);
    assert_int_equal(file_open_append(&fd, &is_new, dir, "app", 0600, &err), ERR_OK);
    assert_false(is_new);
    assert_int_equal(file_write(fd, "app", STR("def"), &err), ERR_OK);
    assert_int_equal(file_sync(fd, "app", &err), ERR_OK);
    expect_content("app", "abcdef");
    assert_int_equal(file_truncate(fd, "app", 4, &err), ERR_OK);
    assert_int_equal(file_close(fd, "app", &err), ERR_OK);
    expect_content("app", "abcd");
    assert_int_equal(file_remove(dir, "app", &err), ERR_OK);
    assert_int_equal(file_remove(dir, "app", &err), ERR_OK);
}

static void reads_a_range(void **state)
{
    char bytes[8] = {0};
    struct err err = {0};
    size_t got = 0;
    int fd = -1;

    (void)state;
    assert_int_equal(file_replace(dir, "a", 0600, STR("0123456789"), &err), ERR_OK);
    assert_int_equal(file_open_read(&fd, dir, "a", &err), ERR_OK);
    assert_int_equal(file_read_at(&got, fd, "a", bytes, 4, 3, &err), ERR_OK);
    assert_int_equal(got, 4);
    assert_memory_equal(bytes, "3456", 4);
    assert_int_equal(file_read_at(&got, fd, "a", bytes, 8, 8, &err), ERR_OK);
    assert_int_equal(got, 2);
    assert_int_equal(file_read_at(&got, fd, "a", bytes, 8, UINT64_MAX, &err), ERR_LIMIT);
    assert_string_equal(err.message, "\"a\": cannot read so far behind its end");
    (void)close(fd);
}

static void makes_directories(void **state)
{
    struct err err = {0};
    struct stat st;

    (void)state;
    assert_int_equal(file_make_dirs(dir, "x/y/z", 0700, &err), ERR_OK);
    assert_int_equal(file_make_dirs(dir, "x/y/z", 0700, &err), ERR_OK);
    assert_int_equal(fstatat(dir, "x/y/z", &st, 0), 0);
    assert_true(S_ISDIR(st.st_mode));
    assert_int_equal(file_replace(dir, "a", 0600, STR(""), &err), ERR_OK);
    assert_int_equal(file_make_dirs(dir, "a/b", 0700, &err), ERR_NOT_FOUND);
    assert_string_equal(err.message, "\"a/b\": could not create: Not a directory");
}

static void knows_the_file_system(void **state)
{
    struct err err = {0};
    enum file_system kind = FILE_SYSTEM_FAT;
    uint64_t free_bytes = 0;

    (void)state;
    assert_int_equal(file_system_of(&kind, dir, &err), ERR_OK);
    assert_int_equal(kind, FILE_SYSTEM_LOCAL);
    assert_int_equal(file_free_space(&free_bytes, dir, &err), ERR_OK);
    assert_true(free_bytes > 0);
    assert_int_equal(file_sync_all(dir, &err), ERR_OK);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a file is replaced at one stroke", replaces_a_file, make_folder, remove_folder,
         0},
        {"a replacement that fails leaves the old file",
         keeps_the_old_file_when_replacing_fails, make_folder, remove_folder, 0},
        {"links, pipes and files too large are not read", refuses_what_is_no_plain_file,
         make_folder, remove_folder, 0},
        {"a file is appended to and cut", appends_and_cuts, make_folder, remove_folder,
         0},
        {"a range of a file is read", reads_a_range, make_folder, remove_folder, 0},
        {"missing directories are made", makes_directories, make_folder, remove_folder,
         0},
        {"the file system is asked what it is", knows_the_file_system, make_folder,
         remove_folder, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
