#ifndef RECORD_ARCHIVE_DOUBT_H
#define RECORD_ARCHIVE_DOUBT_H

/*
 * Whether something is odd about the moment at which an archive is about to be written:
 * a clock that lies behind the last statement or far ahead of it, or a state so old that
 * the whole disk may have been put back from a backup. Nothing is refused here; whoever
 * writes asks a person (cli/doubt.h).
 */

#include "format/root_code.h"
#include "record/archive.h"

struct archive_doubt {
    bool can_write; /* this machine may; else nothing else is set */
    int64_t now_s;
    int64_t last_s;     /* the clock of the latest statement */
    bool is_day_behind; /* today's day is before that statement's */
    bool is_far_ahead;  /* more than a year behind it */
    bool is_old;        /* more than a week went by since */
    bool has_anchor;    /* a paper, a timestamp or a kept note lies in the folder */
};

/* Looks at the last statements alone: a tenth of a millisecond. */
MUST_USE enum err_code archive_doubt(struct archive_doubt *out, struct archive *archive,
                                     struct err *err);

/* How many statements the record had when its root had this code. ERR_NOT_FOUND when no
 * checkpoint of this archive has it, or the files do not give its root. */
MUST_USE enum err_code archive_find_code(uint64_t *size, struct archive *archive,
                                         const struct root_code *code, struct err *err);

#endif
