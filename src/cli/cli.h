#ifndef CLI_CLI_H
#define CLI_CLI_H

/*
 * What every command shares: where the archive is, how to print, how to fail.
 * A command is one file with one function of type command_run; commands.c lists
 * them. Exit status: design.md section 9.
 */

#include <argp.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "format/value.h"
#include "record/archive.h"

enum exit_status {
    EXIT_DONE = 0,
    EXIT_FOUND_WRONG = 1, /* a failed verification, a refused row, something not there */
    EXIT_USED_WRONGLY = 2,
    EXIT_COULD_NOT = 3 /* the machine refused: disk, permission, lock */
};

struct cli {
    const char *folder; /* -C ARCHIVE, or "." */
    const char *command;
    bool json;       /* one object a line on stdout */
    bool quiet;      /* no progress, no remarks */
    const char *why; /* --why: see cli/reading.h */
    struct arena arena;
    struct archive *archive; /* opened by cli_open(), closed by main() */
};

typedef int (*command_run)(struct cli *cli, int argc, char **argv);

struct command {
    const char *name;
    command_run run;
    const char *summary; /* for `stele --help`: imperative, one line */
};

extern const struct command commands[];
extern const size_t command_count;

/* --json and --quiet for a command's own argp: list it as a child, its input is the
 * struct cli. */
extern const struct argp cli_common_argp;

/*
 * Parse a command's options with argp. parser_state's first child input is set to
 * cli by the command's own parser (see ARGP_KEY_INIT in any command).
 */
MUST_USE bool cli_parse(struct cli *cli, const struct argp *argp, int argc, char **argv,
                        void *input, int *status);

/* For writing, whoever sits at a terminal may be asked something first: doubt.h. */
MUST_USE enum err_code cli_open(struct cli *cli, enum archive_mode mode, struct err *err);

/* Text for one line of a terminal: control characters are shown, not obeyed. */
void cli_append_shown(struct buf *out, struct str text);

/* Print "stele COMMAND: message" on stderr; returns the exit status that err's code asks
 * for. */
int cli_fail(const struct cli *cli, const struct err *err);

/* Used wrongly, said from within an option parser: the sentence, a hint at --help, and
 * out with EXIT_USED_WRONGLY. Does not return while argp parses a command line. */
void cli_misuse(const struct argp_state *state, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* A remark on stderr, unless --quiet. */
void cli_remark(const struct cli *cli, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Write to stdout; control characters other than LF and TAB are shown, not obeyed. */
void cli_print(struct str text);

/* One JSON object and a line feed on stdout. */
void cli_print_json(const struct value *object);

/* 1,234: a count for a sentence; lives as long as cli. */
const char *cli_number(struct cli *cli, uint64_t n);

/* The synthetic mark that every output of a synthetic archive begins with; nothing
 * otherwise. */
void cli_mark_synthetic(const struct cli *cli);

#endif
