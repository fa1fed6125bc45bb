#ifndef BASE_FILE_H
#define BASE_FILE_H

/*
 * Files, with the care an archive needs: symbolic links are never followed at
 * the last step of a path, descriptors do not leak into children, short reads
 * and writes are finished, and what is reported as written is on the disk.
 *
 * Paths are relative to a directory's descriptor (AT_FDCWD: the current one). A
 * failed write or sync is final for that file: the kernel may have dropped the
 * pages, so that a second fsync would succeed and lie. Nothing here tries again.
 *
 * Codes: ERR_NOT_FOUND when the file is not there, ERR_DENIED when permissions
 * or a read-only file system refuse, ERR_IO for the rest.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { FILE_PATH_MAX = 4096 };

/* The whole of a regular file of at most limit bytes, in arena. */
MUST_USE enum err_code file_read(struct str *out, struct arena *arena, int dir,
                                 const char *path, size_t limit, struct err *err);

/* What is still to come from a descriptor, a pipe say, of at most limit bytes, in arena.
 */
MUST_USE enum err_code file_read_stream(struct str *out, struct arena *arena, int fd,
                                        size_t limit, struct err *err);

/* As err_set_errno(), with the codes named above. */
enum err_code file_error(struct err *err, const char *path, const char *what);

MUST_USE enum err_code file_open_dir(int *fd, int dir, const char *path, struct err *err);
MUST_USE enum err_code file_open_read(int *fd, int dir, const char *path,
                                      struct err *err);

/* Up to len bytes from offset; *got is less only at the end of the file. */
MUST_USE enum err_code file_read_at(size_t *got, int fd, const char *path, void *buffer,
                                    size_t len, uint64_t offset, struct err *err);

/* All of bytes, at the descriptor's position. path is for the message. */
MUST_USE enum err_code file_write(int fd, const char *path, struct str bytes,
                                  struct err *err);

/* Data and what is needed to find it again are on the disk. */
MUST_USE enum err_code file_sync(int fd, const char *path, struct err *err);
MUST_USE enum err_code file_sync_dir(int dir, const char *path, struct err *err);

/* The name at path is on the disk. The message names it: its folder may be ".". */
MUST_USE enum err_code file_sync_parent(int dir, const char *path, struct err *err);

/* Every file of the file system that fd lies on (syncfs). */
MUST_USE enum err_code file_sync_all(int fd, struct err *err);

/* Close a descriptor data was written through: some file systems report late. */
MUST_USE enum err_code file_close(int fd, const char *path, struct err *err);

MUST_USE enum err_code file_rename(int dir, const char *from, const char *to,
                                   struct err *err);

/* Remove a file; one that is not there is no error. */
MUST_USE enum err_code file_remove(int dir, const char *path, struct err *err);

/*
 * Put bytes at path so that after a power cut it holds either all of them or what
 * it held before: temporary name, fsync, rename, fsync of the directory.
 */
MUST_USE enum err_code file_replace(int dir, const char *path, mode_t mode,
                                    struct str bytes, struct err *err);

/* Make the directories of path that are missing, each durable in its parent. */
MUST_USE enum err_code file_make_dirs(int dir, const char *path, mode_t mode,
                                      struct err *err);

/* Bytes an ordinary user may still write on the file system of fd. */
MUST_USE enum err_code file_free_space(uint64_t *out, int fd, struct err *err);

enum file_system {
    FILE_SYSTEM_LOCAL,
    FILE_SYSTEM_NETWORK, /* NFS, SMB: locks and shared memory are not to be relied on */
    FILE_SYSTEM_FAT      /* FAT, exFAT: no atomic rename over a file */
};
MUST_USE enum err_code file_system_of(enum file_system *out, int fd, struct err *err);

/*
 * For tests only: asked before each change to a disk; what it returns, if not 0,
 * is the errno the change fails with. NULL asks nobody.
 */
enum file_step {
    FILE_OPEN_NEW,
    FILE_WRITE,
    FILE_SYNC,
    FILE_RENAME,
    FILE_REMOVE,
    FILE_TRUNCATE,
    FILE_MAKE_DIR
};
typedef int (*file_fault)(enum file_step step, const char *path);
void file_set_fault(file_fault fault);

/* Asks the fault above; true when the step must fail, with errno set. */
bool file_step_fails(enum file_step step, const char *path);

/* Open for writing: a new file, or an old one cut to nothing. */
MUST_USE enum err_code file_open_new(int *fd, int dir, const char *path, mode_t mode,
                                     struct err *err);

/* Open for appending, making it when missing (*is_new). */
MUST_USE enum err_code file_open_append(int *fd, bool *is_new, int dir, const char *path,
                                        mode_t mode, struct err *err);

MUST_USE enum err_code file_truncate(int fd, const char *path, uint64_t size,
                                     struct err *err);

#endif
