#include "intake/workbook_zip.h"

#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/message.h"
#include "intake/workbook.h"

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c | 0x20);
    return c;
}

bool zip_same_name(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

static int compare_names(const void *a, const void *b)
{
    const struct str *x = a;
    const struct str *y = b;
    size_t len = x->len < y->len ? x->len : y->len;

    for (size_t i = 0; i < len; i++)
        if (lower(x->ptr[i]) != lower(y->ptr[i]))
            return lower(x->ptr[i]) < lower(y->ptr[i]) ? -1 : 1;
    return (x->len > y->len) - (x->len < y->len);
}

static enum err_code failed(struct err *err, struct archive *archive)
{
    const char *why = archive_error_string(archive);

    return err_set(err, ERR_INVALID, "its zip archive is damaged: %s",
                   why ? why : _("it cannot be read"));
}

static enum err_code start(struct archive **out, const struct zip *zip, struct err *err)
{
    struct archive *archive = archive_read_new();

    if (!archive)
        abort();
    if (archive_read_support_format_zip_seekable(archive) != ARCHIVE_OK ||
        archive_read_open_memory(archive, zip->bytes.ptr, zip->bytes.len) != ARCHIVE_OK) {
        (void)failed(err, archive);
        (void)archive_read_free(archive);
        return err->code;
    }
    *out = archive;
    return ERR_OK;
}

/* A name that is no text can be none of ours: it stays empty. */
static struct str name_of(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);

    return str_from_c(name ? name : archive_entry_pathname(entry));
}

static enum err_code next(struct archive_entry **out, bool *is_one,
                          struct archive *archive, struct err *err)
{
    int result = archive_read_next_header(archive, out);

    *is_one = result == ARCHIVE_OK || result == ARCHIVE_WARN;
    if (*is_one && archive_entry_is_encrypted(*out))
        return err_set(err, ERR_INVALID,
                       "it is encrypted: save it without a password and import that");
    return *is_one || result == ARCHIVE_EOF ? ERR_OK : failed(err, archive);
}

static enum err_code add_name(struct zip *zip, size_t *cap, struct str name,
                              struct err *err)
{
    struct str *bigger;

    if (zip->count == WORKBOOK_MAX_ENTRIES)
        return err_set(err, ERR_LIMIT, "its zip archive has more than %d parts",
                       WORKBOOK_MAX_ENTRIES);
    if (zip->count == *cap) {
        *cap = *cap > 0 ? 2 * *cap : 32;
        bigger = ARENA_ARRAY(zip->arena, struct str, *cap);
        if (zip->count > 0)
            memcpy(bigger, zip->names, zip->count * sizeof *bigger);
        zip->names = bigger;
    }
    zip->names[zip->count++] = arena_str(zip->arena, name);
    return ERR_OK;
}

static enum err_code list(struct zip *zip, struct archive *archive, struct err *err)
{
    struct archive_entry *entry = NULL;
    size_t cap = 0;
    bool is_one = true;

    while (is_one) {
        if (next(&entry, &is_one, archive, err) != ERR_OK ||
            (is_one && add_name(zip, &cap, name_of(entry), err) != ERR_OK))
            return err->code;
    }
    return ERR_OK;
}

/* Which of two parts of one name a reader takes is its own affair, and that is how one
 * file shows different tables to different people. */
static enum err_code refuse_twins(const struct zip *zip, struct err *err)
{
    for (size_t i = 1; i < zip->count; i++)
        if (zip->names[i].len > 0 && zip_same_name(zip->names[i - 1], zip->names[i]))
            return err_set(err, ERR_INVALID,
                           "its zip archive has two parts named \"" STR_FMT
                           "\": it is not read",
                           STR_ARG(str_prefix(zip->names[i], 200)));
    return ERR_OK;
}

enum err_code zip_open(struct zip *out, struct arena *arena, struct str bytes,
                       struct err *err)
{
    struct zip zip = {.arena = arena, .bytes = bytes};
    struct archive *archive = NULL;

    if (start(&archive, &zip, err) != ERR_OK)
        return err->code;
    if (list(&zip, archive, err) != ERR_OK) {
        (void)archive_read_free(archive);
        return err->code;
    }
    (void)archive_read_free(archive);
    if (zip.count > 0)
        qsort(zip.names, zip.count, sizeof *zip.names, compare_names);
    if (refuse_twins(&zip, err) != ERR_OK)
        return err->code;
    *out = zip;
    return ERR_OK;
}

bool zip_has(const struct zip *zip, struct str name)
{
    return zip->count > 0 &&
           bsearch(&name, zip->names, zip->count, sizeof *zip->names, compare_names);
}

/* The sizes in the archive are claims: what comes out is counted. */
static enum err_code check_size(struct zip *zip, uint64_t part, size_t piece,
                                struct err *err)
{
    zip->unpacked += piece;
    if (zip->unpacked > WORKBOOK_MAX_UNPACKED)
        return err_set(err, ERR_LIMIT, "it unpacks to more than %d bytes",
                       WORKBOOK_MAX_UNPACKED);
    if (part > WORKBOOK_RATIO_BEGINS && part / WORKBOOK_MAX_RATIO > zip->bytes.len)
        return err_set(err, ERR_LIMIT,
                       "it unpacks to more than %d times its size: it is not read",
                       WORKBOOK_MAX_RATIO);
    return ERR_OK;
}

static enum err_code unpack(struct zip *zip, struct archive *archive, zip_take take,
                            void *data, struct err *err)
{
    enum { PIECE = 1 << 16 };
    char *piece = ARENA_ARRAY(zip->arena, char, PIECE);
    uint64_t total = 0;
    la_ssize_t got;

    while ((got = archive_read_data(archive, piece, PIECE)) > 0) {
        total += (uint64_t)got;
        if (check_size(zip, total, (size_t)got, err) != ERR_OK ||
            take(data, (struct str){piece, (size_t)got}, false, err) != ERR_OK)
            return err->code;
    }
    /* A wrong checksum is only a warning to libarchive. */
    return got == 0 ? take(data, STR(""), true, err) : failed(err, archive);
}

static enum err_code find(struct archive *archive, struct str name, struct err *err)
{
    struct archive_entry *entry = NULL;
    bool is_one = true;

    for (;;) {
        if (next(&entry, &is_one, archive, err) != ERR_OK)
            return err->code;
        if (!is_one)
            return err_set(err, ERR_NOT_FOUND, "it is not in the file");
        if (zip_same_name(name_of(entry), name))
            return ERR_OK;
    }
}

enum err_code zip_read(struct zip *zip, struct str name, zip_take take, void *data,
                       struct err *err)
{
    struct archive *archive = NULL;
    enum err_code code;

    if (start(&archive, zip, err) != ERR_OK)
        return err->code;
    code = find(archive, name, err);
    if (code == ERR_OK)
        code = unpack(zip, archive, take, data, err);
    (void)archive_read_free(archive);
    return code == ERR_OK
               ? ERR_OK
               : err_context(
                     err, "its part \"" STR_FMT "\": ", STR_ARG(str_prefix(name, 200)));
}
