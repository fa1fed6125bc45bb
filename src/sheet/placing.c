#include "sheet/placing.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* --- what counts for nothing --- */

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x202f ||
           c == 0x3000 || (c >= 0x2000 && c <= 0x200a);
}

static bool is_unseen(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* One shape for the many that a mark has. */
static uint32_t shape_of(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2bc:
    case 0x2039:
    case 0x203a:
    case '`':
        return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0xab:
    case 0xbb:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return '-';
    default:
        return c;
    }
}

/* The code point at *at, which moves past it; a byte that is none stands for itself. */
static uint32_t next(struct str text, size_t *at)
{
    if (utf8_sequence(str_after(text, *at)) == 0)
        return (unsigned char)text.ptr[(*at)++];
    return utf8_next(text, at);
}

/* at: NULL, or the place in text of each byte that is written. */
static void make_plain(struct buf *out, uint32_t *places, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        size_t before = out->len;
        uint32_t c = next(text, &at);

        if (is_unseen(c))
            continue;
        if (is_blank(c)) {
            if (out->len == 0 || out->ptr[out->len - 1] == ' ')
                continue;
            c = ' ';
        }
        utf8_append(out, shape_of(c));
        for (size_t i = before; places && i < out->len; i++)
            places[i] = (uint32_t)from;
    }
}

void placing_start(struct placing *out, struct arena *arena, struct str text)
{
    struct buf plain = {0};

    *out = (struct placing){.arena = arena, .text = str_prefix(text, PLACING_TEXT_MAX)};
    /* A shape is never longer than what it stands for, but for a byte that is no UTF-8.
     */
    out->at = ARENA_ARRAY(arena, uint32_t, 2 * out->text.len + 1);
    make_plain(&plain, out->at, out->text);
    out->at[plain.len] = (uint32_t)out->text.len;
    out->plain = arena_str(arena, buf_str(&plain));
    buf_release(&plain);
}

/* --- lines and paragraphs --- */

/* The next line of text from *at on, which moves behind it. */
static struct placing_span next_line(struct str text, size_t *at)
{
    size_t end = str_find(text, '\n', *at);
    struct placing_span line = {*at, end};

    *at = end + 1;
    return line;
}

bool placing_lines(struct placing_span *out, struct str text, uint64_t first,
                   uint64_t last)
{
    uint64_t number = 0;
    size_t at = 0;

    *out = (struct placing_span){text.len, text.len};
    while (at < text.len && number < last) {
        struct placing_span line = next_line(text, &at);

        number++;
        if (number == first)
            out->from = line.from;
        out->until = line.until;
    }
    return number >= first;
}

bool placing_paragraphs(struct placing_span *out, struct str text, uint64_t first,
                        uint64_t last)
{
    uint64_t number = 0;
    bool is_within = false;
    size_t at = 0;

    *out = (struct placing_span){text.len, text.len};
    while (at < text.len) {
        struct placing_span line = next_line(text, &at);
        struct str words = {text.ptr + line.from, line.until - line.from};
        bool has_words = str_trim(words).len > 0;

        if (has_words && !is_within && ++number > last)
            break;
        is_within = has_words;
        if (has_words && number == first && out->from == text.len)
            out->from = line.from;
        if (has_words)
            out->until = line.until;
    }
    return number >= first;
}

bool placing_numbers(uint64_t *first, uint64_t *last, const struct value *v)
{
    struct str rest;

    if (v && v->type == VALUE_INTEGER && v->integer > 0) {
        *first = (uint64_t)v->integer;
        *last = *first;
        return true;
    }
    if (!v || v->type != VALUE_STRING)
        return false;
    rest = v->string;
    return str_to_u64(first, str_cut(&rest, '-')) && str_to_u64(last, rest) &&
           *first > 0 && *first <= *last;
}

/* Where the locator says that the words stand. */
static bool find_hint(struct placing_span *out, struct str text,
                      const struct value *locator)
{
    uint64_t first;
    uint64_t last;

    if (!locator)
        return false;
    if (placing_numbers(&first, &last, value_get(locator, STR("line"))))
        return placing_lines(out, text, first, last);
    if (placing_numbers(&first, &last, value_get(locator, STR("paragraph"))))
        return placing_paragraphs(out, text, first, last);
    return false;
}

/* --- words --- */

/* What stands before the next mark of words left out: "…", "...", "[…]". */
static struct str cut_part(struct str *rest)
{
    static const struct str marks[] = {STR_INIT("[…]"), STR_INIT("[...]"),
                                       STR_INIT("(…)"), STR_INIT("…"), STR_INIT("...")};
    size_t end = rest->len;
    size_t len = 0;
    struct str part;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t at = str_find_str(*rest, marks[i]);

        if (at < end) {
            end = at;
            len = marks[i].len;
        }
    }
    part = str_prefix(*rest, end);
    *rest = str_after(*rest, end + len);
    return str_trim(part);
}

/* From from on; plain.len when it is not there. */
static size_t find_from(struct str plain, struct str part, size_t from)
{
    return from + str_find_str(str_after(plain, from), part);
}

/* Byte of plain at which what stands at `at` in the text begins. */
static size_t plain_place(const struct placing *p, size_t at)
{
    size_t low = 0;
    size_t high = p->plain.len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (p->at[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_span(struct placing_found *out, const struct placing *p, size_t from,
                     size_t len)
{
    out->spans[out->count++] = (struct placing_span){p->at[from], p->at[from + len]};
}

/* All parts, one behind the other, the first of them at `from`. */
static bool take_parts(struct placing_found *out, const struct placing *p,
                       struct str words, size_t from)
{
    out->count = 0;
    while (words.len > 0) {
        struct str part = cut_part(&words);
        size_t at;

        if (part.len == 0)
            continue;
        at = out->count == 0 ? from : find_from(p->plain, part, from);
        if (at >= p->plain.len)
            return false;
        add_span(out, p, at, part.len);
        from = at + part.len;
    }
    return out->count > 0;
}

static size_t count_parts(struct str words, struct str *first)
{
    size_t count = 0;

    while (words.len > 0) {
        struct str part = cut_part(&words);

        if (part.len > 0 && count++ == 0)
            *first = part;
    }
    return count;
}

static void find_words(struct placing_found *out, const struct placing *p,
                       struct str words, const struct placing_span *hint)
{
    struct str first = {0};
    size_t at;

    out->spans =
        ARENA_ARRAY(p->arena, struct placing_span, count_parts(words, &first) + 1);
    out->how = PLACED_NOT_FOUND;
    if (first.len == 0)
        return;
    if (hint) {
        at = find_from(p->plain, first, plain_place(p, hint->from));
        if (at < p->plain.len && p->at[at] < hint->until &&
            take_parts(out, p, words, at)) {
            out->how = PLACED_AS_SAID;
            return;
        }
    }
    at = find_from(p->plain, first, 0);
    if (at >= p->plain.len || !take_parts(out, p, words, at))
        return;
    out->how = hint ? PLACED_ELSEWHERE : PLACED_BY_WORDS;
    if (find_from(p->plain, first, at + 1) < p->plain.len)
        out->how = PLACED_SEVERAL;
}

void placing_find(struct placing_found *out, const struct placing *placing,
                  struct str words, const struct value *locator)
{
    struct placing_span hint;
    bool has_hint = find_hint(&hint, placing->text, locator);
    struct buf plain = {0};

    *out = (struct placing_found){.how = PLACED_NOWHERE};
    make_plain(&plain, NULL, words);
    if (str_trim(buf_str(&plain)).len > 0) {
        find_words(out, placing, str_trim(buf_str(&plain)), has_hint ? &hint : NULL);
    } else if (has_hint) {
        out->how = PLACED_WHOLE;
        out->spans = ARENA_NEW(placing->arena, struct placing_span);
        out->spans[0] = hint;
        out->count = 1;
    }
    if (out->how > PLACED_WHOLE)
        out->count = 0;
    buf_release(&plain);
}
