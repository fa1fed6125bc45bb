#include "intake/transform.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "format/foreign.h"

static uint32_t left_out_count;

static void count_left_out(void *data, uint32_t column, struct str words)
{
    (void)data;
    (void)column;
    (void)words;
    left_out_count++;
}

/* What the first claim of the mapping makes of the cells a and b: JSON, one value a line,
 * or the reason why the row is rejected. */
static struct str made_of(struct arena *arena, const char *claim, const char *a,
                          const char *b)
{
    static const struct str names[] = {STR_INIT("a"), STR_INIT("b")};
    struct table_cell cells[2] = {{.text = str_from_c(a)}, {.text = str_from_c(b)}};
    struct mapping mapping;
    struct transform_readings readings;
    struct transform_view view = {.mapping = &mapping,
                                  .cells = cells,
                                  .split_column = MAPPING_NO_COLUMN,
                                  .left_out = count_left_out};
    const struct mapping_claim *first;
    struct buf out = {0};
    struct err err = {0};
    struct str text = arena_printf(
        arena,
        "list L\nempty \"-\"\nentity e event\n %s\nentity s source\n key a\n"
        "translate words\n \"m\" = mine\n otherwise words\ntranslate out\n \"m\" = mine\n"
        " otherwise leave out\ntranslate all\n otherwise = hands\ntranslate no\n",
        claim);

    if (mapping_parse(&mapping, arena, text, &err) != ERR_OK ||
        mapping_bind(&mapping, names, 2, &err) != ERR_OK)
        fail_msg("%s: %s", claim, err.message);
    first = &mapping.entities[0].claims[0];
    if (transform_read(&readings, arena, &view, &first->source, first->otherwise, &err) !=
        ERR_OK)
        return arena_str(arena, str_from_c(err.message));
    for (uint32_t i = 0; i < readings.count; i++) {
        struct value value;
        bool is_made;

        if (transform_value(&value, &is_made, arena, &view, first, &readings.items[i],
                            &err) != ERR_OK)
            return arena_str(arena, str_from_c(err.message));
        if (!is_made)
            continue;
        if (out.len > 0)
            buf_char(&out, '\n');
        foreign_write(&out, &value);
    }
    text = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static void cells_become_values_as_the_mapping_says(void **state)
{
    static const struct {
        const char *claim;
        const char *a;
        const char *b;
        const char *made;
    } cases[] = {
        {"explanation a", "words", "", "\"words\""},
        {"explanation a", "-", "", ""},
        {"explanation a", "", "", ""},
        {"explanation a empty \"unknown\"", "unknown", "", ""},
        {"explanation a lang uk", "слова", "", "{\"words\":\"слова\",\"lang\":\"uk\"}"},
        {"explanation \"{a}, {b}\"", "x", "y", "\"x, y\""},
        {"explanation \"{a}, {b}\"", "x", "", "\"x\""},
        {"explanation \"{a}, {b}\"", "", "", ""},
        {"explanation always \"the same\"", "", "", "\"the same\""},
        {"explanation a upper", "Їжак ґ ß", "", "\"ЇЖАК Ґ ß\""},
        {"explanation a lower", "ЇЖАК Ґ ABC", "", "\"їжак ґ abc\""},
        {"explanation a prefix \"<\" suffix \">\"", "x", "", "\"<x>\""},
        {"explanation a without prefix \"Mr \" without suffix \".\"", "Mr X.", "",
         "\"X\""},
        {"explanation a split \";\"", "x; y;;z", "", "\"x\"\n\"y\"\n\"z\""},
        {"explanation a split blank", "x  y", "", "\"x\"\n\"y\""},
        {"explanation a split newline", "x\ny", "", "\"x\"\n\"y\""},
        {"name a as name lang uk script Cyrl", "Ізюм", "",
         "{\"written\":\"Ізюм\",\"lang\":\"uk\",\"script\":\"Cyrl\"}"},
        {"when a", "2022-02~", "", "{\"edtf\":\"2022-02~\"}"},
        {"when a as date \"DD.MM.YYYY\" \"M/D/YYYY\"", "24.02.2022", "",
         "{\"edtf\":\"2022-02-24\",\"words\":\"24.02.2022\"}"},
        {"when a as date \"DD.MM.YYYY\" \"M/D/YYYY\"", "3/14/2022", "",
         "{\"edtf\":\"2022-03-14\",\"words\":\"3/14/2022\"}"},
        {"when a as date \"YYYY-MM-DD\"", "2022-02-24", "", "{\"edtf\":\"2022-02-24\"}"},
        {"when a as date \"MM.YYYY\"", "02.2022", "",
         "{\"edtf\":\"2022-02\",\"words\":\"02.2022\"}"},
        {"when a as date \"YYYY\"", "2022", "", "{\"edtf\":\"2022\"}"},
        {"when a as date \"DD.MM.YYYY\"", "31.02.2022", "",
         "column \"a\": \"31.02.2022\" is not a date as the mapping writes dates"},
        {"when a as date \"DD.MM.YYYY\" otherwise words", "in May", "",
         "{\"words\":\"in May\"}"},
        {"when a as date \"DD.MM.YYYY\" otherwise leave out", "in May", "", ""},
        {"when a", "yesterday", "", "column \"a\": \"yesterday\" is not a date (EDTF)"},
        {"weapon a", "mine", "", "{\"term\":\"mine\"}"},
        {"weapon a", "bomb", "",
         "column \"a\": \"bomb\" is not a term of the property's vocabulary: a "
         "translation "
         "is needed"},
        {"weapon a translate words", "m", "", "{\"term\":\"mine\",\"words\":\"m\"}"},
        {"weapon a translate words", "x", "", "{\"words\":\"x\"}"},
        {"weapon a translate out", "x", "", ""},
        {"weapon a translate all", "x", "", "{\"term\":\"hands\",\"words\":\"x\"}"},
        {"weapon a translate no", "x", "",
         "column \"a\": \"x\" is not in the translation"},
        {"weapon a split \"+\" lower translate words", "M + q", "",
         "{\"term\":\"mine\",\"words\":\"M\"}\n{\"words\":\"q\"}"},
        {"killed a unit person", "12", "", "{\"exact\":12,\"unit\":\"person\"}"},
        {"killed a unit person", "2-5", "",
         "{\"lower\":2,\"upper\":5,\"words\":\"2-5\",\"unit\":\"person\"}"},
        {"killed a unit person", "2 – 5", "",
         "{\"lower\":2,\"upper\":5,\"words\":\"2 – 5\",\"unit\":\"person\"}"},
        {"killed a unit person", "several", "",
         "column \"a\": \"several\" is not a number"},
        {"killed a unit person", "-3", "", "column \"a\": \"-3\" is not a number"},
        {"killed a unit person otherwise words", "several", "",
         "{\"words\":\"several\",\"unit\":\"person\"}"},
        {"killed a to b unit person", "2", "5",
         "{\"lower\":2,\"upper\":5,\"unit\":\"person\"}"},
        {"killed a to b unit person", "2", "2", "{\"exact\":2,\"unit\":\"person\"}"},
        {"killed a to b unit person", "2", "", "{\"lower\":2,\"unit\":\"person\"}"},
        {"duration a unit hour", "1.5", "", "{\"exact\":\"1.5\",\"unit\":\"hour\"}"},
        {"duration a decimal comma unit hour", "1,5", "",
         "{\"exact\":\"1.5\",\"unit\":\"hour\"}"},
        {"coordinates a and b", "49.2", "-37.25",
         "{\"lat\":\"49.2\",\"lon\":\"-37.25\",\"precision_m\":null}"},
        {"coordinates a and b decimal comma precision 50", "49,2", "37,25",
         "{\"lat\":\"49.2\",\"lon\":\"37.25\",\"precision_m\":50}"},
        {"coordinates a and b", "91", "0",
         "column \"a\": \"91\" is no latitude with its longitude, nor any other notation "
         "of "
         "coordinates"},
        {"coordinates a and b", "49.2", "",
         "column \"a\": \"49.2\" is no latitude with its longitude, nor any other "
         "notation of "
         "coordinates"},
        {"coordinates a and b otherwise leave out", "north", "E 37", ""},
        {"coordinates a and b", "49°11'37\"N", "37°16'34\"E",
         "{\"lat\":\"49.19361\",\"lon\":\"37.27611\",\"precision_m\":31,"
         "\"from_digits\":true,\"words\":\"49°11'37\\\"N; 37°16'34\\\"E\"}"},
        /* the columns are the wrong way round */
        {"coordinates a and b otherwise leave out", "37.27 E", "49.19 N", ""},
        {"coordinates a", "37U DQ 74351 50123", "",
         "{\"lat\":\"49.2033698\",\"lon\":\"38.6478992\",\"precision_m\":1,"
         "\"from_digits\":true,\"words\":\"37U DQ 74351 50123\"}"},
        {"coordinates a precision 200", "49,1937; 37,2762", "",
         "{\"lat\":\"49.1937\",\"lon\":\"37.2762\",\"precision_m\":200,"
         "\"words\":\"49,1937; 37,2762\"}"},
        {"coordinates a", "near the well", "",
         "column \"a\": \"near the well\" is no latitude with its longitude, nor any "
         "other "
         "notation of coordinates"},
        {"identifier a scheme row", "7", "", "{\"scheme\":\"row\",\"value\":\"7\"}"},
    };

    (void)state;
    left_out_count = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct str made = made_of(&arena, cases[i].claim, cases[i].a, cases[i].b);

        if (!str_equal(made, str_from_c(cases[i].made)))
            fail_msg("%s of \"%s\" and \"%s\" gives:\n" STR_FMT, cases[i].claim,
                     cases[i].a, cases[i].b, STR_ARG(made));
        arena_free(&arena);
    }
    assert_int_equal(left_out_count, 4);
}

static void web_addresses_are_checked(void **state)
{
    static const struct str names[] = {STR_INIT("a")};
    struct table_cell cell = {.text = STR_INIT("not an address")};
    struct arena arena = {0};
    struct mapping mapping;
    struct transform_readings readings;
    struct transform_view view = {
        .mapping = &mapping, .cells = &cell, .split_column = MAPPING_NO_COLUMN};
    struct value value;
    struct err err = {0};
    bool is_made;

    (void)state;
    assert_int_equal(mapping_parse(&mapping, &arena,
                                   STR("list L\nentity s source\n address_url a\n"),
                                   &err),
                     ERR_OK);
    assert_int_equal(mapping_bind(&mapping, names, 1, &err), ERR_OK);
    assert_int_equal(transform_read(&readings, &arena, &view,
                                    &mapping.entities[0].claims[0].source, MAPPING_REJECT,
                                    &err),
                     ERR_OK);
    assert_int_equal(transform_value(&value, &is_made, &arena, &view,
                                     &mapping.entities[0].claims[0], readings.items,
                                     &err),
                     ERR_INVALID);
    assert_string_equal(err.message,
                        "column \"a\": \"not an address\" is not a web address");
    arena_free(&arena);
}

static void conditions_hold_of_the_trimmed_cell(void **state)
{
    static const struct {
        const char *condition;
        const char *cell;
        bool holds;
    } cases[] = {
        {"a is \"x\" \"y\"", "y", true},
        {"a is \"x\" \"y\"", "z", false},
        {"a is not \"x\"", "z", true},
        {"a is not \"x\"", "x", false},
        {"a is empty", "", true},
        {"a is empty", "-", true},
        {"a is not empty", "x", true},
        {"a is not empty", "", false},
        {"a contains \"b\"", "abc", true},
        {"a contains \"b\"", "ac", false},
        {"a begins with \"ab\"", "abc", true},
        {"a begins \"b\"", "abc", false},
        {"a is \"x\" and a is empty", "x", false},
    };
    static const struct str names[] = {STR_INIT("a")};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct table_cell cell = {.text = str_from_c(cases[i].cell)};
        struct arena arena = {0};
        struct mapping mapping;
        struct transform_view view = {
            .mapping = &mapping, .cells = &cell, .split_column = MAPPING_NO_COLUMN};
        struct err err = {0};
        struct str text =
            arena_printf(&arena, "list L\nempty \"-\"\nentity e event\n only if %s\n",
                         cases[i].condition);

        assert_int_equal(mapping_parse(&mapping, &arena, text, &err), ERR_OK);
        assert_int_equal(mapping_bind(&mapping, names, 1, &err), ERR_OK);
        if (transform_holds(&view, &mapping.entities[0].conditions) != cases[i].holds)
            fail_msg("%s of \"%s\"", cases[i].condition, cases[i].cell);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_become_values_as_the_mapping_says),
        cmocka_unit_test(web_addresses_are_checked),
        cmocka_unit_test(conditions_hold_of_the_trimmed_cell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
