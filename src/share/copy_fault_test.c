#include "share/copy_fixture.h"

#include <errno.h>
#include <stdatomic.h>

/*
 * A copying that fails, or whose process dies, at its Nth change to the disk, for every N
 * until it comes to its end: at every moment the folder is no archive, and says what it
 * is, or is whole up to a size; and the same copying, done again, ends it.
 */

static atomic_int steps_left; /* changes to come before the fault; below 0: none */
static bool dies;

static int fail_in_time(enum file_step step, const char *path)
{
    (void)step;
    (void)path;
    if (atomic_load(&steps_left) < 0 || atomic_fetch_sub(&steps_left, 1) > 0)
        return 0;
    if (dies)
        _exit(0);
    atomic_store(&steps_left, 0); /* and every later one too, in either thread */
    return ENOSPC;
}

/* Nothing, an unfinished copy that says so, or an archive whole to one of two sizes. */
static void expect_honest(const struct place *p, uint64_t old_size, uint64_t new_size)
{
    struct copy_path folder = copy_beside(p, "out");
    struct store *store = NULL;
    struct err err = {0};

    if (access(copy_in(p, "out", "stele.json").text, F_OK) == 0) {
        uint64_t size = copy_verify(folder.text, NULL, NULL);

        assert_true(size == old_size || size == new_size);
        assert_int_not_equal(size, 0);
        return;
    }
    assert_int_equal(old_size, 0);
    assert_int_equal(store_open(&store, folder.text, &err), ERR_NOT_FOUND);
    if (access(copy_in(p, "out", "feeds").text, F_OK) == 0)
        assert_non_null(strstr(
            err.message, "is an unfinished copy of an archive: run \"stele copy\""));
}

enum { MANY_STEPS = 300, OLD = 302, NEW = 904 };

/* An archive, a copy of it as it was, and one that is there before each copying. */
static void set_up(struct place *p, bool has_old)
{
    struct told told;

    fixture_create(p, 7);
    fixture_append(p, 300);
    (void)copy_add_object(p, "a photograph");
    if (has_old)
        (void)copy_to(&told, p, "before", (struct copy_options){0});
    fixture_append(p, 600);
    (void)copy_add_object(p, "another");
    (void)copy_add_object(p, "a third");
    assert_int_equal(feed_position(p->feed).size, NEW);
}

static void put_old(const struct place *p, bool has_old)
{
    struct copy_path out = copy_beside(p, "out");

    fixture_remove_tree(out.text);
    if (has_old)
        fixture_copy(copy_beside(p, "before").text, out.text);
}

static bool fail_at(struct place *p, int at)
{
    struct copy_report report = {0};
    struct told told;
    struct err err = {0};
    enum err_code code;

    atomic_store(&steps_left, at);
    code = copy_try(&report, &told, p, copy_beside(p, "out").text,
                    (struct copy_options){0}, &err);
    atomic_store(&steps_left, -1);
    assert_int_equal(told.count, 0);
    if (code != ERR_OK)
        assert_non_null(strstr(err.message, "No space left on device"));
    return code == ERR_OK;
}

/* In a child, so that its threads end with it. Exit status 7: it came to its end. */
static bool die_at(struct place *p, int at)
{
    int status = 0;
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        dies = true;
        _exit(fail_at(p, at) ? 7 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) == 7 || WEXITSTATUS(status) == 0);
    return WEXITSTATUS(status) == 7;
}

static void sweep(bool has_old, bool (*stop_at)(struct place *p, int at))
{
    uint64_t old_size = has_old ? OLD : 0;
    struct place p;
    bool is_done = false;
    int at = 0;

    set_up(&p, has_old);
    file_set_fault(fail_in_time);
    for (; !is_done && at < MANY_STEPS; at++) {
        struct told told;

        put_old(&p, has_old);
        is_done = stop_at(&p, at);
        expect_honest(&p, old_size, NEW);
        (void)copy_to(&told, &p, "out", (struct copy_options){0});
        copy_expect_whole(&p, "out", NEW);
    }
    assert_true(at > 20 && at < MANY_STEPS);
    file_set_fault(NULL);
    fixture_destroy(&p);
}

static void survives_every_failure(void **state)
{
    (void)state;
    sweep(false, fail_at);
    sweep(true, fail_at);
}

static void survives_every_death(void **state)
{
    (void)state;
    sweep(true, die_at);
}

/* --- a disk that does not keep what it is given --- */

static char spoiled[COPY_PATH_MAX];

/* Just before the first batch is synced its first file changes behind our back. */
static int spoil(enum file_step step, const char *path)
{
    if (step == FILE_SYNC && strcmp(path, "file system") == 0 && spoiled[0] != '\0' &&
        access(spoiled, F_OK) == 0) {
        copy_flip(spoiled, 0);
        spoiled[0] = '\0';
    }
    return 0;
}

static void notices_a_disk_that_loses_data(void **state)
{
    struct place p;
    struct told told;
    struct copy_report report = {0};
    struct err err = {0};

    (void)state;
    set_up(&p, true);
    put_old(&p, true);
    (void)snprintf(spoiled, sizeof spoiled, "%s",
                   copy_in(&p, "out", STORE_UNFINISHED_COPY "/0").text);
    file_set_fault(spoil);
    assert_int_equal(copy_try(&report, &told, &p, copy_beside(&p, "out").text,
                              (struct copy_options){0}, &err),
                     ERR_IO);
    assert_non_null(strstr(err.message, "does not read back as it was written: this disk "
                                        "loses data; copy to another one"));
    file_set_fault(NULL);
    expect_honest(&p, OLD, OLD);
    fixture_destroy(&p);
}

/* Nobody writes in a folder while it is half copied, and no two copy into it at once. */
static void an_unfinished_copy_is_not_written(void **state)
{
    struct place p;
    struct store *store = NULL;
    struct feed *feed = NULL;
    struct err err = {0};

    (void)state;
    set_up(&p, true);
    put_old(&p, true);
    file_set_fault(fail_in_time);
    assert_false(fail_at(&p, 20));
    file_set_fault(NULL);
    fixture_ok(store_open(&store, copy_beside(&p, "out").text, &err), &err);
    fixture_ok(feed_open(&feed, store, str_from_c(p.id), &err), &err);
    assert_int_equal(feed_begin(feed, &err), ERR_DENIED);
    assert_non_null(strstr(err.message, "is an unfinished copy; run \"stele copy\""));
    feed_close(feed);
    store_close(store);
    fixture_destroy(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"copying may fail at every step, and goes on when it is repeated",
         survives_every_failure, 0, 0, 0},
        {"copying may die at every step, and goes on when it is repeated",
         survives_every_death, 0, 0, 0},
        {"a disk that loses data is noticed before the copy is said to be whole",
         notices_a_disk_that_loses_data, 0, 0, 0},
        {"an unfinished copy is not written to", an_unfinished_copy_is_not_written, 0, 0,
         0},
    };

    atomic_init(&steps_left, -1);
    return cmocka_run_group_tests(cases, NULL, NULL);
}
