/*
 * Estimates the costs that name_likeness (src/names/cross.h) adds up, from pairs of a
 * Latin and a native spelling, and prints them as src/names/likeness-*.txt has them:
 *
 *   name_costs ROUNDS DISCOUNT UNITS [WEIGHT FILE.tsv]...
 *
 * A line of a file is the Latin name, a tab, the native one (blanks in it do not count),
 * perhaps more after another tab. Each file's pairs weigh WEIGHT. Pairs that
 * bench/names_cross keeps for the test (names_split.h) are left out.
 *
 * The model: a pair of spellings is a row of units, each of 0 to 3 Latin letters and 0 to
 * 2 native ones, drawn independently (Deligne, Yvon and Bimbot 1995, "joint multigrams";
 * Bisani and Ney 2008). Expectation maximisation over all alignments; DISCOUNT is taken
 * from each unit's expected count in each round (absolute discounting), so that rare
 * units die out; of what is left the UNITS likeliest are kept and trained two rounds
 * more.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "names/cross_letters.h"
#include "names_split.h"

enum {
    LATIN_MOST = 3,
    NATIVE_MOST = 2,
    TABLE_BITS = 23,
    TABLE = 1 << TABLE_BITS,
    PAIRS_MOST = 400000,
    SIDE = CROSS_MAX + 3
};

struct pair {
    struct cross_letters latin;
    struct cross_letters native;
    double weight;
};

struct unit {
    uint32_t key; /* 0: free */
    double chance;
    double count;
};

static struct pair *pairs;
static size_t pair_count;
static struct unit *units;
static size_t unit_count;
static double forward[SIDE][SIDE];
static double backward[SIDE][SIDE];

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "name_costs: %s\n", why);
    exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

/* Six bits a letter, the native ones below; never 0. */
static uint32_t key_of(const uint8_t *latin, size_t latin_len, const uint8_t *native,
                       size_t native_len)
{
    uint32_t key = 0;

    for (size_t i = 0; i < latin_len; i++)
        key = key << 6 | latin[i];
    key <<= 12;
    for (size_t i = 0; i < native_len; i++)
        key |= (uint32_t)native[i] << 6 * i;
    return key;
}

static struct unit *unit_at(uint32_t key)
{
    size_t at = (key * 2654435761U) >> (32 - TABLE_BITS);

    while (units[at].key != 0 && units[at].key != key)
        at = (at + 1) % TABLE;
    return &units[at];
}

/* Letters that a unit may take: nothing against one letter, else at least one each. */
static bool is_shape(size_t latin, size_t native)
{
    if (latin == 0 || native == 0)
        return latin + native == 1;
    return latin <= LATIN_MOST && native <= NATIVE_MOST;
}

/* The ends meet only the ends, alone or with a letter beside them. */
static bool is_fitting(const uint8_t *latin, size_t latin_len, const uint8_t *native,
                       size_t native_len)
{
    bool starts = latin_len > 0 && latin[0] == CROSS_START;
    bool ends = latin_len > 0 && latin[latin_len - 1] == CROSS_END;

    return starts == (native_len > 0 && native[0] == CROSS_START) &&
           ends == (native_len > 0 && native[native_len - 1] == CROSS_END);
}

/* No unit bridges more than what two spellings of one name differ by. */
static bool is_near(const struct pair *pair, size_t i, size_t j)
{
    double a = (double)i / (double)pair->latin.count;
    double b = (double)j / (double)pair->native.count;

    return fabs(a - b) * (double)(pair->latin.count + pair->native.count) <= 9;
}

typedef void (*unit_visit)(const struct pair *pair, struct unit *unit, size_t i, size_t j,
                           size_t latin, size_t native);

/* Each unit that may stand with its end at i, j. */
static void visit(const struct pair *pair, size_t i, size_t j, unit_visit see)
{
    for (size_t a = 0; a <= LATIN_MOST && a <= i; a++)
        for (size_t b = 0; b <= NATIVE_MOST && b <= j; b++) {
            const uint8_t *latin = pair->latin.at + i - a;
            const uint8_t *native = pair->native.at + j - b;

            if (is_shape(a, b) && is_fitting(latin, a, native, b))
                see(pair, unit_at(key_of(latin, a, native, b)), i, j, a, b);
        }
}

static void see_new(const struct pair *pair, struct unit *unit, size_t i, size_t j,
                    size_t latin, size_t native)
{
    if (unit->key != 0)
        return;
    if (++unit_count > TABLE / 2)
        stop("too many units");
    unit->key =
        key_of(pair->latin.at + i - latin, latin, pair->native.at + j - native, native);
    /* No preference for long units or short ones. */
    unit->chance = pow(30, -(double)(latin + native));
}

static void see_forward(const struct pair *pair, struct unit *unit, size_t i, size_t j,
                        size_t latin, size_t native)
{
    (void)pair;
    if (unit->key != 0)
        forward[i][j] += forward[i - latin][j - native] * unit->chance;
}

static void see_backward(const struct pair *pair, struct unit *unit, size_t i, size_t j,
                         size_t latin, size_t native)
{
    (void)pair;
    if (unit->key != 0)
        backward[i - latin][j - native] += backward[i][j] * unit->chance;
}

static double total;

static void see_count(const struct pair *pair, struct unit *unit, size_t i, size_t j,
                      size_t latin, size_t native)
{
    if (unit->key != 0)
        unit->count += pair->weight * forward[i - latin][j - native] * unit->chance *
                       backward[i][j] / total;
}

static void each_cell(const struct pair *pair, unit_visit see, bool down)
{
    size_t rows = pair->latin.count + 1;
    size_t columns = pair->native.count + 1;

    for (size_t n = 0; n < rows * columns; n++) {
        size_t cell = down ? rows * columns - 1 - n : n;

        if (is_near(pair, cell / columns, cell % columns))
            visit(pair, cell / columns, cell % columns, see);
    }
}

static double learn(const struct pair *pair)
{
    memset(forward, 0, sizeof forward);
    memset(backward, 0, sizeof backward);
    forward[0][0] = 1;
    backward[pair->latin.count][pair->native.count] = 1;
    each_cell(pair, see_forward, false);
    total = forward[pair->latin.count][pair->native.count];
    if (total <= 0)
        return 0;
    each_cell(pair, see_backward, true);
    each_cell(pair, see_count, false);
    return pair->weight * log(total);
}

static void normalise(double discount)
{
    double sum = 0;

    unit_count = 0;
    for (size_t i = 0; i < TABLE; i++) {
        double left = units[i].count - discount;

        units[i].chance = left > 0 ? left : 0;
        units[i].count = 0;
        sum += units[i].chance;
        unit_count += units[i].chance > 0;
    }
    for (size_t i = 0; i < TABLE; i++)
        units[i].chance /= sum;
}

static void round_of(double discount)
{
    double likelihood = 0;

    for (size_t i = 0; i < pair_count; i++)
        likelihood += learn(&pairs[i]);
    normalise(discount);
    (void)fprintf(stderr, "log likelihood %.0f, %zu units\n", likelihood, unit_count);
}

static int by_chance(const void *a, const void *b)
{
    double x = ((const struct unit *)a)->chance;
    double y = ((const struct unit *)b)->chance;

    return (x < y) - (x > y);
}

/* The likeliest, and each letter against nothing, so that any two names have a cost. */
static void keep(size_t most)
{
    struct unit *sorted = calloc(TABLE, sizeof *sorted);
    size_t kept = 0;

    if (!sorted)
        stop("no memory");
    memcpy(sorted, units, TABLE * sizeof *sorted);
    memset(units, 0, TABLE * sizeof *units);
    qsort(sorted, TABLE, sizeof *sorted, by_chance);
    for (; kept < most && sorted[kept].chance > 0; kept++)
        *unit_at(sorted[kept].key) = sorted[kept];
    unit_count = kept;
    free(sorted);
}

static void put_letter(struct buf *out, uint8_t letter, enum cross_script script)
{
    static const uint32_t more[] = {0x456, 0x457, 0x454, 0x491, 0x451, 0x45e};

    if (letter >= CROSS_START)
        buf_append(out, letter == CROSS_START ? STR("^") : STR("$"));
    else if (script == CROSS_LATIN)
        utf8_append(out, (uint32_t)('a' + letter - LATIN_A));
    else if (script == CROSS_ARABIC)
        utf8_append(out, cross_arabic[letter - 1]);
    else
        utf8_append(out, letter <= 32 ? 0x430U + letter - 1U : more[letter - 33]);
}

static void put_group(struct buf *out, const uint8_t *letters, size_t count,
                      enum cross_script script)
{
    for (size_t i = 0; i < count; i++)
        put_letter(out, letters[i], script);
    if (count == 0)
        buf_char(out, '-');
}

static void put_latin(struct buf *out, uint32_t key)
{
    uint8_t letters[LATIN_MOST];
    size_t count = 0;

    for (int shift = 12; shift >= 0; shift -= 6)
        if ((key >> 12 >> shift & 63) != 0)
            letters[count++] = (uint8_t)(key >> 12 >> shift & 63);
    put_group(out, letters, count, CROSS_LATIN);
}

static void put_native(struct buf *out, uint32_t key, enum cross_script script)
{
    const uint8_t letters[] = {key & 63, key >> 6 & 63};

    put_group(out, letters, (size_t)(letters[0] != 0) + (letters[1] != 0), script);
}

/* By the Latin group, then the likeliest first. */
static int by_latin(const void *a, const void *b)
{
    const struct unit *x = a;
    const struct unit *y = b;

    if (x->key >> 12 != y->key >> 12)
        return (x->key >> 12 > y->key >> 12) - (x->key >> 12 < y->key >> 12);
    return by_chance(a, b);
}

static void print_units(void)
{
    struct buf out = {0};
    size_t kept = 0;

    for (size_t i = 0; i < TABLE; i++)
        if (units[i].chance > 0)
            units[kept++] = units[i];
    qsort(units, kept, sizeof *units, by_latin);
    for (size_t i = 0; i < kept; i++) {
        if (i == 0 || units[i].key >> 12 != units[i - 1].key >> 12) {
            buf_puts(&out, i == 0 ? "" : "\n");
            put_latin(&out, units[i].key);
        }
        buf_char(&out, ' ');
        put_native(&out, units[i].key, pairs[0].native.script);
        buf_printf(&out, " %.0f", -16 * log(units[i].chance));
    }
    printf(STR_FMT "\n", STR_ARG(buf_str(&out)));
    buf_release(&out);
}

static void take_line(struct str line, double weight)
{
    struct str latin = str_cut(&line, '\t');
    struct str native = str_cut(&line, '\t');
    struct pair *pair = &pairs[pair_count];

    if (names_is_test(native))
        return;
    cross_letters_of(&pair->latin, latin);
    cross_letters_of(&pair->native, native);
    pair->weight = weight;
    if (pair->latin.count == 0 || pair->native.count == 0 ||
        pair->latin.script != CROSS_LATIN || pair->native.script == CROSS_LATIN)
        return;
    if (++pair_count == PAIRS_MOST)
        stop("too many pairs");
}

static void read_pairs(const char *path, double weight)
{
    char line[4096];
    FILE *file = fopen(path, "rbe");

    if (!file)
        stop("cannot read the pairs");
    while (fgets(line, sizeof line, file)) {
        struct str text = str_trim(str_from_c(line));

        take_line(text, weight);
    }
    (void)fclose(file);
}

int main(int argc, char **argv)
{
    long rounds = argc > 5 ? strtol(argv[1], NULL, 10) : 0;

    if (rounds <= 0)
        return 2;
    pairs = calloc(PAIRS_MOST, sizeof *pairs);
    units = calloc(TABLE, sizeof *units);
    if (!pairs || !units)
        stop("no memory");
    for (int i = 4; i + 1 < argc; i += 2)
        read_pairs(argv[i + 1], strtod(argv[i], NULL));
    for (size_t i = 0; i < pair_count; i++)
        each_cell(&pairs[i], see_new, false);
    (void)fprintf(stderr, "%zu pairs, %zu units\n", pair_count, unit_count);
    for (long i = 0; i < rounds; i++)
        round_of(strtod(argv[2], NULL) * (double)i / (double)rounds);
    round_of(strtod(argv[2], NULL));
    keep((size_t)strtol(argv[3], NULL, 10));
    round_of(0);
    round_of(0);
    print_units();
    return 0;
}
