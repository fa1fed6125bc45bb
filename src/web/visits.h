#ifndef WEB_VISITS_H
#define WEB_VISITS_H

/*
 * Who is signed in to this server: a cookie of 256 random bits each, gone after a while
 * without a request (as long as `stele unlock` has it), and with the server. Each visit
 * has archives of its own, open with the keys of its member: what one may read is in no
 * handle of another.
 *
 * Where no member has a passphrase on this machine, whoever may read the state folder may
 * do all: the server then prints an address with a key that makes one visit, once.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "record/archive.h"
#include "record/session.h"
#include "web/visitor.h"

struct visit;
struct visits;

enum {
    VISITS_MAX = 64,
    VISIT_SECONDS_WITHOUT = 12 * 60 * 60, /* where there is no passphrase to ask for */
    VISIT_HANDLES = 4,                    /* archives open at once, of one visit */
    VISIT_WAIT_SECONDS = 10               /* for one of them */
};

/* folder outlives it. key_used() is called when a key has made a visit: it is gone then,
 * and the next one wanted. May be NULL. */
struct visits *visits_new(const char *folder, void (*key_used)(void *context),
                          void *context);
void visits_free(struct visits *visits); /* nobody is in any more */

/* How long a request waits for an archive: VISIT_WAIT_SECONDS, unless a test says so. */
void visits_set_patience(struct visits *visits, int64_t seconds_to_wait);

/* The members with a passphrase on this machine, as of now: ids alone, because whoever
 * asks is nobody yet. */
MUST_USE enum err_code visits_members(struct str **out, size_t *count,
                                      struct arena *arena, struct visits *visits,
                                      struct err *err);

/* A key that makes a visit, once, in out; any older one no longer does. */
void visits_new_key(char out[VISITOR_TOKEN + 1], struct visits *visits);

/*
 * Begin a visit; *cookie is what the browser is to send from now on, in arena.
 * With a passphrase: ERR_DENIED when it is another one, ERR_LIMIT where there were too
 * many wrong ones, or too many visits. One passphrase at a time is tried: each try costs
 * what it is meant to cost, in memory too.
 */
MUST_USE enum err_code visits_sign_in(struct str *cookie, struct arena *arena,
                                      struct visits *visits, struct str member,
                                      struct str secret, struct err *err);
MUST_USE enum err_code visits_use_key(struct str *cookie, struct arena *arena,
                                      struct visits *visits, struct str key,
                                      struct err *err);

/* The visit of a cookie, which stays until visit_leave(); NULL: none, or it is over. Its
 * time begins anew. */
struct visit *visits_enter(struct visits *visits, struct str cookie);
void visit_leave(struct visits *visits, struct visit *visit);

/* Ends it: nobody enters any more. */
void visit_end(struct visits *visits, struct visit *visit);

/* Who that is, for one request: in arena. */
struct visitor *visit_visitor(struct visits *visits, struct visit *visit,
                              struct arena *arena);

/* What the visitor says of itself from now on. */
void visit_set_why(struct visits *visits, struct visit *visit, struct str why);

/*
 * An archive to read, level with what was committed when this was called; nobody else
 * uses it until it is given back. ERR_LIMIT: all are in use, and none became free in
 * time.
 */
MUST_USE enum err_code visit_borrow(struct archive **out, size_t *place,
                                    struct visits *visits, struct visit *visit,
                                    struct err *err);
void visit_return(struct visits *visits, struct visit *visit, size_t place);

/* Another one, open for writing, as this visitor; the caller closes it. */
MUST_USE enum err_code visit_open(struct archive **out, struct visits *visits,
                                  struct visit *visit, enum archive_mode mode,
                                  struct err *err);

/* The archive that was lent is opened anew: what was committed changed more than rows. */
MUST_USE enum err_code visit_renew(struct archive **out, size_t place,
                                   struct visits *visits, struct visit *visit,
                                   struct err *err);

/*
 * The archive that was lent is the caller's until they bring it, and the visit has room
 * for another: for what takes long. NULL: too many are out; it stays lent.
 */
struct archive *visit_take(struct visits *visits, struct visit *visit, size_t place);
void visit_bring(struct visits *visits, struct visit *visit, struct archive *archive);

/* Ends and wipes what is over; closes archives that nobody has asked for lately. */
void visits_tidy(struct visits *visits);

/* For the writer: visits have numbers that are not used again. */
uint64_t visit_number(const struct visit *visit);
bool visits_has(struct visits *visits, uint64_t number);

#endif
