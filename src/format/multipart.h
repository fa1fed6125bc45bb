#ifndef FORMAT_MULTIPART_H
#define FORMAT_MULTIPART_H

/*
 * multipart/form-data (RFC 7578), read while it comes: a form with files in it, of any
 * length, without holding a file in memory.
 *
 *     multipart_start(&m, content_type, &reader)
 *     multipart_feed(&m, bytes) ...      the reader hears of parts and their bytes
 *     multipart_finish(&m)               ERR_INVALID when it was cut off
 *
 * What the reader hears does not depend on where the bytes were cut.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum {
    MULTIPART_BOUNDARY_MAX = 70, /* RFC 2046 */
    MULTIPART_HEAD_MAX = 16384,  /* of a part: a path of 4,096 bytes, percent-encoded */
    MULTIPART_PARTS_MAX = 10000
};

struct multipart_part {
    struct str name; /* of the control */
    struct str file; /* as the browser says, any bytes, maybe a path; may be empty */
    bool is_file;    /* a file was asked for; without a name: none was chosen */
};

/* An error of any of these ends the reading. Texts live until the function returns. */
struct multipart_reader {
    enum err_code (*begin)(void *context, const struct multipart_part *part,
                           struct err *err);
    enum err_code (*bytes)(void *context, struct str bytes, struct err *err);
    enum err_code (*end)(void *context, struct err *err);
    void *context;
};

enum multipart_state {
    MULTIPART_PREAMBLE, /* before the first boundary: nobody reads it */
    MULTIPART_BODY,
    MULTIPART_TAIL, /* what follows a boundary on its line */
    MULTIPART_HEAD,
    MULTIPART_EPILOGUE
};

struct multipart {
    struct multipart_reader reader;
    enum multipart_state state;
    char delimiter[4 + MULTIPART_BOUNDARY_MAX]; /* CR LF - - boundary */
    size_t delimiter_len;
    size_t matched; /* of the delimiter, by the last bytes fed */
    size_t head_len;
    size_t parts;
    char head[MULTIPART_HEAD_MAX];
};

/* type: the request's Content-Type. ERR_INVALID: it is another one, or has no boundary.
 */
MUST_USE enum err_code multipart_start(struct multipart *out, struct str type,
                                       const struct multipart_reader *reader,
                                       struct err *err);

/* After an error nothing more may be fed. */
MUST_USE enum err_code multipart_feed(struct multipart *m, struct str bytes,
                                      struct err *err);
MUST_USE enum err_code multipart_finish(const struct multipart *m, struct err *err);

#endif
