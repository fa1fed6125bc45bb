#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"
#include "store/store_inside.h"
#include "store/store_inspect.h"

/* What this machine keeps of an archive beside it, and an erasure must reach. */

enum { DEPTH_MAX = 8 };

static bool is_index(const char *name)
{
    return strncmp(name, "index.db", strlen("index.db")) == 0;
}

static enum err_code empty(int dir, const char *path, bool keeps_index, int depth,
                           struct err *err);

/* One name; a folder with everything in it. */
static enum err_code forget(int dir, // NOLINT(misc-no-recursion): DEPTH_MAX
                            const char *name, int depth, struct err *err)
{
    struct stat st;

    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? ERR_OK : file_error(err, name, "could not stat");
    if (!S_ISDIR(st.st_mode))
        return file_remove(dir, name, err);
    if (depth > 0 && empty(dir, name, false, depth - 1, err) != ERR_OK)
        return err->code;
    if (unlinkat(dir, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
        return file_error(err, name, "could not remove");
    return ERR_OK;
}

static enum err_code empty(int dir, // NOLINT(misc-no-recursion): DEPTH_MAX
                           const char *path, bool keeps_index, int depth, struct err *err)
{
    const struct dirent *entry;
    enum err_code code = ERR_OK;
    DIR *stream;
    int fd = -1;

    if (file_open_dir(&fd, dir, path, err) != ERR_OK)
        return err->code == ERR_NOT_FOUND ? ERR_OK : err->code;
    stream = fdopendir(fd);
    if (!stream) {
        (void)close(fd);
        return file_error(err, path, "could not list");
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is ours alone */
    while (code == ERR_OK && (entry = readdir(stream)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            !(keeps_index && is_index(entry->d_name)))
            code = forget(fd, entry->d_name, depth, err);
    if (code == ERR_OK)
        code = file_sync(fd, path, err);
    (void)closedir(stream);
    return code;
}

static enum err_code forget_notes(struct store *store, struct arena *arena,
                                  const struct str *prefixes, struct err *err)
{
    struct str *names = NULL;
    size_t count = 0;
    enum err_code code = store_note_list(&names, &count, arena, store, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++)
        for (size_t p = 0; code == ERR_OK && prefixes[p].len > 0; p++)
            if (str_starts_with(names[i], prefixes[p])) {
                code = store_note_remove(store, names[i].ptr, err);
                break;
            }
    return code;
}

enum err_code store_forget(struct store *store, const struct str *prefixes,
                           bool drops_index, struct err *err)
{
    struct arena arena = {0};
    struct str cache = store_inspect_cache(&arena, store);
    enum err_code code = ERR_OK;

    if (cache.len > 0)
        code =
            empty(AT_FDCWD, arena_str(&arena, cache).ptr, !drops_index, DEPTH_MAX, err);
    if (code == ERR_OK)
        code = forget_notes(store, &arena, prefixes, err);
    arena_free(&arena);
    return code;
}
