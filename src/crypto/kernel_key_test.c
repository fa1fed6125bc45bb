#include "crypto/kernel_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"

static char name_a[64];
static char name_b[64];
static char prefix[48];

/* Names of this process alone: other tests run beside. */
static int prepare(void **state)
{
    struct err err = {0};

    (void)state;
    (void)snprintf(prefix, sizeof prefix, "stele-test:%d:", (int)getpid());
    (void)snprintf(name_a, sizeof name_a, "%sa", prefix);
    (void)snprintf(name_b, sizeof name_b, "%sb", prefix);
    if (kernel_key_put(name_a, "x", 1, 60, &err) == ERR_OK)
        return 0;
    print_message("skipped: %s\n", err.message);
    return -1;
}

static int clean(void **state)
{
    (void)state;
    (void)kernel_key_drop_all(prefix);
    return 0;
}

static void is_kept_until_dropped(void **state)
{
    uint8_t bytes[KERNEL_KEY_MAX];
    size_t len = 0;
    struct err err = {0};

    (void)state;
    assert_int_equal(kernel_key_put(name_a, "secret", 6, 60, &err), ERR_OK);
    assert_int_equal(kernel_key_get(bytes, sizeof bytes, &len, name_a, &err), ERR_OK);
    assert_int_equal(len, 6);
    assert_memory_equal(bytes, "secret", 6);
    assert_int_equal(kernel_key_put(name_a, "other", 5, 60, &err), ERR_OK);
    assert_int_equal(kernel_key_get(bytes, sizeof bytes, &len, name_a, &err), ERR_OK);
    assert_int_equal(len, 5);
    assert_memory_equal(bytes, "other", 5);
    assert_true(kernel_key_drop(name_a));
    assert_false(kernel_key_exists(name_a));
    assert_false(kernel_key_drop(name_a));
    assert_int_equal(kernel_key_get(bytes, sizeof bytes, &len, name_a, &err),
                     ERR_NOT_FOUND);
    assert_int_equal(kernel_key_keep(name_a, 60, &err), ERR_NOT_FOUND);
}

static void another_process_finds_it(void **state)
{
    struct err err = {0};
    int status = -1;
    pid_t child;

    (void)state;
    assert_int_equal(kernel_key_put(name_a, "secret", 6, 60, &err), ERR_OK);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(kernel_key_exists(name_a) ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void goes_when_its_time_is_over(void **state)
{
    uint8_t bytes[KERNEL_KEY_MAX];
    size_t len = 0;
    struct err err = {0};

    (void)state;
    assert_int_equal(kernel_key_put(name_a, "short", 5, 1, &err), ERR_OK);
    assert_int_equal(kernel_key_put(name_b, "kept", 4, 1, &err), ERR_OK);
    assert_int_equal(kernel_key_keep(name_b, 60, &err), ERR_OK);
    for (int i = 0; i < 40 && kernel_key_exists(name_a); i++)
        clock_sleep_ns(INT64_C(100000000));
    assert_int_equal(kernel_key_get(bytes, sizeof bytes, &len, name_a, &err),
                     ERR_NOT_FOUND);
    assert_int_equal(kernel_key_get(bytes, sizeof bytes, &len, name_b, &err), ERR_OK);
}

static void all_of_a_prefix_go_together(void **state)
{
    struct err err = {0};

    (void)state;
    assert_int_equal(kernel_key_put(name_a, "1", 1, 60, &err), ERR_OK);
    assert_int_equal(kernel_key_put(name_b, "2", 1, 60, &err), ERR_OK);
    assert_int_equal(kernel_key_drop_all("stele-test:nobody"), 0);
    assert_int_equal(kernel_key_drop_all(prefix), 2);
    assert_false(kernel_key_exists(name_a));
    assert_false(kernel_key_exists(name_b));
}

static void gives_no_more_than_fits(void **state)
{
    uint8_t bytes[3];
    size_t len = 0;
    struct err err = {0};

    (void)state;
    assert_int_equal(kernel_key_put(name_a, "secret", 6, 60, &err), ERR_OK);
    assert_int_equal(kernel_key_get(bytes, sizeof bytes, &len, name_a, &err),
                     ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_kept_until_dropped),
        cmocka_unit_test(another_process_finds_it),
        cmocka_unit_test(goes_when_its_time_is_over),
        cmocka_unit_test(all_of_a_prefix_go_together),
        cmocka_unit_test(gives_no_more_than_fits),
    };

    if (prepare(NULL) != 0)
        return 77; /* skipped: the kernel refuses key rings here */
    return cmocka_run_group_tests(tests, NULL, clean);
}
