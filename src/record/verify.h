#ifndef RECORD_VERIFY_H
#define RECORD_VERIFY_H

/*
 * Check an archive from its files alone: no index, no trust in what wrote it, and no key
 * either; where one is at hand, what is sealed is opened and checked as well. Feeds are
 * audited (log/audit.h), every statement is read as the canonical JSON it must be, every
 * object a statement names is read and hashed, and every file in the folder must be
 * accounted for.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "log/audit.h"
#include "record/admission.h"
#include "record/anchor.h"
#include "record/known.h"

/* Something that fixes a feed, and up to which size; by is empty: nothing. */
struct verify_fix {
    uint64_t size;
    struct str feed;
    struct str by; /* a phrase in English */
};

struct verify_feed {
    struct str id;
    bool is_founding;
    struct admission admission; /* by and ended_by are places in feeds */
    bool is_audited; /* false: its key is lost, and nothing of it was checked */
    struct audit_result result;
    struct verify_fix fixed;     /* by something outside the owner's control */
    struct verify_fix unchecked; /* by timestamps whose roots nobody here trusts */
};

/* The code of a paper that somebody typed in. */
struct verify_code {
    struct root_code code;
    bool is_found; /* the files give such a root, at size */
    struct str feed;
    uint64_t size;
};

struct verify_result {
    struct str archive;
    struct str name;
    bool is_synthetic;
    struct verify_feed *feeds;
    size_t feed_count;
    uint64_t objects; /* distinct ones that statements name */
    uint64_t object_bytes;
    uint64_t erased_statements; /* by two members, or sealed anew */
    uint64_t resealed;          /* those of them that live on as objects */
    uint64_t erased_objects;    /* that two members have erased, and that are gone */
    uint64_t sealed_opened;     /* sealed statements that the keys at hand opened */
    uint64_t sealed_closed;     /* others: what they name and say was not checked */
    uint64_t
        objects_opened; /* sealed objects that were opened and hold what they should */
    uint64_t wrong;     /* findings that are, and codes that were not found */
    uint64_t unfinished;
    int64_t format;         /* STORE_FORMAT, or a newer one */
    uint64_t unknown_forms; /* statements stored in forms of a newer version */
    uint64_t unlooked;      /* those of them whose bytes could not be checked either */
    uint64_t unknown_files; /* that belong to what this version does not read */
    struct unknown_count unknown_kinds;
    struct unknown_count unknown_members;
    struct unknown_count unknown_properties;
    struct verify_fix fixed; /* of the founding feed, as is unchecked */
    struct verify_fix unchecked;
    const struct anchor *anchors;
    size_t anchor_count;
    struct verify_code *codes; /* in the order given */
    size_t code_count;
};

/* Of all feeds. */
uint64_t verify_statements(const struct verify_result *result);

typedef void (*verify_reporter)(void *context, const struct audit_finding *finding);
typedef void (*verify_progress)(void *context, uint64_t bytes);

struct verify_options {
    verify_reporter report;   /* each finding as it is made */
    verify_progress progress; /* may be NULL */
    void (*fixed)(void *context, const struct verify_result *so_far); /* may be NULL: all
        feeds are read and what fixes them is known; objects are still to come */
    void *context;
    const struct root_code *codes; /* of papers */
    size_t code_count;
    struct timestamp_trust *trust; /* NULL: nobody is trusted */
};

/*
 * Results live in arena. ERR_OK also when much is wrong: see wrong. Fails only when
 * the folder is no archive or the machine refuses to read.
 */
MUST_USE enum err_code verify_archive(struct verify_result *out, struct arena *arena,
                                      const char *folder,
                                      const struct verify_options *options,
                                      struct err *err);

#endif
