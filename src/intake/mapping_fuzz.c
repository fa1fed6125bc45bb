/* Whatever mapping_parse() accepts has a normal form, and that form is its own. Where
 * choices can hold all of it, they say it again. */

#include <assert.h>

#include "intake/mapping_edit.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the fuzzer looks for this name */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void choose(struct arena *arena, const struct mapping *mapping)
{
    struct mapping_edit edit = {0};
    struct mapping again;
    struct buf text = {0};
    struct buf normal[2] = {{0}};
    struct err err = {0};

    if (!edit_read(&edit, arena, mapping))
        return;
    assert(edit_write(&text, &edit, &err) == ERR_OK);
    assert(mapping_parse(&again, arena, buf_str(&text), &err) == ERR_OK);
    mapping_write(&normal[0], mapping);
    mapping_write(&normal[1], &again);
    assert(str_equal(buf_str(&normal[0]), buf_str(&normal[1])));
    buf_release(&text);
    buf_release(&normal[0]);
    buf_release(&normal[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct arena arena = {0};
    struct buf once = {0};
    struct buf twice = {0};
    struct err err = {0};
    struct mapping mapping;

    if (mapping_parse(&mapping, &arena, text, &err) == ERR_OK) {
        choose(&arena, &mapping);
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
