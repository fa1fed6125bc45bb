#include "intake/preserve.h"

#include <sys/wait.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/finding.h"
#include "intake/tree_for_test.h"
#include "record/archive.h"

/* A source folder, and an archive beside it with this machine's state. */
struct bench {
    struct tree source;
    struct tree machine;
    char folder[128];
    struct archive *archive;
    struct buf log; /* outcomes, a line each */
    struct preserve_report report;
    int opened;        /* files opened so far */
    int rewrite_until; /* "changing" is rewritten each time it is opened, so often */
    int stop_at;       /* the process is killed when the n-th file is opened */
};

static const char *const kind_names[] = {"new", "duplicate", "unchanged", "resumed",
                                         "refused"};

enum { STOPPED = 9 };

static void set_env(const char *name, const char *value)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before there are threads */
    assert_int_equal(setenv(name, value, 1), 0);
}

static void make(struct bench *bench)
{
    char path[128];
    struct err err = {0};

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
    if (archive_create(&bench->archive, bench->folder, STR("test"), true, &err) != ERR_OK)
        fail_msg("%s", err.message);
}

static void unmake(struct bench *bench)
{
    archive_close(bench->archive);
    buf_release(&bench->log);
    tree_remove(&bench->source);
    tree_remove(&bench->machine);
}

static void write_down(void *context, const struct preserve_outcome *outcome)
{
    struct bench *bench = context;

    buf_printf(&bench->log, "%s ", kind_names[outcome->kind]);
    buf_append(&bench->log, outcome->path);
    if (outcome->reason.len > 0) {
        buf_append(&bench->log, STR(": "));
        buf_append(&bench->log, outcome->reason);
    }
    buf_char(&bench->log, '\n');
}

static void meddle(void *context, struct str path)
{
    struct bench *bench = context;

    bench->opened++;
    if (bench->opened == bench->stop_at)
        _exit(STOPPED); /* as a kill does: nothing is closed, nothing finished */
    if (str_equal(path, STR("changing")) && bench->rewrite_until-- > 0)
        tree_file(&bench->source, "changing", "longer than before");
}

static enum err_code run(struct bench *bench, struct str from, struct err *err)
{
    const char *paths[] = {bench->source.path};
    struct preserve_options options = {.paths = paths,
                                       .path_count = 1,
                                       .from = from,
                                       .quiet = true,
                                       .outcome = write_down,
                                       .opened = meddle,
                                       .context = bench};
    enum err_code code;

    bench->opened = 0;
    buf_reset(&bench->log);
    code = preserve(&bench->report, bench->archive, &options, err);
    buf_char(&bench->log, '\0');
    return code;
}

static void run_well(struct bench *bench, const char *expected)
{
    struct err err = {0};

    if (run(bench, STR(""), &err) != ERR_OK)
        fail_msg("%s", err.message);
    assert_string_equal(bench->log.ptr, expected);
}

/* The object statement at this index, which is in arena then. */
static struct value statement(struct bench *bench, struct arena *arena, uint64_t index)
{
    struct statement out;
    struct err err = {0};

    if (archive_statement(&out, arena, bench->archive, ref_of(0, index), &err) != ERR_OK)
        fail_msg("%s", err.message);
    assert_true(value_is_string(value_get(&out.value, STR("kind")), STR("object")));
    return out.value;
}

static bool has_statement(struct bench *bench, uint64_t index)
{
    struct arena arena = {0};
    struct statement out;
    struct err err = {0};
    enum err_code code =
        archive_statement(&out, &arena, bench->archive, ref_of(0, index), &err);

    arena_free(&arena);
    return code == ERR_OK;
}

enum { FIRST = 3 }; /* behind the genesis statements */

static void a_tree_becomes_statements_in_its_order(void **state)
{
    struct bench bench;
    struct arena arena = {0};
    struct value object;
    int64_t size = 0;

    (void)state;
    make(&bench);
    tree_folder(&bench.source, "b");
    tree_file(&bench.source, "b/photo.jpg", "\xff\xd8\xff\xe0 jpeg");
    tree_file(&bench.source, "a.txt", "witness");
    tree_file(&bench.source, "empty", "");
    run_well(&bench, "new a.txt\nnew b/photo.jpg\nnew empty\n");
    assert_int_equal(bench.report.preserved, 3);
    assert_int_equal(bench.report.bytes, 16);

    object = statement(&bench, &arena, FIRST + 1);
    assert_true(value_is_string(value_get(&object, STR("name")), STR("photo.jpg")));
    assert_true(value_is_string(value_get(&object, STR("path")), STR("b/photo.jpg")));
    assert_true(value_is_string(value_get(&object, STR("type")), STR("image/jpeg")));
    assert_true(value_get_integer(&size, &object, STR("size")));
    assert_int_equal(size, 9);
    assert_int_equal(value_get_string(&object, STR("run")).len, ENTITY_ID_LEN);
    assert_true(value_is_string(
        value_get(value_get(&object, STR("obtained")), STR("how")), STR("copied")));
    object = statement(&bench, &arena, FIRST + 2);
    assert_true(value_is_string(
        value_get(&object, STR("sha256")),
        STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")));
    assert_true(str_equal(value_get_string(&object, STR("stored")),
                          value_get_string(&object, STR("sha256"))));
    assert_false(has_statement(&bench, FIRST + 3));
    arena_free(&arena);
    unmake(&bench);
}

static void names_that_are_no_text_are_kept_as_hex(void **state)
{
    struct bench bench;
    struct arena arena = {0};
    struct value object;

    (void)state;
    make(&bench);
    tree_folder(&bench.source, "Ізюм");
    tree_file(&bench.source, "Ізюм/\xff", "1");
    tree_file(&bench.source, "a\nb", "2");
    tree_file(&bench.source, "مقبرة", "3");
    run_well(&bench, "new a\nb\nnew Ізюм/\xff\nnew مقبرة\n");
    object = statement(&bench, &arena, FIRST);
    assert_null(value_get(&object, STR("name")));
    assert_true(value_is_string(value_get(&object, STR("name_hex")), STR("610a62")));
    assert_true(value_is_string(value_get(&object, STR("path_hex")), STR("610a62")));
    object = statement(&bench, &arena, FIRST + 1);
    assert_null(value_get(&object, STR("path")));
    assert_true(value_is_string(value_get(&object, STR("name_hex")), STR("ff")));
    assert_true(value_is_string(value_get(&object, STR("path_hex")),
                                STR("d086d0b7d18ed0bc2fff")));
    object = statement(&bench, &arena, FIRST + 2);
    assert_true(value_is_string(value_get(&object, STR("name")), STR("مقبرة")));
    assert_null(value_get(&object, STR("name_hex")));
    arena_free(&arena);
    unmake(&bench);
}

static void what_is_no_file_is_refused_and_the_rest_preserved(void **state)
{
    struct bench bench;

    (void)state;
    make(&bench);
    tree_file(&bench.source, "a", "1");
    assert_int_equal(mkfifoat(bench.source.fd, "pipe", 0644), 0);
    assert_int_equal(symlinkat("a", bench.source.fd, "link"), 0);
    run_well(&bench, "refused link: is a symbolic link\n"
                     "refused pipe: is a named pipe\nnew a\n");
    assert_int_equal(bench.report.refused, 2);
    assert_int_equal(bench.report.preserved, 1);
    unmake(&bench);
}

static void the_same_bytes_are_stored_once_and_stated_twice(void **state)
{
    struct bench bench;
    struct arena arena = {0};
    struct value first;
    struct value second;

    (void)state;
    make(&bench);
    tree_file(&bench.source, "a", "same");
    run_well(&bench, "new a\n");
    tree_file(&bench.source, "b", "same");
    run_well(&bench, "unchanged a\nduplicate b\n");
    assert_int_equal(bench.report.duplicates, 1);
    assert_int_equal(bench.report.bytes, 0);
    first = statement(&bench, &arena, FIRST);
    second = statement(&bench, &arena, FIRST + 1);
    assert_true(str_equal(value_get_string(&first, STR("stored")),
                          value_get_string(&second, STR("stored"))));
    assert_false(str_equal(value_get_string(&first, STR("run")),
                           value_get_string(&second, STR("run"))));
    arena_free(&arena);
    unmake(&bench);
}

static void preserving_again_adds_nothing_unless_something_else_is_said(void **state)
{
    struct bench bench;
    struct err err = {0};

    (void)state;
    make(&bench);
    tree_file(&bench.source, "a", "1");
    tree_file(&bench.source, "b", "2");
    run_well(&bench, "new a\nnew b\n");
    run_well(&bench, "unchanged a\nunchanged b\n");
    assert_int_equal(bench.report.unchanged, 2);
    assert_false(has_statement(&bench, FIRST + 2));
    tree_file(&bench.source, "b", "3");
    run_well(&bench, "unchanged a\nnew b\n");
    run_well(&bench, "unchanged a\nunchanged b\n");
    assert_true(has_statement(&bench, FIRST + 2));
    assert_int_equal(run(&bench, STR("a neighbour"), &err), ERR_OK);
    assert_string_equal(bench.log.ptr, "duplicate a\nduplicate b\n");
    unmake(&bench);
}

static void a_file_that_changes_is_tried_again_and_then_refused(void **state)
{
    struct bench bench;

    (void)state;
    make(&bench);
    tree_file(&bench.source, "changing", "before");
    tree_file(&bench.source, "still", "1");
    bench.rewrite_until = 1;
    run_well(&bench, "new still\nnew changing\n");
    tree_file(&bench.source, "changing", "once more");
    bench.rewrite_until = 2;
    run_well(&bench, "unchanged still\nrefused changing: changed while it was read\n");
    assert_int_equal(bench.report.refused, 1);
    unmake(&bench);
}

static void a_folder_without_files_is_no_error(void **state)
{
    struct bench bench;

    (void)state;
    make(&bench);
    tree_folder(&bench.source, "empty");
    run_well(&bench, "");
    assert_int_equal(bench.report.preserved, 0);
    assert_false(has_statement(&bench, FIRST));
    unmake(&bench);
}

static void open_archive(struct bench *bench)
{
    struct err err = {0};

    if (archive_open(&bench->archive, bench->folder, ARCHIVE_WRITE, &err) != ERR_OK)
        fail_msg("%s", err.message);
}

/* Preserve in another process, which is stopped when it opens the n-th file. */
static void run_and_stop(struct bench *bench, int n)
{
    int status = 0;
    pid_t child;

    archive_close(bench->archive);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = {0};

        bench->stop_at = n;
        if (archive_open(&bench->archive, bench->folder, ARCHIVE_WRITE, &err) == ERR_OK)
            (void)run(bench, STR(""), &err);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), STOPPED);
    open_archive(bench);
}

static void a_run_that_was_stopped_is_gone_on_with(void **state)
{
    enum { FILES = FINDINGS_MAX + 200 };
    struct bench bench;
    struct arena arena = {0};
    struct value first;
    struct value last;
    struct err err = {0};

    (void)state;
    make(&bench);
    for (int i = 0; i < FILES; i++) {
        char name[16];

        (void)snprintf(name, sizeof name, "%05d", i);
        tree_file(&bench.source, name, name);
    }
    run_and_stop(&bench, FILES);
    assert_true(has_statement(&bench, FIRST + FINDINGS_MAX - 1));
    assert_false(has_statement(&bench, FIRST + FINDINGS_MAX));
    assert_int_equal(run(&bench, STR(""), &err), ERR_OK);
    assert_int_equal(bench.report.resumed, FINDINGS_MAX);
    assert_int_equal(bench.report.preserved + bench.report.duplicates, 200);
    first = statement(&bench, &arena, FIRST);
    last = statement(&bench, &arena, FIRST + FILES - 1);
    assert_true(str_equal(value_get_string(&first, STR("run")),
                          value_get_string(&last, STR("run"))));
    assert_int_equal(run(&bench, STR(""), &err), ERR_OK);
    assert_int_equal(bench.report.unchanged, FILES);
    arena_free(&arena);
    unmake(&bench);
}

static void many_small_files_keep_their_order(void **state)
{
    enum { FILES = 300 };
    struct bench bench;
    struct buf expected = {0};

    (void)state;
    make(&bench);
    for (int i = 0; i < FILES; i++) {
        char name[16];

        (void)snprintf(name, sizeof name, "%03d", i);
        tree_file(&bench.source, name, name);
        buf_printf(&expected, "new %s\n", name);
    }
    buf_char(&expected, '\0');
    run_well(&bench, expected.ptr);
    assert_int_equal(bench.report.bytes, 3 * FILES);
    buf_release(&expected);
    unmake(&bench);
}

static void what_cannot_be_begun_is_said(void **state)
{
    struct bench bench;
    struct preserve_options options = {.path_count = 1, .quiet = true};
    const char *paths[] = {bench.folder};
    char expected[256];
    struct err err = {0};

    (void)state;
    make(&bench);
    options.paths = paths;
    assert_int_equal(preserve(&bench.report, bench.archive, &options, &err), ERR_INVALID);
    (void)snprintf(expected, sizeof expected, "\"%s\" lies in the archive itself",
                   bench.folder);
    assert_string_equal(err.message, expected);
    (void)snprintf(expected, sizeof expected, "%s/state", bench.machine.path);
    paths[0] = expected;
    assert_int_equal(preserve(&bench.report, bench.archive, &options, &err), ERR_INVALID);
    assert_true(str_ends_with(str_from_c(err.message),
                              STR("/state\" lies in the folder where this machine keeps "
                                  "its keys and indexes")));
    paths[0] = "/nonexistent/card";
    assert_int_equal(preserve(&bench.report, bench.archive, &options, &err),
                     ERR_NOT_FOUND);
    assert_string_equal(err.message, "\"/nonexistent/card\": no such file or folder");
    options.on = STR("yesterday");
    assert_int_equal(preserve(&bench.report, bench.archive, &options, &err), ERR_INVALID);
    assert_non_null(strstr(err.message, "the date on which it was obtained: "));
    unmake(&bench);
}

static void the_archive_and_its_keys_in_the_source_are_left_out(void **state)
{
    struct bench bench;
    const char *paths[] = {bench.machine.path};
    struct preserve_options options = {.paths = paths,
                                       .path_count = 1,
                                       .quiet = true,
                                       .outcome = write_down,
                                       .context = &bench};
    struct err err = {0};

    (void)state;
    make(&bench);
    if (preserve(&bench.report, bench.archive, &options, &err) != ERR_OK)
        fail_msg("%s", err.message);
    buf_char(&bench.log, '\0');
    assert_string_equal(
        bench.log.ptr,
        "refused archive: is this archive itself\n"
        "refused cache/stele: is where this machine keeps its keys and indexes\n"
        "refused state: is where this machine keeps its keys and indexes\n");
    unmake(&bench);
}

static void missing(void *context, const char *root, struct str path, struct str reason)
{
    struct buf *log = context;

    (void)root;
    buf_append(log, path);
    buf_append(log, STR(": "));
    buf_append(log, reason);
    buf_char(log, '\n');
}

static void check(struct bench *bench, struct preserve_check_report *report)
{
    const char *paths[] = {bench->source.path};
    struct preserve_check_options options = {.paths = paths,
                                             .path_count = 1,
                                             .quiet = true,
                                             .missing = missing,
                                             .context = &bench->log};
    struct err err = {0};

    buf_reset(&bench->log);
    if (preserve_check(report, bench->archive, &options, &err) != ERR_OK)
        fail_msg("%s", err.message);
    buf_char(&bench->log, '\0');
}

static void checking_reads_both_sides(void **state)
{
    struct bench bench;
    struct preserve_check_report report;
    struct stat st;

    (void)state;
    make(&bench);
    tree_file(&bench.source, "a", "abc");
    tree_file(&bench.source, "b", "2");
    run_well(&bench, "new a\nnew b\n");
    check(&bench, &report);
    assert_string_equal(bench.log.ptr, "");
    assert_int_equal(report.files, 2);
    assert_int_equal(report.whole, 2);
    assert_int_equal(report.bytes, 4);

    tree_file(&bench.source, "b", "new content");
    assert_int_equal(symlinkat("a", bench.source.fd, "link"), 0);
    check(&bench, &report);
    assert_string_equal(bench.log.ptr,
                        "link: is a symbolic link\nb: is not in the archive\n");
    assert_int_equal(report.files, 3);
    assert_int_equal(report.whole, 1);

    /* SHA-256 of "abc", one byte of it changed on the archive's disk */
    static const char stored[] =
        "archive/objects/ba/"
        "7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_int_equal(unlinkat(bench.source.fd, "link", 0), 0);
    assert_int_equal(fstatat(bench.machine.fd, stored, &st, 0), 0);
    assert_int_equal(fchmodat(bench.machine.fd, stored, 0644, 0), 0);
    tree_file(&bench.machine, stored, "abd");
    check(&bench, &report);
    assert_string_equal(bench.log.ptr, "a: the stored bytes are damaged\n"
                                       "b: is not in the archive\n");
    unmake(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_becomes_statements_in_its_order),
        cmocka_unit_test(names_that_are_no_text_are_kept_as_hex),
        cmocka_unit_test(what_is_no_file_is_refused_and_the_rest_preserved),
        cmocka_unit_test(the_same_bytes_are_stored_once_and_stated_twice),
        cmocka_unit_test(preserving_again_adds_nothing_unless_something_else_is_said),
        cmocka_unit_test(a_file_that_changes_is_tried_again_and_then_refused),
        cmocka_unit_test(a_folder_without_files_is_no_error),
        cmocka_unit_test(a_run_that_was_stopped_is_gone_on_with),
        cmocka_unit_test(many_small_files_keep_their_order),
        cmocka_unit_test(what_cannot_be_begun_is_said),
        cmocka_unit_test(the_archive_and_its_keys_in_the_source_are_left_out),
        cmocka_unit_test(checking_reads_both_sides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
