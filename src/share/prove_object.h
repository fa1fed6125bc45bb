#ifndef SHARE_PROVE_OBJECT_H
#define SHARE_PROVE_OBJECT_H

/* A stored object's bytes out into a folder, checked against its name on the way. */

#include "base/digest.h"
#include "base/err.h"
#include "share/outdir.h"

struct store;

/* ERR_NOT_FOUND when the object is not stored, ERR_CORRUPT when it has not the hash that
 * is its name. */
MUST_USE enum err_code prove_object_copy(struct outdir *dir, const char *path,
                                         struct store *store, const struct digest *name,
                                         struct err *err);

#endif
