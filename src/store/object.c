#include "store/object.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/random.h"
#include "crypto/sha256.h"
#include "store/store_inside.h"

enum {
    OBJECT_MODE = 0444,
    PART_MODE = 0600, /* it is opened again to be written */
    NAME_BYTES = 16,
    FOLDERS = 256,
    COMPARE_BYTES = 1 << 16,
    PART_SECONDS = OBJECT_PART_DAYS * 24 * 60 * 60
};
#define PART_ENDING ".part"

struct object_writer {
    struct store *store;
    struct sha256 *sha256;
    struct store_path path; /* below objects/.new/ */
    uint64_t size;
    int fd;
    bool is_part; /* it can be gone on with */
};

static struct store_path object_path(const struct digest *name)
{
    struct digest_text text = digest_text(name);

    return store_path_of("objects/%.2s/%s", text.hex, text.hex + 2);
}

static void writer_free(struct object_writer *writer)
{
    if (writer->fd >= 0)
        (void)close(writer->fd);
    sha256_free(writer->sha256);
    free(writer);
}

/*
 * The file is locked as long as its writer lives, which is how object_sweep() knows the
 * dead. A sweep between open and flock takes the name away: then there is no link left.
 */
static enum err_code open_locked(struct object_writer *writer, struct err *err)
{
    for (;;) {
        uint8_t random[NAME_BYTES];
        char hex[2 * NAME_BYTES];
        struct stat st;

        random_fill(random, sizeof random);
        hex_encode(hex, random, sizeof random);
        writer->path = store_path_of("objects/.new/%.*s", (int)sizeof hex, hex);
        if (file_open_new(&writer->fd, writer->store->dir, writer->path.text, OBJECT_MODE,
                          err) != ERR_OK)
            return err->code;
        if (flock(writer->fd, LOCK_EX | LOCK_NB) == 0 && fstat(writer->fd, &st) == 0 &&
            st.st_nlink > 0)
            return ERR_OK;
        (void)close(writer->fd);
        writer->fd = -1;
    }
}

static struct object_writer *writer_new(struct store *store)
{
    struct object_writer *writer = calloc(1, sizeof *writer);

    if (!writer)
        out_of_memory(sizeof *writer);
    *writer = (struct object_writer){.store = store, .sha256 = sha256_new(), .fd = -1};
    return writer;
}

enum err_code object_begin(struct object_writer **out, struct store *store,
                           struct err *err)
{
    struct object_writer *writer;

    if (store_refuse_newer(store, err) != ERR_OK)
        return err->code;
    writer = writer_new(store);
    if (file_make_dirs(store->dir, "objects/.new", STORE_DIR_MODE, err) != ERR_OK ||
        open_locked(writer, err) != ERR_OK) {
        writer_free(writer);
        return err->code;
    }
    sha256_start(writer->sha256);
    *out = writer;
    return ERR_OK;
}

/* The part of this name, locked. flags: O_CREAT | O_EXCL, or none. */
static enum err_code open_part(struct object_writer *writer, struct str name, int flags,
                               struct err *err)
{
    writer->is_part = true;
    writer->path = store_path_of("objects/.new/" STR_FMT PART_ENDING, STR_ARG(name));
    if (file_step_fails(FILE_OPEN_NEW, writer->path.text))
        return file_error(err, writer->path.text, "could not create");
    writer->fd = openat(writer->store->dir, writer->path.text,
                        O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, PART_MODE);
    if (writer->fd < 0)
        return file_error(err, writer->path.text, "could not open");
    if (flock(writer->fd, LOCK_EX | LOCK_NB) < 0)
        return err_set(err, ERR_CONFLICT, "\"%s\" is being written already",
                       writer->path.text);
    return ERR_OK;
}

enum err_code object_begin_part(struct object_writer **out, struct store *store,
                                struct str name, struct err *err)
{
    struct object_writer *writer;

    if (store_refuse_newer(store, err) != ERR_OK)
        return err->code;
    writer = writer_new(store);
    if (file_make_dirs(store->dir, "objects/.new", STORE_DIR_MODE, err) != ERR_OK ||
        open_part(writer, name, O_CREAT | O_EXCL, err) != ERR_OK) {
        writer_free(writer);
        return err->code;
    }
    sha256_start(writer->sha256);
    *out = writer;
    return ERR_OK;
}

/* Keep the first size bytes, and hash them. */
static enum err_code take_up(struct object_writer *writer, uint64_t size, struct err *err)
{
    char *buffer = malloc(COMPARE_BYTES);
    enum err_code code = file_truncate(writer->fd, writer->path.text, size, err);
    size_t got = 1;

    if (!buffer)
        out_of_memory(COMPARE_BYTES);
    sha256_start(writer->sha256);
    for (writer->size = 0; code == ERR_OK && got > 0; writer->size += got) {
        code = file_read_at(&got, writer->fd, writer->path.text, buffer, COMPARE_BYTES,
                            writer->size, err);
        if (code != ERR_OK)
            got = 0;
        sha256_add(writer->sha256, buffer, got);
    }
    free(buffer);
    if (code == ERR_OK && lseek(writer->fd, (off_t)size, SEEK_SET) < 0)
        code = file_error(err, writer->path.text, "could not seek");
    return code;
}

enum err_code object_go_on(struct object_writer **out, uint64_t *size,
                           struct store *store, struct str name, uint64_t whole,
                           struct err *err)
{
    struct object_writer *writer = writer_new(store);
    struct stat st = {0};
    uint64_t there;

    if (open_part(writer, name, 0, err) != ERR_OK) {
        writer_free(writer);
        return err->code;
    }
    if (fstat(writer->fd, &st) < 0) {
        (void)file_error(err, writer->path.text, "could not stat");
        writer_free(writer);
        return err->code;
    }
    there = (uint64_t)st.st_size;
    there = there > 0 ? (there - 1) / whole * whole : 0;
    if (take_up(writer, there, err) != ERR_OK) {
        writer_free(writer);
        return err->code;
    }
    *size = there;
    *out = writer;
    return ERR_OK;
}

enum err_code object_settle(struct object_writer *writer, struct err *err)
{
    return file_sync(writer->fd, writer->path.text, err);
}

void object_leave(struct object_writer *writer)
{
    if (writer)
        writer_free(writer);
}

enum err_code object_write(struct object_writer *writer, const void *bytes, size_t len,
                           struct err *err)
{
    struct str part = {bytes, len};

    if (file_write(writer->fd, writer->path.text, part, err) != ERR_OK)
        return err->code;
    sha256_add(writer->sha256, bytes, len);
    writer->size += len;
    return ERR_OK;
}

void object_abort(struct object_writer *writer)
{
    if (!writer)
        return;
    (void)unlinkat(writer->store->dir, writer->path.text, 0);
    writer_free(writer);
}

/* Without a sync of its own: object_sync() covers the folder together with what is in it.
 */
static enum err_code make_folder(struct store *store, const struct store_path *folder,
                                 struct err *err)
{
    if (file_step_fails(FILE_MAKE_DIR, folder->text) ||
        (mkdirat(store->dir, folder->text, STORE_DIR_MODE) < 0 && errno != EEXIST))
        return file_error(err, folder->text, "could not make the folder");
    return ERR_OK;
}

/* Whether the object of this name has the bytes that its name tells. After a power cut
 * it may have the right length and hold zeros: nothing but reading it will do. */
static bool is_whole(struct object_writer *writer, const struct digest *name,
                     const struct store_path *path)
{
    struct store *store = writer->store;
    struct err ignored = {0};
    struct digest digest;
    struct stat st;
    uint64_t at = 0;
    size_t got = 1;
    void *buffer;

    if (fstatat(store->dir, path->text, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
        !S_ISREG(st.st_mode) || (uint64_t)st.st_size != writer->size)
        return false;
    buffer = malloc(COMPARE_BYTES);
    if (!buffer)
        out_of_memory(COMPARE_BYTES);
    sha256_start(writer->sha256);
    for (; got > 0; at += got) {
        if (object_read(&got, store, name, at, buffer, COMPARE_BYTES, &ignored) != ERR_OK)
            break;
        sha256_add(writer->sha256, buffer, got);
    }
    digest = sha256_finish(writer->sha256);
    free(buffer);
    return digest_equal(&digest, name);
}

/* Into place, unless the same bytes are there: a damaged object is healed. */
static enum err_code put_in_place(bool *existed, struct object_writer *writer,
                                  const struct digest *name,
                                  const struct store_path *path, struct err *err)
{
    struct store *store = writer->store;
    struct store_path folder = *path;

    *existed = is_whole(writer, name, path);
    if (*existed)
        return file_remove(store->dir, writer->path.text, err);
    folder.text[strlen("objects/ab")] = '\0';
    if (make_folder(store, &folder, err) != ERR_OK)
        return err->code;
    if (writer->is_part && fchmod(writer->fd, OBJECT_MODE) < 0)
        return file_error(err, writer->path.text, "could not make it read-only");
    return file_rename(store->dir, writer->path.text, path->text, err);
}

enum err_code object_keep(struct digest *name, bool *existed,
                          struct object_writer *writer, struct err *err)
{
    struct digest digest = sha256_finish(writer->sha256);
    struct store_path path = object_path(&digest);
    bool was_there = false;

    if (put_in_place(&was_there, writer, &digest, &path, err) != ERR_OK) {
        object_abort(writer);
        return err->code;
    }
    /* Also for one that was there: whoever wrote it may not have synced it yet. */
    atomic_store(&writer->store->has_unsynced, true);
    *name = digest;
    *existed = was_there;
    writer_free(writer);
    return ERR_OK;
}

enum err_code object_sync(struct store *store, struct err *err)
{
    /* Cleared before the sync: what is kept meanwhile waits for the next one. */
    if (!atomic_exchange(&store->has_unsynced, false))
        return ERR_OK;
    if (file_sync_all(store->dir, err) != ERR_OK) {
        atomic_store(&store->has_unsynced, true);
        return err->code;
    }
    return ERR_OK;
}

enum err_code object_size(uint64_t *out, struct store *store, const struct digest *name,
                          struct err *err)
{
    struct store_path path = object_path(name);
    struct stat st;

    if (fstatat(store->dir, path.text, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return file_error(err, path.text, "could not stat");
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_CORRUPT, "\"%s\": not a regular file", path.text);
    *out = (uint64_t)st.st_size;
    return ERR_OK;
}

enum err_code object_read(size_t *got, struct store *store, const struct digest *name,
                          uint64_t offset, void *buffer, size_t len, struct err *err)
{
    struct store_path path = object_path(name);
    enum err_code code;
    int fd = -1;

    if (file_open_read(&fd, store->dir, path.text, err) != ERR_OK)
        return err->code;
    code = file_read_at(got, fd, path.text, buffer, len, offset, err);
    (void)close(fd);
    return code;
}

enum err_code object_erase(struct store *store, const struct digest *name,
                           struct err *err)
{
    struct store_path path = object_path(name);

    /* Also where it is gone: a writer that died may have removed it and not synced. */
    if (file_remove(store->dir, path.text, err) != ERR_OK)
        return err->code;
    *strrchr(path.text, '/') = '\0';
    if (faccessat(store->dir, path.text, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
        return ERR_OK;
    return file_sync_dir(store->dir, path.text, err);
}

struct object_lister {
    struct object_entry *entries;
    size_t count;
    size_t cap;
    struct arena *arena;
};

static void add_entry(struct object_lister *lister, struct object_entry entry)
{
    if (lister->count == lister->cap) {
        size_t cap = 2 * lister->cap + 64;
        struct object_entry *more = ARENA_ARRAY(lister->arena, struct object_entry, cap);

        if (lister->count > 0)
            memcpy(more, lister->entries, lister->count * sizeof *more);
        lister->entries = more;
        lister->cap = cap;
    }
    lister->entries[lister->count++] = entry;
}

/* One name in objects/<folder>/. */
static void list_one(struct object_lister *lister, struct store *store, struct str folder,
                     struct str name)
{
    struct object_entry entry = {0};
    struct str path =
        arena_printf(lister->arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(name));
    struct str hex =
        arena_printf(lister->arena, STR_FMT STR_FMT, STR_ARG(folder), STR_ARG(name));
    struct str whole = arena_printf(lister->arena, "objects/" STR_FMT, STR_ARG(path));
    struct stat st;

    bool is_object = digest_parse(&entry.name, hex);

    if (is_object && fstatat(store->dir, whole.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0) {
        is_object = S_ISREG(st.st_mode);
        entry.size = (uint64_t)st.st_size;
    } /* else whoever reads it is told why it cannot be read */
    if (!is_object)
        entry = (struct object_entry){.stray = path};
    add_entry(lister, entry);
}

static bool is_folder_name(struct str name)
{
    uint8_t byte;

    return hex_decode(&byte, 1, name);
}

static enum err_code list_folder(struct object_lister *lister, struct store *store,
                                 struct str folder, struct err *err)
{
    struct str path = arena_printf(lister->arena, "objects/" STR_FMT, STR_ARG(folder));
    struct str *names = NULL;
    size_t count = 0;
    enum err_code code = ERR_NOT_FOUND;

    if (is_folder_name(folder))
        code = store_list_dir(&names, &count, lister->arena, store->dir, path.ptr, err);
    if (code == ERR_NOT_FOUND) {
        add_entry(lister, (struct object_entry){.stray = folder});
        return ERR_OK;
    }
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        list_one(lister, store, folder, names[i]);
    return code;
}

enum err_code object_list(struct object_entry **out, size_t *count, struct arena *arena,
                          struct store *store, struct err *err)
{
    struct object_lister lister = {.arena = arena};
    struct str *folders = NULL;
    size_t folder_count = 0;
    enum err_code code =
        store_list_dir(&folders, &folder_count, arena, store->dir, "objects", err);

    if (code == ERR_NOT_FOUND) /* copies leave empty folders out */
        code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < folder_count; i++)
        code = list_folder(&lister, store, folders[i], err);
    if (code != ERR_OK)
        return code;
    *out = lister.entries;
    *count = lister.count;
    return ERR_OK;
}

/* Somebody may still go on with it. */
static bool is_awaited(struct str name, int fd)
{
    struct stat st;

    return str_ends_with(name, STR(PART_ENDING)) && fstat(fd, &st) == 0 &&
           time(NULL) - st.st_mtime < PART_SECONDS;
}

enum err_code object_sweep(struct store *store, struct err *err)
{
    struct arena arena = {0};
    struct str *names = NULL;
    size_t count = 0;
    enum err_code code =
        store_list_dir(&names, &count, &arena, store->dir, "objects/.new", err);

    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        struct str path =
            arena_printf(&arena, "objects/.new/" STR_FMT, STR_ARG(names[i]));
        int fd = openat(store->dir, path.ptr, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && !is_awaited(names[i], fd))
            code = file_remove(store->dir, path.ptr, err);
        if (fd >= 0)
            (void)close(fd);
    }
    arena_free(&arena);
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}
