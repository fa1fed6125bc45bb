#ifndef RECORD_RESEAL_H
#define RECORD_RESEAL_H

/*
 * Sealing anew (format.md 4.9): the same salt and the same statement, padded and sealed
 * to the newest key of a compartment: where a key was lost or stolen, or where other
 * people are to read it. The log does not change. Keys that were given away still open
 * what was copied before.
 */

#include "record/archive.h"

/*
 * Seal one statement anew, or many in one commit; an admin does it. Then the old bytes
 * are destroyed. ERR_INVALID: it stands open. ERR_DENIED: no key here opens it.
 * ERR_NOT_FOUND: no such compartment.
 */
MUST_USE enum err_code reseal_statement(struct archive *archive, struct ref ref,
                                        struct str compartment, struct err *err);
MUST_USE enum err_code reseal_statements(struct archive *archive, const struct ref *refs,
                                         size_t count, struct str compartment,
                                         struct err *err);

/* Every sealed statement that the keyring opens and that is not sealed to the newest key
 * of this compartment. In arena. *shut: how many could not be opened. */
MUST_USE enum err_code reseal_find(struct ref **out, size_t *count, size_t *shut,
                                   struct arena *arena, struct archive *archive,
                                   struct str compartment, struct err *err);

#endif
