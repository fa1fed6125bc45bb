#ifndef RECORD_ERASURE_H
#define RECORD_ERASURE_H

/*
 * What `erase` and `reseal` statements come to (format.md 4.2, 4.9): a pure function of
 * what was said by whom, the same for a writer that finishes an erasure, for `stele
 * verify` and for `stele copy`.
 *
 *   erase   {of, ground}             one member asks
 *   erase   {of, ground, confirms}   another one confirms: now it is effective, if one of
 *                                    the two is an admin, or wrote what is erased
 *   reseal  {of, stored, compartment}   an admin sealed it to another key
 *
 *   of      {"c", "s"}               a statement
 *           {"object"}               an object, by the SHA-256 of its stored bytes
 *           {"object", "rows"}       rows of a preserved table
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/str.h"
#include "format/value.h"

enum erasure_kind { ERASURE_STATEMENT, ERASURE_OBJECT, ERASURE_ROWS };

/* What an `of` names. what: the statement's commitment, or the object's name. */
struct erasure_target {
    enum erasure_kind kind;
    struct digest what;
    struct str ref;           /* of a statement */
    const struct value *rows; /* an array of integers */
};

/* False when it is none of the three. */
bool erasure_target_read(struct erasure_target *out, const struct value *of);
bool erasure_target_equal(const struct erasure_target *a, const struct erasure_target *b);

/* One `erase` or `reseal` statement of a feed that counts. */
struct erasure_word {
    uint32_t feed; /* which, in the caller's order */
    uint64_t index;
    struct digest commitment;
    struct value statement;
};

struct erasure {
    struct erasure_target target;
    const struct erasure_word *first;
    const struct erasure_word *second; /* NULL: nobody has confirmed it yet */
    bool is_effective;                 /* destroyed, or to be destroyed */
    bool is_reseal; /* it lives on as the object `stored`; there is no second */
    struct digest stored;
};

struct erasures {
    struct erasure *items; /* in the order of their first words */
    size_t count;
};

/* What only the caller knows. */
struct erasure_court {
    void *data;
    /* Whether the word's author was an admin when it was written. */
    bool (*is_admin)(void *data, const struct erasure_word *word);
    /* Who wrote a statement is gone with its content: whether it may have been he. */
    bool (*may_be_author)(void *data, struct str ref, struct str member);
};

/* By what the feeds say of members. Their order is that of the words' feeds. */
struct roles_view;
struct erasure_court erasure_court_of(struct roles_view *view);

/* What points into words lives as long as they do; the rest in arena. */
void erasures_judge(struct erasures *out, struct arena *arena,
                    const struct erasure_word *words, size_t count,
                    const struct erasure_court *court);

/* The object of a reseal that is not needed any more: the statement was sealed anew once
 * more, or erased. */
bool erasures_is_outdated(const struct erasures *erasures, const struct digest *name);

/* The effective one that destroys this statement, or these stored bytes; or NULL. */
const struct erasure *erasures_of_statement(const struct erasures *erasures,
                                            const struct digest *commitment);
const struct erasure *erasures_of_object(const struct erasures *erasures,
                                         const struct digest *name);

#endif
