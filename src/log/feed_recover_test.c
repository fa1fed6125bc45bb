#include "log/feed_fixture.h"

/* Every row of the table of format.md 4.4, played with copies of folder and state. */

enum { PATH_LEN = 256 };

struct path {
    char text[PATH_LEN];
};

static struct path below(const char *root, const char *name)
{
    struct path path;

    (void)snprintf(path.text, sizeof path.text, "%s/%s", root, name);
    return path;
}

static struct path in_feed(const struct place *p, const char *name)
{
    struct path path;

    (void)snprintf(path.text, sizeof path.text, "%s/feeds/%s/%s", p->folder, p->id, name);
    return path;
}

static struct path head_of(const struct place *p)
{
    struct path path;

    (void)snprintf(path.text, sizeof path.text, "%s/%s/%s/head", p->state, p->archive,
                   p->id);
    return path;
}

static void put(const struct path *path, const char *bytes)
{
    FILE *file = fopen(path->text, "ae");

    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static bool exists(const struct path *path)
{
    return access(path->text, F_OK) == 0;
}

static void expect_refusal(struct place *p, enum feed_state state, const char *message)
{
    struct err err = {0};

    assert_int_equal(feed_begin(p->feed, &err), ERR_DENIED);
    assert_int_equal(feed_state(p->feed), state);
    assert_string_equal(err.message, message);
}

static size_t count_anchors(struct place *p)
{
    struct arena arena = {0};
    struct str *names;
    size_t count = 0;
    struct err err = {0};

    fixture_ok(store_anchor_list(&names, &count, &arena, p->store, &err), &err);
    arena_free(&arena);
    return count;
}

static void cleans_up_after_a_killed_writer(void **state)
{
    static const char *const strays[] = {
        "pack/002", "pack/005", "tile/entries/002", "tile/0/002",     "tile/0/005",
        "tail-3",   "tail-1",   "tile/1/000.p/3",   "tile/1/001.p/1", "tile/2/000.p/1",
    };
    struct place p;
    struct path tail;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 600); /* groups 0 and 1, and 89 statements more */
    tail = in_feed(&p, "tail-2");
    put(&tail, "o\x01garbage of a commit that never was");
    (void)mkdir(in_feed(&p, "tile/1/001.p").text, 0755);
    (void)mkdir(in_feed(&p, "tile/2").text, 0755);
    (void)mkdir(in_feed(&p, "tile/2/000.p").text, 0755);
    for (size_t i = 0; i < sizeof strays / sizeof strays[0]; i++) {
        struct path stray = in_feed(&p, strays[i]);

        put(&stray, "stray");
    }
    fixture_reopen(&p);
    fixture_check(&p, 601); /* a reader is not misled */
    fixture_ok(feed_begin(p.feed, &err), &err);
    feed_end(p.feed);
    for (size_t i = 0; i < sizeof strays / sizeof strays[0]; i++) {
        struct path stray = in_feed(&p, strays[i]);

        if (exists(&stray))
            fail_msg("%s", strays[i]);
    }
    fixture_append(&p, 300);
    fixture_check(&p, 901);
    fixture_destroy(&p);
}

/* The writer died between steps 4 and 5: the head is durable, the checkpoint old. */
static void publishes_what_was_signed(void **state)
{
    static const uint64_t counts[] = {1, 254, 255, 256, 3000};

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct place p;
        struct path checkpoint;
        struct path old;

        fixture_create(&p, 7);
        fixture_append(&p, 10);
        checkpoint = in_feed(&p, "checkpoint");
        old = below(p.root, "old");
        fixture_copy(checkpoint.text, old.text);
        fixture_append(&p, counts[i]);
        fixture_copy(old.text, checkpoint.text);
        fixture_reopen(&p);
        fixture_check(&p, 11);
        fixture_append(&p, 5);
        fixture_check(&p, 11 + counts[i] + 5);
        assert_int_equal(count_anchors(&p), 0);
        fixture_destroy(&p);
    }
}

static void publishes_the_first_commit(void **state)
{
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    assert_int_equal(unlink(in_feed(&p, "checkpoint").text), 0);
    fixture_reopen(&p);
    assert_int_equal(feed_position(p.feed).size, 0);
    fixture_append(&p, 1);
    fixture_check(&p, 2);
    fixture_destroy(&p);
}

static void notices_a_restored_folder(void **state)
{
    struct place p;
    struct path backup;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    backup = below(p.root, "backup");
    fixture_copy(p.folder, backup.text);
    fixture_append(&p, 300);
    fixture_close(&p);
    fixture_copy(backup.text, p.folder);
    fixture_open(&p);
    for (int i = 0; i < 2; i++) /* the same the second time */
        expect_refusal(&p, FEED_RESTORED,
                       "cannot write feed psqz2nfrr54h0sv8qh42ysypj9: this machine has "
                       "signed more than the folder holds (301 statements), so an older "
                       "copy was put back; the last note is kept in \"anchors\"; go on "
                       "with the newest copy, or without it: stele device new");
    assert_int_equal(count_anchors(&p), 1);
    fixture_check(&p, 301);
    fixture_destroy(&p);
}

static void takes_over_from_an_older_state(void **state)
{
    struct place p;
    struct path backup;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    backup = below(p.root, "backup");
    fixture_copy(p.state, backup.text);
    fixture_append(&p, 70000);
    fixture_close(&p);
    fixture_copy(backup.text, p.state);
    fixture_open(&p);
    fixture_ok(feed_begin(p.feed, &err), &err);
    feed_end(p.feed);
    assert_true(str_equal(
        feed_notice(p.feed),
        STR("this machine remembered 301 statements of feed psqz2nfrr54h0sv8qh42ysypj9, "
            "the folder has 70301: an older state was put back, and only other replicas "
            "can tell whether more was signed")));
    fixture_append(&p, 1);
    assert_int_equal(feed_notice(p.feed).len, 0);
    fixture_check(&p, 70302);
    fixture_destroy(&p);
}

/* Two histories from one start: the first keeps only its head, the second its folder. */
static void fork_from(struct place *p, uint64_t first, uint64_t second)
{
    struct path folder;
    struct path state;
    struct path head;
    struct path kept;

    fixture_create(p, 7);
    fixture_append(p, 300);
    folder = below(p->root, "folder-copy");
    state = below(p->root, "state-copy");
    head = head_of(p);
    kept = below(p->root, "head-copy");
    fixture_copy(p->folder, folder.text);
    fixture_copy(p->state, state.text);
    fixture_append(p, first);
    fixture_copy(head.text, kept.text);
    fixture_close(p);
    fixture_copy(folder.text, p->folder);
    fixture_copy(state.text, p->state);
    fixture_open(p);
    fixture_append(p, second);
    fixture_close(p);
    fixture_copy(kept.text, head.text);
    fixture_open(p);
}

static void refuses_a_fork(void **state)
{
    static const struct {
        uint64_t first;
        uint64_t second;
    } forks[] = {{5, 5}, {5, 6}, {300, 600}, {1, 70000}};

    (void)state;
    for (size_t i = 0; i < sizeof forks / sizeof forks[0]; i++) {
        struct place p;

        fork_from(&p, forks[i].first, forks[i].second);
        expect_refusal(
            &p, FEED_FORKED,
            "cannot write feed psqz2nfrr54h0sv8qh42ysypj9: this machine and the "
            "folder hold two different histories of it; both notes are kept in "
            "\"anchors\"; it can only be read (to go on with a new feed: stele device "
            "new)");
        assert_int_equal(count_anchors(&p), 2);
        fixture_check(&p, 301 + forks[i].second);
        fixture_destroy(&p);
    }
}

static void refuses_a_longer_fork(void **state)
{
    struct place p;
    struct err err = {0};

    (void)state;
    fork_from(&p, 6, 5);
    assert_int_equal(feed_begin(p.feed, &err), ERR_DENIED);
    assert_int_equal(feed_state(p.feed), FEED_RESTORED);
    assert_int_equal(count_anchors(&p), 1);
    fixture_destroy(&p);
}

static void reads_without_a_key(void **state)
{
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    fixture_close(&p);
    fixture_remove_tree(p.state);
    fixture_open(&p);
    fixture_check(&p, 301);
    expect_refusal(&p, FEED_FOREIGN,
                   "cannot write feed psqz2nfrr54h0sv8qh42ysypj9: its key is not on this "
                   "machine; here the archive can only be read (to write here too: "
                   "stele device new)");
    fixture_destroy(&p);
}

static void does_not_write_without_a_head(void **state)
{
    struct place p;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    assert_int_equal(unlink(head_of(&p).text), 0);
    fixture_reopen(&p);
    assert_int_equal(feed_begin(p.feed, &err), ERR_DENIED);
    assert_int_equal(feed_state(p.feed), FEED_FOREIGN);
    fixture_destroy(&p);
}

static void opens_a_copy_made_while_it_was_written(void **state)
{
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    fixture_append(&p, 10);
    fixture_append(&p, 300);
    assert_int_equal(unlink(in_feed(&p, "tail-2").text), 0);
    fixture_close(&p);
    fixture_remove_tree(p.state);
    fixture_open(&p);
    /* 301 and 311 lie in pack 1, which the copy has; 611 needs the tail. */
    assert_int_equal(feed_promised(p.feed), 611);
    fixture_check(&p, 311);
    fixture_destroy(&p);
}

static void names_missing_statements(void **state)
{
    struct place p;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    assert_int_equal(unlink(in_feed(&p, "tail-1").text), 0);
    fixture_close(&p);
    assert_int_equal(store_open(&p.store, p.folder, &err), ERR_OK);
    fixture_ok(feed_open(&p.feed, p.store, str_from_c(p.id), &err), &err);
    assert_int_equal(feed_position(p.feed).size, 1);
    assert_int_equal(feed_promised(p.feed), 301);
    assert_int_equal(feed_begin(p.feed, &err), ERR_DENIED);
    assert_int_equal(feed_state(p.feed), FEED_RESTORED);
    fixture_destroy(&p);
}

static void refuses_damaged_notes(void **state)
{
    struct place p;
    struct path checkpoint;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    checkpoint = in_feed(&p, "checkpoint");
    put(&checkpoint, "x");
    feed_close(p.feed);
    p.feed = NULL;
    assert_int_equal(feed_open(&p.feed, p.store, str_from_c(p.id), &err), ERR_CORRUPT);
    assert_non_null(strstr(err.message,
                           "the checkpoint of feed psqz2nfrr54h0sv8qh42ysypj9 is "
                           "damaged: "));
    fixture_destroy(&p);
}

static void refuses_a_damaged_tail(void **state)
{
    struct place p;
    struct path tail;
    struct err err = {0};
    FILE *file;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 10);
    tail = in_feed(&p, "tail-0");
    file = fopen(tail.text, "r+e");
    assert_non_null(file);
    assert_int_equal(fseek(file, 700, SEEK_SET), 0);
    assert_int_equal(fputc('~', file), '~');
    assert_int_equal(fclose(file), 0);
    fixture_reopen(&p);
    assert_int_equal(feed_begin(p.feed, &err), ERR_CORRUPT);
    assert_string_equal(
        err.message, "the files of feed psqz2nfrr54h0sv8qh42ysypj9 do not give the root "
                     "of its checkpoint: run \"stele verify\"");
    fixture_destroy(&p);
}

/* What a power cut may leave behind the last whole record: a shorter one, or zeros. */
static void mends_the_list_of_notes(void **state)
{
    static const struct str torn[] = {
        STR_INIT("stele.invalid/feed/psqz2nfrr54h0sv8qh42ysypj9\n12\nab"),
        STR_INIT("stele.inv"),
        STR_INIT("\0\0\0\0\0\0\0\0"),
        STR_INIT("stele.invalid/feed/psqz2nfrr54h0sv8qh42ysypj9\n12\n\0\0\0ab=\n\n- x\n"),
    };

    (void)state;
    for (size_t t = 0; t < sizeof torn / sizeof torn[0]; t++) {
        struct place p;
        struct path list;
        struct arena arena = {0};
        struct str text;
        size_t lines = 0;
        struct err err = {0};
        FILE *file;

        fixture_create(&p, 7);
        fixture_append(&p, 10);
        list = in_feed(&p, "checkpoints");
        file = fopen(list.text, "ae");
        assert_non_null(file);
        assert_int_equal(fwrite(torn[t].ptr, 1, torn[t].len, file), torn[t].len);
        assert_int_equal(fclose(file), 0);
        fixture_append(&p, 10);
        fixture_ok(store_part_read(&text, &arena, p.store, str_from_c(p.id),
                                   store_checkpoints(), 65536, &err),
                   &err);
        for (size_t i = 0; i < text.len; i++)
            lines += text.ptr[i] == '\n';
        assert_int_equal(lines, 5 * 3);
        assert_int_equal(str_find(text, '\0', 0), text.len);
        assert_true(str_ends_with(text, feed_checkpoint(p.feed)));
        arena_free(&arena);
        fixture_destroy(&p);
    }
}

/* Zeros in the place of the whole list: its next record is the checkpoint's own. */
static void begins_the_list_of_notes_anew(void **state)
{
    struct place p;
    struct path list;
    struct arena arena = {0};
    struct str text;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 10);
    list = in_feed(&p, "checkpoints");
    assert_int_equal(truncate(list.text, 0), 0);
    assert_int_equal(truncate(list.text, 474), 0);
    fixture_append(&p, 10);
    fixture_ok(store_part_read(&text, &arena, p.store, str_from_c(p.id),
                               store_checkpoints(), 65536, &err),
               &err);
    assert_int_equal(str_find(text, '\0', 0), text.len);
    assert_true(str_starts_with(text, STR("stele.invalid/feed/")));
    assert_true(str_ends_with(text, feed_checkpoint(p.feed)));
    arena_free(&arena);
    fixture_destroy(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"head and checkpoint agree: what no checkpoint covers is removed",
         cleans_up_after_a_killed_writer, 0, 0, 0},
        {"the head is ahead and the files have it: it is published",
         publishes_what_was_signed, 0, 0, 0},
        {"so it is when the very first commit was cut short", publishes_the_first_commit,
         0, 0, 0},
        {"the head is ahead and the files are older: nothing is signed",
         notices_a_restored_folder, 0, 0, 0},
        {"the head is behind and consistent: the checkpoint takes its place, with a word",
         takes_over_from_an_older_state, 0, 0, 0},
        {"two histories of one size, or one that the other does not begin with: a fork",
         refuses_a_fork, 0, 0, 0},
        {"a fork whose head is longer looks like an older folder", refuses_a_longer_fork,
         0, 0, 0},
        {"without a key here the archive is read only", reads_without_a_key, 0, 0, 0},
        {"without a head here nothing is signed", does_not_write_without_a_head, 0, 0, 0},
        {"a copy taken during writing is whole to the size it has",
         opens_a_copy_made_while_it_was_written, 0, 0, 0},
        {"a folder that lost acknowledged statements is not written",
         names_missing_statements, 0, 0, 0},
        {"a damaged note is refused", refuses_damaged_notes, 0, 0, 0},
        {"files that do not give the signed root are refused", refuses_a_damaged_tail, 0,
         0, 0},
        {"a torn record in the list of notes is dropped", mends_the_list_of_notes, 0, 0,
         0},
        {"a list of notes that is all zeros is begun anew", begins_the_list_of_notes_anew,
         0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
