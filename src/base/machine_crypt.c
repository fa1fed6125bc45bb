#include "base/machine.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/machine_inside.h"

/* Encryption below file systems and swap; whether memory may come to lie on a disk. */

enum { DEVICES_DEEP = 8 };

/* A block device, or one that it rests on, is dm-crypt. */
static bool is_crypt(struct arena *arena, const char *device, // NOLINT(misc-no-recursion)
                     int deep)
{
    struct str path = arena_printf(arena, "%s/dm/uuid", device);
    struct str slaves = arena_printf(arena, "%s/slaves", device);
    struct dirent *entry;
    bool found = str_starts_with(machine_read(arena, path.ptr), STR("CRYPT-"));
    DIR *stream = !found && deep < DEVICES_DEEP ? opendir(slaves.ptr) : NULL;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is ours alone */
    while (stream && !found && (entry = readdir(stream)) != NULL)
        found =
            entry->d_name[0] != '.' &&
            is_crypt(arena, arena_printf(arena, "%s/%s", slaves.ptr, entry->d_name).ptr,
                     deep + 1);
    if (stream)
        (void)closedir(stream);
    return found;
}

static enum machine_crypt crypt_of_device(struct arena *arena, dev_t device)
{
    struct str path =
        arena_printf(arena, "/sys/dev/block/%u:%u", major(device), minor(device));

    return is_crypt(arena, path.ptr, 0) ? MACHINE_CRYPT_YES : MACHINE_CRYPT_NOT_SEEN;
}

/* "36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw": the third word is the
 * device, the two behind the lone hyphen are type and source. */
static bool read_mount(struct machine_mount *out, struct str line, struct str device)
{
    size_t hyphen = str_find_str(line, STR(" - "));
    struct str rest = line;

    (void)str_cut(&rest, ' ');
    (void)str_cut(&rest, ' ');
    if (hyphen == line.len || !str_equal(str_cut(&rest, ' '), device))
        return false;
    rest = str_after(line, hyphen + 3);
    out->type = str_cut(&rest, ' ');
    out->source = str_cut(&rest, ' ');
    return true;
}

bool machine_find_mount(struct machine_mount *out, struct str mountinfo, unsigned major,
                        unsigned minor)
{
    char device[32];

    (void)snprintf(device, sizeof device, "%u:%u", major, minor);
    while (mountinfo.len > 0)
        if (read_mount(out, str_cut(&mountinfo, '\n'), str_from_c(device)))
            return true;
    return false;
}

/* btrfs and others give out device numbers of their own; the source tells the real one.
 */
static enum machine_crypt crypt_of_source(struct arena *arena, struct str source)
{
    struct stat st;

    if (!str_starts_with(source, STR("/")) ||
        stat(arena_str(arena, source).ptr, &st) < 0 || !S_ISBLK(st.st_mode))
        return MACHINE_CRYPT_NOT_SEEN;
    return crypt_of_device(arena, st.st_rdev);
}

static bool is_crypt_folder(int fd)
{
    struct statx sx;

    return statx(fd, "", AT_EMPTY_PATH, 0, &sx) == 0 &&
           (sx.stx_attributes & STATX_ATTR_ENCRYPTED) != 0;
}

enum machine_crypt machine_crypt_of(struct arena *arena, int fd, dev_t device,
                                    uint32_t magic, const struct machine_mount *mount)
{
    if (magic == ECRYPTFS_SUPER_MAGIC || str_equal(mount->type, STR("fuse.gocryptfs")) ||
        str_equal(mount->type, STR("fuse.cryfs")) || is_crypt_folder(fd))
        return MACHINE_CRYPT_YES;
    if (crypt_of_device(arena, device) == MACHINE_CRYPT_YES)
        return MACHINE_CRYPT_YES;
    return crypt_of_source(arena, mount->source);
}

/* --- swap --- */

/* Compressed memory; but it may be told to write what is idle to a disk. */
static enum machine_swap swap_of_zram(struct arena *arena, struct str device)
{
    struct str backing = str_trim(
        machine_read(arena, arena_printf(arena, "/sys/block/" STR_FMT "/backing_dev",
                                         STR_ARG(str_after(device, strlen("/dev/"))))
                                .ptr));

    return backing.len == 0 || str_equal(backing, STR("none")) ? MACHINE_SWAP_SAFE
                                                               : MACHINE_SWAP_OPEN;
}

/* One swap area: a file, a partition, or compressed memory. */
static enum machine_swap swap_of(struct arena *arena, struct str path)
{
    struct str name = arena_str(arena, path);
    struct stat st;
    dev_t device;

    if (str_starts_with(name, STR("/dev/zram")))
        return swap_of_zram(arena, name);
    if (stat(name.ptr, &st) < 0)
        return MACHINE_SWAP_NOT_SEEN;
    device = S_ISBLK(st.st_mode) ? st.st_rdev : st.st_dev;
    return crypt_of_device(arena, device) == MACHINE_CRYPT_YES ? MACHINE_SWAP_SAFE
                                                               : MACHINE_SWAP_OPEN;
}

enum machine_swap machine_swap(struct arena *arena)
{
    struct str rest = machine_read(arena, "/proc/swaps");
    enum machine_swap worst = MACHINE_SWAP_NONE;

    if (rest.len == 0)
        return MACHINE_SWAP_NOT_SEEN;
    (void)str_cut(&rest, '\n'); /* the heading */
    while (rest.len > 0) {
        struct str line = str_cut(&rest, '\n');
        struct str path = str_cut(&line, ' ');
        enum machine_swap one = path.len > 0 ? swap_of(arena, path) : MACHINE_SWAP_NONE;

        worst = one > worst ? one : worst;
    }
    return worst;
}

/* The image of the memory is written to swap. */
enum machine_hibernation machine_hibernation(struct arena *arena)
{
    struct str states = machine_read(arena, "/sys/power/state");
    struct str how = machine_read(arena, "/sys/power/disk");

    if (str_find_str(states, STR("disk")) == states.len || how.len == 0 ||
        str_starts_with(how, STR("[disabled]")))
        return MACHINE_HIBERNATION_NONE;
    switch (machine_swap(arena)) {
    case MACHINE_SWAP_NONE:
        return MACHINE_HIBERNATION_NONE;
    case MACHINE_SWAP_SAFE:
        return MACHINE_HIBERNATION_SAFE;
    case MACHINE_SWAP_NOT_SEEN:
    case MACHINE_SWAP_OPEN:
        break;
    }
    return MACHINE_HIBERNATION_OPEN;
}
