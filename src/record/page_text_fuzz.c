/*
 * Property: what is taken for a text is UTF-8 without NUL, and nothing else is; its
 * pages, each with the form feed behind it, are the text again, in order and whole.
 */

#include "record/page_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static int64_t put_together(struct str text)
{
    struct page_reader reader;
    size_t at = str_starts_with(text, STR("\xef\xbb\xbf")) ? 3 : 0;

    page_reader_start(&reader, text);
    while (page_reader_next(&reader)) {
        require(reader.start == at);
        require(reader.page.len == 0 ||
                memchr(reader.page.ptr, '\f', reader.page.len) == NULL);
        at += reader.page.len;
        if (at < text.len)
            require(text.ptr[at++] == '\f');
    }
    require(at == text.len);
    return reader.number;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    bool is_text = utf8_is_valid(text) && (size == 0 || !memchr(data, 0, size));
    struct err err = {0};
    int64_t pages = -1;
    enum err_code code = page_text_check(&pages, text, &err);

    require((code != ERR_INVALID) == is_text);
    if (code == ERR_OK)
        require(put_together(text) == pages);
    return 0;
}
