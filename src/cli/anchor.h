#ifndef CLI_ANCHOR_H
#define CLI_ANCHOR_H

/* What the forms of `stele anchor` share: one file each. */

#include "cli/cli.h"
#include "record/anchor_source.h"
#include "share/archive_facts.h"

struct anchor_archive {
    struct store *store;
    struct archive_facts facts;
    struct anchor_source source;
};

/* Without index and key. Close with anchor_archive_close(), also after a failure. */
MUST_USE enum err_code anchor_archive_open(struct anchor_archive *out, struct cli *cli,
                                           struct err *err);
void anchor_archive_close(struct anchor_archive *archive);

int anchor_paper_print(struct cli *cli, int argc, char **argv);
int anchor_list(struct cli *cli, int argc, char **argv);
int anchor_request(struct cli *cli, int argc, char **argv);
int anchor_accept(struct cli *cli, int argc, char **argv);

#endif
