#ifndef WEB_OWN_NOTE_H
#define WEB_OWN_NOTE_H

/*
 * Notes of this machine that are one member's: drafts, and what else is not yet part of
 * the record and may name a witness. Sealed to the member's key, where they have one; the
 * name of the note must be theirs alone, or another member could not read what is there.
 */

#include "web/request.h"

/* ERR_NOT_FOUND: there is none. ERR_DENIED: it is sealed to somebody else. */
MUST_USE enum err_code own_note_read(struct str *out, const struct request *r,
                                     const char *name, struct err *err);
MUST_USE enum err_code own_note_write(const struct request *r, const char *name,
                                      struct str text, struct err *err);

#endif
