#include "share/prove.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/gate.h"
#include "cli/reading.h"
#include "share/archive_facts.h"
#include "share/proof_check.h"
#include "store/store.h"

enum { KEY_CHECK = 1000, KEY_ARCHIVE, KEY_WITH_OBJECT };

struct prove_command {
    struct cli *cli;
    struct prove_request request;
    struct gate_options gate;
    const char *check; /* --check DIR */
    const char *told;  /* --archive-id ID */
};

static const struct argp_option options[] = {
    {"output", 'o', "DIR", 0,
     "Where the proof is to be: a folder that is empty or not there yet (default: "
     "proof-ID)",
     0},
    {"with-object", KEY_WITH_OBJECT, NULL, 0,
     "Give the preserved file too, not only its hash", 0},
    {"check", KEY_CHECK, "DIR", 0, "Check a proof that lies in DIR; needs no archive", 1},
    {"archive-id", KEY_ARCHIVE, "ID", 0,
     "With --check: the archive's id as somebody told it to you", 1},
    {0},
};

static error_t check_arguments(const struct prove_command *prove,
                               const struct argp_state *state)
{
    bool writes = prove->request.id.len > 0 || prove->request.folder ||
                  prove->request.with_object || prove->gate.purpose ||
                  prove->gate.recipient;

    if (prove->check && writes)
        cli_misuse(state, "--check takes no ID and nothing that writes");
    if (!prove->check && prove->request.id.len == 0)
        cli_misuse(state, "say what to prove: a statement, an entity or an object");
    if (!prove->check && prove->told)
        cli_misuse(state, "--archive-id goes with --check");
    return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct prove_command *prove = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = prove->cli;
        state->child_inputs[1] = &prove->gate;
        return 0;
    case 'o':
        prove->request.folder = arg;
        return 0;
    case KEY_WITH_OBJECT:
        prove->request.with_object = true;
        return 0;
    case KEY_CHECK:
        prove->check = arg;
        return 0;
    case KEY_ARCHIVE:
        prove->told = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (prove->request.id.len > 0)
            cli_misuse(state, "one ID, please: \"%s\" is the second", arg);
        prove->request.id = str_from_c(arg);
        return 0;
    case ARGP_KEY_END:
        return check_arguments(prove, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void report_json(struct cli *cli, const struct prove_result *result)
{
    struct arena *arena = &cli->arena;

    for (size_t i = 0; i < result->count; i++) {
        const struct proved *proved = &result->statements[i];
        struct value line = value_object();
        struct str folder =
            arena_printf(arena, "%s/" STR_FMT, result->folder, STR_ARG(proved->folder));

        value_set(&line, arena, STR("statement"), value_string(proved->ref));
        value_set(&line, arena, STR("kind"), value_string(proved->kind));
        value_set(&line, arena, STR("folder"),
                  value_string(str_equal(proved->folder, STR("."))
                                   ? str_from_c(result->folder)
                                   : folder));
        value_set(&line, arena, STR("archive"), value_string(result->archive));
        value_set(&line, arena, STR("size"), value_integer((int64_t)proved->size));
        value_set(&line, arena, STR("object"), value_bool(proved->has_object));
        value_set(&line, arena, STR("unreadable"),
                  value_integer((int64_t)result->unreadable));
        value_set(&line, arena, STR("synthetic"), value_bool(result->is_synthetic));
        cli_print_json(&line);
    }
}

static void report(struct cli *cli, const struct prove_result *result)
{
    if (result->is_synthetic)
        printf("%s", _(SYNTHETIC_LINE));
    for (size_t i = 0; i < result->count; i++) {
        cli_print(result->statements[i].ref);
        printf("  ");
        cli_print(result->statements[i].kind);
        printf("\n");
    }
    printf(_n(result->count,
              "%zu statement in \"%s\"; anybody can check with: sh verify.sh " STR_FMT
              "\n",
              "%zu statements in \"%s\"; anybody can check with: sh verify.sh " STR_FMT
              "\n"),
           result->count, result->folder, STR_ARG(result->archive));
    printf(_("This shows what was recorded, and by which key; not that it is true, nor "
             "when it was made.\n"));
    if (result->unreadable > 0)
        cli_remark(cli,
                   _n(result->unreadable,
                      "%" PRIu64 " sealed or erased statements could not be looked at; "
                      "some of them may belong here too",
                      "%" PRIu64 " sealed or erased statements could not be looked at; "
                      "some of them may belong here too"),
                   result->unreadable);
}

/* What is given away, or was to be, is recorded before a byte of it is written. */
static enum err_code log_export(struct prove_command *prove, const char *did,
                                const struct gate_item *items, size_t count,
                                struct err *err)
{
    struct access reading = {0};
    enum err_code code = reading_begin(&reading, prove->cli, did, STR(""), err);

    if (code != ERR_OK)
        return code;
    reading.request.recipient = str_from_c(prove->gate.recipient);
    for (size_t i = 0; i < count; i++)
        access_note(&reading, items[i].ref);
    code = reading_commit(&reading, prove->cli, err);
    access_end(&reading);
    return code;
}

/* Asked of the state that the index holds: it is caught up with the log on opening. */
static enum err_code may_give(void *context, const struct str *refs, size_t count,
                              struct err *err)
{
    struct prove_command *prove = context;
    struct cli *cli = prove->cli;
    struct gate_item *items = ARENA_ARRAY(&cli->arena, struct gate_item, count);
    struct err ignored = {0};
    enum err_code code;

    if (cli_open(cli, ARCHIVE_READ, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < count; i++) {
        items[i].thing = GATE_STATEMENT;
        if (archive_ref_parse(&items[i].ref, cli->archive, refs[i], err) != ERR_OK)
            return err->code;
    }
    code = gate_pass(cli, &prove->gate, items, count, err);
    if (code == ERR_OK)
        return log_export(prove, "exported", items, count, err);
    /* A refusal stays one, whether it can be recorded or not. */
    if (prove->gate.was_refused)
        (void)log_export(prove, "refused", items, count, &ignored);
    return code;
}

static int write_proof(struct prove_command *command)
{
    const struct prove_request *request = &command->request;
    struct cli *cli = command->cli;
    struct prove_result result = {0};
    struct store *store = NULL;
    struct str found = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (store_find(&found, &cli->arena, cli->folder, &err) != ERR_OK ||
        store_open(&store, found.ptr, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (prove(&result, &cli->arena, store, request, &err) != ERR_OK)
        status = gate_status(cli, &command->gate, &err);
    else if (cli->json)
        report_json(cli, &result);
    else
        report(cli, &result);
    store_close(store);
    return status;
}

static void report_step(struct cli *cli, const struct check_step *step)
{
    bool holds = step->why.len == 0;
    struct value line = value_object();

    if (!cli->json) {
        printf("%s", holds ? _("OK      ") : _("FAILED  "));
        cli_print(step->what);
        if (!holds) {
            printf(": ");
            cli_print(step->why);
        }
        printf("\n");
        return;
    }
    value_set(&line, &cli->arena, STR("step"), value_string(step->what));
    value_set(&line, &cli->arena, STR("ok"), value_bool(holds));
    if (!holds)
        value_set(&line, &cli->arena, STR("why"), value_string(step->why));
    cli_print_json(&line);
}

static void report_check_json(struct cli *cli, const struct proof_check *check)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();

    value_set(&line, arena, STR("archive"), value_string(check->archive));
    value_set(&line, arena, STR("size"), value_integer((int64_t)check->size));
    value_set(&line, arena, STR("statements"), value_integer((int64_t)check->statements));
    value_set(&line, arena, STR("steps"), value_integer((int64_t)check->count));
    value_set(&line, arena, STR("failed"), value_integer((int64_t)check->failed));
    value_set(&line, arena, STR("synthetic"), value_bool(check->is_synthetic));
    cli_print_json(&line);
}

static void report_check(struct cli *cli, const struct proof_check *check, bool was_told)
{
    if (check->failed > 0) {
        printf(
            _("\nFAILED: %zu of %zu steps; this folder does not show what it should\n"),
            check->failed, check->count);
        return;
    }
    printf(_("\nall %zu steps OK: "), check->count);
    printf(_n(check->statements,
              "%zu statement recorded in archive " STR_FMT ", log size %" PRIu64 "\n",
              "%zu statements recorded in archive " STR_FMT ", log size %" PRIu64 "\n"),
           check->statements, STR_ARG(check->archive), check->size);
    if (!was_told)
        cli_remark(cli, "compare the archive's id with the one you were told "
                        "(--archive-id); without that the key could be anybody's");
    printf(_(
        "Not shown: that it is true, nor when it was recorded or anything happened.\n"));
}

static int check_proof(struct cli *cli, const struct prove_command *prove)
{
    struct proof_check check = {0};
    struct err err = {0};

    if (proof_check(&check, &cli->arena, prove->check, str_from_c(prove->told), &err) !=
        ERR_OK)
        return cli_fail(cli, &err);
    if (check.is_synthetic && !cli->json)
        printf("%s", _(SYNTHETIC_LINE));
    for (size_t i = 0; i < check.count; i++)
        report_step(cli, &check.steps[i]);
    if (cli->json)
        report_check_json(cli, &check);
    else
        report_check(cli, &check, prove->told != NULL);
    return check.failed > 0 ? EXIT_FOUND_WRONG : EXIT_DONE;
}

int cmd_prove(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {
        {&cli_reading_argp, 0, NULL, 0}, {&gate_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "ID\n--check DIR",
        .doc =
            "Put what a stranger needs to check statements into a folder: their exact "
            "words, and what leads from them to the archive's id. ID is a statement's "
            "reference, an entity's id (all that is said about it), or an object's name "
            "or SHA-256. Where they tell of people, these must have agreed to the "
            "purpose and the recipient. Whoever gets the folder can read these "
            "statements, and nothing "
            "else of the archive.",
        .children = children,
    };
    struct prove_command prove_command = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &prove_command, &status))
        return status;
    prove_command.request.may_give = may_give;
    prove_command.request.context = &prove_command;
    return prove_command.check ? check_proof(cli, &prove_command)
                               : write_proof(&prove_command);
}
