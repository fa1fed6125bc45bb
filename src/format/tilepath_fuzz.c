#include "format/tilepath.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Property: a path that was accepted is the one its tile has. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str path = {(const char *)data, size};
    struct tile tile = {0};
    struct buf again = {0};

    if (tile_path_parse(&tile, path)) {
        tile_path_append(&again, &tile);
        if (!str_equal(buf_str(&again), path))
            abort();
    }
    buf_release(&again);
    return 0;
}
