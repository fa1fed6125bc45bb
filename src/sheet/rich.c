#include "sheet/rich.h"

#include "sheet/marks.h"
#include "sheet/plain.h"

enum { NESTED_MAX = 8 };

static void href(const struct rich *rich, struct buf *path)
{
    buf_append(path, rich->query);
    html_attr(rich->h, "href", buf_str(path));
    buf_release(path);
}

void rich_href_entity(const struct rich *rich, struct str id)
{
    struct buf path = {0};

    href_entity(&path, id);
    href(rich, &path);
}

void rich_href_statement(const struct rich *rich, struct str ref, const char *below)
{
    struct buf path = {0};

    href_statement(&path, ref);
    if (below) {
        buf_char(&path, '/');
        buf_puts(&path, below);
    }
    href(rich, &path);
}

/* An empty language would say that there is none: an unknown one is left out. */
static void open_quote(struct html *h, const char *names, struct str lang)
{
    html_open(h, "q");
    if (names)
        html_class(h, names);
    if (lang.len > 0)
        html_attr(h, "lang", lang);
    html_set(h, "dir", "auto");
}

static const char *open_mark(const struct rich *rich, char mark, struct str with)
{
    struct html *h = rich->h;

    switch ((enum plain_mark)mark) {
    case PLAIN_SAID:
        open_quote(h, "say", with);
        return "q";
    case PLAIN_QUOTED:
        open_quote(h, NULL, with);
        return "q";
    case PLAIN_ENTITY:
        html_open(h, "a");
        rich_href_entity(rich, with);
        return "a";
    case PLAIN_STATEMENT:
        html_open(h, "a");
        html_class(h, "mono");
        rich_href_statement(rich, with, NULL);
        return "a";
    case PLAIN_ALLEGED:
        html_open(h, "span");
        html_class(h, "alleged");
        return "span";
    case PLAIN_CODE:
        html_open(h, "bdi");
        html_set(h, "dir", "ltr");
        html_class(h, "mono");
        return "bdi";
    case PLAIN_ISOLATED:
        break;
    }
    html_open(h, "bdi");
    return "bdi";
}

/* Up to the next mark. */
static size_t plain_len(struct str text, size_t from)
{
    size_t at = from;

    while (at < text.len && text.ptr[at] != PLAIN_OPENS && text.ptr[at] != PLAIN_CLOSES)
        at++;
    return at;
}

/* What a line is made of, in turn. */
struct reader {
    const struct rich *rich;
    struct str text;
    size_t at;
    const char *open[NESTED_MAX];
    size_t depth;
};

static void read_open(struct reader *reader)
{
    struct str rest = str_after(reader->text, reader->at + 1);
    struct str with = str_cut(&rest, PLAIN_DIVIDES);

    if (with.len > 0 && reader->depth < NESTED_MAX)
        reader->open[reader->depth++] =
            open_mark(reader->rich, with.ptr[0], str_after(with, 1));
    reader->at = reader->text.len - rest.len;
}

static void read_close(struct reader *reader)
{
    if (reader->depth > 0)
        html_close(reader->rich->h, reader->open[--reader->depth]);
    reader->at++;
}

static void read_plain(struct reader *reader)
{
    size_t end = plain_len(reader->text, reader->at);

    html_text(reader->rich->h,
              (struct str){reader->text.ptr + reader->at, end - reader->at});
    reader->at = end;
}

void rich_text(const struct rich *rich, struct str text)
{
    struct reader reader = {.rich = rich, .text = text};

    while (reader.at < text.len) {
        if (text.ptr[reader.at] == PLAIN_OPENS)
            read_open(&reader);
        else if (text.ptr[reader.at] == PLAIN_CLOSES)
            read_close(&reader);
        else
            read_plain(&reader);
    }
    while (reader.depth > 0)
        html_close(rich->h, reader.open[--reader.depth]);
}

void rich_take(const struct rich *rich, struct buf *text)
{
    rich_text(rich, buf_str(text));
    buf_reset(text);
}

void rich_paragraph(const struct rich *rich, struct str text)
{
    html_open(rich->h, "div");
    html_class(rich->h, "src");
    rich_text(rich, text);
    html_close(rich->h, "div");
}

void rich_element(const struct rich *rich, const char *tag, const char *names,
                  struct buf *text)
{
    html_open(rich->h, tag);
    if (names)
        html_class(rich->h, names);
    rich_take(rich, text);
    html_close(rich->h, tag);
}
