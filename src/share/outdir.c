#include "share/outdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "base/file.h"

enum { FOLDER_MODE = 0777, FILE_MODE = 0666 }; /* to be given away: the umask decides */

static bool is_at_or_below(struct str path, struct str folder)
{
    return str_starts_with(path, folder) &&
           (path.len == folder.len || path.ptr[folder.len] == '/');
}

/* A part of the path that is not there yet, followed by "..", could lead anywhere. */
static bool climbs(struct str rest)
{
    while (rest.len > 0)
        if (str_equal(str_cut(&rest, '/'), STR("..")))
            return true;
    return false;
}

/* Cut the last part off a path; false when nothing is left to cut. */
static bool cut_last(struct str *path)
{
    size_t len = path->len;

    if (len == 0)
        return false;
    do
        len--;
    while (len > 0 && path->ptr[len] != '/');
    path->len = len;
    return true;
}

/* The nearest folder on the way to path that is there already, without symbolic links. */
static enum err_code resolve(char out[PATH_MAX], const char *path, struct err *err)
{
    struct str whole = str_from_c(path);
    struct str part = whole;
    char name[PATH_MAX];

    if (whole.len >= sizeof name)
        return err_set(err, ERR_LIMIT, "path is longer than %zu bytes", sizeof name - 1);
    do {
        (void)snprintf(name, sizeof name, STR_FMT, STR_ARG(part));
        if (part.len == 0)
            (void)snprintf(name, sizeof name, "%s", path[0] == '/' ? "/" : ".");
        if (!realpath(name, out))
            continue;
        if (climbs(str_after(whole, part.len)))
            return err_set(err, ERR_INVALID,
                           "\"%s\" leads through a folder that is not there: name it "
                           "without \"..\"",
                           path);
        return ERR_OK;
    } while ((errno == ENOENT || errno == ENOTDIR) && cut_last(&part));
    return file_error(err, path, "could not find the folder");
}

static enum err_code check_outside(const char *path, struct str archive_folder,
                                   struct err *err)
{
    char archive[PATH_MAX];
    char place[PATH_MAX];
    char named[PATH_MAX];

    (void)snprintf(named, sizeof named, STR_FMT, STR_ARG(archive_folder));
    if (!realpath(named, archive))
        return file_error(err, named, "could not find the folder");
    if (resolve(place, path, err) != ERR_OK)
        return err->code;
    if (is_at_or_below(str_from_c(place), str_from_c(archive)))
        return err_set(err, ERR_INVALID,
                       "\"%s\" lies inside the archive: name a folder outside it", path);
    return ERR_OK;
}

enum err_code outdir_check_apart(const char *path, struct str archive_folder,
                                 struct err *err)
{
    char archive[PATH_MAX];
    char place[PATH_MAX];
    char named[PATH_MAX];

    if (check_outside(path, archive_folder, err) != ERR_OK)
        return err->code;
    (void)snprintf(named, sizeof named, STR_FMT, STR_ARG(archive_folder));
    if (realpath(path, place) && realpath(named, archive) &&
        is_at_or_below(str_from_c(archive), str_from_c(place)))
        return err_set(err, ERR_INVALID,
                       "\"%s\" holds the archive itself: name a folder beside it", path);
    return ERR_OK;
}

enum err_code outdir_nearest(struct str *out, struct arena *arena, const char *path,
                             struct err *err)
{
    char place[PATH_MAX];

    if (resolve(place, path, err) != ERR_OK)
        return err->code;
    *out = arena_str(arena, str_from_c(place));
    return ERR_OK;
}

static DIR *list_at(int dir, const char *path)
{
    int fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);

    if (fd >= 0 && !list)
        (void)close(fd);
    return list;
}

/* The next name in the list that is not "." or "..", or NULL. One thread owns the list.
 */
static const char *next_name(DIR *list)
{
    const struct dirent *entry;

    do
        entry = readdir(list); /* NOLINT(concurrency-mt-unsafe) */
    while (entry &&
           (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
    return entry ? entry->d_name : NULL;
}

static enum err_code check_empty(const struct outdir *dir, struct err *err)
{
    DIR *list = list_at(dir->fd, ".");
    bool is_empty;

    if (!list)
        return file_error(err, dir->path, "could not list the folder");
    is_empty = next_name(list) == NULL;
    (void)closedir(list);
    return is_empty ? ERR_OK
                    : err_set(err, ERR_CONFLICT,
                              "\"%s\" is not empty: name a folder that is empty or not "
                              "there yet",
                              dir->path);
}

enum err_code outdir_open(struct outdir *out, const char *path, struct str archive_folder,
                          enum outdir_rule rule, struct err *err)
{
    struct outdir dir = {.fd = -1, .path = path};
    enum err_code code = check_outside(path, archive_folder, err);

    if (code == ERR_OK)
        code = file_make_dirs(AT_FDCWD, path, FOLDER_MODE, err);
    if (code == ERR_OK)
        code = file_open_dir(&dir.fd, AT_FDCWD, path, err);
    if (code == ERR_OK && rule == OUTDIR_EMPTY)
        code = check_empty(&dir, err);
    if (code != ERR_OK) {
        outdir_close(&dir);
        return code;
    }
    *out = dir;
    return ERR_OK;
}

void outdir_close(struct outdir *dir)
{
    if (dir->fd >= 0)
        (void)close(dir->fd);
    dir->fd = -1;
}

enum err_code outdir_read(struct str *out, struct arena *arena, const struct outdir *dir,
                          const char *path, size_t limit, struct err *err)
{
    if (file_read(out, arena, dir->fd, path, limit, err) != ERR_OK)
        return err_context(err, "\"%s\": ", dir->path);
    return ERR_OK;
}

static bool holds(const struct outdir *dir, const char *path, struct str bytes)
{
    struct arena arena = {0};
    struct str there = {0};
    struct err err = {0};
    bool is_same = file_read(&there, &arena, dir->fd, path, bytes.len, &err) == ERR_OK &&
                   str_equal(there, bytes);

    arena_free(&arena);
    return is_same;
}

enum err_code outdir_settle(const struct outdir *dir, struct err *err)
{
    if (file_sync_all(dir->fd, err) != ERR_OK)
        return err_context(err, "\"%s\": ", dir->path);
    return ERR_OK;
}

static enum err_code make_parent(const struct outdir *dir, const char *path,
                                 struct err *err)
{
    const char *slash = strrchr(path, '/');
    char parent[FILE_PATH_MAX];

    if (!slash)
        return ERR_OK;
    (void)snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
    return file_make_dirs(dir->fd, parent, FOLDER_MODE, err);
}

static enum err_code write_whole(const struct outdir *dir, const char *path,
                                 struct str bytes, struct err *err)
{
    char temporary[FILE_PATH_MAX];
    int fd = -1;
    enum err_code code;

    (void)snprintf(temporary, sizeof temporary, "%s.new", path);
    if (file_open_new(&fd, dir->fd, temporary, FILE_MODE, err) != ERR_OK)
        return err->code;
    code = file_write(fd, path, bytes, err);
    if (code == ERR_OK)
        code = file_close(fd, path, err);
    else
        (void)close(fd);
    if (code == ERR_OK)
        code = file_rename(dir->fd, temporary, path, err);
    if (code != ERR_OK)
        (void)unlinkat(dir->fd, temporary, 0);
    return code;
}

enum err_code outdir_put(struct outdir *dir, const char *path, struct str bytes,
                         struct err *err)
{
    if (holds(dir, path, bytes)) {
        dir->kept++;
        return ERR_OK;
    }
    if (make_parent(dir, path, err) != ERR_OK ||
        write_whole(dir, path, bytes, err) != ERR_OK)
        return err_context(err, "\"%s\": ", dir->path);
    dir->written++;
    return ERR_OK;
}

enum err_code outdir_put_last(struct outdir *dir, const char *path, struct str bytes,
                              struct err *err)
{
    if (outdir_settle(dir, err) != ERR_OK)
        return err->code;
    if (holds(dir, path, bytes)) {
        dir->kept++;
        return ERR_OK;
    }
    if (make_parent(dir, path, err) != ERR_OK ||
        file_replace(dir->fd, path, FILE_MODE, bytes, err) != ERR_OK)
        return err_context(err, "\"%s\": ", dir->path);
    dir->written++;
    return ERR_OK;
}

enum err_code outdir_create(int *fd, struct outdir *dir, const char *path,
                            struct err *err)
{
    if (make_parent(dir, path, err) != ERR_OK ||
        file_open_new(fd, dir->fd, path, FILE_MODE, err) != ERR_OK)
        return err_context(err, "\"%s\": ", dir->path);
    dir->written++;
    return ERR_OK;
}

enum err_code outdir_remove_folder(const struct outdir *dir, const char *path,
                                   struct err *err)
{
    DIR *list = list_at(dir->fd, path);
    const char *name;

    if (!list)
        return errno == ENOENT ? ERR_OK : file_error(err, path, "could not list");
    while ((name = next_name(list)) != NULL)
        (void)unlinkat(dirfd(list), name, 0);
    (void)closedir(list);
    if (unlinkat(dir->fd, path, AT_REMOVEDIR) < 0)
        return file_error(err, path, "could not remove");
    return ERR_OK;
}
