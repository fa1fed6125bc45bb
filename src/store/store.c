#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "format/canon.h"
#include "store/store_inside.h"

enum { LOCK_PATIENCE_MS = 30000 };

struct store_path store_path_of(const char *fmt, ...)
{
    struct store_path path = {{0}};
    va_list args;
    int len;

    va_start(args, fmt);
    len = vsnprintf(path.text, sizeof path.text, fmt, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof path.text)
        abort(); /* all our paths are short: a cut one would name another file */
    return path;
}

bool store_id_is_valid(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (base32_value(text.ptr[i]) < 0)
            return false;
    }
    return text.len == STORE_ID_LEN;
}

struct store *store_new(const char *folder)
{
    struct arena arena = {0};
    struct store *store = ARENA_NEW(&arena, struct store);

    store->folder = arena_str(&arena, str_from_c(folder));
    store->command = str_from_c(program_invocation_short_name);
    store->patience_ms = LOCK_PATIENCE_MS;
    store->dir = -1;
    store->state = -1;
    store->head_lock = -1;
    store->arena = arena;
    return store;
}

void store_close(struct store *store)
{
    struct arena arena;

    if (!store)
        return;
    if (store->head_lock >= 0)
        store_unlock(store, false);
    if (store->state >= 0)
        (void)close(store->state);
    if (store->dir >= 0)
        (void)close(store->dir);
    arena = store->arena;
    arena_free(&arena);
}

/* The facts decide where the state lies, so nothing but the exact form is taken. */
enum err_code store_parse_facts(struct store *store, struct str text, struct err *err)
{
    struct store_facts facts = {.text = arena_str(&store->arena, text)};
    struct str json = str_prefix(facts.text, text.len > 0 ? text.len - 1 : 0);
    struct value value = {0};
    int64_t format = 0;

    if (!str_ends_with(text, STR("\n")) ||
        canon_parse(&value, &store->arena, json, err) != ERR_OK ||
        !value_get_integer(&format, &value, STR("format")) || format < 1)
        return err_set(err, ERR_CORRUPT, "\"" FACTS_FILE "\" is damaged");
    facts.format = format;
    facts.archive = value_get_string(&value, STR("archive"));
    facts.feed = value_get_string(&value, STR("feed"));
    facts.name = value_get_string(&value, STR("name"));
    if (store_id_is_valid(facts.archive) && store_id_is_valid(facts.feed)) {
        store->facts = facts;
        return ERR_OK;
    }
    if (format > STORE_FORMAT)
        return err_set(
            err, ERR_LIMIT,
            "the archive has format %lld, of a newer version of Stele, and this "
            "version, which reads format %d, cannot find its way in it: use a "
            "newer version",
            (long long)format, STORE_FORMAT);
    return err_set(err, ERR_CORRUPT, "\"" FACTS_FILE "\" is damaged");
}

static bool is_unfinished_copy(int dir)
{
    return faccessat(dir, STORE_UNFINISHED_TEXT, F_OK, 0) == 0;
}

static enum err_code read_facts(struct store *store, struct err *err)
{
    struct str text;
    const char *folder = store->folder.ptr;
    enum err_code code =
        file_read(&text, &store->arena, store->dir, FACTS_FILE, STORE_FACTS_MAX, err);

    if (code == ERR_NOT_FOUND && is_unfinished_copy(store->dir))
        return err_set(err, ERR_NOT_FOUND,
                       "\"%s\" is an unfinished copy of an archive: run \"stele copy\" "
                       "into it again",
                       folder);
    if (code == ERR_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND,
                       "\"%s\" is not an archive: it has no " FACTS_FILE, folder);
    if (code == ERR_OK)
        code = store_parse_facts(store, text, err);
    return code == ERR_OK ? ERR_OK : err_context(err, "\"%s\": ", folder);
}

enum err_code store_open_state(struct store *store, struct err *err)
{
    store_state_find(store);
    if (store->state_path.len > 0 &&
        file_open_dir(&store->state, AT_FDCWD, store->state_path.ptr, err) != ERR_OK &&
        err->code != ERR_NOT_FOUND && err->code != ERR_DENIED)
        return err->code;
    return ERR_OK;
}

enum err_code store_open(struct store **out, const char *folder, struct err *err)
{
    struct store *store = store_new(folder);

    if (file_open_dir(&store->dir, AT_FDCWD, folder, err) != ERR_OK ||
        read_facts(store, err) != ERR_OK || store_open_state(store, err) != ERR_OK)
        goto failed;
    *out = store;
    return ERR_OK;

failed:
    store_close(store);
    return err->code;
}

/* ERR_NOT_FOUND: no archive here, the folder above may be one. A disk that does not
 * answer must not send us on to another archive. */
static enum err_code find_file(const char *folder, const char *name, struct err *err)
{
    char path[PATH_MAX + sizeof "/" STORE_UNFINISHED_TEXT];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    if (access(path, F_OK) == 0)
        return ERR_OK;
    if (errno == ENOENT || errno == ENOTDIR || errno == EACCES)
        return err_set(err, ERR_NOT_FOUND, "no archive in \"%s\"", folder);
    return file_error(err, path, "could not look for it");
}

/* An unfinished copy is found too: store_open() then says what it is. */
static enum err_code find_facts(const char *folder, struct err *err)
{
    enum err_code code = find_file(folder, FACTS_FILE, err);

    return code == ERR_NOT_FOUND ? find_file(folder, STORE_UNFINISHED_TEXT, err) : code;
}

static void to_parent(char *path)
{
    char *slash = strrchr(path, '/');

    slash[slash == path ? 1 : 0] = '\0';
}

enum err_code store_find(struct str *folder, struct arena *arena, const char *start,
                         struct err *err)
{
    char path[PATH_MAX];
    enum err_code code = find_facts(start, err);
    bool is_root = false;

    if (code == ERR_OK) { /* as the user wrote it */
        *folder = arena_str(arena, str_from_c(start));
        return ERR_OK;
    }
    if (code == ERR_NOT_FOUND && !realpath(start, path))
        return file_error(err, start, "could not open");
    while (code == ERR_NOT_FOUND && !is_root) {
        is_root = path[1] == '\0';
        code = find_facts(path, err);
        if (code == ERR_OK)
            *folder = arena_str(arena, str_from_c(path));
        to_parent(path);
    }
    if (code == ERR_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND, "no archive in \"%s\" or in a folder above it",
                       start);
    return code;
}

const struct store_facts *store_facts(const struct store *store)
{
    return &store->facts;
}

void store_know_format(struct store *store, int64_t format)
{
    if (format > store->facts.format)
        store->facts.format = format;
}

bool store_is_newer(const struct store *store)
{
    return store->facts.format > STORE_FORMAT;
}

struct str store_folder(const struct store *store)
{
    return store->folder;
}

void store_set_command(struct store *store, struct str command)
{
    store->command = arena_str(&store->arena, command);
}

void store_set_patience(struct store *store, int64_t wait_ms)
{
    store->patience_ms = wait_ms;
}

enum err_code store_refuse_newer(const struct store *store, struct err *err)
{
    if (!store_is_newer(store))
        return ERR_OK;
    return err_set(
        err, ERR_DENIED,
        "\"%s\" has format %lld, of a newer version of Stele, and this version "
        "writes format %d only: nothing was changed; use a newer version to write "
        "(show, find, history and verify read what this version knows of it)",
        store->folder.ptr, (long long)store->facts.format, STORE_FORMAT);
}

enum err_code store_writable(const struct store *store, struct err *err)
{
    enum file_system kind;

    if (store_refuse_newer(store, err) != ERR_OK)
        return err->code;
    if (file_system_of(&kind, store->dir, err) != ERR_OK)
        return err->code;
    if (kind == FILE_SYSTEM_FAT)
        return err_set(err, ERR_DENIED,
                       "cannot write \"%s\": FAT and exFAT cannot replace a file at one "
                       "stroke; copy the archive to another file system with \"stele "
                       "copy\"",
                       store->folder.ptr);
    if (kind == FILE_SYSTEM_NETWORK)
        return err_set(
            err, ERR_DENIED,
            "cannot write \"%s\": it lies on a network file system, whose locks "
            "cannot be relied on; write on this machine's own disk and copy it "
            "there with \"stele copy\"",
            store->folder.ptr);
    if (is_unfinished_copy(store->dir))
        return err_set(
            err, ERR_DENIED,
            "cannot write \"%s\": it is an unfinished copy; run \"stele copy\" "
            "into it again first",
            store->folder.ptr);
    if (faccessat(store->dir, ".", W_OK | X_OK, AT_EACCESS) < 0)
        return file_error(err, store->folder.ptr, "cannot write in the archive's folder");
    return ERR_OK;
}

enum err_code store_free_space(uint64_t *out, const struct store *store, struct err *err)
{
    return file_free_space(out, store->dir, err);
}

enum err_code store_sync(const struct store *store, struct err *err)
{
    if (file_sync_all(store->dir, err) != ERR_OK)
        return err->code;
    return store->state >= 0 ? file_sync_all(store->state, err) : ERR_OK;
}

struct str store_stranger(const struct store *store, struct arena *arena)
{
    char text[4096];
    struct passwd entry;
    struct passwd *found = NULL;
    struct stat st;

    if (fstat(store->dir, &st) < 0 || st.st_uid == geteuid())
        return STR("");
    if (getpwuid_r(st.st_uid, &entry, text, sizeof text, &found) == 0 && found)
        return arena_str(arena, str_from_c(found->pw_name));
    return arena_printf(arena, _("user number %lu"), (unsigned long)st.st_uid);
}
