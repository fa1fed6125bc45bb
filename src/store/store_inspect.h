#ifndef STORE_STORE_INSPECT_H
#define STORE_STORE_INSPECT_H

/*
 * What this machine keeps about an archive, looked at from outside: for `stele doctor`.
 * Nothing is opened for writing, no lock is taken.
 */

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct store;

/* A file or folder of this machine's state. */
struct store_place {
    struct str path; /* NUL-terminated; empty when there is no place for it */
    bool exists;
    bool is_ours;     /* belongs to the user who asks */
    bool is_private;  /* nobody else may even look */
    bool is_writable; /* by us */
};

void store_inspect_state(struct store_place *out, struct store *store);
void store_inspect_key(struct store_place *out, struct arena *arena, struct store *store,
                       struct str feed);

/* The folder of this machine's index; it need not be there. Empty where the environment
 * names no place. */
struct str store_inspect_cache(struct arena *arena, struct store *store);

/* "<pid> <since> <command>" of whoever holds the feed's lock, or died with it; empty. */
struct str store_inspect_holder(struct arena *arena, struct store *store,
                                struct str feed);

/* Names of the notes, sorted; none is no error. */
MUST_USE enum err_code store_note_list(struct str **names, size_t *count,
                                       struct arena *arena, struct store *store,
                                       struct err *err);

#endif
