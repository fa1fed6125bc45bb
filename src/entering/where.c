#include "entering/where.h"

#include "base/buf.h"
#include "entering/words.h"

static const struct {
    struct str word;
    struct str member;
} places[] = {
    {STR_INIT("paragraph"), STR_INIT("paragraph")},
    {STR_INIT("para"), STR_INIT("paragraph")},
    {STR_INIT("par"), STR_INIT("paragraph")},
    {STR_INIT("¶"), STR_INIT("paragraph")},
    {STR_INIT("абзац"), STR_INIT("paragraph")},
    {STR_INIT("абз."), STR_INIT("paragraph")},
    {STR_INIT("page"), STR_INIT("page")},
    {STR_INIT("p."), STR_INIT("page")},
    {STR_INIT("p"), STR_INIT("page")},
    {STR_INIT("сторінка"), STR_INIT("page")},
    {STR_INIT("с."), STR_INIT("page")},
    {STR_INIT("line"), STR_INIT("line")},
    {STR_INIT("lines"), STR_INIT("line")},
    {STR_INIT("рядок"), STR_INIT("line")},
    {STR_INIT("row"), STR_INIT("row")},
    {STR_INIT("sheet"), STR_INIT("sheet")},
    {STR_INIT("column"), STR_INIT("column")},
    {STR_INIT("cell"), STR_INIT("cell")},
    {STR_INIT("section"), STR_INIT("section")},
    {STR_INIT("розділ"), STR_INIT("section")},
    {STR_INIT("frame"), STR_INIT("frame")},
};

/* A number from 1, or a range of them. */
static bool numbered(struct value *out, struct arena *arena, struct str text)
{
    struct str rest = text;
    struct str first = str_trim(str_cut(&rest, '-'));
    uint64_t from = 0;
    uint64_t to = 0;

    rest = str_trim(rest);
    if (!str_to_u64(&from, first) || from == 0 || from > INT32_MAX)
        return false;
    if (first.len == str_trim(text).len) {
        *out = value_integer((int64_t)from);
        return true;
    }
    if (!str_to_u64(&to, rest) || to <= from)
        return false;
    *out = value_string(
        arena_printf(arena, STR_FMT "-" STR_FMT, STR_ARG(first), STR_ARG(rest)));
    return true;
}

/* "14:20" and "1:14:20" in seconds. */
static bool seconds_of(int64_t *out, struct str text)
{
    struct str rest = text;
    int64_t seconds = 0;
    size_t parts = 0;

    while (rest.len > 0) {
        uint64_t n = 0;

        if (!str_to_u64(&n, str_prefix(str_cut(&rest, ':'), 6)) || n > 100000)
            return false;
        seconds = seconds * 60 + (int64_t)n;
        parts++;
    }
    *out = seconds;
    return parts == 2 || parts == 3;
}

/* str_to_u64() takes no leading zeros: "00:14:20". */
static struct str without_zeros(struct arena *arena, struct str text)
{
    struct buf out = {0};
    struct str kept;

    for (size_t i = 0; i < text.len; i++) {
        const bool starts = i == 0 || text.ptr[i - 1] == ':';
        const bool goes_on = i + 1 < text.len && text.ptr[i + 1] != ':';

        if (text.ptr[i] == '0' && starts && goes_on)
            continue;
        buf_char(&out, text.ptr[i]);
    }
    kept = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return kept;
}

static bool moment(struct value *out, struct arena *arena, struct str text)
{
    struct str rest = text;
    struct str first = str_trim(str_cut(&rest, '-'));
    int64_t from = 0;
    int64_t until = 0;

    if (!seconds_of(&from, without_zeros(arena, first)))
        return false;
    rest = str_trim(rest);
    if (rest.len > 0 && !seconds_of(&until, without_zeros(arena, rest)))
        return false;
    value_set(out, arena, STR("from_s"), value_integer(from));
    if (rest.len > 0)
        value_set(out, arena, STR("until_s"), value_integer(until));
    return true;
}

/* "page 3": into out. */
static bool named(struct value *out, struct arena *arena, struct str text)
{
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const struct str rest = str_trim(str_after(text, places[i].word.len));
        struct value number;

        if (!words_begins(text, places[i].word) || rest.len == 0)
            continue;
        if (numbered(&number, arena, rest)) {
            value_set(out, arena, places[i].member, number);
            return true;
        }
        if (text.ptr[places[i].word.len] == ' ' && i >= 15) {
            value_set(out, arena, places[i].member, value_string(rest));
            return true;
        }
    }
    return false;
}

struct value where_read(struct arena *arena, struct str text)
{
    struct value locator = value_object();
    struct value number;
    struct str rest = text;

    if (numbered(&number, arena, text)) {
        value_set(&locator, arena, STR("paragraph"), number);
        return locator;
    }
    while (rest.len > 0) {
        const struct str part = str_trim(str_cut(&rest, ','));

        if (part.len == 0 || moment(&locator, arena, part) ||
            named(&locator, arena, part))
            continue;
        locator = value_object();
        break;
    }
    if (locator.count == 0)
        value_set(&locator, arena, STR("part"), value_string(text));
    return locator;
}

static void moment_append(struct buf *out, int64_t seconds)
{
    if (seconds >= 3600)
        buf_printf(out, "%lld:", (long long)(seconds / 3600));
    buf_printf(out, seconds >= 3600 ? "%02lld:%02lld" : "%lld:%02lld",
               (long long)(seconds / 60 % 60), (long long)(seconds % 60));
}

struct str where_typed(struct arena *arena, const struct value *locator)
{
    struct buf out = {0};
    struct str kept;

    for (uint32_t i = 0; locator && i < locator->count; i++) {
        const struct member *m = &locator->members[i];

        if (out.len > 0)
            buf_puts(&out, str_equal(m->key, STR("until_s")) ? "-" : ", ");
        if (str_ends_with(m->key, STR("_s")) && m->value.type == VALUE_INTEGER)
            moment_append(&out, m->value.integer);
        else if (m->value.type == VALUE_INTEGER)
            buf_printf(&out, STR_FMT " %lld", STR_ARG(m->key),
                       (long long)m->value.integer);
        else if (m->value.type == VALUE_STRING && str_equal(m->key, STR("part")))
            buf_append(&out, m->value.string);
        else if (m->value.type == VALUE_STRING)
            buf_printf(&out, STR_FMT " " STR_FMT, STR_ARG(m->key),
                       STR_ARG(m->value.string));
    }
    kept = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return kept;
}
