#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/message.h"
#include "base/progress.h"
#include "cli/gazetteer.h"

static void put_separator(struct buf *out, char separator)
{
    if (separator == '\t')
        buf_append(out, str_from_c(_("tabs")));
    else if (separator != '\0')
        buf_printf(out, "\"%c\"", separator);
}

static void put_problems(struct buf *out, const struct gazetteer_report *report)
{
    int64_t named = report->problem_count < GAZETTEER_PROBLEMS_NAMED
                        ? report->problem_count
                        : GAZETTEER_PROBLEMS_NAMED;

    for (int64_t i = 0; i < named; i++) {
        const struct gazetteer_problem *problem = &report->problems[i];

        buf_append(out, STR("  "));
        if (problem->file.len > 0) {
            cli_append_shown(out, problem->file);
            buf_append(out, STR(": "));
        }
        buf_printf(out, _("line %zu: "), problem->line);
        cli_append_shown(out, problem->reason);
        buf_char(out, '\n');
    }
    if (report->problem_count > named)
        buf_printf(out, _("  and %lld more\n"),
                   (long long)(report->problem_count - named));
}

static void print_report(struct cli *cli, const struct gazetteer_report *report)
{
    const struct gazetteer_info *info = &report->info;
    struct buf out = {0};
    struct buf separator = {0};
    struct buf size = {0};

    put_separator(&separator, report->separator);
    progress_bytes(&size, (uint64_t)info->size_bytes);
    buf_printf(&out,
               report->is_replaced ? _("%s: %s places with %s names, in the place of the "
                                       "gazetteer of that name\n")
                                   : _("%s: %s places with %s names\n"),
               info->name.ptr, cli_number(cli, (uint64_t)info->place_count),
               cli_number(cli, (uint64_t)info->name_count));
    buf_append(&out, STR("  "));
    cli_append_shown(&out, info->title);
    buf_printf(&out, _(", read as %s, fields parted by %s, from "),
               charset_name(report->charset), buf_text(&separator));
    cli_append_shown(&out, info->file);
    buf_printf(&out, _("; it takes %s\n"), buf_text(&size));
    if (report->problem_count > 0)
        buf_printf(&out,
                   _n(report->problem_count, "  %s row could not be used:\n",
                      "  %s rows could not be used:\n"),
                   cli_number(cli, (uint64_t)report->problem_count));
    put_problems(&out, report);
    cli_print(buf_str(&out));
    buf_release(&out);
    buf_release(&separator);
    buf_release(&size);
}

static void json_problems(struct cli *cli, const struct gazetteer_report *report)
{
    for (int64_t i = 0;
         i < report->problem_count && i < (int64_t)GAZETTEER_PROBLEMS_NAMED; i++) {
        struct value line = value_object();

        value_set(&line, &cli->arena, STR("kind"), value_string(STR("row_refused")));
        if (report->problems[i].file.len > 0)
            value_set(&line, &cli->arena, STR("file"),
                      value_string(report->problems[i].file));
        value_set(&line, &cli->arena, STR("line"),
                  value_integer((int64_t)report->problems[i].line));
        value_set(&line, &cli->arena, STR("reason"),
                  value_string(report->problems[i].reason));
        cli_print_json(&line);
    }
}

static void print_json(struct cli *cli, const struct gazetteer_report *report)
{
    const struct gazetteer_info *info = &report->info;
    struct arena *arena = &cli->arena;
    struct value line = value_object();

    json_problems(cli, report);
    value_set(&line, arena, STR("kind"), value_string(STR("gazetteer")));
    value_set(&line, arena, STR("name"), value_string(info->name));
    value_set(&line, arena, STR("format"), value_string(info->format));
    value_set(&line, arena, STR("charset"),
              value_string(str_from_c(charset_name(report->charset))));
    value_set(&line, arena, STR("places"), value_integer(info->place_count));
    value_set(&line, arena, STR("names"), value_integer(info->name_count));
    value_set(&line, arena, STR("rows"), value_integer(report->row_count));
    value_set(&line, arena, STR("refused"), value_integer(report->problem_count));
    value_set(&line, arena, STR("sha256"), value_string(info->sha256));
    value_set(&line, arena, STR("bytes"), value_integer(info->size_bytes));
    value_set(&line, arena, STR("path"), value_string(info->path));
    value_set(&line, arena, STR("replaced"), value_bool(report->is_replaced));
    cli_print_json(&line);
}

int gazetteer_run_import(struct gazetteer_command *command)
{
    struct cli *cli = command->cli;
    struct gazetteer_report report = {0};
    struct clock_text now;
    struct err err = {0};

    command->import.path = command->words[1];
    command->import.quiet = cli->quiet || cli->json;
    if (gazetteer_own_folder(&command->import.folder, cli, &err) != ERR_OK ||
        clock_now(&now, &err) != ERR_OK)
        return cli_fail(cli, &err);
    (void)clock_parse(&command->import.now_s, str_from_c(now.text));
    if (gazetteer_import(&report, &cli->arena, &command->import, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (cli->json)
        print_json(cli, &report);
    else if (!cli->quiet || report.problem_count > 0)
        print_report(cli, &report);
    return report.problem_count > 0 ? EXIT_FOUND_WRONG : EXIT_DONE;
}
