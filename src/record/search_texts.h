#ifndef RECORD_SEARCH_TEXTS_H
#define RECORD_SEARCH_TEXTS_H

/*
 * Which texts of a statement can be searched, and the numbers of their rows in the text
 * index. A row's number is the statement's and the place in it, so that it needs no table
 * of its own, and a view is a range of rows.
 *
 * Not searched: dates, numbers and coordinates (there are filters for them), terms (they
 * are asked for by class and property), ids, and what members said for the machine's sake
 * (schema, devices, the access log).
 */

#include "format/value.h"
#include "record/ref.h"
#include "store/text_index.h"

/* In the order in which a hit counts. At most 16: four bits of a row's number. */
enum search_place {
    SEARCH_LABEL,       /* what an entity is called */
    SEARCH_NAME,        /* a name claim, as written */
    SEARCH_NAME_PARTS,  /* the same put together from its parts */
    SEARCH_IDENTIFIER,  /* a number or code by which somebody knows it */
    SEARCH_ROW,         /* of a table's row */
    SEARCH_VALUE,       /* of a claim */
    SEARCH_NOTE,        /* beside a claim, a passage or an assessment */
    SEARCH_WORDS,       /* quoted */
    SEARCH_TRANSLATION, /* of the quoted words */
    SEARCH_FILE,        /* name or path of an object */
    SEARCH_REASON,      /* of an assessment, a decision, a withdrawal */
    SEARCH_PAGE,        /* a page of a document's text */
    SEARCH_PLACES
};

static inline bool search_place_is_name(enum search_place place)
{
    return place <= SEARCH_NAME_PARTS;
}

enum text_table search_table(enum search_place place);

enum { SEARCH_TEXTS_MAX = 8 };

struct search_text {
    enum search_place place;
    struct str text; /* of the statement's value, or in the arena */
};

/* Of a claim, entity, passage, object, derived or review statement; of others none. kind
 * is an enum statement_kind. */
size_t search_texts_of(struct search_text out[SEARCH_TEXTS_MAX], struct arena *arena,
                       const struct value *statement, int64_t kind);

/*
 * False where the number does not fit: pages of a statement behind the 2^32nd of its
 * feed, of a feed behind the 2048th, behind the 2^20th of its text; other texts of a feed
 * behind the 2^18th.
 */
bool search_row_of(int64_t *row, enum search_place place, struct ref ref, uint32_t page);

/* Back again. */
struct search_row {
    enum search_place place;
    struct ref ref;
    uint32_t page;
};
struct search_row search_row_at(enum text_table table, int64_t row);

#endif
