#ifndef WEB_REPLY_H
#define WEB_REPLY_H

/*
 * What a page answers. The server adds the headers that every answer has (policy, no
 * store, no referrer, no sniffing); a page chooses among kinds of content, and cannot
 * write a header.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum reply_kind {
    REPLY_PAGE,    /* our own HTML: default-src 'none', everything 'self' */
    REPLY_ASSET,   /* our own style, script, picture: may be kept by the browser */
    REPLY_DATA,    /* our own JSON, fragment, table: an attachment where it has a name */
    REPLY_EVIDENCE /* somebody else's bytes: sandboxed, nothing in it runs or loads */
};

/* Bytes that are not in memory. read() may be asked for any range, one at a time. */
struct reply_bytes {
    uint64_t size;
    enum err_code (*read)(size_t *got, void *context, uint64_t offset, void *buffer,
                          size_t len, struct err *err);
    void (*close)(void *context); /* may be NULL */
    void *context;
};

struct reply {
    int status; /* 0: 200 */
    enum reply_kind kind;
    struct str type;          /* media type; empty: text/html; charset=utf-8 */
    struct str download;      /* a file name: then it is saved and not shown */
    struct str go_to;         /* a path of ours: 303, after what was written */
    struct str cookie;        /* door.c only: who is signed in; "-": nobody any more */
    struct str language;      /* door.c only: "uk" or "en", from now on */
    struct buf body;          /* of a reply without bytes */
    struct reply_bytes bytes; /* read not NULL: with ranges */
};

/* See other: where to go on after a form. path: in the request's arena. */
void reply_go_to(struct reply *out, struct str path);

#endif
