#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/message.h"

#ifndef EXFAT_SUPER_MAGIC
#define EXFAT_SUPER_MAGIC 0x2011BAB0
#endif
#ifndef CIFS_SUPER_MAGIC
#define CIFS_SUPER_MAGIC 0xFF534D42
#endif
#ifndef SMB2_SUPER_MAGIC
#define SMB2_SUPER_MAGIC 0xFE534D42
#endif

static file_fault fault_hook;

void file_set_fault(file_fault fault)
{
    fault_hook = fault;
}

bool file_step_fails(enum file_step step, const char *path)
{
    int failure = fault_hook ? fault_hook(step, path) : 0;

    if (failure != 0)
        errno = failure;
    return failure != 0;
}

enum err_code file_error(struct err *err, const char *path, const char *what)
{
    int saved = errno;

    (void)err_set_errno(err, "\"%s\": %s", path, _(what));
    if (saved == ENOENT || saved == ENOTDIR)
        err->code = ERR_NOT_FOUND;
    if (saved == EACCES || saved == EPERM || saved == EROFS)
        err->code = ERR_DENIED;
    return err->code;
}

static enum err_code open_at(int *fd, int dir, const char *path, int flags, mode_t mode,
                             struct err *err)
{
    int opened = openat(dir, path, flags | O_CLOEXEC | O_NOFOLLOW, mode);

    if (opened < 0)
        return file_error(err, path, "could not open");
    *fd = opened;
    return ERR_OK;
}

enum err_code file_open_dir(int *fd, int dir, const char *path, struct err *err)
{
    int opened = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (opened < 0)
        return file_error(err, path, "could not open");
    *fd = opened;
    return ERR_OK;
}

enum err_code file_open_read(int *fd, int dir, const char *path, struct err *err)
{
    struct stat st;
    int opened = -1;

    /* A named pipe put in our place must not make us wait for ever. */
    if (open_at(&opened, dir, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0, err) != ERR_OK)
        return err->code;
    if (fstat(opened, &st) < 0) {
        (void)file_error(err, path, "could not stat");
        (void)close(opened);
        return err->code;
    }
    if (!S_ISREG(st.st_mode)) {
        (void)close(opened);
        return err_set(err, ERR_INVALID, "\"%s\": not a regular file", path);
    }
    *fd = opened;
    return ERR_OK;
}

enum err_code file_open_new(int *fd, int dir, const char *path, mode_t mode,
                            struct err *err)
{
    if (file_step_fails(FILE_OPEN_NEW, path))
        return file_error(err, path, "could not create");
    return open_at(fd, dir, path, O_WRONLY | O_CREAT | O_TRUNC, mode, err);
}

enum err_code file_open_append(int *fd, bool *is_new, int dir, const char *path,
                               mode_t mode, struct err *err)
{
    int opened = openat(dir, path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);

    *is_new = opened < 0 && errno == ENOENT;
    if (*is_new) {
        if (file_step_fails(FILE_OPEN_NEW, path))
            return file_error(err, path, "could not create");
        return open_at(fd, dir, path, O_WRONLY | O_APPEND | O_CREAT, mode, err);
    }
    if (opened < 0)
        return file_error(err, path, "could not open");
    *fd = opened;
    return ERR_OK;
}

enum err_code file_read_at(size_t *got, int fd, const char *path, void *buffer,
                           size_t len, uint64_t offset, struct err *err)
{
    size_t have = 0;

    if (offset > INT64_MAX || len > INT64_MAX - offset)
        return err_set(err, ERR_LIMIT, "\"%s\": cannot read so far behind its end", path);
    while (have < len) {
        ssize_t n = pread(fd, (char *)buffer + have, len - have, (off_t)(offset + have));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set_errno(err, "\"%s\": could not read", path);
        if (n == 0)
            break;
        have += (size_t)n;
    }
    *got = have;
    return ERR_OK;
}

static enum err_code read_whole(struct str *out, struct arena *arena, int fd,
                                const char *path, size_t limit, struct err *err)
{
    struct stat st;
    size_t got;
    char *buffer;

    if (fstat(fd, &st) < 0)
        return file_error(err, path, "could not stat");
    if ((uintmax_t)st.st_size > limit)
        return err_set(err, ERR_LIMIT, "\"%s\": larger than %zu bytes", path, limit);
    buffer = ARENA_ARRAY(arena, char, (size_t)st.st_size + 1);
    if (file_read_at(&got, fd, path, buffer, (size_t)st.st_size, 0, err) != ERR_OK)
        return err->code;
    *out = (struct str){buffer, got};
    return ERR_OK;
}

enum err_code file_read(struct str *out, struct arena *arena, int dir, const char *path,
                        size_t limit, struct err *err)
{
    enum err_code code;
    int fd = -1;

    if (file_open_read(&fd, dir, path, err) != ERR_OK)
        return err->code;
    code = read_whole(out, arena, fd, path, limit, err);
    (void)close(fd);
    return code;
}

enum err_code file_write(int fd, const char *path, struct str bytes, struct err *err)
{
    if (file_step_fails(FILE_WRITE, path))
        return file_error(err, path, "could not write");
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return file_error(err, path, "could not write");
        bytes = str_after(bytes, (size_t)n);
    }
    return ERR_OK;
}

enum err_code file_truncate(int fd, const char *path, uint64_t size, struct err *err)
{
    if (file_step_fails(FILE_TRUNCATE, path) || ftruncate(fd, (off_t)size) < 0)
        return file_error(err, path, "could not cut to its size");
    return ERR_OK;
}

enum err_code file_sync(int fd, const char *path, struct err *err)
{
    if (file_step_fails(FILE_SYNC, path) || fdatasync(fd) < 0)
        return file_error(err, path, "could not sync");
    return ERR_OK;
}

enum err_code file_sync_dir(int dir, const char *path, struct err *err)
{
    enum err_code code = ERR_OK;
    int fd = -1;

    if (file_open_dir(&fd, dir, path, err) != ERR_OK)
        return err->code;
    if (file_step_fails(FILE_SYNC, path) || fsync(fd) < 0)
        code = file_error(err, path, "could not sync");
    (void)close(fd);
    return code;
}

enum err_code file_sync_all(int fd, struct err *err)
{
    if (file_step_fails(FILE_SYNC, "file system") || syncfs(fd) < 0)
        return err_set_errno(err, "could not sync the file system");
    return ERR_OK;
}

enum err_code file_close(int fd, const char *path, struct err *err)
{
    if (close(fd) < 0 && errno != EINTR)
        return file_error(err, path, "could not finish writing");
    return ERR_OK;
}

enum err_code file_rename(int dir, const char *from, const char *to, struct err *err)
{
    if (file_step_fails(FILE_RENAME, to) || renameat(dir, from, dir, to) < 0)
        return file_error(err, to, "could not rename into place");
    return ERR_OK;
}

enum err_code file_remove(int dir, const char *path, struct err *err)
{
    if (file_step_fails(FILE_REMOVE, path) ||
        (unlinkat(dir, path, 0) < 0 && errno != ENOENT && errno != ENOTDIR))
        return file_error(err, path, "could not remove");
    return ERR_OK;
}

/* "a/b/c": "a/b"; "c": "." */
static enum err_code parent_of(char out[FILE_PATH_MAX], const char *path, struct err *err)
{
    struct str whole = str_from_c(path);
    size_t len = whole.len;

    if (whole.len >= FILE_PATH_MAX)
        return err_set(err, ERR_LIMIT, "path is longer than %d bytes", FILE_PATH_MAX - 1);
    while (len > 0 && whole.ptr[len - 1] != '/')
        len--;
    if (len == 0)
        (void)snprintf(out, FILE_PATH_MAX, ".");
    else
        (void)snprintf(out, FILE_PATH_MAX, STR_FMT, STR_ARG(str_prefix(whole, len)));
    return ERR_OK;
}

static enum err_code write_and_sync(int dir, const char *path, mode_t mode,
                                    struct str bytes, struct err *err)
{
    enum err_code code;
    struct err late = {0};
    int fd = -1;

    if (file_open_new(&fd, dir, path, mode, err) != ERR_OK)
        return err->code;
    code = file_write(fd, path, bytes, err);
    if (code == ERR_OK)
        code = file_sync(fd, path, err);
    if (file_close(fd, path, &late) != ERR_OK && code == ERR_OK) {
        *err = late;
        code = late.code;
    }
    return code;
}

enum err_code file_sync_parent(int dir, const char *path, struct err *err)
{
    char parent[FILE_PATH_MAX];
    enum err_code code = ERR_OK;
    int fd = -1;

    if (parent_of(parent, path, err) != ERR_OK)
        return err->code;
    fd = openat(dir, parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || file_step_fails(FILE_SYNC, parent) || fsync(fd) < 0)
        code = file_error(err, path, "could not sync the folder it lies in");
    if (fd >= 0)
        (void)close(fd);
    return code;
}

enum err_code file_replace(int dir, const char *path, mode_t mode, struct str bytes,
                           struct err *err)
{
    char temporary[FILE_PATH_MAX + 8];

    if (strlen(path) >= FILE_PATH_MAX)
        return err_set(err, ERR_LIMIT, "path is longer than %d bytes", FILE_PATH_MAX - 1);
    (void)snprintf(temporary, sizeof temporary, "%s.new", path);
    if (write_and_sync(dir, temporary, mode, bytes, err) != ERR_OK ||
        file_rename(dir, temporary, path, err) != ERR_OK) {
        (void)unlinkat(dir, temporary, 0);
        return err->code;
    }
    return file_sync_parent(dir, path, err);
}

static enum err_code make_one_dir(int dir, const char *path, mode_t mode, struct err *err)
{
    if (mkdirat(dir, path, mode) < 0)
        return errno == EEXIST ? ERR_OK : file_error(err, path, "could not create");
    return file_sync_parent(dir, path, err);
}

enum err_code file_make_dirs(int dir, const char *path, mode_t mode, struct err *err)
{
    char part[FILE_PATH_MAX];
    struct str whole = str_from_c(path);

    if (whole.len >= FILE_PATH_MAX)
        return err_set(err, ERR_LIMIT, "path is longer than %d bytes", FILE_PATH_MAX - 1);
    if (faccessat(dir, path, F_OK, 0) == 0)
        return ERR_OK;
    if (file_step_fails(FILE_MAKE_DIR, path))
        return file_error(err, path, "could not create");
    for (size_t end = str_find(whole, '/', 1);; end = str_find(whole, '/', end + 1)) {
        (void)snprintf(part, sizeof part, STR_FMT, STR_ARG(str_prefix(whole, end)));
        if (make_one_dir(dir, part, mode, err) != ERR_OK)
            return err->code;
        if (end >= whole.len)
            return ERR_OK;
    }
}

enum err_code file_free_space(uint64_t *out, int fd, struct err *err)
{
    struct statvfs st;

    if (fstatvfs(fd, &st) < 0)
        return err_set_errno(err, "could not ask for the free space");
    if (__builtin_mul_overflow((uint64_t)st.f_bavail, (uint64_t)st.f_frsize, out))
        *out = UINT64_MAX;
    return ERR_OK;
}

enum err_code file_system_of(enum file_system *out, int fd, struct err *err)
{
    struct statfs st;

    if (fstatfs(fd, &st) < 0)
        return err_set_errno(err, "could not ask for the file system");
    switch ((uint32_t)st.f_type) {
    case NFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case CIFS_SUPER_MAGIC:
    case SMB2_SUPER_MAGIC:
        *out = FILE_SYSTEM_NETWORK;
        return ERR_OK;
    case MSDOS_SUPER_MAGIC:
    case EXFAT_SUPER_MAGIC:
        *out = FILE_SYSTEM_FAT;
        return ERR_OK;
    default:
        *out = FILE_SYSTEM_LOCAL;
        return ERR_OK;
    }
}

enum { STREAM_CHUNK = 65536 };

enum err_code file_read_stream(struct str *out, struct arena *arena, int fd, size_t limit,
                               struct err *err)
{
    struct buf text = {0};
    ssize_t got = 1;

    while (got > 0 && text.len <= limit) {
        got = read(fd, buf_reserve(&text, STREAM_CHUNK), STREAM_CHUNK);
        if (got > 0)
            text.len += (size_t)got;
        else if (got < 0 && errno == EINTR)
            got = 1;
    }
    if (got < 0) {
        (void)err_set_errno(err, "could not read");
        buf_release(&text);
        return err->code;
    }
    if (text.len > limit) {
        buf_release(&text);
        return err_set(err, ERR_LIMIT, "larger than %zu bytes", limit);
    }
    *out = arena_str(arena, buf_str(&text));
    buf_release(&text);
    return ERR_OK;
}
