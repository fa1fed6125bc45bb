#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store_inside.h"

/* FOLDER.unfinished-PID: made beside FOLDER, renamed to it when it is an archive. */
static const char mark[] = ".unfinished-";

static struct str without_slashes(struct arena *arena, const char *folder)
{
    struct str path = str_from_c(folder);

    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    return arena_str(arena, path);
}

static struct str parent_of(struct arena *arena, struct str path)
{
    size_t slash = path.len;

    while (slash > 0 && path.ptr[slash - 1] != '/')
        slash--;
    if (slash == 0)
        return arena_str(arena, STR("."));
    return arena_str(arena, str_prefix(path, slash > 1 ? slash - 1 : 1));
}

static struct str last_of(struct str path)
{
    size_t slash = path.len;

    while (slash > 0 && path.ptr[slash - 1] != '/')
        slash--;
    return str_after(path, slash);
}

static enum err_code refuse_full_folder(struct store *store, struct err *err)
{
    struct str *names = NULL;
    size_t count = 0;
    struct stat st;
    int fd = -1;
    enum err_code code = file_open_dir(&fd, AT_FDCWD, store->folder.ptr, err);

    if (code == ERR_NOT_FOUND && lstat(store->folder.ptr, &st) == 0)
        return err_set(err, ERR_CONFLICT,
                       "cannot make an archive in \"%s\": it is not a folder",
                       store->folder.ptr);
    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    if (code == ERR_OK)
        code = store_list_dir(&names, &count, &store->arena, fd, ".", err);
    if (fd >= 0)
        (void)close(fd);
    if (code == ERR_OK && count > 0)
        return err_set(err, ERR_CONFLICT,
                       "cannot make an archive in \"%s\": the folder is not empty",
                       store->folder.ptr);
    return code;
}

/* Empty a directory of ours; unlinkat() on what is left over says nothing and changes
 * nothing. */
static void remove_below(int dir, const char *name)
{
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;

    if (stream) {
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this call's own */
        while ((entry = readdir(stream))) {
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
                continue;
            if (unlinkat(dirfd(stream), entry->d_name, 0) < 0)
                remove_below(dirfd(stream), entry->d_name);
        }
        (void)closedir(stream);
    } else if (fd >= 0) {
        (void)close(fd);
    }
    (void)unlinkat(dir, name, AT_REMOVEDIR);
}

/* FOLDER.unfinished-PID: dead when no process of that number is there. */
static bool is_left_over(const char *name, struct str prefix)
{
    struct str entry = str_from_c(name);
    uint64_t pid = 0;

    return str_starts_with(entry, prefix) &&
           str_to_u64(&pid, str_after(entry, prefix.len)) && pid > 0 && pid <= INT_MAX &&
           kill((pid_t)pid, 0) < 0 && errno == ESRCH;
}

/* Another init may be at work this moment: what belongs to a living process stays. */
static void sweep_unfinished(struct arena *arena, int parent, struct str name)
{
    struct str prefix = arena_printf(arena, STR_FMT "%s", STR_ARG(name), mark);
    int own = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = own >= 0 ? fdopendir(own) : NULL;
    const struct dirent *entry;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this call's own */
    while (stream && (entry = readdir(stream)))
        if (is_left_over(entry->d_name, prefix))
            remove_below(parent, entry->d_name);
    if (stream)
        (void)closedir(stream);
    else if (own >= 0)
        (void)close(own);
}

static enum err_code make_building(struct store *store, struct err *err)
{
    struct str folder = without_slashes(&store->arena, store->folder.ptr);
    struct str parent = parent_of(&store->arena, folder);
    struct str building = arena_printf(&store->arena, STR_FMT "%s%ld", STR_ARG(folder),
                                       mark, (long)getpid());
    int parent_dir = -1;

    if (file_make_dirs(AT_FDCWD, parent.ptr, STORE_DIR_MODE, err) != ERR_OK)
        return err->code;
    if (file_open_dir(&parent_dir, AT_FDCWD, parent.ptr, err) != ERR_OK)
        return err_context(err, "\"%s\": the folder above: ", store->folder.ptr);
    sweep_unfinished(&store->arena, parent_dir, last_of(folder));
    (void)close(parent_dir);
    if (mkdir(building.ptr, STORE_DIR_MODE) < 0)
        return file_error(err, store->folder.ptr,
                          "could not make it in the folder above");
    store->building = building;
    return file_open_dir(&store->dir, AT_FDCWD, building.ptr, err);
}

static enum err_code fill_folder(struct store *store, struct str facts, struct err *err)
{
    if (store_writable(store, err) != ERR_OK ||
        file_make_dirs(store->dir, "feeds", STORE_DIR_MODE, err) != ERR_OK ||
        file_make_dirs(store->dir, "objects", STORE_DIR_MODE, err) != ERR_OK ||
        store_state_make(store, err) != ERR_OK)
        return err->code;
    return file_replace(store->dir, FACTS_FILE, STORE_FILE_MODE, facts, err);
}

enum err_code store_create(struct store **out, const char *folder, struct str facts,
                           struct err *err)
{
    struct store *store = store_new(folder);

    if (store_parse_facts(store, facts, err) != ERR_OK ||
        refuse_full_folder(store, err) != ERR_OK || make_building(store, err) != ERR_OK ||
        store_open_state(store, err) != ERR_OK ||
        fill_folder(store, facts, err) != ERR_OK) {
        if (store->building.len > 0)
            remove_below(AT_FDCWD, store->building.ptr);
        store_close(store);
        return err->code;
    }
    *out = store;
    return ERR_OK;
}

enum err_code store_settle(struct store *store, struct err *err)
{
    struct str folder = without_slashes(&store->arena, store->folder.ptr);

    /* rename() replaces an empty directory and no other. */
    if (rename(store->building.ptr, folder.ptr) < 0)
        return file_error(err, store->folder.ptr, "could not make the folder");
    store->building = STR("");
    return file_sync_parent(AT_FDCWD, folder.ptr, err);
}
