#ifndef RECORD_COMPARTMENT_H
#define RECORD_COMPARTMENT_H

/*
 * Compartments: keys that statements and objects are sealed to (format.md 4.2). A
 * `compartment` statement {id, epoch, key, name, default?} announces one, or a later
 * epoch of one. Only an admin's word counts: whoever could announce a key of his own
 * would have everything from then on sealed to himself.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/age.h"
#include "record/frontier.h"
#include "record/ref.h"

struct archive;

struct compartment {
    struct str id;
    struct str name;
    uint32_t epoch;
    uint8_t key[AGE_KEY_BYTES];
    bool is_default;
    struct ref ref;
};

/* Every epoch of every compartment, in the order of the view. */
struct compartment_list {
    struct compartment *items;
    size_t count;
};

MUST_USE enum err_code compartments_read(struct compartment_list *out,
                                         struct arena *arena, struct archive *archive,
                                         struct err *err);

/* The newest epoch of the one with this id or name; NULL when there is none. */
const struct compartment *compartment_find(const struct compartment_list *list,
                                           struct str id_or_name);

/* What is sealed to when nothing else is said: the newest epoch of the compartment last
 * announced as default, or of the first one. NULL when there is none. */
const struct compartment *compartment_default(const struct compartment_list *list);

#endif
