#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/feed_path.h"
#include "store/store_feed.h"
#include "store/store_inside.h"

enum { RECORDS_LOOK_BACK = 16384, FILES_AT_ONCE = 512, NOTE_LINES = 5, LIST_PAGE = 4096 };

static void close_quietly(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}

/* "feeds/<feed>/pack/x001/234": everything before the last slash. */
static struct store_path directory_of(const struct store_path *path)
{
    struct store_path parent = *path;
    char *slash = strrchr(parent.text, '/');

    if (slash)
        *slash = '\0';
    return parent;
}

static enum err_code append_tail(struct store *store, const struct store_commit *commit,
                                 struct err *err)
{
    struct store_part part = store_tail(commit->tail);
    struct store_path path = feed_part_path(commit->feed, &part);
    enum err_code code;
    bool is_new = false;
    int fd = -1;

    if (file_open_append(&fd, &is_new, store->dir, path.text, STORE_FILE_MODE, err) !=
        ERR_OK)
        return err->code;
    code = file_write(fd, path.text, commit->tail_bytes, err);
    if (code == ERR_OK)
        code = file_sync(fd, path.text, err);
    if (code != ERR_OK) {
        close_quietly(fd);
        return code;
    }
    if (file_close(fd, path.text, err) != ERR_OK)
        return err->code;
    return is_new ? file_sync_dir(store->dir, directory_of(&path).text, err) : ERR_OK;
}

/* A file of a group this log has not reached: what lies there was never acknowledged. */
static enum err_code write_file(int *out, struct store *store, const char *path,
                                struct str bytes, struct err *err)
{
    enum err_code code;
    int fd = -1;

    if (file_open_new(&fd, store->dir, path, STORE_FILE_MODE, err) != ERR_OK) {
        struct store_path whole = store_path_of("%s", path);

        if (err->code != ERR_NOT_FOUND)
            return err->code;
        if (file_make_dirs(store->dir, directory_of(&whole).text, STORE_DIR_MODE, err) !=
                ERR_OK ||
            file_open_new(&fd, store->dir, path, STORE_FILE_MODE, err) != ERR_OK)
            return err->code;
    }
    code = file_write(fd, path, bytes, err);
    if (code != ERR_OK) {
        close_quietly(fd);
        return code;
    }
    *out = fd;
    return ERR_OK;
}

static enum err_code sync_and_close(int fds[], size_t count,
                                    const struct store_commit *commit, size_t first,
                                    struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < count; i++) {
        struct store_path path =
            feed_tile_path(commit->feed, &commit->files[first + i].tile);

        if (code == ERR_OK)
            code = file_sync(fds[i], path.text, err);
        if (code == ERR_OK)
            code = file_close(fds[i], path.text, err);
        else
            close_quietly(fds[i]);
    }
    return code;
}

/*
 * All are written before the first is synced: one transaction of the file system
 * then carries most of them, and the later syncs find little to do.
 */
static enum err_code write_files(struct store *store, const struct store_commit *commit,
                                 size_t first, size_t count, struct err *err)
{
    int fds[FILES_AT_ONCE] = {0};
    size_t opened = 0;

    for (; opened < count; opened++) {
        const struct store_file *file = &commit->files[first + opened];
        struct store_path path = feed_tile_path(commit->feed, &file->tile);

        if (write_file(&fds[opened], store, path.text, file->bytes, err) != ERR_OK) {
            while (opened > 0)
                close_quietly(fds[--opened]);
            return err->code;
        }
    }
    return sync_and_close(fds, count, commit, first, err);
}

/* Each directory once: files of one directory follow each other but for their kind. */
static enum err_code sync_directories(struct store *store,
                                      const struct store_commit *commit, struct err *err)
{
    enum { REMEMBERED = 8 };
    struct store_path synced[REMEMBERED] = {{{0}}};

    for (size_t i = 0; i < commit->file_count; i++) {
        struct store_path path = feed_tile_path(commit->feed, &commit->files[i].tile);
        struct store_path parent = directory_of(&path);
        bool is_synced = false;

        for (size_t k = 0; k < REMEMBERED && !is_synced; k++)
            is_synced = strcmp(synced[k].text, parent.text) == 0;
        if (is_synced)
            continue;
        synced[i % REMEMBERED] = parent;
        if (file_sync_dir(store->dir, parent.text, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static enum err_code write_statements(struct store *store,
                                      const struct store_commit *commit, struct err *err)
{
    if (commit->tail_bytes.len > 0 && append_tail(store, commit, err) != ERR_OK)
        return err->code;
    for (size_t first = 0; first < commit->file_count; first += FILES_AT_ONCE) {
        size_t left = commit->file_count - first;
        size_t count = left < FILES_AT_ONCE ? left : FILES_AT_ONCE;

        if (write_files(store, commit, first, count, err) != ERR_OK)
            return err->code;
    }
    return sync_directories(store, commit, err);
}

/* The end of the record that begins at `at`, or `at` when it is not whole: a power cut
 * leaves a shorter one, or zeros in its place. */
static size_t record_end(struct str end, size_t at)
{
    size_t stop = at;

    for (int line = 0; line < NOTE_LINES; line++) {
        size_t newline = str_find(end, '\n', stop);

        if (newline == end.len)
            return at;
        stop = newline + 1;
    }
    return memchr(end.ptr + at, '\0', stop - at) ? at : stop;
}

/*
 * How much of `checkpoints` to keep before the next note: all of it when it ends with
 * old, which is the rule. After a power cut its end may be torn, or zeros; the last
 * record begins where the origin stands for the last time.
 */
static uint64_t whole_records(bool *ends_with_old, struct str end, uint64_t size,
                              struct str old)
{
    struct str first = str_prefix(old, str_find(old, '\n', 0) + 1);
    size_t at = end.len;
    size_t stop;

    *ends_with_old = str_ends_with(end, old);
    if (*ends_with_old || end.len == 0)
        return size;
    while (at > 0 && !str_starts_with(str_after(end, at), first))
        at--;
    if (!str_starts_with(str_after(end, at), first))
        /* Nothing of ours. Where it is the whole list, the next notes begin a new one. */
        return size == end.len && memchr(end.ptr, '\0', end.len) ? 0 : size;
    stop = record_end(end, at);
    *ends_with_old = str_ends_with(str_prefix(end, stop), old);
    return size - (end.len - stop);
}

/*
 * The list is not synced with every note (format.md 4.3, step 5), but before it goes on
 * to a new page: so a power cut can spoil its last page only.
 */
static enum err_code sync_filled_page(int fd, const char *path, uint64_t before,
                                      struct err *err)
{
    struct stat st;

    if (fstat(fd, &st) < 0)
        return file_error(err, path, "could not stat");
    if ((uint64_t)st.st_size / LIST_PAGE == before / LIST_PAGE)
        return ERR_OK;
    return file_sync(fd, path, err);
}

static enum err_code append_record(int fd, const char *path, struct str old,
                                   struct str note, struct err *err)
{
    char end[RECORDS_LOOK_BACK];
    bool ends_with_old = false;
    struct stat st;
    uint64_t size;
    uint64_t keep;
    size_t got;

    if (fstat(fd, &st) < 0)
        return file_error(err, path, "could not stat");
    size = (uint64_t)st.st_size;
    if (file_read_at(&got, fd, path, end, sizeof end,
                     size > sizeof end ? size - sizeof end : 0, err) != ERR_OK)
        return err->code;
    if (str_ends_with((struct str){end, got}, note))
        return ERR_OK; /* a writer died between this record and the checkpoint */
    keep = whole_records(&ends_with_old, (struct str){end, got}, size, old);
    if (keep < size && file_truncate(fd, path, keep, err) != ERR_OK)
        return err->code;
    /* A note that the power cut took is told again: the list shows every step it can. */
    if (!ends_with_old && old.len > 0 && file_write(fd, path, old, err) != ERR_OK)
        return err->code;
    if (file_write(fd, path, note, err) != ERR_OK)
        return err->code;
    return sync_filled_page(fd, path, keep, err);
}

enum err_code store_feed_publish(struct store *store, struct str feed, struct str old,
                                 struct str note, struct err *err)
{
    struct store_part list = store_checkpoints();
    struct store_part newest = store_checkpoint();
    struct store_path path = feed_part_path(feed, &list);
    enum err_code code;
    int fd =
        openat(store->dir, path.text,
               O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, STORE_FILE_MODE);

    if (fd < 0)
        return file_error(err, path.text, "could not open");
    code = append_record(fd, path.text, old, note, err);
    if (code != ERR_OK) {
        close_quietly(fd);
        return code;
    }
    if (file_close(fd, path.text, err) != ERR_OK)
        return err->code;
    path = feed_part_path(feed, &newest);
    return file_replace(store->dir, path.text, STORE_FILE_MODE, note, err);
}

static enum err_code check_head(struct store *store, const struct store_commit *commit,
                                struct err *err)
{
    struct arena arena = {0};
    struct str head = {0};
    enum err_code code = store_head_read(&head, &arena, store, commit->feed, err);

    if (code == ERR_OK && !str_equal(head, commit->old_head))
        code = err_set(err, ERR_CONFLICT,
                       "feed " STR_FMT " was written by somebody else meanwhile",
                       STR_ARG(commit->feed));
    arena_free(&arena);
    return code;
}

/* The commit stands, so leftovers that resist are left to the next writer. */
static void remove_superseded(struct store *store, const struct store_commit *commit)
{
    struct err ignored = {0};
    struct store_part tail = store_tail(commit->closed_tail);
    struct store_path path = feed_part_path(commit->feed, &tail);

    if (commit->closes_tail && file_remove(store->dir, path.text, &ignored) != ERR_OK)
        return;
    for (size_t i = 0; i < commit->stale_count; i++) {
        path = feed_tile_path(commit->feed, &commit->stale[i]);
        if (file_remove(store->dir, path.text, &ignored) != ERR_OK)
            return;
        /* Succeeds when it was the last one of a tile that is full now. */
        (void)unlinkat(store->dir, directory_of(&path).text, AT_REMOVEDIR);
    }
}

enum err_code store_feed_commit(struct store *store, const struct store_commit *commit,
                                struct err *err)
{
    if (check_head(store, commit, err) != ERR_OK ||
        write_statements(store, commit, err) != ERR_OK ||
        store_head_write(store, commit->feed, commit->note, err) != ERR_OK ||
        store_feed_publish(store, commit->feed, commit->old_head, commit->note, err) !=
            ERR_OK)
        return err->code;
    remove_superseded(store, commit);
    return ERR_OK;
}
