#include "store/store_feed.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "store/feed_path.h"
#include "store/store.h"
#include "store/store_inside.h"

enum { HEAD_MAX = 16384, KEY_MAX = 1024, SEALED_KEY_MAX = 16384 };

struct store_path feed_part_path(struct str feed, const struct store_part *part)
{
    struct buf tile = {0};
    struct store_path path;

    switch (part->kind) {
    case STORE_CHECKPOINT:
        return store_path_of("feeds/" STR_FMT "/checkpoint", STR_ARG(feed));
    case STORE_CHECKPOINTS:
        return store_path_of("feeds/" STR_FMT "/checkpoints", STR_ARG(feed));
    case STORE_TAIL:
        return store_path_of("feeds/" STR_FMT "/tail-%llu", STR_ARG(feed),
                             (unsigned long long)part->tile.n);
    case STORE_TILE:
        break;
    }
    tile_path_append(&tile, &part->tile);
    path = store_path_of("feeds/" STR_FMT "/" STR_FMT, STR_ARG(feed),
                         STR_ARG(buf_str(&tile)));
    buf_release(&tile);
    return path;
}

enum err_code store_feed_list(struct str **ids, size_t *count, struct arena *arena,
                              struct store *store, struct err *err)
{
    size_t kept = 0;

    if (store_list_dir(ids, count, arena, store->dir, "feeds", err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < *count; i++) {
        if (store_id_is_valid((*ids)[i]))
            (*ids)[kept++] = (*ids)[i];
    }
    *count = kept;
    return ERR_OK;
}

bool store_feed_exists(struct store *store, struct str feed)
{
    struct store_path path = store_path_of("feeds/" STR_FMT, STR_ARG(feed));

    return faccessat(store->dir, path.text, F_OK, 0) == 0 ||
           (errno != ENOENT && errno != ENOTDIR);
}

enum err_code store_part_size(uint64_t *out, struct store *store, struct str feed,
                              struct store_part part, struct err *err)
{
    struct store_path path = feed_part_path(feed, &part);
    struct stat st;

    if (fstatat(store->dir, path.text, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return file_error(err, path.text, "could not stat");
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_CORRUPT, "\"%s\": not a regular file", path.text);
    *out = (uint64_t)st.st_size;
    return ERR_OK;
}

enum err_code store_part_read(struct str *out, struct arena *arena, struct store *store,
                              struct str feed, struct store_part part, size_t limit,
                              struct err *err)
{
    struct store_path path = feed_part_path(feed, &part);

    return file_read(out, arena, store->dir, path.text, limit, err);
}

enum err_code store_part_read_at(size_t *got, struct store *store, struct str feed,
                                 struct store_part part, uint64_t offset, void *buffer,
                                 size_t len, struct err *err)
{
    struct store_path path = feed_part_path(feed, &part);
    enum err_code code;
    int fd = -1;

    if (file_open_read(&fd, store->dir, path.text, err) != ERR_OK)
        return err->code;
    code = file_read_at(got, fd, path.text, buffer, len, offset, err);
    (void)close(fd);
    return code;
}

static enum err_code read_state(struct str *out, struct arena *arena, struct store *store,
                                struct str feed, const char *name, size_t limit,
                                struct err *err)
{
    struct store_path path = store_path_of(STR_FMT "/%s", STR_ARG(feed), name);
    int state;

    if (store_state_dir(&state, store, err) != ERR_OK)
        return err->code;
    return file_read(out, arena, state, path.text, limit, err);
}

enum err_code store_key_read(struct str *out, struct arena *arena, struct store *store,
                             struct str feed, struct err *err)
{
    return read_state(out, arena, store, feed, "key", KEY_MAX, err);
}

#define SEALED_KEY "key.age"

enum err_code store_sealed_key_read(struct str *out, struct arena *arena,
                                    struct store *store, struct str feed, struct err *err)
{
    return read_state(out, arena, store, feed, SEALED_KEY, SEALED_KEY_MAX, err);
}

/* Best done: what the disk itself keeps of the old bytes is beyond our reach. */
static void overwrite(int state, const char *path)
{
    char zeros[KEY_MAX] = {0};
    struct stat st;
    int fd = openat(state, path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && st.st_size > 0 && (size_t)st.st_size <= sizeof zeros &&
        pwrite(fd, zeros, (size_t)st.st_size, 0) == st.st_size)
        (void)fsync(fd);
    (void)close(fd);
}

enum err_code store_key_forget(struct store *store, struct str feed, struct err *err)
{
    struct store_path clear = store_path_of(STR_FMT "/key", STR_ARG(feed));
    int state = -1;

    if (store_state_dir(&state, store, err) != ERR_OK)
        return err->code;
    if (faccessat(state, clear.text, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
        return ERR_OK;
    overwrite(state, clear.text);
    if (file_remove(state, clear.text, err) != ERR_OK)
        return err->code;
    return file_sync_parent(state, clear.text, err);
}

enum err_code store_key_seal(struct store *store, struct str feed, struct str sealed,
                             struct err *err)
{
    struct store_path path = store_path_of(STR_FMT "/" SEALED_KEY, STR_ARG(feed));
    int state = -1;

    if (store_state_dir(&state, store, err) != ERR_OK ||
        file_replace(state, path.text, STATE_FILE_MODE, sealed, err) != ERR_OK)
        return err->code;
    return store_key_forget(store, feed, err);
}

enum err_code store_head_read(struct str *out, struct arena *arena, struct store *store,
                              struct str feed, struct err *err)
{
    return read_state(out, arena, store, feed, "head", HEAD_MAX, err);
}

enum err_code store_head_write(struct store *store, struct str feed, struct str note,
                               struct err *err)
{
    struct store_path path = store_path_of(STR_FMT "/head", STR_ARG(feed));
    int state;

    if (store_state_dir(&state, store, err) != ERR_OK)
        return err->code;
    return file_replace(state, path.text, STATE_FILE_MODE, note, err);
}

enum err_code store_feed_create(struct store *store, struct str feed, struct str key,
                                bool is_sealed, struct err *err)
{
    struct store_path folder = store_path_of("feeds/" STR_FMT, STR_ARG(feed));
    struct store_path state = store_path_of(STR_FMT, STR_ARG(feed));
    struct store_path secret =
        store_path_of(STR_FMT "/%s", STR_ARG(feed), is_sealed ? SEALED_KEY : "key");

    if (store_writable(store, err) != ERR_OK || store_state_make(store, err) != ERR_OK)
        return err->code;
    if (faccessat(store->dir, folder.text, F_OK, 0) == 0 ||
        faccessat(store->state, state.text, F_OK, 0) == 0)
        return err_set(err, ERR_CONFLICT, "feed " STR_FMT " is there already",
                       STR_ARG(feed));
    if (file_make_dirs(store->state, state.text, STATE_DIR_MODE, err) != ERR_OK ||
        file_replace(store->state, secret.text, STATE_FILE_MODE, key, err) != ERR_OK ||
        store_head_write(store, feed, STR(""), err) != ERR_OK)
        return err->code;
    return file_make_dirs(store->dir, folder.text, STORE_DIR_MODE, err);
}

enum err_code store_frames_replace(struct store *store, struct str feed, uint64_t n,
                                   bool is_pack, struct str bytes, struct err *err)
{
    struct store_part pack = store_pack(n);
    struct store_part tail = store_tail(n);
    struct store_path path = feed_part_path(feed, is_pack ? &pack : &tail);
    struct store_path other = feed_part_path(feed, is_pack ? &tail : &pack);

    if (file_replace(store->dir, path.text, STORE_FILE_MODE, bytes, err) != ERR_OK)
        return err->code;
    if (faccessat(store->dir, other.text, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
        return ERR_OK;
    if (file_remove(store->dir, other.text, err) != ERR_OK)
        return err->code;
    return file_sync_parent(store->dir, other.text, err);
}
