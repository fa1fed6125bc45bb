/*
 * Kill the process at one exact step of its way to the disk: loaded before libc, it
 * counts every call that changes a file or a directory.
 *
 *   KILL_AT=N        SIGKILL instead of the N-th call (the first is 1)
 *   KILL_TORN=1      ... and if that is a write, after half of its bytes
 *   KILL_COUNT=FILE  write the number of calls there at the end
 */

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* NOLINTBEGIN(concurrency-mt-unsafe): nobody writes the environment
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): libc's names are
 * reserved to it */

/* What is interposed has no header of ours. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wredundant-decls"

static unsigned long calls;

static unsigned long wanted(void)
{
    const char *at = getenv("KILL_AT");

    return at ? strtoul(at, NULL, 10) : 0;
}

/* True when this is the call; threads of preserve write objects side by side. */
static int is_now(void)
{
    return __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) == wanted();
}

static void die(void)
{
    (void)kill(getpid(), SIGKILL);
    for (;;)
        (void)pause();
}

static void step(void)
{
    if (is_now())
        die();
}

/* ISO C has no cast from an object pointer to a function pointer. */
union any_function {
    void *object;
    int (*of_fd)(int);
    ssize_t (*write)(int, const void *, size_t);
    ssize_t (*pwrite)(int, const void *, size_t, off_t);
    int (*rename)(const char *, const char *);
    int (*renameat)(int, const char *, int, const char *);
    int (*renameat2)(int, const char *, int, const char *, unsigned);
    int (*of_path)(const char *);
    int (*unlinkat)(int, const char *, int);
    int (*truncate_fd)(int, off_t);
    int (*mkdir)(const char *, mode_t);
    int (*mkdirat)(int, const char *, mode_t);
    int (*open)(const char *, int, mode_t);
    int (*openat)(int, const char *, int, mode_t);
    ssize_t (*copy)(int, off_t *, int, off_t *, size_t, unsigned);
};

static union any_function next(const char *name)
{
    return (union any_function){.object = dlsym(RTLD_NEXT, name)};
}

static int is_standard(int fd)
{
    return fd >= 0 && fd <= 2;
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    if (!is_standard(fd) && is_now()) {
        if (getenv("KILL_TORN"))
            (void)next("write").write(fd, bytes, len / 2);
        die();
    }
    return next("write").write(fd, bytes, len);
}

static ssize_t write_at(const char *name, int fd, const void *bytes, size_t len, off_t at)
{
    if (is_now()) {
        if (getenv("KILL_TORN"))
            (void)next(name).pwrite(fd, bytes, len / 2, at);
        die();
    }
    return next(name).pwrite(fd, bytes, len, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return write_at("pwrite", fd, bytes, len, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
    return write_at("pwrite64", fd, bytes, len, at);
}

int fsync(int fd)
{
    step();
    return next("fsync").of_fd(fd);
}

int fdatasync(int fd)
{
    step();
    return next("fdatasync").of_fd(fd);
}

int syncfs(int fd)
{
    step();
    return next("syncfs").of_fd(fd);
}

int rename(const char *from, const char *to)
{
    step();
    return next("rename").rename(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    step();
    return next("renameat").renameat(from_dir, from, to_dir, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    step();
    return next("renameat2").renameat2(from_dir, from, to_dir, to, flags);
}

int unlink(const char *path)
{
    step();
    return next("unlink").of_path(path);
}

int rmdir(const char *path)
{
    step();
    return next("rmdir").of_path(path);
}

int unlinkat(int dir, const char *path, int flags)
{
    step();
    return next("unlinkat").unlinkat(dir, path, flags);
}

int ftruncate(int fd, off_t size)
{
    step();
    return next("ftruncate").truncate_fd(fd, size);
}

int ftruncate64(int fd, off_t size)
{
    step();
    return next("ftruncate64").truncate_fd(fd, size);
}

int mkdir(const char *path, mode_t mode)
{
    step();
    return next("mkdir").mkdir(path, mode);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    step();
    return next("mkdirat").mkdirat(dir, path, mode);
}

ssize_t copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t len,
                        unsigned flags)
{
    step();
    return next("copy_file_range").copy(in, in_at, out, out_at, len, flags);
}

/* Opening to read changes nothing and is not counted. */
static int makes(int flags)
{
    return (flags & (O_CREAT | O_TRUNC)) != 0;
}

static mode_t mode_of(int flags, va_list args)
{
    return makes(flags) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(args, mode_t) : 0;
}

#define DEFINE_OPEN(name)                                                                \
    int name(const char *path, int flags, ...)                                           \
    {                                                                                    \
        va_list args;                                                                    \
        mode_t mode;                                                                     \
                                                                                         \
        va_start(args, flags);                                                           \
        mode = mode_of(flags, args);                                                     \
        va_end(args);                                                                    \
        if (makes(flags))                                                                \
            step();                                                                      \
        return next(#name).open(path, flags, mode);                                      \
    }

#define DEFINE_OPENAT(name)                                                              \
    int name(int dir, const char *path, int flags, ...)                                  \
    {                                                                                    \
        va_list args;                                                                    \
        mode_t mode;                                                                     \
                                                                                         \
        va_start(args, flags);                                                           \
        mode = mode_of(flags, args);                                                     \
        va_end(args);                                                                    \
        if (makes(flags))                                                                \
            step();                                                                      \
        return next(#name).openat(dir, path, flags, mode);                               \
    }

DEFINE_OPEN(open)
DEFINE_OPEN(open64)
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("KILL_COUNT");
    FILE *file = path ? fopen(path, "we") : NULL;

    if (!file)
        return;
    (void)fprintf(file, "%lu\n", calls);
    (void)fclose(file);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name)
 * NOLINTEND(concurrency-mt-unsafe) */
