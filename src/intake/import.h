#ifndef INTAKE_IMPORT_H
#define INTAKE_IMPORT_H

/*
 * From a table to statements. The file and its mapping are preserved as objects; an
 * opening `import` statement names them, every claim cites it and its row, a closing one
 * says how many rows were taken (format.md 4.9). A row is taken whole or not at all: one
 * that breaks the schema is handed back with the reason.
 *
 * The same file with the same mapping adds nothing. A run that was cut off goes on: what
 * a row says of an entity that is there already is compared with what was said of it, and
 * only what is new is written.
 *
 * What identifies an entity of the list is its `row`: the key's cells joined by U+001F;
 * for an entity with a name of its own, U+001F, the name, U+001F and its key. A row
 * without a key, and every further row of the same key, is known by its content.
 *
 * A later release of a list is compared with the one before it (docs/lists.md): what is
 * said again adds nothing, what is said otherwise supersedes, what is no longer said is
 * withdrawn, rows that are gone are named and marked. What a person, or another list,
 * says of the same things is left alone; so is what of the list's a person has judged.
 */

#include "base/digest.h"
#include "base/progress.h"
#include "intake/mapping.h"
#include "intake/table.h"
#include "record/archive.h"

struct import_job {
    struct str file_text;
    struct str file_name; /* its last part */
    struct digest file_sha256;
    struct str map_text;
    struct str map_name;
    struct digest map_sha256;
    struct mapping *mapping; /* bound to the table */
    struct table *table;
    struct str version; /* of the list; empty: the mapping's, or none */
    struct str before; /* it is an older release than this one; empty: it is the newest */
    bool is_newest;    /* it is, though its name or its rows look otherwise */
    bool is_dry_run;
    struct progress *progress; /* counts rows; may be NULL */
    /* Of a dry run: what each row that can be taken would say, statement by statement;
     * drafts live until it returns. NULL: nobody asks. */
    void (*show)(void *context, int64_t row, const struct value *draft);
    void *show_context;
};

enum import_oddity {
    IMPORT_NO_KEY,     /* known by its content only */
    IMPORT_KEY_AGAIN,  /* text: the key; other_row had it before */
    IMPORT_NO_SOURCE,  /* nothing says where the row comes from */
    IMPORT_WITHHELD,   /* text: the mark that stands for a source held back */
    IMPORT_LEFT_OUT,   /* text: a value of column that was not understood */
    IMPORT_CONSTANT,   /* row 0; every row has text in column: perhaps a default */
    IMPORT_ASKED,      /* the same, and the mapping must say what it means */
    IMPORT_UNUSED,     /* row 0; the mapping does not speak of column */
    IMPORT_VANISHED,   /* row of the earlier release; text: its key */
    IMPORT_BACK,       /* text: the key; it had vanished */
    IMPORT_BY_CONTENT, /* other_row, of the earlier release, says the same */
    IMPORT_BY_PLACE,   /* other_row, of the earlier release, stood there */
    IMPORT_MISSING,    /* row 0; the table lacks column, which the mapping says it may */
    IMPORT_REJECTED,   /* text: the reason */
    IMPORT_DENIED,     /* text: the reason; it would have to be sealed */
    /* Of a workbook. */
    IMPORT_SHEET_LEFT,    /* row 0; text: a sheet that was not read */
    IMPORT_SHEET_HIDDEN,  /* row 0; text: the sheet that was read is hidden */
    IMPORT_COLUMN_HIDDEN, /* row 0; by the sheet, and taken */
    IMPORT_ROW_HIDDEN,    /* by the sheet, and taken */
    IMPORT_MERGED,        /* column has the value of a merged area */
    IMPORT_COVERED,       /* text: what lies under a merged area, not taken */
    IMPORT_YEAR_HIDDEN,   /* column is a date of which the sheet does not show the year */
    IMPORT_ODDITY_COUNT
};

struct import_finding {
    enum import_oddity oddity;
    int64_t row;
    int64_t sheet_row; /* of a workbook: as the sheet numbers it; 0: none */
    int64_t other_row;
    struct str column;
    struct str text;
};

enum import_outcome {
    IMPORT_DONE,
    IMPORT_NOTHING_NEW, /* the same file, mapping and list: nothing was written */
    IMPORT_HELD_BACK,   /* rows were denied: nothing was written, not even the file */
    IMPORT_ASKS         /* a column has one value that is perhaps none: nothing written */
};

enum import_release {
    IMPORT_FIRST,     /* of the list */
    IMPORT_LATER,     /* compared with the newest */
    IMPORT_COMPLETES, /* more rows of a release, or the same rows read otherwise */
    IMPORT_OLDER      /* than one that is there already */
};

enum { IMPORT_MAX_FINDINGS = 100000, IMPORT_CONSTANT_ROWS = 20 };

struct import_result {
    enum import_outcome outcome;
    bool is_resumed;
    struct str list; /* its id; empty in a dry run of a new list */
    struct ref import;
    int64_t rows;
    int64_t accepted;
    int64_t rejected;
    int64_t unchanged; /* of the accepted: rows that added nothing */
    int64_t entities;
    int64_t claims;
    int64_t superseded; /* of the claims: so many say otherwise what was said before */
    int64_t withdrawn;  /* claims that the release says no longer */
    enum import_release release;
    struct str compared_with;        /* title of that version; empty: none */
    int64_t new_rows;                /* rows of this table that it has not */
    int64_t changed_rows;            /* rows in both that do not say the same */
    int64_t vanished;                /* rows it has and this table has not */
    int64_t back;                    /* of new_rows: they had vanished before */
    struct import_finding *findings; /* in order of rows; the first of many */
    size_t finding_count;
    int64_t oddities[IMPORT_ODDITY_COUNT]; /* all of them */
    struct table_rejects rejects;          /* release its text */
};

/*
 * Everything found lives in arena. ERR_NOT_FOUND: the mapping points to a list that is
 * not in the archive. On failure what was committed before stays, and the next run goes
 * on from there.
 */
MUST_USE enum err_code import_run(struct import_result *out, struct archive *archive,
                                  struct arena *arena, const struct import_job *job,
                                  struct err *err);

#endif
