/*
 * Whatever the text: one place itself, first; every name a piece of the text that is not
 * all blanks unless a kind was said; the same again when the text is read again.
 */

#include <stdlib.h>

#include "places/place_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static bool is_piece(struct str part, struct str text)
{
    return part.len == 0 ||
           (part.ptr >= text.ptr && part.ptr + part.len <= text.ptr + text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct place_words words;
    struct place_words again;

    place_words_of(&words, text);
    place_words_of(&again, text);
    require(words.count == again.count && words.count <= PLACE_NAMES_MAX);
    require(is_piece(words.relation_words, text));
    for (size_t i = 0; i < words.count; i++) {
        const struct place_name *name = &words.names[i];

        require((name->role == PLACE_ITSELF) == (i == 0));
        require(is_piece(name->text, text) && is_piece(name->whole, text));
        require(name->text.len <= name->whole.len);
        require(str_equal(name->text, again.names[i].text));
        require(str_trim(name->text).len == name->text.len);
    }
    return 0;
}
