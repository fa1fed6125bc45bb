#ifndef BASE_MACHINE_INSIDE_H
#define BASE_MACHINE_INSIDE_H

/* What machine*.c share; nobody else. */

#include <sys/types.h>

#include "base/machine.h"

/* A line of /proc/self/mountinfo. */
struct machine_mount {
    struct str type;   /* "ext4", "fuse.gocryptfs" */
    struct str source; /* "/dev/mapper/root" */
};

/* The mount with this device number in the text of mountinfo; borrowed from it. */
bool machine_find_mount(struct machine_mount *out, struct str mountinfo, unsigned major,
                        unsigned minor);

/* Whether what is written to a file system ends up encrypted: by dm-crypt below it, by
 * the file system itself (eCryptfs, gocryptfs, CryFS), or by it for this folder
 * (fscrypt). */
enum machine_crypt machine_crypt_of(struct arena *arena, int fd, dev_t device,
                                    uint32_t magic, const struct machine_mount *mount);

#endif
