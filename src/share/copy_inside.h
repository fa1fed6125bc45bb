#ifndef SHARE_COPY_INSIDE_H
#define SHARE_COPY_INSIDE_H

/* What a copying carries along: for the copy*.c files of share/ only. */

#include "base/buf.h"
#include "base/file.h"
#include "base/progress.h"
#include "format/frame.h"
#include "record/erasure.h"
#include "share/copy.h"
#include "share/copy_writer.h"
#include "share/feed_log.h"
#include "store/store.h"

enum {
    COPY_FILE_MODE = 0644,
    COPY_OBJECT_MODE = 0444,
    COPY_FOLDER_MODE = 0755,
    COPY_READ_BYTES = 512 * 1024,
    COPY_PLAIN_MAX = 64 * 1024 * 1024 /* of a file in anchors/ or replica/ */
};

/* The folder that is copied into. */
struct copy_target {
    const char *path; /* as the user named it */
    int fd;           /* -1 while it does not exist */
    bool is_new;      /* no stele.json there */
    bool is_marked;   /* an earlier copying was stopped */
    bool replaces;    /* replacing a file is one step (not on FAT) */
};

/* A stored object that a statement names. */
struct copy_named {
    struct digest name;
    uint32_t feed;
    uint64_t statement;
};

struct copy_object {
    struct digest name;
    uint64_t size;
    bool is_repair; /* the copy has something else under this name */
};

/* One feed on its way. */
struct copy_feed {
    struct feed_log log;
    uint32_t number;
    struct merkle_head old; /* what the copy holds of it */
    struct digest old_root; /* the archive's root at that size */
    struct digest *roots;   /* of every group */
    uint32_t *lengths;      /* of every group's statements */
    uint8_t *marks;         /* of every group: damaged, and what is to be written */
    struct buf bundle;
    bool is_root_right; /* the statements give the root that was signed */
    bool is_left;       /* the copy keeps its own: the archive's is damaged, or shorter */
    bool is_ahead;      /* the copy's is longer */
    struct str
        there; /* the copy's checkpoint, as it was read before anything was written */
    bool needs_checkpoint;
};

struct copying {
    struct store *store;
    const struct copy_options *options;
    struct copy_report report;
    struct copy_target target;
    struct copy_writer *writer;
    struct sha256 *h;
    struct arena *arena;  /* the caller's: results */
    struct arena kept;    /* until the end */
    struct arena scratch; /* one file at a time */
    char *buffer;         /* COPY_READ_BYTES */

    struct copy_feed *feeds;
    size_t feed_count;
    struct err ahead; /* what the copy holds more of, the first; code ERR_OK: nothing */
    struct buf facts; /* what stele.json must say */
    bool needs_facts;
    struct buf named; /* struct copy_named, sorted and once each after the survey */
    bool takes_all;   /* what some statements name is not known: every object is taken */
    struct buf objects; /* struct copy_object: to be copied */
    struct buf words;   /* struct erasure_word, of the survey */
    struct erasures erasures;
    struct buf doomed; /* struct digest: objects that two members have erased */
    struct buf plain;  /* struct str: files of anchors/ and replica/ to be copied */

    uint64_t planned_files;
    uint64_t planned_bytes;
    struct progress progress;
};

void copy_find(struct copying *c, enum copy_grade grade, struct str file,
               struct str what);

/* How a file of the copy stands to what it should be. */
enum copy_standing { COPY_ABSENT, COPY_SAME, COPY_OTHER };
enum copy_standing copy_compare_size(const struct copying *c, struct str path,
                                     uint64_t size);
enum copy_standing copy_compare(struct copying *c, struct str path, struct str bytes);

/* Count a file that need not be copied, or one that must. */
void copy_count_kept(struct copying *c, uint64_t bytes);
void copy_count_planned(struct copying *c, uint64_t bytes);

/* Write one file, and count it. */
MUST_USE enum err_code copy_put(struct copying *c, struct str path, struct str bytes,
                                struct err *err);

/* --- copy_target.c --- */

/* Refuse what is no place for a copy of this archive; write nothing. */
MUST_USE enum err_code copy_target_open(struct copying *c, const char *path,
                                        struct err *err);
/* Lock it, mark it as unfinished, remove what an earlier copying left in the making. */
MUST_USE enum err_code copy_target_begin(struct copying *c, struct err *err);
/* Remove what the new checkpoints have outgrown, then the mark. */
MUST_USE enum err_code copy_target_end(struct copying *c, struct err *err);
void copy_target_close(struct copy_target *target);
/* ERR_IO when the plan does not fit. */
MUST_USE enum err_code copy_target_need_space(struct copying *c, struct err *err);

/* --- copy_survey.c, copy_feed.c --- */

/* The copy holds more of this than the archive: it is left as it is. */
void copy_note_ahead(struct copying *c, const struct err *why);

/* Now that nobody else writes there: ERR_CONFLICT when somebody has, since the survey. */
MUST_USE enum err_code copy_feed_check_unchanged(struct copying *c, struct copy_feed *f,
                                                 struct err *err);

/* Read every statement, and hold them against the note and against the copy. */
MUST_USE enum err_code copy_feed_survey(struct copying *c, struct copy_feed *f,
                                        struct err *err);
MUST_USE enum err_code copy_feed_plan(struct copying *c, struct copy_feed *f,
                                      struct err *err);
/* Write what was planned, but for the checkpoint; then that. */
MUST_USE enum err_code copy_feed_write(struct copying *c, struct copy_feed *f,
                                       struct err *err);
MUST_USE enum err_code copy_feed_publish(struct copying *c, struct copy_feed *f,
                                         struct err *err);

/* --- copy_erased.c --- */

struct copy_group;

/* Keep an `erase` or `reseal` statement; once all are read, judge them. */
void copy_erased_look(struct copying *c, const struct copy_feed *f,
                      const struct frame *frame, uint64_t index);
MUST_USE enum err_code copy_erased_judge(struct copying *c, struct err *err);

/* Whether statements of the group were erased, and whether two members asked for all of
 * that. */
enum copy_erased { COPY_NONE_ERASED, COPY_LAWFULLY_ERASED, COPY_UNLAWFULLY_ERASED };
enum copy_erased copy_erased_of(const struct copying *c, const struct copy_group *group);

/*
 * What is erased in the copy and not here stays erased there: two machines that carry
 * feeds to each other learn of an erasure in turn. True when the group's frames were
 * changed to that.
 */
bool copy_keep_erased(struct copying *c, struct copy_group *group, struct str path);

bool copy_is_object_erased(const struct copying *c, const struct digest *name);

/* Objects that are to go from the copy; once its checkpoints say why, remove them. */
void copy_erased_plan(struct copying *c);
MUST_USE enum err_code copy_erased_remove(struct copying *c, struct err *err);

/* --- copy_objects.c, copy_plain.c --- */

MUST_USE enum err_code copy_objects_plan(struct copying *c, struct err *err);
MUST_USE enum err_code copy_objects_write(struct copying *c, struct err *err);
MUST_USE enum err_code copy_plain_plan(struct copying *c, struct err *err);
MUST_USE enum err_code copy_plain_write(struct copying *c, struct err *err);

#endif
