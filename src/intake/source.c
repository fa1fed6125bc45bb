#include "intake/source.h"

#include <errno.h>
#include <fcntl.h>

#include <linux/magic.h>
#include <sys/vfs.h>

#include "intake/walk.h"

#ifndef EXFAT_SUPER_MAGIC
#define EXFAT_SUPER_MAGIC 0x2011BAB0
#endif
#ifndef SMB2_SUPER_MAGIC
#define SMB2_SUPER_MAGIC 0xFE534D42
#endif

enum { READ_AHEAD_FROM = 1 << 20 };

static bool has_lasting_inodes(int fd)
{
    struct statfs fs;

    if (fstatfs(fd, &fs) != 0)
        return false;
    switch ((uint32_t)fs.f_type) {
    case MSDOS_SUPER_MAGIC:
    case EXFAT_SUPER_MAGIC:
    case FUSE_SUPER_MAGIC:
    case CIFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case SMB2_SUPER_MAGIC:
        return false;
    default:
        return true;
    }
}

void source_look_at_device(struct source_device *device, int fd, dev_t number)
{
    if (device->is_known && device->device == number)
        return;
    *device = (struct source_device){
        .device = number, .is_known = true, .has_lasting_inodes = has_lasting_inodes(fd)};
}

enum err_code source_adopt(struct source *out, struct source_device *device, int fd,
                           struct err *err)
{
    struct stat st;

    if (fstat(fd, &st) != 0) {
        (void)err_set_errno(err, "could not be looked at");
    } else if (!S_ISREG(st.st_mode)) {
        (void)err_set(err, ERR_INVALID, "is not a file any more");
    } else {
        /* Small files are read in one go; the advice would cost more than it brings. */
        if (st.st_size >= READ_AHEAD_FROM)
            (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        source_look_at_device(device, fd, st.st_dev);
        *out = (struct source){
            .fd = fd, .before = st, .has_lasting_inode = device->has_lasting_inodes};
        return ERR_OK;
    }
    (void)close(fd);
    return err->code;
}

enum err_code source_open(struct source *out, struct source_device *device, int dir_fd,
                          const char *name, struct err *err)
{
    int fd = walk_open_file(dir_fd, name);

    if (fd < 0 && errno == ELOOP)
        return err_set(err, ERR_INVALID, "is not a file any more");
    if (fd < 0)
        return err_set_errno(err, "could not open this file");
    return source_adopt(out, device, fd, err);
}

void source_close(struct source *source)
{
    if (source->fd >= 0)
        (void)close(source->fd);
    source->fd = -1;
}

enum err_code source_read(size_t *got, struct source *source, void *buffer, size_t len,
                          struct err *err)
{
    ssize_t n;

    do
        n = read(source->fd, buffer, len);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return err_set_errno(err, "could not read this file");
    *got = (size_t)n;
    return ERR_OK;
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

enum err_code source_confirm(const struct source *source, uint64_t total, struct err *err)
{
    const struct stat *before = &source->before;
    struct stat after;

    if (fstat(source->fd, &after) != 0)
        return err_set_errno(err, "could not be looked at");
    if (total != (uint64_t)before->st_size || after.st_size != before->st_size ||
        !same_time(after.st_mtim, before->st_mtim) ||
        !same_time(after.st_ctim, before->st_ctim))
        return err_set(err, ERR_CONFLICT, "changed while it was read");
    return ERR_OK;
}

void source_forget_cache(const struct source *source)
{
    (void)posix_fadvise(source->fd, 0, 0, POSIX_FADV_DONTNEED);
}

struct source_stat source_stat(const struct stat *st, bool has_lasting_inode)
{
    struct source_stat out = {0};

    (void)snprintf(out.text, sizeof out.text, "%jd.%09ld %jd.%09ld %ju",
                   (intmax_t)st->st_mtim.tv_sec, st->st_mtim.tv_nsec,
                   (intmax_t)st->st_ctim.tv_sec, st->st_ctim.tv_nsec,
                   has_lasting_inode ? (uintmax_t)st->st_ino : (uintmax_t)0);
    return out;
}
