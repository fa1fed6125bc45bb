#include "web/help.h"

#include <setjmp.h>
#include <stdarg.h>
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_topic_is_found_by_its_name),
        cmocka_unit_test(test_every_text_is_made_of_whole_sections),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
