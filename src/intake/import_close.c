/* The end of an import: its differences, preserved, and the closing statement. */

#include "crypto/sha256.h"
#include "intake/import_inside.h"

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    value_set(object, arena, key, value_string(text));
}

struct kept {
    struct digest sha256;
    struct digest stored;
    struct str seal;
    size_t size;
};

/* They were made of the table, by this program. */
static enum err_code add_differences(struct ref *out, struct importer *importer,
                                     const struct kept *kept, struct err *err)
{
    struct arena *arena = &importer->row;
    struct value draft = value_object();
    struct str hex = arena_str(arena, str_from_c(digest_text(&kept->sha256).hex));
    struct str stored = arena_str(arena, str_from_c(digest_text(&kept->stored).hex));

    set_text(&draft, arena, STR("how"), STR("table"));
    set_text(&draft, arena, STR("kind"), STR("derived"));
    set_text(&draft, arena, STR("name"), STR("differences.jsonl"));
    set_text(&draft, arena, STR("of"), importer->source_text);
    if (kept->seal.len > 0)
        set_text(&draft, arena, STR("seal"), kept->seal);
    set_text(&draft, arena, STR("sha256"), hex);
    value_set(&draft, arena, STR("size"), value_integer((int64_t)kept->size));
    set_text(&draft, arena, STR("stored"), stored);
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
    struct kept kept = {0};
    struct sha256 *sha256;
    enum err_code code;

    if (!has_differences(importer))
        return importer_make_room(importer, 1, err);
    release_differences(&text, importer);
    sha256 = sha256_new();
    kept.sha256 = sha256_of(sha256, buf_str(&text));
    sha256_free(sha256);
    kept.size = text.len;
    code = importer_store(&kept.stored, &kept.seal, importer, buf_str(&text), err);
    if (code == ERR_OK)
        code = importer_make_room(importer, 2, err);
    arena_reset(&importer->row);
    if (code == ERR_OK)
        code = add_differences(out, importer, &kept, err);
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
