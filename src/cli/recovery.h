#ifndef CLI_RECOVERY_H
#define CLI_RECOVERY_H

/* What the forms of `stele recovery` share: one file each. */

#include "cli/cli.h"
#include "crypto/age.h"
#include "crypto/shares.h"

int recovery_split(struct cli *cli, int argc, char **argv);
int recovery_combine(struct cli *cli, int argc, char **argv);
int recovery_drill(struct cli *cli, int argc, char **argv);

enum { RECOVERY_FROM_MAX = 64 };

/* The shares that were given, and what they give: in memory of crypto/secret.h. */
struct recovery_hand {
    size_t count;
    struct share shares[SHARES_MAX];
    char from[SHARES_MAX]
             [RECOVERY_FROM_MAX + 1]; /* where each came from, as people see it */
    enum share_verdict verdicts[SHARES_MAX];
    size_t missing;
    uint8_t secret[SHARES_SECRET];
    struct age_identity identity;
};

/*
 * Read the shares in files ("-": what comes in). Without files they are asked for, line
 * by line, at a terminal, until there are enough; else what comes in is read. What is no
 * share is said at once, and passed over. ERR_NOT_FOUND when there is none.
 */
MUST_USE enum err_code recovery_gather(struct recovery_hand *hand, struct cli *cli,
                                       char *const *files, size_t count, struct err *err);

/* The set that most of them are of. */
const struct shares_set *recovery_hand_set(const struct recovery_hand *hand);

#endif
