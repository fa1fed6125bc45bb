#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Every call that changes a file or a folder, or syncs it. */

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,
 *             readability-identifier-naming): libc's names are reserved to it */

/* What is interposed has no header of ours. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wredundant-decls"

/* --- bytes --- */

static off_t position_before(int fd, ssize_t written)
{
    return (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR) - written;
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    ssize_t written = -1;

    if (fd == STDOUT_FILENO) {
        fault_lock();
        written = fault_next("write").write(fd, bytes, len);
        if (written > 0)
            record_said(bytes, (size_t)written);
        fault_unlock();
        return written;
    }
    fault_lock();
    if (fault_allows_write("write", fd, &len)) {
        written = fault_next("write").write(fd, bytes, len);
        if (written > 0)
            record_bytes(fd, bytes, (size_t)written, position_before(fd, written));
        fault_after_write();
    }
    fault_unlock();
    return written;
}

static ssize_t write_at(const char *name, int fd, const void *bytes, size_t len, off_t at)
{
    ssize_t written = -1;

    fault_lock();
    if (fault_allows_write(name, fd, &len)) {
        written = fault_next(name).pwrite(fd, bytes, len, at);
        if (written > 0)
            record_bytes(fd, bytes, (size_t)written, at);
        fault_after_write();
    }
    fault_unlock();
    return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return write_at("pwrite", fd, bytes, len, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
    return write_at("pwrite64", fd, bytes, len, at);
}

ssize_t copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t len,
                        unsigned flags)
{
    off_t at = out_at ? *out_at : position_before(out, 0);
    ssize_t copied = -1;

    fault_lock();
    if (fault_allows_write("copy_file_range", out, &len)) {
        copied = fault_next("copy_file_range").copy(in, in_at, out, out_at, len, flags);
        if (copied > 0)
            record_copied(out, (size_t)copied, at);
        fault_after_write();
    }
    fault_unlock();
    return copied;
}

static ssize_t send_file(const char *name, int out, int in, off_t *at, size_t len)
{
    off_t begin = position_before(out, 0);
    ssize_t sent = -1;

    fault_lock();
    if (fault_allows_write(name, out, &len)) {
        sent = fault_next(name).send(out, in, at, len);
        if (sent > 0)
            record_copied(out, (size_t)sent, begin);
        fault_after_write();
    }
    fault_unlock();
    return sent;
}

ssize_t sendfile(int out, int in, off_t *at, size_t len)
{
    return send_file("sendfile", out, in, at, len);
}

ssize_t sendfile64(int out, int in, off_t *at, size_t len)
{
    return send_file("sendfile64", out, in, at, len);
}

static int truncate_to(const char *name, int fd, off_t size)
{
    int result = -1;

    fault_lock();
    if (fault_allows_fd(name, FAULT_CHANGE, fd)) {
        result = fault_next(name).truncate_fd(fd, size);
        if (result == 0)
            record_line("truncate\t%lu\t%lld\n", record_inode(fd), (long long)size);
    }
    fault_unlock();
    return result;
}

int ftruncate(int fd, off_t size)
{
    return truncate_to("ftruncate", fd, size);
}

int ftruncate64(int fd, off_t size)
{
    return truncate_to("ftruncate64", fd, size);
}

/* Makes room without writing: the simulator sees a longer file of zeros. */
static int allocate(const char *name, int fd, off_t at, off_t len)
{
    struct stat st;
    int result = EIO;

    fault_lock();
    if (!fault_allows_fd(name, FAULT_CHANGE | FAULT_ROOM, fd)) {
        result = errno;
    } else {
        result = fault_next(name).allocate(fd, at, len);
        if (result == 0 && fstat(fd, &st) == 0)
            record_line("truncate\t%lu\t%lld\n", record_inode(fd), (long long)st.st_size);
    }
    fault_unlock();
    return result;
}

int posix_fallocate(int fd, off_t at, off_t len)
{
    return allocate("posix_fallocate", fd, at, len);
}

int posix_fallocate64(int fd, off_t at, off_t len)
{
    return allocate("posix_fallocate64", fd, at, len);
}

/* --- syncs --- */

static int sync_one(const char *name, const char *recorded, int fd)
{
    int result = -1;

    fault_lock();
    if (fault_allows_fd(name, FAULT_CHANGE, fd)) {
        result = fault_next(name).of_fd(fd);
        if (result == 0)
            record_line("%s\t%lu\n", recorded, record_inode(fd));
    }
    fault_unlock();
    return result;
}

int fsync(int fd)
{
    return sync_one("fsync", "sync", fd);
}

int fdatasync(int fd)
{
    return sync_one("fdatasync", "sync", fd);
}

int syncfs(int fd)
{
    return sync_one("syncfs", "sync all", fd);
}

int close(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    int result;

    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)
        return fault_next("close").of_fd(fd);
    fault_lock();
    if (fault_allows_fd("close", FAULT_CLOSE, fd)) {
        result = fault_next("close").of_fd(fd);
    } else { /* as the kernel: it is closed all the same */
        int saved = errno;

        (void)fault_next("close").of_fd(fd);
        errno = saved;
        result = -1;
    }
    fault_unlock();
    return result;
}

/* --- names --- */

static void record_two(const char *what, struct record_place from, struct record_place to)
{
    if (from.folder != 0 && to.folder != 0)
        record_line("%s\t%lu\t%s\t%lu\t%s\n", what, from.folder, from.name, to.folder,
                    to.name);
}

int rename(const char *from, const char *to)
{
    int result = -1;

    fault_lock();
    if (fault_allows_path("rename", FAULT_CHANGE, AT_FDCWD, to)) {
        struct record_place a = record_place(AT_FDCWD, from);
        struct record_place b = record_place(AT_FDCWD, to);

        result = fault_next("rename").rename(from, to);
        if (result == 0)
            record_two("rename", a, b);
    }
    fault_unlock();
    return result;
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    int result = -1;

    fault_lock();
    if (fault_allows_path("renameat", FAULT_CHANGE, to_dir, to)) {
        struct record_place a = record_place(from_dir, from);
        struct record_place b = record_place(to_dir, to);

        result = fault_next("renameat").renameat(from_dir, from, to_dir, to);
        if (result == 0)
            record_two("rename", a, b);
    }
    fault_unlock();
    return result;
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    int result = -1;

    fault_lock();
    if (fault_allows_path("renameat2", FAULT_CHANGE, to_dir, to)) {
        struct record_place a = record_place(from_dir, from);
        struct record_place b = record_place(to_dir, to);

        result = fault_next("renameat2").renameat2(from_dir, from, to_dir, to, flags);
        if (result == 0)
            record_two("rename", a, b);
    }
    fault_unlock();
    return result;
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    int result = -1;

    fault_lock();
    if (fault_allows_path("linkat", FAULT_CHANGE, to_dir, to)) {
        result = fault_next("linkat").linkat(from_dir, from, to_dir, to, flags);
        if (result == 0)
            record_two("link", record_place(from_dir, from), record_place(to_dir, to));
    }
    fault_unlock();
    return result;
}

int link(const char *from, const char *to)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

static void record_removal(struct record_place place)
{
    if (place.folder != 0)
        record_line("unlink\t%lu\t%s\n", place.folder, place.name);
}

static int remove_path(const char *name, const char *path)
{
    int result = -1;

    fault_lock();
    if (fault_allows_path(name, FAULT_CHANGE, AT_FDCWD, path)) {
        result = fault_next(name).of_path(path);
        if (result == 0)
            record_removal(record_place(AT_FDCWD, path));
    }
    fault_unlock();
    return result;
}

int unlink(const char *path)
{
    return remove_path("unlink", path);
}

int rmdir(const char *path)
{
    return remove_path("rmdir", path);
}

int unlinkat(int dir, const char *path, int flags)
{
    int result = -1;

    fault_lock();
    if (fault_allows_path("unlinkat", FAULT_CHANGE, dir, path)) {
        result = fault_next("unlinkat").unlinkat(dir, path, flags);
        if (result == 0)
            record_removal(record_place(dir, path));
    }
    fault_unlock();
    return result;
}

static void record_folder(int dir, const char *path)
{
    struct record_place place = record_place(dir, path);
    struct stat st;

    if (place.folder != 0 &&
        syscall(SYS_newfstatat, dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0)
        record_line("mkdir\t%lu\t%lu\t%s\n", (unsigned long)st.st_ino, place.folder,
                    place.name);
}

int mkdir(const char *path, mode_t mode)
{
    int result = -1;

    fault_lock();
    if (fault_allows_path("mkdir", FAULT_CHANGE | FAULT_ROOM, AT_FDCWD, path)) {
        result = fault_next("mkdir").mkdir(path, mode);
        if (result == 0)
            record_folder(AT_FDCWD, path);
    }
    fault_unlock();
    return result;
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    int result = -1;

    fault_lock();
    if (fault_allows_path("mkdirat", FAULT_CHANGE | FAULT_ROOM, dir, path)) {
        result = fault_next("mkdirat").mkdirat(dir, path, mode);
        if (result == 0)
            record_folder(dir, path);
    }
    fault_unlock();
    return result;
}

/* --- open --- */

static int makes(int flags)
{
    return (flags & (O_CREAT | O_TRUNC)) != 0;
}

static bool is_there(int dir, const char *path)
{
    struct stat st;

    return syscall(SYS_newfstatat, dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static void record_open(int fd, bool was_there, int dir, const char *path, int flags)
{
    struct record_place place = record_place(dir, path);

    if (!was_there && place.folder != 0)
        record_line("create\t%lu\t%lu\t%s\n", record_inode(fd), place.folder, place.name);
    else if ((flags & O_TRUNC) && place.folder != 0)
        record_line("truncate\t%lu\t0\n", record_inode(fd));
}

/* Opening what is there already takes no room, whatever O_CREAT asks for. */
static int open_at(const char *name, bool has_dir, int dir, const char *path, int flags,
                   mode_t mode)
{
    union fault_function next = fault_next(name);
    bool was_there = is_there(dir, path);
    unsigned room = was_there ? 0 : FAULT_ROOM;
    int fd = -1;

    fault_lock();
    if (fault_allows_path(name, makes(flags) ? FAULT_CHANGE | room : FAULT_OPEN, dir,
                          path)) {
        fd = has_dir ? next.openat(dir, path, flags, mode) : next.open(path, flags, mode);
        if (fd >= 0 && makes(flags) && record_is_on())
            record_open(fd, was_there, dir, path, flags);
    }
    fault_unlock();
    return fd;
}

static mode_t mode_of(int flags, va_list args)
{
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(args, mode_t)
                                                                 : 0;
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
        return open_at(#name, false, AT_FDCWD, path, flags, mode);                       \
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
        return open_at(#name, true, dir, path, flags, mode);                             \
    }

DEFINE_OPEN(open)
DEFINE_OPEN(open64)
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)

/* What a fortified caller calls where the flags are not known at compile time. */
int __open64_2(const char *path, int flags)
{
    return open_at("open64", false, AT_FDCWD, path, flags, 0);
}

int __openat64_2(int dir, const char *path, int flags)
{
    return open_at("openat64", true, dir, path, flags, 0);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name,
 *           readability-identifier-naming) */
