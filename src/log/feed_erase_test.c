#include "log/feed_fixture.h"

#include <errno.h>

#include "base/file.h"

/* Erased frames in packs and in the tail: the log stays what it was, and goes on. */

struct erased_seen {
    struct place *place;
    const uint64_t *erased;
    size_t erased_count;
    struct merkle_edge edge;
    struct sha256 *h;
};

static bool is_among(const struct erased_seen *seen, uint64_t index)
{
    for (size_t i = 0; i < seen->erased_count; i++)
        if (seen->erased[i] == index)
            return true;
    return false;
}

static enum err_code see(void *context, const struct feed_statement *s, struct err *err)
{
    struct erased_seen *seen = context;
    struct entry entry = {s->commitment, s->commitment};
    struct digest leaf = entry_leaf(seen->h, &entry);
    struct buf text = {0};

    (void)err;
    if (is_among(seen, s->index)) {
        assert_int_equal(s->form, FRAME_ERASED);
        assert_int_equal(s->bytes.len, 0);
    } else if (s->index > 0) {
        assert_true(
            str_equal(s->bytes, fixture_statement(&text, seen->place->id, s->index)));
    }
    merkle_edge_add(&seen->edge, seen->h, &leaf);
    buf_release(&text);
    return ERR_OK;
}

/* Everything else is as it was written, and the root is the one that was signed. */
static void check_but(struct place *p, const uint64_t *erased, size_t count)
{
    struct erased_seen seen = {p, erased, count, {0}, sha256_new()};
    struct feed_position position = feed_position(p->feed);
    struct merkle_head head;
    struct err err = {0};

    fixture_ok(feed_scan(p->feed, 0, position.size, see, &seen, &err), &err);
    head = merkle_edge_head(&seen.edge, seen.h);
    assert_true(digest_equal(&head.root, &position.root));
    sha256_free(seen.h);
}

static struct digest commitment_at(struct place *p, uint64_t index)
{
    struct arena arena = {0};
    struct feed_statement s = {0};
    struct err err = {0};

    fixture_ok(feed_read(&s, &arena, p->feed, index, &err), &err);
    arena_free(&arena);
    return s.commitment;
}

static enum err_code erase(struct place *p, const uint64_t *indexes, size_t count,
                           struct err *err)
{
    struct feed_erasure items[8];
    enum err_code code;

    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct feed_erasure){indexes[i], commitment_at(p, indexes[i])};
    fixture_ok(feed_begin(p->feed, err), err);
    code = feed_erase(p->feed, items, count, err);
    feed_end(p->feed);
    return code;
}

/* Whether any file of the archive holds these words. */
static bool is_on_disk(struct place *p, const char *words)
{
    struct arena arena = {0};
    struct str *paths;
    size_t count;
    struct str bytes;
    struct err err = {0};
    bool found = false;

    fixture_ok(store_list_files(&paths, &count, &arena, p->store, &err), &err);
    for (size_t i = 0; i < count; i++) {
        fixture_ok(store_file_read(&bytes, &arena, p->store, paths[i], 1 << 28, &err),
                   &err);
        found = found || memmem(bytes.ptr, bytes.len, words, strlen(words)) != NULL;
    }
    arena_free(&arena);
    return found;
}

static void erases_in_packs_and_in_the_tail(void **state)
{
    static const uint64_t gone[] = {3, 4, 255, 300, 599, 601};
    enum { GONE = sizeof gone / sizeof gone[0] };
    struct place p;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 602);
    assert_true(is_on_disk(&p, "statement 599 of"));
    fixture_ok(erase(&p, gone, GONE, &err), &err);
    assert_false(is_on_disk(&p, "statement 3 of"));
    assert_false(is_on_disk(&p, "statement 300 of"));
    assert_false(is_on_disk(&p, "statement 599 of"));
    assert_true(is_on_disk(&p, "statement 600 of"));
    check_but(&p, gone, GONE);
    fixture_reopen(&p);
    check_but(&p, gone, GONE);
    /* Once more is nothing more. */
    fixture_ok(erase(&p, gone, GONE, &err), &err);
    /* The writer goes on, in the same process and in another one, and fills the group. */
    fixture_append(&p, 1);
    fixture_append(&p, 400);
    check_but(&p, gone, GONE);
    assert_false(is_on_disk(&p, "statement 599 of"));
    fixture_reopen(&p);
    fixture_append(&p, 300);
    check_but(&p, gone, GONE);
    fixture_destroy(&p);
}

/* A second process that remembers the tail must not write it into a pack again. */
static void brings_nothing_back_from_memory(void **state)
{
    static const uint64_t gone[] = {17};
    struct place p;
    struct place other;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 30);
    other = p;
    fixture_open(&other);
    fixture_append(&other, 1); /* it has 0 to 31 in memory now */
    fixture_ok(feed_refresh(p.feed, &err), &err);
    fixture_ok(erase(&p, gone, 1, &err), &err);
    fixture_append(&other, 300);
    assert_false(is_on_disk(&p, "statement 17 of"));
    check_but(&other, gone, 1);
    fixture_close(&other);
    fixture_destroy(&p);
}

static void destroys_nothing_that_was_not_named(void **state)
{
    struct place p;
    struct err err = {0};
    struct feed_erasure item;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    for (uint64_t index = 5; index < 300; index += 285) {
        item = (struct feed_erasure){index, commitment_at(&p, index + 1)};
        fixture_ok(feed_begin(p.feed, &err), &err);
        assert_int_equal(feed_erase(p.feed, &item, 1, &err), ERR_CONFLICT);
        feed_end(p.feed);
    }
    item = (struct feed_erasure){900, {{0}}};
    fixture_ok(feed_begin(p.feed, &err), &err);
    assert_int_equal(feed_erase(p.feed, &item, 1, &err), ERR_NOT_FOUND);
    feed_end(p.feed);
    fixture_check(&p, 301);
    fixture_destroy(&p);
}

static int steps_left;

static int fail_in_time(enum file_step step, const char *path)
{
    (void)step;
    (void)path;
    return steps_left-- > 0 ? 0 : ENOSPC;
}

/* Stopped at any change to the disk the log is whole, and the next try ends it. */
static void survives_every_failure(void **state)
{
    static const uint64_t gone[] = {3, 290};
    struct err err = {0};
    enum err_code code = ERR_IO;
    int at = 0;

    (void)state;
    for (; code != ERR_OK; at++) {
        struct place p;

        fixture_create(&p, 7);
        fixture_append(&p, 300);
        steps_left = at;
        file_set_fault(fail_in_time);
        code = erase(&p, gone, 2, &err);
        file_set_fault(NULL);
        if (at % 2 == 0)
            fixture_reopen(&p);
        fixture_ok(erase(&p, gone, 2, &err), &err);
        assert_false(is_on_disk(&p, "statement 290 of"));
        check_but(&p, gone, 2);
        fixture_append(&p, 300);
        check_but(&p, gone, 2);
        fixture_destroy(&p);
    }
    assert_true(at > 8); /* create, write, sync, rename, sync, twice */
}

/* A writer died when it was about to fill the group: its pack holds the statements too.
 */
static void leaves_no_second_place(void **state)
{
    static const uint64_t gone[] = {17};
    struct place p;
    struct err err = {0};
    char tail[2 * PLACE_MAX];
    char pack[2 * PLACE_MAX];
    char folder[2 * PLACE_MAX];

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 30);
    (void)snprintf(tail, sizeof tail, "%s/feeds/%s/tail-0", p.folder, p.id);
    (void)snprintf(folder, sizeof folder, "%s/feeds/%s/pack", p.folder, p.id);
    (void)snprintf(pack, sizeof pack, "%s/feeds/%s/pack/000", p.folder, p.id);
    fixture_ok(feed_begin(p.feed, &err), &err);
    assert_int_equal(mkdir(folder, 0755), 0);
    fixture_copy(tail, pack);
    fixture_ok(
        feed_erase(p.feed, &(struct feed_erasure){17, commitment_at(&p, 17)}, 1, &err),
        &err);
    feed_end(p.feed);
    assert_false(is_on_disk(&p, "statement 17 of"));
    check_but(&p, gone, 1);
    fixture_destroy(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"statements are erased in packs and in the tail, and the log goes on",
         erases_in_packs_and_in_the_tail, 0, 0, 0},
        {"another process does not bring them back from its memory",
         brings_nothing_back_from_memory, 0, 0, 0},
        {"what was not named is not destroyed", destroys_nothing_that_was_not_named, 0, 0,
         0},
        {"stopped at any change it is ended by the next try", survives_every_failure, 0,
         0, 0},
        {"what a killed writer left of the group goes too", leaves_no_second_place, 0, 0,
         0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
