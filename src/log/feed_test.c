#include "log/feed_fixture.h"

#include "format/tilepath.h"

static void makes_ids(void **state)
{
    uint8_t seed[32];
    struct ed25519_key key;
    char id[FEED_ID_LEN + 1] = {0};

    (void)state;
    memset(seed, 7, sizeof seed);
    ed25519_from_seed(&key, seed);
    feed_id_of(id, key.public);
    assert_string_equal(id, "psqz2nfrr54h0sv8qh42ysypj9");
}

static void appends_and_reads(void **state)
{
    static const uint64_t sizes[] = {2,   3,   255,   256,   257,   511,  512,
                                     513, 514, 65535, 65536, 65537, 65793};
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fixture_append(&p, sizes[i] - feed_position(p.feed).size);
        if (i % 2 == 0)
            fixture_reopen(&p);
        fixture_check(&p, sizes[i]);
    }
    fixture_destroy(&p);
}

static void keeps_exactly_the_files_of_the_format(void **state)
{
    struct place p;
    struct arena arena = {0};
    struct buf expected = {0};
    struct buf found = {0};
    struct str *paths;
    size_t count;
    struct err err = {0};
    const uint64_t size = 66000;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 400);
    fixture_append(&p, 299);
    fixture_append(&p, size - 700);
    fixture_ok(store_list_files(&paths, &count, &arena, p.store, &err), &err);
    for (size_t i = 0; i < count; i++) {
        struct tile tile;
        struct str name = str_after(paths[i], strlen("feeds/") + FEED_ID_LEN + 1);

        if (!str_starts_with(paths[i], STR("feeds/")))
            buf_append(&found, paths[i]);
        else if (!tile_path_parse(&tile, name) || tile.level > 0 ||
                 tile.width < TILE_WIDTH)
            buf_append(&found, name);
        else {
            assert_true(tile.n < size / 256);
            buf_char(&expected, '.');
            continue;
        }
        buf_char(&found, '\n');
    }
    assert_int_equal(expected.len, 3 * (size / 256));
    buf_char(&found, '\0');
    assert_string_equal(found.ptr, "checkpoint\ncheckpoints\ntail-257\n"
                                   "tile/1/000\ntile/1/001.p/1\ntile/2/000.p/1\n"
                                   "stele.json\n");
    buf_release(&expected);
    buf_release(&found);
    arena_free(&arena);
    fixture_destroy(&p);
}

static void lists_every_note(void **state)
{
    struct place p;
    struct arena arena = {0};
    struct str list;
    struct str newest;
    size_t lines = 0;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    for (uint64_t i = 1; i < 6; i++)
        fixture_append(&p, 100 * i);
    fixture_ok(store_part_read(&list, &arena, p.store, str_from_c(p.id),
                               store_checkpoints(), 65536, &err),
               &err);
    fixture_ok(store_part_read(&newest, &arena, p.store, str_from_c(p.id),
                               store_checkpoint(), 65536, &err),
               &err);
    assert_true(str_equal(newest, feed_checkpoint(p.feed)));
    assert_true(str_ends_with(list, newest));
    for (size_t i = 0; i < list.len; i++)
        lines += list.ptr[i] == '\n';
    assert_int_equal(lines, 5 * 6);
    arena_free(&arena);
    fixture_destroy(&p);
}

static void reads_one_statement(void **state)
{
    static const uint64_t indexes[] = {1, 255, 256, 511, 512, 700};
    struct place p;
    struct buf text = {0};
    struct arena arena = {0};
    struct feed_statement one;
    struct feed_statement again;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 700);
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++) {
        uint64_t index = indexes[i];

        fixture_ok(feed_read(&one, &arena, p.feed, index, &err), &err);
        assert_true(str_equal(one.bytes, fixture_statement(&text, p.id, index)));
        assert_int_equal(one.salt.len, FRAME_SALT_BYTES);
        fixture_ok(
            feed_read_at(&again, &arena, p.feed, index, one.at, one.frame_len, &err),
            &err);
        assert_true(digest_equal(&one.commitment, &again.commitment));
        /* A wrong place is looked for again. */
        fixture_ok(
            feed_read_at(&again, &arena, p.feed, index, one.at + 1, one.frame_len, &err),
            &err);
        assert_true(str_equal(one.bytes, again.bytes));
    }
    assert_int_equal(feed_read(&one, &arena, p.feed, 701, &err), ERR_NOT_FOUND);
    assert_string_equal(err.message,
                        "feed psqz2nfrr54h0sv8qh42ysypj9 has 701 statements, "
                        "none of number 701");
    buf_release(&text);
    arena_free(&arena);
    fixture_destroy(&p);
}

static void refuses_what_does_not_fit(void **state)
{
    static char large[STATEMENT_MAX_BYTES + 1];
    struct place p;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_ok(feed_begin(p.feed, &err), &err);
    assert_int_equal(
        feed_add(NULL, p.feed, (struct str){large, sizeof large}, NULL, &err), ERR_LIMIT);
    assert_string_equal(err.message, "a statement has 2 to 65536 bytes, not 65537");
    fixture_add(&p, FEED_COMMIT_MAX);
    assert_int_equal(feed_add(NULL, p.feed, STR("{}"), NULL, &err), ERR_LIMIT);
    assert_string_equal(err.message,
                        "one commit holds at most 65536 statements or 1 GiB");
    fixture_ok(feed_commit(p.feed, &err), &err);
    feed_end(p.feed);
    fixture_check(&p, FEED_COMMIT_MAX + 1);
    fixture_destroy(&p);
}

static void forgets_what_was_not_committed(void **state)
{
    struct place p;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    fixture_ok(feed_begin(p.feed, &err), &err);
    fixture_add(&p, 500);
    assert_int_equal(feed_next(p.feed), 801);
    feed_end(p.feed);
    fixture_append(&p, 10);
    fixture_check(&p, 311);
    fixture_destroy(&p);
}

static void knows_its_feeds(void **state)
{
    struct place p;
    struct feed *feed;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    assert_int_equal(feed_open(&feed, p.store, STR("../x"), &err), ERR_INVALID);
    assert_string_equal(err.message, "\"../x\" is no feed's id");
    assert_int_equal(feed_open(&feed, p.store, STR("00000000000000000000000000"), &err),
                     ERR_NOT_FOUND);
    assert_string_equal(err.message, "there is no feed 00000000000000000000000000");
    fixture_destroy(&p);
}

/* Another process: append to the archive, a commit of `count` at a time. */
static int append_as_another_process(const char *folder, const char *id, unsigned count)
{
    struct place p = {0};

    (void)snprintf(p.folder, sizeof p.folder, "%s", folder);
    (void)snprintf(p.id, sizeof p.id, "%s", id);
    fixture_open(&p);
    for (int i = 0; i < 30; i++)
        fixture_append(&p, count);
    fixture_close(&p);
    return 0;
}

static void takes_turns_with_other_processes(void **state)
{
    struct place p;
    pid_t one;
    pid_t other;

    (void)state;
    fixture_create(&p, 7);
    {
        const char *const few[] = {"/proc/self/exe", p.folder, p.id, "1", NULL};
        const char *const many[] = {"/proc/self/exe", p.folder, p.id, "77", NULL};

        one = fixture_spawn(few);
        other = fixture_spawn(many);
    }
    for (int i = 0; i < 20; i++)
        fixture_append(&p, 2);
    fixture_wait(one);
    fixture_wait(other);
    fixture_reopen(&p);
    fixture_check(&p, 1 + 30 * 78 + 40);
    fixture_destroy(&p);
}

static void tells_the_roots_of_earlier_sizes(void **state)
{
    static const uint64_t steps[] = {1, 2, 252, 1, 1, 300, 211, 65000, 7};
    enum { STEPS = sizeof steps / sizeof steps[0] };
    struct feed_position seen[STEPS];
    struct place p;
    struct digest root;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    for (size_t i = 0; i < STEPS; i++) {
        fixture_append(&p, steps[i]);
        seen[i] = feed_position(p.feed);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < STEPS; i++) {
            fixture_ok(feed_root(&root, p.feed, seen[i].size, &err), &err);
            assert_true(digest_equal(&root, &seen[i].root));
        }
        fixture_append(&p, 5); /* a writer goes on from where the feed really ends */
    }
    fixture_check(&p, feed_position(p.feed).size);
    assert_int_equal(feed_root(&root, p.feed, feed_position(p.feed).size + 1, &err),
                     ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "statements, not "));
    fixture_destroy(&p);
}

int main(int argc, char **argv)
{
    if (argc == 4)
        return append_as_another_process(argv[1], argv[2], argv[3][0] == '1' ? 1 : 77);

    static const struct CMUnitTest cases[] = {
        {"a feed's id follows from its key", makes_ids, 0, 0, 0},
        {"what was appended is read back, and has the signed root", appends_and_reads, 0,
         0, 0},
        {"on the disk are the files of the format and no others",
         keeps_exactly_the_files_of_the_format, 0, 0, 0},
        {"the root of an earlier size is what was signed then",
         tells_the_roots_of_earlier_sizes, 0, 0, 0},
        {"every note stays in the list of notes", lists_every_note, 0, 0, 0},
        {"one statement is read by its index and by its place", reads_one_statement, 0, 0,
         0},
        {"what does not fit into a statement or a commit is refused",
         refuses_what_does_not_fit, 0, 0, 0},
        {"what was added and not committed is forgotten", forgets_what_was_not_committed,
         0, 0, 0},
        {"a feed that is not there is not found", knows_its_feeds, 0, 0, 0},
        {"two processes append in turns and lose nothing",
         takes_turns_with_other_processes, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
