#include "cli/commands.h"
#include "cli/draft.h"

static const struct argp_option options[] = {
    {"status", 's', "STATUS", 0,
     "accepted, conflict, work_needed, rejected or cannot_say", 0},
    {"reason", 'r', "WORDS", 0, "Why", 0},
    {"public-note", 'p', "WORDS", 0,
     "A note that may be published; a conflict must have one", 0},
    {"independence", 'i', "WORD", 0,
     "Whether sources are independent: established, not_established, dependent", 0},
    {"standard", 'S', "WORD", 0, "The standard of proof that was applied", 0},
    {"rule", 'R', "WORDS", 0, "The rule that was applied, with its version", 0},
    {0},
};

static const struct draft_member members[] = {
    {'s', DRAFT_TEXT, "status"},
    {'r', DRAFT_TEXT, "reason"},
    {'p', DRAFT_TEXT, "note_public"},
    {'i', DRAFT_TEXT, "independence"},
    {'S', DRAFT_TEXT, "standard"},
    {'R', DRAFT_TEXT, "rule"},
    {0, DRAFT_LIST, "of"},
    {0, DRAFT_TEXT, NULL},
};

int cmd_assess(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "assess",
        .args_doc = "STATEMENT...",
        .doc =
            "Record what somebody thinks of statements. An assessment is never part of "
            "the claim: both stay as they were.",
        .missing = "say which statements are assessed",
        .options = options,
        .members = members,
    };

    return draft_run(cli, argc, argv, &command);
}
