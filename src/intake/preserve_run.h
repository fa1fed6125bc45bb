#ifndef INTAKE_PRESERVE_RUN_H
#define INTAKE_PRESERVE_RUN_H

/* Inside of preserve: one run, from the first entry of its PATH to its last commit. */

#include "base/progress.h"
#include "intake/finding.h"
#include "intake/preserve.h"
#include "intake/run.h"
#include "intake/source.h"
#include "intake/taker.h"
#include "intake/walk.h"
#include "record/archive.h"

/* One call of preserve(). */
struct preserve_work {
    struct archive *archive;
    const struct preserve_options *options;
    struct preserve_report *report;
    struct obtained obtained;
    struct walk_left_out left_out[1 + ARCHIVE_MACHINE_FOLDERS];
    size_t left_out_count;
    struct take_seal seal;
    struct takers *takers;
    struct findings findings;
    struct progress progress;
    struct source_device device;
    struct arena scratch;   /* one file */
    uint64_t settled_files; /* nothing more will happen to them, all acknowledged */
    uint64_t passed_bytes;  /* of files that were not read */

    /* The run in progress. */
    const char *root;
    const struct run *run;
    struct arena arena; /* the run: changed */
    struct str *changed;
    size_t changed_count;
    uint64_t stated;
    bool is_last_try;
};

/* Preserve what lies under root. On failure the run goes on when it is called again. */
MUST_USE enum err_code preserve_root(struct preserve_work *work, const char *root,
                                     const struct run *run, struct err *err);

#endif
