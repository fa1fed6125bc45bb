#include "base/text.h"
#include "format/foreign.h"
#include "format/quoted.h"

struct level {
    const struct value *v;
    uint32_t next;
};

struct writer {
    struct buf *out;
    struct arena local;
    struct level *levels;
    size_t depth;
    size_t cap;
};

static void write_text(struct buf *out, struct str text)
{
    struct buf mended = {0};

    if (quoted_write(out, text))
        return;
    while (text.len > 0) {
        size_t len = utf8_sequence(text);

        buf_append(&mended, len > 0 ? str_prefix(text, len) : STR("\xef\xbf\xbd"));
        text = str_after(text, len > 0 ? len : 1);
    }
    (void)!quoted_write(out, buf_str(&mended));
    buf_release(&mended);
}

static void push(struct writer *w, const struct value *v)
{
    if (w->depth == w->cap) {
        size_t cap = w->cap > 0 ? 2 * w->cap : 32;
        struct level *levels = ARENA_ARRAY(&w->local, struct level, cap);

        for (size_t i = 0; i < w->depth; i++)
            levels[i] = w->levels[i];
        w->levels = levels;
        w->cap = cap;
    }
    w->levels[w->depth++] = (struct level){v, 0};
}

static void write_value(struct writer *w, const struct value *v)
{
    switch (v->type) {
    case VALUE_NULL:
        buf_append(w->out, STR("null"));
        return;
    case VALUE_FALSE:
        buf_append(w->out, STR("false"));
        return;
    case VALUE_TRUE:
        buf_append(w->out, STR("true"));
        return;
    case VALUE_INTEGER:
        buf_i64(w->out, v->integer);
        return;
    case VALUE_STRING:
        write_text(w->out, v->string);
        return;
    case VALUE_ARRAY:
    case VALUE_OBJECT:
        buf_char(w->out, v->type == VALUE_OBJECT ? '{' : '[');
        push(w, v);
        return;
    }
}

static void write_next(struct writer *w)
{
    struct level *level = &w->levels[w->depth - 1];
    const struct value *v = level->v;
    bool is_object = v->type == VALUE_OBJECT;
    uint32_t i = level->next++;

    if (i == v->count) {
        buf_char(w->out, is_object ? '}' : ']');
        w->depth--;
        return;
    }
    if (i > 0)
        buf_char(w->out, ',');
    if (is_object) {
        write_text(w->out, v->members[i].key);
        buf_char(w->out, ':');
    }
    write_value(w, is_object ? &v->members[i].value : &v->items[i]);
}

void foreign_write(struct buf *out, const struct value *v)
{
    struct writer w = {.out = out};

    write_value(&w, v);
    while (w.depth > 0)
        write_next(&w);
    arena_free(&w.local);
}
