#ifndef RECORD_CLAIM_H
#define RECORD_CLAIM_H

/*
 * The words for a claim's kind of saying and kind of value. The numbers stand in the
 * index: a change of order is a new INDEX_VERSION.
 */

enum claim_mode {
    CLAIM_ASSERTED,
    CLAIM_NEGATED, /* the source says that it was not so */
    CLAIM_LOOKED_FOR_NOT_FOUND,
    CLAIM_SAID_UNKNOWN
};

enum value_form {
    FORM_NONE,
    FORM_TEXT,      /* a string */
    FORM_REFERENCE, /* an entity's id */
    FORM_NUMBER,    /* an integer */
    FORM_TRUE,
    FORM_FALSE,
    FORM_TERM,     /* {term} of a vocabulary */
    FORM_DATE,     /* {edtf} */
    FORM_PLACE,    /* {relation, anchor}, or {place} */
    FORM_POINT,    /* coordinates */
    FORM_COUNT,    /* {exact, lower, upper, about} and what is counted */
    FORM_QUANTITY, /* {amount, unit} */
    FORM_NAME,     /* a name in parts */
    FORM_WORDS,    /* {words} and nothing more */
    FORM_OTHER,
    FORM_DATE_TEXT /* in the index only: a date written as text; read as FORM_DATE */
};

#endif
