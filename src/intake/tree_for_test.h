#ifndef INTAKE_TREE_FOR_TEST_H
#define INTAKE_TREE_FOR_TEST_H

/* A temporary folder for the tests of intake, and files in it. For tests only. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

#include "base/folder_for_test.h"

struct tree {
    char path[64];
    int fd;
};

static inline void tree_make(struct tree *tree)
{
    assert_int_equal(make_folder_for_test(tree->path, sizeof tree->path), 0);
    tree->fd = open(tree->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(tree->fd >= 0);
}

static inline int tree_remove_one(const char *path, const struct stat *st, int type,
                                  struct FTW *where)
{
    (void)st, (void)type, (void)where;
    return remove(path);
}

static inline void tree_remove(struct tree *tree)
{
    (void)close(tree->fd);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): no thread is left */
    assert_int_equal(nftw(tree->path, tree_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static inline void tree_folder(const struct tree *tree, const char *name)
{
    assert_int_equal(mkdirat(tree->fd, name, 0755), 0);
}

static inline void tree_file_bytes(const struct tree *tree, const char *name,
                                   const void *bytes, size_t len)
{
    int fd = openat(tree->fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), len);
    assert_int_equal(close(fd), 0);
}

static inline void tree_file(const struct tree *tree, const char *name, const char *text)
{
    tree_file_bytes(tree, name, text, strlen(text));
}

#endif
