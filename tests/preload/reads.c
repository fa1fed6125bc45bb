#include "fault.h"

#include <fcntl.h>
#include <unistd.h>

/* Calls that change nothing and may fail all the same. */

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): libc's names are
 * reserved to it */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wredundant-decls"

static bool allows_fd(const char *call, unsigned classes, int fd)
{
    bool allowed;

    fault_lock();
    allowed = fault_allows_fd(call, classes, fd);
    fault_unlock();
    return allowed;
}

static bool allows_look(const char *call, int dir, const char *path)
{
    bool allowed;

    fault_lock();
    allowed = fault_allows_path(call, FAULT_LOOK, dir, path);
    fault_unlock();
    return allowed;
}

ssize_t read(int fd, void *buffer, size_t len)
{
    return allows_fd("read", FAULT_READ, fd) ? fault_next("read").read(fd, buffer, len)
                                             : -1;
}

static ssize_t read_at(const char *name, int fd, void *buffer, size_t len, off_t at)
{
    return allows_fd(name, FAULT_READ, fd) ? fault_next(name).pread(fd, buffer, len, at)
                                           : -1;
}

ssize_t pread(int fd, void *buffer, size_t len, off_t at)
{
    return read_at("pread", fd, buffer, len, at);
}

ssize_t pread64(int fd, void *buffer, size_t len, off_t at)
{
    return read_at("pread64", fd, buffer, len, at);
}

int dirfd(void *list);

void *readdir64(void *list)
{
    return allows_fd("readdir64", FAULT_READ, dirfd(list))
               ? fault_next("readdir64").list(list)
               : NULL;
}

int access(const char *path, int mode)
{
    return allows_look("access", AT_FDCWD, path) ? fault_next("access").access(path, mode)
                                                 : -1;
}

int faccessat(int dir, const char *path, int mode, int flags)
{
    return allows_look("faccessat", dir, path)
               ? fault_next("faccessat").faccessat(dir, path, mode, flags)
               : -1;
}

int fstatat64(int dir, const char *path, void *st, int flags)
{
    return allows_look("fstatat64", dir, path)
               ? fault_next("fstatat64").fstatat(dir, path, st, flags)
               : -1;
}

int stat64(const char *path, void *st)
{
    return allows_look("stat64", AT_FDCWD, path) ? fault_next("stat64").stat(path, st)
                                                 : -1;
}

int lstat64(const char *path, void *st)
{
    return allows_look("lstat64", AT_FDCWD, path) ? fault_next("lstat64").stat(path, st)
                                                  : -1;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
