#ifndef FAULT_H
#define FAULT_H

/*
 * A twin of `strace -e inject`, loaded before libc: it numbers every call by which the
 * program touches files below one folder, and makes a chosen one fail, tear or kill.
 *
 *   FAULT_ROOT=DIR     only what lies in this folder is counted
 *   FAULT_CALLS=MASK   which classes of calls are counted (enum fault_class; default:
 *                      changes)
 *   FAULT_AT=N         at the N-th of them (the first is 1) ...
 *   FAULT=WHAT         EIO, ENOSPC, EMFILE: it fails so. KILL: SIGKILL in its place.
 * TORN: half of a write, then SIGKILL. FULL: half of a write, and from then on whatever
 * needs room fails with ENOSPC. SHORT: half of a write, as the kernel may FAULT_LOG=FILE
 * number, call and path of every call that was counted FAULT_RECORD=FILE  every change,
 * with its bytes, for power_cut.py
 *
 *   FAULT_MALLOC_AT=N  the N-th allocation fails; FAULT_MALLOC_LASTS=1: all later ones
 * too FAULT_MALLOC_COUNT=FILE  their number, at the end
 */

#include <stdbool.h>
#include <sys/types.h>

enum fault_class {
    FAULT_CHANGE = 1, /* changes a file or a folder, or syncs it */
    FAULT_ROOM = 2,   /* of those: needs room on the disk */
    FAULT_CLOSE = 4,  /* close() of what was written */
    FAULT_OPEN = 8,   /* opens to read */
    FAULT_READ = 16,  /* reads a file or lists a folder */
    FAULT_LOOK = 32   /* asks whether something is there, and what it is */
};

/* Other threads wait: what is recorded stands in the order in which it was done. */
void fault_lock(void);
void fault_unlock(void);

/* Count the call; false with errno set when it must fail. */
bool fault_allows_fd(const char *call, unsigned classes, int fd);
bool fault_allows_path(const char *call, unsigned classes, int dir, const char *path);

/* As above, for a write: *len becomes less when only a part of it is to be written.
 * fault_after_write() comes behind it. */
bool fault_allows_write(const char *call, int fd, size_t *len);
void fault_after_write(void);

/* A file's own descriptor, beyond those that the program counts on. */
int fault_open_own(const char *path);

/* The absolute path; the current folder is AT_FDCWD. */
struct fault_path {
    char text[4096];
};
struct fault_path fault_path_of(int dir, const char *path);
struct fault_path fault_path_of_fd(int fd);
bool fault_counts(const struct fault_path *path);

/* The function that is hidden behind ours. ISO C has no cast to a function pointer. */
union fault_function {
    void *object;
    int (*of_fd)(int);
    ssize_t (*read)(int, void *, size_t);
    ssize_t (*pread)(int, void *, size_t, off_t);
    ssize_t (*write)(int, const void *, size_t);
    ssize_t (*pwrite)(int, const void *, size_t, off_t);
    int (*rename)(const char *, const char *);
    int (*renameat)(int, const char *, int, const char *);
    int (*renameat2)(int, const char *, int, const char *, unsigned);
    int (*linkat)(int, const char *, int, const char *, int);
    int (*of_path)(const char *);
    int (*unlinkat)(int, const char *, int);
    int (*truncate_fd)(int, off_t);
    int (*allocate)(int, off_t, off_t);
    int (*mkdir)(const char *, mode_t);
    int (*mkdirat)(int, const char *, mode_t);
    int (*open)(const char *, int, mode_t);
    int (*openat)(int, const char *, int, mode_t);
    int (*access)(const char *, int);
    int (*faccessat)(int, const char *, int, int);
    int (*stat)(const char *, void *);
    int (*fstatat)(int, const char *, void *, int);
    void *(*list)(void *);
    ssize_t (*copy)(int, off_t *, int, off_t *, size_t, unsigned);
    ssize_t (*send)(int, int, off_t *, size_t);
};
union fault_function fault_next(const char *name);

/* record.c; all under the lock. Nothing is kept of a call that failed. */
struct record_place {
    unsigned long folder; /* inode; 0: not to be recorded */
    const char *name;
};
bool record_is_on(void);
struct record_place record_place(int dir, const char *path);
unsigned long record_inode(int fd);
void record_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void record_bytes(int fd, const void *bytes, size_t len, off_t at);
void record_copied(int fd, size_t len, off_t at);
void record_said(const void *bytes, size_t len);

#endif
