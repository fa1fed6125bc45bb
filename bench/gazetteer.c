/* How long it takes to open gazetteers and to find names in them:
 *   gazetteer FOLDER FILE     a name a line
 * Prints medians and 99th percentiles of processor time, and how many were found. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "places/gazetteer.h"

/* Of this thread's own: what others do on the machine does not count. */
static int64_t cpu_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

enum { NAMES_MAX = 20000, LINE_MAX_BYTES = 1000 };

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void say(const char *what, int64_t *ns, size_t count, size_t found)
{
    int64_t median;
    int64_t slowest;

    if (count == 0)
        return;
    qsort(ns, count, sizeof *ns, compare);
    median = ns[count / 2];
    slowest = ns[count * 99 / 100];
    printf("%-28s median %7.1f us, 99 %% %8.1f us, %zu of %zu found\n", what,
           (double)median / 1e3, (double)slowest / 1e3, found, count);
}

static void measure(const char *what, struct gazetteers *g, FILE *names,
                    const struct gazetteer_wanted *wanted)
{
    static int64_t ns[NAMES_MAX];
    char line[LINE_MAX_BYTES];
    struct arena arena = {0};
    size_t count = 0;
    size_t found = 0;

    rewind(names);
    while (count < NAMES_MAX && fgets(line, sizeof line, names)) {
        struct gazetteer_hits hits = {0};
        struct err err = {0};
        int64_t start = cpu_ns();

        if (gazetteer_find(&hits, &arena, g, str_trim(str_from_c(line)), wanted, &err) !=
            ERR_OK)
            printf("%s\n", err.message);
        ns[count++] = cpu_ns() - start;
        found += hits.count > 0;
        arena_reset(&arena);
    }
    arena_free(&arena);
    say(what, ns, count, found);
}

int main(int argc, char **argv)
{
    static const struct gazetteer_wanted key = {.steps = 1U << GAZETTEER_SAME_KEY};
    static const struct gazetteer_wanted edit = {.steps = 1U << GAZETTEER_EDIT_1};
    static const struct gazetteer_wanted edits = {.steps = 1U << GAZETTEER_EDIT_2};
    static const struct gazetteer_wanted sound = {.steps = 1U << GAZETTEER_SOUND};
    static const struct gazetteer_wanted enough = {.is_enough = true};
    static const struct gazetteer_wanted all = {.steps = 0};
    FILE *names = argc == 3 ? fopen(argv[2], "re") : NULL;
    struct gazetteers *g = NULL;
    struct err err = {0};
    int64_t start = cpu_ns();

    if (!names || gazetteers_open(&g, str_from_c(argv[1]), STR(""), &err) != ERR_OK) {
        printf("usage: gazetteer FOLDER FILE %s\n", err.message);
        return 2;
    }
    printf("opened in %.1f us\n", (double)(cpu_ns() - start) / 1e3);
    measure("first of all, cold", g, names, &enough);
    measure("same key", g, names, &key);
    measure("one edit", g, names, &edit);
    measure("two edits", g, names, &edits);
    measure("sound", g, names, &sound);
    measure("first step that finds", g, names, &enough);
    measure("all steps", g, names, &all);
    gazetteers_close(g);
    return fclose(names);
}
