#include <stdlib.h>

#include "base/text.h"
#include "format/html.h"
#include "web/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void append(struct buf *out, const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (i > 0)
            buf_char(out, '&');
        html_url(out, fields->items[i].name);
        buf_char(out, '=');
        html_url(out, fields->items[i].value);
    }
}

/* Property: what was read is text, and written again and read again is the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct fields first = {0};
    struct fields second = {0};
    struct err err = {0};
    struct buf text = {0};

    if (fields_read(&first, &arena, (struct str){(const char *)data, size}, &err) ==
        ERR_OK) {
        append(&text, &first);
        if (fields_read(&second, &arena, buf_str(&text), &err) != ERR_OK)
            abort();
        /* "=" alone is a field without name and value, and is passed over. */
        for (size_t i = 0, k = 0; i < first.count; i++) {
            if (first.items[i].name.len + first.items[i].value.len == 0)
                continue;
            if (k >= second.count ||
                !str_equal(first.items[i].name, second.items[k].name) ||
                !str_equal(first.items[i].value, second.items[k].value) ||
                !utf8_is_valid(first.items[i].value))
                abort();
            k++;
        }
    }
    buf_release(&text);
    arena_free(&arena);
    return 0;
}
