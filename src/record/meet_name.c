/* Names as they are compared: docs/consent.md draws the rules for other programs. */

#include "record/meet.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/text.h"

enum { WORD_MIN = 2 };

/* Small letters of Cyrillic from U+0430 on, as Latin ones; "" is left out. */
static const char *const cyrillic[] = {
    "a", "b", "v", "h", "d", "e", "z", "z", "i", "i", "k", /* а - к */
    "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", /* л - х */
    "c", "c", "s", "s", "",  "i", "",  "e", "u", "a"};     /* ц - я */

static const struct {
    uint32_t letter;
    const char *latin;
} more_cyrillic[] = {
    {0x0451, "e"}, {0x0454, "e"}, {0x0456, "i"},
    {0x0457, "i"}, {0x045e, "u"}, {0x0491, "h"},
};

/* Of Latin spelling, the longest first. */
static const struct {
    struct str letters;
    struct str becomes;
} latin[] = {
    {STR_INIT("shch"), STR_INIT("s")}, {STR_INIT("sch"), STR_INIT("s")},
    {STR_INIT("sh"), STR_INIT("s")},   {STR_INIT("ch"), STR_INIT("c")},
    {STR_INIT("zh"), STR_INIT("z")},   {STR_INIT("kh"), STR_INIT("h")},
    {STR_INIT("gh"), STR_INIT("h")},   {STR_INIT("ts"), STR_INIT("c")},
    {STR_INIT("ph"), STR_INIT("f")},   {STR_INIT("g"), STR_INIT("h")},
    {STR_INIT("y"), STR_INIT("i")},    {STR_INIT("j"), STR_INIT("i")},
    {STR_INIT("w"), STR_INIT("v")},    {STR_INIT("x"), STR_INIT("ks")},
    {STR_INIT("q"), STR_INIT("k")},    {STR_INIT("c"), STR_INIT("k")},
};

static bool is_latin(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* NULL: no letter of Cyrillic that is compared. */
static const char *latin_of(uint32_t c)
{
    if (c >= 0x0430 && c <= 0x044f)
        return cyrillic[c - 0x0430];
    for (size_t i = 0; i < sizeof more_cyrillic / sizeof more_cyrillic[0]; i++)
        if (more_cyrillic[i].letter == c)
            return more_cyrillic[i].latin;
    return NULL;
}

/* One run of Latin letters at text[at], whose folded spelling this appends; returns how
 * many letters it was. */
static size_t append_latin(struct buf *out, struct str text, size_t at)
{
    for (size_t i = 0; i < sizeof latin / sizeof latin[0]; i++)
        if (str_starts_with(str_after(text, at), latin[i].letters)) {
            buf_append(out, latin[i].becomes);
            return latin[i].letters.len;
        }
    buf_char(out, text.ptr[at]);
    return 1;
}

/* "i" before a vowel goes (Mariia, Mariya, Maria), doubled letters become one. */
static struct str squeezed(struct arena *arena, struct str word)
{
    struct buf out = {0};
    struct str text;

    for (size_t i = 0; i < word.len; i++) {
        char next = '\0';

        if (i + 1 < word.len)
            next = word.ptr[i + 1];
        if (next == word.ptr[i] || (word.ptr[i] == 'i' && is_vowel(next)))
            continue;
        buf_char(&out, word.ptr[i]);
    }
    text = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static void add_word(struct meet_words *out, struct arena *arena, struct buf *word)
{
    struct str text = squeezed(arena, buf_str(word));
    size_t at = 0;

    buf_reset(word);
    if (text.len < WORD_MIN || out->count == MEET_WORDS_MAX)
        return;
    while (at < out->count && str_compare(out->items[at], text) < 0)
        at++;
    if (at < out->count && str_equal(out->items[at], text))
        return;
    for (size_t i = out->count; i > at; i--)
        out->items[i] = out->items[i - 1];
    out->items[at] = text;
    out->count++;
}

/* Small letters; Cyrillic stands as Latin in capitals, which the rules for Latin
 * spelling pass over. */
static void append_letter(struct buf *letters, uint32_t c)
{
    const char *as_latin = latin_of(c);

    if (as_latin)
        for (; *as_latin; as_latin++)
            buf_char(letters, (char)(*as_latin - 32));
    else
        buf_char(letters, (char)c);
}

static void end_word(struct meet_words *out, struct arena *arena, struct buf *letters)
{
    struct str text = buf_str(letters);
    struct buf word = {0};

    for (size_t i = 0; i < text.len;) {
        if (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z')
            buf_char(&word, (char)(text.ptr[i++] + 32));
        else
            i += append_latin(&word, text, i);
    }
    buf_reset(letters);
    add_word(out, arena, &word);
    buf_release(&word);
}

/* An apostrophe is part of the word, and not compared. */
void meet_words_of(struct meet_words *out, struct arena *arena, struct str text)
{
    struct buf letters = {0};

    *out = (struct meet_words){0};
    for (size_t at = 0; utf8_is_valid(text) && at < text.len;) {
        uint32_t c = fold_code_point(utf8_next(text, &at));

        if (c == '\'' || c == '`')
            continue;
        if (is_latin(c) || latin_of(c))
            append_letter(&letters, c);
        else
            end_word(out, arena, &letters);
    }
    end_word(out, arena, &letters);
    buf_release(&letters);
}
