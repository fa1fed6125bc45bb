#include "places/place_variants.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "names/letters.h"

enum { STEM_MIN_BYTES = 6 };

/* Endings of Ukrainian and Russian cases that fold2 does not drop, with what the name may
 * end in without them: "під Ізюмом", "біля Гракового", "між Лиманом і Торським". */
static const struct {
    const char *ending;
    const char *instead;
} cases[] = {
    {"ого", "е"}, {"ому", "е"}, {"ими", "і"}, {"ами", "и"}, {"ями", "і"}, {"ах", "и"},
    {"ях", "і"},  {"ом", ""},   {"ем", ""},   {"єм", "й"},  {"им", "е"},  {"ым", "ое"},
    {"ою", "а"},  {"ею", "я"},  {"єю", "я"},  {"ой", "а"},  {"ей", "я"},  {"ої", "а"},
};

size_t place_variants_of_case(struct str *out, size_t max, struct arena *arena,
                              struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0] && n < max; i++) {
        struct str ending = str_from_c(cases[i].ending);
        struct str stem;

        if (text.len < ending.len + STEM_MIN_BYTES || !str_ends_with(text, ending))
            continue;
        stem = str_prefix(text, text.len - ending.len);
        out[n++] = arena_printf(arena, STR_FMT "%s", STR_ARG(stem), cases[i].instead);
    }
    return n;
}

/* Cherson, Tsjernihiv, Snizjne: what one language writes is another one's letter. */
struct respelling {
    const char *from;
    const char *to;
};

static const struct respelling dutch[] = {{"tsj", "ch"}, {"sj", "sh"}, {"zj", "zh"},
                                          {"oe", "u"},   {"j", "y"},   {NULL, NULL}};
static const struct respelling german[] = {
    {"sch", "sh"}, {"tsch", "ch"}, {"ch", "kh"}, {NULL, NULL}};
static const struct respelling french[] = {
    {"tch", "ch"}, {"ch", "sh"}, {"ou", "u"}, {"j", "zh"}, {NULL, NULL}};

static const struct respelling *respelling_at(const struct respelling *table,
                                              const char *text)
{
    const struct respelling *best = NULL;

    for (; table->from; table++)
        if (strncasecmp(text, table->from, strlen(table->from)) == 0 &&
            (!best || strlen(table->from) > strlen(best->from)))
            best = table;
    return best;
}

static struct str respelt(struct arena *arena, struct str text,
                          const struct respelling *table)
{
    const char *from = arena_str(arena, text).ptr;
    char *out = ARENA_ARRAY(arena, char, 2 * text.len + 1);
    size_t len = 0;

    while (*from) {
        const struct respelling *row = respelling_at(table, from);

        if (!row) {
            out[len++] = *from++;
            continue;
        }
        for (const char *c = row->to; *c; c++)
            out[len++] = *c;
        from += strlen(row->from);
    }
    return (struct str){out, len};
}

size_t place_variants_of_language(struct str *out, size_t max, struct arena *arena,
                                  struct str text)
{
    static const struct respelling *const tables[] = {dutch, german, french};
    size_t n = 0;

    if (text.len == 0 || memchr(text.ptr, '\0', text.len))
        return 0;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && n < max; i++) {
        struct str variant = respelt(arena, text, tables[i]);

        if (!str_equal(variant, text))
            out[n++] = variant;
    }
    return n;
}

static size_t starts_of(size_t *starts, struct str text)
{
    size_t count = 0;
    size_t at = 0;

    while (at < text.len && count < NAME_POINTS_MAX) {
        starts[count++] = at;
        (void)utf8_next(text, &at);
    }
    starts[count] = at;
    return count;
}

static struct str between(struct str text, size_t from, size_t to)
{
    return (struct str){text.ptr + from, to - from};
}

size_t place_variants_exchanged(struct str *out, size_t max, struct arena *arena,
                                struct str text)
{
    size_t starts[NAME_POINTS_MAX + 1];
    size_t letters = starts_of(starts, text);
    size_t n = 0;

    for (size_t apart = 1; apart <= 2; apart++)
        for (size_t i = 0; i + apart < letters && n < max; i++) {
            const size_t *first = &starts[i];
            const size_t *second = &starts[i + apart];

            out[n++] = arena_printf(arena, STR_FMT STR_FMT STR_FMT STR_FMT STR_FMT,
                                    STR_ARG(between(text, 0, first[0])),
                                    STR_ARG(between(text, second[0], second[1])),
                                    STR_ARG(between(text, first[1], second[0])),
                                    STR_ARG(between(text, first[0], first[1])),
                                    STR_ARG(between(text, second[1], starts[letters])));
        }
    return n;
}
