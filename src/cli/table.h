#ifndef CLI_TABLE_H
#define CLI_TABLE_H

/* What the two files of `stele table` share. */

#include "cli/cli.h"
#include "cli/gate.h"
#include "sheet/table_file.h"

struct table_command {
    struct cli *cli;
    struct gate_options gate;
    struct table_ask ask;
    const char *as_of;
    const char *output;
    const char *after;
    uint32_t limit;
    enum table_format format;
    bool is_file; /* --format was given */
};

/* Ask for all of it, record that it goes out, write it. */
MUST_USE enum err_code table_give(struct table_command *command, struct sheet *sheet,
                                  struct access *reading, struct err *err);

#endif
