#include "cli/consent.h"

#include <stdio.h>

#include "base/message.h"
#include "cli/commands.h"
#include "cli/gate.h"
#include "format/root_code.h"
#include "sheet/subject.h"

enum err_code consent_desk_open(struct consent_desk *desk, struct cli *cli,
                                enum archive_mode mode, struct err *err)
{
    if (cli_open(cli, mode, err) != ERR_OK ||
        giving_today(&desk->today, cli->archive, err) != ERR_OK)
        return err->code;
    return sheet_open(&desk->sheet, &cli->arena, cli->archive, STR(""), err);
}

void consent_note(struct access *reading, const struct consent *consent)
{
    access_note(reading, consent->ref);
    access_note_entity(reading, consent->person);
    for (size_t i = 0; i < consent->withdrawal_count; i++)
        access_note(reading, consent->withdrawals[i].ref);
}

static enum err_code keep_one(struct consent_list *list, struct ref ref, struct err *err)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].ref.n == ref.n) {
            *list = (struct consent_list){&list->items[i], 1};
            return ERR_OK;
        }
    return err_set(err, ERR_NOT_FOUND,
                   "that is no consent that can be read here: name the person, or the "
                   "reference of a consent");
}

static enum err_code add_labels(struct consent_desk *desk,
                                const struct consent_list *list, struct err *err)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct consent *c = &list->items[i];

        if (labels_add_all(&desk->sheet.labels, c->said, err) != ERR_OK)
            return err->code;
        for (size_t k = 0; k < c->withdrawal_count; k++)
            if (labels_add_all(&desk->sheet.labels, c->withdrawals[k].said, err) !=
                ERR_OK)
                return err->code;
    }
    return ERR_OK;
}

/* What cannot be read is left out: nothing can be said of it. */
static void drop_unreadable(struct consent_list *list)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].said)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

/* The code of its commitment, as it stands on the paper that a person took home. */
static enum err_code has_code(bool *out, struct consent_desk *desk, struct ref ref,
                              const struct root_code *code, struct err *err)
{
    struct sheet *sheet = &desk->sheet;
    struct value pinned = {0};
    struct digest commitment = {{0}};
    struct root_code own;

    if (archive_ref_pinned(&pinned, sheet->arena, sheet->archive, ref, err) != ERR_OK)
        return err->code;
    *out = digest_parse(&commitment, value_get_string(&pinned, STR("c")));
    own = root_code_of(&commitment);
    *out = *out && root_code_equal(&own, code);
    return ERR_OK;
}

static enum err_code find_by_code(struct subject *out, struct consent_desk *desk,
                                  const struct root_code *code, struct err *err)
{
    struct sheet *sheet = &desk->sheet;
    struct consent_list all = {0};
    enum err_code status =
        consent_find(&all, sheet->arena, sheet->index, sheet->as_of.view, STR(""), err);

    for (size_t i = 0; i < all.count && status == ERR_OK; i++) {
        bool is_it = false;

        status = has_code(&is_it, desk, all.items[i].ref, code, err);
        if (status == ERR_OK && is_it) {
            *out = (struct subject){.kind = SUBJECT_STATEMENT, .ref = all.items[i].ref};
            return ERR_OK;
        }
    }
    if (status != ERR_OK)
        return status;
    return err_set(err, ERR_NOT_FOUND, "no consent that can be read here has the code %s",
                   root_code_show(code).text);
}

static enum err_code find_subject(struct subject *out, struct consent_desk *desk,
                                  const char *text, struct err *err)
{
    struct root_code code;
    struct err ignored = {0};

    if (root_code_parse(&code, str_from_c(text), &ignored) == ERR_OK)
        return find_by_code(out, desk, &code, err);
    return subject_find(out, &desk->sheet, str_from_c(text), err);
}

enum err_code consent_named(struct consent_list *out, struct consent_desk *desk,
                            const char *text, struct err *err)
{
    struct sheet *sheet = &desk->sheet;
    struct subject subject = {0};
    struct consent_list list = {0};

    if (find_subject(&subject, desk, text, err) != ERR_OK)
        return err->code;
    if (subject.kind == SUBJECT_OBJECT)
        return err_set(err, ERR_NOT_FOUND,
                       "that is no consent that can be read here: name the person, or "
                       "the reference of a consent");
    if (consent_find(&list, sheet->arena, sheet->index, sheet->as_of.view,
                     subject.kind == SUBJECT_ENTITY ? subject.id : STR(""),
                     err) != ERR_OK)
        return err->code;
    drop_unreadable(&list);
    if (subject.kind == SUBJECT_STATEMENT && keep_one(&list, subject.ref, err) != ERR_OK)
        return err->code;
    if (list.count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no consent of theirs can be read here: nothing of what they said "
                       "may be given to anybody");
    if (add_labels(desk, &list, err) != ERR_OK)
        return err->code;
    *out = list;
    return ERR_OK;
}

static const char *const forms =
    "\nshow PERSON\nwithdraw PERSON\nkeep CONSENT NUMBER\ndue\nreceipt CONSENT\nmeet";

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct cli *cli = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = cli;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state,
                   "\"%s\" is none of new, show, withdraw, keep, due, receipt and meet",
                   arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say new, show, withdraw, keep, due, receipt or meet");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int misused(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    struct argp argp = {
        .parser = parse,
        .args_doc = arena_printf(&cli->arena, "new PERSON%s", forms).ptr,
        .doc = "Record what people agreed to, show it, take it back for them, keep what "
               "was promised to them, print what they take home. What somebody did not "
               "agree to is not given to anybody by any command. stele consent new "
               "--help and its like tell the options.",
        .children = children,
    };
    int status = EXIT_DONE;

    return cli_parse(cli, &argp, argc, argv, cli, &status) ? EXIT_USED_WRONGLY : status;
}

int cmd_consent(struct cli *cli, int argc, char **argv)
{
    static const struct command all[] = {
        {"new", consent_new, ""},           {"show", consent_show, ""},
        {"withdraw", consent_withdraw, ""}, {"keep", consent_keep, ""},
        {"due", consent_due, ""},           {"receipt", consent_receipt, ""},
        {"meet", consent_meet, ""},
    };

    for (size_t i = 0; argc > 1 && i < sizeof all / sizeof all[0]; i++)
        if (strcmp(argv[1], all[i].name) == 0) {
            cli->command = arena_printf(&cli->arena, "consent %s", all[i].name).ptr;
            return all[i].run(cli, argc - 1, argv + 1);
        }
    return misused(cli, argc, argv);
}
