#include "cli/add.h"

#include "cli/draft.h"

enum { KEY_CHAIN_AS = 256, KEY_ROLES_ONLY, KEY_UTTERED, KEY_TRANSLATION };

static const struct argp_option options[] = {
    {"words", 'w', "WORDS", 0, "The words as they stand in the source", 0},
    {"lang", 'l', "CODE", 0, "Their language, such as uk", 0},
    {"translation", KEY_TRANSLATION, "WORDS", 0, "The words in another language", 0},
    {"at", 'a', "WHERE=VALUE", 0, "Where in the source: paragraph=30, page=2, row=7 ...",
     0},
    {"hand", 'H', "WHO:KNOWS[:inferred]", 0,
     "One hand of the chain, first the one who knows: an entity or not_stated, and how "
     "(observed, told, retold ...)",
     0},
    {"chain-as", KEY_CHAIN_AS, "PASSAGE", 0, "The same chain as that passage's", 0},
    {"uttered", KEY_UTTERED, "EDTF", 0, "When the words were uttered", 0},
    {"roles-only", KEY_ROLES_ONLY, NULL, 0,
     "A published source in which private persons stand by role only", 0},
    {"note", 'n', "WORDS", 0, "A remark", 0},
    {0},
};

static void add_hand(struct draft *draft, char *arg, struct argp_state *state)
{
    struct arena *arena = &draft->cli->arena;
    const struct value *there = value_get(&draft->members, STR("chain"));
    struct value chain = there ? *there : value_array();
    struct value hand = value_object();
    struct str rest = str_from_c(arg);
    struct str who = str_cut(&rest, ':');
    struct str knows = str_cut(&rest, ':');

    if (knows.len == 0 || (rest.len > 0 && !str_equal(rest, STR("inferred"))))
        argp_error(state, "\"%s\" is no hand: WHO:KNOWS or WHO:KNOWS:inferred", arg);
    value_set(&hand, arena, STR("who"), value_string(who));
    value_set(&hand, arena, STR("knows"), value_string(knows));
    value_set(&hand, arena, STR("link"),
              value_string(rest.len > 0 ? STR("inferred") : STR("stated")));
    value_add(&chain, arena, hand);
    value_set(&draft->members, arena, STR("chain"), chain);
}

static void set_uttered(struct draft *draft, const char *arg)
{
    struct value date = value_object();

    value_set(&date, &draft->cli->arena, STR("edtf"), value_string(str_from_c(arg)));
    value_set(&draft->members, &draft->cli->arena, STR("uttered"), date);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct draft *draft = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = draft->cli;
        return 0;
    case 'w':
        draft_text(draft, "words", arg);
        return 0;
    case 'l':
        draft_text(draft, "lang", arg);
        return 0;
    case KEY_TRANSLATION:
        draft_text(draft, "translation", arg);
        return 0;
    case 'a':
        if (!draft_pair(draft, "locator", arg))
            argp_error(state, "\"%s\" is no place: WHERE=VALUE", arg);
        return 0;
    case 'H':
        add_hand(draft, arg, state);
        return 0;
    case KEY_CHAIN_AS:
        draft_text(draft, "chain_as", arg);
        return 0;
    case KEY_UTTERED:
        set_uttered(draft, arg);
        return 0;
    case KEY_ROLES_ONLY:
        draft_truth(draft, "roles_only");
        return 0;
    case 'n':
        draft_text(draft, "note", arg);
        return 0;
    case ARGP_KEY_ARG:
        if (value_get(&draft->members, STR("source")))
            argp_error(state, "one source: \"%s\" is the second", arg);
        draft_text(draft, "source", arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "say in which source the words stand");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int add_passage(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "SOURCE",
        .doc = "Record words, where they stand in a source, and the hands they came "
               "through. Many claims may hang from one passage.",
        .children = children,
    };
    struct draft draft = {0};
    int status = EXIT_DONE;

    draft_start(&draft, cli, "passage");
    if (!cli_parse(cli, &argp, argc, argv, &draft, &status))
        return status;
    return draft_add(&draft);
}
