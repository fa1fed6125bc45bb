#ifndef RECORD_KNOWN_H
#define RECORD_KNOWN_H

/*
 * What of a statement this version knows. A newer one may have brought kinds, members
 * and properties (docs/versions.md): they are kept, checked as bytes and shown as they
 * stand; here they are counted, so that nobody takes silence for understanding.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "format/value.h"

enum { KNOWN_NAMES_MAX = 8, KNOWN_SLOTS = 512 };

/* Statements with something unknown, and the first few names of it. */
struct unknown_count {
    uint64_t statements;
    struct str names[KNOWN_NAMES_MAX];
    uint32_t name_count;
    bool has_more; /* names than stand here */
};

struct added_property;

struct known {
    struct arena *arena;
    struct unknown_count kinds;
    struct unknown_count members; /* at the top of statements of known kinds */
    struct unknown_count
        properties;               /* of claims: neither ours nor added by the archive */
    struct added_property *added; /* uthash */
    uint16_t slots[KNOWN_SLOTS];  /* of member names, by their hash; 0: free */
};

/* names live in arena. Release with known_end(). */
void known_start(struct known *known, struct arena *arena);
void known_end(struct known *known);

/* Look at one statement, in the order of its feed: what an archive adds to the schema
 * counts from there on. */
void known_look(struct known *known, const struct value *statement);

bool known_kind(struct str kind);
bool known_member(const struct known *known, struct str key);

#endif
