#include "intake/mapping_edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct columns columns_of(const char *header)
{
    const struct table_options options = {0};
    struct columns columns = {0};
    struct table *table = NULL;
    struct err err = {0};

    if (table_open(&table, &arena, str_from_c(header), &options, &err) != ERR_OK ||
        columns_survey(&columns, &arena, table, &err) != ERR_OK)
        fail_msg("%s", err.message);
    table_close(table);
    return columns;
}

static struct mapping_edit start(const char *header)
{
    const struct table_options options = {0};
    struct columns columns = columns_of(header);
    struct mapping_edit edit;

    edit_start(&edit, &arena, &columns, &options);
    return edit;
}

static struct str text_of(const struct mapping_edit *edit)
{
    struct buf text = {0};
    struct err err = {0};
    struct str kept;

    if (edit_write(&text, edit, &err) != ERR_OK)
        fail_msg("%s", err.message);
    kept = arena_str(&arena, buf_str(&text));
    buf_release(&text);
    return kept;
}

static struct mapping *parsed(struct str text)
{
    struct mapping *mapping = ARENA_NEW(&arena, struct mapping);
    struct err err = {0};

    if (mapping_parse(mapping, &arena, text, &err) != ERR_OK)
        fail_msg("%s\n" STR_FMT, err.message, STR_ARG(text));
    return mapping;
}

static void refused(const struct mapping_edit *edit, const char *why)
{
    struct buf text = {0};
    struct err err = {0};

    assert_int_equal(edit_write(&text, edit, &err), ERR_INVALID);
    assert_string_equal(err.message, why);
    buf_release(&text);
}

static void choices_become_the_text_of_a_mapping(void **state)
{
    struct mapping_edit edit =
        start("id,surname,given,born,town,oblast,link,note\n1,a,b,1.1.1980,c,d,e,f\n");

    (void)state;
    refused(&edit, "give the list a name");
    edit.list = STR("The dead of \"Rudka\"");
    refused(&edit, "choose what a row is about");
    edit.kind = STR("person");
    edit.columns[0].is_key = true;
    edit.columns[1].use = edit.columns[2].use = EDIT_NAME;
    edit.columns[1].part = 1;
    edit.columns[2].part = 2;
    edit.name_lang = STR("uk");
    edit.columns[3].use = EDIT_SAYS;
    refused(&edit, "choose what the column \"born\" says");
    edit.columns[3].property = STR("birth");
    edit.columns[3].pattern = STR("D.M.YYYY");
    edit.columns[3].otherwise = MAPPING_KEEP_WORDS;
    edit.columns[4].use = edit.columns[5].use = EDIT_PLACE;
    edit.place_property = STR("residence");
    edit.columns[6].use = EDIT_SOURCE;
    edit.columns[7].use = EDIT_IGNORED;
    assert_string_equal(text_of(&edit).ptr,
                        "list  \"The dead of \"\"Rudka\"\"\"\n"
                        "key    \"id\"\n"
                        "source  \"link\"\n"
                        "ignore  \"note\"\n"
                        "\nentity place place\n"
                        "  key   \"town\" \"oblast\"\n"
                        "  label   \"{town}, {oblast}\"\n"
                        "\nentity source source\n"
                        "  key   \"link\"\n"
                        "  class  web_page\n"
                        "  address_url  column \"link\" otherwise leave out\n"
                        "\nentity record person\n"
                        "  label   \"{surname} {given}\"\n"
                        "  name   \"{surname} {given}\" lang \"uk\"\n"
                        "  birth  column \"born\" as date \"D.M.YYYY\" otherwise words\n"
                        "  residence  the place\n"
                        "  reported_in  the source\n");
    (void)parsed(text_of(&edit));
}

/* Whatever is chosen: its text is a mapping, and that mapping the same choices. */
static void choices_and_text_are_one(void **state)
{
    static const char *const kinds[] = {"person", "event", "people", "place"};
    static const char *const properties[][4] = {
        {"birth", "sex", "occupation", "citizenship"},
        {"when", "killed", "description", "identifier"},
        {"age", "sex", "description", "injured"},
        {"description", "identifier", "coordinates", "address"},
    };
    uint32_t seed = 7;

    (void)state;
    for (size_t round = 0; round < 3000; round++) {
        struct mapping_edit edit = start("a,b c,\"d \"\"e\"\"\",f,g,h\n1,2,3,4,5,6\n");
        struct mapping_edit back = start("a,b c,\"d \"\"e\"\"\",f,g,h\n1,2,3,4,5,6\n");
        size_t kind = round % 4;
        bool has_source = false;
        bool has_name = false;

        edit.list = STR("L");
        edit.kind = str_from_c(kinds[kind]);
        edit.list_class = round % 3 ? STR("") : STR("incident_list");
        edit.version = round % 5 ? STR("") : STR("2022-09");
        edit.place_property = edit_place_property(edit.kind);
        edit.format = (enum mapping_format)(round % 5);
        if (edit.format == MAPPING_CSV)
            edit.separator = "\0,;\t|"[round % 5];
        for (size_t i = 0; i < edit.count; i++) {
            struct edit_column *c = &edit.columns[i];

            seed = seed * 1664525 + 1013904223;
            c->use = (enum edit_use)((seed >> 24) % 6);
            c->is_key = (seed >> 16) % 5 == 0;
            c->is_constant = (seed >> 12) % 9 == 0;
            if (c->use == EDIT_SOURCE && has_source)
                c->use = EDIT_IGNORED;
            has_source = has_source || c->use == EDIT_SOURCE;
            if (c->use == EDIT_NAME)
                c->part = (seed >> 8) % 3;
            has_name = has_name || c->use == EDIT_NAME;
            if (c->use != EDIT_SAYS)
                continue;
            c->property = str_from_c(properties[kind][(seed >> 20) % 4]);
            c->otherwise = (enum mapping_otherwise)((seed >> 6) % 3);
            if (str_equal(c->property, STR("birth")) ||
                str_equal(c->property, STR("when")))
                c->pattern = STR("DD.MM.YYYY");
            if (str_equal(c->property, STR("identifier")))
                c->scheme = STR("other");
            if (str_equal(c->property, STR("killed")) ||
                str_equal(c->property, STR("injured")))
                c->unit = STR("person");
            if (str_equal(c->property, STR("age")))
                c->unit = STR("year");
            c->lang = str_equal(c->property, STR("description")) ? STR("en") : STR("");
            c->split = (seed >> 4) % 4 ? STR("") : STR("; ");
        }
        edit.name_lang = has_name && round % 2 ? STR("uk") : STR("");
        if (!edit_read(&back, &arena, parsed(text_of(&edit))))
            fail_msg("not read back:\n" STR_FMT, STR_ARG(text_of(&edit)));
        assert_string_equal(text_of(&edit).ptr, text_of(&back).ptr);
        for (size_t i = 0; i < edit.count; i++)
            assert_int_equal(edit.columns[i].use, back.columns[i].use);
    }
}

static bool reads(const char *text)
{
    struct mapping_edit edit = start("a,b,c\n1,2,3\n");

    return edit_read(&edit, &arena, parsed(str_from_c(text)));
}

static void what_choices_cannot_hold_stays_text(void **state)
{
    (void)state;
    assert_true(reads("list \"L\"\nkey a\nentity record event\n  when b as date\n"));
    /* Comments and blanks are no part of what is said. */
    assert_true(
        reads("# x\nlist L\nkey   a\nentity record event\n  when b as date # y\n"));
    assert_false(reads("list L\nentity record event\n  when b as date if c is \"1\"\n"));
    assert_false(reads("list L\nentity record event\n  class incident if a is \"x\"\n"));
    assert_false(reads("list L\nentity record event\n  killed b to c unit person\n"));
    assert_false(
        reads("list L\nentity record event\n  description \"{a}: {b}\" lang en\n"));
    assert_false(reads("list L\nentity incident event\n  when b as date mode negated\n"));
    assert_false(reads("list L\nempty \"-\"\nentity record event\n  when b as date\n"));
    assert_false(reads("list L\nentity one event\n  when b as date\nentity two event\n"
                       "  when c as date\n"));
    assert_false(reads("list L\nentity record person\n  sex b as term translate s\n"
                       "translate s\n  \"m\" = male\n"));
}

static const struct edit_column *guessed(struct mapping_edit *edit, const char *text)
{
    const struct table_options options = {0};
    struct columns columns = columns_of(text);

    edit_start(edit, &arena, &columns, &options);
    assert_true(edit_guess(edit, &columns) > 0);
    return edit->columns;
}

static void headings_are_guessed_in_four_languages(void **state)
{
    struct mapping_edit e;
    const struct edit_column *c = guessed(
        &e, "No,Surname,Name,Date of birth,Town,Source,Colour\n"
            "1,a,b,14.9.1980,Rudka,http://x,red\n2,c,d,1.2.1990,Rudka,http://y,r\n");

    (void)state;
    assert_true(str_equal(e.kind, STR("person")));
    assert_true(c[0].is_key);
    assert_int_equal(c[1].use, EDIT_NAME);
    assert_true(c[1].part < c[2].part);
    assert_true(str_equal(c[3].property, STR("birth")));
    assert_true(str_equal(c[3].pattern, STR("D.M.YYYY")));
    assert_int_equal(c[4].use, EDIT_PLACE);
    assert_int_equal(c[5].use, EDIT_SOURCE);
    assert_int_equal(c[6].use, EDIT_UNUSED);
    c = guessed(&e, "ПРІЗВИЩЕ;Ім’я;По батькові;Дата народження\nа;б;в;1980\n");
    assert_int_equal(c[0].use, EDIT_NAME);
    assert_int_equal(c[1].use, EDIT_NAME);
    assert_int_equal(c[2].use, EDIT_NAME);
    assert_true(str_equal(c[3].property, STR("birth")));
    c = guessed(&e, "Фамилия;Имя;Дата рождения;Источник\nа;б;1980;х\n");
    assert_true(str_equal(e.kind, STR("person")));
    assert_int_equal(c[3].use, EDIT_SOURCE);
    c = guessed(&e, "الاسم;تاريخ الميلاد;المكان\nا;1980;ب\n");
    assert_true(str_equal(e.kind, STR("person")));
    assert_int_equal(c[2].use, EDIT_PLACE);
    c = guessed(&e, "date,place,killed,description\n2022-09-14,Rudka,3,x\n");
    assert_true(str_equal(e.kind, STR("event")));
    assert_true(str_equal(c[0].property, STR("when")));
    assert_true(str_equal(c[2].property, STR("killed")));
    e.list = STR("Guessed");
    (void)parsed(text_of(&e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_become_the_text_of_a_mapping),
        cmocka_unit_test(choices_and_text_are_one),
        cmocka_unit_test(what_choices_cannot_hold_stays_text),
        cmocka_unit_test(headings_are_guessed_in_four_languages),
    };

    return cmocka_run_group_tests(tests, NULL, tear_down);
}
