#include "places/gazetteer_import.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "crypto/sha256.h"
#include "places/gazetteer_file.h"
#include "places/gazetteer_key.h"
#include "places/gazetteer_read.h"

enum { NAME_CHARS_MAX = 40, FOLDER_MODE = 0700 };

bool gazetteer_name_is_valid(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return name.len > 0 && name.len <= NAME_CHARS_MAX && name.ptr[0] != '-';
}

static struct str base_name(struct str path)
{
    while (str_find(path, '/', 0) < path.len)
        (void)str_cut(&path, '/');
    return path;
}

/* "UA.txt" is "ua": letters and digits of the file's name, without its ending. */
static struct str name_of_file(struct arena *arena, struct str path)
{
    struct str file = base_name(path);
    struct buf name = {0};
    struct str made;

    for (size_t i = 0; i < str_find(file, '.', 0) && name.len < NAME_CHARS_MAX - 9; i++) {
        char c = file.ptr[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_char(&name, c);
        else if (name.len > 0 && name.ptr[name.len - 1] != '-')
            buf_char(&name, '-');
    }
    while (name.len > 0 && name.ptr[name.len - 1] == '-')
        name.len--;
    made = arena_str(arena, name.len > 0 ? buf_str(&name) : STR("own"));
    buf_release(&name);
    return made;
}

struct usual {
    struct str word;
    struct str name; /* empty: from the file's */
    struct str title;
    struct str licence;
    struct str attribution;
};

/* What publishers ask for; nothing is said where we do not know it for sure. */
static const struct usual usuals[] = {
    [GAZETTEER_GEONAMES] = {STR_INIT("geonames"), STR_INIT(""), STR_INIT("GeoNames"),
                            STR_INIT("CC BY 4.0"), STR_INIT("GeoNames (geonames.org)")},
    [GAZETTEER_KATOTTG] = {STR_INIT("katottg"), STR_INIT("katottg"),
                           STR_INIT("KATOTTG, codifier of Ukraine"),
                           STR_INIT("official act of Ukraine"),
                           STR_INIT("Ministry for Communities and Territories of "
                                    "Ukraine")},
    [GAZETTEER_PCODE] = {STR_INIT("pcode"), STR_INIT("ua-pcode"),
                         STR_INIT("P-codes of Ukraine"), STR_INIT(""),
                         STR_INIT("UN OCHA")},
    [GAZETTEER_TABLE] = {STR_INIT("table"), STR_INIT(""), STR_INIT(""), STR_INIT(""),
                         STR_INIT("")},
};

static struct str or_else(struct str given, struct str usual)
{
    return given.len > 0 ? given : usual;
}

static void fill_info(struct gazetteer_info *info, struct arena *arena,
                      const struct gazetteer_import *import, enum gazetteer_format format)
{
    const struct usual *usual = &usuals[format];
    struct str file = base_name(str_from_c(import->path));
    struct str name = usual->name;

    if (name.len == 0)
        name = name_of_file(arena, file);
    if (format == GAZETTEER_GEONAMES && !str_starts_with(name, STR("geonames")))
        name = arena_printf(arena, "geonames-" STR_FMT, STR_ARG(name));
    info->name = or_else(import->name, name);
    info->title = or_else(import->title, or_else(usual->title, info->name));
    info->format = usual->word;
    info->licence = or_else(import->licence, usual->licence);
    info->attribution = or_else(import->attribution, usual->attribution);
    /* A name on a disk may be any bytes; what is printed and kept is text. */
    info->file = utf8_is_valid(file) ? file : STR("(its name is not UTF-8)");
    info->read_at_s = import->now_s;
    info->path = arena_printf(arena, "%s/" STR_FMT GAZETTEER_SUFFIX, import->folder,
                              STR_ARG(info->name));
}

static struct str hash_of(struct arena *arena, struct str text)
{
    struct sha256 *sha256 = sha256_new();
    struct digest digest = sha256_of(sha256, text);
    char hex[2 * sizeof digest.bytes];

    sha256_free(sha256);
    hex_encode(hex, digest.bytes, sizeof digest.bytes);
    return arena_str(arena, (struct str){hex, sizeof hex});
}

/* What people hand over in the place of a table, told apart by its first bytes. */
static enum err_code refuse_other_files(struct str text, struct err *err)
{
    if (text.len == 0)
        return err_set(err, ERR_INVALID, "the file is empty");
    if (str_starts_with(text, STR("PK\x03\x04")))
        return err_set(err, ERR_INVALID,
                       "this is a ZIP archive or a workbook: unpack it, or save its "
                       "sheet as CSV, and import that");
    if (str_starts_with(text, STR("\x1f\x8b")))
        return err_set(err, ERR_INVALID,
                       "this is compressed: unpack it with gunzip, and import that");
    return ERR_OK;
}

static enum err_code no_gazetteer(struct err *err)
{
    return err_set(err, ERR_INVALID,
                   "this is no gazetteer that stele knows: neither a dump of GeoNames, "
                   "nor KATOTTG, nor a table of P-codes; of another table say which "
                   "column is what, as in --map name=COLUMN,lat=COLUMN,lon=COLUMN");
}

typedef void (*more_reader)(struct gazetteer_reading *reading, struct str text);

static enum err_code read_more(struct gazetteer_reading *reading, struct arena *texts,
                               const char *const *paths, size_t count, more_reader read,
                               struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        struct str text;

        if (file_read(&text, texts, AT_FDCWD, paths[i], GAZETTEER_FILE_MAX, err) !=
            ERR_OK)
            return err->code;
        reading->file = str_from_c(paths[i]);
        read(reading, text);
        reading->file = STR("");
    }
    return ERR_OK;
}

static enum err_code read_geonames(struct gazetteer_reading *reading, struct arena *texts,
                                   const struct gazetteer_import *import, struct str text,
                                   struct err *err)
{
    reading->report->charset = CHARSET_UTF8;
    reading->report->separator = '\t';
    gazetteer_read_geonames(reading, text);
    if (read_more(reading, texts, import->divisions, import->divisions_count,
                  gazetteer_read_divisions, err) != ERR_OK ||
        read_more(reading, texts, import->alternates, import->alternates_count,
                  gazetteer_read_alternates, err) != ERR_OK)
        return err->code;
    gazetteer_nest_geonames(reading, text);
    return ERR_OK;
}

static enum err_code read_format(struct gazetteer_reading *reading, struct arena *texts,
                                 const struct gazetteer_import *import, struct str text,
                                 enum gazetteer_format format, struct err *err)
{
    switch (format) {
    case GAZETTEER_GEONAMES:
        return read_geonames(reading, texts, import, text, err);
    case GAZETTEER_KATOTTG:
        return gazetteer_read_katottg(reading, text, err);
    case GAZETTEER_PCODE:
    case GAZETTEER_TABLE:
        return gazetteer_read_table(reading, text, import->map, err);
    case GAZETTEER_UNKNOWN:
        break;
    }
    return no_gazetteer(err);
}

static enum err_code read_all(struct gazetteer_reading *reading, struct arena *texts,
                              const struct gazetteer_import *import, struct err *err)
{
    struct gazetteer_info *info = &reading->report->info;
    enum gazetteer_format format;
    struct str text;

    if (file_read(&text, texts, AT_FDCWD, import->path, GAZETTEER_FILE_MAX, err) !=
        ERR_OK)
        return err->code;
    if (refuse_other_files(text, err) != ERR_OK)
        return err_context(err, "\"%s\": ", import->path);
    format = gazetteer_recognise(text, import->map);
    fill_info(info, reading->arena, import, format);
    info->file_bytes = (int64_t)text.len;
    info->sha256 = hash_of(reading->arena, text);
    if (format != GAZETTEER_GEONAMES &&
        import->alternates_count + import->divisions_count > 0)
        return err_set(err, ERR_INVALID,
                       "\"%s\": --alternates and --divisions go with a dump of GeoNames, "
                       "and this is none",
                       import->path);
    if (read_format(reading, texts, import, text, format, err) != ERR_OK)
        return err_context(err, "\"%s\": ", import->path);
    gazetteer_build_tidy(reading->build);
    info->rejected_rows = reading->report->problem_count;
    if (reading->build->place_count == 0)
        return err_set(err, ERR_INVALID, "\"%s\": it holds no place", import->path);
    return ERR_OK;
}

/* Held while the folder's file is written; the system lets go of it with the process. */
static enum err_code lock_folder(int *fd, const char *folder, struct err *err)
{
    if (file_make_dirs(AT_FDCWD, folder, FOLDER_MODE, err) != ERR_OK ||
        file_open_dir(fd, AT_FDCWD, folder, err) != ERR_OK)
        return err->code;
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return ERR_OK;
    if (errno == EWOULDBLOCK)
        (void)err_set(err, ERR_CONFLICT,
                      "\"%s\": another stele is writing a gazetteer; try again when it "
                      "is done",
                      folder);
    else
        (void)file_error(err, folder, "could not lock");
    (void)close(*fd);
    return err->code;
}

static enum err_code write_file(struct gazetteer_report *report,
                                struct gazetteer_build *build, struct err *err)
{
    const char *path = report->info.path.ptr;
    struct db *db = NULL;
    struct stat st;

    assert(path); /* fill_info() has put it there */
    report->is_replaced = access(path, F_OK) == 0;
    if (db_fixed_make(&db, path, err) != ERR_OK)
        return err->code;
    if (gazetteer_build_write(&report->info, build, db, err) != ERR_OK ||
        db_fixed_switch(&db, err) != ERR_OK) {
        db_close(db);
        return err->code;
    }
    if (stat(path, &st) == 0)
        report->info.size_bytes = st.st_size;
    return ERR_OK;
}

enum err_code gazetteer_import(struct gazetteer_report *out, struct arena *arena,
                               const struct gazetteer_import *import, struct err *err)
{
    struct gazetteer_report report = {0};
    struct gazetteer_build build = {.quiet = import->quiet};
    struct arena texts = {0}; /* the files, which names are borrowed from */
    struct gazetteer_reading reading = {
        .arena = arena, .build = &build, .report = &report};
    int lock = -1;
    enum err_code code = read_all(&reading, &texts, import, err);

    if (code == ERR_OK)
        code = lock_folder(&lock, import->folder, err);
    if (code == ERR_OK) {
        code = write_file(&report, &build, err);
        (void)close(lock);
    }
    gazetteer_build_free(&build);
    arena_free(&texts);
    if (code == ERR_OK)
        *out = report;
    return code;
}

enum err_code gazetteer_remove(const char *folder, struct str name, struct err *err)
{
    struct arena arena = {0};
    struct str path =
        arena_printf(&arena, "%s/" STR_FMT GAZETTEER_SUFFIX, folder, STR_ARG(name));
    enum err_code code = ERR_OK;

    if (!gazetteer_name_is_valid(name) || access(path.ptr, F_OK) != 0)
        code = err_set(err, ERR_NOT_FOUND,
                       "no gazetteer \"" STR_FMT "\" was imported on this machine",
                       STR_ARG(str_prefix(name, 100)));
    else if (file_remove(AT_FDCWD, path.ptr, err) != ERR_OK ||
             file_sync_parent(AT_FDCWD, path.ptr, err) != ERR_OK)
        code = err->code;
    arena_free(&arena);
    return code;
}
