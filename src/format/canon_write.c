#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "format/canon.h"
#include "format/quoted.h"

enum {
    ORDER_AT_HAND = 256,
    PATH_MAX_BYTES = 200,
    /* the shortest member is "a":1 and its comma */
    MEMBERS_MAX = CANON_MAX_BYTES / 6
};

#define CANON_INTEGER_MAX ((INT64_C(1) << 53) - 1)

/* An open array or object. Its members go out as order[first + 0], order[first + 1], …
 * when it has to be sorted, and as they stand when not. */
struct level {
    const struct value *v;
    uint32_t next;
    uint32_t first;
    bool is_sorted;
};

struct writer {
    struct buf *out;
    size_t begin;
    struct err *err;
    uint32_t depth;
    struct level levels[CANON_MAX_DEPTH];
    uint32_t *order;
    uint32_t order_count;
    uint32_t order_cap;
    uint32_t order_at_hand[ORDER_AT_HAND];
};

static const struct member *member_at(const struct writer *w, const struct level *level,
                                      uint32_t i)
{
    return &level->v->members[level->is_sorted ? i : w->order[level->first + i]];
}

/* Say where: the path of members and items that are being written. */
static enum err_code fail(struct writer *w, enum err_code code, const char *what)
{
    char path[PATH_MAX_BYTES] = "";
    size_t len = 0;

    for (uint32_t i = 0; i < w->depth && len < sizeof path; i++) {
        const struct level *level = &w->levels[i];
        size_t room = sizeof path - len;
        int added = 0;

        if (level->next == 0)
            break;
        if (level->v->type == VALUE_ARRAY) {
            added = snprintf(path + len, room, "[%" PRIu32 "]", level->next - 1);
        } else {
            struct str key = member_at(w, level, level->next - 1)->key;

            added = snprintf(path + len, room, "%s" STR_FMT, i > 0 ? "." : "",
                             STR_ARG(str_prefix(key, PATH_MAX_BYTES)));
        }
        len += added > 0 ? (size_t)added : 0;
    }
    (void)err_set(w->err, code, "%s", _(what));
    return len > 0 ? err_context(w->err, "member \"%s\": ", path) : code;
}

static size_t size(const struct writer *w)
{
    return w->out->len - w->begin;
}

static enum err_code fail_size(struct writer *w)
{
    return fail(w, ERR_LIMIT,
                "the text would be larger than 65536 bytes: keep long text in a file");
}

/* The key as far as one line can show it. */
static enum err_code fail_key(struct writer *w, struct str key, const char *what)
{
    char text[256];
    char shown[41];
    size_t len = key.len < sizeof shown - 1 ? key.len : sizeof shown - 1;

    for (size_t i = 0; i < len; i++) {
        bool is_visible = key.ptr[i] >= ' ' && key.ptr[i] < 0x7f;

        shown[i] = '?';
        if (is_visible)
            shown[i] = key.ptr[i];
    }
    shown[len] = '\0';
    (void)snprintf(text, sizeof text, _("key \"%s\" is %s"), shown, _(what));
    return fail(w, ERR_INVALID, text);
}

/* The order pile lives as the levels do; only very wide objects leave the stack. */
static uint32_t *order_push(struct writer *w, uint32_t count)
{
    uint32_t needed = w->order_count + count;
    uint32_t *order;

    if (needed > w->order_cap) {
        order = calloc(2 * (size_t)needed, sizeof *order);
        if (!order)
            out_of_memory(2 * (size_t)needed * sizeof *order);
        memcpy(order, w->order, w->order_count * sizeof *order);
        if (w->order != w->order_at_hand)
            free(w->order);
        w->order = order;
        w->order_cap = 2 * needed;
    }
    order = w->order + w->order_count;
    w->order_count = needed;
    return order;
}

/* Binary insertion: members mostly come nearly in order, and there are few of them. */
static void sort_members(uint32_t *order, const struct value *object)
{
    for (uint32_t i = 0; i < object->count; i++) {
        uint32_t low = 0;
        uint32_t high = i;

        while (low < high) {
            uint32_t middle = low + (high - low) / 2;

            if (str_compare(object->members[order[middle]].key, object->members[i].key) <=
                0)
                low = middle + 1;
            else
                high = middle;
        }
        memmove(order + low + 1, order + low, (i - low) * sizeof *order);
        order[low] = i;
    }
}

static bool is_in_order(const struct value *object)
{
    for (uint32_t i = 1; i < object->count; i++)
        if (str_compare(object->members[i - 1].key, object->members[i].key) >= 0)
            return false;
    return true;
}

static enum err_code check_unique(struct writer *w, const struct level *level)
{
    for (uint32_t i = 1; i < level->v->count; i++) {
        struct str key = member_at(w, level, i)->key;

        if (str_equal(member_at(w, level, i - 1)->key, key))
            return fail_key(w, key, "there twice");
    }
    return ERR_OK;
}

static enum err_code open_object(struct writer *w, struct level *level)
{
    const struct value *v = level->v;

    if (v->count > MEMBERS_MAX)
        return fail_size(w);
    for (uint32_t i = 0; i < v->count; i++)
        if (!canon_key_is_valid(v->members[i].key))
            return fail_key(w, v->members[i].key, "not made of a-z, 0-9 and _");
    level->is_sorted = is_in_order(v);
    if (level->is_sorted)
        return ERR_OK;
    sort_members(order_push(w, v->count), v);
    return check_unique(w, level);
}

static enum err_code open_container(struct writer *w, const struct value *v)
{
    struct level level = {v, 0, w->order_count, true};

    if (w->depth == CANON_MAX_DEPTH)
        return fail(w, ERR_LIMIT, "nested deeper than 16");
    if (v->type == VALUE_OBJECT && open_object(w, &level) != ERR_OK)
        return w->err->code;
    w->levels[w->depth++] = level;
    buf_char(w->out, v->type == VALUE_OBJECT ? '{' : '[');
    return ERR_OK;
}

static enum err_code write_string(struct writer *w, struct str s)
{
    if (s.len > CANON_MAX_BYTES)
        return fail_size(w);
    if (s.len > 0 && memchr(s.ptr, '\0', s.len))
        return fail(w, ERR_INVALID, "U+0000 cannot be in a text");
    if (!quoted_write(w->out, s))
        return fail(w, ERR_INVALID, "text is not well-formed UTF-8");
    return ERR_OK;
}

static enum err_code write_integer(struct writer *w, int64_t n)
{
    if (n > CANON_INTEGER_MAX || n < -CANON_INTEGER_MAX)
        return fail(w, ERR_INVALID, "integer is not below 2^53: write it as a string");
    buf_i64(w->out, n);
    return ERR_OK;
}

static enum err_code write_value(struct writer *w, const struct value *v)
{
    switch (v->type) {
    case VALUE_NULL:
        buf_append(w->out, STR("null"));
        return ERR_OK;
    case VALUE_FALSE:
        buf_append(w->out, STR("false"));
        return ERR_OK;
    case VALUE_TRUE:
        buf_append(w->out, STR("true"));
        return ERR_OK;
    case VALUE_INTEGER:
        return write_integer(w, v->integer);
    case VALUE_STRING:
        return write_string(w, v->string);
    case VALUE_ARRAY:
    case VALUE_OBJECT:
        return open_container(w, v);
    }
    assert(false); /* a value has one of the types above */
    return ERR_INVALID;
}

static const struct value *begin_member(struct writer *w, const struct level *level,
                                        uint32_t i)
{
    const struct member *member = member_at(w, level, i);
    size_t len = member->key.len;
    char *to = buf_reserve(w->out, len + 3);

    to[0] = '"';
    memcpy(to + 1, member->key.ptr, len);
    to[len + 1] = '"';
    to[len + 2] = ':';
    w->out->len += len + 3;
    return &member->value;
}

/* The next child of the innermost container, or its end. */
static enum err_code write_next(struct writer *w)
{
    struct level *level = &w->levels[w->depth - 1];
    bool is_object = level->v->type == VALUE_OBJECT;
    uint32_t i = level->next;

    if (i == level->v->count) {
        buf_char(w->out, is_object ? '}' : ']');
        w->order_count = level->first;
        w->depth--;
        return ERR_OK;
    }
    level->next++;
    if (i > 0)
        buf_char(w->out, ',');
    return write_value(w, is_object ? begin_member(w, level, i) : &level->v->items[i]);
}

static enum err_code write_all(struct writer *w, const struct value *v)
{
    enum err_code code = write_value(w, v);

    while (code == ERR_OK && w->depth > 0 && size(w) <= CANON_MAX_BYTES)
        code = write_next(w);
    if (code == ERR_OK && size(w) > CANON_MAX_BYTES)
        code = fail_size(w);
    return code;
}

enum err_code canon_write(struct buf *out, const struct value *v, struct err *err)
{
    struct writer w = {
        .out = out, .begin = out->len, .err = err, .order_cap = ORDER_AT_HAND};
    enum err_code code;

    w.order = w.order_at_hand;
    code = write_all(&w, v);
    if (code != ERR_OK)
        out->len = w.begin;
    if (w.order != w.order_at_hand)
        free(w.order);
    return code;
}
