#ifndef NAMES_MEET_H
#define NAMES_MEET_H

/*
 * By which step two spellings meet, in any scripts: the nearer step comes first. Up to
 * and including NAME_EDIT they may be taken for spellings of one name (how often that is
 * right is measured in docs/names.md); NAME_SOUNDS is for people to look at. That two
 * spellings meet does not say that two people or places are one.
 */

#include "base/str.h"

enum name_step {
    NAME_SAME,   /* the same letters, but for case, marks and apostrophes */
    NAME_FOLDED, /* one fold2 key, or one skeleton across scripts */
    NAME_KNOWN,  /* other words for one name, by names/known.h or full ones of given.h */
    NAME_EDIT,   /* one small difference */
    NAME_SOUNDS, /* a Daitch-Mokotoff code in common */
    NAME_APART
};

/* Of single names (a town, a given name, a surname), whichever stands first. */
enum name_step name_meet(struct str a, struct str b);

/* The same without the table: what spelling alone says. Never NAME_KNOWN. */
enum name_step name_meet_by_spelling(struct str a, struct str b);

#endif
