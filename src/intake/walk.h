#ifndef INTAKE_WALK_H
#define INTAKE_WALK_H

/*
 * A walk through a folder that is not ours: every entry once, folders in depth,
 * names in the order of their bytes, so that two walks of the same tree agree.
 * Nothing is followed out of the tree: symbolic links, and whatever is neither a
 * file nor a folder, come out as refused, with a word why. Only descriptors are
 * held, never paths from the root, so that a folder renamed meanwhile does not
 * lead elsewhere.
 */

#include <stdbool.h>
#include <stdint.h>

#include <sys/stat.h>

#include "base/err.h"
#include "base/str.h"

struct walk;

enum {
    WALK_MAX_DEPTH = 250, /* one descriptor each; the usual limit is 1,024 */
};

enum walk_kind {
    WALK_FILE,   /* said to be a regular file: open it and make sure */
    WALK_REFUSED /* reason says why; its content is left out */
};

/* Valid until the next walk_next(). */
struct walk_entry {
    enum walk_kind kind;
    int dir_fd;       /* where name is; AT_FDCWD for a root that is a file */
    const char *name; /* to open; not the whole path */
    struct str path;  /* relative to the root; a root that is a file has its own name */
    struct str reason;
};

/*
 * ERR_NOT_FOUND when there is no such root; ERR_DENIED when it cannot be opened;
 * ERR_INVALID when it is neither a file nor a folder.
 */
MUST_USE enum err_code walk_open(struct walk **out, const char *root, struct err *err);
void walk_close(struct walk *walk);

/* A folder, known by device and inode, that comes out as refused for this reason. */
struct walk_left_out {
    struct stat folder;
    struct str reason;
};

/* Leave these folders out (the archive itself). They are borrowed until the end. */
void walk_leave_out(struct walk *walk, const struct walk_left_out *folders, size_t count);

/* False at the end. */
bool walk_next(struct walk_entry *out, struct walk *walk);

/*
 * Open a file for reading, without following a link, without waiting for a pipe
 * and, where permitted, without touching its access time. -1 and errno on failure.
 */
int walk_open_file(int dir_fd, const char *name);

/* Open the file at a path that a walk of root gave. -1 and errno on failure. */
int walk_reopen(const char *root, struct str path);

#endif
