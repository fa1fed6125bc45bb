#include <stdlib.h>

#include "names/person.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Property: the order of two names does not matter, the score is bounded, and a name that
 * can be compared at all is like itself with nothing to say. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct str a = str_cut(&rest, '\n');
    struct person_likeness one = person_compare(a, rest);
    struct person_likeness other = person_compare(rest, a);
    struct person_likeness self = person_compare(a, a);

    if (one.score != other.score || one.reasons != other.reasons)
        abort();
    if (one.score > PERSON_SCORE_MOST || one.reasons >> PERSON_REASONS != 0)
        abort();
    if (self.reasons != 0 || (self.score != PERSON_SCORE_MOST && self.score != 0))
        abort();
    if (one.score > 0 && self.score == 0)
        abort();
    return 0;
}
