#ifndef CLI_TRUST_H
#define CLI_TRUST_H

/*
 * Whose word counts for a timestamp: certificates that were named with --trust, beside
 * those that this system trusts.
 */

#include "cli/cli.h"
#include "crypto/timestamp.h"

enum { CLI_FILES_MAX = 64 };

/* Names given by an option that may come several times. */
struct cli_files {
    const char *names[CLI_FILES_MAX];
    size_t count;
};

void cli_files_add(struct cli_files *files, const char *name,
                   const struct argp_state *state);

/* The bytes of each file, in the arena of cli. ERR_INVALID names one of another kind. */
MUST_USE enum err_code cli_files_read(struct str **out, struct cli *cli,
                                      const struct cli_files *files,
                                      enum timestamp_file kind, struct err *err);

/* Close with timestamp_trust_close(). */
MUST_USE enum err_code cli_trust_open(struct timestamp_trust **out, struct cli *cli,
                                      const struct cli_files *files, struct err *err);

#endif
