#ifndef RECORD_VERIFY_H
#define RECORD_VERIFY_H

/*
 * Check an archive from its files alone: no index, no key, no trust in what wrote
 * it. Feeds are audited (log/audit.h), every statement is read as the canonical
 * JSON it must be, every object a statement names is read and hashed, and every
 * file in the folder must be accounted for.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "log/audit.h"
#include "record/admission.h"
#include "record/known.h"

struct verify_feed {
    struct str id;
    bool is_founding;
    struct admission admission; /* by and ended_by are places in feeds */
    bool is_audited; /* false: its key is lost, and nothing of it was checked */
    struct audit_result result;
};

struct verify_result {
    struct str archive;
    struct str name;
    bool is_synthetic;
    struct verify_feed *feeds;
    size_t feed_count;
    uint64_t objects; /* distinct ones that statements name */
    uint64_t object_bytes;
    uint64_t wrong; /* findings other than AUDIT_UNFINISHED and AUDIT_UNKNOWN */
    uint64_t unfinished;
    int64_t format;         /* STORE_FORMAT, or a newer one */
    uint64_t unknown_forms; /* statements stored in forms of a newer version */
    uint64_t unlooked;      /* those of them whose bytes could not be checked either */
    uint64_t unknown_files; /* that belong to what this version does not read */
    struct unknown_count unknown_kinds;
    struct unknown_count unknown_members;
    struct unknown_count unknown_properties;
    uint64_t fixed_size; /* up to which size anything outside the owner's control fixes
                            the founding feed */
    struct str fixed_by; /* what does; empty: nothing yet */
};

typedef void (*verify_reporter)(void *context, const struct audit_finding *finding);
typedef void (*verify_progress)(void *context, uint64_t bytes);

struct verify_options {
    verify_reporter report;   /* each finding as it is made */
    verify_progress progress; /* may be NULL */
    void *context;
};

/* Only what fixes the record, and up to which size: nothing else is read. */
MUST_USE enum err_code verify_fixed(struct verify_result *out, struct arena *arena,
                                    const char *folder, struct err *err);

/*
 * Results live in arena. ERR_OK also when much is wrong: see wrong. Fails only when
 * the folder is no archive or the machine refuses to read.
 */
MUST_USE enum err_code verify_archive(struct verify_result *out, struct arena *arena,
                                      const char *folder,
                                      const struct verify_options *options,
                                      struct err *err);

#endif
