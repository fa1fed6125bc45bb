#include "search/query_sign.h"

#include "base/fold.h"
#include "base/text.h"

static const struct query_field_name fields[] = {
    {"name", SIGN_NAME, QUERY_KIND},
    {"ім'я", SIGN_NAME, QUERY_KIND},
    {"назва", SIGN_NAME, QUERY_KIND},
    {"kind", SIGN_FILTER, QUERY_KIND},
    {"вид", SIGN_FILTER, QUERY_KIND},
    {"class", SIGN_FILTER, QUERY_CLASS},
    {"клас", SIGN_FILTER, QUERY_CLASS},
    {"property", SIGN_FILTER, QUERY_PROPERTY},
    {"властивість", SIGN_FILTER, QUERY_PROPERTY},
    {"place", SIGN_FILTER, QUERY_PLACE},
    {"місце", SIGN_FILTER, QUERY_PLACE},
    {"source", SIGN_FILTER, QUERY_SOURCE},
    {"джерело", SIGN_FILTER, QUERY_SOURCE},
    {"from", SIGN_FILTER, QUERY_FROM},
    {"від", SIGN_FILTER, QUERY_FROM},
    {"until", SIGN_FILTER, QUERY_UNTIL},
    {"до", SIGN_FILTER, QUERY_UNTIL},
    {"in", SIGN_IN, QUERY_KIND},
    {"у", SIGN_IN, QUERY_KIND},
    {"в", SIGN_IN, QUERY_KIND},
    {"machine", SIGN_MACHINE, QUERY_KIND},
    {"машинне", SIGN_MACHINE, QUERY_KIND},
};

static const struct {
    const char *name;
    unsigned in;
} places[] = {
    {"names", QUERY_IN_NAMES}, {"імена", QUERY_IN_NAMES},   {"words", QUERY_IN_WORDS},
    {"слова", QUERY_IN_WORDS}, {"values", QUERY_IN_VALUES}, {"значення", QUERY_IN_VALUES},
    {"files", QUERY_IN_FILES}, {"файли", QUERY_IN_FILES},   {"text", QUERY_IN_TEXT},
    {"текст", QUERY_IN_TEXT},
};

/* The length of s that reads as name but for capitals and apostrophes, or 0. */
static size_t reads_as(struct str s, struct str name)
{
    size_t at = 0;
    size_t name_at = 0;

    while (name_at < name.len)
        if (at >= s.len || fold_code_point(utf8_next(s, &at)) !=
                               fold_code_point(utf8_next(name, &name_at)))
            return 0;
    return at;
}

static bool is_named(struct str s, const char *name)
{
    return reads_as(s, str_from_c(name)) == s.len && s.len > 0;
}

const struct query_field_name *query_field_at(size_t *len, struct str s)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        size_t used = reads_as(s, str_from_c(fields[i].name));

        if (used > 0 && used < s.len && s.ptr[used] == ':') {
            *len = used + 1;
            return &fields[i];
        }
    }
    return NULL;
}

size_t query_blank_at(struct str s)
{
    size_t at = 0;
    uint32_t c;

    if (s.len == 0)
        return 0;
    c = utf8_next(s, &at);
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 ||
        (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
        c == 0x205f || c == 0x3000)
        return at;
    return 0;
}

/* What opens a phrase, and what may close it. */
static const struct {
    const char *opening;
    const char *closing[3];
} quotes[] = {
    {"\"", {"\"", "”", "“"}}, {"„", {"“", "”", "\""}},  {"“", {"”", "“", "\""}},
    {"”", {"”", "\"", NULL}}, {"«", {"»", NULL, NULL}}, {"»", {"«", NULL, NULL}},
};

enum { QUOTES = sizeof quotes / sizeof quotes[0] };

size_t query_opening_at(struct str s)
{
    for (size_t i = 0; i < QUOTES; i++)
        if (str_starts_with(s, str_from_c(quotes[i].opening)))
            return str_from_c(quotes[i].opening).len;
    return 0;
}

static size_t closes(struct str opening, struct str s)
{
    for (size_t i = 0; i < QUOTES; i++)
        for (size_t j = 0; j < 3 && quotes[i].closing[j]; j++)
            if (str_equal(opening, str_from_c(quotes[i].opening)) &&
                str_starts_with(s, str_from_c(quotes[i].closing[j])))
                return str_from_c(quotes[i].closing[j]).len;
    return 0;
}

static bool begins_with_word(struct str s)
{
    struct word_reader reader;
    struct word word;
    size_t at = 0;

    if (s.len == 0)
        return false;
    (void)utf8_next(s, &at);
    word_reader_init(&reader, str_prefix(s, at));
    return word_next(&word, &reader);
}

bool query_closing_in(size_t *at, size_t *len, struct str opening, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        size_t used = closes(opening, str_after(s, i));

        if (used > 0 && !begins_with_word(str_after(s, i + used))) {
            *at = i;
            *len = used;
            return true;
        }
    }
    return false;
}

bool query_is_or(struct str token)
{
    return str_equal(token, STR("OR")) || str_equal(token, STR("АБО")) ||
           str_equal(token, STR("ИЛИ"));
}

bool query_is_and(struct str token)
{
    return str_equal(token, STR("AND"));
}

unsigned query_in_of(struct str value)
{
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (is_named(value, places[i].name))
            return places[i].in;
    return 0;
}

bool query_is_no(struct str value)
{
    return is_named(value, "no") || is_named(value, "ні");
}
