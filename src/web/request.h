#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

/*
 * One request, as a page sees it: checked, decoded, with whoever is signed in and an
 * archive to read. A page never sees a header, a socket or a thread.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "record/archive.h"

struct site;
struct visitor;

/* Of a query or a form, decoded and valid UTF-8, in the order they came. */
struct field {
    struct str name;
    struct str value;
};
struct fields {
    struct field *items;
    size_t count;
};

enum { FIELDS_MAX = 4096, FORM_BYTES_MAX = 1 << 20 };

/* The first of that name; empty where there is none. fields_has() tells the two apart. */
struct str fields_get(const struct fields *fields, struct str name);
bool fields_has(const struct fields *fields, struct str name);

/* name=value&…, percent-encoded. ERR_INVALID: not UTF-8, NUL or another control character
 * but TAB, LF and CR (CR LF and CR become LF); ERR_LIMIT: too many. */
MUST_USE enum err_code fields_read(struct fields *out, struct arena *arena,
                                   struct str text, struct err *err);

struct request {
    struct arena *arena; /* ends with the request */
    struct site *site;
    const struct visitor *visitor; /* who asks; never NULL behind the sign-in */
    struct archive *archive;       /* to read, this visitor's keys open; NULL before the
                                      sign-in. Nobody else uses it meanwhile. */
    bool is_post;                  /* checked: token, Origin, Sec-Fetch-Site */
    bool has_token;                /* of a body that goes to a sink: whether the header
                                      Stele-Token was right; else the sink finds it in
                                      the form, and asks request_token_fits() first */
    bool is_script;                /* asked for by our own script: wants a fragment */
    struct str path;               /* decoded: "/e/7k2m…" */
    struct str rest;  /* of path, behind the route's own: "7k2m…/history" */
    struct str query; /* as it came, for links that change one part of it */
    struct fields asked;
    struct fields form; /* of a POST that is a form */
    bool needs_why;     /* set by what refused: the visitor has to say why they read it */
};

/* Whether this is the token of the visitor's forms. */
bool request_token_fits(const struct request *r, struct str token);

/* The next segment of rest, which moves behind it; empty at its end. */
struct str request_segment(struct request *r);

#endif
