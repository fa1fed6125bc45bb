#include "names/word_key.h"

#include <string.h>
#include <uchar.h>

#include "base/text.h"
#include "names/stem_inside.h"

/* One letter is left of не, на and ні alike: nothing to meet by. */
enum { KEY_MIN = 2 };

/* The letters of a stem, for looking at its last syllable. */
struct letters {
    struct letter {
        uint32_t c;
        size_t at; /* of its bytes */
        size_t len;
    } at[WORD_MAX];
    size_t count;
};

static bool is_one_of(uint32_t c, const char16_t *letters)
{
    for (; *letters; letters++)
        if (*letters == c)
            return true;
    return false;
}

static bool is_vowel(uint32_t c)
{
    return is_one_of(c, u"аеиіоуюяєїыэaeiouy");
}

static bool is_changing_vowel(uint32_t c)
{
    return is_one_of(c, u"оеієoei");
}

static void take_letters(struct letters *out, const struct stem *stem)
{
    struct str text = {stem->text, stem->len};
    size_t at = 0;

    out->count = 0;
    while (at < text.len) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);

        if (c != 0x044c && c != '\'') /* ь */
            out->at[out->count++] = (struct letter){c, start, at - start};
    }
}

/* How many letters the one consonant is, before which a vowel may come and go: к, ц, н, л
 * or р. 0: another, or several. */
static size_t loose_consonant(const struct letters *letters)
{
    size_t last = letters->count - 1;

    if (letters->count > 3 && letters->at[last].c == 's' &&
        letters->at[last - 1].c == 't')
        return 2;
    return is_one_of(letters->at[last].c, u"кцнлрknlr") ? 1 : 0;
}

static bool has_vowel(const struct letters *letters, size_t end)
{
    for (size_t i = 0; i < end; i++)
        if (is_vowel(letters->at[i].c))
            return true;
    return false;
}

/* будинок and будинк(у), хлопець and хлопц(я), земель and земл(я): without the vowel. */
static bool drop_loose_vowel(struct letters *letters)
{
    size_t consonant = letters->count > 3 ? loose_consonant(letters) : 0;
    size_t vowel = letters->count - consonant - 1;

    if (consonant == 0 || vowel < 2 || !is_changing_vowel(letters->at[vowel].c) ||
        is_vowel(letters->at[vowel - 1].c) || !has_vowel(letters, vowel))
        return false;
    for (size_t i = vowel; i + 1 < letters->count; i++)
        letters->at[i] = letters->at[i + 1];
    letters->count--;
    return true;
}

/* ніч and ноч(і), схід and сход(у), Тернопіль, Тернополя and Ternopol: о in the last
 * syllable is і. What fold2 makes of е is і already. Not before what drop_loose_vowel
 * leaves (ямочок, ямочк). */
static void close_last_vowel(struct letters *letters)
{
    size_t i = letters->count;

    while (i > 0 && !is_vowel(letters->at[i - 1].c))
        i--;
    if (i == 0 || i == letters->count ||
        (letters->count - i > 1 && loose_consonant(letters) > 0))
        return;
    if (letters->at[i - 1].c == 0x043e)
        letters->at[i - 1].c = 0x0456;
    else if (letters->at[i - 1].c == 'o')
        letters->at[i - 1].c = 'i';
}

static void key_of(struct name_key *out, const struct stem *stem)
{
    struct letters letters;
    struct stem text = {.len = 0};

    take_letters(&letters, stem);
    if (!drop_loose_vowel(&letters))
        close_last_vowel(&letters);
    for (size_t i = 0; i < letters.count; i++) {
        const struct letter *letter = &letters.at[i];

        memcpy(text.text + text.len, stem->text + letter->at, letter->len);
        if (letter->c == 0x0456) /* і, which may have been о, is as long */
            memcpy(text.text + text.len, "і", letter->len);
        else if (letter->c == 'i')
            text.text[text.len] = 'i';
        text.len += letter->len;
    }
    name_fold2(out, (struct str){text.text, text.len});
}

/* Numbers are what they are, and a letter without rules of its own is only a number too.
 */
static bool has_digit(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            return true;
    return false;
}

static bool is_new(const struct name_key *keys, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (str_equal(name_key_str(&keys[i]), name_key_str(&keys[at])))
            return false;
    return true;
}

static size_t make_keys(struct name_key out[WORD_KEYS_MAX], struct stemmer *stemmer,
                        struct str word)
{
    struct stem stems[STEMS_MAX];
    size_t stem_count = word_stem(stems, stemmer, word);
    size_t count = 0;

    for (size_t i = 0; i < stem_count; i++) {
        key_of(&out[count], &stems[i]);
        if (out[count].len >= KEY_MIN && !has_digit(name_key_str(&out[count])) &&
            is_new(out, count))
            count++;
    }
    return count;
}

/* FNV-1a */
static size_t hash_of(struct str word)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < word.len; i++)
        hash = (hash ^ (uint8_t)word.ptr[i]) * 16777619U;
    return (hash ^ hash >> 16) % REMEMBERED;
}

static void recall(struct name_key out[WORD_KEYS_MAX], const struct remembered *entry)
{
    size_t at = 0;

    for (size_t i = 0; i < entry->count; i++) {
        out[i].len = entry->key_len[i];
        memcpy(out[i].text, entry->keys + at, out[i].len);
        at += out[i].len;
    }
}

static void remember(struct remembered *entry, struct str word,
                     const struct name_key *keys, size_t count)
{
    size_t at = 0;

    entry->len = 0;
    for (size_t i = 0; i < count; i++) {
        if (at + keys[i].len > REMEMBERED_KEYS)
            return;
        memcpy(entry->keys + at, keys[i].text, keys[i].len);
        entry->key_len[i] = (uint8_t)keys[i].len;
        at += keys[i].len;
    }
    entry->count = (uint8_t)count;
    memcpy(entry->word, word.ptr, word.len);
    entry->len = (uint8_t)word.len;
}

size_t word_keys(struct name_key out[WORD_KEYS_MAX], struct stemmer *stemmer,
                 struct str word)
{
    struct remembered *entry;
    size_t count;

    if (word.len == 0 || has_digit(word))
        return 0;
    if (word.len > REMEMBERED_WORD)
        return make_keys(out, stemmer, word);
    entry = &stemmer->remembered[hash_of(word)];
    if (str_equal((struct str){entry->word, entry->len}, word)) {
        recall(out, entry);
        return entry->count;
    }
    count = make_keys(out, stemmer, word);
    remember(entry, word, out, count);
    return count;
}
