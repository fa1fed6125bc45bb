#ifndef SHEET_FIND_H
#define SHEET_FIND_H

/*
 * Looking for something: words in any script wherever text stands, and filters that all
 * must hold (docs/searching.md). All words stand in one text: a name, a value, a quoted
 * passage, a page.
 */

#include "record/page_text.h"
#include "search/explain.h"
#include "search/stage.h"
#include "sheet/claim_text.h"

enum { FIND_LIMIT = 50, FIND_LIMIT_MAX = 100000 };

enum find_kind {
    FIND_ENTITY,
    FIND_CLAIM,
    FIND_PASSAGE,
    FIND_OBJECT,
    FIND_PAGE,     /* of a text of a document */
    FIND_STATEMENT /* the reason or note of a decision, an assessment, a withdrawal */
};

struct find_hit {
    enum find_kind kind;
    struct ref ref;
    struct str id;          /* of the entity, of what the claim is about, of the source */
    struct str text;        /* where the words stand; empty when none were asked for */
    struct ref text_in;     /* the statement that has the text, where it is not ref */
    struct claim_row claim; /* of FIND_CLAIM */
    enum search_place place;
    bool has_why; /* words were asked for */
    enum search_level level;
    struct search_why why;
    struct snippet snippet;
    bool is_past; /* the name, claim or text was withdrawn or corrected since */
    struct page_text page_text; /* of FIND_PAGE */
    struct str file;            /* its file's name; empty: not known */
    uint32_t page;
    uint32_t more_pages; /* of the same text that were found too */
};

struct find_result {
    struct sheet *sheet;
    struct find_hit *items;
    size_t count;
    bool has_more;
    bool has_sealed; /* there is what could not be searched here */
};

/* ERR_INVALID when nothing is asked for, or a filter names what there is none of. limit
 * 0: FIND_LIMIT. */
MUST_USE enum err_code find_run(struct find_result *out, struct sheet *sheet,
                                const struct query *query, size_t limit, struct err *err);

/* One line: id or reference, kind, what it is called, the text around the words with the
 * words in brackets, and why it was found where that is not plain. */
void find_text(struct buf *out, const struct sheet_writer *w, const struct find_hit *hit);

/* Why, in words: "another spelling of “Kharkov”". Nothing for words as typed. */
void find_why_text(struct buf *out, const struct sheet_writer *w,
                   const struct find_hit *hit);

/* For machines: stable words, and the ranges of the snippet in bytes. */
struct str find_step_key(enum search_step step);
struct str find_place_key(enum search_place place);
struct value find_marks_json(struct arena *arena, const struct find_hit *hit);
struct value find_terms_json(struct arena *arena, const struct find_hit *hit);

#endif
