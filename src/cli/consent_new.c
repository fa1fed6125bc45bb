#include "cli/add.h"
#include "cli/consent.h"
#include "cli/draft.h"
#include "record/id.h"
#include "record/schema.h"

enum {
    KEY_RISKS = 1000,
    KEY_ALTERNATIVES,
    KEY_WITHDRAWAL,
    KEY_CANNOT_UNDO,
    KEY_INTERPRETER,
    KEY_OBJECT,
    KEY_UNTIL,
    KEY_CONDITIONS,
    KEY_ADULT,
    KEY_CHILD,
    KEY_EARLIER,
    KEY_PROMISE,
    KEY_CONTACT,
    KEY_REFERRAL,
    KEY_GIVEN_BY,
    KEY_SUPERSEDES,
    KEY_SEAL
};

static const struct argp_option options[] = {
    {"from", 'f', "FILE", 0,
     "Read it from FILE, as JSON (- is standard input), in place of PERSON and options",
     0},
    {"interview", 'i', "ID", 0, "Of what was said in this interview only", 1},
    {"purpose", 'p', "TERM", 0, "What for; as often as there are purposes", 1},
    {"recipient", 'r', "WHO", 0,
     "Who may get it: a kind (own_team, media, international_court ...), an id, or a "
     "name",
     1},
    {"use", 'u', "TERM", 0, "What may be used: words, name, voice, image or contact", 1},
    {"until", KEY_UNTIL, "DATE", 0, "Not after that", 1},
    {"conditions", KEY_CONDITIONS, "WORDS", 0, "On which condition", 1},
    {"risks", KEY_RISKS, "WORDS", 0, "Which risks were explained", 2},
    {"alternatives", KEY_ALTERNATIVES, "WORDS", 0, "Which other ways were explained", 2},
    {"withdrawal", KEY_WITHDRAWAL, "WORDS", 0, "How they can take it back", 2},
    {"cannot-undo", KEY_CANNOT_UNDO, "WORDS", 0, "What taking it back cannot undo", 2},
    {"lang", 'l', "TAG", 0, "The language it was explained in: uk, en ...", 2},
    {"interpreter", KEY_INTERPRETER, "WHO", 0, "An id, or a name", 2},
    {"form", 'F', "TERM", 0, "written, signed_by_mark, oral_witnessed or recorded", 3},
    {"object", KEY_OBJECT, "ID", 0, "The signed paper or the recording, preserved", 3},
    {"witness", 'w', "WHO", 0, "An id, or a name", 3},
    {"on", 'o', "DATE", 0, "The day it was given", 3},
    {"given-by", KEY_GIVEN_BY, "TERM", 0,
     "Who gave it, where not the person: guardian, representative, next_of_kin", 3},
    {"adult", KEY_ADULT, NULL, 0, "The person is of age", 4},
    {"child", KEY_CHILD, "NAME=VALUE", 0,
     "A child: guardian=ID, relation=TERM and assent=given, refused or too_young", 4},
    {"earlier", KEY_EARLIER, "WORDS", 0, "To whom they told it before", 5},
    {"promise", KEY_PROMISE, "DATE=WHAT", 0, "What was promised, and by when", 5},
    {"contact", KEY_CONTACT, "NAME=WORDS", 0,
     "How they can be reached: how=WORDS, when_safe=WORDS, due=DATE", 5},
    {"referral", KEY_REFERRAL, "TERM", 0, "offered, accepted, refused, not_available", 5},
    {"supersedes", KEY_SUPERSEDES, "CONSENT", 0, "It renews this one", 6},
    {"seal", KEY_SEAL, "WORD", 0, "For whom it is sealed", 6},
    {"note", 'n', "WORDS", 0, "Anything else", 6},
    {0},
};

static const struct draft_member members[] = {
    {'i', DRAFT_TEXT, "interview"},
    {'p', DRAFT_LIST, "purposes"},
    {'r', DRAFT_LIST, "recipients"},
    {'u', DRAFT_LIST, "may_use"},
    {KEY_UNTIL, DRAFT_TEXT, "until"},
    {KEY_CONDITIONS, DRAFT_TEXT, "conditions"},
    {KEY_RISKS, DRAFT_TEXT, "risks_explained"},
    {KEY_ALTERNATIVES, DRAFT_TEXT, "alternatives_explained"},
    {KEY_WITHDRAWAL, DRAFT_TEXT, "withdrawal_explained"},
    {KEY_CANNOT_UNDO, DRAFT_TEXT, "cannot_undo"},
    {'l', DRAFT_TEXT, "lang"},
    {KEY_INTERPRETER, DRAFT_TEXT, "interpreter"},
    {'F', DRAFT_TEXT, "form"},
    {KEY_OBJECT, DRAFT_TEXT, "object"},
    {'w', DRAFT_TEXT, "witness"},
    {'o', DRAFT_TEXT, "on"},
    {KEY_GIVEN_BY, DRAFT_TEXT, "given_by"},
    {KEY_ADULT, DRAFT_TRUE, "adult"},
    {KEY_CHILD, DRAFT_INTO, "child"},
    {KEY_EARLIER, DRAFT_TEXT, "earlier_accounts"},
    {KEY_PROMISE, DRAFT_LIST, "promises"},
    {KEY_CONTACT, DRAFT_INTO, "contact"},
    {KEY_REFERRAL, DRAFT_TEXT, "referral"},
    {KEY_SUPERSEDES, DRAFT_TEXT, "supersedes"},
    {KEY_SEAL, DRAFT_TEXT, "seal"},
    {'n', DRAFT_TEXT, "note"},
    {0, DRAFT_TEXT, "person"},
    {0, DRAFT_TEXT, NULL},
};

struct value consent_recipient_typed(struct arena *arena, struct str typed)
{
    struct value words = value_object();
    struct err ignored = {0};
    struct id id;

    if (schema_term(schema_vocabulary(STR("consent_recipient")), typed) ||
        id_parse(&id, typed, &ignored) == ERR_OK)
        return value_string(typed);
    value_set(&words, arena, STR("words"), value_string(typed));
    return words;
}

static void name_recipients(struct draft *draft)
{
    struct arena *arena = &draft->cli->arena;
    const struct value *typed = value_get(&draft->members, STR("recipients"));
    struct value list = value_array();

    if (!typed)
        return;
    for (uint32_t i = 0; i < typed->count; i++)
        value_add(&list, arena, consent_recipient_typed(arena, typed->items[i].string));
    value_set(&draft->members, arena, STR("recipients"), list);
}

static enum err_code name_promises(struct draft *draft, struct err *err)
{
    struct arena *arena = &draft->cli->arena;
    const struct value *typed = value_get(&draft->members, STR("promises"));
    struct value list = value_array();

    for (uint32_t i = 0; typed && i < typed->count; i++) {
        struct str what = typed->items[i].string;
        struct str due = str_cut(&what, '=');
        struct value promise = value_object();

        if (due.len == typed->items[i].string.len)
            return err_set(err, ERR_INVALID,
                           "--promise: \"" STR_FMT "\": expected DATE=WHAT",
                           STR_ARG(str_prefix(due, 60)));
        value_set(&promise, arena, STR("what"), value_string(what));
        value_set(&promise, arena, STR("due"), value_string(due));
        value_add(&list, arena, promise);
    }
    if (typed)
        value_set(&draft->members, arena, STR("promises"), list);
    return ERR_OK;
}

static enum err_code finish(struct draft *draft, struct err *err)
{
    name_recipients(draft);
    return name_promises(draft, err);
}

struct from_file {
    struct cli *cli;
    const char *file;
};

static error_t parse_from(int key, char *arg, struct argp_state *state)
{
    struct from_file *from = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = from->cli;
        return 0;
    case 'f':
        from->file = arg;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "\"%s\": what FILE says is recorded, and nothing beside it",
                   arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* "kind" goes without saying here. */
static void name_kind(struct value *drafts, struct arena *arena)
{
    for (uint32_t i = 0; i < drafts->count; i++)
        if (drafts->items[i].type == VALUE_OBJECT &&
            !value_get(&drafts->items[i], STR("kind")))
            value_set(&drafts->items[i], arena, STR("kind"),
                      value_string(STR("consent")));
}

static int new_from_file(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp_option from_options[] = {
        {"from", 'f', "FILE", 0, "The drafts, as JSON; - is standard input", 0}, {0}};
    static const struct argp argp = {.options = from_options,
                                     .parser = parse_from,
                                     .args_doc = "--from FILE",
                                     .doc = "Record what people agreed to, from a file.",
                                     .children = children};
    struct from_file from = {.cli = cli};
    struct value drafts = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &from, &status))
        return status;
    if (drafts_read(&drafts, cli, from.file, &err) != ERR_OK)
        return cli_fail(cli, &err);
    name_kind(&drafts, &cli->arena);
    return drafts_write(cli, &drafts);
}

static bool is_from_file(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], "--from", 6) == 0 || strncmp(argv[i], "-f", 2) == 0)
            return true;
    return false;
}

int consent_new(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "consent",
        .args_doc = "PERSON [OPTION...]\n--from FILE",
        .doc = "Record what a person agreed to: what for, who may get it, what may be "
               "used, and what was explained to them. Each of these is needed, and what "
               "is missing is said. docs/consent.md lists the terms.",
        .missing = "say who agreed: an entity's id",
        .options = options,
        .members = members,
        .finish = finish,
    };

    if (is_from_file(argc, argv))
        return new_from_file(cli, argc, argv);
    return draft_run(cli, argc, argv, &command);
}
