#ifndef SHEET_STATEMENT_SHEET_H
#define SHEET_STATEMENT_SHEET_H

/*
 * One statement with everything that hangs on it: what it says, what it rests on, and
 * what was said about it later. The bytes as they were signed are there too.
 */

#include "analysis/contradiction.h"
#include "record/erasure.h"
#include "record/page_text.h"
#include "sheet/sheet.h"

/* Both sides will be shown, with what people said of them. */
void sheet_note_contradictions(const struct sheet *sheet,
                               const struct contradiction_list *list);

/* Another statement in one line: what points at this one, or what this one points at. */
struct statement_link {
    struct ref ref;
    struct str
        role; /* of, among, prefer, supersedes, premises, chain_as, about, source */
    struct statement_row said;
    struct claim_row claim; /* of kind claim */
};

struct statement_sheet {
    struct sheet *sheet;
    struct statement statement;
    struct statement_row said;
    uint32_t vouched;              /* members that its device's key vouches for */
    struct sheet_claim claim;      /* of kind claim */
    size_t passage;                /* of kind passage: its number on the sheet */
    struct object_row object;      /* of kind object or derived */
    struct page_text_list texts;   /* made of the object's bytes */
    struct page_text_list itself;  /* the text that the object is: one, or none */
    struct entity_row entity;      /* of kind entity */
    const struct erasure *erasure; /* of it, or of the bytes that it names; NULL: none */
    struct statement_link *from;   /* what it points at */
    size_t from_count;
    struct statement_link *to; /* what points at it, and the claims that rest on it */
    size_t to_count;
    struct contradiction_list contradictions; /* of a claim with others of its subject */
};

/* ERR_NOT_FOUND when the archive has no such statement. */
MUST_USE enum err_code statement_sheet_read(struct statement_sheet *out,
                                            struct sheet *sheet, struct ref ref,
                                            struct err *err);

/* Fill contradictions, which a history does not need. */
MUST_USE enum err_code statement_sheet_compare(struct statement_sheet *sheet,
                                               struct err *err);

#endif
