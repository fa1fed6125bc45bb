#include "cli/commands.h"
#include "cli/draft.h"

static const struct argp_option options[] = {
    {"reason", 'r', "CODE", 0,
     "typing_error, misread_source, source_corrected or new_information", 0},
    {"note", 'n', "WORDS", 0, "What was wrong, in words", 0},
    {0},
};

static const struct draft_member members[] = {
    {'r', DRAFT_TEXT, "reason"},
    {'n', DRAFT_TEXT, "note"},
    {0, DRAFT_TEXT, "of"},
    {0, DRAFT_TEXT, NULL},
};

int cmd_withdraw(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "withdraw",
        .args_doc = "STATEMENT",
        .doc = "Take a statement back. It stays in the record and in its history; it no "
               "longer counts.",
        .missing = "say which statement is withdrawn",
        .options = options,
        .members = members,
    };

    return draft_run(cli, argc, argv, &command);
}
