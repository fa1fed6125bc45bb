#include "base/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/keyctl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <unistd.h>

#include "base/machine_inside.h"
#include "base/text.h"

enum { PROC_MAX = 1 << 20 };

/* Not in linux/magic.h of Debian 12. */
enum { SECCOMP_FILTER = 2, LANDLOCK_ASK_VERSION = 1 };
#define MAGIC_NTFS3 0x7366746eU
#define MAGIC_XFS 0x58465342U
#define MAGIC_ZFS 0x2fc12fc1U
#define MAGIC_RAMFS 0x858458f6U
#define MAGIC_CIFS 0xff534d42U
#define MAGIC_SMB2 0xfe534d42U
#define MAGIC_EXFAT 0x2011bab0U

static const struct {
    uint32_t magic;
    const char *name;
} names[] = {
    {EXT4_SUPER_MAGIC, "ext4"},
    {BTRFS_SUPER_MAGIC, "btrfs"},
    {MAGIC_XFS, "xfs"},
    {F2FS_SUPER_MAGIC, "f2fs"},
    {MAGIC_ZFS, "zfs"},
    {MAGIC_NTFS3, "ntfs"},
    {MSDOS_SUPER_MAGIC, "FAT"},
    {MAGIC_EXFAT, "exFAT"},
    {NFS_SUPER_MAGIC, "NFS"},
    {SMB_SUPER_MAGIC, "SMB"},
    {MAGIC_CIFS, "SMB"},
    {MAGIC_SMB2, "SMB"},
    {FUSE_SUPER_MAGIC, "FUSE"},
    {TMPFS_MAGIC, "tmpfs"},
    {MAGIC_RAMFS, "ramfs"},
    {OVERLAYFS_SUPER_MAGIC, "overlay"},
    {ECRYPTFS_SUPER_MAGIC, "eCryptfs"},
    {SQUASHFS_MAGIC, "squashfs"},
    {ISOFS_SUPER_MAGIC, "ISO 9660"},
};

struct str machine_read(struct arena *arena, const char *path)
{
    struct str text = STR("");
    struct err ignored = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return text;
    if (file_read_stream(&text, arena, fd, PROC_MAX, &ignored) != ERR_OK)
        text = STR("");
    (void)close(fd);
    return text;
}

static struct str name_of(struct arena *arena, uint32_t magic)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].magic == magic)
            return str_from_c(names[i].name);
    return arena_printf(arena, "0x%x", (unsigned)magic);
}

/* path, or the nearest folder above it that is there. */
static int open_nearest(const char *path)
{
    char at[PATH_MAX];
    int fd;

    if (snprintf(at, sizeof at, "%s", path) >= (int)sizeof at)
        return -1;
    while ((fd = open(at, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 && errno == ENOENT) {
        char *slash = strrchr(at, '/');

        if (!slash || strcmp(at, "/") == 0)
            return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        slash[slash == at ? 1 : 0] = '\0';
    }
    return fd;
}

static bool ask(struct machine_disk *out, struct arena *arena, int fd)
{
    struct machine_disk disk = {0};
    struct machine_mount mount;
    struct statfs fs;
    struct stat st;
    struct err ignored = {0};
    uint32_t magic;

    if (fstatfs(fd, &fs) < 0 || fstat(fd, &st) < 0 ||
        file_system_of(&disk.kind, fd, &ignored) != ERR_OK ||
        file_free_space(&disk.free_bytes, fd, &ignored) != ERR_OK)
        return false;
    magic = (uint32_t)fs.f_type;
    if (!machine_find_mount(&mount, machine_read(arena, "/proc/self/mountinfo"),
                            major(st.st_dev), minor(st.st_dev)))
        mount = (struct machine_mount){{0}, {0}};
    disk.type = magic == FUSE_SUPER_MAGIC && mount.type.len > 0 ? mount.type
                                                                : name_of(arena, magic);
    disk.is_in_memory = magic == TMPFS_MAGIC || magic == MAGIC_RAMFS;
    disk.is_layered = magic == OVERLAYFS_SUPER_MAGIC;
    disk.is_read_only = (fs.f_flags & ST_RDONLY) != 0;
    disk.crypt = machine_crypt_of(arena, fd, st.st_dev, magic, &mount);
    *out = disk;
    return true;
}

bool machine_disk_at(struct machine_disk *out, struct arena *arena, const char *path)
{
    int fd = open_nearest(path);
    bool is_known;

    if (fd < 0)
        return false;
    is_known = ask(out, arena, fd);
    (void)close(fd);
    return is_known;
}

enum machine_clock machine_clock(void)
{
    struct timex now = {0};

    if (adjtimex(&now) < 0)
        return MACHINE_CLOCK_NOT_SEEN;
    return now.status & STA_UNSYNC ? MACHINE_CLOCK_UNSET : MACHINE_CLOCK_SET;
}

int machine_landlock(void)
{
    long version =
        syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_ASK_VERSION);

    return version > 0 ? (int)version : 0;
}

/* A filter that is not there is refused with EFAULT where filters are known at all. */
bool machine_has_seccomp(void)
{
    return prctl(PR_SET_SECCOMP, SECCOMP_FILTER, NULL) < 0 && errno == EFAULT;
}

/* In the key ring of this process alone, which ends with it. */
bool machine_has_key_ring(void)
{
    static const char payload[] = "a trial";

    return syscall(SYS_add_key, "user", "stele:trial", payload, sizeof payload,
                   KEY_SPEC_PROCESS_KEYRING) >= 0;
}
