#include "cli/add.h"
#include "cli/draft.h"

static const struct argp_option options[] = {
    {"class", 'c', "CLASS", 0, "What kind of person, place, act ... it is", 0},
    {"label", 'l', "WORDS", 0, "A working name, never evidence", 0},
    {"several", 's', NULL, 0, "It stands for several things that are not counted", 0},
    {0},
};

static const struct draft_member members[] = {
    {'c', DRAFT_TEXT, "class"}, {'l', DRAFT_TEXT, "label"}, {'s', DRAFT_TRUE, "several"},
    {0, DRAFT_TEXT, "entity"},  {0, DRAFT_TEXT, NULL},
};

int add_entity(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "entity",
        .args_doc = "KIND",
        .doc = "Record that there is something to make statements about. KIND is person, "
               "people, group, place, event, act, remains, item, source, interview, "
               "property or list. What can be disputed is a claim, not part of this.",
        .missing = "say which kind of entity",
        .options = options,
        .members = members,
    };

    return draft_run(cli, argc, argv, &command);
}
