#include "store/db_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/buf.h"
#include "base/file.h"
#include "store/store_inside.h"

/* Long enough for another process's commit, short enough that nobody thinks it hangs. */
enum { BUSY_MS = 10000 };

#define PRAGMAS_WRITE                                                                    \
    "PRAGMA page_size = 4096;"                                                           \
    "PRAGMA journal_mode = WAL;"                                                         \
    "PRAGMA synchronous = NORMAL;"                                                       \
    "PRAGMA journal_size_limit = 8388608;"

char *db_path_with(const char *path, const char *suffix)
{
    size_t len = strlen(path) + strlen(suffix) + 1;
    char *text = malloc(len);

    if (!text)
        out_of_memory(len);
    (void)snprintf(text, len, "%s%s", path, suffix);
    return text;
}

/* The folder that holds path; "." for a bare name. */
char *db_folder_of(const char *path)
{
    char *folder = db_path_with(path, "");
    char *slash = strrchr(folder, '/');

    if (!slash) {
        free(folder);
        return db_path_with(".", "");
    }
    slash[slash == folder ? 1 : 0] = '\0';
    return folder;
}

static const char *network_name(unsigned long type)
{
    static const struct {
        unsigned long type;
        const char *name;
    } networks[] = {
        {NFS_SUPER_MAGIC, "NFS"}, {SMB_SUPER_MAGIC, "SMB"}, {0xff534d42, "CIFS"},
        {0xfe534d42, "SMB2"},     {AFS_SUPER_MAGIC, "AFS"}, {CODA_SUPER_MAGIC, "Coda"},
    };

    for (size_t i = 0; i < sizeof networks / sizeof networks[0]; i++)
        if (networks[i].type == type)
            return networks[i].name;
    return NULL;
}

enum err_code db_check_filesystem(const char *path, unsigned long type, struct err *err)
{
    const char *network = network_name(type & 0xffffffffUL);

    if (network)
        return err_set(err, ERR_DENIED,
                       "\"%s\": cannot keep the index on a network file system (%s); set "
                       "XDG_CACHE_HOME to a folder on this machine's own disk",
                       path, network);
    return ERR_OK;
}

static enum err_code check_folder(const char *path, struct err *err)
{
    char *folder = db_folder_of(path);
    enum err_code code = ERR_OK;
    struct statfs info;

    if (statfs(folder, &info) != 0)
        code = errno == ENOENT ? err_set(err, ERR_NOT_FOUND,
                                         "\"%s\": there is no such folder", folder)
                               : err_set_errno(err, "\"%s\": could not examine", folder);
    else
        code = db_check_filesystem(folder, (unsigned long)info.f_type, err);
    free(folder);
    return code;
}

enum err_code db_pragmas(struct db *db, const char *sql, struct err *err)
{
    int result = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);

    return result == SQLITE_OK ? ERR_OK : db_fail(db, result, "could not open", err);
}

/* A file: URI needs these three escaped; everything else may stand as it is. */
static void uri_path(struct buf *out, const char *path)
{
    buf_append(out, STR("file:"));
    for (const char *c = path; *c; c++)
        if (*c == '?' || *c == '#' || *c == '%')
            buf_printf(out, "%%%02x", (unsigned)(unsigned char)*c);
        else
            buf_char(out, *c);
}

int db_connect(struct db *db, const char *path, int flags, const char *query)
{
    struct buf uri = {0};
    int result;

    uri_path(&uri, path);
    buf_append(&uri, str_from_c(query));
    buf_char(&uri, '\0');
    result = sqlite3_open_v2(uri.ptr, &db->sqlite,
                             flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    buf_release(&uri);
    if (result == SQLITE_OK)
        (void)sqlite3_busy_timeout(db->sqlite, BUSY_MS);
    return result;
}

static bool has_journal(const char *path)
{
    char *journal = db_path_with(path, "-wal");
    struct stat info;
    bool exists = stat(journal, &info) == 0 && info.st_size > 0;

    free(journal);
    return exists;
}

/*
 * Even a reader needs the shared-memory file beside a write-ahead log. Where none can
 * be made the database is read as unchangeable, unless a log says it is not all there.
 */
static enum err_code connect_reader(struct db *db, struct err *err)
{
    char *folder = db_folder_of(db->path);
    bool fixed = access(folder, W_OK) != 0 && !has_journal(db->path);
    int result;

    free(folder);
    result = db_connect(db, db->path, SQLITE_OPEN_READONLY, fixed ? "?immutable=1" : "");
    if (result != SQLITE_OK)
        return db_fail(db, result, "could not open", err);
    return db_pragmas(db, DB_PRAGMAS_COMMON, err);
}

struct db *db_new(const char *path)
{
    struct db *db = calloc(1, sizeof *db);

    if (!db)
        out_of_memory(sizeof *db);
    db->path = db_path_with(path, "");
    return db;
}

enum err_code db_open_file(struct db **out, const char *path, enum db_mode mode,
                           struct err *err)
{
    struct stat info;
    struct db *db;
    enum err_code code = check_folder(path, err);

    if (code != ERR_OK)
        return code;
    if (mode == DB_READ && stat(path, &info) != 0)
        return errno == ENOENT
                   ? err_set(err, ERR_NOT_FOUND, "\"%s\": there is no index", path)
                   : err_set_errno(err, "\"%s\": could not examine", path);
    db = db_new(path);
    if (mode == DB_READ) {
        code = connect_reader(db, err);
    } else {
        int result = db_connect(db, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "");

        code = result == SQLITE_OK ? db_pragmas(db, PRAGMAS_WRITE DB_PRAGMAS_COMMON, err)
                                   : db_fail(db, result, "could not open", err);
    }
    if (code != ERR_OK)
        db_close(db);
    else
        *out = db;
    return code;
}

static void unlink_with(const char *path, const char *suffix)
{
    char *name = db_path_with(path, suffix);

    (void)unlink(name);
    free(name);
}

static void unlink_journals(const char *path)
{
    unlink_with(path, "-wal");
    unlink_with(path, "-shm");
    unlink_with(path, "-journal");
}

enum err_code db_open_file_beside(struct db **out, const char *path, struct err *err)
{
    struct db *db;
    int result;
    enum err_code code = check_folder(path, err);

    if (code != ERR_OK)
        return code;
    db = db_new(path);
    db->beside = db_path_with(path, ".new");
    /* What a killed rebuild left behind is of no use to anybody. */
    (void)unlink(db->beside);
    unlink_journals(db->beside);
    result = db_connect(db, db->beside, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "");
    code = result == SQLITE_OK ? db_pragmas(db, DB_PRAGMAS_COMMON DB_PRAGMAS_BULK, err)
                               : db_fail(db, result, "could not open", err);
    if (code != ERR_OK)
        db_close(db);
    else
        *out = db;
    return code;
}

enum err_code db_sync_path(const char *path, int flags, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    enum err_code code = ERR_OK;

    if (fd < 0)
        return err_set_errno(err, "\"%s\": could not open", path);
    if (fsync(fd) != 0)
        code = err_set_errno(err, "\"%s\": could not sync", path);
    (void)close(fd);
    return code;
}

static enum err_code remove_with(const char *path, const char *suffix, struct err *err)
{
    char *name = db_path_with(path, suffix);
    enum err_code code = ERR_OK;

    if (unlink(name) != 0 && errno != ENOENT)
        code = err_set_errno(err, "\"%s\": could not remove", name);
    free(name);
    return code;
}

/*
 * The old file goes first, then its log, then the new file takes the name: a write-ahead
 * log must never meet a database it was not written for. A power cut in between leaves no
 * index at all, and so does a log that does not go; that is noticed, and it is rebuilt.
 */
static enum err_code replace(const char *path, const char *beside, struct err *err)
{
    char *folder = db_folder_of(path);
    enum err_code code = db_sync_path(beside, 0, err);

    if (code != ERR_OK)
        goto done;
    code = remove_with(path, "", err);
    if (code == ERR_OK)
        code = db_sync_path(folder, O_DIRECTORY, err);
    if (code != ERR_OK)
        goto done;
    code = remove_with(path, "-wal", err);
    if (code == ERR_OK)
        code = remove_with(path, "-journal", err);
    if (code != ERR_OK)
        goto done;
    unlink_with(path, "-shm");
    code = db_sync_path(folder, O_DIRECTORY, err);
    if (code != ERR_OK)
        goto done;
    if (rename(beside, path) != 0)
        code = err_set_errno(err, "\"%s\": could not rename to \"%s\"", beside, path);
    else
        code = db_sync_path(folder, O_DIRECTORY, err);
done:
    free(folder);
    return code;
}

enum err_code db_switch(struct db **out, struct err *err)
{
    struct db *db = *out;
    enum err_code code = db_pragmas(db,
                                    "PRAGMA locking_mode = NORMAL;"
                                    "PRAGMA journal_mode = WAL;",
                                    err);
    int result;

    *out = NULL;
    if (code != ERR_OK) {
        db_close(db);
        return code;
    }
    result = sqlite3_close(db->sqlite);
    if (result != SQLITE_OK) {
        code = db_fail(db, result, "could not close", err);
        db_close(db);
        return code;
    }
    db->sqlite = NULL;
    code = replace(db->path, db->beside, err);
    db_close(db);
    return code;
}

bool db_is_replaced(struct db *db)
{
    int has_moved = 0;

    return sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved) ==
               SQLITE_OK &&
           has_moved != 0;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    (void)sqlite3_close_v2(db->sqlite);
    if (db->beside) {
        (void)unlink(db->beside); /* gone already after a switch */
        unlink_journals(db->beside);
    }
    free(db->beside);
    free(db->path);
    free(db);
}

enum err_code db_open(struct db **out, struct store *store, enum db_mode mode,
                      struct err *err)
{
    struct arena arena = {0};
    struct str path;
    enum err_code code =
        store_cache_path(&path, &arena, store, "index.db", mode == DB_WRITE, err);

    if (code == ERR_OK)
        code = db_open_file(out, path.ptr, mode, err);
    arena_free(&arena);
    return code;
}

enum err_code db_open_beside(struct db **out, struct store *store, struct err *err)
{
    struct arena arena = {0};
    struct str path;
    enum err_code code = store_cache_path(&path, &arena, store, "index.db", true, err);

    if (code == ERR_OK)
        code = db_open_file_beside(out, path.ptr, err);
    arena_free(&arena);
    return code;
}

struct db_lock {
    int fd; /* of the folder the index lies in */
};

enum err_code db_lock(struct db_lock **out, struct store *store, struct err *err)
{
    struct arena arena = {0};
    struct db_lock *lock = NULL;
    struct str path;
    int fd = -1;
    enum err_code code = store_cache_path(&path, &arena, store, ".", true, err);

    if (code == ERR_OK)
        code = file_open_dir(&fd, AT_FDCWD, path.ptr, err);
    while (code == ERR_OK && flock(fd, LOCK_EX) < 0)
        if (errno != EINTR)
            code = file_error(err, path.ptr, "could not lock");
    arena_free(&arena);
    lock = code == ERR_OK ? malloc(sizeof *lock) : NULL;
    if (code == ERR_OK && !lock)
        code = err_set(err, ERR_LIMIT, "out of memory");
    if (!lock) {
        if (fd >= 0)
            (void)close(fd);
        return code;
    }
    lock->fd = fd;
    *out = lock;
    return ERR_OK;
}

void db_unlock(struct db_lock *lock)
{
    if (!lock)
        return;
    (void)close(lock->fd);
    free(lock);
}

enum err_code db_size(uint64_t *out, struct db *db, struct err *err)
{
    static const char *const suffixes[] = {"", "-wal", "-journal"};
    const char *path = db->beside ? db->beside : db->path;
    uint64_t size = 0;

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        char *name = db_path_with(path, suffixes[i]);
        struct stat info;

        if (stat(name, &info) == 0)
            size += (uint64_t)info.st_size;
        else if (errno != ENOENT || i == 0) {
            free(name);
            return err_set_errno(err, "\"%s\": could not examine", path);
        }
        free(name);
    }
    *out = size;
    return ERR_OK;
}
