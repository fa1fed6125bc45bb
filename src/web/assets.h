#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

/*
 * Our own style sheet, scripts and pictures: files of web/assets/, made part of the
 * program when it is built. The address of each holds a digest of it, so that a browser
 * may keep it for ever and never keeps a stale one.
 */

#include "web/reply.h"
#include "web/request.h"

struct asset {
    const char *name; /* "stele.css" */
    const char *href; /* "/assets/0123456789abcdef/stele.css" */
    const char *type;
    const unsigned char *bytes;
    size_t len;
};

extern const struct asset assets[]; /* made by tools/embed-assets.py; by name */
extern const size_t asset_count;

/* NULL: there is none. */
const struct asset *asset_find(struct str name);
struct str asset_href(const char *name); /* of one that there is */

/* GET /assets/HASH/NAME. */
MUST_USE enum err_code page_asset(struct reply *out, struct request *r, struct err *err);

#endif
