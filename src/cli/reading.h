#ifndef CLI_READING_H
#define CLI_READING_H

/*
 * What every command that shows things of an archive does before it prints: log who read
 * what is not open to everybody (record/access.h).
 *
 *     reading_begin(&reading, cli, "read", words)
 *     ... gather, with sheet_note_to(&sheet, &reading)
 *     reading_commit(&reading, cli)            then print
 */

#include "cli/cli.h"
#include "record/access.h"

/* --json, --quiet and --why: list it as a child instead of cli_common_argp. */
extern const struct argp cli_reading_argp;

/* did: a term of access_act. words: of a search, else empty. Release with access_end().
 */
MUST_USE enum err_code reading_begin(struct access *out, struct cli *cli, const char *did,
                                     struct str words, struct err *err);

/* An error means that nothing of what was gathered may be printed. */
MUST_USE enum err_code reading_commit(struct access *reading, struct cli *cli,
                                      struct err *err);

/* Something restricted goes out and cannot be recorded: err says why. */
void reading_tell_unlogged(const struct cli *cli, const struct err *err);

#endif
