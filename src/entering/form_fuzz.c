/*
 * A form of fields "name=value", one a line (a TAB within a value is a line break):
 * reading it never fails but with the world's failure, is the same twice, and drafts that
 * have no errors are canonical JSON.
 */

#include <assert.h>

#include "base/text.h"
#include "entering/entry.h"
#include "format/canon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str lines_of(struct arena *arena, struct str value)
{
    struct buf out = {0};
    struct str kept;

    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] == '\t')
            buf_char(&out, '\n');
        else
            buf_char(&out, value.ptr[i]);
    kept = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return kept;
}

static void write_all(struct buf *out, const struct entry *entry)
{
    struct err err = {0};

    for (size_t i = 0; i < entry->error_count; i++)
        buf_append(out, entry->errors[i].text);
    for (size_t i = 0; i < entry->echo_count; i++)
        buf_append(out, entry->echoes[i].text);
    assert(canon_write(out, &entry->drafts, &err) == ERR_OK);
    assert(utf8_is_valid(buf_str(out)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct str rest = {(const char *)data, size};
    struct entry_field fields[64];
    struct entry_form form = {fields, 0};
    const struct entry_world world = {0};
    struct buf texts[2] = {0};
    struct err err = {0};

    if (!utf8_is_valid(rest))
        return 0;
    while (rest.len > 0 && form.count < 64) {
        struct str value = str_cut(&rest, '\n');
        const struct str name = str_cut(&value, '=');

        fields[form.count++] = (struct entry_field){name, lines_of(&arena, value)};
    }
    for (size_t i = 0; i < 2; i++) {
        struct entry entry;

        assert(entry_read(&entry, &arena, &form, &world, &err) == ERR_OK);
        write_all(&texts[i], &entry);
    }
    assert(str_equal(buf_str(&texts[0]), buf_str(&texts[1])));
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    arena_free(&arena);
    return 0;
}
