#include "entering/who.h"

#include "base/fold.h"
#include "base/text.h"
#include "entering/words.h"

/* Words that say the kind outright. */
static const struct {
    struct str word;
    struct str kind;
    struct str class_;
    bool is_named;
} outright[] = {
    {STR_INIT("person"), STR_INIT("person"), {0}, true},
    {STR_INIT("role"), STR_INIT("person"), STR_INIT("role"), false},
    {STR_INIT("official"), STR_INIT("person"), STR_INIT("public_official"), false},
    {STR_INIT("people"), STR_INIT("people"), {0}, false},
    {STR_INIT("group"), STR_INIT("group"), {0}, false},
    {STR_INIT("unit"), STR_INIT("group"), STR_INIT("military_unit"), false},
    {STR_INIT("source"), STR_INIT("source"), {0}, false},
    {STR_INIT("особа"), STR_INIT("person"), {0}, true},
    {STR_INIT("роль"), STR_INIT("person"), STR_INIT("role"), false},
    {STR_INIT("посадовець"), STR_INIT("person"), STR_INIT("public_official"), false},
    {STR_INIT("люди"), STR_INIT("people"), {0}, false},
    {STR_INIT("група"), STR_INIT("group"), {0}, false},
    {STR_INIT("підрозділ"), STR_INIT("group"), STR_INIT("military_unit"), false},
    {STR_INIT("джерело"), STR_INIT("source"), {0}, false},
};

/* Words that name many, or a body, without a doubt. */
static const struct {
    struct str word;
    struct str kind;
    struct str class_;
} nouns[] = {
    {STR_INIT("police"), STR_INIT("group"), STR_INIT("police")},
    {STR_INIT("investigators"), STR_INIT("group"), {0}},
    {STR_INIT("prosecutors"), STR_INIT("group"), STR_INIT("prosecution")},
    {STR_INIT("prosecution"), STR_INIT("group"), STR_INIT("prosecution")},
    {STR_INIT("office"), STR_INIT("group"), {0}},
    {STR_INIT("ministry"), STR_INIT("group"), STR_INIT("authority")},
    {STR_INIT("council"), STR_INIT("group"), STR_INIT("authority")},
    {STR_INIT("authorities"), STR_INIT("group"), STR_INIT("authority")},
    {STR_INIT("army"), STR_INIT("group"), STR_INIT("armed_forces")},
    {STR_INIT("forces"), STR_INIT("group"), STR_INIT("armed_forces")},
    {STR_INIT("brigade"), STR_INIT("group"), STR_INIT("military_unit")},
    {STR_INIT("regiment"), STR_INIT("group"), STR_INIT("military_unit")},
    {STR_INIT("battalion"), STR_INIT("group"), STR_INIT("military_unit")},
    {STR_INIT("поліція"), STR_INIT("group"), STR_INIT("police")},
    {STR_INIT("слідчі"), STR_INIT("group"), {0}},
    {STR_INIT("прокуратура"), STR_INIT("group"), STR_INIT("prosecution")},
    {STR_INIT("прокурори"), STR_INIT("group"), STR_INIT("prosecution")},
    {STR_INIT("бригада"), STR_INIT("group"), STR_INIT("military_unit")},
    {STR_INIT("soldiers"), STR_INIT("people"), STR_INIT("soldiers")},
    {STR_INIT("troops"), STR_INIT("people"), STR_INIT("soldiers")},
    {STR_INIT("locals"), STR_INIT("people"), STR_INIT("residents")},
    {STR_INIT("residents"), STR_INIT("people"), STR_INIT("residents")},
    {STR_INIT("villagers"), STR_INIT("people"), STR_INIT("residents")},
    {STR_INIT("fishermen"), STR_INIT("people"), {0}},
    {STR_INIT("witnesses"), STR_INIT("people"), STR_INIT("witnesses")},
    {STR_INIT("officials"), STR_INIT("people"), STR_INIT("officials")},
    {STR_INIT("people"), STR_INIT("people"), {0}},
    {STR_INIT("men"), STR_INIT("people"), {0}},
    {STR_INIT("women"), STR_INIT("people"), {0}},
    {STR_INIT("children"), STR_INIT("people"), {0}},
    {STR_INIT("civilians"), STR_INIT("people"), {0}},
    {STR_INIT("солдати"), STR_INIT("people"), STR_INIT("soldiers")},
    {STR_INIT("військові"), STR_INIT("people"), STR_INIT("soldiers")},
    {STR_INIT("мешканці"), STR_INIT("people"), STR_INIT("residents")},
    {STR_INIT("місцеві"), STR_INIT("people"), STR_INIT("residents")},
    {STR_INIT("жителі"), STR_INIT("people"), STR_INIT("residents")},
    {STR_INIT("свідки"), STR_INIT("people"), STR_INIT("witnesses")},
    {STR_INIT("чоловіки"), STR_INIT("people"), {0}},
    {STR_INIT("жінки"), STR_INIT("people"), {0}},
    {STR_INIT("діти"), STR_INIT("people"), {0}},
    {STR_INIT("resident"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("witness"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("soldier"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("commander"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("doctor"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("мешканець"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("мешканка"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("свідок"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("солдат"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("командир"), STR_INIT("person"), STR_INIT("role")},
    {STR_INIT("лікар"), STR_INIT("person"), STR_INIT("role")},
};

static bool outright_take(struct who *out)
{
    struct str rest = out->name;
    struct str word = words_next(&rest);

    if (word.len > 1 && word.ptr[word.len - 1] == ':')
        word = str_prefix(word, word.len - 1);
    for (size_t i = 0; i < sizeof outright / sizeof outright[0]; i++) {
        if (!words_same(outright[i].word, word))
            continue;
        out->kind = outright[i].kind;
        out->class_ = outright[i].class_;
        out->is_named = outright[i].is_named;
        out->is_kind_said = true;
        out->name = str_trim(rest);
        return true;
    }
    return false;
}

static bool noun_of(struct who *out)
{
    struct str rest = out->name;

    while (true) {
        const struct str word = words_next(&rest);

        if (word.len == 0)
            return false;
        for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++)
            if (words_same(nouns[i].word, word)) {
                out->kind = nouns[i].kind;
                out->class_ = nouns[i].class_;
                return true;
            }
    }
}

/* "a resident": one, and no name. */
static bool has_article(struct str text)
{
    struct str rest = text;
    const struct str word = words_next(&rest);

    return rest.len > 0 &&
           (words_same(STR("a"), word) || words_same(STR("an"), word) ||
            words_same(STR("one"), word) || words_same(STR("один"), word) ||
            words_same(STR("одна"), word));
}

static bool begins_large(struct str word)
{
    size_t at = 0;
    uint32_t c;

    if (!utf8_is_valid(word) || word.len == 0)
        return false;
    c = utf8_next(word, &at);
    return fold_code_point(c) != c;
}

/* Every word begins with a capital letter: a name, until somebody says otherwise. */
static bool looks_like_name(struct str text)
{
    struct str rest = text;
    bool has_any = false;

    while (true) {
        const struct str word = words_next(&rest);

        if (word.len == 0)
            return has_any;
        if (!begins_large(word))
            return false;
        has_any = true;
    }
}

bool who_read(struct who *out, struct str text)
{
    *out = (struct who){.name = str_trim(text)};
    if (out->name.len == 0)
        return false;
    if (words_same(STR("not stated"), out->name) || words_same(STR("?"), out->name) ||
        words_same(STR("не зазначено"), out->name))
        return true;
    if (outright_take(out) || noun_of(out))
        return true;
    if (has_article(out->name)) {
        out->kind = STR("person");
        out->class_ = STR("role");
    } else if (looks_like_name(out->name)) {
        out->kind = STR("person");
        out->is_named = true;
    } else {
        out->kind = STR("people");
    }
    return true;
}
