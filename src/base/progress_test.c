#include "base/progress.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_text(struct buf *b, const char *expected)
{
    buf_char(b, '\0');
    assert_string_equal(b->ptr, expected);
    buf_reset(b);
}

static void numbers_are_grouped_and_sizes_have_a_unit(void **state)
{
    struct buf b = {0};

    (void)state;
    progress_number(&b, 0);
    assert_text(&b, "0");
    progress_number(&b, 999);
    assert_text(&b, "999");
    progress_number(&b, 1234567);
    assert_text(&b, "1,234,567");
    progress_bytes(&b, 999);
    assert_text(&b, "999 B");
    progress_bytes(&b, 1000);
    assert_text(&b, "1.0 kB");
    progress_bytes(&b, 99999);
    assert_text(&b, "99.9 kB");
    progress_bytes(&b, 1900000000);
    assert_text(&b, "1.9 GB");
    progress_bytes(&b, 450000000);
    assert_text(&b, "450 MB");
    progress_bytes(&b, UINT64_MAX);
    assert_text(&b, "18.4 EB");
    buf_release(&b);
}

static void the_line_says_how_far_how_fast_and_how_long(void **state)
{
    struct progress p = {.what = "preserving",
                         .items = "files saved",
                         .item_count = 2020,
                         .byte_count = 1900000000};
    struct buf b = {0};

    (void)state;
    progress_line(&b, &p, 512, 950000000, 2000000);
    assert_text(&b, "preserving: 50%, 512 of 2,020 files saved, 475 MB/s, 2 s left");
    progress_line(&b, &p, 0, 0, 0);
    assert_text(&b, "preserving: 0%, 0 of 2,020 files saved, 0 B/s");
    progress_line(&b, &p, 2020, 1900000000, 4000000);
    assert_text(&b, "preserving: 100%, 2,020 of 2,020 files saved, 475 MB/s");
    progress_line(&b, &p, 2021, 2000000000, 4000000);
    assert_text(&b, "preserving: 100%, 2,021 of 2,021 files saved, 500 MB/s");
    p.byte_count = UINT64_MAX;
    progress_line(&b, &p, 1, UINT64_MAX / 2, INT64_C(90000000));
    assert_text(&b, "preserving: 49%, 1 of 2,020 files saved, 102 PB/s, 1 min 30 s left");
    buf_release(&b);
}

static void without_bytes_items_are_counted_and_colour_is_optional(void **state)
{
    struct progress p = {.what = "reindex", .items = "statements", .item_count = 10000};
    struct buf b = {0};

    (void)state;
    progress_line(&b, &p, 1, 0, 1000000);
    assert_text(&b, "reindex: 0%, 1 of 10,000 statements, 1/s, 2 h 46 min left");
    p.has_colour = true;
    progress_line(&b, &p, 5000, 0, 1000000);
    assert_text(
        &b, "reindex: \033[1m50%\033[0m, 5,000 of 10,000 statements, 5,000/s, 1 s left");
    buf_release(&b);
}

static void nothing_is_drawn_when_quiet_or_not_on_a_terminal(void **state)
{
    struct progress p;

    (void)state;
    progress_start(&p, "preserving", "files saved", 10, 0, true);
    assert_false(p.is_on);
    p.start_us -= 10000000;
    progress_update(&p, 5, 0);
    assert_false(p.is_shown);
    progress_clear(&p);
    /* NOLINTBEGIN(concurrency-mt-unsafe): there is one thread */
    assert_int_equal(setenv("NO_COLOR", "1", 1), 0);
    progress_start(&p, "preserving", "files saved", 10, 0, true);
    assert_false(p.has_colour);
    assert_int_equal(setenv("NO_COLOR", "", 1), 0);
    progress_start(&p, "preserving", "files saved", 10, 0, true);
    assert_true(p.has_colour);
    /* NOLINTEND(concurrency-mt-unsafe) */
}

static void the_line_waits_half_a_second_and_then_a_tenth(void **state)
{
    struct progress p;

    (void)state;
    progress_start(&p, "preserving", "files saved", 10, 0, true);
    p.is_on = true;
    p.has_colour = false;
    progress_update(&p, 5, 0);
    assert_false(p.is_shown);
    p.start_us -= 10000000;
    progress_update(&p, 5, 0);
    assert_true(p.is_shown);
    int64_t shown_us = p.shown_us;
    progress_update(&p, 6, 0);
    assert_int_equal(p.shown_us, shown_us);
    progress_clear(&p);
    assert_false(p.is_shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_grouped_and_sizes_have_a_unit),
        cmocka_unit_test(the_line_says_how_far_how_fast_and_how_long),
        cmocka_unit_test(without_bytes_items_are_counted_and_colour_is_optional),
        cmocka_unit_test(nothing_is_drawn_when_quiet_or_not_on_a_terminal),
        cmocka_unit_test(the_line_waits_half_a_second_and_then_a_tenth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
