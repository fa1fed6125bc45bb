/*
 * What one page of an entity costs, inside the process and without its frame:
 *
 *   pages_part FOLDER ROUNDS < IDS      each line is an entity's id
 *
 * Prints, of all of them, microseconds of the processor as percentiles, and bytes.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sheet/sheet_html.h"

enum { LINE_MAX_BYTES = 64, MEASURED_MAX = 1000000 };

struct measured {
    double *us;
    size_t count;
    size_t bytes;
    size_t most; /* bytes */
};

static void must(enum err_code code, const struct err *err)
{
    if (code == ERR_OK)
        return;
    (void)fprintf(stderr, "pages_part: %s\n", err->message);
    exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static double cpu_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void write_page(struct buf *out, struct arena *arena, struct archive *archive,
                       struct str id)
{
    struct entity_sheet entity;
    struct sheet_html s;
    struct html h;
    struct err err = {0};
    struct sheet sheet;

    must(sheet_open(&sheet, arena, archive, STR(""), &err), &err);
    must(entity_sheet_read_some(&entity, &sheet, id, &entity_limits_page, &err), &err);
    html_start(&h, out);
    sheet_html_start(&s, &h, &sheet, STR(""));
    s.may_record = true;
    s.may_review = true;
    entity_html_head(&s, &entity);
    entity_html_claims(&s, &entity, STR(""));
    entity_html_allegations(&s, &entity);
    entity_html_incoming(&s, &entity, STR(""));
    entity_html_within(&s, &entity, STR(""));
    entity_html_missing(&s, &entity);
    entity_html_sources(&s, &entity);
    entity_html_passages(&s, &entity);
    entity_html_changes(&s, &entity);
    sheet_html_end(&s);
    html_end(&h);
    sheet_close(&sheet);
}

static void measure(struct measured *m, struct archive *archive, struct str id)
{
    struct arena arena = {0};
    struct buf out = {0};
    double from = cpu_us();

    write_page(&out, &arena, archive, id);
    arena_free(&arena);
    if (m->count < MEASURED_MAX)
        m->us[m->count++] = cpu_us() - from;
    m->bytes += out.len;
    if (out.len > m->most)
        m->most = out.len;
    buf_release(&out);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void print(struct measured *m)
{
    qsort(m->us, m->count, sizeof *m->us, by_size);
    printf("pages %zu; us: median %.0f, 99 %% %.0f, most %.0f; bytes: mean %zu, most "
           "%zu\n",
           m->count, m->us[m->count / 2], m->us[m->count * 99 / 100], m->us[m->count - 1],
           m->bytes / m->count, m->most);
}

int main(int argc, char **argv)
{
    static char line[LINE_MAX_BYTES];
    struct measured m = {.us = calloc(MEASURED_MAX, sizeof *m.us)};
    struct arena ids = {0};
    struct archive *archive = NULL;
    struct str *list = ARENA_ARRAY(&ids, struct str, MEASURED_MAX);
    size_t count = 0;
    uint64_t rounds = 0;
    struct err err = {0};

    if (argc != 3 || !m.us) {
        (void)fputs("usage: pages_part FOLDER ROUNDS < IDS\n", stderr);
        return 2;
    }
    must(archive_open(&archive, argv[1], ARCHIVE_READ, &err), &err);
    while (count < MEASURED_MAX && fgets(line, sizeof line, stdin))
        list[count++] = arena_str(&ids, str_trim(str_from_c(line)));
    if (!str_to_u64(&rounds, str_from_c(argv[2])))
        return 2;
    for (; rounds > 0; rounds--)
        for (size_t i = 0; i < count; i++)
            measure(&m, archive, list[i]);
    if (m.count > 0)
        print(&m);
    archive_close(archive);
    arena_free(&ids);
    free(m.us);
    return 0;
}
