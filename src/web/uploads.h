#ifndef WEB_UPLOADS_H
#define WEB_UPLOADS_H

/*
 * Uploads that come in several requests, and go on after a cut. Each has a random number
 * that nobody can guess, which is also the name of what was written where nothing is
 * sealed: so it is gone on with after this process was stopped, for
 * OBJECT_PART_DAYS; what is sealed while it comes is lost with the process, because its
 * key is.
 *
 * One request at a time works on an upload: uploads_enter() … uploads_leave().
 */

#include "intake/receive.h"
#include "web/request.h"

enum {
    UPLOADS_MAX = 64,
    UPLOAD_IDLE_SECONDS = 3600, /* then its place may be taken */
    UPLOAD_ID = 32              /* hex digits */
};

struct upload {
    char id[UPLOAD_ID + 1];
    char member[64]; /* whose it is */
    struct receive_to to;
    char seal[64];       /* what to.seal points to */
    struct incoming *in; /* NULL: it is received */
    bool has_received;   /* all bytes are durable; to be stated */
    bool is_stated;      /* kept a while, for whoever asks again */
    struct received received;
    int64_t used_ns;
    bool is_busy;
};

/* Begin one, and enter it. ERR_LIMIT: too many are under way. */
MUST_USE enum err_code uploads_begin(struct upload **out, const struct request *r,
                                     const struct receive_to *to, struct err *err);

/* The visitor's own of that id. ERR_NOT_FOUND: there is none, or it was lost;
 * ERR_CONFLICT: another request is at it. may_go_on: after a restart too. */
MUST_USE enum err_code uploads_enter(struct upload **out, const struct request *r,
                                     struct str id, bool may_go_on, struct err *err);
void uploads_leave(struct upload *upload);

/* Give it up, with what was written. Entered before; not to be left after. */
void uploads_drop(struct upload *upload);

#endif
