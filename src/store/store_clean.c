#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "store/feed_path.h"
#include "store/store_feed.h"
#include "store/store_inside.h"

/*
 * One commit fills at most 256 groups, so leftovers lie within as many groups of the
 * checkpoint; and it goes on by at most one tile at each higher level. Looking there,
 * and not through whole directories, takes the same time in every archive.
 */
enum { GROUPS_A_COMMIT = 257 };

static enum err_code remove_tile(struct store *store, struct str feed, struct tile tile,
                                 struct err *err)
{
    struct store_path path = feed_tile_path(feed, &tile);

    /* Looking is a third of the price of removing what is not there. */
    if (faccessat(store->dir, path.text, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
        return ERR_OK;
    return file_remove(store->dir, path.text, err);
}

static bool has_pack(struct store *store, struct str feed, uint64_t n)
{
    struct store_part part = store_pack(n);
    struct store_path path = feed_part_path(feed, &part);

    return faccessat(store->dir, path.text, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/*
 * A commit writes a group's pack first, so further on only a pack betrays a group; it is
 * removed last, in case we die too.
 */
static enum err_code clean_groups(struct store *store, struct str feed, uint64_t size,
                                  struct err *err)
{
    uint64_t first = tile_full_count(size, 0);

    for (uint64_t n = first; n < first + GROUPS_A_COMMIT; n++) {
        struct tile entries = {TILE_ENTRIES, 0, n, TILE_WIDTH};
        struct tile leaves = {TILE_HASHES, 0, n, TILE_WIDTH};
        struct tile pack = {TILE_PACK, 0, n, TILE_WIDTH};

        if (n > first && !has_pack(store, feed, n))
            continue;
        if (remove_tile(store, feed, leaves, err) != ERR_OK ||
            remove_tile(store, feed, entries, err) != ERR_OK ||
            remove_tile(store, feed, pack, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* All partial tiles of one place but the one of width keep (0: none). */
static enum err_code clean_partial(struct store *store, struct str feed, unsigned level,
                                   uint64_t n, unsigned keep, struct err *err)
{
    struct arena arena = {0};
    struct store_path path =
        feed_tile_path(feed, &(struct tile){TILE_HASHES, level, n, 1});
    struct str *names = NULL;
    size_t count = 0;
    enum err_code code;

    *strrchr(path.text, '/') = '\0';
    code = store_list_dir(&names, &count, &arena, store->dir, path.text, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        uint64_t width = 0;

        if (str_to_u64(&width, names[i]) && width > 0 && width < TILE_WIDTH &&
            width != keep)
            code = remove_tile(
                store, feed, (struct tile){TILE_HASHES, level, n, (unsigned)width}, err);
    }
    arena_free(&arena);
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static enum err_code clean_levels(struct store *store, struct str feed, uint64_t size,
                                  struct err *err)
{
    /* One level above the highest that this size has: a killed commit may have begun it.
     */
    for (unsigned level = 1; level <= TILE_MAX_LEVEL; level++) {
        uint64_t n = tile_full_count(size, level);
        unsigned width = tile_partial_width(size, level);

        if (remove_tile(store, feed, (struct tile){TILE_HASHES, level, n, TILE_WIDTH},
                        err) != ERR_OK ||
            clean_partial(store, feed, level, n, width, err) != ERR_OK ||
            clean_partial(store, feed, level, n + 1, 0, err) != ERR_OK)
            return err->code;
        /* A tile that is full has no use for its last partial form. */
        if (n > 0 && clean_partial(store, feed, level, n - 1, 0, err) != ERR_OK)
            return err->code;
        if (n == 0 && width == 0)
            break;
    }
    return ERR_OK;
}

static enum err_code cut_tail(struct store *store, const char *path, uint64_t len,
                              struct err *err)
{
    enum err_code code = ERR_OK;
    struct stat st = {0};
    int fd = openat(store->dir, path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0 || fstat(fd, &st) < 0)
        code = file_error(err, path, "could not open");
    else if ((uint64_t)st.st_size > len)
        code = file_truncate(fd, path, len, err);
    if (code == ERR_OK && (uint64_t)st.st_size > len)
        code = file_sync(fd, path, err);
    if (fd >= 0)
        (void)close(fd);
    return code;
}

static enum err_code clean_tail(struct store *store, struct str feed, uint64_t n,
                                uint64_t size, uint64_t tail_len, struct err *err)
{
    struct store_part part = store_tail(n);
    struct store_path path = feed_part_path(feed, &part);
    struct store_part pack = store_pack(n);
    struct store_path full = feed_part_path(feed, &pack);

    if (n == tile_full_count(size, 0) && tail_len > 0)
        return cut_tail(store, path.text, tail_len, err);
    /* An earlier group's tail is worth keeping while its pack is missing. */
    if (n < tile_full_count(size, 0) && faccessat(store->dir, full.text, F_OK, 0) < 0)
        return ERR_OK;
    return file_remove(store->dir, path.text, err);
}

static enum err_code clean_tails(struct store *store, struct str feed, uint64_t size,
                                 uint64_t tail_len, struct err *err)
{
    struct arena arena = {0};
    struct store_path path = store_path_of("feeds/" STR_FMT, STR_ARG(feed));
    struct str *names = NULL;
    size_t count = 0;
    enum err_code code =
        store_list_dir(&names, &count, &arena, store->dir, path.text, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        uint64_t n = 0;

        if (str_starts_with(names[i], STR("tail-")) &&
            str_to_u64(&n, str_after(names[i], 5)))
            code = clean_tail(store, feed, n, size, tail_len, err);
    }
    arena_free(&arena);
    return code;
}

enum err_code store_feed_clean(struct store *store, struct str feed, uint64_t size,
                               uint64_t tail_len, struct err *err)
{
    if (clean_tails(store, feed, size, tail_len, err) != ERR_OK ||
        clean_groups(store, feed, size, err) != ERR_OK)
        return err->code;
    return clean_levels(store, feed, size, err);
}
