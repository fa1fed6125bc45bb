#ifndef WEB_TARGET_H
#define WEB_TARGET_H

/*
 * What is asked for, from the line of the request as it came: the HTTP library decodes it
 * too, and cuts it at a NUL (house-style.md, HTTP server). Only paths of one form pass:
 * UTF-8, no control character, no empty segment, none of "." and "..", no "/" or "\" that
 * was encoded.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { TARGET_MAX = 8192 };

struct target {
    struct str path;  /* decoded: begins with "/" */
    struct str query; /* as it came, without the "?" */
};

/* ERR_INVALID, saying what is wrong with it; ERR_LIMIT: longer than TARGET_MAX. */
MUST_USE enum err_code target_read(struct target *out, struct arena *arena,
                                   struct str raw, struct err *err);

/* Whether somebody may be sent there after a form: a path of ours, and a target as above.
 * Not "//elsewhere", not "\\elsewhere". */
bool target_is_ours(struct str path);

#endif
