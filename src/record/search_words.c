#include "record/search_words.h"

#include <string.h>

#include "base/text.h"
#include "names/key.h"

static void set_token(struct search_token *out, enum search_space space, struct str text)
{
    text = str_prefix(text, sizeof out->text - 1);
    out->text[0] = (char)space;
    if (text.len > 0)
        memcpy(out->text + 1, text.ptr, text.len);
    out->len = text.len > 0 ? text.len + 1 : 0;
}

static void add_key(struct search_word *out, struct str key)
{
    if (key.len == 0 || out->key_count == SEARCH_KEYS_MAX)
        return;
    set_token(&out->keys[out->key_count], SEARCH_KEY, key);
    for (size_t i = 0; i < out->key_count; i++)
        if (str_equal(search_token_str(&out->keys[i]),
                      search_token_str(&out->keys[out->key_count])))
            return;
    out->key_count++;
}

/* Arabic is not taken to Latin letters: what its spellings share is Arabic. */
static void add_arabic(struct search_word *out, struct str word)
{
    struct name_points points;
    struct buf text = {0};

    name_fold_arabic(&points, word);
    for (size_t i = 0; i < points.count; i++)
        utf8_append(&text, points.at[i]);
    add_key(out, buf_str(&text));
    buf_release(&text);
}

static void add_folded(struct search_word *out, struct str word)
{
    struct name_key key;

    name_fold2(&key, word);
    add_key(out, name_key_str(&key));
}

static bool has_keys(const struct word *word)
{
    const unsigned with_rules = WORD_LATIN | WORD_CYRILLIC | WORD_ARABIC;

    return word->parts == 1 && (word->letters & with_rules) != 0 &&
           (word->letters & ~with_rules) == 0;
}

static void add_arabic_forms(struct search_word *out, struct stemmer *stemmer,
                             const struct word *word)
{
    struct stem stems[STEMS_MAX];
    size_t count = word_stem(stems, stemmer, word->folded);

    add_arabic(out, word->marked);
    for (size_t i = 0; i < count; i++)
        add_arabic(out, (struct str){stems[i].text, stems[i].len});
    search_skeleton_of(&out->skeleton, word);
}

static void add_forms(struct search_word *out, struct stemmer *stemmer,
                      const struct word *word)
{
    struct name_key keys[WORD_KEYS_MAX];
    size_t count = word_keys(keys, stemmer, word->marked);

    add_folded(out, word->marked);
    for (size_t i = 0; i < count; i++)
        add_key(out, name_key_str(&keys[i]));
}

void search_word_of(struct search_word *out, struct stemmer *stemmer,
                    const struct word *word)
{
    out->exact.len = word->folded.len < WORD_MAX ? word->folded.len : WORD_MAX;
    memcpy(out->exact.text, word->folded.ptr, out->exact.len);
    out->key_count = 0;
    out->skeleton.len = 0;
    if (!has_keys(word))
        return;
    if (word->letters == WORD_ARABIC)
        add_arabic_forms(out, stemmer, word);
    else
        add_forms(out, stemmer, word);
}

void search_skeleton_of(struct search_token *out, const struct word *word)
{
    struct name_key skeleton;

    name_skeleton(&skeleton, word->marked);
    set_token(out, SEARCH_SKELETON, name_key_str(&skeleton));
}

void search_join(struct search_token *out, struct str first, struct str second)
{
    struct search_word both = {0};
    struct buf text = {0};

    buf_append(&text, first);
    buf_append(&text, second);
    add_arabic(&both, buf_str(&text));
    buf_release(&text);
    *out = both.keys[0];
    if (both.key_count == 0)
        out->len = 0;
}

void search_word_put(struct buf *prepared, const struct search_word *word,
                     bool is_same_place)
{
    text_add(prepared, search_token_str(&word->exact), is_same_place);
    for (size_t i = 0; i < word->key_count; i++)
        text_add(prepared, search_token_str(&word->keys[i]), true);
    text_add(prepared, search_token_str(&word->skeleton), true);
}

bool search_word_has(const struct search_word *word, const struct search_token *key)
{
    for (size_t i = 0; i < word->key_count; i++)
        if (str_equal(search_token_str(&word->keys[i]), search_token_str(key)))
            return true;
    return key->len > 0 &&
           (str_equal(search_token_str(&word->skeleton), search_token_str(key)) ||
            str_equal(search_token_str(&word->exact), search_token_str(key)));
}
