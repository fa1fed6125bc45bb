#include "format/canon.h"

#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "format/quoted.h"

enum { CHILDREN_AT_HAND = 32 };

#define CANON_INTEGER_END (INT64_C(1) << 53)

/* An open array or object: its finished children are those on the pile from `first`. */
struct level {
    uint32_t first;
    bool is_object;
};

/*
 * The children of all open containers lie on one pile, outer ones below inner ones.
 * Closing a container moves its children to the arena in one piece, so the pile's top
 * is always the child being read.
 */
struct reader {
    const char *begin;
    const char *at;
    const char *end;
    struct arena *arena;
    struct err *err;
    struct member *pile;
    uint32_t pile_count;
    uint32_t pile_cap;
    uint32_t depth;
    struct level levels[CANON_MAX_DEPTH];
    struct member pile_at_hand[CHILDREN_AT_HAND];
};

static enum err_code fail_at(struct reader *r, const char *at, const char *what)
{
    return err_set(r->err, ERR_INVALID, "byte %zu: %s", (size_t)(at - r->begin), _(what));
}

static enum err_code fail_expected(struct reader *r, const char *what)
{
    size_t at = (size_t)(r->at - r->begin);

    if (r->at == r->end)
        return err_set(r->err, ERR_INVALID, "byte %zu: the text ends before %s", at,
                       _(what));
    if (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')
        return fail_at(r, r->at, "white space is not canonical");
    return err_set(r->err, ERR_INVALID, "byte %zu: expected %s", at, _(what));
}

static bool skip_char(struct reader *r, char c)
{
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

static bool is_key_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool canon_key_is_valid(struct str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (!is_key_char(key.ptr[i]))
            return false;
    return key.len > 0;
}

static char short_escape(char c)
{
    static const char forms[] = "b\bt\tn\nf\fr\r\"\"\\\\";

    for (size_t i = 0; i + 1 < sizeof forms; i += 2)
        if (forms[i] == c)
            return forms[i + 1];
    return '\0';
}

/* The escape at r->at, which must be the shortest one for its character. */
static enum err_code check_escape(struct reader *r)
{
    struct str rest = {r->at, (size_t)(r->end - r->at)};
    uint8_t c = 0;

    if (rest.len > 1 && short_escape(rest.ptr[1]) != '\0') {
        r->at += 2;
        return ERR_OK;
    }
    if (!str_starts_with(rest, STR("\\u00")) || rest.len < 6 ||
        !hex_decode(&c, 1, (struct str){r->at + 4, 2}))
        return fail_at(r, r->at, "escape is not canonical");
    if (c == 0)
        return fail_at(r, r->at, "U+0000 cannot be in a text");
    if (c >= 0x20 || (c >= '\b' && c <= '\r' && c != '\v'))
        return fail_at(r, r->at, "escape is not the shortest one");
    r->at += 6;
    return ERR_OK;
}

/* One thing that is not plain: an escape or a character above ASCII. */
static enum err_code check_special(struct reader *r)
{
    size_t len;

    if (*r->at == '\\')
        return check_escape(r);
    if ((*r->at & 0x80) == 0)
        return fail_at(r, r->at, "control character is not escaped");
    len = utf8_sequence((struct str){r->at, (size_t)(r->end - r->at)});
    if (len == 0)
        return fail_at(r, r->at, "text is not well-formed UTF-8");
    r->at += len;
    return ERR_OK;
}

/* Undo escapes that check_escape() has found good; the result is never longer. */
static struct str unescape(struct arena *arena, struct str raw)
{
    char *out = arena_alloc(arena, raw.len, 1);
    size_t len = 0;

    for (size_t i = 0; i < raw.len; i++) {
        uint8_t c = 0;

        if (raw.ptr[i] != '\\') {
            out[len++] = raw.ptr[i];
        } else if (raw.ptr[++i] != 'u') {
            out[len++] = short_escape(raw.ptr[i]);
        } else {
            (void)hex_decode(&c, 1, (struct str){raw.ptr + i + 3, 2});
            out[len++] = (char)c;
            i += 4;
        }
    }
    return (struct str){out, len};
}

static enum err_code read_string(struct reader *r, struct str *out)
{
    const char *open = r->at++;
    bool has_escape = false;
    struct str raw;

    for (;;) {
        r->at = quoted_plain(r->at, r->end);
        if (r->at == r->end)
            return fail_at(r, open, "the text ends inside this string");
        if (*r->at == '"')
            break;
        has_escape |= *r->at == '\\';
        if (check_special(r) != ERR_OK)
            return r->err->code;
    }
    raw = (struct str){open + 1, (size_t)(r->at - open - 1)};
    r->at++;
    *out = has_escape ? unescape(r->arena, raw) : raw;
    return ERR_OK;
}

static bool is_digit_at(const struct reader *r)
{
    return r->at < r->end && *r->at >= '0' && *r->at <= '9';
}

static enum err_code read_integer(struct reader *r, struct value *out)
{
    const char *start = r->at;
    bool is_negative = skip_char(r, '-');
    const char *digits = r->at;
    int64_t n = 0;

    while (is_digit_at(r) && n < CANON_INTEGER_END)
        n = 10 * n + (*r->at++ - '0');
    if (r->at == digits)
        return fail_expected(r, "a digit");
    if (n >= CANON_INTEGER_END)
        return fail_at(r, start, "integer is not below 2^53: write it as a string");
    if (r->at < r->end && (*r->at == '.' || *r->at == 'e' || *r->at == 'E'))
        return fail_at(r, start, "number is not an integer: write it as a string");
    if (*digits == '0' && (is_negative || r->at > digits + 1))
        return fail_at(r, start,
                       is_negative && n == 0 ? "-0 is not canonical"
                                             : "integer has leading zeros");
    *out = value_integer(is_negative ? -n : n);
    return ERR_OK;
}

static bool skip_word(struct reader *r, struct str word)
{
    if (!str_starts_with((struct str){r->at, (size_t)(r->end - r->at)}, word))
        return false;
    r->at += word.len;
    return true;
}

static enum err_code read_word(struct reader *r, struct value *out)
{
    if (skip_word(r, STR("true")))
        *out = value_bool(true);
    else if (skip_word(r, STR("false")))
        *out = value_bool(false);
    else if (skip_word(r, STR("null")))
        *out = value_null();
    else
        return fail_expected(r, "a value");
    return ERR_OK;
}

static void grow_pile(struct reader *r)
{
    struct member *bigger = ARENA_ARRAY(r->arena, struct member, 2 * (size_t)r->pile_cap);

    memcpy(bigger, r->pile, r->pile_count * sizeof *bigger);
    r->pile = bigger;
    r->pile_cap *= 2;
}

static enum err_code check_order(struct reader *r, const char *at, struct str key)
{
    int order = str_compare(r->pile[r->pile_count - 1].key, key);
    int shown = key.len < 64 ? (int)key.len : 64;

    if (order < 0)
        return ERR_OK;
    return err_set(r->err, ERR_INVALID, "byte %zu: key \"%.*s\" is %s",
                   (size_t)(at - r->begin), shown, key.ptr,
                   order == 0 ? _("there twice") : _("out of order"));
}

static enum err_code read_key(struct reader *r, struct str *out)
{
    const char *open = r->at;
    struct str key;

    if (!skip_char(r, '"'))
        return fail_expected(r, "a key");
    while (r->at < r->end && is_key_char(*r->at))
        r->at++;
    key = (struct str){open + 1, (size_t)(r->at - open - 1)};
    if (r->at == r->end)
        return fail_at(r, open, "the text ends inside this key");
    if (key.len == 0 || !skip_char(r, '"'))
        return fail_at(r, open, "key is not made of a-z, 0-9 and _");
    if (r->pile_count > r->levels[r->depth - 1].first &&
        check_order(r, open, key) != ERR_OK)
        return r->err->code;
    if (!skip_char(r, ':'))
        return fail_expected(r, "':'");
    *out = key;
    return ERR_OK;
}

/* Put the next child of the innermost container on the pile, with its key. */
static enum err_code begin_child(struct reader *r)
{
    struct str key = {NULL, 0};

    if (r->levels[r->depth - 1].is_object && read_key(r, &key) != ERR_OK)
        return r->err->code;
    if (r->pile_count == r->pile_cap)
        grow_pile(r);
    r->pile[r->pile_count++].key = key;
    return ERR_OK;
}

/* An empty container is finished at once; any other is left open, with a first child. */
static enum err_code open_container(struct reader *r, struct value *out, bool *is_whole)
{
    bool is_object = *r->at == '{';

    if (r->depth == CANON_MAX_DEPTH)
        return err_set(r->err, ERR_LIMIT, "byte %zu: nested deeper than %d",
                       (size_t)(r->at - r->begin), CANON_MAX_DEPTH);
    r->at++;
    *out = is_object ? value_object() : value_array();
    if (skip_char(r, is_object ? '}' : ']'))
        return ERR_OK;
    *is_whole = false;
    r->levels[r->depth++] = (struct level){r->pile_count, is_object};
    return begin_child(r);
}

static enum err_code begin_value(struct reader *r, struct value *out, bool *is_whole)
{
    int c = r->at < r->end ? *r->at : '\0';

    *is_whole = true;
    if (c == '"') {
        *out = value_string(STR(""));
        return read_string(r, &out->string);
    }
    if (c == '{' || c == '[')
        return open_container(r, out, is_whole);
    if (c == '-' || is_digit_at(r))
        return read_integer(r, out);
    return read_word(r, out);
}

static struct value close_container(struct reader *r)
{
    struct level level = r->levels[--r->depth];
    uint32_t count = r->pile_count - level.first;
    const struct member *children = r->pile + level.first;
    struct value v = level.is_object ? value_object() : value_array();

    v.count = count;
    v.cap = count;
    r->pile_count = level.first;
    if (level.is_object) {
        v.members = ARENA_ARRAY(r->arena, struct member, count);
        memcpy(v.members, children, count * sizeof *children);
        return v;
    }
    v.items = ARENA_ARRAY(r->arena, struct value, count);
    for (uint32_t i = 0; i < count; i++)
        v.items[i] = children[i].value;
    return v;
}

/* Hand a whole value to its container, and that one to its own, as far as they end here.
 */
static enum err_code end_value(struct reader *r, struct value *v)
{
    while (r->depth > 0) {
        bool is_object = r->levels[r->depth - 1].is_object;

        r->pile[r->pile_count - 1].value = *v;
        if (skip_char(r, ','))
            return begin_child(r);
        if (!skip_char(r, is_object ? '}' : ']'))
            return fail_expected(r, is_object ? "',' or '}'" : "',' or ']'");
        *v = close_container(r);
    }
    return ERR_OK;
}

enum err_code canon_parse(struct value *out, struct arena *arena, struct str text,
                          struct err *err)
{
    const char *begin = text.len > 0 ? text.ptr : "";
    struct reader r = {.begin = begin,
                       .at = begin,
                       .end = begin + text.len,
                       .arena = arena,
                       .err = err,
                       .pile_cap = CHILDREN_AT_HAND};
    struct value v = value_null();
    bool is_whole = false;

    if (text.len > CANON_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "text of %zu bytes is larger than %d", text.len,
                       CANON_MAX_BYTES);
    r.pile = r.pile_at_hand;
    do {
        if (begin_value(&r, &v, &is_whole) != ERR_OK ||
            (is_whole && end_value(&r, &v) != ERR_OK))
            return err->code;
    } while (r.depth > 0);
    if (r.at != r.end)
        return fail_expected(&r, "the end of the text");
    *out = v;
    return ERR_OK;
}
