#include "intake/import.h"

#include <string.h>

#include "base/message.h"
#include "intake/import_inside.h"

void importer_find(struct importer *importer, enum import_oddity oddity, int64_t row,
                   int64_t other_row, struct str column, struct str text)
{
    struct import_result *result = importer->result;
    const struct table_row *at = importer->table_row;
    bool is_of_a_sheet = at && row == at->number && table_workbook(importer->job->table);
    struct import_finding *bigger;
    size_t count = result->finding_count;

    result->oddities[oddity]++;
    if (count == IMPORT_MAX_FINDINGS)
        return;
    if (count == 0 || (count >= 64 && (count & (count - 1)) == 0)) {
        bigger = ARENA_ARRAY(importer->arena, struct import_finding,
                             count > 0 ? 2 * count : 64);
        if (count > 0)
            memcpy(bigger, result->findings, count * sizeof *bigger);
        result->findings = bigger;
    }
    result->findings[result->finding_count++] = (struct import_finding){
        .oddity = oddity,
        .row = row,
        .sheet_row = is_of_a_sheet ? (int64_t)at->line : 0,
        .other_row = other_row,
        .column = column,
        .text = arena_str(importer->arena, str_prefix(text, 400))};
}

static bool is_among(struct mapping_words words, struct str word)
{
    for (uint32_t i = 0; i < words.count; i++)
        if (str_equal(words.items[i], word))
            return true;
    return false;
}

/* Whether the row says where it comes from. */
static void look_at_source(struct importer *importer)
{
    const struct mapping *mapping = importer->mapping;
    struct transform_view view = row_view(importer, NULL);
    int64_t row = importer->table_row->number;
    struct mapping_words parts;
    struct str name;

    if (mapping->source == MAPPING_NO_COLUMN)
        return;
    name = mapping->columns[mapping->source].name;
    parts = transform_parts(&importer->row, &view, mapping->source, STR(""));
    if (parts.count == 0)
        importer_find(importer, IMPORT_NO_SOURCE, row, 0, name, STR(""));
    for (uint32_t i = 0; i < parts.count; i++)
        if (is_among(mapping->withheld, parts.items[i])) {
            importer_find(importer, IMPORT_WITHHELD, row, 0, name, parts.items[i]);
            return;
        }
}

static void reject_row(struct importer *importer, const struct err *reason)
{
    struct str text = str_from_c(reason->message);
    bool is_denied = reason->code == ERR_DENIED;

    importer_find(importer, is_denied ? IMPORT_DENIED : IMPORT_REJECTED,
                  importer->table_row->number, 0, STR(""), text);
    release_plan_rejected(importer, importer->table_row->number);
    table_reject(&importer->result->rejects, importer->job->table, importer->table_row,
                 text);
    importer->result->rejected++;
}

/* What the row itself is to blame for: anything else ends the run. */
static bool is_of_the_row(enum err_code code)
{
    return code == ERR_INVALID || code == ERR_NOT_FOUND || code == ERR_DENIED ||
           code == ERR_LIMIT;
}

static enum err_code make_row(struct importer *importer, struct err *err)
{
    if (importer->table_row->problem)
        return err_set(err, ERR_INVALID, "%s", _(importer->table_row->problem));
    importer_look_at_cells(importer);
    if (importer_check_cells(importer, err) != ERR_OK)
        return err->code;
    if (row_instances(importer, err) != ERR_OK || row_drafts(importer, err) != ERR_OK)
        return err->code;
    return importer_check_drafts(importer, err);
}

static void show_drafts(const struct importer *importer)
{
    const struct import_job *job = importer->job;

    if (!job->show || !job->is_dry_run)
        return;
    for (uint32_t i = 0; i < importer->draft_count; i++)
        job->show(job->show_context, importer->table_row->number,
                  &importer->drafts[i].value);
}

static enum err_code take_row(struct importer *importer, struct err *err)
{
    struct err reason = {0};
    enum err_code code;

    arena_reset(&importer->row);
    importer->draft_count = 0;
    importer->result->rows++;
    code = make_row(importer, &reason);
    if (code != ERR_OK && !is_of_the_row(code)) {
        *err = reason;
        return code;
    }
    if (code != ERR_OK) {
        reject_row(importer, &reason);
        return ERR_OK;
    }
    look_at_source(importer);
    show_drafts(importer);
    if (importer->is_writing && importer_write_drafts(importer, err) != ERR_OK)
        return err->code;
    importer->result->accepted++;
    importer->result->unchanged += importer->draft_count == 0;
    row_accept(importer);
    return ERR_OK;
}

static enum err_code take_each(struct importer *importer, struct table_row *row,
                               struct err *err)
{
    bool is_row = true;

    while (is_row) {
        if (table_next(row, &is_row, importer->job->table, err) != ERR_OK)
            return err->code;
        if (is_row && take_row(importer, err) != ERR_OK)
            return err->code;
    }
    table_reject_end(&importer->result->rejects, importer->job->table);
    return ERR_OK;
}

static enum err_code take_rows(struct importer *importer, struct err *err)
{
    struct table_row row = {0};
    enum err_code code;

    importer->table_row = &row;
    code = take_each(importer, &row, err);
    importer->table_row = NULL; /* not after the row is gone */
    return code == ERR_OK ? compare_shared(importer, err) : code;
}

/* Whether a row could hold what must be sealed, or is refused because it must be. */
static bool may_be_denied(const struct importer *importer)
{
    if (archive_is_synthetic(importer->archive) && !archive_can_seal(importer->archive))
        return false;
    for (uint32_t i = 0; i < importer->mapping->entity_count; i++) {
        const struct mapping_entity *entity = &importer->mapping->entities[i];

        if (str_equal(entity->kind->key, STR("person")) ||
            str_equal(entity->kind->key, STR("interview")))
            return true;
        for (uint32_t k = 0; k < entity->claim_count; k++)
            if (entity->claims[k].property->sensitivity == SCHEMA_WITNESS)
                return true;
    }
    return false;
}

/* What the archive knows of the list, and which of its releases this table is. */
static enum err_code make_ready(struct importer *importer, struct err *err)
{
    importer->said = (struct said){.sha256 = importer->said.sha256};
    if (known_load(importer, err) != ERR_OK || said_load(importer, err) != ERR_OK ||
        importer_find_lists(importer, err) != ERR_OK)
        return err->code;
    return release_plan_make(importer, err);
}

/* Forget what a pass over the table without writing has found. */
static enum err_code start_again(struct importer *importer, struct err *err)
{
    struct import_result fresh = {.list = importer->result->list,
                                  .import = importer->result->import,
                                  .is_resumed = importer->result->is_resumed};

    buf_release(&importer->result->rejects.text);
    *importer->result = fresh;
    known_clear(importer);
    release_plan_clear(importer);
    importer->added_count = 0;
    /* The releases are compared from the table's beginning, as the first time. */
    if (table_rewind(importer->job->table, err) != ERR_OK ||
        make_ready(importer, err) != ERR_OK)
        return err->code;
    return table_rewind(importer->job->table, err);
}

/* *may_write is false when nothing is to be written after all. */
static enum err_code try_first(bool *may_write, struct importer *importer,
                               bool has_question, struct err *err)
{
    *may_write = !importer->job->is_dry_run && !has_question;
    if (*may_write && !may_be_denied(importer))
        return ERR_OK;
    if (take_rows(importer, err) != ERR_OK)
        return err->code;
    if (has_question)
        importer->result->outcome = IMPORT_ASKS;
    if (importer->result->oddities[IMPORT_DENIED] > 0) {
        importer->result->outcome = IMPORT_HELD_BACK;
        *may_write = false;
    }
    return *may_write ? start_again(importer, err) : ERR_OK;
}

static enum err_code write_all(struct importer *importer, struct err *err)
{
    importer->is_writing = true;
    if (!importer->result->is_resumed && importer_open_import(importer, err) != ERR_OK)
        return err->code;
    importer->import_text =
        archive_ref_text(importer->archive, importer->arena, importer->result->import);
    if (take_rows(importer, err) != ERR_OK)
        return err->code;
    release_plan_report(importer);
    return importer_close_import(importer, err);
}

static enum err_code prepare(struct importer *importer, struct err *err)
{
    const struct compartment_list *compartments = NULL;
    size_t count = 0;

    if (frontier_now(&importer->view, importer->arena, importer->index, err) != ERR_OK ||
        known_list(&importer->list, importer, importer->mapping->list, err) != ERR_OK)
        return err->code;
    if (archive_compartments(&compartments, importer->archive, err) != ERR_OK)
        return err->code;
    importer->is_new_list = importer->list.len == 0;
    if (importer->is_new_list)
        importer->list = archive_new_id(importer->archive, importer->arena);
    importer->result->list = importer->list;
    while (importer->main < importer->mapping->entity_count &&
           importer->mapping->entities[importer->main].key_count > 0)
        importer->main++;
    (void)table_names(importer->job->table, &count);
    importer->constants = ARENA_ARRAY(importer->arena, struct column_constant, count);
    importer->identities.arena = importer->arena;
    importer->keys_seen.arena = importer->arena;
    importer->check = (struct check_context){
        .is_synthetic = archive_is_synthetic(importer->archive),
        .must_seal = archive_can_seal(importer->archive) ? &importer->must_seal : NULL,
        .data = importer,
        .find_entity = known_check_entity,
        .find_statement = known_check_statement};
    /* Of the right form, for the checks of a run that writes nothing. */
    importer->import_text =
        archive_ref_text(importer->archive, importer->arena, ref_of(0, 0));
    return ERR_OK;
}

static enum err_code run(struct importer *importer, struct err *err)
{
    bool has_question = false;
    bool may_write = false;

    if (prepare(importer, err) != ERR_OK ||
        importer_find_earlier(importer, err) != ERR_OK)
        return err->code;
    if (importer->result->outcome == IMPORT_NOTHING_NEW)
        return ERR_OK;
    if (importer_ask(&has_question, importer, err) != ERR_OK ||
        make_ready(importer, err) != ERR_OK ||
        try_first(&may_write, importer, has_question, err) != ERR_OK)
        return err->code;
    if (may_write && write_all(importer, err) != ERR_OK)
        return err->code;
    if (!may_write)
        release_plan_report(importer);
    importer_find_columns(importer);
    return ERR_OK;
}

enum err_code import_run(struct import_result *out, struct archive *archive,
                         struct arena *arena, const struct import_job *job,
                         struct err *err)
{
    struct import_result result = {.import = REF_NONE};
    struct importer importer = {.archive = archive,
                                .index = archive_index(archive),
                                .job = job,
                                .mapping = job->mapping,
                                .result = &result,
                                .arena = arena};
    enum err_code code = run(&importer, err);

    if (code != ERR_OK) {
        archive_rollback(archive);
        buf_release(&result.rejects.text);
    } else {
        *out = result;
    }
    known_clear(&importer);
    said_clear(&importer);
    release_plan_clear(&importer);
    buf_release(&importer.bytes);
    arena_free(&importer.row);
    arena_free(&importer.lookup);
    return code;
}
