#ifndef RECORD_INDEX_OPEN_H
#define RECORD_INDEX_OPEN_H

/*
 * An index on a database that is already open, for index_store.c and for tests, which
 * have no archive folder. schema is the SHA-256 of the embedded schema, in hex: an index
 * made under another one is not usable.
 */

#include <stdbool.h>

#include "record/index.h"
#include "store/db.h"

enum index_making {
    INDEX_LIVE,   /* kept up to date with its secondary indexes from the start */
    INDEX_LOADING /* they are made by index_finish(), when everything is in */
};

/* Both take the db: it is closed with the index, and when they fail. */
MUST_USE enum err_code index_of_db(struct index **out, bool *is_usable, struct db *db,
                                   struct str schema, struct err *err);
MUST_USE enum err_code index_make(struct index **out, struct db *db, struct str schema,
                                  enum index_making making, struct err *err);

/* Not usable, because another version of the program or schema made it. */
bool index_is_other(const struct index *index);

MUST_USE enum err_code index_finish(struct index *index, struct err *err);

/* With which keys an index in memory was made: as keyring_describe() has it. */
MUST_USE enum err_code index_say_keys(struct index *index, struct str keys,
                                      struct err *err);
MUST_USE enum err_code index_was_made_with(bool *same, struct index *index,
                                           struct str keys, struct err *err);

#endif
