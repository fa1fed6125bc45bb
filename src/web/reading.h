#ifndef WEB_READING_H
#define WEB_READING_H

/*
 * Every page that shows things of the archive reads them through here: as of the day the
 * address asks for, logged where they are not open to everybody, kept from whoever may
 * only read what people agreed to (docs/access.md, docs/consent.md).
 *
 *     reading_open(&reading, r, "read")
 *     ... gather into reading.sheet
 *     reading_commit(&reading)           and only then write the page
 *     reading_close(&reading)            always
 */

#include "record/access.h"
#include "sheet/subject.h"
#include "web/request.h"

struct reading {
    struct request *r;
    struct sheet sheet; /* of the request's archive, as of ?as-of= */
    struct access access;
    bool is_begun;    /* all is read from one state of the index, until commit */
    bool is_reader;   /* the visitor sees only what people agreed to */
    bool is_unlogged; /* something restricted is shown and could not be logged: say so */
};

/* did: a term of access_act: "read", "searched", "exported". */
MUST_USE enum err_code reading_open(struct reading *out, struct request *r,
                                    const char *did, struct err *err);

/* The same for a search, whose words are logged. */
MUST_USE enum err_code reading_open_search(struct reading *out, struct request *r,
                                           struct str words, struct err *err);

/* ERR_DENIED where the visitor reads only what was agreed to, and this was not. may: the
 * same of one thing among many, which is left out. */
MUST_USE enum err_code reading_gate(struct reading *reading,
                                    const struct subject *subject, struct err *err);
MUST_USE enum err_code reading_may(bool *out, struct reading *reading, struct ref ref,
                                   struct err *err);

/* An error means that nothing of what was gathered may be shown. Where it is that a
 * reason is needed first, r->needs_why is set: the server then asks for it and comes
 * back. */
MUST_USE enum err_code reading_commit(struct reading *reading, struct err *err);
void reading_close(struct reading *reading);

#endif
