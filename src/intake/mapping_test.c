#include "intake/mapping.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HEAD "list \"L\"\n"
#define EVENT HEAD "entity e event\n"

static const char good[] =
    "# a comment\n"
    "list    \"Harm, of \"\"one\"\" kind\" class incident_list   # and here\n"
    "version \"May 2023\"\n"
    "format  csv separator ; charset windows-1251\n"
    "key     entry\n"
    "source  link\n"
    "withheld \"HIDDEN\" \"on request\"\n"
    "empty   \"\" \"-\"\n"
    "ignore  title\n"
    "optional kind \"arms and more\"\n"
    "constant kind\n"
    "\n"
    "entity town place class settlement label \"{town}, {oblast}\"\n"
    "  key   town oblast\n"
    "  only if town is not empty and oblast is not \"x\" \"y\"\n"
    "  name  town as name lang uk script Cyrl\n"
    "entity post source\n"
    "  key   link split blank\n"
    "  class video_published if link contains \"youtu\" \"tiktok\"\n"
    "  class kind translate kinds\n"
    "  address_url link\n"
    "entity incident event label always \"an incident\"\n"
    "  when  date as date \"DD.MM.YYYY\" \"YYYY-MM\" otherwise words\n"
    "  coordinates lat and lon decimal comma precision 100 with by the post\n"
    "  happened_at the town\n"
    "  killed low to high unit person if kind is \"1\"\n"
    "  weapon arms split \";\" lower translate arms\n"
    "  related_to row of \"Other\" by other without prefix \"x\"\n"
    "translate arms\n"
    "  \"m\" \"missile\" = missile\n"
    "  otherwise leave out\n"
    "translate kinds\n"
    "  \"tweet\" = social_media_post\n"
    "  otherwise = web_page\n";

static void a_mapping_is_read_whole(void **state)
{
    struct arena arena = {0};
    struct mapping mapping;
    struct err err = {0};
    const struct mapping_entity *event;

    (void)state;
    if (mapping_parse(&mapping, &arena, str_from_c(good), &err) != ERR_OK)
        fail_msg("%s", err.message);
    assert_true(str_equal(mapping.list, STR("Harm, of \"one\" kind")));
    assert_true(str_equal(mapping.version, STR("May 2023")));
    assert_int_equal(mapping.separator, ';');
    assert_int_equal(mapping.charset, CHARSET_WINDOWS_1251);
    assert_int_equal(mapping.key_count, 1);
    assert_true(str_equal(mapping.columns[mapping.source].name, STR("link")));
    assert_int_equal(mapping.withheld.count, 2);
    assert_int_equal(mapping.entity_count, 3);
    assert_int_equal(mapping.entities[0].key_count, 2);
    assert_int_equal(mapping.entities[0].conditions.count, 2);
    assert_int_equal(mapping.entities[1].class_count, 2);
    assert_true(str_equal(mapping.entities[1].split, STR(" ")));
    event = &mapping.entities[2];
    assert_int_equal(event->claim_count, 6);
    assert_int_equal(event->claims[0].form, SCHEMA_DATE);
    assert_int_equal(event->claims[0].otherwise, MAPPING_KEEP_WORDS);
    assert_int_equal(event->claims[1].form, SCHEMA_COORDINATES);
    assert_int_equal(event->claims[1].precision_m, 100);
    assert_int_equal(event->claims[1].qualifier_count, 1);
    assert_int_equal(event->claims[2].form, SCHEMA_REFERENCE);
    assert_int_equal(event->claims[2].source.entity, 0);
    assert_int_equal(event->claims[3].form, SCHEMA_COUNT);
    assert_int_equal(event->claims[4].source.step_count, 3);
    assert_true(str_equal(event->claims[5].source.list, STR("Other")));
    assert_true(str_equal(mapping_translate(&mapping.translations[0], STR("missile"))->to,
                          STR("missile")));
    assert_null(mapping_translate(&mapping.translations[0], STR("bomb")));
    arena_free(&arena);
}

static void the_normal_form_reads_as_itself(void **state)
{
    static const char text[] = HEAD
        "entity p place\n key a \"b c\" split_me\n name \"{{x}} {a}\" \n"
        "entity e event\n label \"{a}}}-{b c}{{\"\n when d as date \"M/D/YYYY\" if d "
        "is not empty\n happened_at the p\n";
    struct arena arena = {0};
    struct buf once = {0};
    struct buf twice = {0};
    struct err err = {0};
    struct mapping mapping;

    (void)state;
    if (mapping_parse(&mapping, &arena, str_from_c(text), &err) != ERR_OK)
        fail_msg("%s", err.message);
    mapping_write(&once, &mapping);
    if (mapping_parse(&mapping, &arena, buf_str(&once), &err) != ERR_OK)
        fail_msg("%s", err.message);
    mapping_write(&twice, &mapping);
    assert_true(str_equal(buf_str(&once), buf_str(&twice)));
    assert_true(str_find_str(buf_str(&once), STR("label \"{a}}}-{b c}{{\"")) < once.len);
    buf_release(&once);
    buf_release(&twice);
    arena_free(&arena);
}

static void a_format_line_has_a_normal_form(void **state)
{
    static const struct {
        const char *text;
        const char *normal; /* NULL: none is written */
    } cases[] = {
        {"format csv separator tab\n", "format csv separator tab\n"},
        {"format json\n", "format json\n"},
        {"format xlsx\n", "format xlsx\n"},
        {"format ods header 3 sheet \"a \"\"b\"\"\"\n",
         "format ods sheet \"a \"\"b\"\"\" header 3\n"},
        {"format xlsx sheet Dead header 3 to 4\n",
         "format xlsx sheet \"Dead\" header 3 to 4\n"},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct buf out = {0};
        struct err err = {0};
        struct mapping mapping;
        struct str text =
            arena_printf(&arena, "%s" EVENT " name a as name\n", cases[i].text);
        struct str normal = cases[i].normal ? str_from_c(cases[i].normal) : STR("format");

        if (mapping_parse(&mapping, &arena, text, &err) != ERR_OK)
            fail_msg("%s", err.message);
        mapping_write(&out, &mapping);
        assert_int_equal(str_find_str(buf_str(&out), normal) < out.len,
                         cases[i].normal != NULL);
        buf_release(&out);
        arena_free(&arena);
    }
}

static void every_mistake_is_named_with_its_line_and_column(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"", "line 1: the mapping names no list: write  list \"NAME\""},
        {HEAD, "line 1: the mapping describes no entity: write  entity NAME KIND"},
        {"list\n", "line 1, column 5: the name of the list is expected here"},
        {"list \"\"\n", "line 1, column 6: the name of the list cannot be empty"},
        {"list L extra\n",
         "line 1, column 8: \"extra\" is not expected here; the line should end here"},
        {"list L class x\n", NULL},
        {HEAD HEAD, "line 2, column 1: list was said already"},
        {"list \"L\n", "line 1, column 6: the quotation mark is not closed"},
        {"list a\"L\n", "line 1, column 7: a quotation mark stands next to other text: "
                        "put a blank between "
                        "words, and write \"\" for a quotation mark inside quotes"},
        {"list \"їжак\"x\n",
         "line 1, column 12: a quotation mark stands next to other text: put a blank "
         "between words, and write \"\" for a quotation mark inside quotes"},
        {"list \x01\n", "line 1, column 6: a control character cannot stand here"},
        {"list \xff\n", "line 1, column 1: the line is not UTF-8"},
        {"lsit \"L\"\n",
         "line 1, column 1: \"lsit\" cannot begin a line; expected: list, version, "
         "format, "
         "key, source, withheld, empty, ignore, optional, constant, entity or translate "
         "(what belongs to an "
         "entity or a translation stands indented below it)"},
        {" list \"L\"\n", "line 1, column 2: an indented line belongs to an entity or a "
                          "translation above it"},
        {"format xls\n",
         "line 1, column 8: expected after format: csv, json, xlsx or ods"},
        {"format xlsx sheet\n",
         "line 1, column 18: the name of the sheet is expected here"},
        {"format xlsx sheet \"\"\n",
         "line 1, column 19: the name of the sheet cannot be empty"},
        {"format ods header\n",
         "line 1, column 18: the number of a row is expected here"},
        {"format ods header 0\n",
         "line 1, column 19: a row of a sheet has a number from 1 to 1048576"},
        {"format ods header 3 to 2\n", "line 1, column 24: the last row of the header "
                                       "stands at most 15 rows below its first"},
        {"format ods header 3 to 19\n", "line 1, column 24: the last row of the header "
                                        "stands at most 15 rows below its first"},
        {"format xlsx separator tab\n",
         "line 1, column 13: \"separator\" is not expected "
         "here; expected: sheet or header"},
        {"format csv separator x\n",
         "line 1, column 22: a separator is comma, semicolon, tab or bar"},
        {"format csv charset latin1\n",
         "line 1, column 20: a charset is utf-8, utf-16le, utf-16be or windows-1251"},
        {"format csv colour\n", "line 1, column 12: \"colour\" is not expected here; "
                                "expected: separator or charset"},
        {"empty x\n", "line 1, column 7: a text that means nothing is said in quotation "
                      "marks is expected here"},
        {"withheld\n", "line 1, column 9: a text that stands for a source held back in "
                       "quotation marks is expected here"},
        {HEAD "entity e evnt\n",
         "line 2, column 10: there is no kind of entity \"evnt\"; there are: person, "
         "people, group, place, event, act, remains, item, source, interview, property, "
         "list"},
        {EVENT "entity e event\n",
         "line 3, column 15: the entity \"e\" was described already in line 2"},
        {HEAD "entity e event colour\n",
         "line 2, column 16: \"colour\" is not expected here; expected: class, label, "
         "key or "
         "only if; what is said of it stands indented below"},
        {HEAD "entity p place\n key a\n",
         "line 2: one entity must stand for the row itself: leave out its key"},
        {EVENT " colour c\n", "line 3, column 2: the schema has no property \"colour\" "
                              "of kind event; also possible "
                              "here: key, class, label, only if"},
        {EVENT " when\n",
         "line 3, column 6: a column, a text in quotation marks, always, "
         "the or row of is expected here"},
        {EVENT " when \"\"\n", "line 3, column 7: a column's name cannot be empty"},
        {EVENT " when \"{a\"\n", "line 3, column 7: \"{\" begins the name of a column "
                                 "and \"}\" ends it; write {{ "
                                 "for the character itself"},
        {EVENT " when d as dat\n",
         "line 3, column 12: \"when\" cannot be given as dat; it takes: date"},
        {EVENT " when d as date \"D MMM YY\"\n",
         "line 3, column 17: a pattern of a date is made of YYYY, MM or M, DD or D and "
         "the "
         "signs between them"},
        {EVENT " when d colour\n",
         "line 3, column 9: \"colour\" is not expected here; expected: as, split, empty, "
         "upper, lower, prefix, suffix, without, decimal comma, translate, lang, script, "
         "unit, scheme, mode, quantifier, precision, with, otherwise or if"},
        {EVENT " when d otherwise perhaps\n",
         "line 3, column 19: expected after otherwise: reject, words or leave out"},
        {EVENT " when d lang EN\n",
         "line 3, column 14: a language is written as its code: en, uk, ru"},
        {EVENT " when d lang en lang uk\n", "line 3, column 17: lang was said already"},
        {EVENT " when d split ,\n", "line 3, column 15: split needs the text between the "
                                    "parts in quotation marks, or newline, or blank"},
        {EVENT " when d decimal point\n",
         "line 3, column 17: comma is expected after decimal"},
        {EVENT " when d without x\n",
         "line 3, column 17: prefix or suffix is expected after without"},
        {EVENT " when d with colour x\n",
         "line 3, column 14: \"when\" has no qualifier \"colour\""},
        {EVENT " when d if d was \"x\"\n", "line 3, column 14: expected: is \"...\", is "
                                           "not \"...\", is empty, is not empty, "
                                           "contains \"...\" or begins with \"...\""},
        {EVENT " when d translate t\n",
         "line 3, column 19: the name of a translation of this mapping is expected here, "
         "but the mapping has none"},
        {EVENT " when d precision 5\n",
         "line 3, column 20: precision belongs to coordinates"},
        {EVENT " when the e\n",
         "line 3, column 12: \"when\" cannot be made from this; it takes: date"},
        {EVENT " happened_at the town\n", "line 3, column 18: \"town\" is not the name "
                                          "of an entity of this mapping; there "
                                          "are: e"},
        {EVENT " happened_at the e\n",
         "line 3: \"happened_at\" cannot point to \"e\", which is of kind event"},
        {EVENT " coordinates lat and lon precision x\n",
         "line 3, column 36: precision is a whole number of metres"},
        {EVENT " killed n\n",
         "line 3, column 10: unit is expected: persons, bodies and graves are not one"},
        {EVENT " duration n\n",
         "line 3, column 12: unit is expected: a quantity needs one"},
        {EVENT " identifier n\n",
         "line 3, column 14: scheme is expected: an identifier needs one"},
        {EVENT " direction_of_fire d\n",
         "line 3, column 21: say which is meant: as words, quantity"},
        {EVENT " related_to row \"Other\"\n",
         "line 3, column 17: expected: row of \"NAME OF A LIST\" by COLUMN"},
        {EVENT " related_to row of \"Other\" k\n",
         "line 3, column 28: expected: by and the "
         "column that holds the key of the row"},
        {EVENT " only d\n", "line 3, column 7: if is expected after only"},
        {EVENT "entity p place\n key a b split \"x\"\n",
         "line 4, column 16: only a key of one column can be split"},
        {EVENT "translate t\n a = b\n",
         "line 4, column 2: a word of the table in quotation marks is expected here"},
        {EVENT "translate t\n \"a\" b\n", "line 4, column 6: = is expected here"},
        {EVENT "translate t\n \"a\" = b\n \"a\" = c\n",
         "line 5, column 9: \"a\" is translated already"},
        {EVENT "translate t\n otherwise perhaps\n",
         "line 4, column 12: expected after otherwise: reject, words, leave out or = and "
         "a "
         "term"},
        {EVENT "translate t\ntranslate t\n",
         "line 4, column 12: the translation \"t\" was described already in line 3"},
        {EVENT " weapon w translate t\ntranslate t\n \"a\" = sword\n",
         "line 3: the translation \"t\" of line 4 gives \"sword\", which is not a term "
         "of "
         "\"instrument\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct mapping mapping;
        struct err err = {0};

        assert_int_equal(mapping_parse(&mapping, &arena, str_from_c(cases[i].text), &err),
                         ERR_INVALID);
        if (cases[i].message)
            assert_string_equal(err.message, cases[i].message);
        arena_free(&arena);
    }
}

static void columns_are_found_by_name(void **state)
{
    static const struct str names[] = {STR_INIT("date"), STR_INIT("town"),
                                       STR_INIT("more")};
    static const struct str twice[] = {STR_INIT("date"), STR_INIT("date")};
    struct arena arena = {0};
    struct mapping mapping;
    struct err err = {0};
    uint32_t unused[3];

    (void)state;
    assert_int_equal(mapping_parse(&mapping, &arena, STR(EVENT " when \"date\"\n"), &err),
                     ERR_OK);
    assert_int_equal(mapping_bind(&mapping, names, 3, &err), ERR_OK);
    assert_int_equal(mapping.columns[0].at, 0);
    assert_int_equal(mapping_unused(unused, &mapping, names, 3), 2);
    assert_int_equal(unused[0], 1);
    assert_int_equal(mapping_bind(&mapping, names + 1, 2, &err), ERR_INVALID);
    assert_string_equal(
        err.message,
        "line 3, column 7: the file has no column \"date\"; it has: town, more (if a "
        "release may lack it, write the line  optional \"date\"  in the mapping)");
    assert_int_equal(mapping_bind(&mapping, twice, 2, &err), ERR_INVALID);
    assert_string_equal(
        err.message, "line 3, column 7: the file has two columns \"date\": give one of "
                     "them another name in a copy of the file");
    arena_free(&arena);
}

static void a_column_that_a_release_may_lack_says_nothing(void **state)
{
    static const struct str names[] = {STR_INIT("town")};
    struct arena arena = {0};
    struct mapping mapping;
    struct err err = {0};

    (void)state;
    assert_int_equal(
        mapping_parse(&mapping, &arena,
                      STR(HEAD "optional date low\nentity e event\n  when date\n"
                               "  description town\n  killed low to town unit person\n"
                               "  injured town unit person if low is empty\n"),
                      &err),
        ERR_OK);
    assert_int_equal(mapping_bind(&mapping, names, 1, &err), ERR_OK);
    assert_int_equal(mapping.columns[0].at, MAPPING_NO_COLUMN);
    assert_true(mapping_claim_is_mute(&mapping, &mapping.entities[0].claims[0]));
    assert_false(mapping_claim_is_mute(&mapping, &mapping.entities[0].claims[1]));
    assert_true(mapping_claim_is_mute(&mapping, &mapping.entities[0].claims[2]));
    assert_true(mapping_claim_is_mute(&mapping, &mapping.entities[0].claims[3]));
    arena_free(&arena);
}

static void what_is_too_large_is_refused(void **state)
{
    struct arena arena = {0};
    struct buf text = {0};
    struct mapping mapping;
    struct err err = {0};

    (void)state;
    for (int i = 0; i < MAPPING_MAX_TOKENS + 1; i++)
        buf_append(&text, STR("a "));
    assert_int_equal(mapping_parse(&mapping, &arena, buf_str(&text), &err), ERR_INVALID);
    assert_string_equal(err.message, "line 1, column 513: a line has at most 256 words");
    buf_reset(&text);
    for (int i = 0; i <= MAPPING_MAX_ENTITIES; i++)
        buf_printf(&text, "entity e%d event\n", i);
    assert_int_equal(mapping_parse(&mapping, &arena, buf_str(&text), &err), ERR_LIMIT);
    assert_string_equal(err.message, "line 33: a mapping has at most 32 entities");
    while (text.len <= MAPPING_MAX_BYTES)
        buf_append(&text, STR("# much more text\n"));
    assert_int_equal(mapping_parse(&mapping, &arena, buf_str(&text), &err), ERR_LIMIT);
    assert_string_equal(err.message, "a mapping has at most 1048576 bytes");
    buf_release(&text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mapping_is_read_whole),
        cmocka_unit_test(the_normal_form_reads_as_itself),
        cmocka_unit_test(a_format_line_has_a_normal_form),
        cmocka_unit_test(every_mistake_is_named_with_its_line_and_column),
        cmocka_unit_test(columns_are_found_by_name),
        cmocka_unit_test(a_column_that_a_release_may_lack_says_nothing),
        cmocka_unit_test(what_is_too_large_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
