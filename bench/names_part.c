/*
 * What the keys of names/ bring together and how fast they are, from inside the process:
 *
 *   names_part all LIST            every pair of spellings
 *   names_part first LIST PAIRS    each name's first spelling with its others, and PAIRS
 *                                  of different names drawn with a fixed seed
 *   names_part speed LIST          keys of one processor second
 *
 * A line of LIST: number of the name, tab, spelling, and perhaps a tab and a key that
 * another program made of it. Spellings of one name stand together.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "names/daitch_mokotoff.h"
#include "names/distance.h"
#include "names/meet.h"

enum { SPELLINGS_MAX = 100000, RANDOM_SEED = 2022 };

struct spelling {
    uint64_t name;
    struct str text;
    struct str other_key;
    struct name_key fold1;
    struct name_key fold2;
    uint32_t codes[NAME_DM_MAX];
    size_t code_count;
};

static struct buf input;
static struct spelling *spellings;
static size_t count;

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "names_part: %s\n", why);
    exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static void read_input(const char *path)
{
    char chunk[65536];
    size_t got;
    FILE *file = fopen(path, "rbe");

    if (!file)
        stop("cannot read the list");
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buf_bytes(&input, chunk, got);
    (void)fclose(file);
}

static void add_line(struct str line)
{
    struct spelling *s = &spellings[count];

    if (count == SPELLINGS_MAX || !str_to_u64(&s->name, str_cut(&line, '\t')))
        return;
    s->text = str_cut(&line, '\t');
    s->other_key = line;
    if (s->text.len == 0)
        return;
    name_fold1(&s->fold1, s->text);
    name_fold2(&s->fold2, s->text);
    s->code_count = name_dm(s->codes, NAME_DM_MAX, s->text);
    count++;
}

static void load(const char *path)
{
    struct str rest;

    read_input(path);
    spellings = calloc(SPELLINGS_MAX, sizeof *spellings);
    if (!spellings)
        stop("out of memory");
    rest = buf_str(&input);
    while (rest.len > 0)
        add_line(str_cut(&rest, '\n'));
}

/* ---- ways to compare ----------------------------------------------------------------
 */

static bool equal_keys(const struct name_key *a, const struct name_key *b)
{
    return a->len > 0 && str_equal(name_key_str(a), name_key_str(b));
}

static bool by_letters(const struct spelling *a, const struct spelling *b)
{
    return name_meet(a->text, b->text) == NAME_SAME;
}

static bool by_other_key(const struct spelling *a, const struct spelling *b)
{
    return a->other_key.len > 0 && str_equal(a->other_key, b->other_key);
}

static bool by_fold1(const struct spelling *a, const struct spelling *b)
{
    return equal_keys(&a->fold1, &b->fold1);
}

static bool by_fold2(const struct spelling *a, const struct spelling *b)
{
    return equal_keys(&a->fold2, &b->fold2);
}

static bool by_one_edit(const struct spelling *a, const struct spelling *b)
{
    return by_fold2(a, b) || (a->fold2.len >= 4 && b->fold2.len >= 4 &&
                              name_key_osa(&a->fold2, &b->fold2, 1) <= 1);
}

static bool by_codes(const struct spelling *a, const struct spelling *b)
{
    for (size_t i = 0; i < a->code_count; i++)
        for (size_t k = 0; k < b->code_count; k++)
            if (a->codes[i] == b->codes[k])
                return true;
    return false;
}

static bool by_fold2_or_codes(const struct spelling *a, const struct spelling *b)
{
    return by_fold2(a, b) || by_codes(a, b);
}

static bool by_meeting(const struct spelling *a, const struct spelling *b)
{
    return name_meet(a->text, b->text) <= NAME_EDIT;
}

static bool by_rules_alone(const struct spelling *a, const struct spelling *b)
{
    return name_meet_by_spelling(a->text, b->text) <= NAME_EDIT;
}

struct way {
    const char *name;
    bool (*compare)(const struct spelling *, const struct spelling *);
};

static const struct way ways[] = {
    {"the same letters", by_letters},
    {"ICU Any-Latin; Latin-ASCII", by_other_key},
    {"fold1", by_fold1},
    {"fold2", by_fold2},
    {"Daitch-Mokotoff", by_codes},
    {"fold2 or Daitch-Mokotoff", by_fold2_or_codes},
    {"fold2 or one plain edit", by_one_edit},
    {"name_meet, without its table", by_rules_alone},
    {"name_meet", by_meeting},
};

/* ---- tallies ------------------------------------------------------------------------
 */

struct tally {
    unsigned long pairs;
    unsigned long met;
    unsigned long others;
    unsigned long falsely;
};

static void tally_pair(struct tally *tally, const struct way *way,
                       const struct spelling *a, const struct spelling *b)
{
    bool meets = way->compare(a, b);

    if (a->name == b->name) {
        tally->pairs++;
        tally->met += meets;
    } else {
        tally->others++;
        tally->falsely += meets;
    }
}

static void tally_all(struct tally *tally, const struct way *way)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            tally_pair(tally, way, &spellings[i], &spellings[k]);
}

static size_t first_of(size_t i)
{
    while (i > 0 && spellings[i - 1].name == spellings[i].name)
        i--;
    return i;
}

/* Different places that share a name are no false pair. */
static bool are_homonyms(size_t a, size_t b)
{
    a = first_of(a);
    b = first_of(b);
    for (size_t i = a; i < count && spellings[i].name == spellings[a].name; i++)
        for (size_t k = b; k < count && spellings[k].name == spellings[b].name; k++)
            if (by_fold2(&spellings[i], &spellings[k]))
                return true;
    return false;
}

static size_t drawn(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (size_t)(*seed >> 33) % count;
}

static void tally_first(struct tally *tally, const struct way *way, uint64_t pairs)
{
    uint64_t seed = RANDOM_SEED;

    for (size_t i = 1; i < count; i++)
        if (first_of(i) != i)
            tally_pair(tally, way, &spellings[first_of(i)], &spellings[i]);
    for (uint64_t n = 0; n < pairs; n++) {
        size_t a = drawn(&seed);
        size_t b = drawn(&seed);

        if (spellings[a].name == spellings[b].name)
            continue;
        if (way->compare(&spellings[a], &spellings[b]) && are_homonyms(a, b))
            continue;
        tally_pair(tally, way, &spellings[a], &spellings[b]);
    }
}

static void run_tallies(bool all, uint64_t pairs)
{
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct tally tally = {0};

        if (all)
            tally_all(&tally, &ways[i]);
        else
            tally_first(&tally, &ways[i], pairs);
        printf("%-30s %6.2f %%  of %lu   false %7.4f %%  of %lu\n", ways[i].name,
               100.0 * (double)tally.met / (double)tally.pairs, tally.pairs,
               100.0 * (double)tally.falsely / (double)tally.others, tally.others);
    }
}

/* ---- speed --------------------------------------------------------------------------
 */

static double cpu_s(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static volatile size_t sink;

static void speed_of_key(const char *name, void (*key)(struct name_key *, struct str))
{
    enum { ROUNDS = 40 };
    double start = cpu_s();
    struct name_key out;

    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < count; i++) {
            key(&out, spellings[i].text);
            sink += out.len;
        }
    printf("%-16s %6.2f million a second\n", name,
           (double)count * ROUNDS / (cpu_s() - start) / 1e6);
}

static void speed_of_codes(void)
{
    double start = cpu_s();
    uint32_t codes[NAME_DM_MAX];

    for (size_t i = 0; i < count; i++)
        sink += name_dm(codes, NAME_DM_MAX, spellings[i].text);
    printf("%-16s %6.2f million a second\n", "Daitch-Mokotoff",
           (double)count / (cpu_s() - start) / 1e6);
}

static void speed_of_meeting(void)
{
    uint64_t seed = RANDOM_SEED;
    double start = cpu_s();

    for (size_t i = 0; i < count; i++)
        sink += name_meet(spellings[i].text, spellings[drawn(&seed)].text);
    printf("%-16s %6.2f million pairs a second\n", "name_meet",
           (double)count / (cpu_s() - start) / 1e6);
}

int main(int argc, char **argv)
{
    uint64_t pairs = 0;

    if (argc < 3)
        stop("usage: names_part all|first|speed LIST [PAIRS]");
    load(argv[2]);
    if (count < 2)
        stop("the list holds no spellings");
    if (strcmp(argv[1], "speed") == 0) {
        speed_of_key("fold1", name_fold1);
        speed_of_key("fold2", name_fold2);
        speed_of_key("skeleton", name_skeleton);
        speed_of_codes();
        speed_of_meeting();
        return 0;
    }
    if (argc == 4 && !str_to_u64(&pairs, str_from_c(argv[3])))
        stop("PAIRS is a number");
    run_tallies(strcmp(argv[1], "all") == 0, pairs);
    free(spellings);
    return 0;
}
