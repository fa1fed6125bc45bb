#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"
#include "names/letters.h"

static struct str text_of(struct buf *buf, const struct name_points *points)
{
    buf_reset(buf);
    for (size_t i = 0; i < points->count; i++)
        utf8_append(buf, points->at[i]);
    return buf_str(buf);
}

static void assert_text(const struct name_points *points, const char *wanted)
{
    struct buf buf = {0};
    struct str text = text_of(&buf, points);

    if (!str_equal(text, str_from_c(wanted)))
        fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(text), wanted);
    buf_release(&buf);
}

static void assert_points(const char *text, const char *wanted)
{
    struct name_points points;

    name_points_of(&points, str_from_c(text));
    assert_text(&points, wanted);
}

static void assert_plain(const char *text, const char *wanted)
{
    struct name_points points;

    name_points_plain(&points, str_from_c(text));
    assert_text(&points, wanted);
}

static void case_and_composition_do_not_matter(void **state)
{
    (void)state;
    assert_points("ХАРКІВ", "харків");
    assert_points("Ки\u0456\u0308в", "київ");
    assert_points("КИ\u0418\u0306", "кий");
    assert_points("ŁÓDŹ", "łódź");
    assert_points("ŁO\u0301DZ\u0301", "łódź");
    assert_points("Großdorf", "grossdorf");
    assert_points("İzmir", "i\u0307zmir");
    assert_points("أَحمد", "أَحمد");
}

/* One outcome for two orders of the same marks. */
static void the_order_of_marks_does_not_matter(void **state)
{
    (void)state;
    assert_points("a\u0323\u0301", "\u1ea1\u0301");
    assert_points("a\u0301\u0323", "\u1ea1\u0301");
    assert_points("\u0628\u0651\u064e", "\u0628\u064e\u0651");
}

static void plain_is_without_marks_but_for_cyrillic_letters(void **state)
{
    (void)state;
    assert_plain("Jersón", "jerson");
    assert_plain("Житоми\u0301р", "житомир");
    assert_plain("Йосип їжак Ёлкин Ўсё", "йосип їжак ёлкин ўсё");
    assert_plain("Ѐѝ", "еи");
    assert_plain("ﷲ ﻣﺤﻤﺪ", "الله محمد");
    assert_plain("مُحَمَّد", "محمد");
    assert_plain("Ｋｙｉｖ", "kyiv");
}

/* The tables are only quicker: utf8proc must say the same of every code point. */
static void tables_agree_with_unicode(void **state)
{
    const int options =
        UTF8PROC_NULLTERM | UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE;
    const utf8proc_option_t fold = (utf8proc_option_t)options;
    struct buf buf = {0};

    (void)state;
    for (uint32_t c = 1; c < 0x3000; c++) {
        struct name_points points;
        utf8proc_uint8_t *folded = NULL;
        utf8proc_uint8_t *again = NULL;
        char text[8] = {0};

        buf_reset(&buf);
        utf8_append(&buf, c);
        memcpy(text, buf_str(&buf).ptr, buf.len);
        assert_true(utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded, fold) >= 0);
        assert_true(utf8proc_map(folded, 0, &again, fold) >= 0);
        name_points_of(&points, str_from_c(text));
        if (strcmp((char *)folded, (char *)again) == 0)
            assert_text(&points, (char *)folded);
        free(folded);
        free(again);
    }
    buf_release(&buf);
}

static void what_is_too_long_is_cut_alike(void **state)
{
    struct buf composed = {0};
    struct buf decomposed = {0};
    struct name_points a;
    struct name_points b;

    (void)state;
    for (int i = 0; i < 200; i++) {
        buf_append(&composed, STR("й\u0301é"));
        buf_append(&decomposed, STR("и\u0306\u0301e\u0301"));
    }
    name_points_of(&a, buf_str(&composed));
    name_points_of(&b, buf_str(&decomposed));
    assert_int_equal(a.count, NAME_POINTS_MAX);
    assert_int_equal(b.count, NAME_POINTS_MAX);
    assert_memory_equal(a.at, b.at, sizeof a.at);
    buf_release(&composed);
    buf_release(&decomposed);
}

static void what_is_no_text_is_passed_over(void **state)
{
    (void)state;
    assert_points("Ki\xff\xc3v", "kiv");
    assert_points("", "");
}

static void scripts_and_classes(void **state)
{
    (void)state;
    assert_int_equal(name_script_of(STR("Куп’янськ")), SCRIPT_CYRILLIC);
    assert_int_equal(name_script_of(STR("Łódź")), SCRIPT_LATIN);
    assert_int_equal(name_script_of(STR("محمد 2")), SCRIPT_ARABIC);
    assert_int_equal(name_script_of(STR("Αθήνα")), SCRIPT_OTHER);
    assert_int_equal(name_script_of(STR("12-34")), SCRIPT_OTHER);
    assert_int_equal(name_class_of(0x2019), CLASS_APOSTROPHE);
    assert_int_equal(name_class_of(0x02bc), CLASS_APOSTROPHE);
    assert_int_equal(name_class_of(0x0301), CLASS_MARK);
    assert_int_equal(name_class_of(0x064e), CLASS_MARK);
    assert_int_equal(name_class_of(0x0663), CLASS_DIGIT);
    assert_int_equal(name_class_of('7'), CLASS_DIGIT);
    assert_int_equal(name_class_of(0x0491), CLASS_LETTER);
    assert_int_equal(name_class_of('-'), CLASS_OTHER);
    assert_int_equal(name_class_of('['), CLASS_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_and_composition_do_not_matter),
        cmocka_unit_test(the_order_of_marks_does_not_matter),
        cmocka_unit_test(plain_is_without_marks_but_for_cyrillic_letters),
        cmocka_unit_test(tables_agree_with_unicode),
        cmocka_unit_test(what_is_too_long_is_cut_alike),
        cmocka_unit_test(what_is_no_text_is_passed_over),
        cmocka_unit_test(scripts_and_classes),
    };

    return cmocka_run_group_tests_name("letters", tests, NULL, NULL);
}
