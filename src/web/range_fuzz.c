#include <stdlib.h>
#include <string.h>

#include "web/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Property: a part lies within the bytes, and is not empty. The first eight bytes are how
 * many there are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct range range = {0};
    uint64_t all = 0;

    if (size < sizeof all)
        return 0;
    memcpy(&all, data, sizeof all);
    if (range_read(&range,
                   (struct str){(const char *)data + sizeof all, size - sizeof all},
                   all) == RANGE_PART &&
        (range.len == 0 || range.first >= all || range.len > all - range.first))
        abort();
    return 0;
}
