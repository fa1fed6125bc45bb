#include "fault.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* NOLINTBEGIN(concurrency-mt-unsafe): nobody writes the environment */

/*
 * Every change as a line of words parted by tabs, "bytes" and "say" followed by as many
 * bytes as they tell and a newline. Files and folders are called by their inode.
 */
static int record = -1;

static ssize_t say(void *cookie, const char *bytes, size_t len)
{
    (void)cookie;
    return write(STDOUT_FILENO, bytes, len);
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("FAULT_RECORD");
    FILE *heard =
        path ? fopencookie(NULL, "w", (cookie_io_functions_t){.write = say}) : NULL;

    if (!path)
        return;
    record = fault_open_own(path);
    /* What a person would see at once is recorded where it was said: glibc's own streams
     * do not come by our write(). */
    if (!heard || setvbuf(heard, NULL, _IOLBF, BUFSIZ) != 0)
        abort();
    stdout = heard;
}

bool record_is_on(void)
{
    return record >= 0;
}

static void put(const void *bytes, size_t len)
{
    if (syscall(SYS_write, record, bytes, len) != (long)len)
        abort(); /* half a record proves nothing */
}

void record_line(const char *fmt, ...)
{
    char line[8192];
    va_list args;
    int len;

    if (record < 0)
        return;
    va_start(args, fmt);
    len = vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    put(line, (size_t)len);
}

unsigned long record_inode(int fd)
{
    struct fault_path path = fault_path_of_fd(fd);
    struct stat st;

    if (record < 0 || !fault_counts(&path) || fstat(fd, &st) < 0)
        return 0;
    return st.st_ino;
}

struct record_place record_place(int dir, const char *path)
{
    struct fault_path folder = {{0}};
    struct fault_path whole = fault_path_of(dir, path);
    const char *slash = strrchr(path, '/');
    struct record_place place = {0, slash ? slash + 1 : path};
    struct stat st;

    if (record < 0 || !fault_counts(&whole))
        return place;
    (void)snprintf(folder.text, sizeof folder.text, "%.*s",
                   (int)(strrchr(whole.text, '/') - whole.text), whole.text);
    /* Not fstatat(): that is ours, and asks for the lock. */
    if (syscall(SYS_newfstatat, AT_FDCWD, folder.text, &st, 0) == 0)
        place.folder = st.st_ino;
    return place;
}

void record_bytes(int fd, const void *bytes, size_t len, off_t at)
{
    unsigned long inode = record_inode(fd);

    if (inode == 0)
        return;
    record_line("bytes\t%lu\t%lld\t%zu\n", inode, (long long)at, len);
    put(bytes, len);
    put("\n", 1);
}

/* What the kernel copied by itself. */
void record_copied(int fd, size_t len, off_t at)
{
    char *bytes = record_inode(fd) != 0 ? malloc(len) : NULL;
    char again[64];
    long to_read;

    if (!bytes)
        return;
    (void)snprintf(again, sizeof again, "/proc/self/fd/%d", fd);
    to_read = syscall(SYS_openat, AT_FDCWD, again, O_RDONLY | O_CLOEXEC);
    if (syscall(SYS_pread64, to_read, bytes, len, at) != (long)len)
        abort();
    (void)syscall(SYS_close, to_read);
    record_bytes(fd, bytes, len, at);
    free(bytes);
}

void record_said(const void *bytes, size_t len)
{
    if (record < 0)
        return;
    record_line("say\t%zu\n", len);
    put(bytes, len);
    put("\n", 1);
}

/* NOLINTEND(concurrency-mt-unsafe) */
