#ifndef INTAKE_IDENTITY_H
#define INTAKE_IDENTITY_H

/*
 * By what a row of a list is known: the cells of its key joined by U+001F. A row without
 * a key, and every further row of the same key, is known by what it says, and by how
 * often it was said. Reading a table back gives the same identities again.
 */

#include "base/buf.h"
#include "intake/transform.h"

#define IDENTITY_JOINT "\x1f"

struct identity_entry;

/* The identities of one table that are given away; {0} with an arena is none. */
struct identities {
    struct arena *arena;
    struct identity_entry *taken;
};

/* False when it was taken before; *first is then the row that took it. */
bool identity_take(struct identities *identities, int64_t *first, struct str identity,
                   int64_t row);
void identities_clear(struct identities *identities);

/* The cells joined; empty when all of them are. In arena. */
struct str identity_join(struct arena *arena, const struct transform_view *view,
                         const uint32_t *columns, uint32_t count);

/* What a row says, in 32 hex digits. In arena. */
struct str identity_content(struct arena *arena, const uint64_t hashes[2]);

/* What a row is known by that its key alone does not tell. Takes it. In arena. */
struct str identity_by_content(struct identities *identities, struct arena *arena,
                               struct str key, struct str content, int64_t row);

/* The identity of a row, by its key if nobody has that. Takes it. In arena. */
struct str identity_of_row(struct identities *identities, struct arena *arena,
                           struct str key, const struct table_cell *cells, size_t count,
                           int64_t row);

/* Tells rows apart that nobody made to look alike; it is no proof of anything. */
enum { IDENTITY_WORDS = 2 };
void identity_hash_start(uint64_t hashes[IDENTITY_WORDS]);
void identity_hash_add(uint64_t hashes[IDENTITY_WORDS], struct str text);

/* An identity for people: U+001F is no letter. In arena. */
struct str identity_shown(struct arena *arena, struct str identity);

#endif
