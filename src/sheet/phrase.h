#ifndef SHEET_PHRASE_H
#define SHEET_PHRASE_H

/*
 * The record's own voice: terms, dates, counts, places and things in plain words,
 * pieces of one line. Numbers that a source did not give are never made up, and its
 * words stand beside the number they were turned into.
 */

#include "record/schema.h"
#include "sheet/labels.h"
#include "sheet/plain.h"

struct phrase {
    const struct labels *labels;
    enum plain_for isolates; /* see plain_isolated() */
};

/* A term's label; the key itself where the vocabulary (or NULL) does not have it. */
void phrase_term(struct buf *out, const struct phrase *p,
                 const struct schema_vocabulary *vocabulary, struct str key);

/* The same by the name of the vocabulary. */
void phrase_term_of(struct buf *out, const struct phrase *p, struct str vocabulary,
                    struct str key);

/* A property's label, or its key. */
void phrase_property(struct buf *out, const struct phrase *p, struct str key);

/* "remains, body", "people", "place, detention site (several)". */
void phrase_kind(struct buf *out, const struct phrase *p,
                 const struct entity_row *entity);

/* What a statement is: "claim", "passage"; other kinds by their key. */
void phrase_statement_kind(struct buf *out, struct str kind);

/* The first eight characters of an id in two groups: enough to find it again. */
void phrase_id(struct buf *out, struct str id);

/* What a person would call the thing, quoted, and its id: “graves 1 to 3” (7k2m-x04q). */
void phrase_entity(struct buf *out, const struct phrase *p, struct str id);

/* Who recorded something: “name” (7k2m-x04q), or the id of a member without a name. */
void phrase_member(struct buf *out, const struct phrase *p, struct str id);

/* How the two ends of an interval are to be read. */
enum date_sense {
    DATE_MOMENT, /* some time between them */
    DATE_PERIOD  /* from the one until the other */
};

/* EDTF text or {edtf, words}: "between 14 and 17 September 2022 (“last month”)". */
void phrase_date(struct buf *out, const struct phrase *p, const struct value *date,
                 enum date_sense sense);

/* A count: "8 to 15 persons per cell at one time". */
void phrase_count(struct buf *out, const struct phrase *p, const struct value *count);

/* The same of a measure: "9 years", "about 1.75 metres". */
void phrase_quantity(struct buf *out, const struct phrase *p, const struct value *v);

/* What a number counts: "persons, civilian, killed by shelling, in “Izium” (…)". */
void phrase_definition(struct buf *out, const struct phrase *p, const struct value *v);

/* "opposite “the railway station” (…)", or the source's words alone. */
void phrase_place(struct buf *out, const struct phrase *p, const struct value *v);

/* Behind what was made of them: (“up to eight men”). Nothing when there are none. */
void phrase_words_beside(struct buf *out, const struct phrase *p, const struct value *v);

/* Day and minute of a clock reading, UTC. */
void phrase_time(struct buf *out, int64_t at_s);

#endif
