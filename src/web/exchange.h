#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

/*
 * One request and its answer, between the HTTP library (server.c, which alone knows it)
 * and the pages: what comes is checked, matched with a route, given an archive; what goes
 * out is a struct reply.
 *
 *     exchange_begin()      the head is in: either the reply is ready, or a body may come
 *     exchange_body() ...
 *     exchange_answer()     the reply is ready
 *     exchange_end()        always
 */

#include "base/arena.h"
#include "base/buf.h"
#include "web/guard.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/route.h"
#include "web/site.h"

struct visit;

struct exchange {
    struct arena arena;
    struct site *site;
    struct guard_head head; /* filled by the server, with raw and token */
    struct str raw;         /* the target as it came */
    struct request request;
    struct visit *visit; /* or NULL */
    size_t place;        /* of the archive that is lent */
    bool has_archive;
    struct archive *taken;     /* by bytes that are being sent, until they are */
    struct buf small;          /* or all of them, where they are few */
    const struct route *route; /* or NULL */
    struct buf form;
    struct body_sink sink;
    bool has_sink;
    struct reply reply;
    bool is_ready; /* the reply is */
    bool must_close;
    bool is_ukrainian;
};

/* Of a request that a page was given. */
struct exchange *exchange_of(struct request *r);

void exchange_begin(struct exchange *x);

/* False: enough; the reply is ready, and the rest is not wanted. */
bool exchange_body(struct exchange *x, const void *bytes, size_t len);

void exchange_answer(struct exchange *x);
void exchange_end(struct exchange *x);

/* A page that says what went wrong, and nothing more. */
void exchange_fail(struct exchange *x, int status, const char *why);

/* The request's archive shows what was just committed; it may then be another one. */
MUST_USE enum err_code exchange_refresh(struct exchange *x, struct err *err);

/* This thread speaks the visitor's language, as it does while a page is made. */
void exchange_speak(const struct exchange *x);

/* A page answers a refusal itself: only the log is told. */
void exchange_note_refusal(const struct exchange *x, const char *why);

/* "stele-8410", "stele-8410-language": several archives may be served on one machine, and
 * browsers keep one set of cookies for all ports. */
struct str exchange_cookie_name(struct exchange *x);
struct str exchange_language_name(struct exchange *x);

#endif
