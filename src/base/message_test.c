#include "base/message.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"

enum { ROUNDS = 2000, THREADS = 4 };

/* The catalogues of this build, beside the folder of this program. */
static int start(void **state)
{
    static char folder[PATH_MAX];
    const char *const folders[] = {"/nowhere", folder, NULL};
    ssize_t len = readlink("/proc/self/exe", folder, sizeof folder - sizeof "../po");

    (void)state;
    while (len > 0 && folder[len - 1] != '/')
        len--;
    memcpy(folder + len, "../po", sizeof "../po");
    /* NOLINTBEGIN(concurrency-mt-unsafe): before any thread */
    assert_int_equal(setenv("LC_ALL", "C", 1), 0);
    assert_int_equal(unsetenv("LANGUAGE"), 0);
    /* NOLINTEND(concurrency-mt-unsafe) */
    message_start(folders);
    assert_true(message_is_english());
    assert_true(message_serve());
    return 0;
}

static void test_a_thread_speaks_as_the_environment_until_told(void **state)
{
    (void)state;
    assert_true(message_is_english());
    assert_false(message_is_ukrainian());
    assert_string_equal(_("work needed"), "work needed");
    assert_string_equal(_n(2, "%zu thing to mend", "%zu things to mend"),
                        "%zu things to mend");
    assert_string_equal(message_thousands(), ",");
}

static void test_ukrainian_is_spoken_though_the_environment_is_english(void **state)
{
    struct err err;

    (void)state;
    message_speak(MESSAGE_UKRAINIAN);
    assert_true(message_is_ukrainian());
    assert_false(message_is_english());
    assert_string_not_equal(message_thousands(), ",");
    (void)err_set(&err, ERR_NOT_FOUND, "no such feed");
    assert_string_equal(err.message, _("no such feed"));
    message_speak(MESSAGE_ENGLISH);
    assert_true(message_is_english());
    errno = ENOENT;
    (void)err_set_errno(&err, "cannot open \"%s\"", "x");
    assert_non_null(strstr(err.message, ": No such file or directory"));
}

struct speaker {
    enum message_language language;
    size_t wrong;
};

static void *speak(void *context)
{
    struct speaker *speaker = context;
    bool is_english = speaker->language == MESSAGE_ENGLISH;

    message_speak(speaker->language);
    for (size_t i = 0; i < ROUNDS; i++)
        if ((strcmp(message_thousands(), ",") == 0) != is_english)
            speaker->wrong++;
    return NULL;
}

static void test_threads_speak_their_own_language_at_the_same_time(void **state)
{
    pthread_t threads[THREADS];
    struct speaker speakers[THREADS] = {0};

    (void)state;
    for (size_t i = 0; i < THREADS; i++) {
        speakers[i].language = i % 2 == 0 ? MESSAGE_ENGLISH : MESSAGE_UKRAINIAN;
        assert_int_equal(pthread_create(&threads[i], NULL, speak, &speakers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(speakers[i].wrong, 0);
    }
}

static void test_a_child_speaks_as_the_thread_that_starts_it(void **state)
{
    struct arena arena = {0};
    char *const *variables;

    (void)state;
    message_speak(MESSAGE_ENGLISH);
    variables = message_environment(&arena);
    assert_non_null(strstr(variables[0], "/../po"));
    assert_null(variables[1]);
    message_speak(MESSAGE_UKRAINIAN);
    variables = message_environment(&arena);
    assert_string_equal(variables[1], "LC_ALL=C.UTF-8");
    assert_string_equal(variables[2], "LANGUAGE=uk");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_thread_speaks_as_the_environment_until_told),
        cmocka_unit_test(test_ukrainian_is_spoken_though_the_environment_is_english),
        cmocka_unit_test(test_threads_speak_their_own_language_at_the_same_time),
        cmocka_unit_test(test_a_child_speaks_as_the_thread_that_starts_it),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
