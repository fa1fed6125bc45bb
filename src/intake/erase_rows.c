#include "intake/erase_rows.h"

#include "intake/blank.h"
#include "intake/mapping.h"
#include "record/erase.h"
#include "record/object_text.h"
#include "record/query.h"

enum { MAPPING_BYTES_MAX = 1 << 20, CHAIN_MAX = 64 };

struct making {
    struct arena *arena;
    struct archive *archive;
    struct view now;
    struct ref object; /* the statement that names the table */
    struct str type;
    struct str bytes;
    struct table_options options;
    int64_t *rows;
    size_t count;
    struct buf out;
};

static enum err_code find_object(struct making *m, const struct digest *name,
                                 struct err *err)
{
    struct digest_text hex = digest_text(name);
    const struct object_filter filter = {.sha256 = str_from_c(hex.hex), .limit = 1};
    struct object_list list = {0};
    enum err_code code =
        query_objects(&list, m->arena, archive_index(m->archive), m->now, &filter, err);

    if (code != ERR_OK)
        return code;
    if (list.count == 0)
        return err_set(err, ERR_NOT_FOUND, "no statement names the object %s", hex.hex);
    m->object = list.items[0].ref;
    m->type = list.items[0].type;
    return object_text_read(&m->bytes, m->arena, m->archive,
                            arena_str(m->arena, str_from_c(hex.hex)), TABLE_MAX_BYTES,
                            err);
}

/* What this table stands for, where rows of that one were erased; else REF_NONE. */
static enum err_code before_of(struct ref *out, struct making *m, struct ref object,
                               struct err *err)
{
    struct statement s = {0};
    struct err ignored = {0};
    enum err_code code = archive_statement(&s, m->arena, m->archive, object, err);

    *out = REF_NONE;
    if (code == ERR_OK &&
        value_is_string(value_get(&s.value, STR("tool")), STR(ERASE_ROWS_TOOL)) &&
        archive_ref_parse(out, m->archive, value_get_string(&s.value, STR("of")),
                          &ignored) != ERR_OK)
        *out = REF_NONE;
    return code;
}

static enum err_code read_options(struct making *m, struct ref import, struct err *err)
{
    struct statement s = {0};
    struct mapping mapping = {0};
    struct str sha256 = {0};
    struct str text = {0};

    if (archive_statement(&s, m->arena, m->archive, import, err) != ERR_OK ||
        object_text_named(&sha256, m->arena, m->archive,
                          value_get_string(&s.value, STR("mapping")), err) != ERR_OK ||
        object_text_read(&text, m->arena, m->archive, sha256, MAPPING_BYTES_MAX, err) !=
            ERR_OK ||
        mapping_parse(&mapping, m->arena, text, err) != ERR_OK)
        return err->code;
    m->options = mapping_table_options(&mapping);
    return ERR_OK;
}

/* As the table was read when its rows were numbered. */
static enum err_code find_options(struct making *m, struct err *err)
{
    struct import_list imports = {0};
    struct ref at = m->object;
    enum err_code code = query_imports(&imports, m->arena, archive_index(m->archive),
                                       m->now, STR(""), err);

    for (int i = 0; code == ERR_OK && i < CHAIN_MAX && !ref_is_none(at); i++) {
        for (size_t k = 0; k < imports.count; k++)
            if (imports.items[k].source.n == at.n)
                return read_options(m, imports.items[k].ref, err);
        code = before_of(&at, m, at, err);
    }
    return code;
}

static enum err_code make(struct making *m, const struct erasure_target *target,
                          struct err *err)
{
    enum err_code code = frontier_now(&m->now, m->arena, archive_index(m->archive), err);

    m->count = target->rows->count;
    m->rows = ARENA_ARRAY(m->arena, int64_t, m->count + 1);
    for (size_t i = 0; i < m->count; i++)
        m->rows[i] = target->rows->items[i].integer;
    if (code == ERR_OK)
        code = find_object(m, &target->what, err);
    if (code == ERR_OK)
        code = find_options(m, err);
    if (code != ERR_OK)
        return code;
    return table_blank(&m->out, m->bytes, &m->options, m->rows, m->count, err);
}

static enum err_code store(struct digest *name, struct making *m, struct err *err)
{
    struct object_writer *writer = NULL;
    bool existed = false;

    if (archive_object_begin(&writer, m->archive, err) != ERR_OK)
        return err->code;
    if (archive_object_write(writer, m->out.ptr, m->out.len, err) != ERR_OK) {
        archive_object_abort(writer);
        return err->code;
    }
    return archive_object_keep(name, &existed, writer, err);
}

static void set(struct value *draft, struct arena *arena, const char *key,
                struct value value)
{
    value_set(draft, arena, str_from_c(key), value);
}

static struct value draft_of(struct making *m, const struct digest *name,
                             const struct value *rows)
{
    struct arena *arena = m->arena;
    struct str hex = arena_str(arena, str_from_c(digest_text(name).hex));
    struct value parameters = value_object();
    struct value draft = value_object();

    set(&parameters, arena, "rows", value_copy(rows, arena));
    set(&draft, arena, "kind", value_string(STR("derived")));
    set(&draft, arena, "of",
        value_string(archive_ref_text(m->archive, arena, m->object)));
    set(&draft, arena, "sha256", value_string(hex));
    set(&draft, arena, "stored", value_string(hex));
    set(&draft, arena, "size", value_integer((int64_t)m->out.len));
    set(&draft, arena, "how", value_string(STR("redaction")));
    if (m->type.len > 0)
        set(&draft, arena, "type", value_string(arena_str(arena, m->type)));
    set(&draft, arena, "tool", value_string(STR(ERASE_ROWS_TOOL)));
    set(&draft, arena, "version", value_string(STR(STELE_VERSION)));
    set(&draft, arena, "parameters", parameters);
    return draft;
}

enum err_code erase_rows_make(struct value *draft, struct arena *arena,
                              struct archive *archive,
                              const struct erasure_target *target, struct err *err)
{
    struct making m = {.arena = arena, .archive = archive};
    struct digest name = {{0}};
    enum err_code code = make(&m, target, err);

    if (code == ERR_OK)
        code = store(&name, &m, err);
    if (code == ERR_OK)
        *draft = draft_of(&m, &name, target->rows);
    buf_release(&m.out);
    return code;
}

enum err_code erase_rows_try(struct archive *archive, const struct erasure_target *target,
                             struct err *err)
{
    struct arena arena = {0};
    struct making m = {.arena = &arena, .archive = archive};
    enum err_code code = make(&m, target, err);

    buf_release(&m.out);
    arena_free(&arena);
    return code;
}
