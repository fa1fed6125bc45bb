#include "format/foreign.h"

#include <assert.h>
#include <float.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "format/quoted.h"

enum {
    DOUBLE_SAFE_DIGITS = 15, /* every decimal this long survives a double unchanged */
    DOUBLE_MAX_DIGITS = 17,  /* every double survives a decimal this long unchanged */
    PLAIN_MAX_EXPONENT = 25
};

/* Without memory jansson calls a good text bad, and the person would look for the error
 * in it. */
static void *allocate(size_t size)
{
    void *memory = malloc(size);

    if (!memory)
        out_of_memory(size);
    return memory;
}

/* Our own words for jansson's errors: its texts differ from version to version. */
static const char *meaning(enum json_error_code code)
{
    static const struct {
        enum json_error_code code;
        const char *text;
    } meanings[] = {
        {json_error_out_of_memory, N_("out of memory")},
        {json_error_stack_overflow, N_("nested deeper than 2048")},
        {json_error_invalid_utf8, N_("text is not well-formed UTF-8")},
        {json_error_premature_end_of_input, N_("the text ends inside a value")},
        {json_error_end_of_input_expected, N_("expected the end of the text")},
        {json_error_null_character, N_("U+0000 cannot be in a text")},
        {json_error_null_byte_in_key, N_("U+0000 cannot be in a key")},
        {json_error_duplicate_key, N_("key is there twice")},
        {json_error_numeric_overflow, N_("number is too large: write it as a string")},
    };

    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (meanings[i].code == code)
            return meanings[i].text;
    return N_("cannot be read as JSON");
}

static enum err_code fail(struct err *err, const json_error_t *problem)
{
    enum json_error_code code = json_error_code(problem);
    bool is_limit = code == json_error_out_of_memory || code == json_error_stack_overflow;

    return err_set(err, is_limit ? ERR_LIMIT : ERR_INVALID, "line %d, column %d: %s",
                   problem->line, problem->column, _(meaning(code)));
}

/* The digits of x (no point, no zeros at the end) and the exponent of the first one. */
struct decimal {
    char digits[DOUBLE_MAX_DIGITS + 1];
    int count;
    long exponent;
};

static struct decimal shortest_decimal(double x)
{
    /* below DBL_MIN doubles are sparse, and fewer digits than 15 may tell them apart */
    bool is_sparse = x < DBL_MIN && x > -DBL_MIN;
    int wanted = is_sparse ? 1 : DOUBLE_SAFE_DIGITS;
    struct decimal d = {0};
    char text[64];
    const char *at = text;

    do {
        (void)snprintf(text, sizeof text, "%.*e", wanted - 1, x);
    } while (strtod(text, NULL) != x && ++wanted <= DOUBLE_MAX_DIGITS);
    for (; *at != 'e'; at++) /* the point may be a comma of the locale: digits only */
        if (*at >= '0' && *at <= '9')
            d.digits[d.count++] = *at;
    while (d.count > 1 && d.digits[d.count - 1] == '0')
        d.count--;
    d.exponent = strtol(at + 1, NULL, 10);
    return d;
}

static void write_zeros(struct buf *out, long count)
{
    while (count-- > 0)
        buf_char(out, '0');
}

static void write_digits(struct buf *out, const struct decimal *d, int from, int to)
{
    if (to > from)
        buf_bytes(out, d->digits + from, (size_t)(to - from));
}

static void write_real(struct buf *out, double x)
{
    struct decimal d = shortest_decimal(x);
    long whole = d.exponent + 1; /* digits before the point */

    if (__builtin_signbit(x))
        buf_char(out, '-');
    if (d.exponent > PLAIN_MAX_EXPONENT || d.exponent < -PLAIN_MAX_EXPONENT) {
        write_digits(out, &d, 0, 1);
        if (d.count > 1)
            buf_char(out, '.');
        write_digits(out, &d, 1, d.count);
        buf_char(out, 'e');
        buf_i64(out, d.exponent);
        return;
    }
    if (whole <= 0) {
        buf_append(out, STR("0."));
        write_zeros(out, -whole);
        write_digits(out, &d, 0, d.count);
        return;
    }
    write_digits(out, &d, 0, whole < d.count ? (int)whole : d.count);
    write_zeros(out, whole - d.count);
    if (whole < d.count)
        buf_char(out, '.');
    write_digits(out, &d, whole < d.count ? (int)whole : d.count, d.count);
}

/* An open array or object of jansson's, and the value it becomes. */
struct level {
    json_t *from;
    struct value *to;
    void *member; /* of an object: the next one */
    size_t next;
};

struct converter {
    struct arena *arena;
    struct level *levels;
    size_t depth;
    struct buf scratch;
};

static struct value real_value(struct converter *c, double x)
{
    buf_reset(&c->scratch);
    write_real(&c->scratch, x);
    return value_string(arena_str(c->arena, buf_str(&c->scratch)));
}

static struct value container_value(struct converter *c, const json_t *from)
{
    bool is_object = json_is_object(from);
    size_t count = is_object ? json_object_size(from) : json_array_size(from);
    struct value v = is_object ? value_object() : value_array();

    assert(count <= FOREIGN_MAX_BYTES);
    v.count = (uint32_t)count;
    v.cap = v.count;
    if (count == 0)
        return v;
    if (is_object)
        v.members = ARENA_ARRAY(c->arena, struct member, count);
    else
        v.items = ARENA_ARRAY(c->arena, struct value, count);
    return v;
}

/* Fill *to; a container is left open, to be filled by its own turn. */
static void convert(struct converter *c, struct value *to, json_t *from)
{
    switch (json_typeof(from)) {
    case JSON_NULL:
        *to = value_null();
        return;
    case JSON_TRUE:
    case JSON_FALSE:
        *to = value_bool(json_is_true(from));
        return;
    case JSON_INTEGER:
        *to = value_integer(json_integer_value(from));
        return;
    case JSON_REAL:
        *to = real_value(c, json_real_value(from));
        return;
    case JSON_STRING:
        *to = value_string(arena_str(
            c->arena, (struct str){json_string_value(from), json_string_length(from)}));
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        *to = container_value(c, from);
        assert(c->depth < FOREIGN_MAX_DEPTH);
        c->levels[c->depth++] = (struct level){from, to, json_object_iter(from), 0};
        return;
    }
}

static void convert_next(struct converter *c)
{
    struct level *level = &c->levels[c->depth - 1];
    void *member = level->member;
    size_t i = level->next++;

    if (i == level->to->count) {
        c->depth--;
    } else if (level->to->type == VALUE_ARRAY) {
        convert(c, &level->to->items[i], json_array_get(level->from, i));
    } else {
        struct str key = {json_object_iter_key(member), json_object_iter_key_len(member)};

        level->member = json_object_iter_next(level->from, member);
        level->to->members[i].key = arena_str(c->arena, key);
        convert(c, &level->to->members[i].value, json_object_iter_value(member));
    }
}

static struct value convert_all(struct arena *arena, json_t *root)
{
    struct arena local = {0};
    struct converter c = {.arena = arena};
    struct value v = value_null();

    c.levels = ARENA_ARRAY(&local, struct level, FOREIGN_MAX_DEPTH);
    convert(&c, &v, root);
    while (c.depth > 0)
        convert_next(&c);
    buf_release(&c.scratch);
    arena_free(&local);
    return v;
}

enum err_code foreign_parse(struct value *out, struct arena *arena, struct str text,
                            struct err *err)
{
    json_error_t problem;
    json_t *root;

    if (text.len > FOREIGN_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "text of %zu bytes is larger than %d: split it",
                       text.len, FOREIGN_MAX_BYTES);
    if (str_starts_with(text, STR("\xef\xbb\xbf")))
        text = str_after(text, 3);
    json_set_alloc_funcs(allocate, free);
    root = json_loadb(text.len > 0 ? text.ptr : "", text.len,
                      JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
    if (!root)
        return fail(err, &problem);
    *out = convert_all(arena, root);
    json_decref(root);
    return ERR_OK;
}
