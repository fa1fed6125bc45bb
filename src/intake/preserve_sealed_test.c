/* Files that are sealed while they are read: what comes back, and what is left lying. */

#include <stdio.h>

#include "base/file.h"
#include "crypto/sha256.h"
#include "intake/preserve.h"
#include "intake/tree_for_test.h"
#include "record/archive.h"
#include "record/keyring.h"
#include "record/query.h"
#include "record/sealed_object.h"
#include "record/verify.h"

#define NEEDLE "Needle-in-a-Haystack"

struct bench {
    struct tree source;
    struct tree machine;
    char folder[128];
    struct archive *archive;
    struct arena arena;
    struct age_identity secret; /* of the compartment */
    struct str compartment;
    struct err err;
};

static void ok(enum err_code code, const struct bench *bench)
{
    if (code != ERR_OK)
        fail_msg("%s", bench->err.message);
}

static void set_env(const char *name, const char *value)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before there are threads */
    assert_int_equal(setenv(name, value, 1), 0);
}

static void announce(struct bench *bench)
{
    struct arena *arena = &bench->arena;
    struct value draft = value_object();
    char key[AGE_RECIPIENT_LEN + 1];

    age_identity_new(&bench->secret);
    bench->compartment = archive_new_id(bench->archive, arena);
    age_recipient_text(key, bench->secret.public);
    value_set(&draft, arena, STR("kind"), value_string(STR("compartment")));
    value_set(&draft, arena, STR("id"), value_string(bench->compartment));
    value_set(&draft, arena, STR("epoch"), value_integer(1));
    value_set(&draft, arena, STR("name"), value_string(STR("witnesses")));
    value_set(&draft, arena, STR("key"), value_string(arena_str(arena, str_from_c(key))));
    ok(archive_begin(bench->archive, &bench->err), bench);
    ok(archive_add(bench->archive, NULL, &draft, &bench->err), bench);
    ok(archive_commit(bench->archive, &bench->err), bench);
}

static void make(struct bench *bench)
{
    char path[128];

    *bench = (struct bench){0};
    tree_make(&bench->source);
    tree_make(&bench->machine);
    tree_folder(&bench->machine, "archive");
    (void)snprintf(path, sizeof path, "%s/state", bench->machine.path);
    set_env("STELE_STATE", path);
    (void)snprintf(path, sizeof path, "%s/cache", bench->machine.path);
    set_env("XDG_CACHE_HOME", path);
    (void)snprintf(bench->folder, sizeof bench->folder, "%s/archive",
                   bench->machine.path);
    ok(archive_create(&bench->archive, bench->folder, STR("test"), true, &bench->err),
       bench);
    announce(bench);
}

static void unmake(struct bench *bench)
{
    archive_close(bench->archive);
    arena_free(&bench->arena);
    tree_remove(&bench->source);
    tree_remove(&bench->machine);
}

static void run(struct preserve_report *report, struct bench *bench)
{
    const char *paths[] = {bench->source.path};
    struct preserve_options options = {.paths = paths,
                                       .path_count = 1,
                                       .from = STR(NEEDLE " gave it"),
                                       .quiet = true,
                                       .seal = bench->compartment};

    memcpy(options.seal_key, bench->secret.public, AGE_KEY_BYTES);
    ok(preserve(report, bench->archive, &options, &bench->err), bench);
}

/* What must not lie below the machine's folder; and whether it does. */
static struct str looked_for[4];
static const char *found_in;
static char found_path[256];

static int look_into(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    struct arena arena = {0};
    struct str bytes = {0};
    struct err err = {0};
    bool is_here = false;

    (void)st, (void)at;
    if (kind == FTW_F)
        assert_int_equal(file_read(&bytes, &arena, AT_FDCWD, path, 1 << 26, &err),
                         ERR_OK);
    for (size_t i = 0; i < sizeof looked_for / sizeof *looked_for; i++)
        is_here = is_here || str_find_str(bytes, looked_for[i]) < bytes.len ||
                  str_find_str(str_from_c(path), looked_for[i]) < strlen(path);
    if (is_here) {
        (void)snprintf(found_path, sizeof found_path, "%s", path);
        found_in = found_path;
    }
    arena_free(&arena);
    return 0;
}

static struct sealed_object object_of(struct bench *bench, struct str path)
{
    struct sealed_object object = {0};
    struct object_filter filter = {.path = path};
    struct index *index = archive_index(bench->archive);
    struct object_list list = {0};
    struct view view;

    ok(frontier_now(&view, &bench->arena, index, &bench->err), bench);
    ok(query_objects(&list, &bench->arena, index, view, &filter, &bench->err), bench);
    assert_int_equal(list.count, 1);
    assert_true(digest_parse(&object.sha256, list.items[0].sha256));
    assert_true(digest_parse(&object.stored, list.items[0].stored));
    object.size = (uint64_t)list.items[0].size;
    return object;
}

static void unlock(struct bench *bench)
{
    struct keyring *keyring = keyring_new();

    assert_true(keyring_add(keyring, bench->compartment, 1, &bench->secret));
    ok(archive_use_keyring(bench->archive, keyring, NULL, &bench->err), bench);
}

static void nothing_of_it_lies_on_the_disk(void **state)
{
    static const char text[] = NEEDLE " said so, and this is long enough to be found";
    struct sha256 *hash = sha256_new();
    struct digest plain = sha256_of(hash, (struct str){text, sizeof text - 1});
    struct digest_text hex = digest_text(&plain);
    struct preserve_report report = {0};
    struct bench bench;

    (void)state;
    make(&bench);
    tree_folder(&bench.source, NEEDLE);
    tree_file(&bench.source, NEEDLE "/" NEEDLE ".txt", text);
    run(&report, &bench);
    assert_int_equal(report.preserved, 1);
    assert_int_equal(report.bytes, sizeof text - 1);
    looked_for[0] = STR(NEEDLE);
    looked_for[1] = str_from_c(hex.hex);
    looked_for[2] = (struct str){(const char *)plain.bytes, sizeof plain.bytes};
    looked_for[3] = str_from_c(bench.source.path);
    found_in = NULL;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): no thread is left */
    (void)nftw(bench.machine.path, look_into, 16, FTW_PHYS);
    assert_null(found_in);
    sha256_free(hash);
    unmake(&bench);
}

static void whoever_has_the_key_gets_it_back(void **state)
{
    struct preserve_report report = {0};
    struct sealed_reader *reader = NULL;
    struct sealed_object object;
    struct bench bench;
    char *large = calloc(1, 300000);

    (void)state;
    make(&bench);
    assert_non_null(large);
    memset(large, 'x', 299999);
    tree_file(&bench.source, "large", large);
    tree_file(&bench.source, "empty", "");
    run(&report, &bench);
    assert_int_equal(report.preserved, 2);
    unlock(&bench);
    object = object_of(&bench, STR("large"));
    assert_int_equal(object.size, 299999);
    assert_false(digest_equal(&object.sha256, &object.stored));
    ok(sealed_reader_open(&reader, bench.archive, &object.stored, object.size,
                          &bench.secret, 1, &bench.err),
       &bench);
    ok(sealed_reader_check(reader, &object.sha256, NULL, NULL, &bench.err), &bench);
    sealed_reader_close(reader);
    object = object_of(&bench, STR("empty"));
    assert_int_equal(object.size, 0);
    free(large);
    unmake(&bench);
}

static struct str last_finding;

static void note_finding(void *context, const struct audit_finding *finding)
{
    struct bench *bench = context;

    last_finding = arena_str(&bench->arena, finding->what);
}

static struct verify_result verified(struct bench *bench)
{
    const struct verify_options options = {.report = note_finding, .context = bench};
    struct verify_result result = {0};

    last_finding = STR("");
    ok(verify_archive(&result, &bench->arena, bench->folder, &options, &bench->err),
       bench);
    return result;
}

static struct digest stored_name(struct bench *bench)
{
    struct sealed_object object;

    unlock(bench);
    object = object_of(bench, STR("a"));
    ok(archive_use_keyring(bench->archive, NULL, NULL, &bench->err), bench);
    return object.stored;
}

/* Without a key: an altered object is found, a whole one that nobody can say is named is
 * no finding. */
static void verify_without_keys_checks_what_is_stored(void **state)
{
    struct preserve_report report = {0};
    struct verify_result result;
    struct digest_text name;
    struct digest stored;
    struct bench bench;
    struct str path;
    int fd;

    (void)state;
    make(&bench);
    tree_file(&bench.source, "a", "some words");
    run(&report, &bench);
    result = verified(&bench);
    assert_int_equal(result.wrong, 0);
    assert_int_equal(result.unfinished, 0);
    assert_int_equal(result.sealed_closed, 1);
    assert_int_equal(result.sealed_opened, 0);
    stored = stored_name(&bench);
    name = digest_text(&stored);
    path = arena_printf(&bench.arena, "%s/objects/%.2s/%s", bench.folder, name.hex,
                        name.hex + 2);
    assert_int_equal(chmod(path.ptr, 0644), 0);
    fd = open(path.ptr, O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, "X", 1, 300), 1);
    assert_int_equal(close(fd), 0);
    result = verified(&bench);
    assert_int_equal(result.wrong, 1);
    assert_true(str_starts_with(last_finding, STR("the object is not what it was")));
    unmake(&bench);
}

/* Nobody can know that the bytes are there already; and no note says what was read. */
static void again_is_stored_again(void **state)
{
    struct preserve_report report = {0};
    struct bench bench;

    (void)state;
    make(&bench);
    tree_file(&bench.source, "a", "some words");
    run(&report, &bench);
    run(&report, &bench);
    assert_int_equal(report.preserved, 1);
    assert_int_equal(report.unchanged, 0);
    assert_int_equal(verified(&bench).sealed_closed, 2);
    unmake(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_it_lies_on_the_disk),
        cmocka_unit_test(whoever_has_the_key_gets_it_back),
        cmocka_unit_test(verify_without_keys_checks_what_is_stored),
        cmocka_unit_test(again_is_stored_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
