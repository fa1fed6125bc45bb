/* How fast a text is taken apart into words, and how fast with their keys: prints MB/s of
 * one core. words FILE [TIMES]; see bench/stem. */

#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "names/word_key.h"

static double seconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t read_words(struct str text, struct stemmer *stemmer)
{
    struct word_reader reader;
    struct word word;
    struct name_key keys[WORD_KEYS_MAX];
    size_t count = 0;

    word_reader_init(&reader, text);
    while (word_next(&word, &reader))
        count += stemmer ? word_keys(keys, stemmer, word.marked) : 1;
    return count;
}

static void measure(const char *what, struct str text, struct stemmer *stemmer, int times)
{
    double start = seconds();
    size_t count = 0;

    for (int i = 0; i < times; i++)
        count += read_words(text, stemmer);
    printf("%s: %.1f MB/s, %zu a text\n", what,
           (double)text.len * times / (seconds() - start) / 1e6, count / (size_t)times);
}

int main(int argc, char **argv)
{
    struct stemmer *stemmer = stemmer_new();
    struct buf text = {0};
    char chunk[65536];
    size_t got;
    FILE *file = argc > 1 ? fopen(argv[1], "rbe") : NULL;
    uint64_t times = 20;

    if (!file || (argc > 2 && !str_to_u64(&times, str_from_c(argv[2])))) {
        (void)fprintf(stderr, "usage: words FILE [TIMES]\n");
        return 2;
    }
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buf_bytes(&text, chunk, got);
    (void)fclose(file);
    measure("words", buf_str(&text), NULL, (int)times);
    measure("words and keys", buf_str(&text), stemmer, (int)times);
    buf_release(&text);
    stemmer_free(stemmer);
    return 0;
}
