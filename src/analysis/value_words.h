#ifndef ANALYSIS_VALUE_WORDS_H
#define ANALYSIS_VALUE_WORDS_H

/* Values as a few words, for sentences about claims; and the bounds of numbers.
 */

#include "analysis/count_scope.h"

/* A number's bounds in thousandths; "about" reaches a fifth to either side. */
struct bounds {
    bool has_lower;
    bool has_upper;
    int64_t lower;
    int64_t upper;
};
struct bounds bounds_of(const struct value *value);

/* "from 1 March 2022 until 10 September 2022" */
struct str day_range_words(struct arena *arena, const struct day_range *range);

/* An entity as people know it: its label, else its name, else its id as shown. */
MUST_USE enum err_code label_of(struct str *out, const struct record_view *in,
                                struct str id, struct err *err);

/* "at least 1,000", "about 10", "shot", "near Izium", "nothing". Never empty. */
MUST_USE enum err_code claim_words(struct str *out, const struct record_view *in,
                                   const struct claim_row *claim, struct err *err);

#endif
