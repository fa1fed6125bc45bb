/*
 * How often the right spelling in the other script stands among the first candidates.
 *
 *   names_cross FILE ROMANISED QUERIES
 *
 * FILE has a Latin name, a tab, its native spelling (blanks between the letters do not
 * count), and perhaps more behind a tab; ROMANISED the same lines through ICU. Of each
 * direction and of either part of the file (names_split.h), QUERIES names are looked for
 * among all distinct names of the other side; a hit is any spelling that the file
 * records. Where candidates are equal by a method, the chance of a hit is counted, as if
 * their order were drawn by lot.
 *
 * name_likeness ranks what an index of n-grams gives it (names_cross_grams.c); the others
 * rank all names: equal keys first, then the edit distance of what they go by.
 */

#include "names_cross.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/map.h"
#include "names/cross.h"
#include "names/letters.h"
#include "names_split.h"

enum { ROWS_MOST = 400000, RANKS = 3, FAR = 1000000 };

static const unsigned ranks[RANKS] = {1, 5, 10};

struct row {
    struct str text[2]; /* Latin, native */
    struct str icu[2];
    uint32_t name[2]; /* among the distinct ones of the side */
};

static struct row *rows;
static size_t row_count;
static struct spellings sides[2];

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "names_cross: %s\n", why);
    exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static struct str read_all(const char *path)
{
    struct buf all = {0}; /* kept to the end */
    char chunk[65536];
    FILE *file = fopen(path, "rbe");
    size_t got;

    if (!file)
        stop("cannot read a file");
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buf_bytes(&all, chunk, got);
    (void)fclose(file);
    return buf_str(&all);
}

static struct str without_blanks(struct str text)
{
    char *out = malloc(text.len + 1);
    size_t len = 0;

    if (!out)
        stop("no memory");
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ')
            out[len++] = text.ptr[i];
    return (struct str){out, len};
}

static void read_rows(const char *path, const char *romanised)
{
    struct str all = read_all(path);
    struct str latin = read_all(romanised);

    rows = calloc(ROWS_MOST, sizeof *rows);
    if (!rows)
        stop("no memory");
    while (all.len > 0 && row_count < ROWS_MOST) {
        struct str line = str_cut(&all, '\n');
        struct str again = str_cut(&latin, '\n');
        struct row *row = &rows[row_count++];

        for (int side = 0; side < 2; side++) {
            row->text[side] = without_blanks(str_cut(&line, '\t'));
            row->icu[side] = str_cut(&again, '\t');
        }
    }
}

static void letters_of(struct name_key *out, struct str ascii)
{
    out->len = 0;
    for (size_t i = 0; i < ascii.len && out->len < NAME_KEY_MAX; i++) {
        char c = ascii.ptr[i];

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out->text[out->len++] = c;
    }
}

static int side_sorted; /* which side by_text compares */

static int by_text(const void *a, const void *b)
{
    return str_compare(((const struct row *)a)->text[side_sorted],
                       ((const struct row *)b)->text[side_sorted]);
}

static void add_spelling(const struct row *row, int side)
{
    struct spellings *names = &sides[side];
    struct spelling *name = &names->at[names->count++];

    name->text = row->text[side];
    letters_of(&name->icu, row->icu[side]);
    name_fold1(&name->fold1, name->text);
    name_fold2(&name->fold2, name->text);
    name_skeleton(&name->skeleton, name->text);
    /* Of Arabic fold2 is the skeleton, and names of two scripts meet by that. */
    if (name_script_of(row->text[1]) == SCRIPT_ARABIC)
        name->fold2 = name->skeleton;
    name->code_count = name_dm(name->codes, NAME_DM_MAX, name->text);
}

static void make_side(int side)
{
    sides[side].at = calloc(row_count, sizeof *sides[side].at);
    if (!sides[side].at)
        stop("no memory");
    side_sorted = side;
    qsort(rows, row_count, sizeof *rows, by_text);
    for (size_t i = 0; i < row_count; i++) {
        if (i == 0 || !str_equal(rows[i].text[side], rows[i - 1].text[side]))
            add_spelling(&rows[i], side);
        rows[i].name[side] = (uint32_t)sides[side].count - 1;
    }
}

enum method { BY_ICU, BY_SOUND, BY_FOLD2, BY_LIKENESS, METHODS };

static const char *const method_names[METHODS] = {
    "ICU Any-Latin; Latin-ASCII", "Daitch-Mokotoff", "fold2", "name_likeness"};

struct figures {
    double found[METHODS][RANKS];
    double reached; /* queries with a right one among the candidates of the index */
    double candidates;
    double seconds; /* of name_likeness */
    size_t queries;
};

/* The candidates of one query by one method. */
struct ranking {
    const uint32_t *names; /* NULL: all of the side */
    const unsigned *distance;
    size_t count;
};

static bool *is_right; /* of the side's names, for the query at hand */

static bool is_hit(const struct ranking *ranking, size_t i)
{
    return is_right[ranking->names ? ranking->names[i] : i];
}

/* The chance that one of the right ones stands within the first places, where `before`
 * are before it, and of `equal` ones with it `right` are right. */
static double chance(size_t places, size_t before, size_t equal, size_t right)
{
    double missed = 1;

    if (before >= places)
        return 0;
    for (size_t i = 0; i < places - before && i < equal; i++) {
        if (equal - right <= i)
            return 1;
        missed *= (double)(equal - right - i) / (double)(equal - i);
    }
    return 1 - missed;
}

/* False when no right one is among the candidates. */
static bool count_found(double found[RANKS], const struct ranking *ranking)
{
    unsigned best = FAR;
    size_t before = 0;
    size_t equal = 0;
    size_t right = 0;

    for (size_t i = 0; i < ranking->count; i++)
        if (ranking->distance[i] < best && is_hit(ranking, i))
            best = ranking->distance[i];
    if (best == FAR)
        return false;
    for (size_t i = 0; i < ranking->count; i++) {
        before += ranking->distance[i] < best;
        equal += ranking->distance[i] == best;
        right += ranking->distance[i] == best && is_hit(ranking, i);
    }
    for (size_t r = 0; r < RANKS; r++)
        found[r] += chance(ranks[r], before, equal, right);
    return true;
}

static bool have_common_code(const struct spelling *a, const struct spelling *b)
{
    size_t i = 0;
    size_t k = 0;

    while (i < a->code_count && k < b->code_count) {
        if (a->codes[i] == b->codes[k])
            return true;
        if (a->codes[i] < b->codes[k])
            i++;
        else
            k++;
    }
    return false;
}

static void measure_all(unsigned *distance, enum method method,
                        const struct spelling *query, const struct spellings *names)
{
    struct edit_query edit;

    edit_query_of(&edit, method == BY_FOLD2 ? &query->fold2 : &query->icu);
    for (size_t i = 0; i < names->count; i++) {
        const struct spelling *name = &names->at[i];

        distance[i] =
            edit_query_distance(&edit, method == BY_FOLD2 ? &name->fold2 : &name->icu);
        if (method == BY_SOUND && !have_common_code(query, name))
            distance[i] += NAME_KEY_MAX;
    }
}

static double cpu_s(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void rank_by_likeness(struct figures *figures, const struct spelling *query,
                             const struct spellings *names, struct gram_index *index)
{
    uint32_t candidates[CANDIDATES_MOST];
    unsigned distance[CANDIDATES_MOST];
    struct ranking ranking = {candidates, distance, 0};
    double start;

    ranking.count = gram_index_find(candidates, CANDIDATES_MOST, index, query);
    start = cpu_s();
    for (size_t i = 0; i < ranking.count; i++)
        distance[i] = NAME_LIKENESS_MOST -
                      name_likeness(query->text, names->at[candidates[i]].text);
    figures->seconds += cpu_s() - start;
    figures->candidates += (double)ranking.count;
    figures->reached += count_found(figures->found[BY_LIKENESS], &ranking);
}

/* The rows of the query, which are sorted by its side: what they say is right. */
static void mark_right(int side, size_t first, bool right)
{
    for (size_t i = first; i < row_count && rows[i].name[side] == rows[first].name[side];
         i++)
        is_right[rows[i].name[1 - side]] = right;
}

static void look_for(struct figures *figures, int side, size_t first, unsigned *distance,
                     struct gram_index *index)
{
    const struct spelling *query = &sides[side].at[rows[first].name[side]];
    const struct spellings *names = &sides[1 - side];
    struct ranking ranking = {NULL, distance, names->count};

    mark_right(side, first, true);
    for (int method = BY_ICU; method < BY_LIKENESS; method++) {
        measure_all(distance, (enum method)method, query, names);
        (void)count_found(figures->found[method], &ranking);
    }
    rank_by_likeness(figures, query, names, index);
    mark_right(side, first, false);
    figures->queries++;
}

static void print_figures(const struct figures *figures, int side, bool is_test)
{
    printf("%s, %s, %zu names among %zu\n",
           side == 0 ? "Latin to native" : "native to Latin",
           is_test ? "kept out of tuning" : "tuned on", figures->queries,
           sides[1 - side].count);
    for (int method = BY_ICU; method < METHODS; method++) {
        printf("  %-28s", method_names[method]);
        for (size_t r = 0; r < RANKS; r++)
            printf(" %5.1f", 100 * figures->found[method][r] / (double)figures->queries);
        printf("\n");
    }
    printf("  the index has it among %.0f candidates: %.1f; %.0f pairs a second\n",
           figures->candidates / (double)figures->queries,
           100 * figures->reached / (double)figures->queries,
           figures->candidates / figures->seconds);
}

/* A sample by another part of the hash than what splits the file. */
static bool is_chosen(struct str text, size_t step)
{
    return step < 2 || (map_hash(text.ptr, text.len) >> 8) % step == 0;
}

static void measure(int side, bool is_test, size_t queries, struct gram_index *index)
{
    struct figures figures = {.queries = 0};
    unsigned *distance = calloc(sides[1 - side].count, sizeof *distance);
    size_t step = sides[side].count * (is_test ? 1 : 4) / 5 / queries;

    if (!distance)
        stop("no memory");
    for (size_t i = 0; i < row_count; i++) {
        bool is_first = i == 0 || rows[i].name[side] != rows[i - 1].name[side];

        if (is_first && names_is_test(rows[i].text[1]) == is_test &&
            is_chosen(rows[i].text[side], step))
            look_for(&figures, side, i, distance, index);
    }
    print_figures(&figures, side, is_test);
    free(distance);
}

static void measure_direction(int side, size_t queries)
{
    struct gram_index *index = gram_index_new(&sides[1 - side]);

    side_sorted = side;
    qsort(rows, row_count, sizeof *rows, by_text);
    is_right = calloc(sides[1 - side].count, sizeof *is_right);
    if (!is_right)
        stop("no memory");
    measure(side, true, queries, index);
    measure(side, false, queries, index);
    free(is_right);
    gram_index_free(index);
}

int main(int argc, char **argv)
{
    uint64_t queries = 0;

    if (argc != 4 || !str_to_u64(&queries, str_from_c(argv[3])) || queries == 0)
        return 2;
    read_rows(argv[1], argv[2]);
    make_side(0);
    make_side(1);
    measure_direction(0, queries);
    measure_direction(1, queries);
    return 0;
}
