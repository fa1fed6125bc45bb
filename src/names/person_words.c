#include "names/person_words.h"

#include "base/text.h"
#include "names/key.h"
#include "names/letters.h"

static const struct {
    enum word_role role;
    const char *words; /* as name_fold_arabic folds them */
} roles[] = {
    {WORD_ARTICLE, "al el ul ال аль эль ель"},
    {WORD_SUN,
     "ar as ash ad at az an er es esh ed et ez en ур ар ас аш ад ат аз ан эр эс эш "
     "эд эт эз эн"},
    {WORD_SERVANT, "abd abdul abdel abdal abdur abdus abdu abdoul abdool عبد абд абдул "
                   "абдель абдаль абдур"},
    {WORD_FATHER, "abu abou abo umm oum ابو ابي ام абу умм"},
    {WORD_CHAIN, "bin ibn ben bint bn بن ابن بنت ибн бин бен бинт ібн бін бінт"},
    {WORD_RELIGION, "eddin eddine addin uddin aldin eldin الدين аддин эддин"},
    {WORD_RELIGION_BARE, "din deen dine دين дин дін"},
};

static bool points_are(const struct name_points *points, struct str word)
{
    size_t at = 0;

    for (size_t i = 0; i < points->count; i++)
        if (at >= word.len || utf8_next(word, &at) != points->at[i])
            return false;
    return at == word.len;
}

static enum word_role role_of(struct str word)
{
    struct name_points points;

    name_fold_arabic(&points, word);
    if (points.count < 2 || points.count > 6)
        return WORD_NAME;
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        struct str rest = str_from_c(roles[i].words);

        while (rest.len > 0)
            if (points_are(&points, str_cut(&rest, ' ')))
                return roles[i].role;
    }
    return WORD_NAME;
}

static bool is_hyphen(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2013) || c == 0x2212;
}

static bool is_inside(enum name_class class)
{
    return class == CLASS_LETTER || class == CLASS_DIGIT || class == CLASS_MARK ||
           class == CLASS_APOSTROPHE;
}

/* The word that begins at *at or behind it; *at goes to what ends it. */
static struct person_word next_word(struct str name, size_t *at)
{
    struct person_word word = {.text = {name.ptr, 0}};
    size_t start = *at;
    bool is_begun = false;

    while (*at < name.len) {
        size_t here = *at;
        bool is_text = utf8_sequence(str_after(name, here)) > 0;
        uint32_t c = utf8_next(name, at);
        enum name_class class = is_text ? name_class_of(c) : CLASS_OTHER;

        if (!is_inside(class)) {
            if (is_begun) {
                *at = here;
                break;
            }
            continue;
        }
        if (!is_begun)
            start = here;
        is_begun = true;
        word.letters += class == CLASS_LETTER;
        word.text = (struct str){name.ptr + start, *at - start};
    }
    return word;
}

static void see_what_follows(struct person_word *word, struct str name, size_t at)
{
    uint32_t c;

    if (utf8_sequence(str_after(name, at)) == 0)
        return;
    c = utf8_next(name, &at);
    word->has_dot = c == '.';
    if (is_hyphen(c) && utf8_sequence(str_after(name, at)) > 0)
        word->has_hyphen = name_class_of(utf8_next(name, &at)) == CLASS_LETTER;
}

size_t person_words_of(struct person_word *out, struct str name)
{
    size_t count = 0;
    size_t at = 0;

    while (at < name.len && count < PERSON_WORDS_MOST) {
        struct person_word word = next_word(name, &at);

        if (word.letters == 0)
            continue;
        see_what_follows(&word, name, at);
        word.role = role_of(word.text);
        out[count++] = word;
    }
    return count;
}
