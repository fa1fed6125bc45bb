#include "record/known.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "format/foreign.h"

static struct known known;
static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    known_start(&known, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    known_end(&known);
    arena_free(&arena);
    return 0;
}

static void look(const char *json)
{
    struct value value = {0};
    struct err err = {0};

    if (foreign_parse(&value, &arena, str_from_c(json), &err) != ERR_OK)
        fail_msg("%s", err.message);
    known_look(&known, &value);
}

static void what_is_ours_is_known(void **state)
{
    (void)state;
    look("{\"kind\":\"claim\",\"about\":\"x\",\"property\":\"number\",\"value\":1,"
         "\"mode\":\"asserted\",\"at\":\"t\",\"by\":\"m\",\"feed\":\"f\",\"index\":1}");
    look("{\"kind\":\"erase\",\"of\":{},\"ground\":\"x\",\"confirms\":{}}");
    assert_int_equal(known.kinds.statements, 0);
    assert_int_equal(known.members.statements, 0);
    assert_int_equal(known.properties.statements, 0);
}

static void a_statement_counts_once_for_the_first_thing_unknown(void **state)
{
    (void)state;
    look("{\"kind\":\"sighting\",\"certainty\":1}");
    look("{\"kind\":\"entity\",\"orbit\":1,\"apogee\":2}");
    look("{\"kind\":\"claim\",\"property\":\"posture\",\"value\":1}");
    look("{\"index\":1}");
    assert_int_equal(known.kinds.statements, 2);
    assert_int_equal(known.members.statements, 1);
    assert_int_equal(known.members.name_count, 1);
    assert_true(str_equal(known.members.names[0], STR("orbit")));
    assert_int_equal(known.properties.statements, 1);
    assert_true(str_equal(known.properties.names[0], STR("posture")));
}

static void what_the_archive_added_is_known_from_there_on(void **state)
{
    (void)state;
    look("{\"kind\":\"claim\",\"property\":\"gait\",\"value\":1}");
    look("{\"kind\":\"schema\",\"add\":\"property\",\"key\":\"gait\"}");
    look("{\"kind\":\"schema\",\"add\":\"property\",\"key\":\"gait\"}");
    look("{\"kind\":\"claim\",\"property\":\"gait\",\"value\":1}");
    assert_int_equal(known.properties.statements, 1);
}

static void only_the_first_names_are_kept(void **state)
{
    char json[64];

    (void)state;
    for (int i = 0; i < 20; i++) {
        (void)snprintf(json, sizeof json, "{\"kind\":\"newer_%d\"}", i % 10);
        look(json);
    }
    assert_int_equal(known.kinds.statements, 20);
    assert_int_equal(known.kinds.name_count, KNOWN_NAMES_MAX);
    assert_true(known.kinds.has_more);
}

/* SHAPE_MEMBER("name", ...) and its like, wherever they stand in the line. */
static size_t members_of_line(const char *line)
{
    static const char *const forms[] = {"SHAPE_MEMBER(\"", "SHAPE_NEEDED(\"",
                                        "SHAPE_TERM_OF(\"", "SHAPE_TERM_NEEDED(\""};
    size_t count = 0;

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        for (const char *at = strstr(line, forms[i]); at; at = strstr(at, forms[i])) {
            struct str key = str_from_c(at + strlen(forms[i]));

            at += strlen(forms[i]);
            key.len = str_find(key, '"', 0);
            if (!known_member(&known, key))
                fail_msg("known.c lacks the member " STR_FMT, STR_ARG(key));
            count++;
        }
    return count;
}

static size_t members_of_file(const char *path)
{
    FILE *file = fopen(path, "re");
    char line[512];
    size_t count = 0;

    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        count += members_of_line(line);
    assert_int_equal(fclose(file), 0);
    return count;
}

static void every_member_that_is_checked_is_known(void **state)
{
    const char *source = getenv("STELE_SOURCE"); /* NOLINT(concurrency-mt-unsafe) */
    char pattern[4096];
    glob_t found = {0};
    size_t count = 0;

    (void)state;
    assert_non_null(source);
    (void)snprintf(pattern, sizeof pattern, "%s/src/record/check_*.[ch]", source);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        count += members_of_file(found.gl_pathv[i]);
    globfree(&found);
    assert_true(count > 100);
}

/* check.c: {STR_INIT("claim"), check_claim}, ... */
static void every_kind_that_is_written_is_known(void **state)
{
    const char *source = getenv("STELE_SOURCE"); /* NOLINT(concurrency-mt-unsafe) */
    char path[4096];
    char line[512];
    FILE *file;
    size_t count = 0;

    (void)state;
    assert_non_null(source);
    (void)snprintf(path, sizeof path, "%s/src/record/check.c", source);
    file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        for (const char *at = strstr(line, "{STR_INIT(\""); at;
             at = strstr(at + 1, "{STR_INIT(\"")) {
            struct str kind = str_from_c(at + strlen("{STR_INIT(\""));

            kind.len = str_find(kind, '"', 0);
            if (strncmp(kind.ptr + kind.len, "\"), check_", strlen("\"), check_")) != 0)
                continue; /* another table */
            if (!known_kind(kind))
                fail_msg("known.c lacks the kind " STR_FMT, STR_ARG(kind));
            count++;
        }
    assert_int_equal(fclose(file), 0);
    assert_true(count > 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_ours_is_known),
        TEST(a_statement_counts_once_for_the_first_thing_unknown),
        TEST(what_the_archive_added_is_known_from_there_on),
        TEST(only_the_first_names_are_kept),
        TEST(every_member_that_is_checked_is_known),
        TEST(every_kind_that_is_written_is_known),
    };

    return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
