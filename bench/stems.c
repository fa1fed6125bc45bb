/* The stems and keys of words, for bench/stem: a word a line in; out, with tabs between,
 * the Ukrainian stems, Snowball's Russian one, the stems and the keys of the program.
 * Several of one kind have a | between. */

#include <libstemmer.h>
#include <stdio.h>
#include <string.h>

#include "names/stem_ukrainian.h"
#include "names/word_key.h"

static void print_stems(const struct stem *stems, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("%s%.*s", i > 0 ? "|" : "", (int)stems[i].len, stems[i].text);
    putchar('\t');
}

static void print_word(struct stemmer *stemmer, struct sb_stemmer *russian,
                       struct str line)
{
    struct word_reader reader;
    struct word word;
    struct stem stems[STEMS_MAX];
    struct name_key keys[WORD_KEYS_MAX];
    size_t count;

    word_reader_init(&reader, line);
    if (!word_next(&word, &reader)) {
        puts("\t\t\t");
        return;
    }
    print_stems(stems, stem_ukrainian(stems, word.folded));
    printf("%s\t",
           (const char *)sb_stemmer_stem(russian, (const sb_symbol *)word.folded.ptr,
                                         (int)word.folded.len));
    print_stems(stems, word_stem(stems, stemmer, word.folded));
    count = word_keys(keys, stemmer, word.marked);
    for (size_t i = 0; i < count; i++)
        printf("%s%.*s", i > 0 ? "|" : "", (int)keys[i].len, keys[i].text);
    putchar('\n');
}

int main(void)
{
    char line[1024];
    struct stemmer *stemmer = stemmer_new();
    struct sb_stemmer *russian = sb_stemmer_new("russian", "UTF_8");

    while (fgets(line, sizeof line, stdin))
        print_word(stemmer, russian, str_from_c(line));
    sb_stemmer_delete(russian);
    stemmer_free(stemmer);
    return 0;
}
