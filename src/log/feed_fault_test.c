#include "log/feed_fixture.h"

#include <errno.h>

#include "base/file.h"

/*
 * A commit that fails at its Nth change to the disk, or whose process dies there,
 * for every N until it succeeds: nothing acknowledged is lost, nothing half-done
 * is seen, and the next writer goes on.
 */

static int steps_left; /* changes to come before the fault; below 0: none */
static bool dies;

static int fail_in_time(enum file_step step, const char *path)
{
    (void)step;
    (void)path;
    if (steps_left < 0 || steps_left-- > 0)
        return 0;
    if (dies)
        _exit(0);
    return ENOSPC;
}

static enum err_code append_with_fault(struct place *p, uint64_t count, int at,
                                       struct err *err)
{
    enum err_code code;

    fixture_ok(feed_begin(p->feed, err), err);
    fixture_add(p, count);
    steps_left = at;
    code = feed_commit(p->feed, err);
    steps_left = -1;
    feed_end(p->feed);
    return code;
}

/* The sizes are such that a commit makes a tail, appends to it, or fills one or more
 * groups. */
static const uint64_t counts[] = {1, 300, 250, 600};

enum { COUNTS = sizeof counts / sizeof counts[0], MANY_STEPS = 200 };

static void survives_every_failure(void **state)
{
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < COUNTS; i++) {
        struct place p;
        uint64_t size;
        int at = 0;
        enum err_code code;

        fixture_create(&p, 7);
        fixture_append(&p, 200);
        size = 201;
        file_set_fault(fail_in_time);
        do {
            code = append_with_fault(&p, counts[i], at, &err);
            if (code != ERR_OK) {
                assert_int_equal(code, ERR_IO);
                assert_non_null(strstr(err.message, "No space left on device"));
            }
            if (at % 2 == 0)
                fixture_reopen(&p);
            fixture_ok(feed_begin(p.feed, &err), &err);
            feed_end(p.feed);
            /* Acknowledged is there; what was signed but not acknowledged may be. */
            if (code == ERR_OK || feed_position(p.feed).size != size)
                size += counts[i];
            fixture_check(&p, size);
            fixture_append(&p, 1);
            size++;
            at++;
        } while (code != ERR_OK && at < MANY_STEPS);
        assert_true(at > 8 && at < MANY_STEPS);
        file_set_fault(NULL);
        fixture_reopen(&p);
        fixture_check(&p, size);
        fixture_destroy(&p);
    }
}

/* In a child: a commit that dies at a step. Exit status 7 when it came to its end. */
static void append_and_die(struct place *p, uint64_t count, int at)
{
    struct err err = {0};
    pid_t pid = fork();
    int status = 0;

    assert_true(pid >= 0);
    if (pid == 0) {
        struct place child = *p;

        child.feed = NULL;
        child.store = NULL;
        fixture_open(&child);
        dies = true;
        file_set_fault(fail_in_time);
        _exit(append_with_fault(&child, count, at, &err) == ERR_OK ? 7 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    steps_left = WEXITSTATUS(status) == 7 ? -1 : 0;
    assert_true(WEXITSTATUS(status) == 7 || WEXITSTATUS(status) == 0);
}

static void survives_every_death(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNTS; i++) {
        struct place p;
        uint64_t size = 201;
        int at = 0;

        fixture_create(&p, 7);
        fixture_append(&p, 200);
        do {
            struct err err = {0};

            append_and_die(&p, counts[i], at);
            fixture_ok(feed_begin(p.feed, &err), &err);
            feed_end(p.feed);
            if (feed_position(p.feed).size != size)
                size += counts[i];
            else
                assert_true(steps_left >= 0);
            fixture_check(&p, size);
            fixture_append(&p, 1);
            size++;
            at++;
        } while (steps_left >= 0 && at < MANY_STEPS);
        assert_true(at > 8 && at < MANY_STEPS);
        steps_left = -1;
        fixture_reopen(&p);
        fixture_check(&p, size);
        fixture_destroy(&p);
    }
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a commit may fail at every step, and nothing acknowledged is lost",
         survives_every_failure, 0, 0, 0},
        {"a writer may die at every step, and nothing acknowledged is lost",
         survives_every_death, 0, 0, 0},
    };

    steps_left = -1;
    return cmocka_run_group_tests(cases, NULL, NULL);
}
