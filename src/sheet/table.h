#ifndef SHEET_TABLE_H
#define SHEET_TABLE_H

/*
 * The tables of an archive: which there are, their columns, and one line of each. A page,
 * a file and a command show the same lines, because all of them are read here.
 *
 * A cell is a list of pieces, so that a page can link them and a file can write them one
 * behind the other. At most TABLE_PIECES stand in a cell; how many more there are is
 * said.
 */

#include "record/query_table.h"
#include "sheet/marks.h"
#include "sheet/sheet.h"

enum { TABLE_COLUMNS_MAX = 13, TABLE_PIECES = 8, TABLE_CLAIMS_READ = 64 };

enum table_from {
    TABLE_FROM_NAME, /* its label, and the names that were recorded */
    TABLE_FROM_CLASS,
    TABLE_FROM_CLAIMS,   /* values of the column's properties */
    TABLE_FROM_SAID_BY,  /* the first hands of the chains */
    TABLE_FROM_COUNT,    /* how many claims are about it */
    TABLE_FROM_PASSAGES, /* how many passages of it there are */
    TABLE_FROM_SOURCES,
    TABLE_FROM_STATUS,
    TABLE_FROM_ABOUT, /* of a claim, from here on */
    TABLE_FROM_PROPERTY,
    TABLE_FROM_VALUE,
    TABLE_FROM_RECORDED, /* of a claim or a file: when */
    TABLE_FROM_FILE,     /* of a file, from here on */
    TABLE_FROM_TYPE,
    TABLE_FROM_SIZE,
    TABLE_FROM_SHA256
};

struct table_column {
    const char *key;   /* in files; stays */
    const char *label; /* for people: give it to _() */
    enum table_from from;
    const char *const *properties; /* of TABLE_FROM_CLAIMS; ends in NULL */
};

struct table {
    const char *name; /* "events": in addresses and on the command line */
    const char *title;
    const char *lead;
    enum table_of of;
    const char *kind; /* of entities */
    const struct table_column *columns;
    size_t column_count;
};

extern const struct table tables[];
extern const size_t table_count;

/* NULL where there is none of that name. */
const struct table *table_named(struct str name);

enum table_piece_kind {
    PIECE_TEXT,
    PIECE_SAID,      /* somebody's own words; code: their language */
    PIECE_ENTITY,    /* code: its id */
    PIECE_STATEMENT, /* ref; text: its short form */
    PIECE_OBJECT,    /* the same of a preserved file; text: its name */
    PIECE_DATE,      /* text in words; code: EDTF */
    PIECE_NUMBER,
    PIECE_CODE,
    PIECE_MARK
};

struct table_piece {
    enum table_piece_kind kind;
    struct str text;
    struct str lead; /* before it: "near"; may be empty */
    struct str code;
    struct ref ref;
    int64_t number;
    enum mark mark;
    bool is_alleged;
};

struct table_cell {
    struct table_piece items[TABLE_PIECES];
    size_t count;
    uint64_t more;
};

struct table_line {
    struct ref ref;
    struct str id; /* of an entity; of anything else its reference in full */
    struct table_cell cells[TABLE_COLUMNS_MAX];
    struct ref *used; /* the statements it was read from */
    size_t used_count;
    size_t used_cap;
    struct str lat; /* as recorded, in degrees of WGS84; empty: no coordinates */
    struct str lon;
    double precision_m;
    struct ref point_by; /* the claim that says so */
};

/*
 * Reads lines; what they point to lives until table_reader_next(), which gives its memory
 * back: for files of a million lines. Whatever is read is noted where the sheet notes.
 */
struct table_reader {
    struct sheet *sheet;
    const struct table *table;
    struct arena arena;
    struct labels labels;
    struct table_known *known; /* of bases that were asked for */
};

void table_reader_start(struct table_reader *out, struct sheet *sheet,
                        const struct table *table);
void table_reader_next(struct table_reader *reader);
void table_reader_end(struct table_reader *reader);

MUST_USE enum err_code table_line_read(struct table_line *out,
                                       struct table_reader *reader, struct ref ref,
                                       struct err *err);

/* A piece as text alone: "near Izium", "between 14 and 17 September 2022". */
void table_piece_text(struct buf *out, const struct table_piece *piece);

/* The cell in one line, its pieces with "; " between them. */
void table_cell_text(struct buf *out, const struct table_cell *cell);

#endif
