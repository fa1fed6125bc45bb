#ifndef RECORD_GATE_H
#define RECORD_GATE_H

/*
 * The one question that every path out of the archive asks: may these things be given,
 * for this purpose, to this recipient, now?
 *
 * Answered from the index as of a view, from what people agreed to (consent.h). Reached
 * is every person of whom the things tell: whom a statement is about, who stands in its
 * value, its qualifiers or its chain, who was interviewed, who is depicted or recorded.
 * Each of them must have agreed, to what is used of them:
 *
 *   private person      always
 *   by role             unless all it tells of them is what a published source says
 *   in public office    only for home, contact and numbers of identity
 *   row of a list       unless the list may be shared with everybody (`sharing`: public)
 *   people, group       never: nobody can agree for them
 *
 * What cannot be read here (sealed, and not opened) is refused: nobody knows of whom it
 * tells. Texts are not searched for names, nor faces looked for.
 */

#include "record/consent.h"

enum gate_thing {
    GATE_STATEMENT,
    GATE_ENTITY, /* its own statements; ask for those about it one by one */
    GATE_OBJECT  /* the preserved bytes */
};

struct gate_item {
    enum gate_thing thing;
    struct ref ref;  /* of a statement */
    struct str name; /* an entity's id; an object's SHA-256 */
};

struct gate_question {
    struct str purpose;   /* a term of consent_purpose; empty: none was said */
    struct str recipient; /* consent_has_recipient() says in which forms; or empty */
    int64_t today;        /* days since 1970 */
};

/* What is used of a person: bits, one a term of consent_part. */
enum gate_part {
    GATE_WORDS = 1 << 0,
    GATE_NAME = 1 << 1,
    GATE_VOICE = 1 << 2,
    GATE_IMAGE = 1 << 3,
    GATE_CONTACT = 1 << 4
};
enum { GATE_PARTS = 5 };

/* From the least that there is to the most: of several consents, the one that comes
 * nearest to allowing says why not. */
enum gate_ground {
    GATE_UNREADABLE, /* the thing itself */
    GATE_NO_CONSENT,
    GATE_OTHER_INTERVIEW, /* they agreed to the use of another interview */
    GATE_PURPOSE,
    GATE_RECIPIENT,
    GATE_PART,
    GATE_CHILD, /* the child itself refused */
    GATE_EXPIRED,
    GATE_WITHDRAWN
};

struct gate_refusal {
    struct gate_item item;
    struct str person; /* an id; empty for GATE_UNREADABLE */
    enum gate_ground ground;
    uint32_t parts;     /* that are used and not agreed to, of GATE_PART */
    struct ref consent; /* that says so, or REF_NONE */
    int64_t day;        /* of GATE_EXPIRED and GATE_WITHDRAWN: the last it may mean */
};

struct gate_answer {
    struct gate_refusal *refusals; /* none: all of it may be given */
    size_t count;
    size_t persons; /* whose consent was needed */
};

/* Items in their order, the persons of each in the order they are met. In arena. */
MUST_USE enum err_code gate_ask(struct gate_answer *out, struct arena *arena,
                                struct index *index, struct view view,
                                const struct gate_question *question,
                                const struct gate_item *items, size_t count,
                                struct err *err);

/* The term of consent_part of one bit. */
struct str gate_part_key(enum gate_part part);

#endif
