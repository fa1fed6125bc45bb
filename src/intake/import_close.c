/* The end of an import: its differences, preserved, and the closing statement. */

#include "intake/import_inside.h"

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    value_set(object, arena, key, value_string(text));
}

static enum err_code store(struct digest *name, struct importer *importer,
                           struct str text, struct err *err)
{
    struct object_writer *writer = NULL;
    bool existed = false;

    if (archive_object_begin(&writer, importer->archive, err) != ERR_OK)
        return err->code;
    if (archive_object_write(writer, text.ptr, text.len, err) != ERR_OK) {
        archive_object_abort(writer);
        return err->code;
    }
    return archive_object_keep(name, &existed, writer, err);
}

/* They were made of the table, by this program. */
static enum err_code add_differences(struct ref *out, struct importer *importer,
                                     const struct digest *name, size_t size,
                                     struct err *err)
{
    struct arena *arena = &importer->row;
    struct value draft = value_object();
    struct str hex = arena_str(arena, str_from_c(digest_text(name).hex));

    set_text(&draft, arena, STR("how"), STR("table"));
    set_text(&draft, arena, STR("kind"), STR("derived"));
    set_text(&draft, arena, STR("name"), STR("differences.jsonl"));
    set_text(&draft, arena, STR("of"), importer->source_text);
    set_text(&draft, arena, STR("sha256"), hex);
    value_set(&draft, arena, STR("size"), value_integer((int64_t)size));
    set_text(&draft, arena, STR("stored"), hex);
    set_text(&draft, arena, STR("tool"), STR("stele"));
    set_text(&draft, arena, STR("type"), STR("application/jsonl"));
    set_text(&draft, arena, STR("version"), STR(STELE_VERSION));
    return archive_add(importer->archive, out, &draft, err);
}

/* A first release has none, unless rows of it were handed back. */
static bool has_differences(const struct importer *importer)
{
    return importer->plan.with || importer->plan.rejected.len > 0;
}

static enum err_code keep_differences(struct ref *out, struct importer *importer,
                                      struct err *err)
{
    struct buf text = {0};
    struct digest name = {{0}};
    enum err_code code;

    if (!has_differences(importer))
        return importer_make_room(importer, 1, err);
    release_differences(&text, importer);
    code = store(&name, importer, buf_str(&text), err);
    if (code == ERR_OK)
        code = importer_make_room(importer, 2, err);
    arena_reset(&importer->row);
    if (code == ERR_OK)
        code = add_differences(out, importer, &name, text.len, err);
    buf_release(&text);
    return code;
}

enum err_code importer_close_import(struct importer *importer, struct err *err)
{
    struct arena *arena = &importer->row;
    struct import_result *result = importer->result;
    struct value draft = value_object();
    struct ref differences = REF_NONE;

    arena_reset(arena);
    if (keep_differences(&differences, importer, err) != ERR_OK)
        return err->code;
    value_set(&draft, arena, STR("accepted"), value_integer(result->accepted));
    if (!ref_is_none(differences))
        set_text(&draft, arena, STR("differences"),
                 archive_ref_text(importer->archive, arena, differences));
    set_text(&draft, arena, STR("kind"), STR("import"));
    set_text(&draft, arena, STR("of"), importer->import_text);
    value_set(&draft, arena, STR("rejected"), value_integer(result->rejected));
    value_set(&draft, arena, STR("rows"), value_integer(result->rows));
    value_set(&draft, arena, STR("unchanged"), value_integer(result->unchanged));
    if (importer->plan.kind == IMPORT_LATER)
        value_set(&draft, arena, STR("vanished"), value_integer(result->vanished));
    if (archive_add(importer->archive, NULL, &draft, err) != ERR_OK)
        return err->code;
    return archive_commit(importer->archive, err);
}
