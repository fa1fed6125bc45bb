/*
 * Writes pack 0 of an archive's founding feed anew with one frame erased, as an erasure
 * will: for the fault sweeps, since no command does it yet.
 *
 * usage: rewrite_pack ARCHIVE STATEMENT
 */

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "crypto/sha256.h"
#include "format/frame.h"
#include "log/commitment.h"
#include "store/store.h"
#include "store/store_feed.h"

enum { PACK_LIMIT = 1 << 25 };

static enum err_code erase_frame(struct buf *out, struct str pack, uint64_t erased,
                                 struct err *err)
{
    struct sha256 *h = sha256_new();
    enum err_code code = ERR_OK;

    for (uint64_t i = 0; code == ERR_OK && pack.len > 0; i++) {
        struct str before = pack;
        struct frame frame = {0};
        struct entry entry;

        code = frame_read(&frame, &pack, err);
        if (code != ERR_OK)
            break;
        entry = frame_entry(h, &frame);
        if (i == erased)
            frame_append_erased(out, &entry.commitment, &entry.stored);
        else
            buf_append(out, str_prefix(before, before.len - pack.len));
    }
    sha256_free(h);
    return code;
}

static enum err_code rewrite(struct store *store, uint64_t erased, struct err *err)
{
    struct str feed = store_facts(store)->feed;
    struct arena arena = {0};
    struct buf anew = {0};
    struct str pack = {0};
    bool was_interrupted = false;
    enum err_code code = store_lock(&was_interrupted, store, feed, err);

    if (code == ERR_OK)
        code =
            store_part_read(&pack, &arena, store, feed, store_pack(0), PACK_LIMIT, err);
    if (code == ERR_OK)
        code = erase_frame(&anew, pack, erased, err);
    if (code == ERR_OK)
        code = store_frames_replace(store, feed, 0, true, buf_str(&anew), err);
    store_unlock(store, code == ERR_OK && !was_interrupted);
    buf_release(&anew);
    arena_free(&arena);
    return code;
}

int main(int argc, char **argv)
{
    struct store *store = NULL;
    struct err err = {0};
    enum err_code code;

    if (argc != 3) {
        (void)fprintf(stderr, "usage: rewrite_pack ARCHIVE STATEMENT\n");
        return 2;
    }
    code = store_open(&store, argv[1], &err);
    if (code == ERR_OK)
        code = rewrite(store, strtoull(argv[2], NULL, 10), &err);
    store_close(store);
    if (code != ERR_OK) {
        (void)fprintf(stderr, "rewrite_pack: %s\n", err.message);
        return 3;
    }
    printf("the pack is written anew\n");
    return 0;
}
