#include "base/str.h"

#include <string.h>

struct str str_from_c(const char *text)
{
    return text ? (struct str){text, strlen(text)} : STR("");
}

bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_compare(struct str a, struct str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter > 0 ? memcmp(a.ptr, b.ptr, shorter) : 0;

    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts_with(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_equal(str_prefix(s, prefix.len), prefix);
}

bool str_ends_with(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_equal(str_after(s, s.len - suffix.len), suffix);
}

size_t str_find(struct str s, char c, size_t from)
{
    const char *at;

    if (from >= s.len)
        return s.len;
    at = memchr(s.ptr + from, c, s.len - from);
    return at ? (size_t)(at - s.ptr) : s.len;
}

size_t str_find_str(struct str s, struct str part)
{
    const char *at;

    if (part.len == 0)
        return 0;
    if (part.len > s.len)
        return s.len;
    at = memmem(s.ptr, s.len, part.ptr, part.len);
    return at ? (size_t)(at - s.ptr) : s.len;
}

struct str str_prefix(struct str s, size_t n)
{
    return (struct str){s.ptr, n < s.len ? n : s.len};
}

struct str str_after(struct str s, size_t n)
{
    if (n >= s.len)
        return STR("");
    return (struct str){s.ptr + n, s.len - n};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && is_blank(s.ptr[0]))
        s = str_after(s, 1);
    while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

struct str str_cut(struct str *rest, char sep)
{
    size_t at = str_find(*rest, sep, 0);
    struct str part = str_prefix(*rest, at);

    *rest = str_after(*rest, at + 1);
    return part;
}

bool str_to_u64(uint64_t *out, struct str s)
{
    uint64_t value = 0;

    if (s.len == 0 || (s.len > 1 && s.ptr[0] == '0'))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(unsigned char)s.ptr[i] - '0';

        if (digit > 9 || __builtin_mul_overflow(value, (uint64_t)10, &value) ||
            __builtin_add_overflow(value, (uint64_t)digit, &value))
            return false;
    }
    *out = value;
    return true;
}

bool str_to_i64(int64_t *out, struct str s)
{
    bool negative = s.len > 0 && s.ptr[0] == '-';
    uint64_t magnitude = 0;

    if (!str_to_u64(&magnitude, negative ? str_after(s, 1) : s) ||
        magnitude > INT64_MAX || (negative && magnitude == 0))
        return false;
    *out = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}
