#ifndef INTAKE_STATED_H
#define INTAKE_STATED_H

/* What the archive's `object` statements say already, asked of the index. */

#include <stdbool.h>

#include "base/digest.h"
#include "base/err.h"
#include "intake/finding.h"
#include "record/ref.h"

struct archive;
struct arena;

struct stated {
    struct digest sha256;
    struct ref ref;
};

/* The statement of that run with the finding's path, size and stat, if there is one. */
MUST_USE enum err_code stated_find(struct stated *out, bool *is_stated,
                                   struct archive *archive, struct arena *scratch,
                                   struct str run, const struct finding *finding,
                                   struct err *err);

/* Whether any statement names an object with these plain bytes. */
MUST_USE enum err_code stated_anywhere(bool *is_stated, struct archive *archive,
                                       struct arena *scratch, const struct digest *sha256,
                                       struct err *err);

#endif
