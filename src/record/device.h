#ifndef RECORD_DEVICE_H
#define RECORD_DEVICE_H

/*
 * The devices of an archive: each writes one feed, with a key of its own (format.md 4.1).
 * A new one is made where this machine has no feed here, or must not go on with the one
 * it has: folder and state no longer agree (4.4), or the feed was ended.
 */

#include "record/admission.h"
#include "record/archive.h"

/* One feed, and what this machine knows of its device. Borrowed from the archive. */
struct device {
    struct str feed;
    uint64_t size; /* statements in the folder */
    struct digest root;
    const struct admission *admission;
    struct str by;       /* the feed that admitted or is replaced by it; or nothing */
    struct str ended_by; /* the feed that ended it; or nothing */
    bool is_ours;        /* its key is on this machine */
    bool is_writing;     /* what this machine writes goes there */
};

/* Read what the feeds say of one another: before device_at(). */
MUST_USE enum err_code device_read(struct archive *archive, struct err *err);

uint32_t device_count(const struct archive *archive);
struct device device_at(const struct archive *archive, uint32_t n);

struct device_made {
    struct str feed;     /* the new one */
    struct str vkey;     /* for an admin, who admits it with this */
    struct str replaces; /* the old feed that it goes on for; or nothing */
    uint64_t ends_at;    /* where the old feed ends */
    bool is_admitted;    /* by the old feed's key */
};

/*
 * Make a feed for this machine: a key, a folder and statement 0, signed and
 * acknowledged. member (an id, or nothing: the only one there is) is who writes there.
 * Texts live in arena. ERR_CONFLICT when this machine can write already;
 * ERR_INVALID when several members could be meant. Open the archive anew afterwards.
 */
MUST_USE enum err_code device_new(struct device_made *out, struct arena *arena,
                                  struct archive *archive, struct str member,
                                  struct err *err);

/* --- said by an admin --- */

struct device_admitted {
    struct str feed;
    const struct value *members; /* an array: who writes there from now on */
    bool is_here;                /* its statements are in this folder */
};

/*
 * Admit a feed: named by the key that `stele device new` printed, or where its statements
 * are here by the start of its id. members are ids as people type them; where the feed is
 * here and none is given, those that it names itself. One that is admitted already gets
 * these members beside those it has.
 */
MUST_USE enum err_code device_admit(struct device_admitted *out, struct arena *arena,
                                    struct archive *archive, struct str which,
                                    const struct str *members, size_t count,
                                    struct err *err);

struct device_ended {
    struct str feed;
    uint64_t size;
};

/* End a feed at a size, or at what this folder holds of it (DEVICE_ALL). ERR_DENIED where
 * it is not for this machine's feed to end it. */
enum { DEVICE_ALL = -1 };
MUST_USE enum err_code device_end(struct device_ended *out, struct arena *arena,
                                  struct archive *archive, struct str which, int64_t size,
                                  struct err *err);

#endif
