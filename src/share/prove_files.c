#include "share/prove_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

enum { DEPTH_MAX = 8, TAR_BLOCK = 512, TAR_NAME = 100, TAR_MODE = 0644 };

/* --- a folder for a moment: in memory where the system has such a place --- */

static enum err_code make_folder(char *out, size_t size, struct err *err)
{
    static const char *const places[] = {"/dev/shm", "/tmp"};

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        (void)snprintf(out, size, "%s/stele-proof-XXXXXX", places[i]);
        if (mkdtemp(out))
            return ERR_OK;
    }
    return err_set_errno(err, "cannot make a folder for a proof");
}

struct gathering {
    struct arena *arena;
    struct prove_files *files;
    uint64_t bytes;
};

static enum err_code take_file(struct gathering *g, int dir, struct str path,
                               const char *name, struct err *err)
{
    struct prove_file *file = &g->files->items[g->files->count];

    if (g->files->count == PROVE_FILES_MAX || g->bytes > PROVE_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "the proof is too large; use stele prove");
    if (file_read(&file->bytes, g->arena, dir, name, PROVE_BYTES_MAX, err) != ERR_OK)
        return err->code;
    file->path = path;
    g->bytes += file->bytes.len;
    g->files->count++;
    return ERR_OK;
}

static bool is_folder(int dir, const char *name)
{
    struct stat found;

    return fstatat(dir, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(found.st_mode);
}

static enum err_code
take_folder(struct gathering *g, // NOLINT(misc-no-recursion): as deep as a proof
            int parent, const char *name, struct str path, int depth, struct err *err)
{
    enum err_code code = ERR_OK;
    struct dirent *entry;
    DIR *list;
    int dir = -1;

    if (depth == DEPTH_MAX)
        return err_set(err, ERR_LIMIT, "the proof is too deep; use stele prove");
    if (file_open_dir(&dir, parent, name, err) != ERR_OK)
        return err->code;
    list = fdopendir(dir);
    if (!list) {
        (void)close(dir);
        return err_set_errno(err, "cannot read the proof");
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): a stream of our own */
    while (code == ERR_OK && (entry = readdir(list)) != NULL) {
        struct str below;

        if (entry->d_name[0] == '.')
            continue;
        below = arena_printf(g->arena, STR_FMT "%s%s", STR_ARG(path),
                             path.len > 0 ? "/" : "", entry->d_name);
        if (is_folder(dir, entry->d_name))
            code = take_folder(g, dir, entry->d_name, below, depth + 1, err);
        else
            code = take_file(g, dir, below, entry->d_name, err);
    }
    (void)closedir(list);
    return code;
}

/* Whatever of it is there. */
static void remove_folder(int parent, // NOLINT(misc-no-recursion): as deep as a proof
                          const char *name, int depth)
{
    struct err ignored = {0};
    struct dirent *entry;
    DIR *list = NULL;
    int dir = -1;

    if (depth < DEPTH_MAX && file_open_dir(&dir, parent, name, &ignored) == ERR_OK)
        list = fdopendir(dir);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): a stream of our own */
    while (list && (entry = readdir(list)) != NULL) {
        if (str_equal(str_from_c(entry->d_name), STR(".")) ||
            str_equal(str_from_c(entry->d_name), STR("..")))
            continue;
        if (is_folder(dir, entry->d_name))
            remove_folder(dir, entry->d_name, depth + 1);
        else
            (void)unlinkat(dir, entry->d_name, 0);
    }
    if (list)
        (void)closedir(list);
    (void)unlinkat(parent, name, AT_REMOVEDIR);
}

static int by_path(const void *a, const void *b)
{
    return str_compare(((const struct prove_file *)a)->path,
                       ((const struct prove_file *)b)->path);
}

static enum err_code prove_into(struct prove_files *out, struct prove_result *result,
                                struct arena *arena, struct store *store,
                                const struct prove_request *request, struct err *err)
{
    struct prove_request here = *request;
    struct gathering g = {.arena = arena, .files = out};
    char folder[64];
    enum err_code code = make_folder(folder, sizeof folder, err);

    if (code != ERR_OK)
        return code;
    here.folder = folder;
    code = prove(result, arena, store, &here, err);
    if (code == ERR_OK)
        code = take_folder(&g, AT_FDCWD, folder, STR(""), 0, err);
    remove_folder(AT_FDCWD, folder, 0);
    if (code == ERR_OK && out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, by_path);
    return code;
}

enum err_code prove_files(struct prove_files *out, struct prove_result *result,
                          struct arena *arena, const char *archive_folder,
                          const struct prove_request *request, struct err *err)
{
    struct store *store = NULL;
    enum err_code code = store_open(&store, archive_folder, err);

    if (code != ERR_OK)
        return code;
    *out = (struct prove_files){
        .items = ARENA_ARRAY(arena, struct prove_file, PROVE_FILES_MAX)};
    code = prove_into(out, result, arena, store, request, err);
    store_close(store);
    return code;
}

const struct prove_file *prove_file_named(const struct prove_files *files,
                                          struct str path)
{
    for (size_t i = 0; i < files->count; i++)
        if (str_equal(files->items[i].path, path))
            return &files->items[i];
    return NULL;
}

/* --- tar --- */

/* Where the members of a header lie; numbers are octal, padded with zeros, then NUL. */
enum {
    AT_NAME = 0,
    AT_MODE = 100,
    AT_UID = 108,
    AT_GID = 116,
    AT_SIZE = 124,
    AT_TIME = 136,
    AT_SUM = 148,
    AT_TYPE = 156,
    AT_MAGIC = 257
};

static void put_octal(char *header, size_t at, int digits, uint64_t number)
{
    char text[16];

    (void)snprintf(text, sizeof text, "%0*" PRIo64, digits, number);
    memcpy(header + at, text, (size_t)digits);
}

static void put_header(struct buf *out, struct str name, uint64_t size)
{
    char header[TAR_BLOCK] = {0};
    unsigned sum = 0;

    memcpy(header + AT_NAME, name.ptr, name.len);
    put_octal(header, AT_MODE, 7, TAR_MODE);
    put_octal(header, AT_UID, 7, 0);
    put_octal(header, AT_GID, 7, 0);
    put_octal(header, AT_SIZE, 11, size);
    put_octal(header, AT_TIME, 11, 0);
    header[AT_TYPE] = '0';
    memcpy(header + AT_MAGIC, "ustar\00000", 8);
    memset(header + AT_SUM, ' ', 8);
    for (size_t i = 0; i < sizeof header; i++)
        sum += (unsigned char)header[i];
    put_octal(header, AT_SUM, 6, sum);
    header[AT_SUM + 6] = '\0';
    buf_bytes(out, header, sizeof header);
}

static void put_zeros(struct buf *out, size_t count)
{
    static const char zeros[TAR_BLOCK];

    for (; count >= sizeof zeros; count -= sizeof zeros)
        buf_bytes(out, zeros, sizeof zeros);
    buf_bytes(out, zeros, count);
}

enum err_code prove_tar(struct buf *out, const struct prove_files *files,
                        struct str folder, struct err *err)
{
    struct buf name = {0};
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < files->count && code == ERR_OK; i++) {
        const struct prove_file *file = &files->items[i];

        buf_reset(&name);
        buf_printf(&name, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(file->path));
        if (name.len >= TAR_NAME) {
            code = err_set(err, ERR_LIMIT, "a name in the proof is too long for tar");
            break;
        }
        put_header(out, buf_str(&name), file->bytes.len);
        buf_append(out, file->bytes);
        put_zeros(out, (TAR_BLOCK - file->bytes.len % TAR_BLOCK) % TAR_BLOCK);
    }
    put_zeros(out, 2 * (size_t)TAR_BLOCK);
    buf_release(&name);
    return code;
}
