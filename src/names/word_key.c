#include "names/word_key.h"

static bool has_digit(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] >= '0' && word.ptr[i] <= '9')
            return true;
    return false;
}

size_t word_keys(struct name_key out[WORD_KEYS_MAX], struct stemmer *stemmer,
                 struct str word)
{
    struct stem stems[STEMS_MAX];
    size_t stem_count;
    size_t count = 0;

    if (has_digit(word))
        return 0;
    stem_count = word_stem(stems, stemmer, word);
    for (size_t i = 0; i < stem_count; i++) {
        name_fold2(&out[count], (struct str){stems[i].text, stems[i].len});
        if (out[count].len > 0 &&
            (count == 0 || !str_equal(name_key_str(&out[0]), name_key_str(&out[1]))))
            count++;
    }
    return count;
}
