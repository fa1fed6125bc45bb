#include <stdio.h>

#include "cli/import.h"
#include "format/foreign.h"

enum { ROWS_SHOWN = 60 };

static const char *const oddity_keys[IMPORT_ODDITY_COUNT] = {
    [IMPORT_NO_KEY] = "no_key",
    [IMPORT_KEY_AGAIN] = "key_again",
    [IMPORT_NO_SOURCE] = "no_source",
    [IMPORT_WITHHELD] = "source_withheld",
    [IMPORT_LEFT_OUT] = "value_left_out",
    [IMPORT_CONSTANT] = "same_in_every_row",
    [IMPORT_UNUSED] = "column_not_mapped",
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

static void number(struct buf *out, int64_t n, const char *one, const char *many)
{
    progress_number(out, (uint64_t)n);
    buf_char(out, ' ');
    buf_append(out, str_from_c(n == 1 ? one : many));
}

static bool is_same_group(const struct import_finding *a, const struct import_finding *b)
{
    bool has_text = a->oddity == IMPORT_REJECTED || a->oddity == IMPORT_DENIED ||
                    a->oddity == IMPORT_LEFT_OUT || a->oddity == IMPORT_WITHHELD ||
                    a->oddity == IMPORT_KEY_AGAIN || a->oddity == IMPORT_SHEET_LEFT ||
                    a->oddity == IMPORT_COVERED;

    return a->oddity == b->oddity && str_equal(a->column, b->column) &&
           (!has_text || str_equal(a->text, b->text)) &&
           (a->oddity != IMPORT_KEY_AGAIN || a->other_row == b->other_row);
}

/* "4 rows": the words before the rows themselves. */
static void group_head(struct buf *out, const struct import_finding *f, int64_t count)
{
    if (f->row > 0)
        number(out, count, "row ", "rows ");
    switch (f->oddity) {
    case IMPORT_NO_KEY:
        buf_printf(out, "without \"" STR_FMT "\", known by what they say",
                   STR_ARG(f->column));
        break;
    case IMPORT_KEY_AGAIN:
        buf_printf(out, "with the " STR_FMT " \"" STR_FMT "\" of row %jd, kept beside it",
                   STR_ARG(f->column), STR_ARG(f->text), (intmax_t)f->other_row);
        break;
    case IMPORT_NO_SOURCE:
        buf_printf(out, "without a source (\"" STR_FMT "\")", STR_ARG(f->column));
        break;
    case IMPORT_WITHHELD:
        buf_printf(out, "with the source held back (\"" STR_FMT "\": \"" STR_FMT "\")",
                   STR_ARG(f->column), STR_ARG(f->text));
        break;
    case IMPORT_LEFT_OUT:
        buf_printf(
            out, "where \"" STR_FMT "\" is not understood and left out: \"" STR_FMT "\"",
            STR_ARG(f->column), STR_ARG(f->text));
        break;
    case IMPORT_CONSTANT:
        buf_printf(out,
                   "every row has \"" STR_FMT "\" in \"" STR_FMT
                   "\": perhaps nobody filled it in",
                   STR_ARG(f->text), STR_ARG(f->column));
        break;
    case IMPORT_UNUSED:
        buf_printf(out, "the mapping does not speak of the column \"" STR_FMT "\"",
                   STR_ARG(f->column));
        break;
    case IMPORT_REJECTED:
    case IMPORT_DENIED:
        buf_printf(out, "handed back: " STR_FMT, STR_ARG(f->text));
        break;
    case IMPORT_SHEET_LEFT:
        buf_printf(out, "the sheet \"" STR_FMT "\" was not read", STR_ARG(f->text));
        break;
    case IMPORT_SHEET_HIDDEN:
        buf_printf(out, "the sheet \"" STR_FMT "\" is hidden in the workbook",
                   STR_ARG(f->text));
        break;
    case IMPORT_COLUMN_HIDDEN:
        buf_printf(out, "the sheet hides the column \"" STR_FMT "\": it was read",
                   STR_ARG(f->column));
        break;
    case IMPORT_ROW_HIDDEN:
        buf_append(out, STR("hidden by the sheet, taken like the others"));
        break;
    case IMPORT_MERGED:
        buf_printf(out,
                   "where \"" STR_FMT "\" lies in a merged area: its value was taken",
                   STR_ARG(f->column));
        break;
    case IMPORT_COVERED:
        buf_printf(out,
                   "where \"" STR_FMT "\" has \"" STR_FMT
                   "\" under a merged area: the value of the area was taken",
                   STR_ARG(f->column), STR_ARG(f->text));
        break;
    case IMPORT_YEAR_HIDDEN:
        buf_printf(out,
                   "where \"" STR_FMT "\" is shown without its year: the year stored "
                   "with it was taken",
                   STR_ARG(f->column));
        break;
    case IMPORT_ODDITY_COUNT:
        break;
    }
}

struct groups {
    const struct import_finding *findings;
    size_t count;
    bool *is_told;
    struct str sheet; /* empty: the table is no workbook */
};

/* "row 17 (row 19 of the sheet "Dead")". */
static void tell_rows(struct buf *out, struct str sheet, const struct buf *rows,
                      const struct buf *sheet_rows, int64_t count)
{
    const char *word = count == 1 ? "row" : "rows";

    buf_printf(out, ": %s " STR_FMT, word, STR_ARG(buf_str(rows)));
    if (sheet_rows->len > 0)
        buf_printf(out, " (%s " STR_FMT " of the sheet \"" STR_FMT "\")", word,
                   STR_ARG(buf_str(sheet_rows)), STR_ARG(sheet));
    if (count > ROWS_SHOWN)
        buf_printf(out, " and %jd more (--json tells all)",
                   (intmax_t)(count - ROWS_SHOWN));
}

static void add_row(struct buf *rows, int64_t row)
{
    if (row == 0)
        return;
    buf_append(rows, rows->len > 0 ? STR(", ") : STR(""));
    buf_i64(rows, row);
}

static void tell_group(struct buf *out, const struct groups *groups, size_t first)
{
    const struct import_finding *f = &groups->findings[first];
    struct buf rows = {0};
    struct buf sheet_rows = {0};
    int64_t count = 0;

    for (size_t i = first; i < groups->count; i++) {
        if (groups->is_told[i] || !is_same_group(f, &groups->findings[i]))
            continue;
        groups->is_told[i] = true;
        if (++count > ROWS_SHOWN)
            continue;
        add_row(&rows, groups->findings[i].row);
        add_row(&sheet_rows, groups->findings[i].sheet_row);
    }
    buf_append(out, STR("  "));
    group_head(out, f, count);
    if (f->row > 0)
        tell_rows(out, groups->sheet, &rows, &sheet_rows, count);
    buf_char(out, '\n');
    buf_release(&rows);
    buf_release(&sheet_rows);
}

static void tell_findings(struct buf *out, struct cli *cli,
                          const struct import_result *result,
                          const struct import_job *job)
{
    struct groups groups = {.findings = result->findings,
                            .count = result->finding_count,
                            .sheet = table_detected(job->table).sheet};
    int64_t total = 0;

    if (result->finding_count == 0)
        return;
    groups.is_told = ARENA_ARRAY(&cli->arena, bool, result->finding_count);
    buf_append(out, STR("What to know about this table:\n"));
    for (size_t i = 0; i < groups.count; i++)
        if (!groups.is_told[i])
            tell_group(out, &groups, i);
    for (size_t i = 0; i < IMPORT_ODDITY_COUNT; i++)
        total += result->oddities[i];
    if ((size_t)total > result->finding_count)
        buf_printf(out, "  and %jd more of this\n",
                   (intmax_t)((size_t)total - result->finding_count));
}

static void tell_outcome(struct buf *out, const struct import_result *result,
                         const struct import_job *job, const struct import_names *names)
{
    if (names->is_dry_run && result->outcome != IMPORT_NOTHING_NEW)
        buf_append(out, STR("dry run: nothing was written\n"));
    else if (result->outcome == IMPORT_HELD_BACK)
        buf_printf(
            out,
            "nothing was written, not even the file: it holds what would have to be "
            "sealed, and this version cannot seal yet; take those rows out of a copy "
            "and import that (docs/protection.md)\n");
    else
        buf_printf(out, "%s \"%s\" into the list \"" STR_FMT "\"\n",
                   result->is_resumed ? "went on importing" : "imported", names->file,
                   STR_ARG(job->mapping->list));
}

static void tell_counts(struct buf *out, const struct import_result *result,
                        const struct import_names *names)
{
    bool is_written = !names->is_dry_run && result->outcome == IMPORT_DONE;

    number(out, result->rows, "row: ", "rows: ");
    progress_number(out, (uint64_t)result->accepted);
    buf_append(out, is_written ? STR(" taken") : STR(" could be taken"));
    if (result->unchanged > 0) {
        buf_append(out, STR(" ("));
        number(out, result->unchanged, "of them adds nothing)", "of them add nothing)");
    }
    if (result->rejected > 0) {
        buf_append(out, STR(", "));
        progress_number(out, (uint64_t)result->rejected);
        buf_append(out, STR(" handed back"));
    }
    if (names->rejects.len > 0)
        buf_printf(out, " in \"" STR_FMT "\"", STR_ARG(names->rejects));
    buf_char(out, '\n');
    number(out, result->entities, "entity, ", "entities, ");
    number(out, result->claims, "claim\n", "claims\n");
}

/* What was handed back then is not in the archive: "nothing to add" alone would hide it.
 */
static void tell_nothing_new(struct buf *out, const struct import_result *result,
                             const struct import_names *names)
{
    buf_printf(out, "\"%s\" was imported with this mapping before, ", names->file);
    if (result->rejected == 0) {
        buf_append(out, STR("all "));
        number(out, result->rows, "row", "rows");
        buf_append(out, STR(" of it: nothing to add\n"));
        return;
    }
    progress_number(out, (uint64_t)result->accepted);
    buf_append(out, STR(" of "));
    number(out, result->rows, "row", "rows");
    buf_append(out, STR("; "));
    progress_number(out, (uint64_t)result->rejected);
    buf_append(out, result->rejected == 1
                        ? STR(" was handed back: correct it in a copy of the file and "
                              "import that\n")
                        : STR(" were handed back: correct them in a copy of the file and "
                              "import that\n"));
}

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
    static const char *const outcomes[] = {"imported", "nothing_new", "held_back"};
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
    if (names->rejects.len > 0)
        value_set(&line, &cli->arena, STR("rejected_file"), value_string(names->rejects));
    for (size_t i = 0; i < IMPORT_ODDITY_COUNT; i++)
        if (result->oddities[i] > 0)
            set_count(&oddities, &cli->arena, oddity_keys[i], result->oddities[i]);
    value_set(&line, &cli->arena, STR("oddities"), oddities);
    cli_print_json(&line);
}

void import_report(struct cli *cli, const struct import_result *result,
                   const struct import_job *job, const struct import_names *names)
{
    struct buf out = {0};

    if (cli->json) {
        json_findings(cli, result);
        json_summary(cli, result, job, names);
        return;
    }
    cli_mark_synthetic(cli);
    if (result->outcome == IMPORT_NOTHING_NEW) {
        tell_nothing_new(&out, result, names);
    } else {
        tell_outcome(&out, result, job, names);
        tell_counts(&out, result, names);
        tell_findings(&out, cli, result, job);
    }
    cli_print(buf_str(&out));
    buf_release(&out);
}
