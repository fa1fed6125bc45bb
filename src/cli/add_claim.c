#include "cli/add.h"

#include "cli/draft.h"
#include "record/claim_value.h"

enum { KEY_SUPERSEDES = 256, KEY_REASON, KEY_QUANTIFIER };

struct claim_options {
    struct draft draft;
    const char *value;
    const char *words;
};

static const struct argp_option options[] = {
    {"passage", 'p', "PASSAGE", 0, "The passage it rests on", 0},
    {"premise", 'P', "STATEMENT", 0, "It is inferred, from this (may be repeated)", 0},
    {"words", 'w', "WORDS", 0, "The value in the words of the source", 0},
    {"mode", 'm', "MODE", 0,
     "asserted (default), negated, looked_for_not_found, said_unknown", 0},
    {"quantifier", KEY_QUANTIFIER, "WORD", 0, "all, most, some, none or at_least_one", 0},
    {"qualifier", 'Q', "NAME=VALUE", 0, "A qualifier, such as role=informant", 0},
    {"supersedes", KEY_SUPERSEDES, "CLAIM", 0, "The claim that this one corrects", 0},
    {"reason", KEY_REASON, "CODE", 0,
     "Why it is corrected: typing_error, misread_source, source_corrected, "
     "new_information",
     0},
    {"note", 'n', "WORDS", 0, "A remark", 0},
    {0},
};

static void take_argument(struct claim_options *claim, char *arg,
                          struct argp_state *state)
{
    if (!value_get(&claim->draft.members, STR("about")))
        draft_text(&claim->draft, "about", arg);
    else if (!value_get(&claim->draft.members, STR("property")))
        draft_text(&claim->draft, "property", arg);
    else if (!claim->value)
        claim->value = arg;
    else
        argp_error(state, "ABOUT, PROPERTY and VALUE; \"%s\" is one more", arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct claim_options *claim = state->input;
    struct draft *draft = &claim->draft;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = draft->cli;
        return 0;
    case 'p':
        draft_text(draft, "passage", arg);
        return 0;
    case 'P':
        draft_text(draft, "basis", "inferred");
        draft_list(draft, "premises", arg);
        return 0;
    case 'w':
        claim->words = arg;
        return 0;
    case 'm':
        draft_text(draft, "mode", arg);
        return 0;
    case KEY_QUANTIFIER:
        draft_text(draft, "quantifier", arg);
        return 0;
    case 'Q':
        if (!draft_pair(draft, "qualifiers", arg))
            argp_error(state, "\"%s\" is no qualifier: NAME=VALUE", arg);
        return 0;
    case KEY_SUPERSEDES:
        draft_text(draft, "supersedes", arg);
        return 0;
    case KEY_REASON:
        draft_text(draft, "reason", arg);
        return 0;
    case 'n':
        draft_text(draft, "note", arg);
        return 0;
    case ARGP_KEY_ARG:
        take_argument(claim, arg, state);
        return 0;
    case ARGP_KEY_END:
        if (!value_get(&draft->members, STR("property")) ||
            (!claim->value && !claim->words))
            argp_error(state, "say about what, which property and which value");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int add_claim(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "ABOUT PROPERTY [VALUE]",
        .doc =
            "Record what a source says. VALUE is written as its property asks: a date "
            "(2022-09-10~), a term (gunshot), an entity's id, a number or a range "
            "(10, 8..15, 1000.., ..8), text; or as JSON. Without VALUE the words alone "
            "are recorded.",
        .children = children,
    };
    struct claim_options claim = {0};
    struct value value = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    draft_start(&claim.draft, cli, "claim");
    if (!cli_parse(cli, &argp, argc, argv, &claim, &status))
        return status;
    if (claim_value_read(
            &value, &cli->arena, value_get_string(&claim.draft.members, STR("property")),
            str_from_c(claim.value), str_from_c(claim.words), &err) != ERR_OK)
        return cli_fail(cli, &err);
    value_set(&claim.draft.members, &cli->arena, STR("value"), value);
    return draft_add(&claim.draft);
}
