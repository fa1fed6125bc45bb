#include "cli/import.h"

#include "base/message.h"

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
                            "nothing was written, not even the file: it holds what must "
                            "be sealed, and this archive has no compartment to seal it "
                            "to; make one first: stele seal new\n")));
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

void import_report(struct cli *cli, const struct import_result *result,
                   const struct import_job *job, const struct import_names *names)
{
    struct buf out = {0};

    if (cli->json) {
        import_json(cli, result, job, names);
        return;
    }
    cli_mark_synthetic(cli);
    if (result->outcome == IMPORT_NOTHING_NEW) {
        tell_nothing_new(&out, cli, result, names);
    } else {
        tell_outcome(&out, result, job, names);
        tell_counts(&out, cli, result, names);
        tell_release(&out, cli, result);
        import_findings_text(&out, cli, result, job);
    }
    cli_print(buf_str(&out));
    buf_release(&out);
}
