#include "record/inbox.h"

#include "record/world_testing.h"

static struct world w;

static int set_up(void **state)
{
    (void)state;
    world_open(&w);
    /* A feed begins with statements of its own: none of a file is its first. */
    (void)world_seal(&w);
    (void)world_seal(&w);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static struct view all(void)
{
    return (struct view){.sizes = w.sizes, .count = w.feed + 1};
}

static struct ref file(const char *name, const char *path, const char *type, char digit)
{
    char json[512];
    char hash[65] = {0};

    memset(hash, digit, 64);
    (void)snprintf(json, sizeof json,
                   "{\"kind\":\"object\",\"id\":\"%s\",\"path\":\"%s\",\"type\":\"%s\","
                   "\"sha256\":\"%s\",\"stored\":\"%s\",\"run\":\"run\",\"size\":1}",
                   name, path, type, hash, hash);
    return world_say(&w, json);
}

static struct ref reads(const char *who, const char *said, const char *what)
{
    char json[512];

    w.by = who;
    (void)snprintf(json, sizeof json,
                   "{\"kind\":\"assess\",\"of\":[\"%s\"],\"reading\":\"%s\"}", what,
                   said);
    return world_say(&w, json);
}

static struct ref supersedes(const char *who, const char *said, const char *what,
                             struct ref word)
{
    struct arena arena = {0};
    char json[512];
    struct ref ref;

    w.by = who;
    (void)snprintf(json, sizeof json,
                   "{\"kind\":\"assess\",\"of\":[\"%s\"],\"reading\":\"%s\","
                   "\"supersedes\":{\"c\":\"00\",\"s\":\"" STR_FMT "\"}}",
                   what, said, STR_ARG(index_ref_text(&arena, w.index, word)));
    ref = world_say(&w, json);
    arena_free(&arena);
    return ref;
}

static struct inbox_row row_of(const char *name)
{
    struct inbox_row row = {0};

    if (inbox_find(&row, &w.arena, w.index, all(), world_ref(&w, name), &w.err) != ERR_OK)
        fail_msg("%s", w.err.message);
    return row;
}

/* Asked twice: of the state kept so far, and read anew. */
static enum inbox_state state_of(const char *name)
{
    struct inbox_row kept = row_of(name);
    struct inbox_row anew;

    inbox_forget(w.index);
    anew = row_of(name);
    assert_int_equal(kept.state, anew.state);
    assert_int_equal(kept.word_count, anew.word_count);
    assert_int_equal(kept.readers, anew.readers);
    assert_int_equal(kept.claims, anew.claims);
    return anew.state;
}

static void a_file_goes_from_hand_to_hand(void **state)
{
    struct ref taken;

    (void)state;
    (void)file("f", "a/f.txt", "text/plain", 'a');
    assert_int_equal(state_of("f"), INBOX_UNREAD);
    taken = reads("@ann", "taken", "f");
    assert_int_equal(state_of("f"), INBOX_TAKEN);
    assert_true(str_equal(row_of("f").words[0].member, world_id(&w, "@ann")));
    (void)reads("@ann", "given_back", "f");
    assert_int_equal(state_of("f"), INBOX_UNREAD);
    (void)reads("@ann", "taken", "f");
    (void)reads("@bob", "given_back", "f");
    assert_int_equal(state_of("f"), INBOX_TAKEN); /* not his to give back */
    (void)reads("@ann", "done", "f");
    assert_int_equal(state_of("f"), INBOX_DONE);
    assert_int_equal(row_of("f").readers, 1);
    (void)taken;
}

static void somebody_else_frees_a_file_by_naming_the_word(void **state)
{
    struct ref taken;

    (void)state;
    (void)file("f", "f.txt", "text/plain", 'a');
    taken = reads("@ann", "taken", "f");
    assert_int_equal(row_of("f").state, INBOX_TAKEN);
    (void)supersedes("@bob", "given_back", "f", taken);
    assert_int_equal(state_of("f"), INBOX_UNREAD);
    assert_int_equal(row_of("f").word_count, 0);
}

static void two_machines_that_took_one_file_are_both_shown(void **state)
{
    (void)state;
    (void)file("f", "f.txt", "text/plain", 'a');
    (void)reads("@ann", "taken", "f");
    assert_int_equal(row_of("f").word_count, 1);
    world_use_feed(&w, "00000000000000000000000001");
    w.at = "2020-01-01T00:00:00Z"; /* its clock is wrong: no matter */
    (void)reads("@bob", "taken", "f");
    assert_int_equal(row_of("f").word_count, 2);
    (void)reads("@bob", "done", "f");
    assert_int_equal(state_of("f"), INBOX_DONE);
    assert_int_equal(row_of("f").word_count, 2);
}

static void of_two_machines_of_one_member_both_words_stand(void **state)
{
    (void)state;
    (void)file("f", "f.txt", "text/plain", 'a');
    (void)reads("@ann", "done", "f");
    world_use_feed(&w, "00000000000000000000000001");
    (void)reads("@ann", "done", "f");
    assert_int_equal(state_of("f"), INBOX_DONE);
    assert_int_equal(row_of("f").readers, 1); /* one person, whatever the machines */
}

static void a_second_reader_is_somebody_else(void **state)
{
    (void)state;
    (void)file("f", "f.txt", "text/plain", 'a');
    (void)reads("@ann", "done", "f");
    (void)reads("@ann", "second_wanted", "f");
    assert_int_equal(state_of("f"), INBOX_SECOND);
    (void)reads("@ann", "done", "f");
    assert_int_equal(state_of("f"), INBOX_SECOND);
    (void)reads("@bob", "taken", "f");
    assert_int_equal(state_of("f"), INBOX_SECOND);
    (void)reads("@bob", "done", "f");
    assert_int_equal(state_of("f"), INBOX_DONE);
    assert_int_equal(row_of("f").readers, 2);
}

static void a_word_that_is_withdrawn_gives_way_to_the_one_before(void **state)
{
    char json[512];
    struct ref done;

    (void)state;
    (void)file("f", "f.txt", "text/plain", 'a');
    (void)reads("@ann", "taken", "f");
    done = reads("@ann", "done", "f");
    assert_int_equal(row_of("f").state, INBOX_DONE);
    (void)snprintf(json, sizeof json,
                   "{\"kind\":\"withdraw\",\"of\":{\"c\":\"00\",\"s\":\"" STR_FMT
                   "\"},\"reason\":\"typing_error\"}",
                   STR_ARG(index_ref_text(&w.arena, w.index, done)));
    (void)world_say(&w, json);
    assert_int_equal(state_of("f"), INBOX_TAKEN);
    /* What somebody thinks of the word takes nothing back. */
    done = reads("@ann", "done", "f");
    (void)snprintf(json, sizeof json,
                   "{\"kind\":\"assess\",\"of\":[\"" STR_FMT
                   "\"],\"status\":\"rejected\","
                   "\"reason\":\"r\"}",
                   STR_ARG(index_ref_text(&w.arena, w.index, done)));
    (void)world_say(&w, json);
    assert_int_equal(state_of("f"), INBOX_DONE);
}

static void several_files_are_skipped_at_once(void **state)
{
    struct inbox_row row;

    (void)state;
    (void)file("f", "f.txt", "text/plain", 'a');
    (void)file("g", "g.txt", "text/plain", 'a');
    (void)world_say(&w, "{\"kind\":\"assess\",\"of\":[\"f\",\"g\"],\"reading\":"
                        "\"skipped\",\"skipped\":\"duplicate\",\"duplicate_of\":\"f\"}");
    assert_int_equal(state_of("f"), INBOX_SKIPPED);
    row = row_of("g");
    assert_int_equal(row.state, INBOX_SKIPPED);
    assert_true(str_equal(row.words[0].why, STR("duplicate")));
    assert_int_equal(row.same_as.n, world_ref(&w, "f").n);
}

static void what_rests_on_a_file_is_counted(void **state)
{
    struct inbox_row row;

    (void)state;
    (void)file("f", "f.txt", "text/plain", 'a');
    (void)file("g", "g.txt", "text/plain", 'b');
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"s\",\"entity\":\"source\"}");
    (void)world_say(&w,
                    "{\"kind\":\"claim\",\"about\":\"s\",\"property\":\"preserved_as\","
                    "\"value\":\"f\",\"premises\":[\"f\"]}");
    (void)world_say(&w, "{\"kind\":\"passage\",\"id\":\"p\",\"source\":\"s\",\"words\":"
                        "\"x\",\"locator\":{\"object\":\"f\",\"page\":1}}");
    (void)world_say(&w, "{\"kind\":\"passage\",\"id\":\"q\",\"source\":\"s\",\"words\":"
                        "\"x\",\"locator\":{\"object\":\"g\"}}");
    row = row_of("f");
    assert_int_equal(row.passages, 2);
    assert_int_equal(row.claims, 0);
    (void)world_say(&w, "{\"kind\":\"claim\",\"about\":\"s\",\"property\":\"note\","
                        "\"value\":\"v\",\"passage\":\"p\"}");
    (void)world_say(&w, "{\"kind\":\"claim\",\"about\":\"s\",\"property\":\"note\","
                        "\"value\":\"v\",\"passage\":\"q\"}");
    row = row_of("f");
    assert_int_equal(row.claims, 2);
    assert_true(str_equal(row.source, world_id(&w, "s")));
    row = row_of("g");
    assert_int_equal(row.passages, 1);
    assert_int_equal(row.claims, 1);
    assert_int_equal(state_of("g"), INBOX_UNREAD); /* nobody says that it is done */
}

static void a_table_that_was_imported_needs_no_reader(void **state)
{
    struct inbox_filter any = {0};
    struct inbox_list list = {0};

    (void)state;
    (void)file("t", "t.csv", "text/csv", 'a');
    (void)file("m", "m.map", "text/plain", 'b');
    (void)world_say(&w, "{\"kind\":\"import\",\"id\":\"i\",\"source\":\"t\",\"mapping\":"
                        "\"m\",\"list\":\"@l\"}");
    (void)world_say(&w, "{\"kind\":\"import\",\"of\":\"i\",\"rows\":7,\"accepted\":6,"
                        "\"rejected\":1}");
    assert_int_equal(state_of("t"), INBOX_DONE);
    assert_int_equal(row_of("t").rows, 6);
    assert_int_equal(inbox_list(&list, &w.arena, w.index, all(), &any, &w.err), ERR_OK);
    assert_int_equal(list.count, 1); /* nobody reads a mapping */
}

static size_t count(struct inbox_filter filter)
{
    struct inbox_list list = {0};

    assert_int_equal(inbox_list(&list, &w.arena, w.index, all(), &filter, &w.err),
                     ERR_OK);
    return list.count;
}

static void files_are_asked_for_by_what_they_are(void **state)
{
    struct inbox_filter page = {.limit = 2};
    struct inbox_list list = {0};
    uint64_t counts[INBOX_STATES];

    (void)state;
    w.at = "2022-09-16T10:00:00Z";
    (void)file("new", "b/new.jpg", "image/jpeg", 'a');
    w.at = "2022-09-14T10:00:00Z";
    (void)file("old", "a/old.txt", "text/plain", 'b');
    (void)file("deep", "a/b/deep.txt", "text/plain", 'c');
    (void)file("ab", "ab/x.txt", "text/plain", 'd');
    (void)world_say(&w, "{\"kind\":\"derived\",\"of\":\"new\",\"how\":\"ocr\",\"type\":"
                        "\"text/plain\",\"lang\":\"uk\",\"sha256\":\"e\"}");
    (void)reads("@ann", "taken", "old");
    assert_int_equal(count((struct inbox_filter){.folder = STR("a")}), 2);
    assert_int_equal(count((struct inbox_filter){.type = STR("image/")}), 1);
    assert_int_equal(count((struct inbox_filter){.lang = STR("uk")}), 1);
    assert_int_equal(count((struct inbox_filter){.lang = STR("de")}), 0);
    assert_int_equal(count((struct inbox_filter){.run = STR("run")}), 4);
    assert_int_equal(count((struct inbox_filter){.is_nobodys = true}), 3);
    assert_int_equal(count((struct inbox_filter){.member = world_id(&w, "@ann")}), 1);
    assert_int_equal(count((struct inbox_filter){.states = 1U << INBOX_UNREAD}), 3);
    assert_int_equal(inbox_count(counts, w.index, all(), &page, &w.err), ERR_OK);
    assert_int_equal(counts[INBOX_UNREAD], 3);
    assert_int_equal(counts[INBOX_TAKEN], 1);

    assert_int_equal(inbox_list(&list, &w.arena, w.index, all(), &page, &w.err), ERR_OK);
    assert_true(list.has_more);
    assert_int_equal(list.items[0].object.ref.n, world_ref(&w, "old").n);
    page.after = list.items[1].object.ref;
    assert_int_equal(inbox_list(&list, &w.arena, w.index, all(), &page, &w.err), ERR_OK);
    assert_false(list.has_more);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[1].object.ref.n, world_ref(&w, "new").n);
}

static void an_earlier_day_is_as_it_was(void **state)
{
    uint64_t sizes[2] = {0};
    struct view then = {.sizes = sizes, .count = 1};
    struct inbox_row row = {0};

    (void)state;
    (void)file("f", "f.txt", "text/plain", 'a');
    sizes[0] = w.sizes[0];
    (void)reads("@ann", "done", "f");
    assert_int_equal(row_of("f").state, INBOX_DONE);
    assert_int_equal(
        inbox_find(&row, &w.arena, w.index, then, world_ref(&w, "f"), &w.err), ERR_OK);
    assert_int_equal(row.state, INBOX_UNREAD);
    assert_int_equal(row_of("f").state, INBOX_DONE);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_goes_from_hand_to_hand),
        TEST(somebody_else_frees_a_file_by_naming_the_word),
        TEST(two_machines_that_took_one_file_are_both_shown),
        TEST(of_two_machines_of_one_member_both_words_stand),
        TEST(a_second_reader_is_somebody_else),
        TEST(a_word_that_is_withdrawn_gives_way_to_the_one_before),
        TEST(several_files_are_skipped_at_once),
        TEST(what_rests_on_a_file_is_counted),
        TEST(a_table_that_was_imported_needs_no_reader),
        TEST(files_are_asked_for_by_what_they_are),
        TEST(an_earlier_day_is_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
