#include "format/html.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/text.h"

/* What is written in place of a byte; NULL: the byte itself. */
static const char *const replaced[256] = {
    ['&'] = "&amp;",  ['<'] = "&lt;",   ['>'] = "&gt;",
    ['"'] = "&quot;", ['\''] = "&#39;", ['\r'] = "&#13;",
};

#define REPLACEMENT "\xef\xbf\xbd"

/* C0 controls but TAB, LF and CR, and DEL: HTML has none of them. */
static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
}

void html_escape(struct buf *out, struct str text)
{
    size_t from = 0;

    for (size_t i = 0; i < text.len;) {
        unsigned char c = (unsigned char)text.ptr[i];
        const char *instead = is_control(c) ? REPLACEMENT : replaced[c];
        size_t len = 1;

        if (c >= 0x80) {
            len = utf8_sequence(str_after(text, i));
            if (len == 0)
                instead = REPLACEMENT;
        }
        if (instead) {
            buf_bytes(out, text.ptr + from, i - from);
            buf_puts(out, instead);
            i++;
            from = i;
        } else {
            i += len;
        }
    }
    buf_bytes(out, text.ptr + from, text.len - from);
}

static void end_tag(struct html *h)
{
    if (h->in_tag)
        buf_char(h->out, '>');
    h->in_tag = false;
}

void html_start(struct html *h, struct buf *out)
{
    *h = (struct html){.out = out};
}

void html_end(struct html *h)
{
    end_tag(h);
    assert(h->depth == 0);
}

void html_void(struct html *h, const char *tag)
{
    end_tag(h);
    buf_char(h->out, '<');
    buf_puts(h->out, tag);
    h->in_tag = true;
}

void html_open(struct html *h, const char *tag)
{
    assert(h->depth < HTML_DEPTH);
    html_void(h, tag);
    h->open[h->depth++] = tag;
}

void html_close(struct html *h, const char *tag)
{
    assert(h->depth > 0 && strcmp(h->open[h->depth - 1], tag) == 0);
    end_tag(h);
    h->depth--;
    buf_puts(h->out, "</");
    buf_puts(h->out, tag);
    buf_char(h->out, '>');
}

void html_attr(struct html *h, const char *name, struct str value)
{
    assert(h->in_tag);
    buf_char(h->out, ' ');
    buf_puts(h->out, name);
    buf_puts(h->out, "=\"");
    html_escape(h->out, value);
    buf_char(h->out, '"');
}

void html_set(struct html *h, const char *name, const char *value)
{
    html_attr(h, name, str_from_c(value));
}

void html_number(struct html *h, const char *name, int64_t value)
{
    assert(h->in_tag);
    buf_char(h->out, ' ');
    buf_puts(h->out, name);
    buf_puts(h->out, "=\"");
    buf_i64(h->out, value);
    buf_char(h->out, '"');
}

void html_flag(struct html *h, const char *name)
{
    assert(h->in_tag);
    buf_char(h->out, ' ');
    buf_puts(h->out, name);
}

void html_class(struct html *h, const char *names)
{
    html_set(h, "class", names);
}

void html_text(struct html *h, struct str text)
{
    end_tag(h);
    html_escape(h->out, text);
}

void html_puts(struct html *h, const char *text)
{
    html_text(h, str_from_c(text));
}

void html_printf(struct html *h, const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;

    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    html_text(h, buf_str(&text));
    buf_release(&text);
}

void html_element(struct html *h, const char *tag, struct str text)
{
    html_open(h, tag);
    html_text(h, text);
    html_close(h, tag);
}

void html_phrase(struct html *h, const char *tag, const char *names, struct str text)
{
    html_open(h, tag);
    html_class(h, names);
    html_text(h, text);
    html_close(h, tag);
}

void html_link(struct html *h, struct str href, struct str text)
{
    html_open(h, "a");
    html_attr(h, "href", href);
    html_text(h, text);
    html_close(h, "a");
}

/* A mark of the bidirectional algorithm that reaches beyond its word: with one in its
 * name a program looks like a picture. 0: another character. */
static uint32_t acting_mark(struct str text)
{
    size_t at = 0;
    uint32_t c = 0;

    if (text.len >= 3 && utf8_sequence(text) == 3)
        c = utf8_next(text, &at);
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff
               ? c
               : 0;
}

void html_bdi(struct html *h, struct str text)
{
    size_t from = 0;

    html_open(h, "bdi");
    for (size_t i = 0; i < text.len; i++) {
        uint32_t mark =
            (unsigned char)text.ptr[i] >= 0xe2 ? acting_mark(str_after(text, i)) : 0;

        if (mark == 0)
            continue;
        html_text(h, str_prefix(str_after(text, from), i - from));
        html_printf(h, "\\u%04x", (unsigned)mark);
        from = i + 3;
        i = from - 1;
    }
    html_text(h, str_after(text, from));
    html_close(h, "bdi");
}

void html_markup(struct html *h, const char *markup, size_t len)
{
    end_tag(h);
    buf_bytes(h->out, markup, len);
}

/* RFC 3986 section 2.3: what needs no encoding anywhere. */
static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

void html_url(struct buf *out, struct str text)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (is_unreserved(c)) {
            buf_char(out, (char)c);
        } else {
            buf_char(out, '%');
            buf_char(out, digits[c >> 4]);
            buf_char(out, digits[c & 15]);
        }
    }
}
