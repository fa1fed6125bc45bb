#include "format/quoted.h"

#include "base/text.h"

static void write_escape(struct buf *out, unsigned char c)
{
    static const char short_forms[] = "\bb\tt\nn\ff\rr\"\"\\\\";

    for (size_t i = 0; i + 1 < sizeof short_forms; i += 2)
        if ((unsigned char)short_forms[i] == c) {
            buf_char(out, '\\');
            buf_char(out, short_forms[i + 1]);
            return;
        }
    buf_append(out, STR("\\u00"));
    hex_append(out, &c, 1);
}

bool quoted_write(struct buf *out, struct str text)
{
    size_t before = out->len;
    const char *at = text.len > 0 ? text.ptr : "";
    const char *end = at + text.len;

    /* room for the common case at once: nothing to escape */
    *buf_reserve(out, text.len + 2) = '"';
    out->len++;
    while (at < end) {
        const char *run = at;

        at = quoted_plain(at, end);
        while (at < end && (*at & 0x80) != 0) {
            size_t len = utf8_sequence((struct str){at, (size_t)(end - at)});

            if (len == 0) {
                out->len = before;
                return false;
            }
            at += len;
        }
        buf_bytes(out, run, (size_t)(at - run));
        if (at < end && quoted_plain(at, at + 1) == at)
            write_escape(out, (unsigned char)*at++);
    }
    buf_char(out, '"');
    return true;
}
