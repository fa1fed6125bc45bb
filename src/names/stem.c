#include "names/stem.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "names/stem_inside.h"
#include "names/stem_ukrainian.h"

/* Bytes of a Russian stem that may stand beside a Ukrainian one: могила is no form of
 * мог, although it looks like a verb. */
enum { RUSSIAN_MIN = 4 * 2 };

static const size_t letter = 2; /* bytes of an Arabic one */

static struct sb_stemmer *snowball(const char *language)
{
    struct sb_stemmer *stemmer = sb_stemmer_new(language, "UTF_8");

    if (!stemmer)
        out_of_memory(sizeof(struct stemmer));
    return stemmer;
}

struct stemmer *stemmer_new(void)
{
    struct stemmer *stemmer = malloc(sizeof *stemmer);

    if (!stemmer)
        out_of_memory(sizeof *stemmer);
    stemmer->remembered = calloc(REMEMBERED, sizeof *stemmer->remembered);
    if (!stemmer->remembered)
        out_of_memory(REMEMBERED * sizeof *stemmer->remembered);
    stemmer->english = snowball("english");
    stemmer->russian = snowball("russian");
    stemmer->arabic = snowball("arabic");
    return stemmer;
}

void stemmer_free(struct stemmer *stemmer)
{
    if (!stemmer)
        return;
    sb_stemmer_delete(stemmer->english);
    sb_stemmer_delete(stemmer->russian);
    sb_stemmer_delete(stemmer->arabic);
    free(stemmer->remembered);
    free(stemmer);
}

static void as_it_is(struct stem *out, struct str folded)
{
    *out = (struct stem){.len = folded.len < WORD_MAX ? folded.len : WORD_MAX};
    memcpy(out->text, folded.ptr, out->len);
}

/* A stem is never nothing: a word that is all ending is its own stem. */
static void stem_with(struct stem *out, struct sb_stemmer *stemmer, struct str folded)
{
    const sb_symbol *stem =
        sb_stemmer_stem(stemmer, (const sb_symbol *)folded.ptr, (int)folded.len);
    int len = stem ? sb_stemmer_length(stemmer) : 0;

    if (len <= 0)
        as_it_is(out, folded);
    else
        as_it_is(out, (struct str){(const char *)stem, (size_t)len});
}

/* The scripts of a word's letters (enum word_letters), and whose letters decide. */
struct letters {
    unsigned scripts;
    bool is_ukrainian;
    bool is_russian;
};

static unsigned script_of(uint32_t c)
{
    if (c < 0x80 && c >= '0' && c <= '9')
        return WORD_DIGITS;
    if (c == '\'')
        return 0;
    if (c < 0x80 ? c >= 'a' && c <= 'z' : c < 0x250 || (c >= 0x1e00 && c < 0x1f00))
        return WORD_LATIN;
    if (c >= 0x400 && c < 0x530)
        return WORD_CYRILLIC;
    return c >= 0x600 && c < 0x700 ? WORD_ARABIC : WORD_OTHER;
}

static struct letters letters_of(struct str word)
{
    struct letters letters = {0};
    size_t at = 0;

    while (at < word.len) {
        uint32_t c = utf8_next(word, &at);

        letters.scripts |= script_of(c);
        letters.is_ukrainian = letters.is_ukrainian || c == 0x0456 || c == 0x0457 ||
                               c == 0x0454 || c == 0x0491 || c == '\'';
        letters.is_russian =
            letters.is_russian || c == 0x044b || c == 0x044d || c == 0x044a;
    }
    return letters;
}

/* Rockets are many, but Kravets and Siverskyi Donets are one: both. */
static size_t stem_latin(struct stem out[STEMS_MAX], struct stemmer *stemmer,
                         struct str folded)
{
    stem_with(&out[0], stemmer->english, folded);
    if (!str_ends_with(folded, STR("ets")))
        return 1;
    as_it_is(&out[1], folded);
    return 2;
}

/* Snowball takes an article off only in front of longer words than جثة, and leaves the
 * conjunction before it; without them the stem is the same with and without. */
static struct str without_article(struct str word)
{
    static const char *const before[] = {"وال",  "فال", "بال", "كال",
                                         "وبال", "ولل", "ال",  "لل"};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        struct str article = str_from_c(before[i]);

        if (str_starts_with(word, article) && word.len >= article.len + 3 * letter)
            return str_after(word, article.len);
    }
    return word;
}

static size_t stem_arabic(struct stem *out, struct stemmer *stemmer, struct str folded)
{
    struct str stem;

    stem_with(out, stemmer->arabic, without_article(folded));
    stem = (struct str){out->text, out->len};
    if ((str_ends_with(stem, STR("ة")) && stem.len > 2 * letter) ||
        (str_ends_with(stem, STR("ه")) && stem.len > 4 * letter)) /* الله stays */
        out->len -= letter;
    return 1;
}

static size_t stem_cyrillic(struct stem out[STEMS_MAX], struct stemmer *stemmer,
                            struct str folded, const struct letters *letters)
{
    size_t count = 0;

    if (!letters->is_russian)
        count = stem_ukrainian(out, folded);
    if (!letters->is_ukrainian)
        stem_with(&out[count++], stemmer->russian, folded);
    if (count == 0) /* letters of both: neither language's */
        as_it_is(&out[count++], folded);
    if (count > 1 && !letters->is_ukrainian && out[count - 1].len < RUSSIAN_MIN)
        count--;
    for (size_t i = 0; i + 1 < count; i++)
        if (out[i].len == out[count - 1].len &&
            memcmp(out[i].text, out[count - 1].text, out[i].len) == 0)
            return count - 1;
    return count;
}

size_t word_stem(struct stem out[STEMS_MAX], struct stemmer *stemmer, struct str folded)
{
    struct letters letters;

    folded = str_prefix(folded, WORD_MAX);
    letters = letters_of(folded);
    switch (letters.scripts) {
    case WORD_CYRILLIC:
        return stem_cyrillic(out, stemmer, folded, &letters);
    case WORD_LATIN:
        return stem_latin(out, stemmer, folded);
    case WORD_ARABIC:
        return stem_arabic(&out[0], stemmer, folded);
    case 0:
        return 0;
    default:
        as_it_is(&out[0], folded);
        return 1;
    }
}
