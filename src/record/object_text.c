#include "record/object_text.h"

#include "crypto/sha256.h"
#include "record/erase.h"
#include "record/query.h"

static enum err_code read_all(char *text, size_t len, struct archive *archive,
                              const struct digest *name, struct err *err)
{
    size_t done = 0;

    while (done < len) {
        size_t got = 0;

        if (archive_object_read(&got, archive, name, done, text + done, len - done,
                                err) != ERR_OK)
            return err->code;
        if (got == 0)
            return err_set(err, ERR_CORRUPT, "it ends after %zu of %zu bytes", done, len);
        done += got;
    }
    return ERR_OK;
}

/* What stands in its place. *name is left alone where nothing does. */
static enum err_code find_successor(struct digest *name, struct arena *arena,
                                    struct archive *archive, struct str sha256,
                                    struct err *err)
{
    const struct object_filter filter = {.sha256 = sha256, .limit = 1};
    struct object_list list = {0};
    struct statement statement = {0};
    struct view now;
    struct ref current = REF_NONE;
    enum err_code code = frontier_now(&now, arena, archive_index(archive), err);

    if (code == ERR_OK)
        code = query_objects(&list, arena, archive_index(archive), now, &filter, err);
    if (code == ERR_OK && list.count == 0)
        return ERR_OK;
    if (code == ERR_OK)
        code = erase_current_object(&current, arena, archive, list.items[0].ref, err);
    if (code == ERR_OK)
        code = archive_statement(&statement, arena, archive, current, err);
    if (code == ERR_OK)
        (void)digest_parse(name, value_get_string(&statement.value, STR("stored")));
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

enum err_code object_text_read(struct str *out, struct arena *arena,
                               struct archive *archive, struct str sha256, uint64_t max,
                               struct err *err)
{
    struct digest name;
    struct digest actual;
    struct sha256 *hash;
    uint64_t size = 0;
    char *text;

    if (!digest_parse(&name, sha256))
        return err_set(err, ERR_NOT_FOUND,
                       "\"" STR_FMT "\" names no preserved file of this archive",
                       STR_ARG(str_prefix(sha256, 80)));
    if (archive_object_size(&size, archive, &name, err) == ERR_NOT_FOUND &&
        find_successor(&name, arena, archive, sha256, err) != ERR_OK)
        return err->code;
    if (archive_object_size(&size, archive, &name, err) != ERR_OK)
        return err->code;
    if (size > max)
        return err_set(err, ERR_LIMIT,
                       "object " STR_FMT " is larger than %ju bytes: it is not read back",
                       STR_ARG(sha256), (uintmax_t)max);
    text = arena_alloc(arena, (size_t)size + 1, 1);
    if (read_all(text, (size_t)size, archive, &name, err) != ERR_OK)
        return err_context(err, "object " STR_FMT ": ", STR_ARG(sha256));
    hash = sha256_new();
    actual = sha256_of(hash, (struct str){text, (size_t)size});
    sha256_free(hash);
    if (!digest_equal(&actual, &name))
        return err_set(err, ERR_CORRUPT,
                       "object " STR_FMT
                       " is not what it was: run `stele verify` to see all damage",
                       STR_ARG(sha256));
    *out = (struct str){text, (size_t)size};
    return ERR_OK;
}

enum err_code object_text_named(struct str *out, struct arena *arena,
                                struct archive *archive, struct str name, struct err *err)
{
    struct statement statement = {0};
    struct err ignored = {0};
    struct digest digest;
    struct ref ref;

    *out = STR("");
    if (digest_parse(&digest, name)) {
        *out = name;
        return ERR_OK;
    }
    if (archive_ref_parse(&ref, archive, name, &ignored) != ERR_OK)
        return ERR_OK;
    if (archive_statement(&statement, arena, archive, ref, err) != ERR_OK)
        return err->code;
    if (statement.is_readable)
        *out = value_get_string(&statement.value, STR("sha256"));
    return ERR_OK;
}
