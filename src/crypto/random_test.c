#include "crypto/random.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

static int interruptions;
static size_t most_at_once = SIZE_MAX;

/* Stands before libc's: as the kernel does, it may be interrupted or give less. */
/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): libc's are __x */
ssize_t getrandom(void *bytes, size_t len, unsigned flags)
{
    if (interruptions > 0) {
        interruptions--;
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_getrandom, bytes, len < most_at_once ? len : most_at_once, flags);
}

static void two_fills_differ_everywhere(void **state)
{
    /* A byte that stays 0 in 20 fills is one that is never written (chance 256^-20). */
    bool written[300] = {false};
    uint8_t bytes[300];

    (void)state;
    for (int round = 0; round < 20; round++) {
        memset(bytes, 0, sizeof bytes);
        random_fill(bytes, sizeof bytes);
        for (size_t i = 0; i < sizeof bytes; i++)
            written[i] = written[i] || bytes[i] != 0;
    }
    for (size_t i = 0; i < sizeof bytes; i++)
        assert_true(written[i]);
    random_fill(bytes, 0);
}

static void a_signal_and_short_answers_leave_no_gap(void **state)
{
    bool written[64] = {false};
    uint8_t bytes[64];

    (void)state;
    most_at_once = 7;
    for (int round = 0; round < 20; round++) {
        interruptions = 3;
        memset(bytes, 0, sizeof bytes);
        random_fill(bytes, sizeof bytes);
        assert_int_equal(interruptions, 0);
        for (size_t i = 0; i < sizeof bytes; i++)
            written[i] = written[i] || bytes[i] != 0;
    }
    most_at_once = SIZE_MAX;
    for (size_t i = 0; i < sizeof bytes; i++)
        assert_true(written[i]);
}

static void wiping_leaves_zeros_and_touches_nothing_else(void **state)
{
    uint8_t bytes[4] = {1, 2, 3, 4};

    (void)state;
    crypto_wipe(bytes + 1, 2);
    crypto_wipe(NULL, 0);
    assert_memory_equal(bytes, "\1\0\0\4", 4);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"every byte asked for is random", two_fills_differ_everywhere, 0, 0, 0},
        {"a signal and short answers leave no gap",
         a_signal_and_short_answers_leave_no_gap, 0, 0, 0},
        {"wiping leaves zeros and touches nothing else",
         wiping_leaves_zeros_and_touches_nothing_else, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
