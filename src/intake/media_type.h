#ifndef INTAKE_MEDIA_TYPE_H
#define INTAKE_MEDIA_TYPE_H

/*
 * The media type of preserved bytes, by what they begin with. A file's name is never
 * believed alone: it only chooses between kinds of text, and only where the text
 * looks like that kind. The bytes stay as they are; the type is a first guess for
 * whoever looks for photographs among papers.
 */

#include "base/str.h"

/* How much of the beginning is looked at; more is not needed. */
enum { MEDIA_TYPE_LOOK = 65536 };

/*
 * head: the first MEDIA_TYPE_LOOK bytes, or the whole of a shorter file. Returns a
 * constant string, "application/octet-stream" when nothing fits.
 */
const char *media_type(struct str head, struct str name);

#endif
