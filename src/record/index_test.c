#include "record/world_testing.h"

#include "record/index_inside.h"

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

static struct str dumped(struct world *world)
{
    struct buf out = {0};
    struct str text;

    assert_int_equal(index_dump(&out, world->index, &world->err), ERR_OK);
    text = arena_str(&world->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

/* The line of the dump that begins so. */
static struct str line(struct str dump, const char *start)
{
    while (dump.len > 0) {
        struct str l = str_cut(&dump, '\n');

        if (str_starts_with(l, str_from_c(start)))
            return l;
    }
    return STR("");
}

static void assert_line(const char *start, const char *expected)
{
    struct str found = line(dumped(&w), start);
    char text[512];

    (void)snprintf(text, sizeof text, "%.*s", (int)found.len, found.ptr);
    assert_string_equal(text, expected);
}

#define F WORLD_FOUNDING

static void a_claim_becomes_a_row_of_numbers(void **state)
{
    struct str about;
    char expected[256];

    (void)state;
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"r8\",\"entity\":\"remains\","
                        "\"class\":\"body\",\"several\":true,\"label\":\"bodies\"}");
    (void)world_say(&w, "{\"kind\":\"passage\",\"id\":\"q21\",\"source\":\"@s1\","
                        "\"lang\":\"en\",\"words\":\"ten civilians\","
                        "\"uttered\":{\"edtf\":\"2022-09-14/2022-09-17\"}}");
    (void)world_say(&w,
                    "{\"kind\":\"claim\",\"id\":\"c76\",\"about\":\"r8\","
                    "\"property\":\"count\",\"value\":{\"exact\":10,\"unit\":\"body\"},"
                    "\"passage\":\"q21\"}");
    about = world_id(&w, "r8");
    (void)snprintf(expected, sizeof expected,
                   "claim\t" F ".2\t%.*s\t\tcount\t\t\t10\t\t\t\t10\t10\tbody\t\t\t" F
                   ".1\t\t\t\t",
                   (int)about.len, about.ptr);
    assert_line("claim", expected);
    (void)snprintf(expected, sizeof expected,
                   "entity\t" F ".0\t%.*s\tremains\tbody\tbodies\t1\t\t\t",
                   (int)about.len, about.ptr);
    assert_line("entity", expected);
    assert_true(str_ends_with(line(dumped(&w), "passage"),
                              STR("\ten\tten civilians\t\t19249\t19252\t\t\t{\"uttered\":"
                                  "{\"edtf\":\"2022-09-14/2022-09-17\"}}")));
}

static void what_the_columns_do_not_hold_is_kept_whole(void **state)
{
    (void)state;
    (void)world_say(&w,
                    "{\"kind\":\"claim\",\"about\":\"@r8\",\"property\":\"count\","
                    "\"value\":{\"about\":10,\"words\":\"around ten\",\"unit\":\"body\"},"
                    "\"qualifiers\":{\"by\":\"@o\"},\"note\":\"tenish\"}");
    assert_true(
        str_find_str(dumped(&w), STR("{\"note\":\"tenish\",\"qualifiers\":{\"by\":\"")) <
        dumped(&w).len);
    assert_true(str_find_str(dumped(&w), STR("\"value\":{\"about\":10,\"unit\":\"body\","
                                             "\"words\":\"around ten\"}}")) <
                dumped(&w).len);
    assert_true(line(dumped(&w), "mention").len > 0);
}

static void a_sealed_statement_has_a_row_and_nothing_else(void **state)
{
    (void)state;
    (void)world_seal(&w);
    assert_line("statement", "statement\t" F ".0\t\t\t\t0\t37\t0");
}

static void references_of_any_kind_become_edges(void **state)
{
    (void)state;
    (void)world_say(&w, "{\"kind\":\"claim\",\"id\":\"c1\",\"about\":\"@e\","
                        "\"property\":\"cause\",\"value\":{\"term\":\"shot\"}}");
    (void)world_say(&w, "{\"kind\":\"claim\",\"id\":\"c2\",\"about\":\"@e\","
                        "\"property\":\"cause\",\"value\":{\"term\":\"shelling\"},"
                        "\"premises\":[\"c1\"],\"basis\":\"inferred\"}");
    (void)world_say(&w, "{\"kind\":\"decide\",\"among\":[{\"c\":\"00\",\"s\":\"c1\"},"
                        "{\"c\":\"00\",\"s\":\"c2\"}],\"prefer\":{\"c\":\"00\",\"s\":"
                        "\"c2\"},\"rule\":\"nearest_to_speaker\",\"reason\":\"why\"}");
    (void)world_say(&w,
                    "{\"kind\":\"claim\",\"about\":\"c1\",\"property\":\"stance\","
                    "\"value\":{\"term\":\"denies\"},\"qualifiers\":{\"by\":\"@o\"}}");
    (void)world_say(&w, "{\"kind\":\"future\",\"looks\":{\"back\":\"c1\"}}");
    assert_line("edge\t" F ".1", "edge\t" F ".1\tpremises\t" F ".0");
    assert_line("edge\t" F ".2\tamong", "edge\t" F ".2\tamong\t" F ".0");
    assert_line("edge\t" F ".2\tprefer", "edge\t" F ".2\tprefer\t" F ".1");
    assert_line("edge\t" F ".3", "edge\t" F ".3\tabout\t" F ".0");
    assert_line("edge\t" F ".4", "edge\t" F ".4\tback\t" F ".0");
    assert_line("review\t" F ".2", "review\t" F ".2\t\tnearest_to_speaker\twhy\t\t");
    assert_true(str_starts_with(line(dumped(&w), "statement\t" F ".4"),
                                STR("statement\t" F ".4\tfuture\t1663149600\t")));
}

static void statements_that_say_nothing_sensible_do_not_stop_the_index(void **state)
{
    static const char *const odd[] = {
        "{\"kind\":\"claim\"}",
        "{\"kind\":\"claim\",\"about\":5,\"property\":{},\"value\":[1]}",
        "{\"kind\":\"claim\",\"about\":\"@e\",\"property\":\"p\",\"value\":{\"term\":5}}",
        "{\"kind\":\"claim\",\"about\":\"@e\",\"property\":\"p\",\"value\":true}",
        "{\"kind\":\"claim\",\"about\":\"@e\",\"property\":\"p\",\"value\":null}",
        "{\"kind\":\"claim\",\"about\":\"@e\",\"property\":\"p\",\"value\":-3}",
        "{\"kind\":\"claim\",\"about\":\"@e\",\"property\":\"p\",\"value\":\"\"}",
        "{\"kind\":\"passage\",\"chain\":[3,{}],\"locator\":7}",
        "{\"kind\":\"entity\"}",
        "{\"kind\":\"object\",\"size\":\"big\"}",
        "{\"kind\":\"import\",\"rows\":\"many\"}",
        "{\"kind\":\"assess\",\"of\":\"nothing.1\"}",
        "{\"kind\":7}",
        "{}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
        (void)world_say(&w, odd[i]);
    assert_true(line(dumped(&w), "statement\t" F ".13").len > 0);
}

static void objects_and_imports_have_rows(void **state)
{
    (void)state;
    (void)world_say(&w,
                    "{\"kind\":\"object\",\"id\":\"o1\",\"sha256\":\"abcd\",\"size\":12,"
                    "\"type\":\"image/jpeg\",\"name\":\"a.jpg\",\"path\":\"in/a.jpg\","
                    "\"stored\":\"abcd\",\"run\":\"r\",\"stat\":\"1 2 3\"}");
    (void)world_say(&w, "{\"kind\":\"import\",\"id\":\"i1\",\"source\":\"o1\","
                        "\"list\":\"@list\",\"version\":\"2\"}");
    (void)world_say(&w, "{\"kind\":\"import\",\"of\":\"i1\",\"rows\":3,\"accepted\":2,"
                        "\"rejected\":1}");
    assert_line("object",
                "object\t" F ".0\tabcd\t12\timage/jpeg\ta.jpg\t\tin/a.jpg\t\tabcd"
                "\tr\t1 2 3");
    assert_line("import\t" F ".2", "import\t" F ".2\t" F ".1\t\t\t\t3\t2\t1");
    assert_true(str_starts_with(line(dumped(&w), "import\t" F ".1"),
                                STR("import\t" F ".1\t\t" F ".0\t")));
}

static void say_a_little_of_everything(struct world *world)
{
    static const char *const said[] = {
        "{\"kind\":\"claim\",\"id\":\"c0\",\"about\":\"@early\",\"property\":\"sex\","
        "\"value\":{\"term\":\"male\"},\"quantifier\":\"all\",\"seal\":\"witness\"}",
        "{\"kind\":\"entity\",\"id\":\"e\",\"entity\":\"event\",\"list\":\"@l\","
        "\"row\":\"a\"}",
        "{\"kind\":\"claim\",\"about\":\"e\",\"property\":\"happened_at\",\"value\":"
        "{\"relation\":\"near\",\"anchor\":\"@izium\",\"words\":\"near\\nIzium\"}}",
        "{\"kind\":\"withdraw\",\"of\":\"c0\",\"reason\":\"typing error\"}",
    };

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        (void)world_say(world, said[i]);
}

static void a_rebuilt_index_says_what_a_caught_up_one_says(void **state)
{
    struct world rebuilt;
    struct str one;
    struct str other;

    (void)state;
    say_a_little_of_everything(&w);
    world_open_as(&rebuilt, INDEX_LOADING);
    say_a_little_of_everything(&rebuilt);
    one = dumped(&w);
    other = dumped(&rebuilt);
    assert_true(str_equal(one, other));
    assert_true(str_find_str(one, STR("near\\0aIzium")) < one.len);
    assert_int_equal(index_switch(rebuilt.index, &rebuilt.err), ERR_OK);
    rebuilt.index = NULL;
    world_close(&rebuilt);
}

static void an_index_is_usable_only_under_its_own_schema_and_version(void **state)
{
    struct index *again = NULL;
    struct db *db = NULL;
    bool is_usable = false;
    uint64_t size = 0;
    struct digest root;

    (void)state;
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"e\",\"entity\":\"event\"}");
    assert_int_equal(db_open_file(&db, w.path, DB_READ, &w.err), ERR_OK);
    assert_int_equal(index_of_db(&again, &is_usable, db, STR("schema"), &w.err), ERR_OK);
    assert_true(is_usable);
    assert_int_equal(index_feed_count(again), 1);
    assert_int_equal(index_feed_position(&size, &root, again, STR(F), &w.err), ERR_OK);
    assert_int_equal(size, 1);
    assert_int_equal(root.bytes[0], 1);
    assert_int_equal(index_feed_position(&size, &root, again, STR("none"), &w.err),
                     ERR_OK);
    assert_int_equal(size, 0);
    index_close(again);
    assert_int_equal(db_open_file(&db, w.path, DB_READ, &w.err), ERR_OK);
    assert_int_equal(index_of_db(&again, &is_usable, db, STR("another"), &w.err), ERR_OK);
    assert_false(is_usable);
    index_close(again);
}

static void a_database_that_is_no_index_is_not_usable(void **state)
{
    struct index *again = NULL;
    struct db *db = NULL;
    bool is_usable = true;
    char other[128];

    (void)state;
    (void)snprintf(other, sizeof other, "%s/other", w.folder);
    assert_int_equal(db_open_file(&db, other, DB_WRITE, &w.err), ERR_OK);
    assert_int_equal(index_of_db(&again, &is_usable, db, STR("schema"), &w.err), ERR_OK);
    assert_false(is_usable);
    index_close(again);
    (void)unlink(other);
}

static void what_is_rolled_back_leaves_no_numbers_behind(void **state)
{
    struct feed_statement stored = {.form = FRAME_OPEN};
    struct value v = value_object();
    struct str before = dumped(&w);
    uint32_t number = 0;

    (void)state;
    value_set(&v, &w.arena, STR("kind"), value_string(STR("strange")));
    value_set(&v, &w.arena, STR("by"), value_string(STR("somebody")));
    assert_int_equal(index_begin(w.index, &w.err), ERR_OK);
    assert_int_equal(index_put(w.index, ref_of(0, 0), &stored, &v, &w.err), ERR_OK);
    assert_int_equal(index_add_feed(&number, w.index, STR("second"), &w.err), ERR_OK);
    assert_int_equal(number, 1);
    index_rollback(w.index);
    assert_int_equal(index_feed_count(w.index), 1);
    assert_true(str_equal(before, dumped(&w)));
    assert_int_equal(index_begin(w.index, &w.err), ERR_OK);
    assert_int_equal(index_put(w.index, ref_of(0, 0), &stored, &v, &w.err), ERR_OK);
    assert_int_equal(index_commit(w.index, 0, &(struct feed_position){.size = 1}, &w.err),
                     ERR_OK);
    assert_true(line(dumped(&w), "word\tstrange").len > 0);
}

static void the_same_statement_twice_is_refused(void **state)
{
    struct feed_statement stored = {.form = FRAME_SEALED};
    char expected[256];

    (void)state;
    (void)world_seal(&w);
    assert_int_equal(index_begin(w.index, &w.err), ERR_OK);
    assert_int_equal(index_put(w.index, ref_of(0, 0), &stored, NULL, &w.err),
                     ERR_CONFLICT);
    (void)snprintf(
        expected, sizeof expected,
        "\"%s\": could not read or write: UNIQUE constraint failed: statement.n", w.path);
    assert_string_equal(w.err.message, expected);
    index_rollback(w.index);
}

static void feeds_are_numbered_as_they_come(void **state)
{
    uint32_t number = 9;
    struct ref ref;

    (void)state;
    assert_int_equal(index_add_feed(&number, w.index, STR("second"), &w.err), ERR_OK);
    assert_int_equal(number, 1);
    assert_int_equal(index_add_feed(&number, w.index, STR("second"), &w.err), ERR_OK);
    assert_int_equal(number, 1);
    assert_true(index_parse_ref(&ref, w.index, STR("second.17")));
    assert_int_equal(ref.n, ref_of(1, 17).n);
    assert_true(str_equal(index_ref_text(&w.arena, w.index, ref), STR("second.17")));
    assert_false(index_parse_ref(&ref, w.index, STR("third.17")));
    assert_false(index_parse_ref(&ref, w.index, STR("second.")));
    assert_false(index_parse_ref(&ref, w.index, STR("second.1099511627776")));
    assert_int_equal(index_add_feed(&number, w.index, STR(""), &w.err), ERR_INVALID);
    assert_string_equal(w.err.message, "\"\" cannot be a feed");
}

static void many_words_and_ids_outgrow_the_caches_without_harm(void **state)
{
    struct feed_statement stored = {.form = FRAME_OPEN};
    struct feed_position position = {.size = WORD_CACHE_MAX + 2};

    (void)state;
    assert_int_equal(index_begin(w.index, &w.err), ERR_OK);
    for (uint32_t i = 0; i < position.size; i++) {
        struct value v = value_object();
        char word[24];

        (void)snprintf(word, sizeof word, "k%u", i);
        value_set(&v, &w.arena, STR("kind"), value_string(str_from_c(word)));
        assert_int_equal(index_put(w.index, ref_of(0, i), &stored, &v, &w.err), ERR_OK);
    }
    assert_true(w.index->word_count < 100);
    assert_int_equal(index_commit(w.index, 0, &position, &w.err), ERR_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_claim_becomes_a_row_of_numbers),
        TEST(what_the_columns_do_not_hold_is_kept_whole),
        TEST(a_sealed_statement_has_a_row_and_nothing_else),
        TEST(references_of_any_kind_become_edges),
        TEST(statements_that_say_nothing_sensible_do_not_stop_the_index),
        TEST(objects_and_imports_have_rows),
        TEST(a_rebuilt_index_says_what_a_caught_up_one_says),
        TEST(an_index_is_usable_only_under_its_own_schema_and_version),
        TEST(a_database_that_is_no_index_is_not_usable),
        TEST(what_is_rolled_back_leaves_no_numbers_behind),
        TEST(the_same_statement_twice_is_refused),
        TEST(feeds_are_numbered_as_they_come),
        TEST(many_words_and_ids_outgrow_the_caches_without_harm),
    };

    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
