#ifndef RECORD_PROJECT_VALUE_H
#define RECORD_PROJECT_VALUE_H

/*
 * A claim's value as columns, and back. The columns hold what is asked for (entity,
 * term, text, bounds, days); where they do not say everything, the value is kept
 * whole beside them.
 */

#include "format/value.h"
#include "record/claim.h"

struct value_columns {
    enum value_form form;
    struct str entity; /* the reference, the anchor, the territory */
    struct str term;   /* the term, or the relation of a place */
    struct str text;   /* the text, the words, the EDTF, the amount */
    struct str unit;
    bool has_lower;
    bool has_upper;
    int64_t lower;
    int64_t upper;
    bool has_days;
    int64_t first_day;
    int64_t last_day;
    bool is_whole; /* the columns alone give the value back */
};

/* True when the text stands for an entity: the property takes references and it is an id.
 */
bool value_is_reference(struct str property, struct str text);

void value_to_columns(struct value_columns *out, struct str property,
                      const struct value *value, const struct value *qualifiers);

/* The value of columns that are whole. */
struct value value_from_columns(const struct value_columns *columns, struct arena *arena);

#endif
