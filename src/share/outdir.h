#ifndef SHARE_OUTDIR_H
#define SHARE_OUTDIR_H

/*
 * A folder that something is given away in. It never lies inside the archive: what
 * an archive's folder holds is accounted for by its statements and by nothing else.
 *
 * Files are written whole under another name and then renamed, so that a reader sees
 * the old or the new one; they are on the disk once outdir_settle() has returned.
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum outdir_rule {
    OUTDIR_ANY,  /* what is there stays */
    OUTDIR_EMPTY /* the folder must be missing or empty */
};

struct outdir {
    int fd;
    const char *path; /* as the user named it: for messages; borrowed */
    uint64_t written; /* files */
    uint64_t kept;    /* files that held the right bytes already */
};

/* Open the folder, making it when it is missing. ERR_INVALID when it lies inside the
 * archive's folder, ERR_CONFLICT when it should be empty and is not. */
MUST_USE enum err_code outdir_open(struct outdir *out, const char *path,
                                   struct str archive_folder, enum outdir_rule rule,
                                   struct err *err);
void outdir_close(struct outdir *dir);

/* ERR_INVALID when path is the archive's folder, lies inside it, or holds it. */
MUST_USE enum err_code outdir_check_apart(const char *path, struct str archive_folder,
                                          struct err *err);

/* The nearest folder on the way to path that is there already; in arena, NUL-terminated.
 */
MUST_USE enum err_code outdir_nearest(struct str *out, struct arena *arena,
                                      const char *path, struct err *err);

/* Put bytes at a relative path, making its folders; a file that holds them is left alone.
 */
MUST_USE enum err_code outdir_put(struct outdir *dir, const char *path, struct str bytes,
                                  struct err *err);

/* The same for what promises all the others: they are on the disk before it, and it is
 * never there in part. */
MUST_USE enum err_code outdir_put_last(struct outdir *dir, const char *path,
                                       struct str bytes, struct err *err);

/* A new file for what is too large for memory; the caller writes, syncs and closes it. */
MUST_USE enum err_code outdir_create(int *fd, struct outdir *dir, const char *path,
                                     struct err *err);

/* ERR_NOT_FOUND when there is no such file. */
MUST_USE enum err_code outdir_read(struct str *out, struct arena *arena,
                                   const struct outdir *dir, const char *path,
                                   size_t limit, struct err *err);

/* Remove a folder with the files in it, if it is there; deeper folders are left alone. */
MUST_USE enum err_code outdir_remove_folder(const struct outdir *dir, const char *path,
                                            struct err *err);

/* Everything put so far survives a power cut. */
MUST_USE enum err_code outdir_settle(const struct outdir *dir, struct err *err);

#endif
