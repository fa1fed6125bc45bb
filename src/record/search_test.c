#include "record/world_testing.h"

#include "names/key.h"
#include "record/index_inside.h"
#include "record/search_index.h"

/* What is indexed of statements, and found again in a view. */

static struct world w;
static struct stemmer *stemmer;

static int set_up(void **state)
{
    (void)state;
    world_open(&w);
    stemmer = stemmer_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    world_close(&w);
    return 0;
}

static struct view now(void)
{
    return (struct view){.sizes = w.sizes, .count = index_feed_count(w.index)};
}

static const char *const places[] = {"label",       "name",  "parts",  "identifier",
                                     "row",         "value", "note",   "words",
                                     "translation", "file",  "reason", "page"};

static enum err_code note_row(void *context, const struct search_seen *seen,
                              bool *is_enough, struct err *err)
{
    (void)is_enough;
    (void)err;
    buf_printf(context, "%s@%llu ", places[seen->row.place],
               (unsigned long long)ref_index(seen->row.ref));
    return ERR_OK;
}

/* The rows where the word stands, in any form and spelling; as typed when exact. */
static void found_in(struct buf *out, const char *text, bool exact, struct view view)
{
    struct buf prepared = {0};
    struct text_phrase phrase = {{0}, false};
    struct text_clause clause = {&phrase, 1};
    struct text_query query = {.all = &clause, .all_count = 1};
    struct word_reader reader;
    struct search_word tokens;
    struct word word;

    word_reader_init(&reader, str_from_c(text));
    assert_true(word_next(&word, &reader));
    search_word_of(&tokens, stemmer, &word);
    if (exact)
        text_add(&prepared, search_token_str(&tokens.exact), false);
    else
        search_word_put(&prepared, &tokens, false);
    phrase.prepared = buf_str(&prepared);
    for (int t = 0; t < TEXT_TABLES; t++)
        assert_int_equal(
            search_rows(w.index, view, (enum text_table)t, &query, note_row, out, &w.err),
            ERR_OK);
    buf_release(&prepared);
}

static void assert_found_as(const char *text, bool exact, const char *expected)
{
    struct buf out = {0};

    found_in(&out, text, exact, now());
    assert_string_equal(buf_text(&out), expected);
    buf_release(&out);
}

static void assert_found(const char *text, const char *expected)
{
    assert_found_as(text, false, expected);
}

static void any_script_finds_any_script(void **state)
{
    static const char *const spellings[] = {"Харків",  "Харьков", "Kharkiv",
                                            "Kharkov", "Харкова", "Харьковом"};

    (void)state;
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"a\",\"entity\":\"place\","
                        "\"label\":\"Харків\"}");
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"b\",\"entity\":\"place\","
                        "\"label\":\"Kharkov oblast\"}");
    (void)world_say(&w, "{\"kind\":\"passage\",\"id\":\"q\",\"source\":\"@s\","
                        "\"lang\":\"uk\",\"words\":\"біля Харкова\"}");
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"c\",\"entity\":\"place\","
                        "\"label\":\"Izium\"}");
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++)
        assert_found(spellings[i], "label@0 label@1 words@2 ");
    assert_found_as("Харкова", true, "words@2 ");
    assert_found_as("ХАРКІВ", true, "label@0 ");
    assert_found("Ізюм", "label@3 ");
}

static void every_text_of_a_statement_is_indexed(void **state)
{
    (void)state;
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"p\",\"entity\":\"person\","
                        "\"label\":\"zero\",\"list\":\"@l\",\"row\":\"ROW-77\"}");
    (void)world_say(&w, "{\"kind\":\"claim\",\"about\":\"p\",\"property\":\"name\","
                        "\"value\":{\"written\":\"one\",\"parts\":{\"family\":\"two\","
                        "\"given\":\"three\"}},\"note\":\"four\"}");
    (void)world_say(&w, "{\"kind\":\"claim\",\"about\":\"p\",\"property\":\"identifier\","
                        "\"value\":\"K-2022/17\"}");
    (void)world_say(&w,
                    "{\"kind\":\"claim\",\"about\":\"p\",\"property\":\"description\","
                    "\"value\":\"five\"}");
    (void)world_say(&w, "{\"kind\":\"passage\",\"id\":\"q\",\"source\":\"@s\","
                        "\"lang\":\"uk\",\"words\":\"six\",\"translation\":{\"words\":"
                        "\"seven\",\"lang\":\"en\"}}");
    (void)world_say(&w, "{\"kind\":\"object\",\"sha256\":\"00\",\"name\":\"eight.pdf\"}");
    (void)world_say(&w, "{\"kind\":\"withdraw\",\"id\":\"x\",\"reason\":\"nine\","
                        "\"note_public\":\"ten\"}");
    assert_found("zero", "label@0 ");
    assert_found("77", "row@0 ");
    assert_found("one", "name@1 ");
    assert_found("two", "parts@1 ");
    assert_found("three", "parts@1 ");
    assert_found("four", "note@1 ");
    assert_found("K", "identifier@2 ");
    assert_found("2022", "identifier@2 ");
    assert_found("five", "value@3 ");
    assert_found("six", "words@4 ");
    assert_found("seven", "translation@4 ");
    assert_found("eight", "file@5 ");
    assert_found("nine", "reason@6 ");
    assert_found("ten", "note@6 ");
    assert_found("description", "");
}

static void what_no_text_is_stays_out(void **state)
{
    (void)state;
    (void)world_say(&w, "{\"kind\":\"claim\",\"about\":\"@e\",\"property\":\"date\","
                        "\"value\":{\"edtf\":\"2022-09-10\"}}");
    (void)world_say(&w, "{\"kind\":\"claim\",\"about\":\"@e\",\"property\":\"place\","
                        "\"value\":\"@izium\"}");
    (void)world_say(&w, "{\"kind\":\"access\",\"did\":\"searched\","
                        "\"words\":\"whispered\",\"why\":\"wondered\"}");
    (void)world_say(&w, "{\"kind\":\"future\",\"words\":\"whatever\"}");
    assert_found("2022", "");
    assert_found("whispered", "");
    assert_found("wondered", "");
    assert_found("whatever", "");
}

static void a_view_holds_what_was_known_then(void **state)
{
    uint64_t sizes[2] = {1, 0};
    struct view view = {.sizes = sizes, .count = 2};
    struct buf out = {0};

    (void)state;
    for (int i = 0; i < 3; i++)
        (void)world_say(&w, "{\"kind\":\"entity\",\"entity\":\"place\","
                            "\"label\":\"Buzova\"}");
    world_use_feed(&w, "second");
    (void)world_say(&w, "{\"kind\":\"entity\",\"entity\":\"place\","
                        "\"label\":\"Buzova\"}");
    assert_found("Buzova", "label@0 label@1 label@2 label@0 ");
    found_in(&out, "Buzova", false, view);
    assert_string_equal(buf_text(&out), "label@0 ");
    sizes[0] = 0;
    sizes[1] = 1;
    buf_reset(&out);
    found_in(&out, "Buzova", false, view);
    assert_string_equal(buf_text(&out), "label@0 ");
    index_bound_feed(w.index, 0, (struct feed_bounds){.from = 2, .until = 3});
    buf_reset(&out);
    found_in(&out, "Buzova", false, now());
    assert_string_equal(buf_text(&out), "label@2 label@0 ");
    buf_release(&out);
}

static struct str dumped(void)
{
    struct buf out = {0};
    struct str text;

    assert_int_equal(index_dump(&out, w.index, &w.err), ERR_OK);
    text = arena_str(&w.arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static bool says(struct str text, const char *part)
{
    return str_find_str(text, str_from_c(part)) < text.len;
}

/* A statement that was sealed, opened by mistake before an index that others can read. */
static enum err_code put_sealed(enum frame_form form)
{
    struct feed_statement stored = {.index = w.sizes[0], .form = form};
    struct value v = value_object();
    enum err_code code;

    value_set(&v, &w.arena, STR("kind"), value_string(STR("entity")));
    value_set(&v, &w.arena, STR("label"), value_string(STR("Needleberg")));
    assert_int_equal(index_begin(w.index, &w.err), ERR_OK);
    code = index_put(w.index, ref_of(0, w.sizes[0]), &stored, &v, &w.err);
    if (code != ERR_OK)
        index_rollback(w.index);
    else
        assert_int_equal(
            index_commit(w.index, 0, &(struct feed_position){.size = 1}, &w.err), ERR_OK);
    return code;
}

static void what_was_sealed_never_enters_an_index_that_others_read(void **state)
{
    struct name_key key;

    (void)state;
    assert_int_equal(put_sealed(FRAME_SEALED), ERR_DENIED);
    assert_string_equal(w.err.message, "what was sealed must not enter an index that "
                                       "others can read");
    assert_int_equal(put_sealed(FRAME_ERASED), ERR_DENIED);
    name_fold2(&key, STR("Needleberg"));
    assert_false(says(dumped(), "needleberg"));
    assert_false(
        says(dumped(), arena_str(&w.arena, (struct str){key.text, key.len}).ptr));
    w.index->is_private = true;
    assert_int_equal(put_sealed(FRAME_SEALED), ERR_OK);
    assert_true(says(dumped(), "needleberg"));
    assert_true(says(dumped(), arena_str(&w.arena, (struct str){key.text, key.len}).ptr));
}

static void assert_read(enum search_place place, const char *name, const char *expected)
{
    struct search_found found = {0};
    struct search_row row = {.place = place, .ref = world_ref(&w, name)};
    bool is_there = false;

    assert_int_equal(search_read(&found, &is_there, &w.arena, w.index, row, &w.err),
                     ERR_OK);
    assert_true(is_there);
    assert_true(str_equal(found.text, str_from_c(expected)));
}

static void a_text_is_read_back_from_where_it_is_kept(void **state)
{
    struct search_found found;
    struct search_row row = {.place = SEARCH_LABEL};
    bool is_there = true;

    (void)state;
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"p\",\"entity\":\"person\","
                        "\"label\":\"zero\",\"list\":\"@l\",\"row\":\"R-1\"}");
    (void)world_say(&w, "{\"kind\":\"claim\",\"id\":\"n\",\"about\":\"p\","
                        "\"property\":\"name\",\"value\":{\"written\":\"Ivan K.\","
                        "\"parts\":{\"family\":\"K\",\"given\":\"Ivan\","
                        "\"patronymic\":\"I\"}},\"note\":\"as told\"}");
    (void)world_say(&w, "{\"kind\":\"passage\",\"id\":\"q\",\"source\":\"@s\","
                        "\"lang\":\"uk\",\"words\":\"six\",\"translation\":{\"words\":"
                        "\"seven\",\"lang\":\"en\"}}");
    (void)world_say(&w, "{\"kind\":\"object\",\"id\":\"o\",\"sha256\":\"00\","
                        "\"name\":\"a.pdf\",\"path\":\"in/a.pdf\"}");
    (void)world_say(&w, "{\"kind\":\"withdraw\",\"id\":\"x\",\"reason\":\"nine\","
                        "\"note_public\":\"ten\"}");
    (void)world_ref(&w, "n");
    assert_read(SEARCH_NAME, "n", "Ivan K.");
    assert_read(SEARCH_NAME_PARTS, "n", "Ivan I K");
    assert_read(SEARCH_NOTE, "n", "as told");
    assert_read(SEARCH_WORDS, "q", "six");
    assert_read(SEARCH_TRANSLATION, "q", "seven");
    assert_read(SEARCH_FILE, "o", "in/a.pdf");
    assert_read(SEARCH_REASON, "x", "nine");
    assert_read(SEARCH_NOTE, "x", "ten");
    row.ref = ref_of(0, 0);
    assert_int_equal(search_read(&found, &is_there, &w.arena, w.index, row, &w.err),
                     ERR_OK);
    assert_true(str_equal(found.text, STR("zero")));
    assert_true(str_equal(found.id, world_id(&w, "p")));
    row.place = SEARCH_WORDS; /* an entity has none */
    row.ref = ref_of(0, 77);
    assert_int_equal(search_read(&found, &is_there, &w.arena, w.index, row, &w.err),
                     ERR_OK);
    assert_false(is_there);
}

/* --- keys --- */

static struct search_near room[256];

static struct search_key_list near(const char *key)
{
    struct search_key_list list = {.items = room, .max = 256};

    assert_int_equal(search_keys_near(&list, w.index->texts, str_from_c(key), &w.err),
                     ERR_OK);
    return list;
}

static bool lists(struct search_key_list list, const char *key, unsigned edits)
{
    for (size_t i = 0; i < list.count; i++)
        if (str_equal(search_token_key(&list.items[i].token), str_from_c(key)))
            return list.items[i].edits == edits;
    return false;
}

static void enter(const char *key)
{
    struct search_word keys = {.key_count = 1};
    struct word word = {.folded = str_from_c(key), .marked = str_from_c(key)};
    struct text_index *texts = NULL;

    keys.keys[0].text[0] = SEARCH_KEY;
    memcpy(keys.keys[0].text + 1, key, strlen(key));
    keys.keys[0].len = strlen(key) + 1;
    assert_int_equal(index_texts(&texts, w.index, &w.err), ERR_OK);
    assert_int_equal(search_keys_enter(texts, &word, &keys, false, &w.err), ERR_OK);
}

/* Every single edit of a key, wherever it is, is found: nothing in the two ranges that
 * are looked at may hide one. */
static void every_key_one_letter_away_is_found(void **state)
{
    static const char *const keys[] = {"abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"};

    (void)state;
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        size_t len = strlen(keys[k]);

        enter(keys[k]);
        for (size_t i = 0; i <= len; i++) {
            char typed[16];

            (void)snprintf(typed, sizeof typed, "%.*sz%s", (int)i, keys[k], keys[k] + i);
            assert_true(lists(near(typed), keys[k], 1));
            if (i == len)
                continue;
            (void)snprintf(typed, sizeof typed, "%.*sz%s", (int)i, keys[k],
                           keys[k] + i + 1);
            assert_true(lists(near(typed), keys[k], 1));
            (void)snprintf(typed, sizeof typed, "%.*s%s", (int)i, keys[k],
                           keys[k] + i + 1);
            if (len > 4)
                assert_true(lists(near(typed), keys[k], 1));
            if (i + 1 == len)
                continue;
            (void)snprintf(typed, sizeof typed, "%.*s%c%c%s", (int)i, keys[k],
                           keys[k][i + 1], keys[k][i], keys[k] + i + 2);
            assert_true(lists(near(typed), keys[k], 1));
        }
    }
}

static void long_keys_may_differ_in_two_letters(void **state)
{
    (void)state;
    enter("balakliivsk");
    enter("kramatorsk");
    enter("ізюмський");
    assert_true(lists(near("balaklivks"), "balakliivsk", 2));
    assert_true(lists(near("zalakliivz"), "balakliivsk", 2) == false);
    assert_true(lists(near("kramatrosk"), "kramatorsk", 1));
    assert_true(lists(near("kramatrsck"), "kramatorsk", 2));
    assert_true(lists(near("ізумський"), "ізюмський", 1));
    assert_int_equal(near("kramatorsk").count, 0); /* itself is no other */
    assert_int_equal(near("kra").count, 0);
}

static void keys_that_sound_alike_are_those_of_names(void **state)
{
    struct search_key_list list = {.items = room, .max = 256};

    (void)state;
    (void)world_say(&w, "{\"kind\":\"entity\",\"entity\":\"person\","
                        "\"label\":\"Moskowitz\"}");
    (void)world_say(&w, "{\"kind\":\"passage\",\"source\":\"@s\",\"lang\":\"en\","
                        "\"words\":\"Moszkovic\"}");
    assert_int_equal(
        search_keys_sounding(&list, w.index->texts, STR("Moskovitz"), &w.err), ERR_OK);
    assert_int_equal(list.count, 1);
}

static void arabic_and_latin_share_their_consonants(void **state)
{
    struct search_key_list list = {.items = room, .max = 256};

    (void)state;
    (void)world_say(&w, "{\"kind\":\"entity\",\"entity\":\"person\","
                        "\"label\":\"Mohammed\"}");
    (void)world_say(&w, "{\"kind\":\"entity\",\"entity\":\"person\","
                        "\"label\":\"محمد\"}");
    assert_found("مُحَمَّد", "label@1 ");
    assert_int_equal(search_keys_of_skeleton(&list, w.index->texts, STR("mhmd"), &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 1);
}

/* --- rows --- */

static void a_row_is_a_statement_and_a_place(void **state)
{
    const struct ref refs[] = {ref_of(0, 0), ref_of(3, 7), ref_of(2047, UINT32_MAX)};
    int64_t row = 0;

    (void)state;
    for (size_t i = 0; i < sizeof refs / sizeof refs[0]; i++) {
        struct search_row at;

        assert_true(search_row_of(&row, SEARCH_NOTE, refs[i], 0));
        at = search_row_at(TEXT_SAID, row);
        assert_int_equal(at.ref.n, refs[i].n);
        assert_int_equal(at.place, SEARCH_NOTE);
        assert_true(search_row_of(&row, SEARCH_PAGE, refs[i], 12345));
        at = search_row_at(TEXT_PAGES, row);
        assert_int_equal(at.ref.n, refs[i].n);
        assert_int_equal(at.page, 12345);
    }
    assert_false(search_row_of(&row, SEARCH_PAGE, ref_of(2048, 0), 1));
    assert_false(search_row_of(&row, SEARCH_PAGE, ref_of(0, UINT64_C(1) << 32), 1));
    assert_false(search_row_of(&row, SEARCH_PAGE, ref_of(0, 0), 1 << 20));
    assert_false(search_row_of(&row, SEARCH_LABEL, ref_of(1 << 18, 0), 0));
}

static void it_is_known_that_something_is_sealed(void **state)
{
    bool has_sealed = true;

    (void)state;
    (void)world_say(&w, "{\"kind\":\"entity\",\"entity\":\"place\",\"label\":\"x\"}");
    assert_int_equal(search_has_sealed(&has_sealed, w.index, now(), &w.err), ERR_OK);
    assert_false(has_sealed);
    (void)world_seal(&w);
    assert_int_equal(search_has_sealed(&has_sealed, w.index, now(), &w.err), ERR_OK);
    assert_true(has_sealed);
    w.sizes[0] = 1; /* before it was said */
    assert_int_equal(search_has_sealed(&has_sealed, w.index, now(), &w.err), ERR_OK);
    assert_false(has_sealed);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_script_finds_any_script),
        TEST(every_text_of_a_statement_is_indexed),
        TEST(what_no_text_is_stays_out),
        TEST(a_view_holds_what_was_known_then),
        TEST(what_was_sealed_never_enters_an_index_that_others_read),
        TEST(a_text_is_read_back_from_where_it_is_kept),
        TEST(every_key_one_letter_away_is_found),
        TEST(long_keys_may_differ_in_two_letters),
        TEST(keys_that_sound_alike_are_those_of_names),
        TEST(arabic_and_latin_share_their_consonants),
        TEST(a_row_is_a_statement_and_a_place),
        TEST(it_is_known_that_something_is_sealed),
    };

    return cmocka_run_group_tests_name("record/search", tests, NULL, NULL);
}
