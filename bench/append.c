/*
 * What one statement costs, inside the process:
 *
 *   append fill FOLDER N      an archive of N statements, in full commits
 *   append seal FOLDER N      the same on a field device: all of them sealed
 *   append measure FOLDER     open it, and add statements one commit each, beside the
 * peer: create a file, write 512 bytes, fsync
 *
 * Prints one JSON object. The state and cache folders are the environment's.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypto/age.h"
#include "record/archive.h"

enum { RUNS = 300, OPENS = 51, CLAIMS_EACH = 9 };

struct bench {
    struct archive *archive;
    struct arena arena;
    struct str source;
    struct str passage;
    struct err err;
};

static void must(enum err_code code, const struct err *err)
{
    if (code == ERR_OK)
        return;
    (void)fprintf(stderr, "append: %s\n", err->message);
    exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static void text(struct bench *b, struct value *draft, const char *member,
                 struct str value)
{
    value_set(draft, &b->arena, str_from_c(member), value_string(value));
}

static struct str add_entity(struct bench *b, const char *kind, const char *class_)
{
    struct value draft = value_object();
    struct str id = archive_new_id(b->archive, &b->arena);

    text(b, &draft, "kind", STR("entity"));
    text(b, &draft, "entity", str_from_c(kind));
    text(b, &draft, "class", str_from_c(class_));
    text(b, &draft, "id", id);
    must(archive_add(b->archive, NULL, &draft, &b->err), &b->err);
    return id;
}

static void add_passage(struct bench *b)
{
    struct value draft = value_object();
    struct value locator = value_object();
    struct ref ref;

    b->source = add_entity(b, "source", "web_page");
    value_set(&locator, &b->arena, STR("paragraph"), value_integer(3));
    text(b, &draft, "kind", STR("passage"));
    text(b, &draft, "source", b->source);
    value_set(&draft, &b->arena, STR("locator"), locator);
    text(b, &draft, "lang", STR("en"));
    text(b, &draft, "words", STR("their hands were tied behind the back"));
    must(archive_add(b->archive, &ref, &draft, &b->err), &b->err);
    b->passage = archive_ref_text(b->archive, &b->arena, ref);
}

static void add_claim(struct bench *b, struct str about)
{
    struct value draft = value_object();
    struct value value = value_object();

    text(b, &value, "term", STR("hands_tied"));
    text(b, &value, "words", STR("hands were tied behind the back"));
    text(b, &draft, "kind", STR("claim"));
    text(b, &draft, "about", about);
    text(b, &draft, "property", STR("restraint"));
    text(b, &draft, "passage", b->passage);
    value_set(&draft, &b->arena, STR("value"), value);
    must(archive_add(b->archive, NULL, &draft, &b->err), &b->err);
}

/* A compartment whose key nobody keeps; from here on this machine cannot read. */
static void become_field_device(struct bench *b)
{
    struct value draft = value_object();
    struct age_identity identity;
    char key[AGE_RECIPIENT_LEN + 1];

    age_identity_new(&identity);
    age_recipient_text(key, identity.public);
    text(b, &draft, "kind", STR("compartment"));
    text(b, &draft, "id", archive_new_id(b->archive, &b->arena));
    text(b, &draft, "name", STR("bench"));
    text(b, &draft, "key", str_from_c(key));
    value_set(&draft, &b->arena, STR("epoch"), value_integer(1));
    must(archive_begin(b->archive, &b->err), &b->err);
    must(archive_add(b->archive, NULL, &draft, &b->err), &b->err);
    must(archive_commit(b->archive, &b->err), &b->err);
    must(archive_set_field(b->archive, true, &b->err), &b->err);
}

static double cpu_seconds(void)
{
    struct timespec used = {0};

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static void fill(struct bench *b, const char *folder, uint64_t count, bool is_sealed)
{
    uint64_t done = 3;
    double cpu;
    int64_t begun;

    must(archive_create(&b->archive, folder, STR("bench"), true, &b->err), &b->err);
    if (is_sealed)
        become_field_device(b);
    cpu = cpu_seconds();
    begun = clock_monotonic_ns();
    while (done < count) {
        must(archive_begin(b->archive, &b->err), &b->err);
        add_passage(b);
        while (archive_batch_size(b->archive) < ARCHIVE_BATCH - CLAIMS_EACH - 1 &&
               done + archive_batch_size(b->archive) < count) {
            struct str about = add_entity(b, "remains", "body");

            for (int i = 0; i < CLAIMS_EACH; i++)
                add_claim(b, about);
        }
        done += archive_batch_size(b->archive);
        must(archive_commit(b->archive, &b->err), &b->err);
        arena_reset(&b->arena);
    }
    printf("{\"statements\":%llu,\"seconds\":%.3f,\"cpu\":%.3f}\n",
           (unsigned long long)done, (double)(clock_monotonic_ns() - begun) / 1e9,
           cpu_seconds() - cpu);
    archive_close(b->archive);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static double at_share(int64_t *times, size_t count, double share)
{
    qsort(times, count, sizeof *times, by_size);
    return (double)times[(size_t)((double)(count - 1) * share)] / 1000;
}

static void peer(const char *folder, int run)
{
    char path[4096];
    char bytes[512];
    int fd;

    memset(bytes, 'x', sizeof bytes);
    (void)snprintf(path, sizeof path, "%s.peer-%d", folder, run);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0 || write(fd, bytes, sizeof bytes) != sizeof bytes || fsync(fd) < 0 ||
        close(fd) < 0)
        exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static void measure_open(struct bench *b, const char *folder, double *median)
{
    int64_t times[OPENS];

    for (int i = 0; i < OPENS; i++) {
        int64_t begun = clock_monotonic_ns();

        must(archive_open(&b->archive, folder, ARCHIVE_READ, &b->err), &b->err);
        times[i] = clock_monotonic_ns() - begun;
        archive_close(b->archive);
    }
    *median = at_share(times, OPENS, 0.5);
}

static void measure(struct bench *b, const char *folder)
{
    static int64_t ours[RUNS];
    static int64_t theirs[RUNS];
    double open_us;

    measure_open(b, folder, &open_us);
    must(archive_open(&b->archive, folder, ARCHIVE_WRITE, &b->err), &b->err);
    for (int i = 0; i < RUNS; i++) {
        int64_t begun = clock_monotonic_ns();
        int64_t between;

        must(archive_begin(b->archive, &b->err), &b->err);
        (void)add_entity(b, "remains", "body");
        must(archive_commit(b->archive, &b->err), &b->err);
        between = clock_monotonic_ns();
        peer(folder, i);
        ours[i] = between - begun;
        theirs[i] = clock_monotonic_ns() - between;
    }
    archive_close(b->archive);
    printf("{\"open_us\":%.1f,\"append_us\":%.1f,\"append_99_us\":%.1f,"
           "\"peer_us\":%.1f,\"peer_99_us\":%.1f}\n",
           open_us, at_share(ours, RUNS, 0.5), at_share(ours, RUNS, 0.99),
           at_share(theirs, RUNS, 0.5), at_share(theirs, RUNS, 0.99));
    for (int i = 0; i < RUNS; i++) {
        char path[4096];

        (void)snprintf(path, sizeof path, "%s.peer-%d", folder, i);
        (void)unlink(path);
    }
}

static int usage(void)
{
    (void)fputs("usage: append fill|seal FOLDER N | append measure FOLDER\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    uint64_t count = 0;

    if (argc == 4 && (strcmp(argv[1], "fill") == 0 || strcmp(argv[1], "seal") == 0) &&
        str_to_u64(&count, str_from_c(argv[3])))
        fill(&b, argv[2], count, argv[1][0] == 's');
    else if (argc == 3 && strcmp(argv[1], "measure") == 0)
        measure(&b, argv[2]);
    else
        return usage();
    arena_free(&b.arena);
    return 0;
}
