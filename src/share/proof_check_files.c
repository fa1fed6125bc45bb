#include "share/proof_check_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"
#include "crypto/sha256.h"

enum { CHUNK_BYTES = 1 << 18, SUMS_MAX_BYTES = 1 << 24 };

enum err_code check_hash_file(struct digest *out, int dir, const char *path,
                              struct err *err)
{
    struct sha256 *h;
    struct arena arena = {0};
    char *chunk;
    uint64_t offset = 0;
    size_t got = CHUNK_BYTES;
    int fd = -1;
    enum err_code code = file_open_read(&fd, dir, path, err);

    if (code != ERR_OK)
        return code;
    h = sha256_new();
    chunk = ARENA_ARRAY(&arena, char, CHUNK_BYTES);
    sha256_start(h);
    while (code == ERR_OK && got == CHUNK_BYTES) {
        code = file_read_at(&got, fd, path, chunk, CHUNK_BYTES, offset, err);
        if (code == ERR_OK)
            sha256_add(h, chunk, got);
        offset += got;
    }
    *out = sha256_finish(h);
    sha256_free(h);
    arena_free(&arena);
    (void)close(fd);
    return code;
}

/* A list from a stranger names files in its own folder only. */
static bool is_inside(struct str path)
{
    struct str rest = path;

    if (path.len == 0 || path.ptr[0] == '/' || path.len >= FILE_PATH_MAX)
        return false;
    while (rest.len > 0)
        if (str_equal(str_cut(&rest, '/'), STR("..")))
            return false;
    return str_find(path, '\0', 0) == path.len;
}

static enum err_code check_sum(int dir, struct str line, struct err *err)
{
    struct str path = str_after(line, DIGEST_HEX_LEN + 2);
    struct digest expected;
    struct digest hash;
    char name[FILE_PATH_MAX];

    if (!digest_parse(&expected, str_prefix(line, DIGEST_HEX_LEN)) ||
        !str_starts_with(str_after(line, DIGEST_HEX_LEN), STR("  ")) || !is_inside(path))
        return err_set(err, ERR_CORRUPT, "SHA256SUMS has a line that is none of its own");
    (void)snprintf(name, sizeof name, STR_FMT, STR_ARG(path));
    if (check_hash_file(&hash, dir, name, err) != ERR_OK)
        return err->code;
    if (!digest_equal(&hash, &expected))
        return err_set(err, ERR_CORRUPT, "\"%s\" was changed", name);
    return ERR_OK;
}

enum err_code check_sums(int dir, struct err *err)
{
    struct arena arena = {0};
    struct str rest = {0};
    enum err_code code = file_read(&rest, &arena, dir, "SHA256SUMS", SUMS_MAX_BYTES, err);

    if (code == ERR_OK && !str_ends_with(rest, STR("\n")))
        code = err_set(err, ERR_CORRUPT, "SHA256SUMS is cut short");
    while (code == ERR_OK && rest.len > 0)
        code = check_sum(dir, str_cut(&rest, '\n'), err);
    arena_free(&arena);
    return code;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool holds_statement(struct arena *arena, int dir, const char *folder)
{
    struct str path = arena_printf(arena, "%s/statement.json", folder);

    return faccessat(dir, path.ptr, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The names in the list: once to count them, once more to keep them. */
static size_t list_folders(struct str *out, size_t room, struct arena *arena, DIR *list,
                           int dir)
{
    const struct dirent *entry;
    size_t count = 0;

    rewinddir(list);
    /* One thread owns the list. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while ((entry = readdir(list)) != NULL) {
        if (strcmp(entry->d_name, "..") == 0 ||
            !holds_statement(arena, dir, entry->d_name))
            continue;
        if (count < room)
            out[count] = arena_str(arena, str_from_c(entry->d_name));
        count++;
    }
    return out && count > room ? room : count;
}

enum err_code check_folders(struct str **out, size_t *count, struct arena *arena, int dir,
                            struct err *err)
{
    int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    struct str *folders;
    size_t room;

    if (!list) {
        (void)file_error(err, ".", "could not list");
        if (fd >= 0)
            (void)close(fd);
        return err->code;
    }
    room = list_folders(NULL, 0, arena, list, dir);
    folders = ARENA_ARRAY(arena, struct str, room + 1);
    *count = list_folders(folders, room, arena, list, dir);
    (void)closedir(list);
    qsort(folders, *count, sizeof *folders, by_name);
    *out = folders;
    return ERR_OK;
}
