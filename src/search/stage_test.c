#include "record/world_testing.h"

#include "search/explain.h"
#include "search/stage.h"

/* What is found, in which order, and why. */

static struct world w;

static int set_up(void **state)
{
    (void)state;
    world_open(&w);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static void label(const char *text)
{
    struct str json = arena_printf(
        &w.arena, "{\"kind\":\"entity\",\"entity\":\"place\",\"label\":\"%s\"}", text);

    (void)world_say(&w, json.ptr);
}

static void quote(const char *text)
{
    struct str json = arena_printf(&w.arena,
                                   "{\"kind\":\"passage\",\"source\":\"@s\","
                                   "\"lang\":\"uk\",\"words\":\"%s\"}",
                                   text);

    (void)world_say(&w, json.ptr);
}

static void start(struct search *search, const char *typed)
{
    struct query *query = ARENA_NEW(&w.arena, struct query);
    struct view view = {.sizes = w.sizes, .count = 1};

    if (query_parse(query, &w.arena, str_from_c(typed), &w.err) != ERR_OK)
        fail_msg("%s: %s", typed, w.err.message);
    search_start(search, &w.arena, w.index, view, query);
}

/* The numbers of the statements that a level finds, in order. */
static void at_level(struct buf *out, struct search *search, enum search_level level)
{
    for (int t = 0; t < TEXT_TABLES; t++) {
        struct search_hits hits = {0};

        assert_int_equal(
            search_stage(&hits, search, level, (enum text_table)t, 100, &w.err), ERR_OK);
        for (size_t i = 0; i < hits.count; i++)
            buf_printf(out, "%llu ",
                       (unsigned long long)ref_index(hits.items[i].found.row.ref));
    }
}

/* "spellings| near| sounds" */
static void assert_finds(const char *typed, const char *expected)
{
    struct search search;
    struct buf out = {0};

    start(&search, typed);
    for (int level = 0; level < LEVELS; level++) {
        buf_append(&out, level > 0 ? STR("| ") : STR(""));
        at_level(&out, &search, (enum search_level)level);
    }
    assert_string_equal(buf_text(&out), expected);
    search_end(&search);
    buf_release(&out);
}

static void names_come_first_and_whole_names_before_longer_ones(void **state)
{
    (void)state;
    quote("Kharkiv");                    /* 0 */
    label("the old station of Kharkiv"); /* 1 */
    label("Харьков");                    /* 2 */
    label("Kharkiv");                    /* 3 */
    label("Kharkiv station");            /* 4 */
    assert_finds("Kharkiv", "3 2 4 1 0 | | ");
    assert_finds("station Kharkiv", "4 1 | | ");
}

static void what_is_spelt_nearer_is_found_at_a_nearer_level(void **state)
{
    (void)state;
    label("Куп'янськ"); /* 0 */
    label("Kupiansk");  /* 1 */
    label("Kuyansk");   /* 2 */
    assert_finds("Kupyansk", "0 1 | 2 | ");
    assert_finds("Kuyansk", "2 | 1 0 | "); /* the likest first */
    label("Білодвор"); /* 3: the key of the wrong one is three letters away */
    assert_finds("Біловдор", "| 3 | ");
    assert_finds("=Kupyansk", "| | ");
    assert_finds("\"Kuyansk\"", "2 | | ");
}

static void what_sounds_alike_is_the_last_resort(void **state)
{
    (void)state;
    label("Moskowitz");
    assert_finds("Maszkovich", "| | 0 ");
    assert_finds("Lemberg", "| | ");
}

static void what_is_excluded_holds_through_forms_but_not_through_typos(void **state)
{
    (void)state;
    quote("братська могила");     /* 0 */
    quote("у могилах поховання"); /* 1 */
    quote("братська мотика");     /* 2 */
    quote("поховання");           /* 3 */
    assert_finds("поховання -могила", "3 | | ");
    assert_finds("братська -могила", "2 | | ");
    assert_finds("братська -мотика", "0 | | ");
}

static void phrases_hold_over_forms(void **state)
{
    (void)state;
    quote("масове поховання біля села"); /* 0 */
    quote("у масових похованнях");       /* 1 */
    quote("поховання було масове");      /* 2 */
    assert_finds("\"масове поховання\"", "0 1 | | ");
    assert_finds("масове поховання", "0 2 1 | | ");
    assert_finds("Нечуй-Левицький", "| | ");
    label("Нечуя-Левицького вулиця"); /* 3 */
    label("Левицький Нечуй");         /* 4 */
    assert_finds("Нечуй-Левицький", "3 | | ");
}

static void one_of_several_and_beginnings_and_codes(void **state)
{
    (void)state;
    label("Izium");          /* 0 */
    label("Балаклія");       /* 1 */
    label("Case 458/22");    /* 2 */
    label("Case 458-23");    /* 3 */
    label("Balakliia mill"); /* 4 */
    assert_finds("Ізюм OR Balakliia", "0 1 4 | | ");
    assert_finds("Балак*", "1 4 | | ");
    assert_finds("458/22", "2 | | ");
    assert_finds("458", "2 3 | | ");
    assert_finds("млин Balakliia", "| | ");
    assert_finds("name:Izium", "0 | | ");
    assert_finds("text:Izium", "| | ");
}

static void arabic_with_and_without_blanks(void **state)
{
    (void)state;
    label("عبد الرحمن");  /* 0 */
    label("عبدالرحمن");   /* 1 */
    label("Abdulrahman"); /* 2 */
    assert_finds("عبد الرحمن", "0 1 | | ");
    assert_finds("عبدالرحمن", "1 2 0 | | ");
}

static void assert_why(const char *typed, const char *text, enum search_step step,
                       const char *found)
{
    struct search search;
    struct explainer explainer;
    struct search_why why;
    struct search_hits hits;

    label(text);
    start(&search, typed);
    for (int level = 0; level < LEVELS; level++)
        assert_int_equal(search_stage(&hits, &search, (enum search_level)level,
                                      TEXT_NAMES, 10, &w.err),
                         ERR_OK);
    explainer_start(&explainer, &w.arena, &search.expanded);
    search_explain(&why, &explainer, str_from_c(text));
    search_explain(&why, &explainer, str_from_c(text)); /* what it remembers is right */
    explainer_end(&explainer);
    assert_true(why.terms[0].is_met);
    assert_int_equal(why.terms[0].step, step);
    assert_true(str_equal(why.terms[0].found, str_from_c(found)));
    assert_int_equal(why.hit_count, 1);
    search_end(&search);
}

static void other_words_for_one_name_are_known(void **state)
{
    (void)state;
    label("Николай Петренко"); /* 0 */
    label("Mykola Petrenko");  /* 1 */
    label("Марія Петренко");   /* 2 */
    assert_finds("Микола Петренко", "1 0 | | ");
    assert_finds("Петренко -Микола", "0 2 | | "); /* what is known is no form */
    assert_finds("\"Микола Петренко\"", "1 | | ");
}

static void a_hit_says_which_word_met_which_by_which_step(void **state)
{
    (void)state;
    assert_why("Izium", "the town of IZIUM", STEP_SAME, "IZIUM");
    assert_why("Izium", "місто Ізюм, 2022", STEP_SPELT, "Ізюм");
    assert_why("могила", "біля могил", STEP_FORM, "могил");
    assert_why("Kuyansk", "залізниця Куп'янськ", STEP_LETTER, "Куп'янськ");
    assert_why("\"mass grave\"", "grave, mass graves", STEP_FORM, "mass graves");
    assert_why("Izi*", "the town of Izium", STEP_BEGINS, "Izium");
    assert_why("458/22", "No. 458/22", STEP_SAME, "458/22");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_come_first_and_whole_names_before_longer_ones),
        TEST(what_is_spelt_nearer_is_found_at_a_nearer_level),
        TEST(what_sounds_alike_is_the_last_resort),
        TEST(what_is_excluded_holds_through_forms_but_not_through_typos),
        TEST(phrases_hold_over_forms),
        TEST(one_of_several_and_beginnings_and_codes),
        TEST(arabic_with_and_without_blanks),
        TEST(other_words_for_one_name_are_known),
        TEST(a_hit_says_which_word_met_which_by_which_step),
    };

    return cmocka_run_group_tests_name("search/stage", tests, NULL, NULL);
}
