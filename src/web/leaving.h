#ifndef WEB_LEAVING_H
#define WEB_LEAVING_H

/*
 * Every path out of the pages: a file that is saved, and may be given to somebody. All of
 * it is asked of record/gate.h before a byte is written, and logged as exported; where
 * consent refuses, the answer is a page that says which, and asks what it is for and who
 * gets it. The form comes back to the same address with both, so a link to a file needs
 * neither.
 *
 *     leaving_open(&leaving, r, "table")
 *     leaving_statement(&leaving, ref) ...      all that will be in the file
 *     leaving_pass(&may, out, &leaving)
 *     if (may) write the file from leaving.reading.sheet
 *     leaving_close(&leaving)                   always
 *
 * tests/ways_out_test.py fails where a page answers with a download and does not ask
 * here.
 */

#include "record/giving.h"
#include "web/reading.h"
#include "web/reply.h"

struct leaving {
    struct reading reading; /* as "exported" */
    struct giving *giving;
    struct str purpose;
    struct str recipient;
    struct str what; /* its address, for the way back */
};

/* what: a word for the log: "table", "object", "proof". Purpose and recipient are the
 * request's fields `purpose` and `for`. */
MUST_USE enum err_code leaving_open(struct leaving *out, struct request *r,
                                    struct str what, struct err *err);

MUST_USE enum err_code leaving_statement(struct leaving *leaving, struct ref ref,
                                         struct err *err);

/* Its own statements; those about it one by one. */
MUST_USE enum err_code leaving_entity(struct leaving *leaving, struct str id,
                                      struct err *err);

/* The bytes of an object, whose statement is ref. */
MUST_USE enum err_code leaving_object(struct leaving *leaving, struct str sha256,
                                      struct ref ref, struct err *err);

/* *may: it was allowed, and is logged: write it. Otherwise *out is the page that says why
 * not. An error (a reason for reading is needed first): nothing may be written. */
MUST_USE enum err_code leaving_pass(bool *may, struct reply *out, struct leaving *leaving,
                                    struct err *err);

void leaving_close(struct leaving *leaving);

#endif
