#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "entering/amount.h"
#include "entering/when.h"
#include "entering/where.h"
#include "entering/who.h"
#include "format/canon.h"

static void is_text(struct str got, const char *wanted)
{
    if (!str_equal(got, str_from_c(wanted)))
        fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(got), wanted);
}

static void is_value(const struct value *v, const char *wanted)
{
    struct buf bytes = {0};
    struct err err = {0};

    assert_int_equal(canon_write(&bytes, v, &err), ERR_OK);
    is_text(buf_str(&bytes), wanted);
    buf_release(&bytes);
}

static void dates_are_read_as_people_type_them(void **state)
{
    static const struct {
        const char *typed;
        const char *edtf;
    } dates[] = {
        {"2022-03/2022-09", "2022-03/2022-09"},
        {"10 september 2022", "2022-09-10"},
        {"September 10, 2022", "2022-09-10"},
        {"10.09.2022", "2022-09-10"},
        {"september 2022", "2022-09"},
        {"2022", "2022"},
        {"march to september 2022", "2022-03/2022-09"},
        {"between march and september 2022", "2022-03/2022-09"},
        {"from 14 until 17 september 2022", "2022-09-14/2022-09-17"},
        {"14-17 september 2022", "2022-09-14/2022-09-17"},
        {"3 march to 5 april 2022", "2022-03-03/2022-04-05"},
        {"early 2022", "2022-01~/2022-04~"},
        {"mid september 2022", "2022-09-11~/2022-09-20~"},
        {"late september 2022", "2022-09-21~/2022-09-30~"},
        {"about september 2022", "2022-09~"},
        {"september 2022?", "2022-09?"},
        {"about 10 september 2022?", "2022-09-10%"},
        {"since march 2022", "2022-03/.."},
        {"until 10 september 2022", "../2022-09-10"},
        {"spring 2022", "2022-21"},
        {"1990s", "199X"},
        {"1st may 2022", "2022-05-01"},
        {"з березня до вересня 2022", "2022-03/2022-09"},
        {"10 вересня 2022 року", "2022-09-10"},
        {"восени 2022", "2022-23"},
        {"сентябрь 2022", "2022-09"},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        struct value v;
        struct err err = {0};

        if (when_read(&v, &arena, str_from_c(dates[i].typed), &err) != ERR_OK)
            fail_msg("%s: %s", dates[i].typed, err.message);
        is_text(value_get_string(&v, STR("edtf")), dates[i].edtf);
    }
    arena_free(&arena);
}

static void what_a_source_says_of_a_date_is_kept_beside_it(void **state)
{
    struct arena arena = {0};
    struct err err = {0};
    struct value v;

    (void)state;
    assert_int_equal(when_read(&v, &arena, STR("“last month” august 2022"), &err),
                     ERR_OK);
    is_value(&v, "{\"edtf\":\"2022-08\",\"words\":\"last month\"}");
    assert_int_equal(when_read(&v, &arena, STR("\"some day\""), &err), ERR_OK);
    is_value(&v, "{\"words\":\"some day\"}");
    arena_free(&arena);
}

static void what_is_no_date_is_said_to_be_none(void **state)
{
    static const char *const wrong[] = {
        "yesterday",        "march",
        "31 february 2022", "september to march 2022",
        "2022-13",          "to",
        "10 10 10 2022",    "between and",
        "32 january 2022",  "2022 spring march",
        "\xff\xfe",         "-",
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct value v;
        struct err err = {0};

        if (when_read(&v, &arena, str_from_c(wrong[i]), &err) != ERR_INVALID)
            fail_msg("\"%s\" was read", wrong[i]);
    }
    arena_free(&arena);
}

static void amounts_keep_what_was_said(void **state)
{
    static const struct {
        const char *typed;
        const char *value;
    } amounts[] = {
        {"2 persons", "{\"exact\":2,\"unit\":\"person\"}"},
        {"two bodies", "{\"exact\":2,\"unit\":\"body\"}"},
        {"at least 1,000 people", "{\"lower\":1000,\"unit\":\"person\"}"},
        {"up to 8 persons per cell at one time",
         "{\"at\":\"one_time\",\"per\":\"cell\",\"unit\":\"person\",\"upper\":8}"},
        {"2-3 persons per cell",
         "{\"lower\":2,\"per\":\"cell\",\"unit\":\"person\",\"upper\":3}"},
        {"about ten bodies", "{\"about\":10,\"unit\":\"body\"}"},
        {"several bodies", "{\"unit\":\"body\",\"words\":\"several\"}"},
        {"1000.. persons", "{\"lower\":1000,\"unit\":\"person\"}"},
        {"..8", "{\"upper\":8}"},
        {"дві особи", "{\"exact\":2,\"unit\":\"person\"}"},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        struct value v;

        if (!amount_read(&v, &arena, str_from_c(amounts[i].typed),
                         schema_vocabulary(STR("counting_unit"))))
            fail_msg("\"%s\" was not read", amounts[i].typed);
        is_value(&v, amounts[i].value);
    }
    arena_free(&arena);
}

static void a_quantity_has_its_unit_and_leftovers_are_no_amount(void **state)
{
    struct arena arena = {0};
    struct value v;

    (void)state;
    assert_true(amount_read(&v, &arena, STR("9 years"), schema_vocabulary(STR("unit"))));
    is_value(&v, "{\"exact\":9,\"unit\":\"year\"}");
    assert_false(amount_read(&v, &arena, STR("9 lives"), schema_vocabulary(STR("unit"))));
    assert_false(amount_read(&v, &arena, STR("x"), schema_vocabulary(STR("unit"))));
    assert_false(amount_read(&v, &arena, STR("99999999999999999999"),
                             schema_vocabulary(STR("unit"))));
    arena_free(&arena);
}

static void places_in_a_source_are_read(void **state)
{
    static const struct {
        const char *typed;
        const char *locator;
    } places[] = {
        {"15", "{\"paragraph\":15}"},
        {"para 15-17", "{\"paragraph\":\"15-17\"}"},
        {"page 3, line 4", "{\"line\":4,\"page\":3}"},
        {"p. 7", "{\"page\":7}"},
        {"00:14:20-00:16:05", "{\"from_s\":860,\"until_s\":965}"},
        {"14:20", "{\"from_s\":860}"},
        {"headline", "{\"part\":\"headline\"}"},
        {"what he did not confirm", "{\"part\":\"what he did not confirm\"}"},
        {"sheet Dead, row 12", "{\"row\":12,\"sheet\":\"Dead\"}"},
        {"с. 12", "{\"page\":12}"},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct value v = where_read(&arena, str_from_c(places[i].typed));
        struct value again;

        is_value(&v, places[i].locator);
        again = where_read(&arena, where_typed(&arena, &v));
        is_value(&again, places[i].locator);
    }
    arena_free(&arena);
}

static void a_few_words_say_who(void **state)
{
    static const struct {
        const char *typed;
        const char *kind;
        const char *class_;
        bool is_named;
    } whos[] = {
        {"locals", "people", "residents", false},
        {"Russian soldiers", "people", "soldiers", false},
        {"police", "group", "police", false},
        {"a resident", "person", "role", false},
        {"a former veterinarian", "person", "role", false},
        {"Приклад Іваненко", "person", "", true},
        {"official Council Chair", "person", "public_official", false},
        {"not stated", "", "", false},
        {"group neighbours", "group", "", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof whos / sizeof whos[0]; i++) {
        struct who who;

        assert_true(who_read(&who, str_from_c(whos[i].typed)));
        is_text(who.kind, whos[i].kind);
        is_text(who.class_, whos[i].class_);
        assert_int_equal(who.is_named, whos[i].is_named);
    }
    {
        struct who who;

        assert_false(who_read(&who, STR("  ")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_as_people_type_them),
        cmocka_unit_test(what_a_source_says_of_a_date_is_kept_beside_it),
        cmocka_unit_test(what_is_no_date_is_said_to_be_none),
        cmocka_unit_test(amounts_keep_what_was_said),
        cmocka_unit_test(a_quantity_has_its_unit_and_leftovers_are_no_amount),
        cmocka_unit_test(places_in_a_source_are_read),
        cmocka_unit_test(a_few_words_say_who),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
