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
    [IMPORT_ASKED] = "same_in_every_row_asked",
    [IMPORT_UNUSED] = "column_not_mapped",
    [IMPORT_VANISHED] = "vanished",
    [IMPORT_BACK] = "came_back",
    [IMPORT_BY_CONTENT] = "known_by_content",
    [IMPORT_BY_PLACE] = "known_by_place",
    [IMPORT_MISSING] = "column_missing",
    [IMPORT_REJECTED] = "rejected",
    [IMPORT_DENIED] = "must_be_sealed",
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
                    a->oddity == IMPORT_KEY_AGAIN;

    return a->oddity == b->oddity && str_equal(a->column, b->column) &&
           (a->text.len == 0) == (b->text.len == 0) &&
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
    case IMPORT_ASKED:
        buf_printf(out,
                   "ANSWER THIS IN THE MAPPING: every row has \"" STR_FMT
                   "\" in \"" STR_FMT
                   "\". Did nobody fill it in? Then write  ignore \"" STR_FMT
                   "\"  and leave out the lines that use it, or  empty \"" STR_FMT
                   "\"  behind it where it is used. Is it what is meant? Then write  "
                   "constant \"" STR_FMT "\"",
                   STR_ARG(f->text), STR_ARG(f->column), STR_ARG(f->column),
                   STR_ARG(f->text), STR_ARG(f->column));
        break;
    case IMPORT_VANISHED:
        buf_printf(out, "of the version before not in this one");
        break;
    case IMPORT_BACK:
        buf_printf(out, "that had vanished and came back");
        break;
    case IMPORT_BY_CONTENT:
        buf_printf(out, "without a key of its own, known by what %s",
                   count == 1 ? "it says" : "they say");
        break;
    case IMPORT_BY_PLACE:
        buf_printf(out, "without a key of its own, known by %s",
                   count == 1 ? "its place" : "their place");
        break;
    case IMPORT_MISSING:
        buf_printf(out,
                   "the table has no column \"" STR_FMT
                   "\": what earlier releases said in it stands",
                   STR_ARG(f->column));
        break;
    case IMPORT_UNUSED:
        buf_printf(out, "the mapping does not speak of the column \"" STR_FMT "\"",
                   STR_ARG(f->column));
        break;
    case IMPORT_REJECTED:
    case IMPORT_DENIED:
        buf_printf(out, "handed back: " STR_FMT, STR_ARG(f->text));
        break;
    case IMPORT_ODDITY_COUNT:
        break;
    }
}

struct groups {
    const struct import_finding *findings;
    size_t count;
    bool *is_told;
};

/* Rows that this table has not have no number in it; one without a key is told by its
 * number in the table that had it. */
static bool is_told_by_key(const struct import_finding *f)
{
    return (f->oddity == IMPORT_VANISHED || f->oddity == IMPORT_BACK) && f->text.len > 0;
}

/* The rows of a group, told from now on; returns how many. */
static int64_t gather_rows(struct buf *out, const struct groups *groups, size_t first)
{
    const struct import_finding *f = &groups->findings[first];
    int64_t count = 0;

    for (size_t i = first; i < groups->count; i++) {
        const struct import_finding *one = &groups->findings[i];

        if (groups->is_told[i] || !is_same_group(f, one))
            continue;
        groups->is_told[i] = true;
        if (++count > ROWS_SHOWN)
            continue;
        buf_append(out, count > 1 ? STR(", ") : STR(""));
        if (is_told_by_key(one))
            cli_append_shown(out, one->text);
        else
            buf_i64(out, one->row);
    }
    return count;
}

static struct str rows_head(const struct import_finding *f, int64_t count)
{
    if (is_told_by_key(f))
        return STR(": ");
    return count == 1 ? STR(": row ") : STR(": rows ");
}

static void tell_group(struct buf *out, const struct groups *groups, size_t first)
{
    const struct import_finding *f = &groups->findings[first];
    struct buf rows = {0};
    int64_t count = gather_rows(&rows, groups, first);

    buf_append(out, STR("  "));
    group_head(out, f, count);
    if (f->row > 0) {
        buf_append(out, rows_head(f, count));
        buf_append(out, buf_str(&rows));
        if (count > ROWS_SHOWN)
            buf_printf(out, " and %jd more (--json tells all)",
                       (intmax_t)(count - ROWS_SHOWN));
    }
    buf_char(out, '\n');
    buf_release(&rows);
}

static void tell_findings(struct buf *out, struct cli *cli,
                          const struct import_result *result)
{
    struct groups groups = {result->findings, result->finding_count, NULL};
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
    if (result->outcome == IMPORT_ASKS)
        buf_append(out, STR("nothing was written yet: a question must be answered in the "
                            "mapping first, once for this list (see ANSWER below)\n"));
    else if (names->is_dry_run && result->outcome != IMPORT_NOTHING_NEW)
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
    number(out, result->claims, "claim", "claims");
    if (result->superseded > 0)
        buf_printf(out, ", %jd of them in the place of what was said before",
                   (intmax_t)result->superseded);
    if (result->withdrawn > 0) {
        buf_append(out, STR(", "));
        number(out, result->withdrawn, "no longer said", "no longer said");
    }
    buf_char(out, '\n');
}

static void tell_release(struct buf *out, const struct import_result *result)
{
    static const char *const relations[] = {"", "compared with the version",
                                            "completes the version",
                                            "older than the version"};

    if (result->compared_with.len == 0)
        return;
    buf_printf(out, "%s \"" STR_FMT "\": ", relations[result->release],
               STR_ARG(result->compared_with));
    number(out, result->new_rows, "row new", "rows new");
    if (result->back > 0)
        buf_printf(out, " (%jd came back)", (intmax_t)result->back);
    buf_append(out, STR(", "));
    number(out, result->changed_rows, "changed", "changed");
    if (result->release == IMPORT_LATER) {
        buf_append(out, STR(", "));
        number(out, result->vanished, "vanished", "vanished");
    }
    buf_char(out, '\n');
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
        tell_nothing_new(&out, result, names);
    } else {
        tell_outcome(&out, result, job, names);
        tell_counts(&out, result, names);
        tell_release(&out, result);
        tell_findings(&out, cli, result);
    }
    cli_print(buf_str(&out));
    buf_release(&out);
}
