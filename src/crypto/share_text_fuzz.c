#include <stdlib.h>

#include "crypto/share_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_same(const struct share *a, const struct share *b)
{
    return shares_same_set(&a->set, &b->set) && a->number == b->number &&
           memcmp(a->data, b->data, SHARES_DATA) == 0;
}

static void must_read_as(const struct share *share, struct str text)
{
    struct share again;
    struct err err = {0};
    unsigned line;

    if (share_text_parse(&again, &line, text, &err) != ERR_OK || !is_same(share, &again))
        abort();
}

/* No other character anywhere in its place is taken for right. */
static void must_find_a_change(const struct share_text *text, uint8_t where)
{
    struct share share;
    struct err err = {0};
    struct buf changed = {0};
    unsigned line;
    char *at;

    share_text_one_line(&changed, text);
    at = changed.ptr + changed.len - 1 - where % 140;
    if (*at != ' ') {
        *at = *at == 'Z' ? 'Y' : 'Z';
        if (share_text_parse(&share, &line, buf_str(&changed), &err) == ERR_OK ||
            line == 0)
            abort();
    }
    buf_release(&changed);
}

static void try_share(struct str found, uint8_t where)
{
    struct share share;
    struct share_text text;
    struct buf in_lines = {0};
    struct buf in_one = {0};
    struct err err = {0};
    unsigned line;

    if (share_text_parse(&share, &line, found, &err) != ERR_OK) {
        if (line > SHARE_TEXT_LINES + 1)
            abort();
        return;
    }
    share_text_of(&text, &share);
    for (size_t i = 0; i < SHARE_TEXT_LINES; i++)
        buf_printf(&in_lines, "%zu: %s\n", i + 1, text.lines[i]);
    share_text_one_line(&in_one, &text);
    must_read_as(&share, buf_str(&in_lines));
    must_read_as(&share, buf_str(&in_one));
    must_find_a_change(&text, where);
    buf_release(&in_lines);
    buf_release(&in_one);
}

/* Property: what is found lies inside the text; what was read and written, in lines and
 * in one, is the same share; and a changed character is found, with its line. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct str found[SHARE_TEXT_SHARES_MAX];
    size_t count = share_text_find(found, text);

    if (count > SHARE_TEXT_SHARES_MAX)
        abort();
    for (size_t i = 0; i < count; i++) {
        if (found[i].ptr < text.ptr || found[i].ptr + found[i].len > text.ptr + text.len)
            abort();
        try_share(found[i], data[size / 2]);
    }
    return 0;
}
