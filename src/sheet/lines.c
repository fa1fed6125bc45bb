#include "sheet/lines.h"

#include "sheet/plain.h"
#include "sheet/rich.h"

static void put_indent(struct buf *out, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        buf_char(out, ' ');
}

void lines_put(const struct lines *lines, size_t indent, size_t hang, struct str text)
{
    size_t width = lines->width > 0 ? lines->width : LINES_WIDTH;
    size_t column = indent;
    bool is_first = true;

    if (lines->page) {
        rich_paragraph(lines->page, text);
        return;
    }
    put_indent(lines->out, indent);
    while (text.len > 0) {
        struct str word = str_cut(&text, ' ');
        size_t needs = plain_width(word);

        if (word.len == 0)
            continue;
        if (!is_first && column + 1 + needs > width) {
            buf_char(lines->out, '\n');
            put_indent(lines->out, hang);
            column = hang;
        } else if (!is_first) {
            buf_char(lines->out, ' ');
            column++;
        }
        buf_append(lines->out, word);
        column += needs;
        is_first = false;
    }
    buf_char(lines->out, '\n');
}

void lines_take(const struct lines *lines, size_t indent, size_t hang, struct buf *text)
{
    lines_put(lines, indent, hang, buf_str(text));
    buf_reset(text);
}

void lines_blank(const struct lines *lines)
{
    if (!lines->page)
        buf_char(lines->out, '\n');
}
