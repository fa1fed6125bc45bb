#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

/*
 * Text files as they arrive, made UTF-8: the borders of the archive know no other
 * encoding. Detection trusts a byte order mark, then well-formed UTF-8, and
 * takes the rest for Windows-1251, the usual other encoding of Ukrainian and
 * Russian spreadsheets. A guess may be wrong, so say to people what was guessed.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum charset {
    CHARSET_DETECT,
    CHARSET_UTF8,
    CHARSET_UTF16LE, /* detected by its byte order mark only */
    CHARSET_UTF16BE,
    CHARSET_WINDOWS_1251
};

/*
 * The text as UTF-8 without byte order mark and without NUL; *used is what it was
 * read as. *out points into text when nothing had to change, into the arena
 * otherwise. ERR_INVALID names the line that does not fit the encoding.
 */
MUST_USE enum err_code charset_decode(struct str *out, enum charset *used,
                                      struct arena *arena, struct str text,
                                      enum charset wanted, struct err *err);

/* "UTF-8", for people. */
const char *charset_name(enum charset charset);

#endif
