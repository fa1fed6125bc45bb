#ifndef RECORD_SEAL_H
#define RECORD_SEAL_H

/*
 * Making compartments and handing their keys on (docs/sealing.md). A compartment's key is
 * made here, kept for whoever is signed in, and only then announced: the other way round,
 * a process killed in between would leave a compartment that nobody can ever open.
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "record/compartment.h"

struct archive;

enum { SEAL_NAME_MAX = 100 };

/* A new compartment, the archive's usual one where there is none yet or is_default says
 * so. *out lives in arena. */
MUST_USE enum err_code seal_new(struct compartment *out, struct arena *arena,
                                struct archive *archive, struct str name, bool is_default,
                                struct err *err);

/* A new key for a compartment: what is written from now on is sealed to it. */
MUST_USE enum err_code seal_rotate(struct compartment *out, struct arena *arena,
                                   struct archive *archive, struct str name,
                                   struct err *err);

/*
 * Hand the keys of a compartment, all epochs that whoever is signed in can open, to
 * another member: kept on this machine, and as text to carry to another, which only that
 * member can open (text may be NULL). *epochs: how many.
 */
MUST_USE enum err_code seal_give(uint32_t *epochs, struct buf *text,
                                 struct archive *archive, struct str name,
                                 struct str member, struct err *err);

/* Take such a text in. ERR_INVALID when it is none, or of another archive. */
MUST_USE enum err_code seal_take(uint32_t *epochs, struct archive *archive,
                                 struct str text, struct err *err);

#endif
