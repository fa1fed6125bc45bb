#ifndef WEB_UPLOAD_H
#define WEB_UPLOAD_H

/*
 * Files that are uploaded (docs/uploading.md): what is said of them, where they go, and
 * the page that takes them. Bytes go straight into the archive's objects
 * (intake/receive.h).
 */

#include "intake/receive.h"
#include "web/page.h"
#include "web/writer.h"

enum {
    UPLOAD_FULL = 507,          /* the status where there is no room left */
    UPLOAD_FIELD_MAX = 4096,    /* of a field of the form */
    UPLOAD_ROOM_LEFT = 64 << 20 /* that an upload leaves free */
};

/* What a form says of its files. Texts live in the request's arena. */
struct upload_said {
    struct str how;
    struct str from;
    struct str where;
    struct str on;
    struct str seal; /* an id; "open"; empty: as is usual here */
};

/* Takes a field; false where it is none of these. */
bool upload_said_take(struct upload_said *said, struct str name, struct str value);

/* The same as what an `object` statement says. */
struct obtained upload_obtained(const struct upload_said *said);

/* The compartments, read while there is an archive, for when there is none. */
struct upload_places {
    struct receive_to *items; /* the first: open */
    struct str *names;
    size_t count;
    size_t usual; /* of them */
    bool seals_all;
};
MUST_USE enum err_code upload_places_read(struct upload_places *out, struct request *r,
                                          struct err *err);
MUST_USE enum err_code upload_place(const struct receive_to **out,
                                    const struct upload_places *places, struct str seal,
                                    struct err *err);

/* ERR_LIMIT: so many bytes are not free. UINT64_MAX: nobody knows how many. */
MUST_USE enum err_code upload_check_room(const struct request *r, uint64_t size,
                                         struct err *err);

/* Whether it is for want of room that a write failed. */
bool upload_is_full(const struct request *r);

/* State the files, as this visitor. */
MUST_USE enum err_code upload_state(struct request *r, struct received *files,
                                    size_t count, const struct receive_to *to,
                                    const struct obtained *obtained, struct err *err);

/* --- pages --- */

struct upload_refused {
    struct str name;
    struct str reason;
};

struct upload_result {
    struct ref first; /* of statements that follow one another */
    size_t count;
    const struct upload_refused *refused;
    size_t refused_count;
    bool is_full;
};

/* The form, with what was said before and what was wrong with it. */
void upload_page(struct reply *out, struct request *r, const struct upload_places *places,
                 const struct upload_said *said, const struct page_error *errors,
                 size_t error_count);

/* What came of it: names, digests, what was stored before, what was refused. */
MUST_USE enum err_code upload_result_page(struct reply *out, struct request *r,
                                          const struct upload_result *result,
                                          struct err *err);

#endif
