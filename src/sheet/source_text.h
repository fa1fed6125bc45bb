#ifndef SHEET_SOURCE_TEXT_H
#define SHEET_SOURCE_TEXT_H

/*
 * The text of a source, line by line, with the passages that were recorded of it and the
 * claims that rest on them. The text is that of the preserved file, or one that somebody
 * or a machine made of it; it is shown and never changed. A passage that cannot be placed
 * in it stands apart (placing.h).
 */

#include "record/page_text.h"
#include "sheet/kept.h"
#include "sheet/placing.h"

enum {
    SOURCE_LINES = 400,      /* shown at once */
    SOURCE_APART_MAX = 100,  /* passages that could not be placed */
    SOURCE_CLAIMS_MAX = 100, /* of one passage */
    SOURCE_RAW_MAX = 1 << 20 /* of a file that is text, and no plain one */
};

struct source_ask {
    struct str source; /* an entity; or */
    struct ref object; /* the statement that preserved it; REF_NONE: the source's first */
    struct ref text;   /* which of its texts; REF_NONE: the first */
    int64_t page;      /* 0: the first */
    uint64_t line;     /* from which on; 0: the first */

    /* Whether the visitor may see a statement; NULL: all. */
    enum err_code (*may)(bool *out, void *context, struct ref ref, struct err *err);
    void *context;
};

struct source_passage {
    struct passage_row row;
    struct placing_found place;
    uint64_t line; /* where it begins; 0: it is not placed */
    size_t number; /* on the sheet; 0: it is not shown */
    struct sheet_claim *claims;
    size_t claim_count;
    bool has_more_claims;
};

struct source_line {
    size_t from; /* bytes of the page */
    size_t until;
};

struct source_text {
    struct sheet *sheet;
    struct str source;           /* the entity; empty: the file is kept as none */
    struct kept_sources sources; /* all that the file is kept as */
    struct object_list objects;  /* that the source is kept as */
    struct object_row object;    /* ref REF_NONE: there is none */
    struct page_text_list texts; /* of the object that can be chosen from */
    struct page_text text;       /* ref REF_NONE: it has none */
    struct err why;              /* why the text cannot be shown, where it cannot */
    bool is_raw;                 /* the file's own bytes, as they are written */
    bool is_cut;                 /* of them only the beginning */
    int64_t page;
    struct str words;          /* of the page */
    struct source_line *lines; /* that are shown */
    size_t line_count;
    uint64_t first_line; /* the number of the first of them */
    uint64_t line_total;
    struct source_passage *passages; /* as they stand in the text, then those apart */
    size_t passage_count;
    size_t on_other_pages;
};

MUST_USE enum err_code source_text_read(struct source_text *out, struct sheet *sheet,
                                        const struct source_ask *ask, struct err *err);

/* Whether a file of this type is text, and may be shown as it is written. */
bool source_is_readable(struct str type);

#endif
