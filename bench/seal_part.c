/*
 * What sealing costs, inside the process:
 *
 *   seal_part init FOLDER       a new archive with a compartment to seal to
 *   seal_part statements N      statements of 300 bytes padded and sealed, in memory
 *   seal_part record FOLDER N   the same recorded in an archive, in full commits
 *   seal_part unlock            a passphrase: what it costs here, and how long it takes
 *
 * Prints one JSON object; times are of the processor, but for unlock_ms. The state and
 * cache folders are the environment's.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "crypto/age.h"
#include "crypto/passphrase.h"
#include "format/payload.h"
#include "record/archive.h"

enum { STATEMENT_BYTES = 300 };

static struct arena arena;
static struct err err;

static void must(enum err_code code)
{
    if (code == ERR_OK)
        return;
    (void)fprintf(stderr, "seal_part: %s\n", err.message);
    exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static double cpu_s(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void text(struct value *draft, const char *member, struct str value)
{
    value_set(draft, &arena, str_from_c(member), value_string(value));
}

static void run_init(const char *folder)
{
    struct archive *archive = NULL;
    struct age_identity identity = {0};
    struct value draft = value_object();
    char key[AGE_RECIPIENT_LEN + 1];

    must(archive_create(&archive, folder, STR("bench"), true, &err));
    age_identity_new(&identity);
    age_recipient_text(key, identity.public);
    text(&draft, "kind", STR("compartment"));
    text(&draft, "id", archive_new_id(archive, &arena));
    value_set(&draft, &arena, STR("epoch"), value_integer(1));
    text(&draft, "name", STR("bench"));
    text(&draft, "key", str_from_c(key));
    must(archive_begin(archive, &err));
    must(archive_add(archive, NULL, &draft, &err));
    must(archive_commit(archive, &err));
    archive_close(archive);
    printf("{}\n");
}

static void run_statements(uint64_t count)
{
    struct age_identity identity = {0};
    char statement[STATEMENT_BYTES];
    uint8_t salt[FRAME_SALT_BYTES] = {0};
    struct buf payload = {0};
    struct buf sealed = {0};
    struct buf out = {0};
    double start;
    double middle;

    memset(statement, 'x', sizeof statement);
    age_identity_new(&identity);
    start = cpu_s();
    for (uint64_t i = 0; i < count; i++) {
        buf_reset(&payload);
        buf_reset(&sealed);
        payload_append(&payload, salt, (struct str){statement, sizeof statement});
        age_seal(&sealed, (const uint8_t(*)[AGE_KEY_BYTES]) & identity.public, 1,
                 buf_str(&payload));
    }
    middle = cpu_s();
    for (uint64_t i = 0; i < count; i++) {
        buf_reset(&out);
        must(age_open(&out, NULL, buf_str(&sealed), &identity, 1, &err));
    }
    printf("{\"seal_us\":%.2f,\"open_us\":%.2f}\n",
           (middle - start) * 1e6 / (double)count,
           (cpu_s() - middle) * 1e6 / (double)count);
    buf_release(&payload);
    buf_release(&sealed);
    buf_release(&out);
}

static void add_some(struct archive *archive, uint64_t count)
{
    struct arena scratch = {0};

    must(archive_begin(archive, &err));
    for (uint64_t i = 0; i < count; i++) {
        struct value draft = value_object();

        value_set(&draft, &scratch, STR("kind"), value_string(STR("entity")));
        value_set(&draft, &scratch, STR("entity"), value_string(STR("person")));
        value_set(&draft, &scratch, STR("id"),
                  value_string(archive_new_id(archive, &scratch)));
        value_set(&draft, &scratch, STR("label"),
                  value_string(STR("somebody who was seen by the well")));
        must(archive_add(archive, NULL, &draft, &err));
        arena_reset(&scratch);
    }
    must(archive_commit(archive, &err));
    arena_free(&scratch);
}

static void run_record(const char *folder, uint64_t count)
{
    struct archive *archive = NULL;
    uint64_t left = count;
    double start;

    must(archive_open(&archive, folder, ARCHIVE_WRITE, &err));
    start = cpu_s();
    while (left > 0) {
        uint64_t now = left < ARCHIVE_BATCH ? left : ARCHIVE_BATCH;

        add_some(archive, now);
        left -= now;
    }
    printf("{\"record_us\":%.2f}\n", (cpu_s() - start) * 1e6 / (double)count);
    archive_close(archive);
}

static void run_unlock(void)
{
    struct passphrase_cost cost = {0};
    struct passphrase_box box = {0};
    uint64_t measured_ms = 0;
    uint8_t secret[32] = {1};
    int64_t start_ns;
    double start;

    passphrase_measure(&cost, &measured_ms);
    must(passphrase_seal(&box, STR("a passphrase"), &cost,
                         (struct str){(const char *)secret, sizeof secret}, &err));
    start = cpu_s();
    start_ns = clock_monotonic_ns();
    must(passphrase_open(secret, sizeof secret, &box, STR("a passphrase"), &err));
    printf(
        "{\"passes\":%llu,\"mem_mib\":%llu,\"unlock_ms\":%.0f,\"unlock_cpu_ms\":%.0f}\n",
        (unsigned long long)cost.ops, (unsigned long long)cost.mem_kib / 1024,
        (double)(clock_monotonic_ns() - start_ns) / 1e6, (cpu_s() - start) * 1e3);
}

int main(int argc, char **argv)
{
    struct str what = str_from_c(argc > 1 ? argv[1] : "");
    uint64_t count = 0;

    if (str_equal(what, STR("init")) && argc == 3)
        run_init(argv[2]);
    else if (str_equal(what, STR("statements")) && argc == 3 &&
             str_to_u64(&count, str_from_c(argv[2])) && count > 0)
        run_statements(count);
    else if (str_equal(what, STR("record")) && argc == 4 &&
             str_to_u64(&count, str_from_c(argv[3])) && count > 0)
        run_record(argv[2], count);
    else if (str_equal(what, STR("unlock")) && argc == 2)
        run_unlock();
    else
        return 2;
    arena_free(&arena);
    return 0;
}
