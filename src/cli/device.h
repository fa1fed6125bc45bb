#ifndef CLI_DEVICE_H
#define CLI_DEVICE_H

/* The parts of `stele device`. */

#include "cli/cli.h"
#include "record/device.h"

enum { DEVICE_MEMBERS_MAX = 64 };

enum device_action { DEVICE_NONE, DEVICE_NEW, DEVICE_LIST, DEVICE_ADMIT, DEVICE_END };

struct device_command {
    struct cli *cli;
    enum device_action action;
    struct str members[DEVICE_MEMBERS_MAX];
    size_t member_count;
    struct str which; /* a key, or the start of a feed's id */
    int64_t at;       /* a size, or DEVICE_ALL */
};

int device_run_admit(struct device_command *device);
int device_run_end(struct device_command *device);

#endif
