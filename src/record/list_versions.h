#ifndef RECORD_LIST_VERSIONS_H
#define RECORD_LIST_VERSIONS_H

/*
 * A list's versions: its imports, grouped by release and put in order. The first import
 * of a release makes the version; another of the same release, or of rows that were
 * handed back from it, completes it. Versions stand in the order of their import, but for
 * one that says before which it comes (docs/lists.md).
 *
 * The closing import statement names an object of differences: one canonical JSON object
 * a line. The first line is of kind `version`, with figures; the others name rows:
 *
 *   vanished   in an earlier version, not in this one; `row` as in the entity's statement
 *   back       had vanished, and is here again
 *   rejected   `number` of a row that was handed back
 *   known_as   the row `number` is known by `row`, though its own key would be another:
 *              it shares its key with others, or has none (`how` it was recognised)
 */

#include "record/archive.h"
#include "record/frontier.h"
#include "record/query.h"

enum { LIST_DIFFERENCES_MAX = 1 << 30 };

struct list_import {
    struct ref ref;     /* the opening statement */
    bool is_closed;     /* an import that was cut off is not, until it is repeated */
    struct str version; /* its release; may be empty */
    struct str file;    /* name of the table's file */
    bool has_time;
    int64_t at_s; /* when it was opened, by the device's clock */
    struct str by;
    int64_t rows;
    int64_t accepted;
    int64_t rejected;
    bool has_vanished; /* the figure was recorded */
    int64_t vanished;
    struct str source; /* SHA-256 in hex of the table, its mapping, its differences */
    struct str mapping;
    struct str differences; /* empty: none */
    struct str sheet;       /* of a workbook */
    struct ref before;      /* it comes before that import's version; REF_NONE: last */
    struct ref completes;   /* the import whose release it completes */
};

struct list_version {
    uint32_t number; /* from 1, in order; another once an older release is imported */
    struct str name; /* its release; may be empty */
    struct list_import *imports; /* the one that made it, then those that complete it */
    size_t import_count;
};

struct list_versions {
    struct entity_row list;
    struct list_version *items;
    size_t count;
};

/* The versions of the list with this id, in arena. */
MUST_USE enum err_code list_versions_read(struct list_versions *out, struct arena *arena,
                                          struct archive *archive, struct view view,
                                          struct str list, struct err *err);

/*
 * By the name of its release, by its number, or by the reference of an import of it.
 * ERR_NOT_FOUND lists those there are; ERR_CONFLICT when two releases have that name.
 */
MUST_USE enum err_code list_versions_find(const struct list_version **out,
                                          const struct list_versions *versions,
                                          struct archive *archive, struct str text,
                                          struct err *err);

/* The version an import belongs to, or NULL. */
const struct list_version *list_version_of(const struct list_versions *versions,
                                           struct ref import);

/* The newest whose first import was finished, or NULL. */
const struct list_version *list_versions_newest(const struct list_versions *versions);

/* What to call a version: its release, or its number. In arena. */
struct str list_version_title(struct arena *arena, const struct list_version *version);

/* Each line of the object of differences after the first, and the first in *head. */
typedef enum err_code (*difference_visitor)(void *context, const struct value *line,
                                            struct err *err);
MUST_USE enum err_code list_differences_each(struct archive *archive,
                                             const struct list_import *import,
                                             difference_visitor visit, void *context,
                                             struct err *err);

/* Where a row of a list stands: in the newest version, or since when not. */
struct list_row_state {
    bool is_absent;
    struct str list;      /* label */
    struct str list_id;   /* id */
    struct str absent_in; /* title of the newest version that has it not */
    struct ref import;    /* that found it missing */
};

/* Of an entity that a table made; one of no list is never absent. */
MUST_USE enum err_code list_row_state_read(struct list_row_state *out,
                                           struct arena *arena, struct archive *archive,
                                           struct view view,
                                           const struct entity_row *entity,
                                           struct err *err);

#endif
