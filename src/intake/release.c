#include "intake/release.h"

#include <string.h>

#include "base/map.h"
#include "intake/identity.h"
#include "intake/mapping_line.h"
#include "record/object_text.h"

/* What the differences of an import say of one of its rows. */
struct remark {
    UT_hash_handle hh;
    int64_t number;
    struct str known_as;
    bool is_rejected;
};

struct place {
    UT_hash_handle hh;
    struct str identity;
    uint32_t at;
};

struct release_reader {
    struct arena *arena;
    struct archive *archive;
    struct release *out;
    uint32_t cap;
    uint32_t import;
    struct remark *remarks; /* of the import at hand */
    struct place *places;   /* where an identity stands among the rows */
    bool is_first;
};

size_t release_column(const struct release *release, struct str name)
{
    for (size_t i = 0; i < release->name_count; i++)
        if (str_equal(release->names[i], name))
            return i;
    return release->name_count;
}

static struct release_row *add_row(struct release_reader *r)
{
    struct release *out = r->out;

    if (out->row_count == r->cap) {
        uint32_t cap = r->cap > 0 ? 2 * r->cap : 256;
        struct release_row *rows = ARENA_ARRAY(r->arena, struct release_row, cap);

        if (out->row_count > 0)
            memcpy(rows, out->rows, out->row_count * sizeof *rows);
        out->rows = rows;
        r->cap = cap;
    }
    return &out->rows[out->row_count++];
}

/* Names of later files that the first has not come behind those it has. */
static void take_names(struct release_reader *r, const struct table *table)
{
    size_t count = 0;
    const struct str *names = table_names(table, &count);
    struct str *all = ARENA_ARRAY(r->arena, struct str, r->out->name_count + count);

    if (r->out->name_count > 0)
        memcpy(all, r->out->names, r->out->name_count * sizeof *all);
    r->out->names = all;
    for (size_t i = 0; i < count; i++)
        if (r->is_first || release_column(r->out, names[i]) == r->out->name_count)
            all[r->out->name_count++] = arena_str(r->arena, names[i]);
}

static void take_key_name(struct release *out, struct arena *arena,
                          const struct mapping *mapping)
{
    struct buf name = {0};

    for (uint32_t i = 0; i < mapping->key_count; i++) {
        buf_append(&name, i > 0 ? STR(" ") : STR(""));
        buf_append(&name, mapping->columns[mapping->key[i]].name);
    }
    out->key_name = arena_str(arena, buf_str(&name));
    buf_release(&name);
}

static struct remark *remark_of(struct release_reader *r, int64_t number)
{
    struct remark *remark = NULL;

    HASH_FIND(hh, r->remarks, &number, sizeof number, remark);
    return remark;
}

static struct remark *add_remark(struct release_reader *r, int64_t number)
{
    struct remark *remark = remark_of(r, number);

    if (remark)
        return remark;
    remark = ARENA_NEW(r->arena, struct remark);
    remark->number = number;
    HASH_ADD(hh, r->remarks, number, sizeof number, remark);
    return remark;
}

static enum err_code read_remark(void *context, const struct value *line, struct err *err)
{
    struct release_reader *r = context;
    int64_t number = 0;

    (void)err;
    if (!value_get_integer(&number, line, STR("number")))
        return ERR_OK;
    if (value_is_string(value_get(line, STR("kind")), STR("rejected")))
        add_remark(r, number)->is_rejected = true;
    else if (value_is_string(value_get(line, STR("kind")), STR("known_as")))
        add_remark(r, number)->known_as =
            arena_str(r->arena, value_get_string(line, STR("row")));
    return ERR_OK;
}

/* One row of a later import of the version stands where the row it corrects stood. */
static struct release_row *room_for(struct release_reader *r, struct str identity)
{
    struct place *place = NULL;
    struct release_row *row;

    if (!r->is_first)
        HASH_FIND(hh, r->places, identity.ptr, identity.len, place);
    if (place)
        return &r->out->rows[place->at];
    row = add_row(r);
    place = ARENA_NEW(r->arena, struct place);
    place->identity = identity;
    place->at = r->out->row_count - 1;
    HASH_ADD_KEYPTR(hh, r->places, place->identity.ptr, place->identity.len, place);
    return row;
}

static const struct str *copy_cells(struct release_reader *r, const size_t *at,
                                    const struct table_row *from, size_t count)
{
    struct str *cells = ARENA_ARRAY(r->arena, struct str, r->out->name_count + 1);

    for (size_t i = 0; i < r->out->name_count; i++)
        cells[i] = STR("");
    for (size_t i = 0; i < count; i++)
        if (at[i] < r->out->name_count)
            cells[at[i]] = arena_str(r->arena, from->cells[i].text);
    return cells;
}

struct reading {
    struct table *table;
    const struct mapping *mapping;
    struct identities identities;
    size_t *at; /* where the table's columns stand among the release's */
    size_t count;
    bool has_identities;
};

static void take_row(struct release_reader *r, struct reading *reading,
                     const struct table_row *from)
{
    struct transform_view view = {.mapping = reading->mapping,
                                  .cells = from->cells,
                                  .split_column = MAPPING_NO_COLUMN};
    struct str key = identity_join(r->arena, &view, reading->mapping->key,
                                   reading->mapping->key_count);
    const struct remark *remark = remark_of(r, from->number);
    struct str identity = STR("");
    struct release_row *row;

    key = arena_str(r->arena, key);
    if (reading->has_identities) {
        identity = identity_of_row(&reading->identities, r->arena, key, from->cells,
                                   reading->count, from->number);
        if (remark && remark->known_as.len > 0)
            identity = remark->known_as;
        row = room_for(r, identity);
    } else {
        row = add_row(r);
    }
    *row =
        (struct release_row){.number = from->number,
                             .import = r->import,
                             .key = key,
                             .identity = identity,
                             .is_rejected = remark && remark->is_rejected,
                             .cells = copy_cells(r, reading->at, from, reading->count)};
}

static enum err_code take_rows(struct release_reader *r, struct reading *reading,
                               struct err *err)
{
    const struct str *names = table_names(reading->table, &reading->count);
    struct table_row row = {0};
    bool is_row = true;

    reading->at = ARENA_ARRAY(r->arena, size_t, reading->count + 1);
    for (size_t i = 0; i < reading->count; i++)
        reading->at[i] = r->is_first ? i : release_column(r->out, names[i]);
    while (is_row) {
        if (table_next(&row, &is_row, reading->table, err) != ERR_OK)
            return err->code;
        if (is_row)
            take_row(r, reading, &row);
    }
    return ERR_OK;
}

/* The table and the mapping of an import, as they were kept. */
static enum err_code open_import(struct table **table, struct mapping *mapping,
                                 struct release_reader *r,
                                 const struct list_import *import, struct err *err)
{
    struct str map_text = STR("");
    struct str text = STR("");
    struct table_options options;
    const struct str *names;
    size_t count = 0;

    if (object_text_read(&map_text, r->arena, r->archive, import->mapping,
                         MAPPING_MAX_BYTES, err) != ERR_OK ||
        object_text_read(&text, r->arena, r->archive, import->source, TABLE_MAX_BYTES,
                         err) != ERR_OK ||
        mapping_parse(mapping, r->arena, map_text, err) != ERR_OK)
        return err->code;
    options = mapping_table_options(mapping);
    if (import->sheet.len > 0)
        options.sheet = import->sheet;
    if (table_open(table, r->arena, text, &options, err) != ERR_OK)
        return err->code;
    names = table_names(*table, &count);
    return mapping_bind(mapping, names, count, err);
}

static enum err_code read_import(struct release_reader *r,
                                 const struct list_import *import, struct err *err)
{
    struct mapping mapping = {0};
    struct reading reading = {
        .mapping = &mapping, .identities = {.arena = r->arena}, .has_identities = true};
    enum err_code code = open_import(&reading.table, &mapping, r, import, err);

    if (code == ERR_OK)
        code = list_differences_each(r->archive, import, read_remark, r, err);
    if (code == ERR_OK) {
        take_names(r, reading.table);
        if (r->is_first)
            take_key_name(r->out, r->arena, &mapping);
        code = take_rows(r, &reading, err);
    }
    identities_clear(&reading.identities);
    HASH_CLEAR(hh, r->remarks);
    table_close(reading.table);
    return code;
}

/* Rows read before a later file brought more columns have no cells for those. */
static void widen(struct release_reader *r, size_t from_count)
{
    if (r->out->name_count == from_count)
        return;
    for (uint32_t i = 0; i < r->out->row_count; i++) {
        struct release_row *row = &r->out->rows[i];
        struct str *cells;

        if (row->import == r->import)
            continue;
        cells = ARENA_ARRAY(r->arena, struct str, r->out->name_count);
        memcpy(cells, row->cells, from_count * sizeof *cells);
        for (size_t k = from_count; k < r->out->name_count; k++)
            cells[k] = STR("");
        row->cells = cells;
    }
}

enum err_code release_read(struct release *out, struct arena *arena,
                           struct archive *archive, const struct list_version *version,
                           struct err *err)
{
    struct release release = {.key_name = STR("")};
    struct release_reader reader = {
        .arena = arena, .archive = archive, .out = &release, .is_first = true};
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < version->import_count && code == ERR_OK; i++) {
        size_t name_count = release.name_count;

        if (!version->imports[i].is_closed)
            continue;
        reader.import = (uint32_t)i;
        code = read_import(&reader, &version->imports[i], err);
        if (code != ERR_OK)
            (void)err_context(err, "reading \"" STR_FMT "\" back: ",
                              STR_ARG(str_prefix(version->imports[i].file, 100)));
        else if (!reader.is_first)
            widen(&reader, name_count);
        reader.is_first = false;
    }
    HASH_CLEAR(hh, reader.places);
    if (code == ERR_OK)
        *out = release;
    return code;
}

enum err_code release_of_table(struct release *out, struct arena *arena,
                               struct table *table, const struct mapping *mapping,
                               struct err *err)
{
    struct release release = {.key_name = STR("")};
    struct release_reader reader = {.arena = arena, .out = &release, .is_first = true};
    struct reading reading = {.table = table, .mapping = mapping};

    take_names(&reader, table);
    take_key_name(&release, arena, mapping);
    if (take_rows(&reader, &reading, err) != ERR_OK || table_rewind(table, err) != ERR_OK)
        return err->code;
    *out = release;
    return ERR_OK;
}
