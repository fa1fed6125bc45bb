/*
 * What one search costs, inside the process:
 *
 *   find_part FOLDER < QUERIES      each line is what somebody types
 *
 * Prints one JSON object for each: microseconds by the clock and of the processor, how
 * many hits, and what they say. The first query is run once more before anything is
 * measured, so that the files are read.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "format/foreign.h"
#include "sheet/find.h"

enum { LINE_MAX_BYTES = 4096 };

static void must(enum err_code code, const struct err *err)
{
    if (code == ERR_OK)
        return;
    (void)fprintf(stderr, "find_part: %s\n", err->message);
    exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static double now_us(clockid_t clock)
{
    struct timespec t;

    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void print_hits(struct arena *arena, double us, double cpu_us,
                       const struct find_result *found)
{
    struct value line = value_object();
    struct value texts = value_array();
    struct buf out = {0};

    for (size_t i = 0; i < found->count; i++)
        value_add(&texts, arena, value_string(found->items[i].text));
    value_set(&line, arena, STR("us"), value_integer((int64_t)us));
    value_set(&line, arena, STR("cpu_us"), value_integer((int64_t)cpu_us));
    value_set(&line, arena, STR("hits"), value_integer((int64_t)found->count));
    value_set(&line, arena, STR("texts"), texts);
    foreign_write(&out, &line);
    (void)puts(buf_text(&out));
    buf_release(&out);
}

static void run(struct archive *archive, const char *text, bool prints)
{
    struct arena arena = {0};
    struct err err = {0};
    struct sheet sheet;
    struct find_result found = {0};
    struct query query = {0};
    double from = now_us(CLOCK_MONOTONIC);
    double cpu_from = now_us(CLOCK_PROCESS_CPUTIME_ID);

    must(sheet_open(&sheet, &arena, archive, STR(""), &err), &err);
    must(query_parse(&query, &arena, str_trim(str_from_c(text)), &err), &err);
    must(find_run(&found, &sheet, &query, 0, &err), &err);
    if (prints)
        print_hits(&arena, now_us(CLOCK_MONOTONIC) - from,
                   now_us(CLOCK_PROCESS_CPUTIME_ID) - cpu_from, &found);
    sheet_close(&sheet);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    static char line[LINE_MAX_BYTES];
    struct archive *archive = NULL;
    struct err err = {0};
    bool is_first = true;

    if (argc != 2) {
        (void)fputs("usage: find_part FOLDER < QUERIES\n", stderr);
        return 2;
    }
    must(archive_open(&archive, argv[1], ARCHIVE_READ, &err), &err);
    for (; fgets(line, sizeof line, stdin); is_first = false) {
        if (is_first)
            run(archive, line, false);
        run(archive, line, true);
    }
    archive_close(archive);
    return 0;
}
