#include "format/file_name.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum { ENDING_MAX = 16 };

static bool turns_direction(uint32_t c)
{
    return c == 0x61c || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb);
}

/* What acts, and what file systems of any kind refuse. */
static bool is_refused(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || turns_direction(c) ||
           (c < 0x80 && strchr("/\\:*?\"<>|", (int)c));
}

static struct str last_part(struct str name)
{
    size_t from = 0;

    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == '/' || name.ptr[i] == '\\')
            from = i + 1;
    return str_after(name, from);
}

static void append_clean(struct buf *out, struct str name)
{
    for (size_t at = 0; at < name.len;) {
        size_t len = utf8_sequence(str_after(name, at));
        struct str part = {name.ptr + at, len > 0 ? len : 1};
        size_t from = 0;

        if (len == 0 || is_refused(utf8_next(part, &from)))
            buf_char(out, '_');
        else
            buf_append(out, part);
        at += part.len;
    }
}

/* ".jpeg", where it is one. */
static struct str ending_of(struct str name)
{
    for (size_t i = name.len; i > 1 && name.len - i < ENDING_MAX; i--)
        if (name.ptr[i - 1] == '.')
            return str_after(name, i - 1);
    return (struct str){0};
}

/* No character is halved. */
static struct str cut(struct str name, size_t max)
{
    size_t len = max;

    while (len > 0 && ((unsigned char)name.ptr[len] & 0xc0) == 0x80)
        len--;
    return str_prefix(name, len);
}

static bool is_trimmed(char c)
{
    return c == '.' || c == ' ';
}

void file_name_safe(struct buf *out, struct str name)
{
    struct buf clean = {0};
    struct str rest;

    append_clean(&clean, last_part(name));
    rest = buf_str(&clean);
    while (rest.len > 0 && is_trimmed(rest.ptr[0]))
        rest = str_after(rest, 1);
    while (rest.len > 0 && is_trimmed(rest.ptr[rest.len - 1]))
        rest.len--;
    if (rest.len > FILE_NAME_MAX) {
        struct str ending = ending_of(rest);

        buf_append(out, cut(rest, FILE_NAME_MAX - ending.len));
        buf_append(out, ending);
    } else {
        buf_append(out, rest.len > 0 ? rest : STR("object"));
    }
    buf_release(&clean);
}
