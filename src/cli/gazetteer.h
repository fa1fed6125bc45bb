#ifndef CLI_GAZETTEER_H
#define CLI_GAZETTEER_H

/* What the files of `stele gazetteer` share. */

#include "cli/cli.h"
#include "places/gazetteer_import.h"

enum { GAZETTEER_FILES_MAX = 8 };

struct gazetteer_command {
    struct cli *cli;
    const char *words[2]; /* import FILE, show WHAT ... */
    size_t word_count;
    struct gazetteer_import import;
    const char *alternates[GAZETTEER_FILES_MAX];
    const char *divisions[GAZETTEER_FILES_MAX];
    const char *option; /* one that only import knows, if one was given */
};

/* All gazetteers of this machine and of the program; with a remark for each that cannot
 * be used. */
MUST_USE enum err_code gazetteer_open_all(struct gazetteers **out, struct cli *cli,
                                          struct err *err);

/* Where those of this machine lie, or ERR_NOT_FOUND. */
MUST_USE enum err_code gazetteer_own_folder(const char **out, struct cli *cli,
                                            struct err *err);

/* "district (raion)", in the user's language. */
const char *gazetteer_kind_name(enum gazetteer_kind kind);

/* Each prints, and returns the exit status. */
int gazetteer_run_import(struct gazetteer_command *command);
int gazetteer_run_list(struct gazetteer_command *command);
int gazetteer_run_show(struct gazetteer_command *command);

/* The same of one gazetteer, as list prints it. */
int gazetteer_print_one(struct cli *cli, const struct gazetteer_info *info);

#endif
