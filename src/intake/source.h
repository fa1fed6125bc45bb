#ifndef INTAKE_SOURCE_H
#define INTAKE_SOURCE_H

/*
 * A file of somebody else's, open for reading: what it was when it was opened, and
 * whether it is still the same after it has been read. A file that changed meanwhile
 * was never as we read it; it is not preserved (design.md section 3, 1).
 */

#include <stdbool.h>
#include <stdint.h>

#include <sys/stat.h>

#include "base/err.h"
#include "base/str.h"

enum { SOURCE_STAT_MAX = 96 };

/* "mtime ctime inode", as `object` statements carry it (format.md 4.3). */
struct source_stat {
    char text[SOURCE_STAT_MAX];
};

struct source {
    int fd;
    struct stat before;
    bool has_lasting_inode;
};

/* What is known of the file system last met; {0} at first. Saves a call a file. */
struct source_device {
    dev_t device;
    bool is_known;
    bool has_lasting_inodes;
};

/* Ask about the file system numbered `number`, on which fd lies, unless it is the last.
 */
void source_look_at_device(struct source_device *device, int fd, dev_t number);

/* ERR_INVALID: no regular file any more. Otherwise as the system refused, ERR_IO. */
MUST_USE enum err_code source_open(struct source *out, struct source_device *device,
                                   int dir_fd, const char *name, struct err *err);

/* The same for a file descriptor; closes it on failure. */
MUST_USE enum err_code source_adopt(struct source *out, struct source_device *device,
                                    int fd, struct err *err);
void source_close(struct source *source);

/*
 * Read a part into buffer, as much as it has room for; *got is 0 at the end only.
 * Never mmap: a shrinking file would kill the process.
 */
MUST_USE enum err_code source_read(size_t *got, struct source *source, void *buffer,
                                   size_t len, struct err *err);

/* Call when `total` bytes have been read to the end: ERR_CONFLICT when it changed. */
MUST_USE enum err_code source_confirm(const struct source *source, uint64_t total,
                                      struct err *err);

/* Ask the kernel to read it from its medium again rather than from memory. */
void source_forget_cache(const struct source *source);

/*
 * File systems of cameras and phones make up inode numbers afresh at every mount.
 * There 0 stands for the inode, so that a card put in again is the same card.
 */
struct source_stat source_stat(const struct stat *st, bool has_lasting_inode);

#endif
