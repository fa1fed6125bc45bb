/*
 * The input is a text. Words come in order and lie in it, whole between characters where
 * it is valid; read again, the folded form of a word is that word; and every word has a
 * stem, and the same keys for a stemmer that has seen others.
 */

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "names/word_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_folded(const struct word *word)
{
    struct word_reader reader;
    struct word again;

    word_reader_init(&reader, word->folded);
    require(word_next(&again, &reader));
    require(str_equal(again.folded, word->folded));
    word_reader_init(&reader, word->marked);
    require(word_next(&again, &reader));
    require(str_equal(again.marked, word->marked));
}

static void check_keys(const struct word *word, struct stemmer *old,
                       struct stemmer *fresh)
{
    struct stem stems[STEMS_MAX];
    struct name_key keys[WORD_KEYS_MAX];
    struct name_key same[WORD_KEYS_MAX];
    size_t count = word_stem(stems, old, word->folded);

    require(count >= 1 && count <= STEMS_MAX);
    for (size_t i = 0; i < count; i++)
        require(stems[i].len > 0 && stems[i].len <= WORD_MAX &&
                utf8_is_valid((struct str){stems[i].text, stems[i].len}));
    count = word_keys(keys, old, word->marked);
    require(word_keys(same, fresh, word->marked) == count);
    for (size_t i = 0; i < count; i++)
        require(str_equal(name_key_str(&keys[i]), name_key_str(&same[i])));
}

static void check_word(const struct word *word, struct str text, bool is_valid,
                       const struct word *before)
{
    require(word->len > 0 && word->start + word->len <= text.len);
    require(word->start >= before->start && word->position >= before->position);
    require(word->position <= before->position + 1 && word->parts >= 1);
    require(word->folded.len > 0 && word->folded.len <= WORD_MAX);
    require(utf8_is_valid(word->folded) && utf8_is_valid(word->marked));
    if (is_valid)
        require(utf8_is_valid((struct str){text.ptr + word->start, word->len}));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct stemmer *old;
    struct stemmer *fresh = stemmer_new();
    struct str text = {(const char *)data, size};
    bool is_valid = utf8_is_valid(text);
    struct word_reader reader;
    struct word before = {0};
    struct word word;

    if (!old)
        old = stemmer_new();
    word_reader_init(&reader, text);
    while (word_next(&word, &reader)) {
        check_word(&word, text, is_valid, &before);
        if (word.parts == 1)
            check_folded(&word);
        check_keys(&word, old, fresh);
        before = word;
    }
    for (size_t at = 0; at <= size; at++)
        (void)word_may_cut(text, at);
    stemmer_free(fresh);
    return 0;
}
