/* The parts of an XLSX file: which sheets there are, and in which part each lies. */

#include "intake/workbook_xlsx.h"

#include <assert.h>
#include <string.h>

enum { MAX_RELATIONS = 10000, MAX_PART_NAME = 512 };

struct relation {
    struct str id;
    struct str type; /* the last part of its URI */
    struct str part; /* full name in the archive */
};

struct relations {
    struct arena *arena;
    struct str folder; /* of the part they belong to, with its slash */
    struct relation *items;
    uint32_t count;
};

static struct str last_segment(struct str path)
{
    while (str_find(path, '/', 0) < path.len)
        (void)str_cut(&path, '/');
    return path;
}

static struct str folder_of(struct str part)
{
    return str_prefix(part, part.len - last_segment(part).len);
}

/* A target, relative to the folder or absolute, as the name of a part. */
static struct str resolve(struct arena *arena, struct str folder, struct str target)
{
    struct buf path = {0};
    struct str resolved;

    if (str_starts_with(target, STR("/")))
        target = str_after(target, 1);
    else
        buf_append(&path, folder);
    while (target.len > 0) {
        bool is_last = str_find(target, '/', 0) == target.len;
        struct str segment = str_cut(&target, '/');

        if (str_equal(segment, STR("."))) {
            continue;
        } else if (str_equal(segment, STR(".."))) {
            struct str above =
                str_prefix(buf_str(&path), path.len > 0 ? path.len - 1 : 0);

            path.len = folder_of(above).len;
        } else {
            buf_append(&path, segment);
            if (!is_last)
                buf_char(&path, '/');
        }
    }
    resolved = arena_str(arena, buf_str(&path));
    buf_release(&path);
    return resolved;
}

static void start_relation(struct xml_reader *xml, enum xml_space space, const char *name,
                           const char **attributes)
{
    struct relations *all = xml_data(xml);
    const char *id = xml_attribute(attributes, XML_NO_SPACE, "Id");
    const char *type = xml_attribute(attributes, XML_NO_SPACE, "Type");
    const char *target = xml_attribute(attributes, XML_NO_SPACE, "Target");
    const char *mode = xml_attribute(attributes, XML_NO_SPACE, "TargetMode");

    if (space != XML_PACKAGE_RELATION || strcmp(name, "Relationship") != 0 || !id ||
        !type || !target || (mode && strcmp(mode, "External") == 0))
        return;
    if (all->count == MAX_RELATIONS || strlen(target) > MAX_PART_NAME) {
        xml_fail(xml, ERR_LIMIT,
                 "it has more than %d links, or one of more than %d bytes", MAX_RELATIONS,
                 MAX_PART_NAME);
        return;
    }
    all->items = part_room(all->arena, all->items, all->count, sizeof *all->items);
    all->items[all->count++] =
        (struct relation){arena_str(all->arena, str_from_c(id)),
                          arena_str(all->arena, last_segment(str_from_c(type))),
                          resolve(all->arena, all->folder, str_from_c(target))};
}

static void no_end(struct xml_reader *xml, enum xml_space space, const char *name)
{
    (void)xml;
    (void)space;
    (void)name;
}

static void no_text(struct xml_reader *xml, struct str text)
{
    (void)xml;
    (void)text;
}

static const struct xml_handlers relation_handlers = {start_relation, no_end, no_text};

/* The links of a part; of the archive itself when part is empty. */
static enum err_code read_relations(struct relations *out, struct xlsx *book,
                                    struct str part, struct err *err)
{
    struct str folder = folder_of(part);
    struct str name = arena_printf(book->arena, STR_FMT "_rels/" STR_FMT ".rels",
                                   STR_ARG(folder), STR_ARG(last_segment(part)));
    struct relations all = {.arena = book->arena, .folder = folder};

    if (part_read(book->zip, name, &relation_handlers, &all, err) != ERR_OK)
        return err->code;
    *out = all;
    return ERR_OK;
}

static const struct relation *of_type(const struct relations *all, struct str type)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].type, type))
            return &all->items[i];
    return NULL;
}

static const struct relation *of_id(const struct relations *all, struct str id)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].id, id))
            return &all->items[i];
    return NULL;
}

static void start_sheet(struct xml_reader *xml, struct xlsx *book,
                        const char **attributes)
{
    const char *name = xml_attribute(attributes, XML_NO_SPACE, "name");
    const char *state = xml_attribute(attributes, XML_NO_SPACE, "state");
    const char *relation = xml_attribute(attributes, XML_OFFICE_RELATION, "id");

    if (!name || !relation)
        return;
    if (book->sheet_count == WORKBOOK_MAX_SHEETS || strlen(name) > MAX_PART_NAME) {
        xml_fail(xml, ERR_LIMIT,
                 "it has more than %d sheets, or a name of more than %d "
                 "bytes",
                 WORKBOOK_MAX_SHEETS, MAX_PART_NAME);
        return;
    }
    book->sheets =
        part_room(book->arena, book->sheets, book->sheet_count, sizeof *book->sheets);
    book->relations = part_room(book->arena, book->relations, book->sheet_count,
                                sizeof *book->relations);
    book->sheets[book->sheet_count] = (struct part_sheet){
        arena_str(book->arena, str_from_c(name)), state && strcmp(state, "visible") != 0};
    book->relations[book->sheet_count++] = arena_str(book->arena, str_from_c(relation));
}

static void start_in_workbook(struct xml_reader *xml, enum xml_space space,
                              const char *name, const char **attributes)
{
    struct xlsx *book = xml_data(xml);

    if (space != XML_SHEET)
        return;
    if (strcmp(name, "workbookPr") == 0)
        book->is_1904 = xml_is_true(xml_attribute(attributes, XML_NO_SPACE, "date1904"));
    else if (strcmp(name, "sheet") == 0)
        start_sheet(xml, book, attributes);
}

static const struct xml_handlers workbook_handlers = {start_in_workbook, no_end, no_text};

/* A chart may be a sheet too: it holds no table. */
static void keep_tables(struct xlsx *book, const struct relations *parts)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < book->sheet_count; i++) {
        const struct relation *relation = of_id(parts, book->relations[i]);

        if (!relation || !str_equal(relation->type, STR("worksheet")))
            continue;
        book->sheets[kept] = book->sheets[i];
        book->relations[kept++] = relation->part;
    }
    book->sheet_count = kept;
}

static enum err_code read_optional(struct xlsx *book, const struct relations *parts,
                                   struct str type, const struct xml_handlers *handlers,
                                   void *data, struct err *err)
{
    const struct relation *relation = of_type(parts, type);

    if (!relation)
        return ERR_OK;
    return part_read(book->zip, relation->part, handlers, data, err);
}

static enum err_code read_book(struct xlsx *book, struct err *err)
{
    struct relations top = {0};
    struct relations parts = {0};
    struct xlsx_strings_reader strings = {.book = book};
    struct xlsx_styles_reader styles = {.book = book};
    const struct relation *workbook;
    enum err_code code;

    if (read_relations(&top, book, STR(""), err) != ERR_OK)
        return err->code;
    workbook = of_type(&top, STR("officeDocument"));
    if (!workbook)
        return err_set(err, ERR_INVALID,
                       "it does not say which of its parts is the "
                       "workbook");
    if (str_ends_with(workbook->part, STR(".bin")))
        return err_set(
            err, ERR_INVALID,
            "it is a binary workbook (.xlsb): save it as .xlsx and import that");
    if (part_read(book->zip, workbook->part, &workbook_handlers, book, err) != ERR_OK ||
        read_relations(&parts, book, workbook->part, err) != ERR_OK)
        return err->code;
    keep_tables(book, &parts);
    code =
        read_optional(book, &parts, STR("sharedStrings"), &xlsx_strings, &strings, err);
    buf_release(&strings.text);
    if (code != ERR_OK)
        return code;
    return read_optional(book, &parts, STR("styles"), &xlsx_styles, &styles, err);
}

enum err_code xlsx_read(struct workbook_writer *w, struct zip *zip, struct str sheet,
                        struct err *err)
{
    struct xlsx book = {.arena = zip->arena, .zip = zip};
    uint32_t chosen = 0;

    if (read_book(&book, err) != ERR_OK ||
        part_choose(&chosen, w, book.sheets, book.sheet_count, sheet, err) != ERR_OK)
        return err->code;
    assert(chosen < book.sheet_count && book.relations);
    return xlsx_read_sheet(w, &book, book.relations[chosen], err);
}
