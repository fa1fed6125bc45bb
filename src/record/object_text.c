#include "record/object_text.h"

#include "base/buf.h"
#include "crypto/sha256.h"
#include "record/erase.h"
#include "record/keyring.h"
#include "record/query.h"
#include "record/sealed_object.h"

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

static enum err_code take_part(void *context, const void *bytes, size_t len,
                               struct err *err)
{
    struct buf *text = context;

    (void)err;
    buf_bytes(text, bytes, len);
    return ERR_OK;
}

static enum err_code read_sealed(struct str *out, struct arena *arena,
                                 struct archive *archive, const struct object_place *at,
                                 uint64_t max, struct err *err)
{
    struct keyring *keyring = archive_keyring(archive);
    struct sealed_reader *reader = NULL;
    struct buf text = {0};
    enum err_code code;

    if (at->size < 0 || (uint64_t)at->size > max)
        return err_set(err, ERR_LIMIT, "it is larger than %ju bytes: it is not read back",
                       (uintmax_t)max);
    code = sealed_reader_open(&reader, archive, &at->stored, (uint64_t)at->size,
                              keyring_identities(keyring), keyring_count(keyring), err);
    if (code == ERR_OK)
        code = sealed_reader_check(reader, &at->plain, take_part, &text, err);
    sealed_reader_close(reader);
    if (code == ERR_OK)
        *out = arena_str(arena, buf_str(&text));
    if (text.len > 0)
        explicit_bzero(text.ptr, text.len);
    buf_release(&text);
    return code;
}

/* What stands in its place, or under another name because it is sealed. *at is left alone
 * where nothing does. */
static enum err_code find_successor(struct object_place *at, struct arena *arena,
                                    struct archive *archive, struct str sha256,
                                    struct err *err)
{
    const struct object_filter filter = {.sha256 = sha256, .limit = 1};
    struct object_list list = {0};
    struct statement statement = {0};
    struct object_place found = {0};
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
    if (code == ERR_OK &&
        digest_parse(&found.stored, value_get_string(&statement.value, STR("stored"))) &&
        digest_parse(&found.plain, value_get_string(&statement.value, STR("sha256"))) &&
        value_get_integer(&found.size, &statement.value, STR("size")))
        *at = found;
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static enum err_code read_open(struct str *out, struct arena *arena,
                               struct archive *archive, const struct digest *name,
                               uint64_t max, struct err *err)
{
    struct digest actual;
    struct sha256 *hash;
    uint64_t size = 0;
    char *text;

    if (archive_object_size(&size, archive, name, err) != ERR_OK)
        return err->code;
    if (size > max)
        return err_set(err, ERR_LIMIT, "it is larger than %ju bytes: it is not read back",
                       (uintmax_t)max);
    text = arena_alloc(arena, (size_t)size + 1, 1);
    if (read_all(text, (size_t)size, archive, name, err) != ERR_OK)
        return err->code;
    hash = sha256_new();
    actual = sha256_of(hash, (struct str){text, (size_t)size});
    sha256_free(hash);
    if (!digest_equal(&actual, name))
        return err_set(err, ERR_CORRUPT,
                       "it is not what it was: run `stele verify` to see all damage");
    *out = (struct str){text, (size_t)size};
    return ERR_OK;
}

enum err_code object_text_at(struct str *out, struct arena *arena,
                             struct archive *archive, const struct object_place *place,
                             uint64_t max, struct err *err)
{
    return digest_equal(&place->stored, &place->plain)
               ? read_open(out, arena, archive, &place->stored, max, err)
               : read_sealed(out, arena, archive, place, max, err);
}

static enum err_code read_sealed_part(size_t *done, char *text, size_t len,
                                      struct archive *archive,
                                      const struct object_place *place, uint64_t at,
                                      struct err *err)
{
    struct keyring *keyring = archive_keyring(archive);
    struct sealed_reader *reader = NULL;
    enum err_code code =
        sealed_reader_open(&reader, archive, &place->stored, (uint64_t)place->size,
                           keyring_identities(keyring), keyring_count(keyring), err);
    size_t got = 1;

    while (code == ERR_OK && *done < len && got > 0) {
        code =
            sealed_reader_read(&got, reader, at + *done, text + *done, len - *done, err);
        if (code == ERR_OK)
            *done += got;
    }
    sealed_reader_close(reader);
    return code;
}

enum err_code object_text_part(struct str *out, struct arena *arena,
                               struct archive *archive, const struct object_place *place,
                               uint64_t at, size_t len, struct err *err)
{
    bool is_open = digest_equal(&place->stored, &place->plain);
    char *text = arena_alloc(arena, len + 1, 1);
    enum err_code code = ERR_OK;
    size_t done = 0;
    size_t got = 1;

    if (!is_open)
        code = read_sealed_part(&done, text, len, archive, place, at, err);
    while (is_open && code == ERR_OK && done < len && got > 0) {
        code = archive_object_read(&got, archive, &place->stored, at + done, text + done,
                                   len - done, err);
        done += code == ERR_OK ? got : 0;
    }
    if (code == ERR_OK && done < len)
        code =
            err_set(err, ERR_CORRUPT, "it ends after %ju bytes", (uintmax_t)(at + done));
    *out = (struct str){text, done};
    return code;
}

enum err_code object_text_read(struct str *out, struct arena *arena,
                               struct archive *archive, struct str sha256, uint64_t max,
                               struct err *err)
{
    struct object_place at = {0};
    struct digest name;
    uint64_t size = 0;
    enum err_code code;

    if (!digest_parse(&name, sha256))
        return err_set(err, ERR_NOT_FOUND,
                       "\"" STR_FMT "\" names no preserved file of this archive",
                       STR_ARG(str_prefix(sha256, 80)));
    at.stored = name;
    at.plain = name;
    if (archive_object_size(&size, archive, &name, err) == ERR_NOT_FOUND &&
        find_successor(&at, arena, archive, sha256, err) != ERR_OK)
        return err->code;
    code = object_text_at(out, arena, archive, &at, max, err);
    return code == ERR_OK ? ERR_OK
                          : err_context(err, "object " STR_FMT ": ", STR_ARG(sha256));
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
