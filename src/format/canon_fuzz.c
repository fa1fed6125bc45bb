/* Whatever canon_parse() accepts, canon_write() gives back byte for byte. */

#include <assert.h>

#include "format/canon.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the fuzzer looks for this name */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct arena arena = {0};
    struct buf out = {0};
    struct err err = {0};
    struct value v;

    if (canon_parse(&v, &arena, text, &err) == ERR_OK) {
        assert(canon_write(&out, &v, &err) == ERR_OK);
        assert(str_equal(buf_str(&out), text));
    }
    buf_release(&out);
    arena_free(&arena);
    return 0;
}
