#ifndef RECORD_HANDMADE_TESTING_H
#define RECORD_HANDMADE_TESTING_H

/*
 * For tests only: an archive written file by file from format.md, without the code
 * that writes archives. It holds what that code cannot write yet: sealed and erased
 * frames, and statements of two members.
 */

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/folder_for_test.h"
#include "format/canon.h"
#include "format/checkpoint.h"
#include "format/entry.h"
#include "format/foreign.h"
#include "format/note.h"
#include "format/tilepath.h"
#include "log/commitment.h"
#include "log/merkle.h"
#include "log/signed_note.h"
#include "record/genesis.h"

#define HANDMADE_UNUSED __attribute__((unused))

enum { HANDMADE_MAX = 1024, HANDMADE_PATH_MAX = 256, HANDMADE_MEMBERS = 2 };

struct handmade {
    char root[64];
    char folder[80];
    char feed[FEED_ID_LEN + 1];
    struct genesis genesis;
    struct str member; /* the founder */
    struct arena arena;
    struct sha256 *h;
    struct buf frames[HANDMADE_MAX]; /* one each */
    struct digest leaves[HANDMADE_MAX];
    struct digest commitments[HANDMADE_MAX];
    struct buf entries[HANDMADE_MAX];
    uint64_t size;
    struct buf notes; /* what `checkpoints` holds */
    struct buf note;  /* the newest */
    char object[65];  /* the hash of the one object */
};

/* The key of the second member is nobody's: statements are signed by the feed. */
#define HANDMADE_SECOND "000g40r40m30e209j"

HANDMADE_UNUSED static void handmade_write(const struct handmade *m, const char *path,
                                           struct str bytes)
{
    char whole[HANDMADE_PATH_MAX];
    struct err err = {0};
    FILE *file;

    (void)snprintf(whole, sizeof whole, "%s/%s", m->folder, path);
    *strrchr(whole, '/') = '\0';
    if (file_make_dirs(AT_FDCWD, whole, 0755, &err) != ERR_OK)
        fail_msg("%s", err.message);
    (void)snprintf(whole, sizeof whole, "%s/%s", m->folder, path);
    file = fopen(whole, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

HANDMADE_UNUSED static void handmade_take(struct handmade *m, const struct entry *entry)
{
    char text[ENTRY_BYTES];

    m->commitments[m->size] = entry->commitment;
    m->leaves[m->size] = entry_leaf(m->h, entry);
    buf_reset(&m->entries[m->size]);
    entry_write(text, entry);
    buf_bytes(&m->entries[m->size], text, sizeof text);
    m->size++;
}

HANDMADE_UNUSED static void handmade_open(struct handmade *m, struct str statement,
                                          const uint8_t *salt)
{
    uint8_t own[FRAME_SALT_BYTES] = {(uint8_t)m->size, (uint8_t)(m->size >> 8), 7};
    struct buf bytes = {0};
    struct frame frame = {.form = FRAME_OPEN};
    struct entry entry;

    buf_bytes(&bytes, salt ? salt : own, sizeof own);
    buf_append(&bytes, statement);
    frame_append_open(&m->frames[m->size], buf_str(&bytes));
    frame.bytes = buf_str(&bytes);
    entry = frame_entry(m->h, &frame);
    handmade_take(m, &entry);
    buf_release(&bytes);
}

/* "{...kind's members...}" by a member, with what every statement has. */
HANDMADE_UNUSED static void handmade_say(struct handmade *m, struct str by,
                                         const char *kind, const char *members)
{
    struct buf json = {0};
    struct value value = {0};
    struct buf canonical = {0};
    struct err err = {0};

    buf_printf(&json,
               "{\"at\":\"2026-01-02T03:04:05Z\",\"by\":\"" STR_FMT
               "\",\"feed\":\"%s\",\"index\":%llu,\"kind\":\"%s\"%s%s}",
               STR_ARG(by), m->feed, (unsigned long long)m->size, kind,
               members[0] ? "," : "", members);
    if (foreign_parse(&value, &m->arena, buf_str(&json), &err) != ERR_OK ||
        canon_write(&canonical, &value, &err) != ERR_OK)
        fail_msg("%s", err.message);
    handmade_open(m, buf_str(&canonical), NULL);
    buf_release(&json);
    buf_release(&canonical);
}

/* Sealed content that nobody here can read. */
HANDMADE_UNUSED static void handmade_seal(struct handmade *m)
{
    static const char bytes[] = "age-encryption.org/v1: bytes that only a key opens";
    struct digest commitment = sha256_of(m->h, STR("what was sealed"));
    struct frame frame = {.form = FRAME_SEALED,
                          .commitment = commitment,
                          .bytes = {bytes, sizeof bytes - 1}};
    struct entry entry = frame_entry(m->h, &frame);

    frame_append_sealed(&m->frames[m->size], &commitment, frame.bytes);
    handmade_take(m, &entry);
}

/* What `erase` does to the frame of a statement that was open. */
HANDMADE_UNUSED static void handmade_erase(struct handmade *m, uint64_t index)
{
    buf_reset(&m->frames[index]);
    frame_append_erased(&m->frames[index], &m->commitments[index],
                        &m->commitments[index]);
}

HANDMADE_UNUSED static void handmade_ask_to_erase(struct handmade *m, struct str by,
                                                  uint64_t index, bool confirms)
{
    struct digest_text c = digest_text(&m->commitments[index]);
    struct str of = arena_printf(&m->arena, "{\"c\":\"%s\",\"s\":\"%s.%llu\"}", c.hex,
                                 m->feed, (unsigned long long)index);
    struct digest_text before = digest_text(&m->commitments[m->size - 1]);
    struct str members = arena_printf(
        &m->arena, "\"ground\":\"consent_withdrawn\",\"of\":" STR_FMT "%s", STR_ARG(of),
        confirms
            ? arena_printf(&m->arena, ",\"confirms\":{\"c\":\"%s\",\"s\":\"%s.%llu\"}",
                           before.hex, m->feed, (unsigned long long)m->size - 1)
                  .ptr
            : "");

    handmade_say(m, by, "erase", members.ptr);
}

/* Sign what is there so far, as one commit does. */
HANDMADE_UNUSED static void handmade_sign(struct handmade *m)
{
    struct merkle_edge edge = {0};
    struct checkpoint checkpoint = {0};
    struct buf text = {0};

    for (uint64_t i = 0; i < m->size; i++)
        merkle_edge_add(&edge, m->h, &m->leaves[i]);
    checkpoint.origin = arena_printf(&m->arena, "stele.invalid/feed/%s", m->feed);
    checkpoint.size = m->size;
    checkpoint.root = merkle_edge_head(&edge, m->h).root;
    checkpoint_append(&text, &checkpoint);
    buf_reset(&m->note);
    signed_note_append(&m->note, m->h, checkpoint.origin, &m->genesis.key,
                       buf_str(&text));
    buf_append(&m->notes, buf_str(&m->note));
    buf_release(&text);
}

HANDMADE_UNUSED static void handmade_file(const struct handmade *m,
                                          const struct tile *tile, struct str bytes)
{
    struct buf path = {0};

    buf_printf(&path, "feeds/%s/", m->feed);
    tile_path_append(&path, tile);
    buf_char(&path, '\0');
    handmade_write(m, path.ptr, bytes);
    buf_release(&path);
}

HANDMADE_UNUSED static void handmade_write_group(struct handmade *m, uint64_t n)
{
    struct buf pack = {0};
    struct buf bundle = {0};

    for (size_t i = n * TILE_WIDTH; i < (n + 1) * TILE_WIDTH; i++) {
        buf_append(&pack, buf_str(&m->frames[i]));
        bundle_append(&bundle, buf_str(&m->entries[i]));
    }
    handmade_file(m, &(struct tile){TILE_PACK, 0, n, TILE_WIDTH}, buf_str(&pack));
    handmade_file(m, &(struct tile){TILE_ENTRIES, 0, n, TILE_WIDTH}, buf_str(&bundle));
    handmade_file(m, &(struct tile){TILE_HASHES, 0, n, TILE_WIDTH},
                  (struct str){(const char *)(m->leaves + n * TILE_WIDTH),
                               TILE_WIDTH * sizeof m->leaves[0]});
    buf_release(&pack);
    buf_release(&bundle);
}

HANDMADE_UNUSED static void handmade_write_feed(struct handmade *m)
{
    uint64_t full = m->size / TILE_WIDTH;
    struct digest roots[HANDMADE_MAX / TILE_WIDTH];
    struct buf tail = {0};
    char path[HANDMADE_PATH_MAX];

    for (uint64_t n = 0; n < full; n++) {
        handmade_write_group(m, n);
        roots[n] = merkle_perfect(m->h, m->leaves + n * TILE_WIDTH, TILE_WIDTH);
    }
    if (full > 0)
        handmade_file(m, &(struct tile){TILE_HASHES, 1, 0, (unsigned)full},
                      (struct str){(const char *)roots, full * sizeof roots[0]});
    for (uint64_t i = full * TILE_WIDTH; i < m->size; i++)
        buf_append(&tail, buf_str(&m->frames[i]));
    (void)snprintf(path, sizeof path, "feeds/%s/tail-%llu", m->feed,
                   (unsigned long long)full);
    if (tail.len > 0)
        handmade_write(m, path, buf_str(&tail));
    (void)snprintf(path, sizeof path, "feeds/%s/checkpoint", m->feed);
    handmade_write(m, path, buf_str(&m->note));
    (void)snprintf(path, sizeof path, "feeds/%s/checkpoints", m->feed);
    handmade_write(m, path, buf_str(&m->notes));
    buf_release(&tail);
}

HANDMADE_UNUSED static void handmade_start(struct handmade *m)
{
    struct buf facts = {0};
    struct value first = {0};
    struct err err = {0};

    *m = (struct handmade){.h = sha256_new()};
    assert_int_equal(make_folder_for_test(m->root, sizeof m->root), 0);
    (void)snprintf(m->folder, sizeof m->folder, "%s/archive", m->root);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(setenv("STELE_STATE", m->root, 1), 0);
    if (genesis_make(&m->genesis, STR("made by hand"), false, &err) != ERR_OK)
        fail_msg("%s", err.message);
    memcpy(m->feed, m->genesis.feed, FEED_ID_LEN);
    for (size_t i = 0; i < GENESIS_STATEMENTS; i++)
        handmade_open(m, buf_str(&m->genesis.statement[i]),
                      i == 0 ? m->genesis.salt : NULL);
    assert_int_equal(
        canon_parse(&first, &m->arena, buf_str(&m->genesis.statement[0]), &err), ERR_OK);
    m->member = value_get_string(&first, STR("member"));
    handmade_sign(m);
    genesis_public_facts(&facts, (struct str){m->genesis.archive, FEED_ID_LEN},
                         str_from_c(m->feed), STR("made by hand"));
    handmade_write(m, "stele.json", buf_str(&facts));
    buf_release(&facts);
}

/* One object and the statement that names it. */
HANDMADE_UNUSED static void handmade_object(struct handmade *m, struct str bytes)
{
    struct digest digest = sha256_of(m->h, bytes);
    struct digest_text text = digest_text(&digest);
    char path[HANDMADE_PATH_MAX];
    struct str members = arena_printf(
        &m->arena,
        "\"name\":\"photo.jpg\",\"sha256\":\"%s\",\"size\":%zu,\"stored\":\"%s\"",
        text.hex, bytes.len, text.hex);

    (void)snprintf(path, sizeof path, "objects/%.2s/%s", text.hex, text.hex + 2);
    handmade_write(m, path, bytes);
    memcpy(m->object, text.hex, sizeof m->object);
    handmade_say(m, m->member, "object", members.ptr);
}

HANDMADE_UNUSED static int handmade_remove_one(const char *path, const struct stat *st,
                                               int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

HANDMADE_UNUSED static void handmade_end(struct handmade *m)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(m->root, handmade_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    for (size_t i = 0; i < HANDMADE_MAX; i++) {
        buf_release(&m->frames[i]);
        buf_release(&m->entries[i]);
    }
    buf_release(&m->notes);
    buf_release(&m->note);
    genesis_release(&m->genesis);
    arena_free(&m->arena);
    sha256_free(m->h);
}

#endif
