#ifndef BASE_MACHINE_H
#define BASE_MACHINE_H

/*
 * What the kernel says about this machine, for `stele doctor`: file systems, encryption
 * below them, swap, clock. Everything is read, nothing is set; what cannot be seen is
 * reported as not seen.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"

/* Whether what is written ends up encrypted. What can be seen from here: dm-crypt (LUKS)
 * below the file system, gocryptfs, CryFS, eCryptfs, and fscrypt for the folder itself.
 */
enum machine_crypt { MACHINE_CRYPT_NOT_SEEN, MACHINE_CRYPT_YES };

struct machine_disk {
    struct str type;       /* "ext4"; "0x..." for what has no name here */
    enum file_system kind; /* what it can be relied on for */
    bool is_in_memory;     /* gone at the next start: tmpfs, ramfs */
    bool is_layered;       /* a container's: gone with it */
    bool is_read_only;
    uint64_t free_bytes;
    enum machine_crypt crypt;
};

/* The file system at path, or at the nearest folder above it that is there. False, with
 * *out unchanged, when nothing could be asked. */
bool machine_disk_at(struct machine_disk *out, struct arena *arena, const char *path);

/* In this order: the worst of several areas counts. */
enum machine_swap {
    MACHINE_SWAP_NONE,
    MACHINE_SWAP_SAFE, /* in memory, or encrypted */
    MACHINE_SWAP_NOT_SEEN,
    MACHINE_SWAP_OPEN /* keys and names may come to lie on a disk as they are */
};
enum machine_swap machine_swap(struct arena *arena);

/* Whether a sleeping machine leaves its memory, keys and all, on a disk. */
enum machine_hibernation {
    MACHINE_HIBERNATION_NONE,
    MACHINE_HIBERNATION_SAFE, /* encrypted, or never off this memory */
    MACHINE_HIBERNATION_OPEN
};
enum machine_hibernation machine_hibernation(struct arena *arena);

/* Whether the kernel keeps keys for this process; containers often forbid it. */
bool machine_has_key_ring(void);

enum machine_clock { MACHINE_CLOCK_SET, MACHINE_CLOCK_UNSET, MACHINE_CLOCK_NOT_SEEN };

/* Whether a time service says that it keeps the clock right: a claim like any other. */
enum machine_clock machine_clock(void);

/* A short file such as those of /proc, in arena; empty when it cannot be read. */
struct str machine_read(struct arena *arena, const char *path);

/* The version of Landlock that the kernel has; 0: none. */
int machine_landlock(void);
bool machine_has_seccomp(void);

#endif
