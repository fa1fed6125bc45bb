#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

/*
 * What a sheet is made from: claims with all that belongs to them, gathered from the
 * index as of one frontier before a line is written. Writing it, as text, as JSON or as
 * a page, then only reads this and cannot fail half way.
 *
 *     sheet_open(&s, arena, archive, as_of)
 *     entity_sheet_read(&e, &s, id) ...       gathers
 *     entity_text(&lines, &e) ...             writes
 *     sheet_close(&s)
 */

#include "record/access.h"
#include "record/archive_view.h"
#include "record/query.h"
#include "sheet/labels.h"

struct sheet_passage {
    struct passage_row row;
    struct statement_row said;
};

/* What an import's statement says of the rows that rest on it. */
struct sheet_import {
    struct ref ref;
    struct str release;
    struct object_row table;
};

struct sheet {
    struct arena *arena;
    struct archive *archive;
    struct index *index;
    struct archive_view as_of;
    struct labels labels;
    struct access *access;           /* notes what is gathered; NULL: nobody asks */
    struct sheet_passage **passages; /* in the order in which claims first rest on them */
    size_t passage_count;
    size_t passage_cap;
    struct sheet_import *import; /* read last: rows of one table stand together */
};

/* What one premise of an inferred claim is. */
struct sheet_premise {
    struct ref ref;
    struct str kind;
    size_t passage;         /* number of a passage, from 1; 0: none */
    struct claim_row claim; /* of kind claim */
};

/* Why a claim no longer stands, or what it put right. */
struct sheet_change {
    struct ref ref; /* REF_NONE: nothing of the kind */
    struct statement_row said;
    struct str reason; /* a term of withdrawal_reason */
    struct str note;
    struct claim_row claim; /* the other claim, of a correction */
};

struct sheet_claim {
    struct claim_row claim;
    struct statement_row said;
    struct claim_state state;
    struct review_list reviews;
    size_t passage;           /* as above */
    struct object_row table;  /* of a row of a table */
    struct str release;       /* which release of its list that was */
    struct object_row object; /* whose reference is the value */
    struct sheet_premise *premises;
    size_t premise_count;
    struct sheet_change corrected; /* what superseded it */
    struct sheet_change corrects;  /* what it superseded */
    struct sheet_change withdrawn;
    struct sheet_claim *about; /* what people said of this claim */
    size_t about_count;
};

/* as_of: a day, a frontier's id, or empty for now. Everything lives in arena. */
MUST_USE enum err_code sheet_open(struct sheet *out, struct arena *arena,
                                  struct archive *archive, struct str as_of,
                                  struct err *err);
void sheet_close(struct sheet *sheet);

/* Note from now on what is gathered: all of it will be shown. */
void sheet_note_to(struct sheet *sheet, struct access *access);

/* A claim of the view with everything that belongs to it, and all labels it needs. */
MUST_USE enum err_code sheet_claim_read(struct sheet_claim *out, struct sheet *sheet,
                                        const struct claim_row *claim, struct err *err);

/* The number of a passage on this sheet, which it gets when it is first asked for. */
MUST_USE enum err_code sheet_passage_number(size_t *out, struct sheet *sheet,
                                            struct ref passage, struct err *err);

/* Borrowed; number from 1. */
const struct sheet_passage *sheet_passage(const struct sheet *sheet, size_t number);

/* The object that a reference names; unchanged where it names none. */
MUST_USE enum err_code sheet_object(struct object_row *out, struct sheet *sheet,
                                    struct ref ref, struct err *err);

/* The same of a statement that must preserve a file: ERR_NOT_FOUND where it does not. */
MUST_USE enum err_code sheet_file(struct object_row *out, struct sheet *sheet,
                                  struct ref ref, struct err *err);

/* Neither corrected nor withdrawn. */
bool sheet_claim_stands(const struct sheet_claim *claim);

#endif
