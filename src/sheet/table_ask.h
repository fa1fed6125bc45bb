#ifndef SHEET_TABLE_ASK_H
#define SHEET_TABLE_ASK_H

/*
 * What is asked of a table, in the words of an address or a command line: the same names
 * and the same meaning in both, and in the file that is made of it.
 */

#include "sheet/table.h"

enum table_field {
    TABLE_TEXT,  /* words, in any script and form: docs/searching.md */
    TABLE_CLASS, /* of files: the beginning of the media type */
    TABLE_PROPERTY,
    TABLE_TERM,
    TABLE_PLACE, /* an id, or a name: then every place that is called so */
    TABLE_FROM,  /* EDTF */
    TABLE_UNTIL,
    TABLE_SOURCE,  /* an id, or a name that only one is called */
    TABLE_STATUS,  /* a term of assessment_status */
    TABLE_MISSING, /* "place", "date" */
    TABLE_ORDER,   /* "newest" */
    TABLE_FIELDS
};

/* Texts that can be found; more make the page say so. */
enum { TABLE_FOUND_MAX = 1000 };

struct table_ask {
    const struct table *table;
    struct str said[TABLE_FIELDS]; /* as typed, without blanks at its ends; or empty */
    struct table_filter filter;    /* from here on by table_ask_ready() */
    bool is_newest_first;
    bool is_cut; /* more than TABLE_FOUND_MAX texts have the words */
    struct table_ask_named {
        struct str id;
        struct str name;
    } places[8]; /* that were meant by the name, or by the id */
    size_t place_count;
};

/* "text", "class" …: in addresses, on the command line, in files. */
const char *table_field_name(enum table_field field);

/* A name of a field for people: give it to _(). */
const char *table_field_label(enum table_field field);

/* Whether the table has anything that the field asks for. */
bool table_has_field(const struct table *table, enum table_field field);

/* False where there is no field of that name. */
bool table_ask_set(struct table_ask *ask, struct str name, struct str value);

/* ERR_INVALID, ERR_NOT_FOUND: something was asked for that there is none of; the message
 * says what. */
MUST_USE enum err_code table_ask_ready(struct table_ask *ask, struct sheet *sheet,
                                       struct err *err);

/* "class=attack&from=2022-03", without blanks: for links. without: a field to leave out,
 * or TABLE_FIELDS. */
void table_ask_query(struct buf *out, const struct table_ask *ask,
                     enum table_field without);

/* "class: attack; from: 2022-03": for files. Empty where nothing is filtered. */
void table_ask_text(struct buf *out, const struct table_ask *ask);

#endif
