/*
 * Let a disk look like another: loaded before libc, for tests of what the program says
 * about file systems that a test machine cannot mount.
 *
 *   FILESYSTEM_TYPE=HEX     the magic number: 4d44 FAT, 2011bab0 exFAT, 6969 NFS,
 * fe534d42 SMB2 FILESYSTEM_FREE=BYTES   how much is free FILESYSTEM_FOLDER=PATH  only for
 * what lies at or below this folder
 */

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

/* NOLINTBEGIN(concurrency-mt-unsafe): nobody writes the environment
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): libc's names are
 * reserved to it */

/* What is interposed has no header of ours. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wredundant-decls"

static int is_below(const char *path)
{
    const char *folder = getenv("FILESYSTEM_FOLDER");
    size_t len = folder ? strlen(folder) : 0;

    return !folder ||
           (strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/'));
}

static int fd_is_below(int fd)
{
    char link[64];
    char path[PATH_MAX];
    ssize_t len;

    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    len = readlink(link, path, sizeof path - 1);
    if (len < 0)
        return 0;
    path[len] = '\0';
    return is_below(path);
}

static void pretend(struct statfs64 *out)
{
    const char *type = getenv("FILESYSTEM_TYPE");

    if (type)
        out->f_type = (__typeof__(out->f_type))strtoul(type, NULL, 16);
}

/* ISO C has no cast from an object pointer to a function pointer. */
union any_function {
    void *object;
    int (*of_fd)(int, struct statfs64 *);
    int (*of_path)(const char *, struct statfs64 *);
    int (*room)(int, struct statvfs64 *);
};

int fstatfs64(int fd, struct statfs64 *out)
{
    union any_function real = {dlsym(RTLD_NEXT, "fstatfs64")};
    int result = real.of_fd(fd, out);

    if (result == 0 && fd_is_below(fd))
        pretend(out);
    return result;
}

int statfs64(const char *path, struct statfs64 *out)
{
    union any_function real = {dlsym(RTLD_NEXT, "statfs64")};
    char whole[PATH_MAX];
    int result = real.of_path(path, out);

    if (result == 0 && realpath(path, whole) && is_below(whole))
        pretend(out);
    return result;
}

int fstatvfs64(int fd, struct statvfs64 *out)
{
    union any_function real = {dlsym(RTLD_NEXT, "fstatvfs64")};
    const char *bytes = getenv("FILESYSTEM_FREE");
    int result = real.room(fd, out);

    if (result == 0 && bytes && fd_is_below(fd)) {
        out->f_frsize = 1;
        out->f_bavail = strtoul(bytes, NULL, 10);
    }
    return result;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name)
 * NOLINTEND(concurrency-mt-unsafe) */
