/*
 * Whatever the columns claim to hold whole, they give back byte for byte. The first line
 * is the property, the rest the canonical value.
 */

#include <assert.h>

#include "format/canon.h"
#include "record/project_value.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the fuzzer looks for this name */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct str property = str_cut(&text, '\n');
    struct arena arena = {0};
    struct buf out = {0};
    struct err err = {0};
    struct value_columns columns;
    struct value v;

    if (canon_parse(&v, &arena, text, &err) == ERR_OK) {
        value_to_columns(&columns, property, &v, &v);
        if (columns.is_whole) {
            struct value back = value_from_columns(&columns, &arena);

            assert(canon_write(&out, &back, &err) == ERR_OK);
            assert(str_equal(buf_str(&out), text));
        }
        assert(!columns.has_days || columns.first_day <= columns.last_day);
    }
    buf_release(&out);
    arena_free(&arena);
    return 0;
}
