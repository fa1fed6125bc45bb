#include <stdio.h>

#include "base/message.h"
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

static bool is_same_group(const struct import_finding *a, const struct import_finding *b)
{
    bool has_text = a->oddity == IMPORT_REJECTED || a->oddity == IMPORT_DENIED ||
                    a->oddity == IMPORT_LEFT_OUT || a->oddity == IMPORT_WITHHELD ||
                    a->oddity == IMPORT_KEY_AGAIN || a->oddity == IMPORT_SHEET_LEFT ||
                    a->oddity == IMPORT_COVERED;

    return a->oddity == b->oddity && str_equal(a->column, b->column) &&
           (a->text.len == 0) == (b->text.len == 0) &&
           (!has_text || str_equal(a->text, b->text)) &&
           (a->oddity != IMPORT_KEY_AGAIN || a->other_row == b->other_row);
}

/* What only a later release of a list has. */
static void release_head(struct buf *out, const struct import_finding *f, int64_t count,
                         const char *rows, const char *column, const char *text)
{
    switch ((int)f->oddity) {
    case IMPORT_ASKED:
        buf_printf(
            out,
            _("ANSWER THIS IN THE MAPPING: every row has \"%s\" in \"%s\". Did nobody "
              "fill it in? Then write  ignore \"%s\"  and leave out the lines that "
              "use it, or  empty \"%s\"  behind it where it is used. Is it what is "
              "meant? Then write  constant \"%s\""),
            text, column, column, text, column);
        break;
    case IMPORT_VANISHED:
        buf_printf(out,
                   _n(count, "%s row of the version before not in this one",
                      "%s rows of the version before not in this one"),
                   rows);
        break;
    case IMPORT_BACK:
        buf_printf(out,
                   _n(count, "%s row that had vanished and came back",
                      "%s rows that had vanished and came back"),
                   rows);
        break;
    case IMPORT_BY_CONTENT:
        buf_printf(out,
                   _n(count, "%s row without a key of its own, known by what it says",
                      "%s rows without a key of their own, known by what they say"),
                   rows);
        break;
    case IMPORT_BY_PLACE:
        buf_printf(out,
                   _n(count, "%s row without a key of its own, known by its place",
                      "%s rows without a key of their own, known by their place"),
                   rows);
        break;
    case IMPORT_MISSING:
        buf_printf(out,
                   _("the table has no column \"%s\": what earlier releases said in it "
                     "stands"),
                   column);
        break;
    default:
        break;
    }
}

/* What only workbooks have. */
static void sheet_head(struct buf *out, const struct import_finding *f, int64_t count,
                       const char *rows, const char *column, const char *text)
{
    switch ((int)f->oddity) {
    case IMPORT_SHEET_LEFT:
        buf_printf(out, _("the sheet \"%s\" was not read"), text);
        break;
    case IMPORT_SHEET_HIDDEN:
        buf_printf(out, _("the sheet \"%s\" is hidden in the workbook"), text);
        break;
    case IMPORT_COLUMN_HIDDEN:
        buf_printf(out, _("the sheet hides the column \"%s\": it was read"), column);
        break;
    case IMPORT_ROW_HIDDEN:
        buf_printf(out,
                   _n(count, "%s row hidden by the sheet, taken like the others",
                      "%s rows hidden by the sheet, taken like the others"),
                   rows);
        break;
    case IMPORT_MERGED:
        buf_printf(out,
                   _n(count,
                      "%s row where \"%s\" lies in a merged area: its value was taken",
                      "%s rows where \"%s\" lies in a merged area: its value was taken"),
                   rows, column);
        break;
    case IMPORT_COVERED:
        buf_printf(out,
                   _n(count,
                      "%s row where \"%s\" has \"%s\" under a merged area: the value of "
                      "the area was taken",
                      "%s rows where \"%s\" has \"%s\" under a merged area: the value of "
                      "the area was taken"),
                   rows, column, text);
        break;
    case IMPORT_YEAR_HIDDEN:
        buf_printf(
            out,
            _n(count,
               "%s row where \"%s\" is shown without its year: the year stored with "
               "it was taken",
               "%s rows where \"%s\" is shown without its year: the year stored "
               "with it was taken"),
            rows, column);
        break;
    default:
        break;
    }
}

/* "4 rows without a source": what is told, before the numbers of the rows. */
static void group_head(struct buf *out, struct cli *cli, const struct import_finding *f,
                       int64_t count)
{
    const char *rows = cli_number(cli, (uint64_t)count);
    const char *column = arena_printf(&cli->arena, STR_FMT, STR_ARG(f->column)).ptr;
    const char *text = arena_printf(&cli->arena, STR_FMT, STR_ARG(f->text)).ptr;

    switch ((int)f->oddity) {
    case IMPORT_NO_KEY:
        buf_printf(out,
                   _n(count, "%s row without \"%s\", known by what they say",
                      "%s rows without \"%s\", known by what they say"),
                   rows, column);
        break;
    case IMPORT_KEY_AGAIN:
        buf_printf(out,
                   _n(count, "%s row with the %s \"%s\" of row %jd, kept beside it",
                      "%s rows with the %s \"%s\" of row %jd, kept beside it"),
                   rows, column, text, (intmax_t)f->other_row);
        break;
    case IMPORT_NO_SOURCE:
        buf_printf(out,
                   _n(count, "%s row without a source (\"%s\")",
                      "%s rows without a source (\"%s\")"),
                   rows, column);
        break;
    case IMPORT_WITHHELD:
        buf_printf(out,
                   _n(count, "%s row with the source held back (\"%s\": \"%s\")",
                      "%s rows with the source held back (\"%s\": \"%s\")"),
                   rows, column, text);
        break;
    case IMPORT_LEFT_OUT:
        buf_printf(out,
                   _n(count, "%s row where \"%s\" is not understood and left out: \"%s\"",
                      "%s rows where \"%s\" is not understood and left out: \"%s\""),
                   rows, column, text);
        break;
    case IMPORT_CONSTANT:
        buf_printf(out, _("every row has \"%s\" in \"%s\": perhaps nobody filled it in"),
                   text, column);
        break;
    case IMPORT_UNUSED:
        buf_printf(out, _("the mapping does not speak of the column \"%s\""), column);
        break;
    case IMPORT_REJECTED:
    case IMPORT_DENIED:
        buf_printf(out, _n(count, "%s row handed back: %s", "%s rows handed back: %s"),
                   rows, text);
        break;
    default:
        sheet_head(out, f, count, rows, column, text);
        release_head(out, f, count, rows, column, text);
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
static void tell_rows(struct buf *out, struct str sheet, struct buf *rows,
                      struct buf *sheet_rows, int64_t count)
{
    buf_printf(out, _n(count, ": row %s", ": rows %s"), buf_text(rows));
    if (sheet_rows->len > 0)
        buf_printf(out,
                   _n(count, " (row %s of the sheet \"" STR_FMT "\")",
                      " (rows %s of the sheet \"" STR_FMT "\")"),
                   buf_text(sheet_rows), STR_ARG(sheet));
}

static void add_row(struct buf *rows, int64_t row)
{
    if (row == 0)
        return;
    buf_append(rows, rows->len > 0 ? STR(", ") : STR(""));
    buf_i64(rows, row);
}

/* Rows that this table has not have no number in it: their keys. */
static bool is_told_by_key(const struct import_finding *f)
{
    return (f->oddity == IMPORT_VANISHED || f->oddity == IMPORT_BACK) && f->text.len > 0;
}

static void add_key(struct buf *keys, struct str key)
{
    buf_append(keys, keys->len > 0 ? STR(", ") : STR(""));
    cli_append_shown(keys, key);
}

static void tell_group(struct buf *out, struct cli *cli, const struct groups *groups,
                       size_t first)
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
        if (is_told_by_key(f))
            add_key(&rows, groups->findings[i].text);
        else
            add_row(&rows, groups->findings[i].row);
        add_row(&sheet_rows, groups->findings[i].sheet_row);
    }
    buf_append(out, STR("  "));
    group_head(out, cli, f, count);
    if (f->row > 0 && is_told_by_key(f))
        buf_printf(out, ": %s", buf_text(&rows));
    else if (f->row > 0)
        tell_rows(out, groups->sheet, &rows, &sheet_rows, count);
    if (f->row > 0 && count > ROWS_SHOWN)
        buf_printf(out,
                   _n(count - ROWS_SHOWN, " and %jd more (--json tells all)",
                      " and %jd more (--json tells all)"),
                   (intmax_t)(count - ROWS_SHOWN));
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
    buf_append(out, str_from_c(_("What to know about this table:\n")));
    for (size_t i = 0; i < groups.count; i++)
        if (!groups.is_told[i])
            tell_group(out, cli, &groups, i);
    for (size_t i = 0; i < IMPORT_ODDITY_COUNT; i++)
        total += result->oddities[i];
    if ((size_t)total > result->finding_count)
        buf_printf(out,
                   _n((size_t)total - result->finding_count, "  and %jd more of this\n",
                      "  and %jd more of this\n"),
                   (intmax_t)((size_t)total - result->finding_count));
}

static void tell_outcome(struct buf *out, const struct import_result *result,
                         const struct import_job *job, const struct import_names *names)
{
    if (result->outcome == IMPORT_ASKS)
        buf_append(out,
                   str_from_c(_("nothing was written yet: a question must be answered in "
                                "the mapping first, once for this list (see ANSWER "
                                "below)\n")));
    else if (names->is_dry_run && result->outcome != IMPORT_NOTHING_NEW)
        buf_append(out, str_from_c(_("dry run: nothing was written\n")));
    else if (result->outcome == IMPORT_HELD_BACK)
        buf_append(out, str_from_c(_(
                            "nothing was written, not even the file: it holds what would "
                            "have to be sealed, and this version cannot seal yet; take "
                            "those rows out of a copy and import that "
                            "(docs/protection.md)\n")));
    else
        buf_printf(out,
                   result->is_resumed
                       ? _("went on importing \"%s\" into the list \"" STR_FMT "\"\n")
                       : _("imported \"%s\" into the list \"" STR_FMT "\"\n"),
                   names->file, STR_ARG(job->mapping->list));
}

static void tell_counts(struct buf *out, struct cli *cli,
                        const struct import_result *result,
                        const struct import_names *names)
{
    bool is_written = !names->is_dry_run && result->outcome == IMPORT_DONE;
    const char *rows = cli_number(cli, (uint64_t)result->rows);
    const char *accepted = cli_number(cli, (uint64_t)result->accepted);

    if (is_written)
        buf_printf(out, _n(result->rows, "%s row: %s taken", "%s rows: %s taken"), rows,
                   accepted);
    else
        buf_printf(
            out,
            _n(result->rows, "%s row: %s could be taken", "%s rows: %s could be taken"),
            rows, accepted);
    if (result->unchanged > 0)
        buf_printf(out,
                   _n(result->unchanged, " (%s of them adds nothing)",
                      " (%s of them add nothing)"),
                   cli_number(cli, (uint64_t)result->unchanged));
    if (result->rejected > 0)
        buf_printf(out, _n(result->rejected, ", %s handed back", ", %s handed back"),
                   cli_number(cli, (uint64_t)result->rejected));
    if (names->rejects.len > 0)
        buf_printf(out, _(" in \"" STR_FMT "\""), STR_ARG(names->rejects));
    buf_char(out, '\n');
    buf_printf(out, _n(result->entities, "%s entity, ", "%s entities, "),
               cli_number(cli, (uint64_t)result->entities));
    buf_printf(out, _n(result->claims, "%s claim", "%s claims"),
               cli_number(cli, (uint64_t)result->claims));
    if (result->superseded > 0)
        buf_printf(out,
                   _n(result->superseded,
                      ", %jd of them in the place of what was said before",
                      ", %jd of them in the place of what was said before"),
                   (intmax_t)result->superseded);
    if (result->withdrawn > 0)
        buf_printf(out,
                   _n(result->withdrawn, ", %s no longer said", ", %s no longer said"),
                   cli_number(cli, (uint64_t)result->withdrawn));
    buf_char(out, '\n');
}

static void tell_relation(struct buf *out, const struct import_result *result)
{
    struct str with = result->compared_with;

    if (result->release == IMPORT_LATER)
        buf_printf(out, _("compared with the version \"" STR_FMT "\": "), STR_ARG(with));
    else if (result->release == IMPORT_COMPLETES)
        buf_printf(out, _("completes the version \"" STR_FMT "\": "), STR_ARG(with));
    else
        buf_printf(out, _("older than the version \"" STR_FMT "\": "), STR_ARG(with));
}

static void tell_release(struct buf *out, struct cli *cli,
                         const struct import_result *result)
{
    if (result->compared_with.len == 0)
        return;
    tell_relation(out, result);
    buf_printf(out, _n(result->new_rows, "%s row new", "%s rows new"),
               cli_number(cli, (uint64_t)result->new_rows));
    if (result->back > 0)
        buf_printf(out, _n(result->back, " (%s came back)", " (%s came back)"),
                   cli_number(cli, (uint64_t)result->back));
    buf_printf(out, _n(result->changed_rows, ", %s changed", ", %s changed"),
               cli_number(cli, (uint64_t)result->changed_rows));
    if (result->release == IMPORT_LATER)
        buf_printf(out, _n(result->vanished, ", %s vanished", ", %s vanished"),
                   cli_number(cli, (uint64_t)result->vanished));
    buf_char(out, '\n');
}

/* What was handed back then is not in the archive: "nothing to add" alone would hide it.
 */
static void tell_nothing_new(struct buf *out, struct cli *cli,
                             const struct import_result *result,
                             const struct import_names *names)
{
    const char *rows = cli_number(cli, (uint64_t)result->rows);

    buf_printf(out, _("\"%s\" was imported with this mapping before, "), names->file);
    if (result->rejected == 0) {
        buf_printf(out,
                   _n(result->rows, "all %s row of it: nothing to add\n",
                      "all %s rows of it: nothing to add\n"),
                   rows);
        return;
    }
    buf_printf(out, _n(result->rows, "%s of %s row; ", "%s of %s rows; "),
               cli_number(cli, (uint64_t)result->accepted), rows);
    buf_printf(out,
               _n(result->rejected,
                  "%s was handed back: correct it in a copy of the file and import "
                  "that\n",
                  "%s were handed back: correct them in a copy of the file and import "
                  "that\n"),
               cli_number(cli, (uint64_t)result->rejected));
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
        tell_nothing_new(&out, cli, result, names);
    } else {
        tell_outcome(&out, result, job, names);
        tell_counts(&out, cli, result, names);
        tell_release(&out, cli, result);
        tell_findings(&out, cli, result, job);
    }
    cli_print(buf_str(&out));
    buf_release(&out);
}
