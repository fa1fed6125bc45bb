/* What an import writes before and after its rows, and what it looks for before it does.
 */

#include "intake/finding.h"
#include "intake/import_inside.h"
#include "record/compartment.h"
#include "record/sealed_object.h"

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    if (text.len > 0)
        value_set(object, arena, key, value_string(text));
}

static struct str hex_of(struct arena *arena, const struct digest *digest)
{
    return arena_str(arena, str_from_c(digest_text(digest).hex));
}

struct material {
    struct str text;
    struct str name;
    const struct digest *sha256;
    const char *type;
    struct digest stored;
    struct str seal;
};

static enum err_code store_open(struct digest *stored, struct importer *importer,
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
    return archive_object_keep(stored, &existed, writer, err);
}

static enum err_code store_sealed(struct digest *stored, struct importer *importer,
                                  const struct compartment *to, struct str text,
                                  struct err *err)
{
    struct sealed_writer *writer = sealed_writer_new(importer->archive);
    struct sealed_object object = {0};
    enum err_code code = sealed_writer_start(writer, &to->key, 1, err);

    if (code == ERR_OK)
        code = sealed_writer_add(writer, text.ptr, text.len, err);
    if (code == ERR_OK)
        code = sealed_writer_keep(&object, writer, err);
    sealed_writer_free(writer);
    *stored = object.stored;
    return code;
}

/* A table whose rows add nothing to what was sealed before says the same of people. Where
 * the name of the earlier one cannot be read, it was. */
static enum err_code was_sealed(bool *out, struct importer *importer, struct err *err)
{
    const struct list_versions *versions = &importer->plan.versions;
    struct arena *arena = &importer->row;

    *out = false;
    for (size_t i = 0; i < versions->count && !*out; i++) {
        struct object_filter filter = {.sha256 = versions->items[i].imports[0].source,
                                       .limit = 1};
        struct object_list list = {0};

        if (filter.sha256.len > 0 &&
            query_objects(&list, arena, importer->index, importer->view, &filter, err) !=
                ERR_OK)
            return err->code;
        *out = list.count == 0 || !str_equal(list.items[0].stored, list.items[0].sha256);
    }
    return ERR_OK;
}

/* NULL: the bytes may lie open. */
static enum err_code choose_compartment(const struct compartment **out,
                                        struct importer *importer, struct err *err)
{
    const struct compartment_list *list = NULL;
    bool seals = importer->has_secrets || archive_seals_all(importer->archive);

    *out = NULL;
    if (archive_compartments(&list, importer->archive, err) != ERR_OK)
        return err->code;
    if (!compartment_default(list))
        return ERR_OK;
    if (!seals && was_sealed(&seals, importer, err) != ERR_OK)
        return err->code;
    if (seals)
        *out = compartment_default(list);
    return ERR_OK;
}

enum err_code importer_store(struct digest *stored, struct str *seal,
                             struct importer *importer, struct str text, struct err *err)
{
    const struct compartment *to = NULL;

    *seal = STR("");
    if (choose_compartment(&to, importer, err) != ERR_OK)
        return err->code;
    if (!to)
        return store_open(stored, importer, text, err);
    *seal = arena_str(importer->arena, to->id);
    return store_sealed(stored, importer, to, text, err);
}

/* The object statement of these bytes, when there is one; else they are stored. */
static enum err_code preserve(struct ref *out, struct importer *importer,
                              struct material *material, struct err *err)
{
    struct arena *arena = &importer->row;
    struct object_list there = {0};
    struct object_filter filter = {.sha256 = hex_of(arena, material->sha256)};

    if (query_objects(&there, arena, importer->index, importer->view, &filter, err) !=
        ERR_OK)
        return err->code;
    for (size_t i = 0; i < there.count; i++)
        if (!there.items[i].is_derived) {
            *out = there.items[i].ref;
            return ERR_OK;
        }
    return importer_store(&material->stored, &material->seal, importer, material->text,
                          err);
}

static enum err_code add_object(struct ref *out, struct importer *importer,
                                const struct material *material, struct err *err)
{
    struct arena *arena = &importer->row;
    struct value draft = value_object();
    struct value obtained = value_object();
    struct str hex = hex_of(arena, material->sha256);

    if (!ref_is_none(*out))
        return ERR_OK;
    set_text(&obtained, arena, STR("how"), STR("not_stated"));
    set_text(&draft, arena, STR("kind"), STR("object"));
    finding_set_bytes(&draft, arena, STR("name"), STR("name_hex"), material->name);
    value_set(&draft, arena, STR("obtained"), obtained);
    set_text(&draft, arena, STR("seal"), material->seal);
    set_text(&draft, arena, STR("sha256"), hex);
    value_set(&draft, arena, STR("size"), value_integer((int64_t)material->text.len));
    set_text(&draft, arena, STR("stored"), hex_of(arena, &material->stored));
    set_text(&draft, arena, STR("type"), str_from_c(material->type));
    return archive_add(importer->archive, out, &draft, err);
}

static enum err_code add_list(struct importer *importer, struct err *err)
{
    struct arena *arena = &importer->row;
    struct value draft = value_object();

    set_text(&draft, arena, STR("class"), importer->mapping->list_class);
    set_text(&draft, arena, STR("entity"), STR("list"));
    set_text(&draft, arena, STR("id"), importer->list);
    set_text(&draft, arena, STR("kind"), STR("entity"));
    set_text(&draft, arena, STR("label"), importer->mapping->list);
    return archive_add(importer->archive, NULL, &draft, err);
}

static struct str version_of(const struct importer *importer)
{
    return importer->job->version.len > 0 ? importer->job->version
                                          : importer->mapping->version;
}

/* That made the version which this one comes before, or completes. */
static struct str other_import(struct importer *importer)
{
    return archive_ref_text(importer->archive, &importer->row,
                            importer->plan.with->imports[0].ref);
}

static enum err_code add_opening(struct importer *importer, struct ref source,
                                 struct ref mapping, struct err *err)
{
    struct arena *arena = &importer->row;
    struct value draft = value_object();
    struct table_options table = table_detected(importer->job->table);

    if (importer->plan.kind == IMPORT_OLDER)
        set_text(&draft, arena, STR("before"), other_import(importer));
    if (importer->plan.kind == IMPORT_COMPLETES)
        set_text(&draft, arena, STR("completes"), other_import(importer));
    if (table.format != TABLE_WORKBOOK)
        set_text(&draft, arena, STR("encoding"), str_from_c(charset_name(table.charset)));
    set_text(&draft, arena, STR("kind"), STR("import"));
    set_text(&draft, arena, STR("list"), importer->list);
    set_text(&draft, arena, STR("mapping"),
             archive_ref_text(importer->archive, arena, mapping));
    set_text(&draft, arena, STR("sheet"), table.sheet);
    set_text(&draft, arena, STR("source"),
             archive_ref_text(importer->archive, arena, source));
    set_text(&draft, arena, STR("version"), version_of(importer));
    return archive_add(importer->archive, &importer->result->import, &draft, err);
}

enum err_code importer_open_import(struct importer *importer, struct err *err)
{
    const struct import_job *job = importer->job;
    struct material file = {.text = job->file_text,
                            .name = job->file_name,
                            .sha256 = &job->file_sha256,
                            .type = table_media_type(job->table)};
    struct material map = {.text = job->map_text,
                           .name = job->map_name,
                           .sha256 = &job->map_sha256,
                           .type = "text/plain"};
    struct ref file_ref = REF_NONE;
    struct ref map_ref = REF_NONE;

    if (preserve(&file_ref, importer, &file, err) != ERR_OK ||
        preserve(&map_ref, importer, &map, err) != ERR_OK ||
        archive_begin(importer->archive, err) != ERR_OK ||
        add_object(&file_ref, importer, &file, err) != ERR_OK ||
        add_object(&map_ref, importer, &map, err) != ERR_OK ||
        (importer->is_new_list && add_list(importer, err) != ERR_OK))
        return err->code;
    importer->source_text =
        archive_ref_text(importer->archive, importer->arena, file_ref);
    return add_opening(importer, file_ref, map_ref, err);
}

/* Whether a statement's member names an object of these bytes. */
static enum err_code is_object(bool *out, struct importer *importer, struct str name,
                               const struct digest *sha256, struct err *err)
{
    struct arena *arena = &importer->row;
    struct object_list objects = {0};
    struct object_filter filter = {.sha256 = hex_of(arena, sha256)};

    *out = str_equal(name, filter.sha256);
    if (query_objects(&objects, arena, importer->index, importer->view, &filter, err) !=
        ERR_OK)
        return err->code;
    for (size_t i = 0; i < objects.count && !*out; i++)
        *out = str_equal(
            name, archive_ref_text(importer->archive, arena, objects.items[i].ref));
    return ERR_OK;
}

/* Whether an earlier import of the list was of this file, and this sheet of it, with this
 * mapping. */
static enum err_code is_same_import(bool *out, struct importer *importer,
                                    const struct import_row *row, struct err *err)
{
    struct statement statement = {0};

    *out = false;
    if (archive_statement(&statement, &importer->row, importer->archive, row->ref, err) !=
        ERR_OK)
        return err->code;
    if (!statement.is_readable)
        return ERR_OK;
    if (is_object(out, importer, value_get_string(&statement.value, STR("source")),
                  &importer->job->file_sha256, err) != ERR_OK)
        return err->code;
    /* One mapping may be used on several sheets of a workbook. */
    *out = *out && str_equal(value_get_string(&statement.value, STR("sheet")),
                             table_detected(importer->job->table).sheet);
    if (!*out)
        return ERR_OK;
    return is_object(out, importer, value_get_string(&statement.value, STR("mapping")),
                     &importer->job->map_sha256, err);
}

/* The publisher may give the same file out again: then it is named, and counts. */
static bool is_another_release(const struct importer *importer,
                               const struct import_row *row)
{
    return importer->job->version.len > 0 &&
           !str_equal(importer->job->version, row->version);
}

/* A finished import of the same, or an unfinished one to go on with. */
enum err_code importer_find_earlier(struct importer *importer, struct err *err)
{
    struct import_list imports = {0};
    bool is_same = false;

    if (importer->is_new_list)
        return ERR_OK;
    if (query_imports(&imports, importer->arena, importer->index, importer->view,
                      importer->list, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < imports.count; i++) {
        if (is_same_import(&is_same, importer, &imports.items[i], err) != ERR_OK)
            return err->code;
        if (!is_same || is_another_release(importer, &imports.items[i]))
            continue;
        importer->result->import = imports.items[i].ref;
        importer->result->is_resumed = !imports.items[i].is_closed;
        if (imports.items[i].is_closed) {
            importer->result->outcome = IMPORT_NOTHING_NEW;
            importer->result->rows = imports.items[i].row_count;
            importer->result->accepted = imports.items[i].accepted;
            importer->result->rejected = imports.items[i].rejected;
            return ERR_OK;
        }
    }
    return ERR_OK;
}

static enum err_code find_list(struct importer *importer, struct str name,
                               struct err *err)
{
    struct str id = {0};

    if (known_list(&id, importer, name, err) != ERR_OK)
        return err->code;
    if (id.len == 0 && !str_equal(name, importer->mapping->list))
        return err_set(err, ERR_NOT_FOUND,
                       "the mapping points to the list \"" STR_FMT
                       "\", which is not in the archive: import that list first",
                       STR_ARG(str_prefix(name, 200)));
    (void)known_add(importer, STR(""), name, id.len > 0 ? id : importer->list,
                    STR("list"), STR(""));
    return ERR_OK;
}

static enum err_code find_source_list(struct importer *importer,
                                      const struct mapping_source *source,
                                      struct err *err)
{
    struct str key = arena_printf(importer->arena, "\n" STR_FMT, STR_ARG(source->list));
    struct known_entity *known = NULL;

    if (source->from != MAPPING_FROM_LIST)
        return ERR_OK;
    HASH_FIND(hh, importer->entities, key.ptr, key.len, known);
    return known ? ERR_OK : find_list(importer, source->list, err);
}

/* The lists that the mapping points to. */
enum err_code importer_find_lists(struct importer *importer, struct err *err)
{
    for (uint32_t i = 0; i < importer->mapping->entity_count; i++) {
        const struct mapping_entity *entity = &importer->mapping->entities[i];

        for (uint32_t k = 0; k < entity->claim_count; k++) {
            const struct mapping_claim *claim = &entity->claims[k];

            if (find_source_list(importer, &claim->source, err) != ERR_OK)
                return err->code;
            for (uint32_t q = 0; q < claim->qualifier_count; q++)
                if (find_source_list(importer, &claim->qualifiers[q].source, err) !=
                    ERR_OK)
                    return err->code;
        }
    }
    return ERR_OK;
}
