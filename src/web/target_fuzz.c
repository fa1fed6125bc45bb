#include <stdlib.h>

#include "base/text.h"
#include "web/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Property: a path that passed begins with one slash, is text, and no segment of it is
 * empty or leads upwards. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct target target = {0};
    struct err err = {0};
    struct str rest;

    if (target_read(&target, &arena, (struct str){(const char *)data, size}, &err) !=
        ERR_OK) {
        arena_free(&arena);
        return 0;
    }
    if (target.path.len == 0 || target.path.ptr[0] != '/' || !utf8_is_valid(target.path))
        abort();
    for (size_t i = 0; i < target.path.len; i++)
        if ((unsigned char)target.path.ptr[i] < 0x20 || target.path.ptr[i] == '\\')
            abort();
    rest = str_after(target.path, 1);
    while (rest.len > 0) {
        bool is_last = str_find(rest, '/', 0) == rest.len;
        struct str segment = str_cut(&rest, '/');

        if ((segment.len == 0 && !is_last) || str_equal(segment, STR("..")) ||
            str_equal(segment, STR(".")))
            abort();
    }
    arena_free(&arena);
    return 0;
}
