#include <stdio.h>

#include "base/message.h"
#include "cli/consent.h"
#include "cli/draft.h"
#include "cli/gate.h"
#include "record/consent_holders.h"

enum { KEY_BY = 1000, KEY_SEAL };

struct withdraw_consent {
    struct cli *cli;
    const char *id;
    const char *on;
    const char *by_whom;
    const char *words;
    const char *seal;
    struct value purposes; /* arrays */
    struct value recipients;
    struct consent_desk desk;
};

static const struct argp_option options[] = {
    {"on", 'o', "DATE", 0, "The day they said so (default: today)", 0},
    {"by", KEY_BY, "TERM", 0,
     "Who said so: person (default), guardian, former_child, representative, "
     "next_of_kin",
     0},
    {"purpose", 'p', "TERM", 0, "For this purpose only; may come again", 0},
    {"recipient", 'r', "WHO", 0, "From this recipient only; may come again", 0},
    {"words", 'w', "WORDS", 0, "What they said", 0},
    {"seal", KEY_SEAL, "WORD", 0, "For whom it is sealed", 0},
    {0},
};

static error_t check_whole(const struct withdraw_consent *back,
                           const struct argp_state *state)
{
    if (back->purposes.count > 0 && back->recipients.count > 0)
        cli_misuse(state, "take back purposes or recipients, one after the other");
    return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct withdraw_consent *back = state->input;
    struct arena *arena = &back->cli->arena;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = back->cli;
        return 0;
    case 'o':
        back->on = arg;
        return 0;
    case KEY_BY:
        back->by_whom = arg;
        return 0;
    case 'p':
        value_add(&back->purposes, arena, value_string(str_from_c(arg)));
        return 0;
    case 'r':
        value_add(&back->recipients, arena,
                  consent_recipient_typed(arena, str_from_c(arg)));
        return 0;
    case 'w':
        back->words = arg;
        return 0;
    case KEY_SEAL:
        back->seal = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (back->id)
            cli_misuse(state, "one person at a time: \"%s\" is the second", arg);
        back->id = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say whose consent: an entity's id, or a consent's reference");
        return 0;
    case ARGP_KEY_END:
        return check_whole(back, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static struct str scope_of(const struct withdraw_consent *back)
{
    if (back->purposes.count > 0)
        return STR("purposes");
    return back->recipients.count > 0 ? STR("recipients") : STR("all");
}

static struct value draft_of(struct withdraw_consent *back, struct ref ref)
{
    struct arena *arena = &back->cli->arena;
    struct value draft = value_object();

    value_set(&draft, arena, STR("kind"), value_string(STR("consent")));
    value_set(&draft, arena, STR("withdraws"),
              value_string(archive_ref_text(back->cli->archive, arena, ref)));
    value_set(&draft, arena, STR("on"),
              value_string(back->on ? str_from_c(back->on)
                                    : gate_day_text(back->cli, back->desk.today)));
    value_set(&draft, arena, STR("by_whom"),
              value_string(back->by_whom ? str_from_c(back->by_whom) : STR("person")));
    value_set(&draft, arena, STR("scope"), value_string(scope_of(back)));
    if (back->purposes.count > 0)
        value_set(&draft, arena, STR("purposes"), back->purposes);
    if (back->recipients.count > 0)
        value_set(&draft, arena, STR("recipients"), back->recipients);
    if (back->words)
        value_set(&draft, arena, STR("words"), value_string(str_from_c(back->words)));
    if (back->seal)
        value_set(&draft, arena, STR("seal"), value_string(str_from_c(back->seal)));
    return draft;
}

/* Those that can still be taken back: an expired one too, so that nobody renews it. */
static struct value drafts_of(struct withdraw_consent *back,
                              const struct consent_list *list)
{
    struct value drafts = value_array();

    for (size_t i = 0; i < list->count; i++)
        if (!consent_ended_by(&list->items[i]) &&
            ref_is_none(list->items[i].superseded_by))
            value_add(&drafts, &back->cli->arena, draft_of(back, list->items[i].ref));
    return drafts;
}

static void tell_one(struct cli *cli, const struct consent_holder *holder)
{
    struct str ref = archive_ref_short(cli->archive, &cli->arena, holder->ref);

    printf("  " STR_FMT "  ", STR_ARG(ref));
    cli_print(holder->did);
    if (holder->recipient.len > 0) {
        printf("  → ");
        cli_print(holder->recipient);
    }
    if (holder->why.len > 0) {
        printf("  ");
        cli_print(holder->why);
    }
    printf("\n");
}

/* What a withdrawal cannot undo, as far as it is known here. */
static enum err_code tell_holders(struct cli *cli, struct consent_desk *desk,
                                  const struct consent *consent, struct err *err)
{
    struct consent_holders holders = {0};

    if (consent_holders_find(&holders, &cli->arena, cli->archive, desk->sheet.as_of.view,
                             consent->person, err) != ERR_OK)
        return err->code;
    printf(_("\nWhat this cannot undo. They were told: "));
    cli_print(value_get_string(consent->said, STR("cannot_undo")));
    printf("\n");
    if (holders.count > 0)
        printf(_n(holders.count, "The access log knows %zu time that it left:\n",
                  "The access log knows %zu times that it left:\n"),
               holders.count);
    else
        printf(_("The access log knows of no time that it left.\n"));
    for (size_t i = 0; i < holders.count; i++)
        tell_one(cli, &holders.items[i]);
    if (holders.has_more)
        printf(_("More was said of them than could be looked through: there may be "
                 "others.\n"));
    printf(_("Copies made with stele copy hold it too, and so does whoever was shown it: "
             "no log knows them all. Tell them. To destroy it here: stele erase.\n"));
    return ERR_OK;
}

/* Named by the number on its receipt, and sealed: whoever cannot read it can take it back
 * for them all the same. */
static bool is_sealed(struct ref *out, struct withdraw_consent *back)
{
    struct cli *cli = back->cli;
    struct statement statement = {0};
    struct err ignored = {0};

    return archive_ref_parse(out, cli->archive, str_from_c(back->id), &ignored) ==
               ERR_OK &&
           archive_statement(&statement, &cli->arena, cli->archive, *out, &ignored) ==
               ERR_OK &&
           !statement.is_readable && statement.is_sealed;
}

static int withdraw_unread(struct withdraw_consent *back, struct ref ref)
{
    struct value drafts = value_array();
    int status;

    value_add(&drafts, &back->cli->arena, draft_of(back, ref));
    status = drafts_write(back->cli, &drafts);
    if (status == EXIT_DONE && !back->cli->json)
        printf(
            _("It cannot be read here: what this cannot undo, and who is known to have "
              "it, is told where it can.\n"));
    return status;
}

static int withdraw_read(struct withdraw_consent *back, const struct consent_list *list)
{
    struct cli *cli = back->cli;
    struct value drafts = drafts_of(back, list);
    struct err err = {0};
    int status;

    if (drafts.count == 0) {
        (void)err_set(&err, ERR_NOT_FOUND,
                      "nothing is left to take back: see stele consent show %s",
                      back->id);
        return cli_fail(cli, &err);
    }
    status = drafts_write(cli, &drafts);
    if (status == EXIT_DONE && !cli->json &&
        tell_holders(cli, &back->desk, &list->items[0], &err) != ERR_OK)
        return cli_fail(cli, &err);
    return status;
}

static int run(struct withdraw_consent *back)
{
    struct consent_list list = {0};
    struct err err = {0};
    struct ref ref = REF_NONE;

    if (consent_desk_open(&back->desk, back->cli, ARCHIVE_WRITE, &err) != ERR_OK)
        return cli_fail(back->cli, &err);
    if (is_sealed(&ref, back))
        return withdraw_unread(back, ref);
    if (consent_named(&list, &back->desk, back->id, &err) != ERR_OK)
        return cli_fail(back->cli, &err);
    return withdraw_read(back, &list);
}

int consent_withdraw(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "PERSON",
        .doc = "Record that a person takes back what they agreed to: all of it, or for "
               "some purposes or recipients. From then on no command gives it to "
               "anybody. What was given before cannot be called back; it is said who is "
               "known to have it. To destroy what they said: stele erase.",
        .children = children,
    };
    struct withdraw_consent back = {
        .cli = cli, .purposes = value_array(), .recipients = value_array()};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &back, &status))
        return status;
    status = run(&back);
    sheet_close(&back.desk.sheet);
    return status;
}
