#ifndef RECORD_ARCHIVE_VIEW_H
#define RECORD_ARCHIVE_VIEW_H

/*
 * Which state of the archive an answer is about, and its name: every printed figure
 * carries the frontier it was made from (format.md 4.7), so that the same question can
 * be asked again and must give the same answer.
 */

#include "record/archive.h"
#include "record/frontier.h"

struct archive_view {
    struct view view;
    struct frontier_id id;
    uint64_t size; /* statements in all feeds */
    bool is_now;   /* nothing was left out */
};

/* Everything known. Lives in arena. */
MUST_USE enum err_code archive_view_now(struct archive_view *out, struct arena *arena,
                                        struct archive *archive, struct err *err);

/*
 * As of a frontier's id, exactly, or as of the end of a day "2022-09-20" (UTC).
 * ERR_INVALID when text is neither; ERR_NOT_FOUND when this archive never had that
 * frontier.
 */
MUST_USE enum err_code archive_view_as_of(struct archive_view *out, struct arena *arena,
                                          struct archive *archive, struct str text,
                                          struct err *err);

#endif
