#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/canon.h"
#include "share/copy_inside.h"
#include "share/outdir.h"
#include "store/store_feed.h"

/* The folder that is copied into: whether it may be, its mark, and its end. */

#define FACTS_FILE "stele.json"

/* --- may it be --- */

static bool is_there(const struct copying *c, const char *path)
{
    return faccessat(c->target.fd, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* A mark without its text is of a copying that had not yet written anything else. */
static bool is_empty(const struct copying *c)
{
    int fd = openat(c->target.fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;
    bool is = list != NULL;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): the list is this call's own */
    while (list && is && (entry = readdir(list)))
        is = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
             strcmp(entry->d_name, STORE_UNFINISHED_COPY) == 0;
    if (list)
        (void)closedir(list);
    else if (fd >= 0)
        (void)close(fd);
    return is;
}

/* The archive's id in the text of the mark, which begins with it. */
static bool is_marked_as_ours(struct copying *c)
{
    struct str text = {0};
    struct err ignored = {0};

    return file_read(&text, &c->scratch, c->target.fd, STORE_UNFINISHED_TEXT,
                     STORE_FACTS_MAX, &ignored) == ERR_OK &&
           str_starts_with(text, c->report.archive);
}

/* What stele.json names: empty when there is none, or none that can be read. */
static struct str named_archive(struct copying *c)
{
    struct str text = {0};
    struct value facts = {0};
    struct err ignored = {0};

    if (file_read(&text, &c->scratch, c->target.fd, FACTS_FILE, STORE_FACTS_MAX,
                  &ignored) != ERR_OK ||
        canon_parse(&facts, &c->scratch, str_trim(text), &ignored) != ERR_OK)
        return STR("");
    return value_get_string(&facts, STR("archive"));
}

/* A copy whose stele.json was lost or damaged still holds the founding feed. */
static enum err_code check_holds_ours(struct copying *c, struct err *err)
{
    struct str named = named_archive(c);
    struct str feed =
        arena_printf(&c->scratch, "feeds/" STR_FMT, STR_ARG(store_facts(c->store)->feed));

    if (named.len > 0 && !str_equal(named, c->report.archive))
        return err_set(err, ERR_CONFLICT,
                       "\"%s\" holds another archive (" STR_FMT "): name another folder",
                       c->target.path, STR_ARG(str_prefix(named, STORE_ID_LEN)));
    if (named.len == 0 && !c->target.is_marked && !is_there(c, feed.ptr) && !is_empty(c))
        return err_set(err, ERR_CONFLICT,
                       "\"%s\" is not empty and holds no copy of this archive: name a "
                       "folder that is empty or not there yet",
                       c->target.path);
    return ERR_OK;
}

static enum err_code look_at(struct copying *c, struct err *err)
{
    enum file_system kind;

    if (file_system_of(&kind, c->target.fd, err) != ERR_OK)
        return err->code;
    c->target.replaces = kind != FILE_SYSTEM_FAT;
    c->target.is_new = !is_there(c, FACTS_FILE);
    if (is_there(c, STORE_UNFINISHED_TEXT)) {
        c->target.is_marked = is_marked_as_ours(c);
        if (!c->target.is_marked && c->target.is_new)
            return err_set(
                err, ERR_CONFLICT,
                "\"%s\" is an unfinished copy of another archive: name another "
                "folder",
                c->target.path);
    }
    return check_holds_ours(c, err);
}

enum err_code copy_target_open(struct copying *c, const char *path, struct err *err)
{
    struct stat st;

    c->target = (struct copy_target){.path = path, .fd = -1, .is_new = true};
    if (outdir_check_apart(path, store_folder(c->store), err) != ERR_OK)
        return err->code;
    if (file_open_dir(&c->target.fd, AT_FDCWD, path, err) == ERR_OK)
        return look_at(c, err);
    if (err->code == ERR_NOT_FOUND && lstat(path, &st) < 0)
        return ERR_OK;
    return err->code == ERR_NOT_FOUND
               ? err_set(err, ERR_INVALID, "\"%s\" is not a folder", path)
               : err->code;
}

void copy_target_close(struct copy_target *target)
{
    if (target->fd >= 0)
        (void)close(target->fd);
    target->fd = -1;
}

enum err_code copy_target_need_space(struct copying *c, struct err *err)
{
    enum { SPARE_BYTES = 1 << 20, BLOCK_BYTES = 4096 };
    uint64_t needed =
        SPARE_BYTES + c->planned_bytes + c->planned_files * (uint64_t)BLOCK_BYTES;
    uint64_t free_bytes = 0;
    struct str place = {0};
    int fd = -1;
    enum err_code code;

    if (outdir_nearest(&place, &c->scratch, c->target.path, err) != ERR_OK ||
        file_open_dir(&fd, AT_FDCWD, place.ptr, err) != ERR_OK)
        return err->code;
    code = file_free_space(&free_bytes, fd, err);
    (void)close(fd);
    if (code == ERR_OK && free_bytes < needed)
        return err_set(
            err, ERR_IO,
            "\"%s\" has %llu bytes free and %llu are needed: make room or name a "
            "folder on another disk",
            c->target.path, (unsigned long long)free_bytes, (unsigned long long)needed);
    return code;
}

/* --- the mark --- */

/* Everything in the mark's folder but its text, or that too. */
static void sweep(const struct copying *c, bool with_text)
{
    int fd = openat(c->target.fd, STORE_UNFINISHED_COPY,
                    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): the list is this call's own */
    while (list && (entry = readdir(list)))
        if (with_text || strcmp(entry->d_name, "README.txt") != 0)
            (void)unlinkat(dirfd(list), entry->d_name, 0);
    if (list)
        (void)closedir(list);
    else if (fd >= 0)
        (void)close(fd);
}

static enum err_code mark(struct copying *c, struct err *err)
{
    struct str text = arena_printf(
        &c->scratch,
        STR_FMT "\n\nThis folder is an unfinished copy of the archive of that id.\nRun "
                "\"stele copy\" into it again to finish it.\n",
        STR_ARG(c->report.archive));

    if (file_make_dirs(c->target.fd, STORE_UNFINISHED_COPY, COPY_FOLDER_MODE, err) !=
        ERR_OK)
        return err->code;
    sweep(c, false);
    return file_replace(c->target.fd, STORE_UNFINISHED_TEXT, COPY_FILE_MODE, text, err);
}

enum err_code copy_target_begin(struct copying *c, struct err *err)
{
    struct copy_target *target = &c->target;
    enum file_system kind;

    if (target->fd < 0) {
        if (file_make_dirs(AT_FDCWD, target->path, COPY_FOLDER_MODE, err) != ERR_OK ||
            file_open_dir(&target->fd, AT_FDCWD, target->path, err) != ERR_OK ||
            file_system_of(&kind, target->fd, err) != ERR_OK)
            return err->code;
        target->replaces = kind != FILE_SYSTEM_FAT;
    }
    if (flock(target->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
        return err_set(err, ERR_CONFLICT,
                       "\"%s\" is being written by another process; try again later",
                       target->path);
    if (mark(c, err) != ERR_OK)
        return err_context(err, "\"%s\": ", target->path);
    if (target->replaces || target->is_new)
        return ERR_OK;
    /* Where a replaced file may be lost, the folder is no archive until the end. */
    if (file_remove(target->fd, FACTS_FILE, err) != ERR_OK ||
        file_sync_dir(target->fd, ".", err) != ERR_OK)
        return err_context(err, "\"%s\": ", target->path);
    target->is_new = true;
    c->needs_facts = true;
    return ERR_OK;
}

/* --- the end --- */

static const struct copy_feed *feed_of(const struct copying *c, struct str id)
{
    for (size_t i = 0; i < c->feed_count; i++)
        if (str_equal(feed_id(c->feeds[i].log.feed), id))
            return &c->feeds[i];
    return NULL;
}

/* Tails of groups that are full now, and tiles that a wider one replaces. */
static bool is_outgrown(const struct copying *c, struct str path)
{
    struct str rest = path;
    const struct copy_feed *f;
    struct tile tile = {0};
    uint64_t size;
    uint64_t n = 0;

    if (!str_equal(str_cut(&rest, '/'), STR("feeds")))
        return false;
    f = feed_of(c, str_cut(&rest, '/'));
    if (!f || f->is_left) /* nothing was written there */
        return false;
    size = f->log.head.size;
    if (str_starts_with(rest, STR("tail-")) && str_to_u64(&n, str_after(rest, 5)))
        return n != size / TILE_WIDTH || size % TILE_WIDTH == 0;
    return tile_path_parse(&tile, rest) && tile.kind == TILE_HASHES && tile.level > 0 &&
           tile.width < TILE_WIDTH && tile_width(size, tile.level, tile.n) != tile.width;
}

static enum err_code remove_outgrown(struct copying *c, struct err *err)
{
    struct store *copy = NULL;
    struct str *paths = NULL;
    size_t count = 0;
    enum err_code code = store_open(&copy, c->target.path, err);

    if (code == ERR_OK)
        code = store_list_files(&paths, &count, &c->kept, copy, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        struct str folder = paths[i];

        if (!is_outgrown(c, paths[i]))
            continue;
        code = file_remove(c->target.fd, paths[i].ptr, err);
        while (folder.len > 0 && folder.ptr[folder.len - 1] != '/')
            folder.len--;
        /* Succeeds when it was the last partial tile of a full one. */
        (void)unlinkat(c->target.fd,
                       arena_str(&c->kept, str_prefix(folder, folder.len - 1)).ptr,
                       AT_REMOVEDIR);
    }
    store_close(copy);
    return code;
}

enum err_code copy_target_end(struct copying *c, struct err *err)
{
    struct copy_target *target = &c->target;

    if (remove_outgrown(c, err) != ERR_OK)
        return err_context(err, "\"%s\": ", target->path);
    sweep(c, false);
    if (file_remove(target->fd, STORE_UNFINISHED_TEXT, err) != ERR_OK)
        return err_context(err, "\"%s\": ", target->path);
    (void)unlinkat(target->fd, STORE_UNFINISHED_COPY, AT_REMOVEDIR);
    if (file_sync_all(target->fd, err) != ERR_OK)
        return err_context(err, "\"%s\": ", target->path);
    return ERR_OK;
}
