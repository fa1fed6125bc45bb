/* The table, its mapping, the choices that the mapping is. */

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "base/self.h"
#include "record/object_text.h"
#include "web/import_wizard.h"
#include "web/own_note.h"
#include "web/visitor.h"

/* Each member's own: a mapping may hold what cells say. */
static const char *note_name(const struct wizard *w)
{
    return arena_printf(w->r->arena, "import-" STR_FMT "-" STR_FMT,
                        STR_ARG(str_prefix(w->r->visitor->member, 17)),
                        STR_ARG(str_prefix(w->file.sha256, 32)))
        .ptr;
}

enum err_code wizard_open(struct wizard *w, struct reading *reading, struct str name,
                          struct err *err)
{
    struct request *r = reading->r;
    enum err_code code;

    *w = (struct wizard){.r = r, .reading = reading};
    if (archive_ref_parse(&w->ref, r->archive, name, err) != ERR_OK ||
        sheet_file(&w->file, &reading->sheet, w->ref, err) != ERR_OK)
        return err->code;
    w->name = archive_ref_short(r->archive, r->arena, w->ref);
    access_note(&reading->access, w->ref);
    code = object_text_read(&w->bytes, r->arena, r->archive, w->file.sha256,
                            WIZARD_BYTES_MAX, err);
    if (code == ERR_LIMIT)
        return err_set(err, ERR_LIMIT,
                       "a table of more than 64 MB is too large for this page: import it "
                       "with the command stele import");
    return code;
}

void wizard_close(struct wizard *w)
{
    table_close(w->table);
    w->table = NULL;
    if (w->has_result)
        buf_release(&w->result.rejects.text);
    w->has_result = false;
}

static void set_wrong(struct wizard *w, const char *field, const struct err *err)
{
    if (w->wrong.len > 0)
        return;
    w->wrong = arena_str(w->r->arena, str_from_c(err->message));
    w->field = field;
}

bool wizard_read_table(struct wizard *w)
{
    struct err err = {0};

    table_close(w->table);
    w->table = NULL;
    if (table_open(&w->table, w->r->arena, w->bytes, &w->options, &err) != ERR_OK) {
        w->table = NULL;
        set_wrong(w, "sheet", &err);
        return false;
    }
    if (columns_survey(&w->columns, w->r->arena, w->table, &err) == ERR_OK)
        return true;
    set_wrong(w, NULL, &err);
    table_close(w->table);
    w->table = NULL;
    return false;
}

/* What the text says, as far as it is a mapping of this table. */
static void read_mapping(struct wizard *w)
{
    struct err err = {0};
    const struct str *names;
    size_t count = 0;

    if (mapping_parse(&w->mapping, w->r->arena, w->map, &err) != ERR_OK) {
        set_wrong(w, "map", &err);
        return;
    }
    w->options = mapping_table_options(&w->mapping);
    if (!wizard_read_table(w))
        return;
    names = table_names(w->table, &count);
    if (mapping_bind(&w->mapping, names, count, &err) != ERR_OK)
        set_wrong(w, "map", &err);
    else
        w->has_mapping = true;
    edit_start(&w->edit, w->r->arena, &w->columns, &w->options);
    w->has_choices = edit_read(&w->edit, w->r->arena, &w->mapping);
}

enum err_code wizard_load(struct wizard *w, struct err *err)
{
    enum err_code code = own_note_read(&w->map, w->r, note_name(w), err);

    if (code == ERR_NOT_FOUND)
        w->map = STR("");
    else if (code != ERR_OK)
        return code;
    if (w->map.len > 0)
        read_mapping(w);
    if (!w->table && !wizard_read_table(w))
        return ERR_OK;
    if (w->map.len == 0) {
        edit_start(&w->edit, w->r->arena, &w->columns, &w->options);
        w->has_choices = true;
    }
    return ERR_OK;
}

enum err_code wizard_forget(const struct wizard *w, struct err *err)
{
    enum err_code code = archive_note_remove(w->r->archive, note_name(w), err);

    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

enum err_code wizard_keep(struct wizard *w, struct str text, struct err *err)
{
    if (text.len > MAPPING_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a mapping has at most %d bytes",
                       MAPPING_MAX_BYTES);
    w->map = text;
    if (text.len == 0)
        return wizard_forget(w, err);
    return own_note_write(w->r, note_name(w), text, err);
}

/* --- mappings that come with the program --- */

static struct str shipped_folder(struct arena *arena)
{
    static const char *const places[] = {"../share/stele/mappings",
                                         "../../share/stele/mappings", "../../mappings"};

    return self_find(arena, places, sizeof places / sizeof *places, R_OK | X_OK);
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

size_t wizard_shipped(struct str **out, struct arena *arena)
{
    enum { SHIPPED_MAX = 64 };
    struct str folder = shipped_folder(arena);
    struct str *names = ARENA_ARRAY(arena, struct str, SHIPPED_MAX);
    DIR *dir = folder.len > 0 ? opendir(folder.ptr) : NULL;
    const struct dirent *entry;
    size_t count = 0;

    *out = names;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): of a stream of our own */
    while (dir && count < SHIPPED_MAX && (entry = readdir(dir)) != NULL)
        if (str_ends_with(str_from_c(entry->d_name), STR(".map")))
            names[count++] = arena_str(arena, str_from_c(entry->d_name));
    if (dir)
        (void)closedir(dir);
    if (count > 0)
        qsort(names, count, sizeof *names, by_bytes);
    return count;
}

enum err_code wizard_shipped_text(struct str *out, struct request *r, struct str name,
                                  struct err *err)
{
    struct str *names = NULL;
    size_t count = wizard_shipped(&names, r->arena);

    for (size_t i = 0; i < count; i++)
        if (str_equal(names[i], name))
            return file_read(out, r->arena, AT_FDCWD,
                             arena_printf(r->arena, STR_FMT "/" STR_FMT,
                                          STR_ARG(shipped_folder(r->arena)),
                                          STR_ARG(name))
                                 .ptr,
                             MAPPING_MAX_BYTES, err);
    return err_set(err, ERR_NOT_FOUND, "there is no mapping of that name");
}
