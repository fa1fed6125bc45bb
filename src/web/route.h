#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

/*
 * Which function answers which path. routes.c is the table, one line a page; a route
 * ending in "/" takes everything below it, and the longest one wins.
 */

#include "record/roles.h"
#include "web/reply.h"
#include "web/request.h"

/* ERR_NOT_FOUND, ERR_DENIED, ERR_INVALID … become a page that says so (404, 403, 400 …);
 * what *out held is then dropped. */
typedef enum err_code (*route_answer)(struct reply *out, struct request *r,
                                      struct err *err);

/* Where the body of a request goes while it comes: for uploads. end() answers; close()
 * is always called, last, whether it ended or was cut off. The request has an archive
 * while receive() and end() run, and none in between: an upload takes long. */
struct body_sink {
    enum err_code (*write)(void *context, const void *bytes, size_t len, struct err *err);
    enum err_code (*end)(struct reply *out, void *context, struct err *err);
    void (*close)(void *context);
    void *context;
};
/* type: the request's Content-Type; size: its Content-Length, or UINT64_MAX. */
typedef enum err_code (*route_receive)(struct body_sink *out, struct request *r,
                                       struct str type, uint64_t size, struct err *err);

struct route {
    const char *path;
    route_answer get;      /* GET and HEAD; NULL: 405 */
    route_answer post;     /* a form; NULL: 405 */
    route_receive receive; /* instead of post: its body may be of any length */
    unsigned roles;        /* one of them is needed: of roles.h; 0: any member */
    unsigned post_roles;   /* and one of these to post */
    bool needs_length;     /* of a body that `receive` takes: no chunks */
    bool is_open;          /* nobody needs to be signed in */
};

extern const struct route routes[];
extern const size_t route_count;

#endif
