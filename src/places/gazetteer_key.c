#include "places/gazetteer_key.h"

#include <inttypes.h>
#include <string.h>

#include "names/daitch_mokotoff.h"

static bool parts_words(char c)
{
    return c == ' ' || c == '-' || c == '/' || c == '(' || c == ')' || c == ',' ||
           c == '\t';
}

size_t gazetteer_words(struct str *out, size_t max, struct str name)
{
    size_t count = 0;
    size_t at = 0;

    while (count < max) {
        size_t start;

        while (at < name.len && parts_words(name.ptr[at]))
            at++;
        if (at == name.len)
            break;
        start = at;
        while (at < name.len && !parts_words(name.ptr[at]))
            at++;
        if (count + 1 == max)
            at = name.len;
        out[count++] = (struct str){name.ptr + start, at - start};
    }
    return count;
}

void gazetteer_key(struct name_key *out, const struct str *words, size_t count)
{
    out->len = 0;
    for (size_t i = 0; i < count; i++) {
        struct name_key word;
        size_t len;

        name_fold2(&word, words[i]);
        len = word.len < NAME_KEY_MAX - out->len ? word.len : NAME_KEY_MAX - out->len;
        memcpy(out->text + out->len, word.text, len);
        out->len += len;
    }
}

static bool cut_ending(struct str *name, struct str ending)
{
    if (!str_ends_with(*name, ending))
        return false;
    name->len -= ending.len;
    return true;
}

static size_t add_stem(struct str *out, size_t count, struct str stem)
{
    enum { LETTERS = 3, BYTES_OF_LETTER = 2 };

    if (stem.len < (size_t)LETTERS * BYTES_OF_LETTER)
        return count;
    out[count] = stem;
    return count + 1;
}

size_t gazetteer_stems(struct str *out, struct buf *text, struct str name)
{
    struct str stem;
    struct str root;
    size_t count = 0;

    buf_reset(text);
    buf_append(text, str_trim(name));
    stem = buf_str(text);
    if (!cut_ending(&stem, STR("ий")) && !cut_ending(&stem, STR("а")))
        return 0;
    root = stem;
    if (!cut_ending(&root, STR("ьк")))
        return 0;
    count = add_stem(out, count, stem); /* Луганська: Луганськ */
    count = add_stem(out, count, root); /* Вінницька: Вінниц(я) */
    if (!cut_ending(&root, STR("с")))
        return count;
    count = add_stem(out, count, root); /* Ізюмський: Ізюм */
    if (cut_ending(&root, STR("ен")))
        count = add_stem(out, count, root); /* Рівненська: Рівн(е) */
    return count;
}

/*
 * A number that everybody remembers to raise would be simpler; nobody remembers. These
 * names meet every rule of the keys that names of places need.
 */
static const char *const probes[] = {
    "Харків",    "Харьков",   "Щастя",      "Гракове",  "Їжаківка", "Згурівка",
    "Knjaževac", "Łódź",      "Schwarzach", "Желєзний", "Єнакієве", "Kuyansk",
    "Куп’янськ", "Вовчанськ", "Kyiv",       "Київ",     "دمشق",     "عبد الرحمن",
    "Ўрта",      "Ұзын",      "São Tomé",   "Ćwikła",   "Jõgeva",   "Ньютон-2",
};

void gazetteer_key_version(struct buf *out)
{
    for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++) {
        struct str name = str_from_c(probes[i]);
        struct str words[GAZETTEER_WORDS_MAX];
        uint32_t codes[NAME_DM_MAX];
        struct name_key key;
        size_t count = gazetteer_words(words, GAZETTEER_WORDS_MAX, name);

        gazetteer_key(&key, words, count);
        buf_append(out, name_key_str(&key));
        count = name_dm(codes, NAME_DM_MAX, name);
        for (size_t k = 0; k < count; k++)
            buf_printf(out, "%c%" PRIu32, k == 0 ? ':' : ',', codes[k]);
        buf_char(out, ';');
    }
}
