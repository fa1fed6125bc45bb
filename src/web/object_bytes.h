#ifndef WEB_OBJECT_BYTES_H
#define WEB_OBJECT_BYTES_H

/* The bytes of a preserved file, of any size, for an answer; opened with the visitor's
 * keys where they are sealed. */

#include "record/query.h"
#include "web/media.h"
#include "web/reply.h"
#include "web/request.h"

/*
 * Fills out->bytes, which lives as long as the request. ERR_NOT_FOUND: they are not here
 * (erased, or not copied yet); ERR_DENIED: none of the visitor's keys opens them.
 * media: by what the bytes begin with.
 */
MUST_USE enum err_code object_bytes_open(struct reply *out, struct media *media,
                                         struct request *r,
                                         const struct object_row *object,
                                         struct err *err);

#endif
