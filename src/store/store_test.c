#include "store/store_fixture.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "store/store_feed.h"

static void opens_what_it_created(void **state)
{
    struct ground g;
    struct store *again;
    struct err err = {0};
    struct stat st;

    (void)state;
    ground_make(&g);
    assert_int_equal(store_open(&again, g.folder, &err), ERR_OK);
    assert_true(str_equal(store_facts(again)->archive, STR(FIXTURE_ARCHIVE)));
    assert_true(str_equal(store_facts(again)->feed, STR(FIXTURE_FEED)));
    assert_true(str_equal(store_facts(again)->name, STR("test")));
    assert_true(str_equal(store_facts(again)->text, STR(FIXTURE_FACTS)));
    assert_true(str_equal(store_folder(again), str_from_c(g.folder)));
    assert_int_equal(stat(g.state, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    store_close(again);
    ground_clear(&g);
}

static void write_facts(const struct ground *g, const char *text)
{
    char path[128];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/stele.json", g->folder);
    file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void refuses_damaged_facts(void **state)
{
    static const struct {
        const char *text;
        enum err_code code;
        const char *says;
    } bad[] = {
        {"", ERR_CORRUPT, "\"stele.json\" is damaged"},
        {"{}", ERR_CORRUPT, "\"stele.json\" is damaged"},
        {"{}\n", ERR_CORRUPT, "\"stele.json\" is damaged"},
        {"{\"format\":2}\n", ERR_LIMIT,
         "the archive has format 2, of a newer version of Stele, and this version, which "
         "reads format 1, cannot find its way in it: use a newer version"},
        {"{\"archive\":\"" FIXTURE_ARCHIVE "\",\"feed\":\"" FIXTURE_FEED
         "\",\"format\":0}\n",
         ERR_CORRUPT, "\"stele.json\" is damaged"},
        {"{\"archive\":\"../x\",\"feed\":\"" FIXTURE_FEED "\",\"format\":1}\n",
         ERR_CORRUPT, "\"stele.json\" is damaged"},
        {"{\"archive\":\"" FIXTURE_ARCHIVE "\",\"feed\":\"a/b\",\"format\":1}\n",
         ERR_CORRUPT, "\"stele.json\" is damaged"},
    };
    struct ground g;

    (void)state;
    ground_make(&g);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct store *store;
        struct err err = {0};

        write_facts(&g, bad[i].text);
        assert_int_equal(store_open(&store, g.folder, &err), bad[i].code);
        assert_non_null(strstr(err.message, bad[i].says));
    }
    ground_clear(&g);
}

static void finds_the_archive_above(void **state)
{
    struct ground g;
    struct arena arena = {0};
    struct str found;
    struct err err = {0};
    char below[128];

    (void)state;
    ground_make(&g);
    (void)snprintf(below, sizeof below, "%s/objects", g.folder);
    assert_int_equal(store_find(&found, &arena, below, &err), ERR_OK);
    assert_true(str_equal(found, str_from_c(g.folder)));
    assert_int_equal(store_find(&found, &arena, g.folder, &err), ERR_OK);
    assert_true(str_equal(found, str_from_c(g.folder)));
    assert_int_equal(store_find(&found, &arena, g.root, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "no archive in \""));
    assert_int_equal(store_open(&g.store, g.root, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "is not an archive: it has no stele.json"));
    arena_free(&arena);
    ground_clear(&g);
}

/* A child that holds the feed's lock until it is told to end; says so by a byte. */
static pid_t start_holder(const char *folder, int *end)
{
    int ready[2];
    int stop[2];
    char byte;
    pid_t pid;

    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    assert_int_equal(pipe2(stop, O_CLOEXEC), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *store;
        struct err err = {0};
        bool was_interrupted;

        (void)close(stop[1]);
        if (store_open(&store, folder, &err) != ERR_OK)
            _exit(1);
        store_set_command(store, STR("stele preserve"));
        if (store_lock(&was_interrupted, store, STR(FIXTURE_FEED), &err) != ERR_OK ||
            write(ready[1], "r", 1) != 1 || read(stop[0], &byte, 1) < 0)
            _exit(1);
        _exit(0); /* without a word: as if killed */
    }
    (void)close(stop[0]);
    (void)close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    (void)close(ready[0]);
    *end = stop[1];
    return pid;
}

static void make_feed(struct ground *g)
{
    struct err err = {0};

    assert_int_equal(
        store_feed_create(g->store, STR(FIXTURE_FEED), STR("no key\n"), false, &err),
        ERR_OK);
    assert_int_equal(store_feed_create(g->store, STR(FIXTURE_FEED), STR(""), false, &err),
                     ERR_CONFLICT);
    assert_string_equal(err.message, "feed " FIXTURE_FEED " is there already");
}

static void names_who_holds_the_lock(void **state)
{
    struct ground g;
    struct err err = {0};
    bool was_interrupted = true;
    char expected[128];
    int status;
    int end;
    pid_t pid;

    (void)state;
    ground_make(&g);
    make_feed(&g);
    store_set_patience(g.store, 20);
    pid = start_holder(g.folder, &end);
    assert_int_equal(store_lock(&was_interrupted, g.store, STR(FIXTURE_FEED), &err),
                     ERR_CONFLICT);
    (void)snprintf(expected, sizeof expected,
                   "archive is being written by process %ld (\"stele preserve\", since ",
                   (long)pid);
    assert_int_equal(strncmp(err.message, expected, strlen(expected)), 0);
    assert_non_null(strstr(err.message, "); try again later"));
    (void)close(end);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(store_lock(&was_interrupted, g.store, STR(FIXTURE_FEED), &err),
                     ERR_OK);
    assert_true(was_interrupted);
    store_unlock(g.store, true);
    assert_int_equal(store_lock(&was_interrupted, g.store, STR(FIXTURE_FEED), &err),
                     ERR_OK);
    assert_false(was_interrupted);
    store_unlock(g.store, false);
    assert_int_equal(store_lock(&was_interrupted, g.store, STR(FIXTURE_FEED), &err),
                     ERR_OK);
    assert_true(was_interrupted);
    store_unlock(g.store, true);
    ground_clear(&g);
}

/* Two copies of one folder have one head. */
static void locks_a_second_copy_out(void **state)
{
    struct ground g;
    struct store *copy;
    struct err err = {0};
    bool was_interrupted;
    char second[128];
    char from[128];
    char to[160];

    (void)state;
    ground_make(&g);
    make_feed(&g);
    (void)snprintf(second, sizeof second, "%s/copy", g.root);
    (void)snprintf(from, sizeof from, "%s/stele.json", g.folder);
    (void)snprintf(to, sizeof to, "%s/stele.json", second);
    assert_int_equal(mkdir(second, 0755), 0);
    assert_int_equal(link(from, to), 0);
    assert_int_equal(store_open(&copy, second, &err), ERR_OK);
    store_set_patience(copy, 20);
    assert_int_equal(store_lock(&was_interrupted, g.store, STR(FIXTURE_FEED), &err),
                     ERR_OK);
    assert_int_equal(store_lock(&was_interrupted, copy, STR(FIXTURE_FEED), &err),
                     ERR_CONFLICT);
    store_unlock(g.store, true);
    assert_int_equal(store_lock(&was_interrupted, copy, STR(FIXTURE_FEED), &err), ERR_OK);
    store_close(copy);
    ground_clear(&g);
}

static void keeps_notes(void **state)
{
    struct ground g;
    struct arena arena = {0};
    struct str text;
    struct err err = {0};

    (void)state;
    ground_make(&g);
    assert_int_equal(store_note_read(&text, &arena, g.store, "run", &err), ERR_NOT_FOUND);
    assert_int_equal(store_note_write(g.store, "run", STR("one"), &err), ERR_OK);
    assert_int_equal(store_note_write(g.store, "run", STR("two"), &err), ERR_OK);
    assert_int_equal(store_note_read(&text, &arena, g.store, "run", &err), ERR_OK);
    assert_true(str_equal(text, STR("two")));
    assert_int_equal(store_note_remove(g.store, "run", &err), ERR_OK);
    assert_int_equal(store_note_remove(g.store, "run", &err), ERR_NOT_FOUND);
    assert_string_equal(err.message, "there is no note \"run\"");
    assert_int_equal(store_note_write(g.store, "../key", STR(""), &err), ERR_INVALID);
    assert_string_equal(err.message, "\"../key\" is no name for a note");
    arena_free(&arena);
    ground_clear(&g);
}

static void keeps_anchors(void **state)
{
    struct ground g;
    struct arena arena = {0};
    struct str *names;
    size_t count = 9;
    struct str text;
    struct err err = {0};

    (void)state;
    ground_make(&g);
    assert_int_equal(store_anchor_list(&names, &count, &arena, g.store, &err), ERR_OK);
    assert_int_equal(count, 0);
    assert_int_equal(store_anchor_put(g.store, "a.note", STR("one"), &err), ERR_OK);
    assert_int_equal(store_anchor_put(g.store, "a.note", STR("one"), &err), ERR_OK);
    assert_int_equal(store_anchor_put(g.store, "a.note", STR("two"), &err), ERR_CONFLICT);
    assert_string_equal(err.message,
                        "anchor \"a.note\" is there already and says something else");
    assert_int_equal(store_anchor_put(g.store, "a/b", STR("two"), &err), ERR_INVALID);
    assert_string_equal(err.message, "\"a/b\" is no name for an anchor");
    assert_int_equal(store_anchor_list(&names, &count, &arena, g.store, &err), ERR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(store_anchor_read(&text, &arena, g.store, "a.note", &err), ERR_OK);
    assert_true(str_equal(text, STR("one")));
    arena_free(&arena);
    ground_clear(&g);
}

static void swaps_the_head_only_if_it_is_the_old_one(void **state)
{
    struct ground g;
    struct arena arena = {0};
    struct str head;
    struct err err = {0};
    struct store_commit commit = {.feed = STR(FIXTURE_FEED),
                                  .old_head = STR("another"),
                                  .note = STR("new\n"),
                                  .tail_bytes = STR("frames")};
    uint64_t size;

    (void)state;
    ground_make(&g);
    make_feed(&g);
    assert_int_equal(store_feed_commit(g.store, &commit, &err), ERR_CONFLICT);
    assert_string_equal(err.message,
                        "feed " FIXTURE_FEED " was written by somebody else meanwhile");
    assert_int_equal(
        store_part_size(&size, g.store, STR(FIXTURE_FEED), store_tail(0), &err),
        ERR_NOT_FOUND);
    commit.old_head = STR("");
    assert_int_equal(store_feed_commit(g.store, &commit, &err), ERR_OK);
    assert_int_equal(store_head_read(&head, &arena, g.store, STR(FIXTURE_FEED), &err),
                     ERR_OK);
    assert_true(str_equal(head, STR("new\n")));
    assert_int_equal(
        store_part_size(&size, g.store, STR(FIXTURE_FEED), store_tail(0), &err), ERR_OK);
    assert_int_equal(size, 6);
    arena_free(&arena);
    ground_clear(&g);
}

static void lists_feeds(void **state)
{
    struct ground g;
    struct arena arena = {0};
    struct str *ids;
    size_t count;
    struct err err = {0};
    char stray[128];

    (void)state;
    ground_make(&g);
    make_feed(&g);
    (void)snprintf(stray, sizeof stray, "%s/feeds/no-feed", g.folder);
    assert_int_equal(mkdir(stray, 0755), 0);
    assert_int_equal(store_feed_list(&ids, &count, &arena, g.store, &err), ERR_OK);
    assert_int_equal(count, 1);
    assert_true(str_equal(ids[0], STR(FIXTURE_FEED)));
    arena_free(&arena);
    ground_clear(&g);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"an archive that was created is opened", opens_what_it_created, 0, 0, 0},
        {"damaged public facts are refused", refuses_damaged_facts, 0, 0, 0},
        {"the nearest archive at or above a folder is found", finds_the_archive_above, 0,
         0, 0},
        {"who waits too long is told who holds the lock, and who died holding it is "
         "known",
         names_who_holds_the_lock, 0, 0, 0},
        {"two copies of one folder share one lock", locks_a_second_copy_out, 0, 0, 0},
        {"notes are kept beside the keys", keeps_notes, 0, 0, 0},
        {"anchors never change", keeps_anchors, 0, 0, 0},
        {"the head is swapped only if it is what the writer saw",
         swaps_the_head_only_if_it_is_the_old_one, 0, 0, 0},
        {"feeds are listed, strays are not", lists_feeds, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
