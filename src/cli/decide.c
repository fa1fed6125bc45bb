#include "cli/commands.h"
#include "cli/draft.h"

static const struct argp_option options[] = {
    {"prefer", 'p', "CLAIM", 0, "The one that is preferred", 0},
    {"rule", 'R', "RULE", 0, "By which rule, such as nearest_to_speaker", 0},
    {"reason", 'r', "WORDS", 0, "Why", 0},
    {"supersedes", 's', "DECISION", 0, "The earlier decision that this one replaces", 0},
    {0},
};

static const struct draft_member members[] = {
    {'p', DRAFT_TEXT, "prefer"}, {'R', DRAFT_TEXT, "rule"},
    {'r', DRAFT_TEXT, "reason"}, {'s', DRAFT_TEXT, "supersedes"},
    {0, DRAFT_LIST, "among"},    {0, DRAFT_TEXT, NULL},
};

int cmd_decide(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "decide",
        .args_doc = "CLAIM CLAIM...",
        .doc = "Prefer one of several conflicting claims. The others stay in the record, "
               "and a later decision may say otherwise.",
        .missing = "say among which claims to decide",
        .options = options,
        .members = members,
    };

    return draft_run(cli, argc, argv, &command);
}
