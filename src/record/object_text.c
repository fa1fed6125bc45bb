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

/* What is said of the bytes to be read: where they lie, and what they are in clear. */
struct whereabouts {
    struct digest stored;
    struct digest plain;
    int64_t size; /* of the plain bytes */
};

static enum err_code read_sealed(struct str *out, struct arena *arena,
                                 struct archive *archive, const struct whereabouts *at,
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
static enum err_code find_successor(struct whereabouts *at, struct arena *arena,
                                    struct archive *archive, struct str sha256,
                                    struct err *err)
{
    const struct object_filter filter = {.sha256 = sha256, .limit = 1};
    struct object_list list = {0};
    struct statement statement = {0};
    struct whereabouts found = {0};
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

enum err_code object_text_read(struct str *out, struct arena *arena,
                               struct archive *archive, struct str sha256, uint64_t max,
                               struct err *err)
{
    struct whereabouts at = {0};
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
    code = digest_equal(&at.stored, &at.plain)
               ? read_open(out, arena, archive, &at.stored, max, err)
               : read_sealed(out, arena, archive, &at, max, err);
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
