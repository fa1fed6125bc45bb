#include "web/help.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_a_topic_is_found_by_its_name(void **state)
{
    (void)state;
    assert_non_null(help_find(STR("reading")));
    assert_null(help_find(STR("")));
    assert_null(help_find(STR("read")));
    assert_null(help_find(STR("reading/")));
    assert_string_equal(help_text(help_find(STR("keys")))->parts[0].id, "keys");
}

/* Begins and ends of sections alternate, and nothing stands outside of them. */
static void check_sections(const struct help_text *text)
{
    bool is_inside = false;

    for (size_t i = 0; i < text->count; i++) {
        const struct help_part *part = &text->parts[i];

        assert_int_equal(is_inside, part->kind != HELP_SECTION);
        if (part->kind == HELP_SECTION || part->kind == HELP_END)
            is_inside = part->kind == HELP_SECTION;
        assert_int_equal(part->len, strlen(part->text));
        assert_true(part->mark < MARK_COUNT);
    }
    assert_false(is_inside);
}

static void test_every_text_is_made_of_whole_sections(void **state)
{
    (void)state;
    for (size_t i = 0; i < help_topic_count; i++)
        for (size_t language = 0; language < HELP_LANGUAGES; language++)
            check_sections(&help_topics[i].texts[language]);
}

/* Every topic that stands in quotation marks behind `before`. */
static void check_topics(const char *source, const char *before, size_t *found)
{
    for (const char *at = strstr(source, before); at; at = strstr(at + 1, before)) {
        const char *quote = at + strlen(before);
        struct str topic = {0};

        if (*quote != '"') /* a variable */
            continue;
        topic = (struct str){quote + 1, strcspn(quote + 1, "\"")};
        if (!help_find(topic))
            fail_msg("there is no topic \"" STR_FMT "\" of help", STR_ARG(topic));
        ++*found;
    }
}

static void check_file(const char *path, size_t *found)
{
    static char text[1 << 18];
    FILE *file = fopen(path, "r");
    size_t len;

    assert_non_null(file);
    len = fread(text, 1, sizeof text - 1, file);
    assert_int_equal(fclose(file), 0);
    assert_true(len < sizeof text - 1);
    text[len] = '\0';
    check_topics(text, ".help = ", found);
    check_topics(text, "page_help(page, ", found);
    check_topics(text, "page_help(&page, ", found);
}

static void test_pages_name_topics_that_there_are(void **state)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    const char *root = getenv("STELE_SOURCE");
    char path[4096];
    size_t found = 0;
    struct dirent *entry;
    DIR *dir;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/src/web", root ? root : ".");
    dir = opendir(path);
    assert_non_null(dir);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while ((entry = readdir(dir))) {
        if (!str_ends_with(str_from_c(entry->d_name), STR(".c")) ||
            str_ends_with(str_from_c(entry->d_name), STR("_test.c")))
            continue;
        (void)snprintf(path, sizeof path, "%s/src/web/%s", root ? root : ".",
                       entry->d_name);
        check_file(path, &found);
    }
    assert_int_equal(closedir(dir), 0);
    assert_true(found > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_topic_is_found_by_its_name),
        cmocka_unit_test(test_pages_name_topics_that_there_are),
        cmocka_unit_test(test_every_text_is_made_of_whole_sections),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
