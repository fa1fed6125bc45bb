#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

/*
 * What `stele doctor` looks at. A check is one short function that says one line, or
 * several, through doctor_say(); a table of them is one topic. A check never fails: what
 * cannot be looked at is a finding like any other. Nothing is changed but for a trial
 * file each in the state and the cache folder, which is removed again.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "cli/cli.h"

struct store;

enum doctor_grade { DOCTOR_OK, DOCTOR_DOUBTFUL, DOCTOR_MISSING, DOCTOR_GRADES };

struct doctor {
    struct cli *cli;
    struct arena *arena;
    struct store *store;    /* NULL: no archive here, the machine alone is looked at */
    bool is_installed_only; /* nothing but what came with the program, and needs here */
    const char *topic;
    bool has_heading; /* the topic's name is printed */
    uint64_t counts[DOCTOR_GRADES];
};

typedef void (*doctor_check)(struct doctor *d);

struct doctor_topic {
    const char *name;
    const doctor_check *checks; /* ends with NULL */
};

/* In the order they are printed. */
extern const struct doctor_topic doctor_program;
extern const struct doctor_topic doctor_needed; /* with --installed only */
extern const struct doctor_topic doctor_disks;
extern const struct doctor_topic doctor_keys;
extern const struct doctor_topic doctor_clock;
extern const struct doctor_topic doctor_system;
extern const struct doctor_topic doctor_sandbox;
extern const struct doctor_topic doctor_libraries;
extern const struct doctor_topic doctor_tools;
extern const struct doctor_topic doctor_languages;
extern const struct doctor_topic doctor_archive;

/*
 * One finding: check is its name for machines, which stays; the sentence says what was
 * found, todo (NULL for nothing) what to do. Both are translated already.
 */
void doctor_say(struct doctor *d, const char *check, enum doctor_grade grade,
                const char *todo, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* "412 GB" */
struct str doctor_size(struct doctor *d, uint64_t bytes);

/* Checks of other topics that doctor_needed has too. */
void doctor_state_trial(struct doctor *d);
void doctor_clock_year(struct doctor *d);

/*
 * What a program prints, on both of its outputs, in at most five seconds; argv ends with
 * NULL. False when it is not there or does not end well.
 */
bool doctor_run(struct str *out, struct arena *arena, const char *const *argv);

#endif
