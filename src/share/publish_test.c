#include "share/publish.h"

#include "format/entry.h"
#include "log/feed_fixture.h"
#include "log/tiles.h"
#include "share/archive_facts.h"
#include "share/outdir.h"

/* Where the test publishes: beside the archive. */
static const char *out_path(const struct place *p, const char *name)
{
    static char path[2 * PLACE_MAX];

    (void)snprintf(path, sizeof path, "%s/%s", p->root, name);
    return path;
}

static struct published_log publish(struct place *p)
{
    struct publication done = {0};
    struct arena arena = {0};
    struct published_log log;
    struct err err = {0};

    fixture_ok(publish_archive(&done, &arena, p->store, out_path(p, "out"), &err), &err);
    assert_int_equal(done.count, 1);
    log = done.logs[0];
    arena_free(&arena);
    return log;
}

static void refuse(struct place *p, const char *folder, enum err_code code,
                   const char *message)
{
    struct publication done = {0};
    struct arena arena = {0};
    struct err err = {0};

    assert_int_equal(publish_archive(&done, &arena, p->store, folder, &err), code);
    if (!strstr(err.message, message))
        fail_msg("\"%s\" does not say \"%s\"", err.message, message);
    arena_free(&arena);
}

static struct str read_out(const struct place *p, struct arena *arena, const char *name)
{
    struct str bytes = {0};
    struct err err = {0};
    struct str path = arena_printf(arena, "%s/%s/%s", out_path(p, "out"), p->id, name);

    fixture_ok(file_read(&bytes, arena, AT_FDCWD, path.ptr, 1 << 20, &err), &err);
    return bytes;
}

static bool is_there(const struct place *p, const char *name)
{
    struct arena arena = {0};
    struct str path = arena_printf(&arena, "%s/%s/%s", out_path(p, "out"), p->id, name);
    bool is = access(path.ptr, F_OK) == 0;

    arena_free(&arena);
    return is;
}

/* A stranger's reader: tiles from the folder alone. */
struct reader {
    const struct place *place;
    struct arena arena;
};

static enum err_code fetch(void *context, struct str *out, const struct tile *tile,
                           struct err *err)
{
    struct reader *reader = context;
    struct buf path = {0};

    (void)err;
    tile_path_append(&path, tile);
    buf_char(&path, '\0');
    *out = read_out(reader->place, &reader->arena, path.ptr);
    buf_release(&path);
    return ERR_OK;
}

static void read_as_a_stranger(struct place *p)
{
    struct reader reader = {.place = p};
    struct sha256 *h = sha256_new();
    struct feed_position position = feed_position(p->feed);
    struct tile_tree tree = {
        .size = position.size, .fetch = fetch, .context = &reader, .h = h};
    struct merkle_source source = {tile_tree_read, &tree};
    struct merkle_head head = {position.size, position.root};
    struct str bundle = {0};
    struct err err = {0};

    assert_true(
        str_equal(read_out(p, &reader.arena, "checkpoint"), feed_checkpoint(p->feed)));
    for (uint64_t i = 0; i < position.size; i++) {
        struct merkle_proof proof = {0};
        struct str entry = {0};
        struct digest leaf;

        if (i % TILE_WIDTH == 0) {
            struct tile tile = {TILE_ENTRIES, 0, i / TILE_WIDTH,
                                tile_width(position.size, 0, i / TILE_WIDTH)};

            assert_int_equal(bundle.len, 0);
            fixture_ok(fetch(&reader, &bundle, &tile, &err), &err);
        }
        fixture_ok(bundle_read(&entry, &bundle, &err), &err);
        leaf = merkle_leaf(h, entry);
        fixture_ok(merkle_prove_inclusion(&proof, h, &source, i, position.size, &err),
                   &err);
        assert_true(merkle_includes(h, &head, i, &leaf, &proof));
    }
    assert_int_equal(bundle.len, 0);
    sha256_free(h);
    arena_free(&reader.arena);
}

static void a_stranger_can_read_what_is_published_at_every_size(void **state)
{
    static const uint64_t sizes[] = {1, 2, 3, 255, 256, 257, 511, 512, 513, 1100};
    struct place p;
    uint64_t before = 0;

    (void)state;
    fixture_create(&p, 7);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct published_log log;

        fixture_append(&p, sizes[i] - feed_position(p.feed).size);
        log = publish(&p);
        assert_int_equal(log.size, sizes[i]);
        assert_int_equal(log.old_size, before);
        read_as_a_stranger(&p);
        before = sizes[i];
    }
    fixture_destroy(&p);
}

static void a_feed_without_statements_is_passed_over(void **state)
{
    struct place p;
    struct ed25519_key key;
    struct feed *empty = NULL;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    ed25519_new(&key);
    fixture_ok(feed_create(&empty, p.store, &key, &err), &err);
    feed_close(empty);
    assert_int_equal(publish(&p).size, 1);
    fixture_destroy(&p);
}

static void publishing_again_writes_nothing(void **state)
{
    struct published_log first;
    struct published_log again;
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 299);
    first = publish(&p);
    /* two bundles, two tiles of level 0 and one of level 1, key, README, checkpoint */
    assert_int_equal(first.written, 8);
    again = publish(&p);
    assert_int_equal(again.written, 0);
    assert_int_equal(again.kept, 8);
    fixture_destroy(&p);
}

static void a_damaged_file_in_the_folder_is_written_anew(void **state)
{
    struct place p;
    struct arena arena = {0};
    struct err err = {0};
    struct str path;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 299);
    (void)publish(&p);
    path = arena_printf(&arena, "%s/%s/tile/0/000", out_path(&p, "out"), p.id);
    fixture_ok(file_replace(AT_FDCWD, path.ptr, 0644, STR("nonsense"), &err), &err);
    assert_int_equal(publish(&p).written, 1);
    read_as_a_stranger(&p);
    arena_free(&arena);
    fixture_destroy(&p);
}

static void partial_tiles_go_when_the_full_one_is_there(void **state)
{
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 99);
    (void)publish(&p);
    assert_true(is_there(&p, "tile/0/000.p/100") &&
                is_there(&p, "tile/entries/000.p/100"));
    fixture_append(&p, 100);
    (void)publish(&p);
    assert_true(is_there(&p, "tile/0/000.p/100") && is_there(&p, "tile/0/000.p/200"));
    fixture_append(&p, 100);
    (void)publish(&p);
    assert_true(is_there(&p, "tile/0/000") && is_there(&p, "tile/0/001.p/44"));
    assert_false(is_there(&p, "tile/0/000.p") || is_there(&p, "tile/entries/000.p"));
    fixture_destroy(&p);
}

static void a_published_log_never_shrinks_or_changes(void **state)
{
    struct place first;
    struct place second;
    struct arena arena = {0};
    struct str copy;
    struct str target;

    (void)state;
    fixture_create(&first, 7);
    fixture_append(&first, 300);
    (void)publish(&first);
    fixture_create(&second, 7); /* the same key, another history */
    copy = arena_printf(&arena, "%s", out_path(&first, "out"));
    refuse(&second, copy.ptr, ERR_CONFLICT,
           "says 301 statements, this archive has 1: this is an older copy of the "
           "archive; publish from the newest");
    fixture_append(&second, 400);
    refuse(&second, copy.ptr, ERR_CONFLICT,
           "contradicts this archive: the same key signed two different logs of 301 "
           "statements; keep both as evidence and publish into another folder");
    target = arena_printf(&arena, "%s/%s/checkpoint", copy.ptr, first.id);
    assert_int_equal(truncate(target.ptr, 20), 0);
    refuse(&second, copy.ptr, ERR_CONFLICT,
           "checkpoint\" is no checkpoint of this feed: publish into another folder");
    arena_free(&arena);
    fixture_destroy(&second);
    fixture_destroy(&first);
}

static void nothing_is_published_that_the_key_did_not_sign(void **state)
{
    struct place p;
    struct arena arena = {0};
    struct str path;
    struct str bytes = {0};
    struct err err = {0};
    char *changed;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 299);
    path = arena_printf(&arena, "%s/feeds/%s/tile/entries/000", p.folder, p.id);
    fixture_ok(file_read(&bytes, &arena, AT_FDCWD, path.ptr, 1 << 20, &err), &err);
    changed = ARENA_ARRAY(&arena, char, bytes.len);
    memcpy(changed, bytes.ptr, bytes.len);
    changed[1000] ^= 1;
    fixture_ok(
        file_replace(AT_FDCWD, path.ptr, 0644, (struct str){changed, bytes.len}, &err),
        &err);
    refuse(&p, out_path(&p, "out"), ERR_CORRUPT,
           "do not give the signed root; stele verify tells more");
    assert_false(is_there(&p, "tile"));
    /* Without the bundle the pack has the same entries. */
    assert_int_equal(unlink(path.ptr), 0);
    (void)publish(&p);
    read_as_a_stranger(&p);
    arena_free(&arena);
    fixture_destroy(&p);
}

static void the_archive_itself_is_no_place_to_publish(void **state)
{
    struct place p;
    struct arena arena = {0};
    struct publication done = {0};
    struct err err = {0};
    const char *inside = "lies inside the archive: name a folder outside it";
    struct str link;

    (void)state;
    fixture_create(&p, 7);
    refuse(&p, p.folder, ERR_INVALID, inside);
    refuse(&p, arena_printf(&arena, "%s/web/new", p.folder).ptr, ERR_INVALID, inside);
    refuse(&p, arena_printf(&arena, "%s/../archive/web", p.folder).ptr, ERR_INVALID,
           inside);
    link = arena_printf(&arena, "%s/link", p.root);
    assert_int_equal(symlink(p.folder, link.ptr), 0);
    refuse(&p, arena_printf(&arena, "%s/web", link.ptr).ptr, ERR_INVALID, inside);
    refuse(&p, arena_printf(&arena, "%s/no/../archive/web", p.root).ptr, ERR_INVALID,
           "leads through a folder that is not there: name it without \"..\"");
    refuse(&p, arena_printf(&arena, "%s/archive/stele.json/x", p.root).ptr, ERR_INVALID,
           inside);
    /* A folder whose name only begins like the archive's is another folder. */
    link = arena_printf(&arena, "%s2", p.folder);
    fixture_ok(publish_archive(&done, &arena, p.store, link.ptr, &err), &err);
    arena_free(&arena);
    fixture_destroy(&p);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stranger_can_read_what_is_published_at_every_size),
        cmocka_unit_test(a_feed_without_statements_is_passed_over),
        cmocka_unit_test(publishing_again_writes_nothing),
        cmocka_unit_test(a_damaged_file_in_the_folder_is_written_anew),
        cmocka_unit_test(partial_tiles_go_when_the_full_one_is_there),
        cmocka_unit_test(a_published_log_never_shrinks_or_changes),
        cmocka_unit_test(nothing_is_published_that_the_key_did_not_sign),
        cmocka_unit_test(the_archive_itself_is_no_place_to_publish),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
