/*
 * Let every disk look like another: loaded before libc, for tests of what the program
 * says about file systems that a test machine cannot mount.
 *
 *   DISK_AS=NUMBER     the file system's magic number, in hex without 0x
 *   DISK_FREE=NUMBER   bytes free
 *   DISK_ONLY=PATH     only for what lies below this folder
 */

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* NOLINTBEGIN(concurrency-mt-unsafe): nobody writes the environment
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): libc's names are
 * reserved to it */

/* What is interposed has no header of ours. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wredundant-decls"

/* ISO C has no cast from an object pointer to a function pointer. */
union any_function {
    void *object;
    int (*statfs)(int, struct statfs64 *);
    int (*statvfs)(int, struct statvfs64 *);
};

static int is_meant(int fd)
{
    const char *only = getenv("DISK_ONLY");
    char link[64];
    char path[4096];
    ssize_t len;

    if (!only)
        return 1;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    len = readlink(link, path, sizeof path - 1);
    if (len < 0)
        return 0;
    path[len] = '\0';
    return strncmp(path, only, strlen(only)) == 0;
}

int fstatfs64(int fd, struct statfs64 *out)
{
    union any_function real = {dlsym(RTLD_NEXT, "fstatfs64")};
    const char *as = getenv("DISK_AS");
    int result = real.statfs(fd, out);

    if (result == 0 && as && is_meant(fd))
        out->f_type = (__typeof__(out->f_type))strtoul(as, NULL, 16);
    return result;
}

int fstatvfs64(int fd, struct statvfs64 *out)
{
    union any_function real = {dlsym(RTLD_NEXT, "fstatvfs64")};
    const char *bytes = getenv("DISK_FREE");
    int result = real.statvfs(fd, out);

    if (result == 0 && bytes && is_meant(fd)) {
        out->f_frsize = 1;
        out->f_bavail = strtoul(bytes, NULL, 10);
    }
    return result;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name)
 * NOLINTEND(concurrency-mt-unsafe) */
