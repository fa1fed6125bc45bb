#ifndef RECORD_INBOX_INSIDE_H
#define RECORD_INBOX_INSIDE_H

/* What inbox.c and inbox_load.c share: the files and what was said of them, in memory. */

#include "base/map.h"

#include "record/inbox.h"
#include "record/query_scan.h"

/* Of one file; a statement about several files has one of these for each. */
struct said {
    int64_t n;
    int64_t by;  /* of `ident` */
    int64_t why; /* of `word` */
    int64_t at_s;
    bool has_time;
    bool is_undone; /* superseded, withdrawn or undone */
    bool stands;
    enum inbox_said said;
    struct said *before; /* of the same file, read earlier */
    struct said *beside; /* of the same statement */
    struct file *file;
    UT_hash_handle hh; /* by n: of the first of a statement */
};

struct located {
    int64_t passage;
    int64_t source; /* of `ident` */
    struct located *before;
};

struct file {
    int64_t n;
    int64_t at_s;
    bool has_time;
    bool is_listed;   /* a statement of the view preserved it */
    bool is_ours;     /* a mapping, the differences of a release: nobody reads it */
    bool is_imported; /* as a table */
    bool is_second_wanted;
    uint32_t readers;
    enum inbox_state state;
    int64_t type; /* of `word` */
    int64_t run;
    int64_t lang;
    int64_t source; /* of `ident`: what was preserved as it */
    struct str folder;
    struct said *said;       /* the last read first */
    struct located *located; /* passages that name it */
    UT_hash_handle hh;       /* by n */
};

struct inbox {
    struct arena arena;
    struct index *index;
    uint64_t *sizes; /* of the view it was read as of */
    uint32_t feeds;
    struct file *by_n;
    struct said *said_by_n;
    struct file **files; /* in the order of time */
    size_t count;
    size_t cap;
    size_t sorted;
};

/* The index's own, of this view. */
MUST_USE enum err_code inbox_of(struct inbox **out, struct index *index, struct view view,
                                struct err *err);

/* The file of that statement, which may still have to be read. */
struct file *inbox_file(struct inbox *inbox, int64_t n);

/* What its words come to. */
void inbox_judge(struct file *file);

#endif
