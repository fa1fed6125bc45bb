#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "crypto/sha256.h"
#include "store/store.h"
#include "store/store_inside.h"

/* An absolute path from the environment; the XDG rules say that a relative one is to be
 * ignored. Nobody changes the environment once we run. */
static struct str absolute_from(const char *variable)
{
    struct str value = str_from_c(getenv(variable)); /* NOLINT(concurrency-mt-unsafe) */

    return str_starts_with(value, STR("/")) ? value : STR("");
}

/* <XDG variable>/stele or <HOME>/<fallback>/stele; empty when neither is set. */
static struct str xdg_home(struct arena *arena, const char *variable,
                           const char *fallback)
{
    struct str base = absolute_from(variable);
    struct str home = absolute_from("HOME");

    if (base.len > 0)
        return arena_printf(arena, STR_FMT "/stele", STR_ARG(base));
    if (home.len > 0)
        return arena_printf(arena, STR_FMT "/%s/stele", STR_ARG(home), fallback);
    return STR("");
}

struct str store_state_home(struct arena *arena)
{
    struct str home = absolute_from("STELE_STATE");

    return home.len > 0 ? home : xdg_home(arena, "XDG_STATE_HOME", ".local/state");
}

struct str store_cache_home(struct arena *arena)
{
    return xdg_home(arena, "XDG_CACHE_HOME", ".cache");
}

void store_state_find(struct store *store)
{
    struct str home = store_state_home(&store->arena);

    if (home.len > 0)
        store->state_path = arena_printf(&store->arena, STR_FMT "/" STR_FMT,
                                         STR_ARG(home), STR_ARG(store->facts.archive));
}

enum err_code store_state_make(struct store *store, struct err *err)
{
    if (store->state >= 0)
        return ERR_OK;
    if (store->state_path.len == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no place for this machine's keys: set HOME or STELE_STATE");
    if (file_make_dirs(AT_FDCWD, store->state_path.ptr, STATE_DIR_MODE, err) != ERR_OK)
        return err->code;
    return file_open_dir(&store->state, AT_FDCWD, store->state_path.ptr, err);
}

bool store_is_known_here(const struct store *store)
{
    return store->state >= 0;
}

enum err_code store_state_dir(int *out, struct store *store, struct err *err)
{
    if (store->state < 0)
        return err_set(err, ERR_NOT_FOUND, "this machine keeps nothing about \"%s\"",
                       store->folder.ptr);
    *out = store->state;
    return ERR_OK;
}

enum err_code store_cache_path(struct str *out, struct arena *arena, struct store *store,
                               const char *name, bool make, struct err *err)
{
    struct sha256 *sha256 = sha256_new();
    struct str home = store_cache_home(arena);
    char hash[16];
    struct digest digest;
    struct str folder;
    struct stat st;

    if (fstat(store->dir, &st) < 0) {
        sha256_free(sha256);
        return file_error(err, store->folder.ptr, "could not stat");
    }
    digest =
        sha256_of(sha256, arena_printf(arena, "%llu %llu", (unsigned long long)st.st_dev,
                                       (unsigned long long)st.st_ino));
    sha256_free(sha256);
    base32_encode(hash, digest.bytes, 5 * sizeof hash);
    if (home.len == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no place for the index: set HOME or XDG_CACHE_HOME");
    folder = arena_printf(arena, STR_FMT "/" STR_FMT "-%.16s", STR_ARG(home),
                          STR_ARG(store->facts.archive), hash);
    if (make && file_make_dirs(AT_FDCWD, folder.ptr, STATE_DIR_MODE, err) != ERR_OK)
        return err->code;
    *out = arena_printf(arena, STR_FMT "/%s", STR_ARG(folder), name);
    return ERR_OK;
}

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* False and errno when the folder could not be read to its end. */
static bool collect_names(struct str **names, size_t *count, struct arena *arena,
                          DIR *stream)
{
    size_t cap = 0;
    size_t used = 0;
    struct str *all = NULL;

    for (;;) {
        const struct dirent *entry;

        errno = 0;
        entry = readdir(stream); /* NOLINT(concurrency-mt-unsafe): it is ours alone */
        if (!entry)
            break;
        if (entry->d_name[0] == '.')
            continue;
        if (used == cap) {
            struct str *more = ARENA_ARRAY(arena, struct str, 2 * cap + 16);

            if (used > 0)
                memcpy(more, all, used * sizeof *all);
            all = more;
            cap = 2 * cap + 16;
        }
        all[used++] = arena_str(arena, str_from_c(entry->d_name));
    }
    if (errno != 0)
        return false;
    if (used > 0)
        qsort(all, used, sizeof *all, compare_names);
    *names = all;
    *count = used;
    return true;
}

enum err_code store_list_dir(struct str **names, size_t *count, struct arena *arena,
                             int dir, const char *path, struct err *err)
{
    enum err_code code = ERR_OK;
    DIR *stream;
    int fd = -1;

    if (file_open_dir(&fd, dir, path, err) != ERR_OK)
        return err->code;
    stream = fdopendir(fd);
    if (!stream) {
        (void)close(fd);
        return file_error(err, path, "could not list");
    }
    if (!collect_names(names, count, arena, stream))
        code = file_error(err, path, "could not list");
    (void)closedir(stream);
    return code;
}

static enum err_code note_path(struct store_path *out, const char *name, struct err *err)
{
    size_t len = strlen(name);

    if (len == 0 || len > 100 || name[0] == '.' ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.-") != len)
        return err_set(err, ERR_INVALID, "\"%.100s\" is no name for a note", name);
    *out = store_path_of("notes/%s", name);
    return ERR_OK;
}

enum err_code store_note_read(struct str *out, struct arena *arena, struct store *store,
                              const char *name, struct err *err)
{
    struct store_path path = {{0}};
    int state = -1;

    if (note_path(&path, name, err) != ERR_OK ||
        store_state_dir(&state, store, err) != ERR_OK)
        return err->code;
    return file_read(out, arena, state, path.text, STORE_NOTE_MAX, err);
}

enum err_code store_note_write(struct store *store, const char *name, struct str text,
                               struct err *err)
{
    struct store_path path;

    if (note_path(&path, name, err) != ERR_OK || store_state_make(store, err) != ERR_OK)
        return err->code;
    if (text.len > STORE_NOTE_MAX)
        return err_set(err, ERR_LIMIT, "note \"%s\" is larger than %d bytes", name,
                       STORE_NOTE_MAX);
    /* Made perhaps by a writer that died before it was on the disk. */
    if (file_make_dirs(store->state, "notes", STATE_DIR_MODE, err) != ERR_OK ||
        file_sync_parent(store->state, "notes", err) != ERR_OK)
        return err->code;
    return file_replace(store->state, path.text, STATE_FILE_MODE, text, err);
}

enum err_code store_note_remove(struct store *store, const char *name, struct err *err)
{
    struct store_path path = {{0}};
    int state = -1;

    if (note_path(&path, name, err) != ERR_OK ||
        store_state_dir(&state, store, err) != ERR_OK)
        return err->code;
    if (faccessat(state, path.text, F_OK, 0) < 0)
        return err_set(err, ERR_NOT_FOUND, "there is no note \"%s\"", name);
    if (file_remove(state, path.text, err) != ERR_OK)
        return err->code;
    return file_sync_dir(state, "notes", err);
}
