#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

/* How an import is told to people and to machines: for the import*.c files of cli/. */

#include "cli/cli.h"
#include "intake/import.h"

struct import_names {
    const char *file;
    struct str rejects; /* where the rows handed back were written; empty: nowhere */
    bool is_dry_run;
};

void import_report(struct cli *cli, const struct import_result *result,
                   const struct import_job *job, const struct import_names *names);

/* Its parts: what is odd about the table, in words; everything for machines. */
void import_findings_text(struct buf *out, struct cli *cli,
                          const struct import_result *result,
                          const struct import_job *job);
void import_json(struct cli *cli, const struct import_result *result,
                 const struct import_job *job, const struct import_names *names);

#endif
