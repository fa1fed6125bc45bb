#include <stdlib.h>

#include "names/cross.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Property: the order of two names does not matter, the likeness is bounded, and a name
 * of letters is like itself as nothing is more. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct str a = str_cut(&rest, '\n');
    unsigned likeness = name_likeness(a, rest);
    unsigned self = name_likeness(a, a);

    if (likeness > NAME_LIKENESS_MOST || likeness != name_likeness(rest, a))
        abort();
    if (self != NAME_LIKENESS_MOST && self != 0)
        abort();
    if (likeness > 0 && self == 0)
        abort();
    return 0;
}
