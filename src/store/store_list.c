#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store_inside.h"

/* Every file of the archive, whatever its name: what nothing accounts for must not hide
 * behind a point. */

struct listing {
    struct arena *arena;
    const char *folder; /* for messages */
    struct str *paths;
    size_t count;
    size_t cap;
    int depth;
};

enum { LISTING_DEPTH_MAX = 32 };

static void add_path(struct listing *listing, struct str path)
{
    if (listing->count == listing->cap) {
        size_t cap = listing->cap > 0 ? 2 * listing->cap : 256;
        struct str *bigger = ARENA_ARRAY(listing->arena, struct str, cap);

        if (listing->count > 0)
            memcpy(bigger, listing->paths, listing->count * sizeof *bigger);
        listing->paths = bigger;
        listing->cap = cap;
    }
    listing->paths[listing->count++] = path;
}

static bool is_directory(int dir, const char *name)
{
    struct stat st;

    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

static enum err_code list_below(struct listing *listing, int dir, struct str prefix,
                                struct err *err);

static enum err_code list_entry(struct listing *listing, int dir, struct str prefix,
                                const char *name, struct err *err)
{
    struct str path = arena_printf(listing->arena, STR_FMT "%s", STR_ARG(prefix), name);
    enum err_code code;
    int below = -1;

    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return ERR_OK;
    if (!is_directory(dir, name) || listing->depth == LISTING_DEPTH_MAX) {
        add_path(listing, path);
        return ERR_OK;
    }
    if (prefix.len == 0 && strcmp(name, "objects") == 0)
        return ERR_OK; /* object_list() answers for these */
    code = file_open_dir(&below, dir, name, err);
    if (code != ERR_OK)
        return code;
    listing->depth++;
    code = list_below(listing, below,
                      arena_printf(listing->arena, STR_FMT "/", STR_ARG(path)), err);
    listing->depth--;
    (void)close(below);
    return code;
}

static enum err_code no_list(const struct listing *listing, struct str prefix,
                             struct err *err)
{
    return file_error(err, prefix.len > 0 ? prefix.ptr : listing->folder,
                      "could not list");
}

static enum err_code list_below(struct listing *listing, int dir, struct str prefix,
                                struct err *err)
{
    int own = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = own >= 0 ? fdopendir(own) : NULL;
    const struct dirent *entry;
    enum err_code code = ERR_OK;

    if (!stream) {
        code = no_list(listing, prefix, err);
        if (own >= 0)
            (void)close(own);
        return code;
    }
    errno = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this call's own */
    while (code == ERR_OK && (entry = readdir(stream))) {
        code = list_entry(listing, dir, prefix, entry->d_name, err);
        errno = 0;
    }
    if (code == ERR_OK && errno != 0)
        code = no_list(listing, prefix, err);
    (void)closedir(stream);
    return code;
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

enum err_code store_list_files(struct str **paths, size_t *count, struct arena *arena,
                               struct store *store, struct err *err)
{
    struct listing listing = {.arena = arena, .folder = store->folder.ptr};
    enum err_code code = list_below(&listing, store->dir, STR(""), err);

    if (code != ERR_OK)
        return code;
    if (listing.count > 0)
        qsort(listing.paths, listing.count, sizeof *listing.paths, by_bytes);
    *paths = listing.paths;
    *count = listing.count;
    return ERR_OK;
}

enum err_code store_file_read(struct str *out, struct arena *arena, struct store *store,
                              struct str path, size_t limit, struct err *err)
{
    return file_read(out, arena, store->dir, arena_str(arena, path).ptr, limit, err);
}
