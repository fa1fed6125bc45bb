#ifndef FORMAT_FILE_NAME_H
#define FORMAT_FILE_NAME_H

/*
 * A name for a file that is saved, made from one that somebody else chose. It is what it
 * says: no path, no characters that act (control characters, marks that turn the
 * direction of what follows: "photo<RLO>gpj.exe"), nothing that a file system refuses,
 * not hidden, not longer than it may be; its ending stays. The original name stands in
 * the record.
 */

#include "base/buf.h"
#include "base/str.h"

enum { FILE_NAME_MAX = 180 }; /* bytes: 255 less what a browser adds */

/* Appends valid UTF-8, never nothing: "object" where nothing is left. */
void file_name_safe(struct buf *out, struct str name);

#endif
