#include "web/range.h"

/* RFC 9110 has "1*DIGIT": leading zeros are digits too. */
static bool read_number(uint64_t *out, struct str text)
{
    while (text.len > 1 && text.ptr[0] == '0')
        text = str_after(text, 1);
    return str_to_u64(out, text);
}

static enum range_kind last_bytes(struct range *out, struct str count, uint64_t size)
{
    uint64_t n = 0;

    if (!read_number(&n, count))
        return RANGE_WHOLE;
    if (n == 0 || size == 0)
        return RANGE_NONE;
    *out = n < size ? (struct range){size - n, n} : (struct range){0, size};
    return RANGE_PART;
}

enum range_kind range_read(struct range *out, struct str header, uint64_t size)
{
    struct str last = header;
    struct str first;
    uint64_t from = 0;
    uint64_t to = UINT64_MAX;

    if (!str_starts_with(header, STR("bytes=")))
        return RANGE_WHOLE;
    last = str_trim(str_after(header, 6));
    if (str_find(last, ',', 0) < last.len || str_find(last, '-', 0) == last.len)
        return RANGE_WHOLE;
    first = str_cut(&last, '-');
    if (first.len == 0)
        return last_bytes(out, last, size);
    if (!read_number(&from, first) || (last.len > 0 && !read_number(&to, last)) ||
        to < from)
        return RANGE_WHOLE;
    if (from >= size)
        return RANGE_NONE;
    *out = (struct range){from, (to < size - 1 ? to : size - 1) - from + 1};
    return RANGE_PART;
}
