/* Whatever mapping_parse() accepts has a normal form, and that form is its own. */

#include <assert.h>

#include "intake/mapping.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the fuzzer looks for this name */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct arena arena = {0};
    struct buf once = {0};
    struct buf twice = {0};
    struct err err = {0};
    struct mapping mapping;

    if (mapping_parse(&mapping, &arena, text, &err) == ERR_OK) {
        mapping_write(&once, &mapping);
        assert(mapping_parse(&mapping, &arena, buf_str(&once), &err) == ERR_OK);
        mapping_write(&twice, &mapping);
        assert(str_equal(buf_str(&once), buf_str(&twice)));
    }
    buf_release(&once);
    buf_release(&twice);
    arena_free(&arena);
    return 0;
}
