#include <stdio.h>
#include <unistd.h>

#include "base/message.h"
#include "cli/consent.h"
#include "cli/gate.h"
#include "sheet/consent_text.h"

struct show_consent {
    struct cli *cli;
    const char *id;
    bool with_contact;
    struct consent_desk desk;
    struct access reading;
};

static const struct argp_option options[] = {
    {"contact", 'c', NULL, 0, "Show how they can be reached, too", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct show_consent *show = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = show->cli;
        return 0;
    case 'c':
        show->with_contact = true;
        return 0;
    case ARGP_KEY_ARG:
        if (show->id)
            cli_misuse(state, "one person at a time: \"%s\" is the second", arg);
        show->id = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say whose consent: an entity's id, or a consent's reference");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static struct value said_json(struct show_consent *show, const struct consent *c)
{
    struct value said = value_object();

    for (uint32_t i = 0; i < c->said->count; i++)
        if (show->with_contact || !str_equal(c->said->members[i].key, STR("contact")))
            value_set(&said, &show->cli->arena, c->said->members[i].key,
                      c->said->members[i].value);
    return said;
}

static struct value kept_json(struct show_consent *show, const struct consent *c)
{
    struct value list = value_array();

    for (size_t i = 0; i < c->kept_count; i++)
        value_add(&list, &show->cli->arena, value_integer(c->kept[i].promise));
    return list;
}

static struct value withdrawals_json(struct show_consent *show, const struct consent *c)
{
    struct cli *cli = show->cli;
    struct value list = value_array();

    for (size_t i = 0; i < c->withdrawal_count; i++) {
        struct value one = value_object();

        value_set(&one, &cli->arena, STR("ref"),
                  value_string(archive_ref_text(cli->archive, &cli->arena,
                                                c->withdrawals[i].ref)));
        value_set(&one, &cli->arena, STR("said"), *c->withdrawals[i].said);
        value_add(&list, &cli->arena, one);
    }
    return list;
}

static void put_json(struct show_consent *show, const struct consent *c)
{
    struct cli *cli = show->cli;
    struct value line = value_object();
    enum consent_standing standing = consent_standing_of(c, show->desk.today);

    value_set(&line, &cli->arena, STR("consent"),
              value_string(archive_ref_text(cli->archive, &cli->arena, c->ref)));
    value_set(&line, &cli->arena, STR("person"), value_string(c->person));
    value_set(&line, &cli->arena, STR("standing"),
              value_string(consent_standing_key(standing)));
    value_set(&line, &cli->arena, STR("said"), said_json(show, c));
    value_set(&line, &cli->arena, STR("withdrawals"), withdrawals_json(show, c));
    value_set(&line, &cli->arena, STR("kept"), kept_json(show, c));
    cli_print_json(&line);
}

static void put_text(struct show_consent *show, const struct consent_list *list)
{
    struct sheet_writer writer;
    struct buf out = {0};

    sheet_writer_start(&writer, &out, &show->desk.sheet, isatty(STDOUT_FILENO) == 1);
    for (size_t i = 0; i < list->count; i++) {
        const struct consent_shown shown = {&list->items[i], show->desk.today,
                                            show->with_contact};

        buf_printf(&out, _("consent " STR_FMT "\n"),
                   STR_ARG(archive_ref_short(show->cli->archive, &show->cli->arena,
                                             list->items[i].ref)));
        consent_text(&writer, &shown);
        lines_blank(&writer.lines);
    }
    sheet_foot_text(&writer);
    cli_print(buf_str(&out));
    buf_release(&out);
}

static int run(struct show_consent *show)
{
    struct cli *cli = show->cli;
    struct consent_list list = {0};
    struct err err = {0};

    if (consent_desk_open(&show->desk, cli, ARCHIVE_READ, &err) != ERR_OK ||
        reading_begin(&show->reading, cli, "read", STR(""), &err) != ERR_OK)
        return cli_fail(cli, &err);
    sheet_note_to(&show->desk.sheet, &show->reading);
    if (consent_named(&list, &show->desk, show->id, &err) != ERR_OK)
        return cli_fail(cli, &err);
    for (size_t i = 0; i < list.count; i++)
        consent_note(&show->reading, &list.items[i]);
    if (reading_commit(&show->reading, cli, &err) != ERR_OK)
        return cli_fail(cli, &err);
    cli_mark_synthetic(cli);
    if (!cli->json)
        put_text(show, &list);
    for (size_t i = 0; cli->json && i < list.count; i++)
        put_json(show, &list.items[i]);
    return EXIT_DONE;
}

int consent_show(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "PERSON",
        .doc = "Show what a person agreed to, what they took back and what was promised "
               "to them. PERSON is an entity's id, or a consent's reference, or the code "
               "on the "
               "paper that they took home.",
        .children = children,
    };
    struct show_consent show = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &show, &status))
        return status;
    status = run(&show);
    access_end(&show.reading);
    sheet_close(&show.desk.sheet);
    return status;
}
