/* What was promised to people and not kept yet, and whom to reach; a promise kept. */

#include <stdio.h>

#include "base/message.h"
#include "cli/consent.h"
#include "cli/draft.h"
#include "cli/gate.h"
#include "format/edtf.h"
#include "sheet/consent_text.h"

struct due_command {
    struct cli *cli;
    const char *until;
    bool with_contact;
    int64_t last_day;
    size_t count;
    bool is_telling; /* first it is noted what will be told */
    struct access reading;
    struct consent_desk desk;
};

static const struct argp_option due_options[] = {
    {"until", 'u', "DAY", 0, "What is due until this day (default: today)", 0},
    {"contact", 'c', NULL, 0, "Show how they can be reached, and when that is safe", 0},
    {0},
};

static error_t parse_due(int key, char *arg, struct argp_state *state)
{
    struct due_command *due = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = due->cli;
        return 0;
    case 'u':
        due->until = arg;
        return 0;
    case 'c':
        due->with_contact = true;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "\"%s\" is one argument too many", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code last_day(int64_t *out, const char *text, int64_t today,
                              struct err *err)
{
    struct edtf edtf;

    *out = today;
    if (!text)
        return ERR_OK;
    if (edtf_parse(&edtf, str_from_c(text), err) != ERR_OK)
        return err_context(err, "--until: \"%s\": ", text);
    *out = edtf_bounds(&edtf).last;
    return ERR_OK;
}

struct due_item {
    const struct consent *consent;
    int64_t promise; /* 0: to be in touch */
    struct str what;
    int64_t day;
};

static void tell_contact(struct due_command *due, const struct value *contact)
{
    if (!due->with_contact || !contact)
        return;
    printf("    ");
    cli_print(value_get_string(contact, STR("how")));
    printf("; ");
    cli_print(value_get_string(contact, STR("when_safe")));
    printf("\n");
}

static void tell_json(struct due_command *due, const struct due_item *item)
{
    struct cli *cli = due->cli;
    const struct value *contact = value_get(item->consent->said, STR("contact"));
    struct value line = value_object();

    value_set(&line, &cli->arena, STR("due"),
              value_string(gate_day_text(cli, item->day)));
    value_set(
        &line, &cli->arena, STR("consent"),
        value_string(archive_ref_text(cli->archive, &cli->arena, item->consent->ref)));
    value_set(&line, &cli->arena, STR("person"), value_string(item->consent->person));
    value_set(&line, &cli->arena, STR("promise"),
              item->promise > 0 ? value_integer(item->promise) : value_null());
    value_set(&line, &cli->arena, STR("what"), value_string(item->what));
    value_set(&line, &cli->arena, STR("overdue"),
              value_bool(item->day < due->desk.today));
    if (due->with_contact && contact)
        value_set(&line, &cli->arena, STR("contact"), *contact);
    cli_print_json(&line);
}

static void tell(struct due_command *due, const struct due_item *item)
{
    struct cli *cli = due->cli;

    if (!due->is_telling) {
        consent_note(&due->reading, item->consent);
        return;
    }
    due->count++;
    if (cli->json) {
        tell_json(due, item);
        return;
    }
    printf(item->day < due->desk.today
               ? _("overdue since " STR_FMT "  %s, consent " STR_FMT ", %lld: ")
               : _("due on " STR_FMT "  %s, consent " STR_FMT ", %lld: "),
           STR_ARG(gate_day_text(cli, item->day)),
           gate_id_text(cli, item->consent->person),
           STR_ARG(archive_ref_short(cli->archive, &cli->arena, item->consent->ref)),
           (long long)item->promise);
    cli_print(item->what);
    printf("\n");
    tell_contact(due, value_get(item->consent->said, STR("contact")));
}

/* A promise is owed also to whoever took their consent back; a renewal says anew what is
 * promised. */
static void look_at(struct due_command *due, const struct consent *c)
{
    const struct value *promises = value_get(c->said, STR("promises"));
    const struct value *contact = value_get(c->said, STR("contact"));
    struct due_item item = {.consent = c};
    int64_t first = 0;

    if (!ref_is_none(c->superseded_by))
        return;
    for (uint32_t i = 0; promises && i < promises->count; i++) {
        item.promise = (int64_t)i + 1;
        item.what = value_get_string(&promises->items[i], STR("what"));
        if (!consent_kept_promise(c, item.promise) &&
            consent_days(&first, &item.day, &promises->items[i], STR("due")) &&
            item.day <= due->last_day)
            tell(due, &item);
    }
    item.promise = 0;
    item.what = str_from_c(_("to be in touch"));
    if (contact && !consent_ended_by(c) && !consent_kept_promise(c, 0) &&
        consent_days(&first, &item.day, contact, STR("due")) && item.day <= due->last_day)
        tell(due, &item);
}

static void look_at_all(struct due_command *due, const struct consent_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].said)
            look_at(due, &list->items[i]);
}

static int run_due(struct due_command *due)
{
    struct cli *cli = due->cli;
    struct consent_list list = {0};
    struct err err = {0};

    if (consent_desk_open(&due->desk, cli, ARCHIVE_READ, &err) != ERR_OK ||
        last_day(&due->last_day, due->until, due->desk.today, &err) != ERR_OK ||
        consent_find(&list, &cli->arena, due->desk.sheet.index,
                     due->desk.sheet.as_of.view, STR(""), &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (reading_begin(&due->reading, cli, "read", STR(""), &err) != ERR_OK)
        return cli_fail(cli, &err);
    look_at_all(due, &list);
    if (reading_commit(&due->reading, cli, &err) != ERR_OK)
        return cli_fail(cli, &err);
    cli_mark_synthetic(cli);
    due->is_telling = true;
    look_at_all(due, &list);
    if (due->count == 0 && !cli->json)
        printf(_("nothing is due until " STR_FMT "\n"),
               STR_ARG(gate_day_text(cli, due->last_day)));
    return EXIT_DONE;
}

int consent_due(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = due_options,
        .parser = parse_due,
        .doc = "Tell what was promised to people and is due, and with whom to be in "
               "touch. A promise that was kept: stele consent keep.",
        .children = children,
    };
    struct due_command due = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &due, &status))
        return status;
    status = run_due(&due);
    access_end(&due.reading);
    sheet_close(&due.desk.sheet);
    return status;
}

static const struct argp_option keep_options[] = {
    {"on", 'o', "DATE", 0, "The day it was kept", 0},
    {"words", 'w', "WORDS", 0, "How", 0},
    {"seal", 's', "WORD", 0, "For whom it is sealed", 0},
    {0},
};

static const struct draft_member keep_members[] = {
    {'o', DRAFT_TEXT, "on"}, {'w', DRAFT_TEXT, "words"}, {'s', DRAFT_TEXT, "seal"},
    {0, DRAFT_TEXT, "kept"}, {0, DRAFT_TEXT, "promise"}, {0, DRAFT_TEXT, NULL},
};

static enum err_code finish_keep(struct draft *draft, struct err *err)
{
    struct str typed = value_get_string(&draft->members, STR("promise"));
    int64_t number = 0;

    if (!str_to_i64(&number, typed))
        return err_set(err, ERR_INVALID,
                       "say which promise: its number, as stele consent show has it");
    value_set(&draft->members, &draft->cli->arena, STR("promise"), value_integer(number));
    return ERR_OK;
}

int consent_keep(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "consent",
        .args_doc = "CONSENT NUMBER",
        .doc = "Record that a promise was kept: the consent it was made with, and its "
               "number there.",
        .missing = "say which consent, and which of its promises",
        .options = keep_options,
        .members = keep_members,
        .finish = finish_keep,
    };

    return draft_run(cli, argc, argv, &command);
}
