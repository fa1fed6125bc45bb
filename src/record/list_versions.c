#include "record/list_versions.h"

#include <assert.h>

#include "base/buf.h"
#include "format/canon.h"
#include "record/object_text.h"

struct reader {
    struct arena *arena;
    struct archive *archive;
    struct index *index;
    struct view view;
    struct str list;
};

static struct ref ref_named(const struct reader *r, const struct value *statement,
                            struct str member)
{
    struct str text = value_get_string(statement, member);
    struct ref ref = REF_NONE;

    if (text.len == 0 || !index_parse_ref(&ref, r->index, text))
        return REF_NONE;
    return ref;
}

static enum err_code read_file_name(struct str *out, const struct reader *r,
                                    struct str source, struct err *err)
{
    struct statement statement = {0};
    struct ref ref = REF_NONE;

    *out = STR("");
    if (!index_parse_ref(&ref, r->index, source))
        return ERR_OK;
    if (archive_statement(&statement, r->arena, r->archive, ref, err) != ERR_OK)
        return err->code;
    if (statement.is_readable)
        *out = value_get_string(&statement.value, STR("name"));
    return ERR_OK;
}

static enum err_code read_opening(struct list_import *out, const struct reader *r,
                                  struct err *err)
{
    struct statement said = {0};
    struct str source;

    if (archive_statement(&said, r->arena, r->archive, out->ref, err) != ERR_OK)
        return err->code;
    if (!said.is_readable)
        return ERR_OK;
    source = value_get_string(&said.value, STR("source"));
    out->sheet = value_get_string(&said.value, STR("sheet"));
    out->before = ref_named(r, &said.value, STR("before"));
    out->completes = ref_named(r, &said.value, STR("completes"));
    if (object_text_named(&out->source, r->arena, r->archive, source, err) != ERR_OK ||
        object_text_named(&out->mapping, r->arena, r->archive,
                          value_get_string(&said.value, STR("mapping")), err) != ERR_OK)
        return err->code;
    return read_file_name(&out->file, r, source, err);
}

static enum err_code read_closing(struct list_import *out, const struct reader *r,
                                  struct ref closing, struct err *err)
{
    struct statement said = {0};

    if (archive_statement(&said, r->arena, r->archive, closing, err) != ERR_OK)
        return err->code;
    if (!said.is_readable)
        return ERR_OK;
    out->has_vanished = value_get_integer(&out->vanished, &said.value, STR("vanished"));
    return object_text_named(&out->differences, r->arena, r->archive,
                             value_get_string(&said.value, STR("differences")), err);
}

static enum err_code read_import(struct list_import *out, const struct reader *r,
                                 const struct import_row *row, struct err *err)
{
    struct statement_row said = {0};

    *out = (struct list_import){.ref = row->ref,
                                .is_closed = row->is_closed,
                                .version = row->version,
                                .rows = row->row_count,
                                .accepted = row->accepted,
                                .rejected = row->rejected,
                                .before = REF_NONE,
                                .completes = REF_NONE};
    if (query_statement(&said, r->arena, r->index, row->ref, err) != ERR_OK)
        return err->code;
    out->has_time = said.has_time;
    out->at_s = said.at_s;
    out->by = said.by;
    if (read_opening(out, r, err) != ERR_OK)
        return err->code;
    return row->is_closed ? read_closing(out, r, row->closing, err) : ERR_OK;
}

/* Feeds are merged by their clocks; within one feed the order is that of its log. */
static size_t take_next(bool *is_taken, const struct list_import *imports, size_t count)
{
    size_t best = count;

    for (size_t i = 0; i < count; i++) {
        bool is_head = !is_taken[i];

        for (size_t k = 0; k < i && is_head; k++)
            is_head = is_taken[k] || ref_feed(imports[k].ref) != ref_feed(imports[i].ref);
        if (is_head && (best == count || imports[i].at_s < imports[best].at_s))
            best = i;
    }
    is_taken[best] = true;
    return best;
}

static size_t find_version(const struct list_versions *versions, struct ref import)
{
    for (size_t i = 0; i < versions->count; i++)
        for (size_t k = 0; k < versions->items[i].import_count; k++)
            if (versions->items[i].imports[k].ref.n == import.n)
                return i;
    return versions->count;
}

static void place(struct list_versions *out, struct list_import *slots, size_t slot_count,
                  const struct list_import *import)
{
    size_t at = out->count;

    if (!ref_is_none(import->completes))
        at = find_version(out, import->completes);
    if (at < out->count) {
        out->items[at].imports[out->items[at].import_count++] = *import;
        return;
    }
    if (!ref_is_none(import->before))
        at = find_version(out, import->before);
    memmove(&out->items[at + 1], &out->items[at],
            (out->count - at) * sizeof out->items[0]);
    /* Room for every import there is: which release it completes is known later. */
    out->items[at] = (struct list_version){.name = import->version,
                                           .imports = &slots[out->count * slot_count],
                                           .import_count = 1};
    out->items[at].imports[0] = *import;
    out->count++;
}

static enum err_code read_all(struct list_versions *out, const struct reader *r,
                              struct err *err)
{
    struct import_list found = {0};
    struct list_import *imports;
    struct list_import *slots;
    bool *is_taken;

    if (query_imports(&found, r->arena, r->index, r->view, r->list, err) != ERR_OK)
        return err->code;
    imports = ARENA_ARRAY(r->arena, struct list_import, found.count + 1);
    slots = ARENA_ARRAY(r->arena, struct list_import, found.count * found.count + 1);
    is_taken = ARENA_ARRAY(r->arena, bool, found.count + 1);
    out->items = ARENA_ARRAY(r->arena, struct list_version, found.count + 1);
    for (size_t i = 0; i < found.count; i++)
        if (read_import(&imports[i], r, &found.items[i], err) != ERR_OK)
            return err->code;
    for (size_t i = 0; i < found.count; i++)
        place(out, slots, found.count,
              &imports[take_next(is_taken, imports, found.count)]);
    for (size_t i = 0; i < out->count; i++)
        out->items[i].number = (uint32_t)i + 1;
    return ERR_OK;
}

enum err_code list_versions_read(struct list_versions *out, struct arena *arena,
                                 struct archive *archive, struct view view,
                                 struct str list, struct err *err)
{
    struct reader reader = {arena, archive, archive_index(archive), view, list};
    struct list_versions versions = {0};

    if (query_entity(&versions.list, arena, reader.index, view, list, err) != ERR_OK ||
        read_all(&versions, &reader, err) != ERR_OK)
        return err->code;
    *out = versions;
    return ERR_OK;
}

const struct list_version *list_version_of(const struct list_versions *versions,
                                           struct ref import)
{
    size_t at = find_version(versions, import);

    return at < versions->count ? &versions->items[at] : NULL;
}

const struct list_version *list_versions_newest(const struct list_versions *versions)
{
    for (size_t i = versions->count; i > 0; i--)
        if (versions->items[i - 1].imports[0].is_closed)
            return &versions->items[i - 1];
    return NULL;
}

struct str list_version_title(struct arena *arena, const struct list_version *version)
{
    assert(version);
    if (version->name.len > 0)
        return version->name;
    return arena_printf(arena, "%u", version->number);
}

static enum err_code not_found(const struct list_versions *versions, struct str text,
                               struct err *err)
{
    struct arena arena = {0};
    struct buf there = {0};

    for (size_t i = 0; i < versions->count && there.len < 300; i++)
        buf_printf(&there, "%s\"" STR_FMT "\"", i > 0 ? ", " : "",
                   STR_ARG(list_version_title(&arena, &versions->items[i])));
    (void)err_set(err, ERR_NOT_FOUND,
                  "the list \"" STR_FMT "\" has no version \"" STR_FMT
                  "\"; it has: " STR_FMT,
                  STR_ARG(str_prefix(versions->list.label, 100)),
                  STR_ARG(str_prefix(text, 100)), STR_ARG(buf_str(&there)));
    buf_release(&there);
    arena_free(&arena);
    return err->code;
}

enum err_code list_versions_find(const struct list_version **out,
                                 const struct list_versions *versions,
                                 struct archive *archive, struct str text,
                                 struct err *err)
{
    const struct list_version *found = NULL;
    struct err ignored = {0};
    struct ref ref = REF_NONE;
    uint64_t number = 0;

    for (size_t i = 0; i < versions->count; i++) {
        if (text.len == 0 || !str_equal(versions->items[i].name, text))
            continue;
        if (found)
            return err_set(err, ERR_CONFLICT,
                           "the versions %u and %u are both called \"" STR_FMT
                           "\": name one by its number",
                           found->number, versions->items[i].number, STR_ARG(text));
        found = &versions->items[i];
    }
    if (!found && str_to_u64(&number, text) && number > 0 && number <= versions->count)
        found = &versions->items[number - 1];
    if (!found && archive_ref_parse(&ref, archive, text, &ignored) == ERR_OK)
        found = list_version_of(versions, ref);
    if (!found)
        return not_found(versions, text, err);
    *out = found;
    return ERR_OK;
}

enum err_code list_differences_each(struct archive *archive,
                                    const struct list_import *import,
                                    difference_visitor visit, void *context,
                                    struct err *err)
{
    struct arena arena = {0};
    struct arena line_arena = {0};
    struct str rest = STR("");
    enum err_code code = ERR_OK;

    if (import->differences.len == 0)
        return ERR_OK;
    code = object_text_read(&rest, &arena, archive, import->differences,
                            LIST_DIFFERENCES_MAX, err);
    while (code == ERR_OK && rest.len > 0) {
        struct str text = str_cut(&rest, '\n');
        struct value line = {0};

        arena_reset(&line_arena);
        if (text.len == 0)
            continue;
        code = canon_parse(&line, &line_arena, text, err);
        if (code != ERR_OK)
            (void)err_context(err, "differences of a release, object " STR_FMT ": ",
                              STR_ARG(import->differences));
        else
            code = visit(context, &line, err);
    }
    arena_free(&line_arena);
    arena_free(&arena);
    return code;
}

struct row_follower {
    const struct list_versions *versions;
    const struct list_import *import;
    struct str id;     /* of the entity that stands for the row */
    struct ref newest; /* of the import at hand: its version is missing the row */
    struct ref absent_in;
    struct ref found_by;
    const struct index *index;
};

static enum err_code follow_line(void *context, const struct value *line, struct err *err)
{
    struct row_follower *f = context;
    struct ref newest = REF_NONE;

    (void)err;
    if (value_is_string(value_get(line, STR("kind")), STR("version"))) {
        struct str text = value_get_string(line, STR("newest"));

        f->newest = text.len > 0 && index_parse_ref(&newest, f->index, text)
                        ? newest
                        : f->import->ref;
        return ERR_OK;
    }
    if (!str_equal(value_get_string(line, STR("entity")), f->id))
        return ERR_OK;
    if (value_is_string(value_get(line, STR("kind")), STR("vanished"))) {
        f->absent_in = f->newest;
        f->found_by = f->import->ref;
    } else if (value_is_string(value_get(line, STR("kind")), STR("back"))) {
        f->absent_in = REF_NONE;
    }
    return ERR_OK;
}

static int by_ref(const void *a, const void *b)
{
    const struct list_import *x = *(const struct list_import *const *)a;
    const struct list_import *y = *(const struct list_import *const *)b;

    return (x->ref.n > y->ref.n) - (x->ref.n < y->ref.n);
}

/* Most imports found nothing about most rows: their differences are searched, not read.
 */
static enum err_code follow_import(struct row_follower *f, struct archive *archive,
                                   struct err *err)
{
    struct arena arena = {0};
    struct str text = STR("");
    enum err_code code = ERR_OK;

    if (f->import->differences.len > 0)
        code = object_text_read(&text, &arena, archive, f->import->differences,
                                LIST_DIFFERENCES_MAX, err);
    if (code == ERR_OK && str_find_str(text, f->id) < text.len)
        code = list_differences_each(archive, f->import, follow_line, f, err);
    arena_free(&arena);
    return code;
}

/* What each import found, in the order in which it was found: the last word counts. */
static enum err_code follow_row(struct row_follower *f, struct arena *arena,
                                struct archive *archive, struct err *err)
{
    const struct list_import **in_order;
    size_t count = 0;

    for (size_t i = 0; i < f->versions->count; i++)
        count += f->versions->items[i].import_count;
    in_order = ARENA_ARRAY(arena, const struct list_import *, count + 1);
    count = 0;
    for (size_t i = 0; i < f->versions->count; i++)
        for (size_t k = 0; k < f->versions->items[i].import_count; k++)
            in_order[count++] = &f->versions->items[i].imports[k];
    qsort(in_order, count, sizeof(const struct list_import *), by_ref);
    for (size_t i = 0; i < count; i++) {
        f->import = in_order[i];
        if (follow_import(f, archive, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

enum err_code list_row_state_read(struct list_row_state *out, struct arena *arena,
                                  struct archive *archive, struct view view,
                                  const struct entity_row *entity, struct err *err)
{
    struct list_versions versions = {0};
    struct row_follower follower = {.versions = &versions,
                                    .id = entity->id,
                                    .absent_in = REF_NONE,
                                    .index = archive_index(archive)};
    const struct list_version *version;
    struct import_list imports = {0};

    *out = (struct list_row_state){.import = REF_NONE};
    if (entity->list.len == 0 || entity->row.len == 0)
        return ERR_OK;
    if (query_imports(&imports, arena, archive_index(archive), view, entity->list, err) !=
        ERR_OK)
        return err->code;
    if (imports.count <= 1) /* nothing could have left it out */
        return ERR_OK;
    if (list_versions_read(&versions, arena, archive, view, entity->list, err) !=
            ERR_OK ||
        follow_row(&follower, arena, archive, err) != ERR_OK)
        return err->code;
    version = ref_is_none(follower.absent_in)
                  ? NULL
                  : list_version_of(&versions, follower.absent_in);
    if (!version)
        return ERR_OK;
    out->is_absent = true;
    out->list = versions.list.label;
    out->list_id = versions.list.id;
    out->absent_in = list_version_title(arena, version);
    out->import = follower.found_by;
    return ERR_OK;
}
