#ifndef RECORD_DRAFTS_H
#define RECORD_DRAFTS_H

/*
 * Many statements written down at once: an array of drafts that name one another
 * by local ids, in any order.
 *
 *     [{"kind":"entity","id":"r1","entity":"remains","class":"body"},
 *      {"kind":"passage","id":"q30","source":"s1","words":"..."},
 *      {"kind":"claim","about":"r1","property":"restraint",
 *       "value":{"term":"hands_tied"},"passage":"q30"}]
 *
 * A local id is a label of this batch only: entities get a fresh random id (an id
 * encodes no conclusion), everything else is named by its reference. Where a draft
 * may point at another statement it may also name what the archive holds already:
 * an entity id, a reference, or {"file": NAME} for the preserved object of that
 * original name.
 *
 * All or nothing: the first draft that is refused undoes the rest.
 */

#include "base/arena.h"
#include "base/err.h"
#include "format/value.h"
#include "record/archive.h"

enum { DRAFTS_MAX = 60000 };

struct draft_result {
    struct str local; /* its id in the drafts; empty when it had none */
    struct str kind;
    struct str entity; /* the new entity id; empty unless kind is entity */
    struct ref ref;
};

/*
 * Add every draft as one commit. The results, in the order they were written, live
 * in arena. Fails with ERR_INVALID naming the draft by its place (the first is 1)
 * and local id; nothing is then written.
 */
MUST_USE enum err_code drafts_add(struct draft_result **out, size_t *count,
                                  struct arena *arena, struct archive *archive,
                                  const struct value *drafts, struct err *err);

/*
 * The same into the batch that is open, for whoever commits several arrays together. What
 * was refused has added some of its drafts: the batch must then be rolled back.
 */
MUST_USE enum err_code drafts_put(struct draft_result **out, size_t *count,
                                  struct arena *arena, struct archive *archive,
                                  const struct value *drafts, struct err *err);

#endif
