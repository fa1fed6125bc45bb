/* The statements of a row: all of them are checked before the first is written. */

#include "intake/import_inside.h"

enum err_code importer_check_drafts(struct importer *importer, struct err *err)
{
    for (uint32_t i = 0; i < importer->draft_count; i++) {
        const struct value *draft = &importer->drafts[i].value;
        enum err_code code;

        importer->fresh_id = value_get_string(draft, STR("id"));
        importer->must_seal = false;
        code = check_statement(&importer->check, draft, err);
        importer->drafts[i].must_seal = importer->must_seal;
        importer->has_secrets = importer->has_secrets || importer->must_seal;
        importer->fresh_id = STR("");
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

enum err_code importer_make_room(struct importer *importer, uint32_t count,
                                 struct err *err)
{
    struct archive *archive = importer->archive;
    uint32_t held = archive_batch_size(archive);

    if (held > 0 && held + count <= ARCHIVE_BATCH)
        return ERR_OK;
    if (held > 0) {
        if (archive_commit(archive, err) != ERR_OK)
            return err->code;
        if (importer->job->progress)
            progress_update(importer->job->progress, (uint64_t)importer->result->rows, 0);
    }
    return archive_begin(archive, err);
}

/* The word of an older release: kept, and said to be no longer its list's. */
static enum err_code outdate(struct importer *importer, const struct value *claim,
                             struct ref ref, struct err *err)
{
    struct arena *arena = &importer->row;
    struct value draft = value_object();
    struct value pinned = {0};
    const struct value *row = value_get(claim, STR("row"));

    if (archive_ref_pinned(&pinned, arena, importer->archive, ref, err) != ERR_OK)
        return err->code;
    value_set(&draft, arena, STR("import"), value_string(importer->import_text));
    value_set(&draft, arena, STR("kind"), value_string(STR("withdraw")));
    value_set(&draft, arena, STR("note"),
              value_string(STR("said by an older release, imported after a newer one")));
    value_set(&draft, arena, STR("of"), pinned);
    value_set(&draft, arena, STR("reason"), value_string(STR("source_corrected")));
    if (row)
        value_set(&draft, arena, STR("row"), *row);
    return archive_add_checked(importer->archive, NULL, &draft, false, err);
}

static enum err_code write_draft(struct importer *importer, const struct draft *draft,
                                 struct err *err)
{
    struct ref ref = REF_NONE;

    if (archive_add_checked(importer->archive, &ref, &draft->value, draft->must_seal,
                            err) != ERR_OK)
        return err->code;
    return draft->is_outdated ? outdate(importer, &draft->value, ref, err) : ERR_OK;
}

enum err_code importer_write_drafts(struct importer *importer, struct err *err)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < importer->draft_count; i++)
        if (!importer->drafts[i].deferred)
            count += importer->drafts[i].is_outdated ? 2 : 1;
    if (count == 0)
        return ERR_OK;
    if (importer_make_room(importer, count, err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; i < importer->draft_count; i++) {
        const struct draft *draft = &importer->drafts[i];

        if (draft->deferred || write_draft(importer, draft, err) == ERR_OK)
            continue;
        if (importer->table_row)
            return err_context(err, "row %jd: ", (intmax_t)importer->table_row->number);
        return err->code;
    }
    return ERR_OK;
}
