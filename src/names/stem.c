#include "names/stem.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "names/stem_ukrainian.h"

struct stemmer {
    struct sb_stemmer *english;
    struct sb_stemmer *russian;
    struct sb_stemmer *arabic;
};

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

static size_t stem_cyrillic(struct stem out[STEMS_MAX], struct stemmer *stemmer,
                            struct str folded, const struct letters *letters)
{
    size_t count = 0;

    if (!letters->is_russian)
        stem_ukrainian(&out[count++], folded);
    if (!letters->is_ukrainian)
        stem_with(&out[count++], stemmer->russian, folded);
    if (count == 0) /* letters of both: neither language's */
        as_it_is(&out[count++], folded);
    if (count == 2 && out[0].len == out[1].len &&
        memcmp(out[0].text, out[1].text, out[0].len) == 0)
        count = 1;
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
        stem_with(&out[0], stemmer->english, folded);
        return 1;
    case WORD_ARABIC:
        stem_with(&out[0], stemmer->arabic, folded);
        return 1;
    case 0:
        return 0;
    default:
        as_it_is(&out[0], folded);
        return 1;
    }
}
