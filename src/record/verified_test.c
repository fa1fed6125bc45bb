#include "record/verified.h"

#include "record/archive_testing.h"
#include "record/verify.h"

static void report(void *context, const struct audit_finding *finding)
{
    (void)context;
    (void)finding;
}

static void verify_and_keep(struct place *p, const char *folder, uint64_t wrong)
{
    const struct verify_options how = {.report = report};
    struct verify_result result;

    ok(verify_archive(&result, &p->arena, folder, &how, &p->err), &p->err);
    assert_int_equal(result.wrong, 0);
    result.wrong = wrong;
    verified_keep(folder, &result);
}

static void test_what_was_found_is_known_until_the_next_time(void **state)
{
    struct place p;
    struct verified verified;

    (void)state;
    start(&p);
    assert_int_equal(verified_read(&verified, &p.arena, p.archive, &p.err),
                     ERR_NOT_FOUND);
    verify_and_keep(&p, p.folder, 0);
    ok(verified_read(&verified, &p.arena, p.archive, &p.err), &p.err);
    assert_true(verified.is_good);
    assert_int_equal(verified.count, 3);
    verify_and_keep(&p, p.folder, 1);
    ok(verified_read(&verified, &p.arena, p.archive, &p.err), &p.err);
    assert_false(verified.is_good);
    end(&p);
}

static void test_of_another_copy_nothing_is_known(void **state)
{
    struct place p;
    struct verified verified;
    char other[PATH_LEN];

    (void)state;
    start(&p);
    verify_and_keep(&p, p.folder, 0);
    (void)snprintf(other, sizeof other, "%s/moved", p.root);
    archive_close(p.archive);
    assert_int_equal(rename(p.folder, other), 0);
    ok(archive_open(&p.archive, other, ARCHIVE_READ, &p.err), &p.err);
    assert_int_equal(verified_read(&verified, &p.arena, p.archive, &p.err),
                     ERR_NOT_FOUND);
    end(&p);
}

static void test_a_machine_that_keeps_nothing_of_it_still_does(void **state)
{
    struct place p;
    char elsewhere[PATH_LEN];

    (void)state;
    start(&p);
    (void)snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", p.root);
    set("STELE_STATE", elsewhere);
    verify_and_keep(&p, p.folder, 0);
    assert_int_equal(access(elsewhere, F_OK), -1);
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_found_is_known_until_the_next_time),
        cmocka_unit_test(test_of_another_copy_nothing_is_known),
        cmocka_unit_test(test_a_machine_that_keeps_nothing_of_it_still_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
