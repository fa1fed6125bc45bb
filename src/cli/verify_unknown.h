#ifndef CLI_VERIFY_UNKNOWN_H
#define CLI_VERIFY_UNKNOWN_H

/* What `stele verify` says about what a newer version wrote. */

#include "record/verify.h"

/* Something could not be checked here, and a newer version can. */
bool verify_is_partial(const struct verify_result *result);

void verify_unknown_print(const struct verify_result *result);
void verify_unknown_json(struct value *line, struct arena *arena,
                         const struct verify_result *result);

#endif
