#include "cli/add.h"
#include "cli/draft.h"

enum { KEY_CHAIN_AS = 256, KEY_ROLES_ONLY, KEY_UTTERED };

static const struct argp_option options[] = {
    {"words", 'w', "WORDS", 0, "The words as they stand in the source", 0},
    {"lang", 'l', "CODE", 0, "Their language, such as uk", 0},
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

static const struct draft_member members[] = {
    {'w', DRAFT_TEXT, "words"},
    {'l', DRAFT_TEXT, "lang"},
    {'a', DRAFT_INTO, "locator"},
    {'H', DRAFT_HAND, "chain"},
    {KEY_CHAIN_AS, DRAFT_TEXT, "chain_as"},
    {KEY_UTTERED, DRAFT_DATE, "uttered"},
    {KEY_ROLES_ONLY, DRAFT_TRUE, "roles_only"},
    {'n', DRAFT_TEXT, "note"},
    {0, DRAFT_TEXT, "source"},
    {0, DRAFT_TEXT, NULL},
};

int add_passage(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "passage",
        .args_doc = "SOURCE",
        .doc = "Record words, where they stand in a source, and the hands they came "
               "through. Many claims may hang from one passage.",
        .missing = "say in which source the words stand",
        .options = options,
        .members = members,
    };

    return draft_run(cli, argc, argv, &command);
}
