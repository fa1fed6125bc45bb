#ifndef INTAKE_SURVEY_H
#define INTAKE_SURVEY_H

/* A first walk over what is to be preserved: how much it is, and whether there is room.
 */

#include <stdint.h>

#include "base/err.h"
#include "intake/source.h"

struct archive;

struct survey {
    uint64_t files;
    uint64_t bytes;
    uint64_t known_files; /* of those, what needs no room: see is_known */
    uint64_t known_bytes;
};

/* Asked of each file: whether the archive states it already. */
struct survey_known {
    enum err_code (*is_known)(bool *out, void *context, struct str path,
                              const struct stat *st, bool has_lasting_inode,
                              struct err *err);
    void *context;
};

/* Add what lies under root. known may be NULL: then everything is new. */
MUST_USE enum err_code survey_add(struct survey *survey, const char *root,
                                  const struct survey_known *known, struct err *err);

/* ERR_LIMIT, with the numbers, unless free_bytes are enough for what is new. */
MUST_USE enum err_code survey_check_room(const struct survey *survey, uint64_t free_bytes,
                                         struct err *err);

#endif
