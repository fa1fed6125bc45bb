/* Whatever foreign_parse() accepts, foreign_write() writes so that reading it again and
 * writing it again gives the same bytes. */

#include <assert.h>

#include "format/foreign.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the fuzzer looks for this name */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct arena arena = {0};
    struct buf once = {0};
    struct buf twice = {0};
    struct err err = {0};
    struct value v;

    if (foreign_parse(&v, &arena, text, &err) == ERR_OK) {
        foreign_write(&once, &v);
        assert(foreign_parse(&v, &arena, buf_str(&once), &err) == ERR_OK);
        foreign_write(&twice, &v);
        assert(str_equal(buf_str(&once), buf_str(&twice)));
    }
    buf_release(&once);
    buf_release(&twice);
    arena_free(&arena);
    return 0;
}
