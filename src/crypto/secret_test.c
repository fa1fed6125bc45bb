#include "crypto/secret.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>

#include <cmocka.h>

static void is_zeroed_and_writable(void **state)
{
    unsigned char *secret = SECRET_ARRAY(unsigned char, 100);

    (void)state;
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(secret[i], 0);
        secret[i] = 0xaa;
    }
    secret_free(secret);
    secret_free(NULL);
}

/* libsodium puts a guard page directly behind it. */
static void one_byte_too_many_stops_the_process(void **state)
{
    pid_t child = fork();
    int status = 0;

    (void)state;
    if (child == 0) {
        volatile unsigned char *secret = SECRET_ARRAY(unsigned char, 64);

        (void)signal(SIGSEGV, SIG_DFL);
        secret[64] = 1;
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"secret memory is zeroed and writable", is_zeroed_and_writable, 0, 0, 0},
        {"one byte too many stops the process", one_byte_too_many_stops_the_process, 0, 0,
         0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
