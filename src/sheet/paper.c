#include "sheet/paper.h"

#include "format/foreign.h"
#include "format/value.h"
#include "sheet/lines.h"
#include "sheet/plain.h"

enum { PAPER_COLUMNS = 72 };

static void put(struct paper *paper, const struct value *block)
{
    foreign_write(&paper->description, block);
    buf_char(&paper->description, '\n');
    arena_reset(&paper->arena);
}

static void put_one(struct paper *paper, struct str key, struct str text)
{
    struct value block = value_object();

    value_set(&block, &paper->arena, key, value_string(text));
    put(paper, &block);
}

/* Wrapped, each line behind the indent, and made harmless for a terminal. */
static void put_wrapped(struct paper *paper, struct str text, size_t indent)
{
    const struct lines lines = {.out = &paper->text, .width = PAPER_COLUMNS};
    struct buf plain = {0};

    plain_append(&plain, text);
    lines_take(&lines, indent, indent, &plain);
    buf_release(&plain);
}

/* Its own lines stay: they are counted and compared. */
static void put_lines(struct paper *paper, struct str text, size_t indent)
{
    while (text.len > 0)
        put_wrapped(paper, str_cut(&text, '\n'), indent);
}

void paper_page(struct paper *paper, enum paper_size size, struct str title)
{
    struct value block = value_object();

    if (paper->has_page)
        buf_char(&paper->text, '\f');
    paper->has_page = true;
    value_set(&block, &paper->arena, STR("page"),
              value_string(size == PAPER_A5 ? STR("A5") : STR("A4")));
    value_set(&block, &paper->arena, STR("title"), value_string(title));
    put(paper, &block);
}

void paper_heading(struct paper *paper, struct str text)
{
    put_wrapped(paper, text, 0);
    buf_char(&paper->text, '\n');
    put_one(paper, STR("heading"), text);
}

void paper_text(struct paper *paper, struct str text)
{
    put_wrapped(paper, text, 0);
    buf_char(&paper->text, '\n');
    put_one(paper, STR("text"), text);
}

void paper_small(struct paper *paper, struct str text)
{
    put_wrapped(paper, text, 0);
    buf_char(&paper->text, '\n');
    put_one(paper, STR("small"), text);
}

static void put_pair(struct paper *paper, struct str label, struct str value,
                     bool is_mono)
{
    struct value block = value_object();

    plain_append(&paper->text, label);
    buf_char(&paper->text, '\n');
    if (is_mono)
        put_lines(paper, value, 4);
    else
        put_wrapped(paper, value, 4);
    value_set(&block, &paper->arena, STR("label"), value_string(label));
    value_set(&block, &paper->arena, STR("value"), value_string(value));
    if (is_mono)
        value_set(&block, &paper->arena, STR("mono"), value_bool(true));
    put(paper, &block);
}

void paper_line(struct paper *paper, struct str label, struct str value)
{
    put_pair(paper, label, value, false);
}

void paper_mono(struct paper *paper, struct str label, struct str value)
{
    put_pair(paper, label, value, true);
}

void paper_code(struct paper *paper, struct str caption, struct str code, struct str qr)
{
    struct value block = value_object();

    plain_append(&paper->text, caption);
    buf_printf(&paper->text, "\n\n    " STR_FMT "\n\n", STR_ARG(code));
    value_set(&block, &paper->arena, STR("code"), value_string(code));
    value_set(&block, &paper->arena, STR("caption"), value_string(caption));
    value_set(&block, &paper->arena, STR("qr"), value_string(qr));
    put(paper, &block);
}

void paper_sign(struct paper *paper, const struct str *labels, size_t count)
{
    struct value block = value_object();
    struct value list = value_array();

    for (size_t i = 0; i < count; i++) {
        plain_append(&paper->text, labels[i]);
        buf_append(&paper->text, STR(" ____________________"));
        buf_append(&paper->text, i + 1 < count ? STR("  ") : STR("\n"));
        value_add(&list, &paper->arena, value_string(labels[i]));
    }
    value_set(&block, &paper->arena, STR("sign"), list);
    put(paper, &block);
}

void paper_release(struct paper *paper)
{
    buf_release(&paper->description);
    buf_release(&paper->text);
    arena_free(&paper->arena);
}
