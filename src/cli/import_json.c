#include "cli/import.h"

/* The same for machines. */

static const char *const oddity_keys[IMPORT_ODDITY_COUNT] = {
    [IMPORT_NO_KEY] = "no_key",
    [IMPORT_KEY_AGAIN] = "key_again",
    [IMPORT_NO_SOURCE] = "no_source",
    [IMPORT_WITHHELD] = "source_withheld",
    [IMPORT_LEFT_OUT] = "value_left_out",
    [IMPORT_CONSTANT] = "same_in_every_row",
    [IMPORT_ASKED] = "same_in_every_row_asked",
    [IMPORT_UNUSED] = "column_not_mapped",
    [IMPORT_VANISHED] = "vanished",
    [IMPORT_BACK] = "came_back",
    [IMPORT_BY_CONTENT] = "known_by_content",
    [IMPORT_BY_PLACE] = "known_by_place",
    [IMPORT_MISSING] = "column_missing",
    [IMPORT_REJECTED] = "rejected",
    [IMPORT_DENIED] = "must_be_sealed",
    [IMPORT_SHEET_LEFT] = "sheet_not_read",
    [IMPORT_SHEET_HIDDEN] = "sheet_hidden",
    [IMPORT_COLUMN_HIDDEN] = "column_hidden",
    [IMPORT_ROW_HIDDEN] = "row_hidden",
    [IMPORT_MERGED] = "merged",
    [IMPORT_COVERED] = "covered_by_merged",
    [IMPORT_YEAR_HIDDEN] = "year_not_shown",
};

static void set_count(struct value *line, struct arena *arena, const char *key, int64_t n)
{
    value_set(line, arena, str_from_c(key), value_integer(n));
}

static void json_findings(struct cli *cli, const struct import_result *result)
{
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct import_finding *f = &result->findings[i];
        struct value line = value_object();

        value_set(&line, &cli->arena, STR("oddity"),
                  value_string(str_from_c(oddity_keys[f->oddity])));
        if (f->row > 0)
            set_count(&line, &cli->arena, "row", f->row);
        if (f->sheet_row > 0)
            set_count(&line, &cli->arena, "sheet_row", f->sheet_row);
        if (f->other_row > 0)
            set_count(&line, &cli->arena, "as_row", f->other_row);
        if (f->column.len > 0)
            value_set(&line, &cli->arena, STR("column"), value_string(f->column));
        if (f->text.len > 0)
            value_set(&line, &cli->arena, STR("text"), value_string(f->text));
        cli_print_json(&line);
    }
}

static void json_summary(struct cli *cli, const struct import_result *result,
                         const struct import_job *job, const struct import_names *names)
{
    static const char *const outcomes[] = {"imported", "nothing_new", "held_back",
                                           "asks"};
    static const char *const releases[] = {"first", "later", "completes", "older"};
    struct value line = value_object();
    struct value oddities = value_object();

    value_set(&line, &cli->arena, STR("outcome"),
              value_string(names->is_dry_run && result->outcome == IMPORT_DONE
                               ? STR("dry_run")
                               : str_from_c(outcomes[result->outcome])));
    value_set(&line, &cli->arena, STR("list"), value_string(result->list));
    value_set(&line, &cli->arena, STR("list_name"), value_string(job->mapping->list));
    if (!ref_is_none(result->import))
        value_set(
            &line, &cli->arena, STR("import"),
            value_string(archive_ref_text(cli->archive, &cli->arena, result->import)));
    if (table_workbook(job->table))
        value_set(&line, &cli->arena, STR("sheet"),
                  value_string(table_detected(job->table).sheet));
    set_count(&line, &cli->arena, "rows", result->rows);
    set_count(&line, &cli->arena, "accepted", result->accepted);
    set_count(&line, &cli->arena, "unchanged", result->unchanged);
    set_count(&line, &cli->arena, "rejected", result->rejected);
    set_count(&line, &cli->arena, "entities", result->entities);
    set_count(&line, &cli->arena, "claims", result->claims);
    set_count(&line, &cli->arena, "superseded", result->superseded);
    set_count(&line, &cli->arena, "withdrawn", result->withdrawn);
    value_set(&line, &cli->arena, STR("release"),
              value_string(str_from_c(releases[result->release])));
    if (result->compared_with.len > 0) {
        value_set(&line, &cli->arena, STR("compared_with"),
                  value_string(result->compared_with));
        set_count(&line, &cli->arena, "new_rows", result->new_rows);
        set_count(&line, &cli->arena, "changed_rows", result->changed_rows);
        set_count(&line, &cli->arena, "vanished", result->vanished);
        set_count(&line, &cli->arena, "came_back", result->back);
    }
    if (names->rejects.len > 0)
        value_set(&line, &cli->arena, STR("rejected_file"), value_string(names->rejects));
    for (size_t i = 0; i < IMPORT_ODDITY_COUNT; i++)
        if (result->oddities[i] > 0)
            set_count(&oddities, &cli->arena, oddity_keys[i], result->oddities[i]);
    value_set(&line, &cli->arena, STR("oddities"), oddities);
    cli_print_json(&line);
}

void import_json(struct cli *cli, const struct import_result *result,
                 const struct import_job *job, const struct import_names *names)
{
    json_findings(cli, result);
    json_summary(cli, result, job, names);
}
