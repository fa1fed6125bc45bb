#ifndef RECORD_ADDITIONS_H
#define RECORD_ADDITIONS_H

/*
 * What an archive added to the schema: terms, properties and kinds of its own, said by
 * statements of kind `schema` (docs/schema.md). They take the same form as what the
 * program carries, so that whoever checks or shows a claim need not know where a key
 * came from.
 *
 * What the program carries always comes first: no addition changes it, and a key that a
 * later version of the program carries too is that version's. Of two additions of one
 * key the first holds. In what is looked up here, NULL for additions is "none".
 */

#include "base/arena.h"
#include "base/err.h"
#include "format/value.h"
#include "record/frontier.h"
#include "record/schema.h"

struct additions;

enum { ADDITIONS_MAX = 4096, ADDITION_KEY_MAX = 64 };

/* None yet. They live in arena, with a copy of all that is put into them. */
struct additions *additions_new(struct arena *arena);

/* Those of a view. */
MUST_USE enum err_code additions_read(struct additions **out, struct arena *arena,
                                      struct index *index, struct view view,
                                      struct err *err);

/*
 * Whether a statement's addition may be written. ERR_INVALID: it is not well formed or
 * names what there is not; ERR_CONFLICT: its key is taken; ERR_LIMIT: there are too many.
 */
MUST_USE enum err_code additions_check(const struct additions *additions,
                                       const struct value *statement, struct err *err);

/* Take in one that was written. What additions_check() refuses is passed over: another
 * version wrote it, and its claims are shown as they are. */
void additions_put(struct additions *additions, const struct value *statement);

/* As those of schema.h. A vocabulary's terms: its own, then those added to it. */
const struct schema_kind *additions_kind(const struct additions *additions,
                                         struct str key);
const struct schema_property *additions_property(const struct additions *additions,
                                                 struct str key);
const struct schema_vocabulary *additions_vocabulary(const struct additions *additions,
                                                     struct str key);
const struct schema_term *additions_term(const struct additions *additions,
                                         const struct schema_vocabulary *vocabulary,
                                         struct str key);

/* The kinds that were added, in their order; NULL behind the last. */
const struct schema_kind *additions_kind_at(const struct additions *additions, size_t i);

#endif
