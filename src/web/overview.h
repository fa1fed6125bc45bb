#ifndef WEB_OVERVIEW_H
#define WEB_OVERVIEW_H

/*
 * What the first page shows, gathered by bounded questions: it costs the same in an
 * archive of a million claims. Nothing of it needs a reason or is logged: of what is
 * sealed only that it is there is shown, and of a person only that it is one.
 */

#include "record/consent.h"
#include "record/query_newest.h"
#include "web/reading.h"

enum {
    OVERVIEW_WORK_MAX = 10,
    OVERVIEW_LATEST_MAX = 12,
    OVERVIEW_CONSENTS_MAX = 200, /* more are not looked through on a page */
    OVERVIEW_IMPORTS_MAX = 200,
    OVERVIEW_DAYS_AHEAD = 30
};

/* One statement in a line that anybody may see. */
struct overview_line {
    struct str ref;
    struct str what; /* "claim", "place" … */
    struct str of;   /* a label, a property; may be empty */
    int64_t at_s;
    bool has_time;
    bool is_sealed;
};

struct overview_work {
    struct overview_line line; /* of what is assessed */
    bool is_conflict;
    struct ref assessed; /* the assessment that says so */
    struct str note;
};

struct overview_consent {
    struct str ref;
    int64_t until; /* its last day */
    int64_t days;  /* from today; negative: it is over */
};

struct overview_count {
    const char *label; /* N_() */
    struct str href;
    uint64_t count;
    bool is_more; /* at least so many */
};

struct overview {
    struct overview_work *work;
    size_t work_count;
    struct overview_consent *consents;
    size_t consent_count;
    bool has_more_consents; /* than are looked through */
    struct str *open_imports;
    size_t open_import_count;
    struct overview_line *latest;
    size_t latest_count;
    struct overview_count *holds;
    size_t hold_count;
    uint64_t claims;
    uint64_t unread; /* texts that a machine read and nobody has looked over */
};

MUST_USE enum err_code overview_read(struct overview *out, struct reading *reading,
                                     struct err *err);

#endif
