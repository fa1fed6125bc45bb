#ifndef LOG_FEED_FIXTURE_H
#define LOG_FEED_FIXTURE_H

/* For tests of the feed: an archive in a temporary folder, with its own state. */

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/folder_for_test.h"
#include "format/canon.h"
#include "format/entry.h"
#include "log/commitment.h"
#include "log/feed.h"
#include "log/merkle.h"
#include "log/signed_note.h"
#include "store/store.h"
#include "store/store_feed.h"

enum { PLACE_MAX = 128 };

struct place {
    char root[PLACE_MAX];
    char folder[PLACE_MAX + 16]; /* <root>/archive */
    char state[PLACE_MAX + 16];  /* <root>/state */
    char id[FEED_ID_LEN + 1];    /* of the feed */
    char archive[FEED_ID_LEN + 1];
    struct store *store;
    struct feed *feed;
};

extern char **environ;

/* Start a program; the words end with NULL. */
static inline pid_t fixture_spawn(const char *const *words)
{
    pid_t pid;

    char *copies[8] = {0};
    size_t count = 0;

    for (; words[count]; count++) {
        assert_true(count + 1 < sizeof copies / sizeof copies[0]);
        copies[count] = strdup(words[count]);
    }
    assert_int_equal(posix_spawnp(&pid, words[0], NULL, NULL, copies, environ), 0);
    for (size_t i = 0; i < count; i++)
        free(copies[i]);
    return pid;
}

static inline void fixture_wait(pid_t pid)
{
    int status = 0;

    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* Put a copy of one file or tree in the place of another. */
static inline void fixture_copy(const char *from, const char *to)
{
    const char *const remove_old[] = {"rm", "-rf", to, NULL};
    const char *const copy[] = {"cp", "-a", from, to, NULL};

    fixture_wait(fixture_spawn(remove_old));
    fixture_wait(fixture_spawn(copy));
}

/* Statement number index, of about the length of a claim. */
static inline struct str fixture_statement(struct buf *out, const char *feed,
                                           uint64_t index)
{
    buf_reset(out);
    buf_printf(
        out,
        "{\"at\":\"2026-01-02T03:04:05Z\",\"by\":\"000g40r40m30e209j\",\"feed\":\"%s\","
        "\"index\":%llu,\"kind\":\"claim\",\"value\":\"statement %llu of the test, "
        "padded to the length that claims have: some two hundred and eighty bytes in "
        "all, no more\"}",
        feed, (unsigned long long)index, (unsigned long long)index);
    return buf_str(out);
}

static inline void fixture_add(struct place *p, uint64_t count)
{
    struct buf text = {0};
    struct err err = {0};

    for (uint64_t i = 0; i < count; i++) {
        struct str s = fixture_statement(&text, p->id, feed_next(p->feed));

        if (feed_add(NULL, p->feed, s, NULL, &err) != ERR_OK)
            fail_msg("%s", err.message);
    }
    buf_release(&text);
}

/* Fails the test with the message unless ok. */
static inline void fixture_ok(enum err_code code, const struct err *err)
{
    if (code != ERR_OK)
        fail_msg("%s", err->message);
}

/* Count statements in one commit, or in as many as they need. */
static inline void fixture_append(struct place *p, uint64_t count)
{
    struct err err = {0};

    while (count > 0) {
        uint64_t now = count < FEED_COMMIT_MAX ? count : FEED_COMMIT_MAX;

        fixture_ok(feed_begin(p->feed, &err), &err);
        fixture_add(p, now);
        fixture_ok(feed_commit(p->feed, &err), &err);
        feed_end(p->feed);
        count -= now;
    }
}

static inline void fixture_close(struct place *p)
{
    feed_close(p->feed);
    store_close(p->store);
    p->feed = NULL;
    p->store = NULL;
}

static inline void fixture_open(struct place *p)
{
    struct err err = {0};

    fixture_ok(store_open(&p->store, p->folder, &err), &err);
    fixture_ok(feed_open(&p->feed, p->store, str_from_c(p->id), &err), &err);
}

static inline void fixture_reopen(struct place *p)
{
    fixture_close(p);
    fixture_open(p);
}

static inline int remove_one(const char *path, const struct stat *st, int kind,
                             struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline void fixture_remove_tree(const char *path)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Seed, folder, state and statement 0, as genesis makes them. */
static inline void fixture_create(struct place *p, uint8_t seed_byte)
{
    uint8_t seed[ED25519_SEED_BYTES];
    uint8_t salt[FRAME_SALT_BYTES] = {1, 2, 3};
    struct sha256 *h = sha256_new();
    struct ed25519_key key;
    struct note_key public;
    struct digest commitment;
    struct digest added;
    struct buf statement = {0};
    struct buf facts = {0};
    struct buf vkey = {0};
    struct err err = {0};
    char origin[64];

    *p = (struct place){0};
    assert_int_equal(make_folder_for_test(p->root, sizeof p->root), 0);
    (void)snprintf(p->folder, sizeof p->folder, "%s/archive", p->root);
    (void)snprintf(p->state, sizeof p->state, "%s/state", p->root);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(setenv("STELE_STATE", p->state, 1), 0);
    memset(seed, seed_byte, sizeof seed);
    ed25519_from_seed(&key, seed);
    feed_id_of(p->id, key.public);
    (void)snprintf(origin, sizeof origin, "stele.invalid/feed/%s", p->id);
    public = signed_note_key(h, str_from_c(origin), NOTE_ED25519, key.public);
    note_key_append(&vkey, &public);
    buf_printf(&statement,
               "{\"feed\":\"%s\",\"format\":1,\"index\":0,\"key\":\"" STR_FMT
               "\",\"kind\":\"archive\",\"name\":\"test\"}",
               p->id, STR_ARG(buf_str(&vkey)));
    commitment = commitment_of(h, salt, buf_str(&statement));
    archive_id_of(p->archive, &commitment);
    buf_printf(&facts,
               "{\"archive\":\"%s\",\"feed\":\"%s\",\"format\":1,\"name\":\"test\"}\n",
               p->archive, p->id);
    fixture_ok(store_create(&p->store, p->folder, buf_str(&facts), &err), &err);
    fixture_ok(feed_create(&p->feed, p->store, &key, &err), &err);
    fixture_ok(feed_begin(p->feed, &err), &err);
    fixture_ok(feed_add(&added, p->feed, buf_str(&statement), salt, &err), &err);
    assert_true(digest_equal(&added, &commitment));
    fixture_ok(feed_commit(p->feed, &err), &err);
    feed_end(p->feed);
    fixture_ok(store_settle(p->store, &err), &err);
    buf_release(&statement);
    buf_release(&facts);
    buf_release(&vkey);
    sha256_free(h);
}

/* What a scan has seen so far: every statement in order, as it was written. */
struct fixture_seen {
    struct place *place;
    uint64_t next;
    struct merkle_edge edge;
    struct sha256 *h;
};

static inline enum err_code
fixture_see(void *context, const struct feed_statement *statement, struct err *err)
{
    struct fixture_seen *seen = context;
    struct buf text = {0};
    struct entry entry = {statement->commitment, statement->commitment};
    struct digest leaf = entry_leaf(seen->h, &entry);

    (void)err;
    assert_int_equal(statement->index, seen->next);
    if (statement->index > 0)
        assert_true(str_equal(statement->bytes, fixture_statement(&text, seen->place->id,
                                                                  statement->index)));
    merkle_edge_add(&seen->edge, seen->h, &leaf);
    seen->next++;
    buf_release(&text);
    return ERR_OK;
}

/* Every statement is there, and together they have the signed root. */
static inline void fixture_check(struct place *p, uint64_t size)
{
    struct fixture_seen seen = {.place = p, .h = sha256_new()};
    struct feed_position position = feed_position(p->feed);
    struct merkle_head head;
    struct err err = {0};

    assert_int_equal(position.size, size);
    fixture_ok(feed_scan(p->feed, 0, size, fixture_see, &seen, &err), &err);
    assert_int_equal(seen.next, size);
    head = merkle_edge_head(&seen.edge, seen.h);
    assert_true(digest_equal(&head.root, &position.root));
    sha256_free(seen.h);
}

static inline void fixture_destroy(struct place *p)
{
    fixture_close(p);
    fixture_remove_tree(p->root);
}

#endif
