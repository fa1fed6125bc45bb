#ifndef ENTERING_WHO_H
#define ENTERING_WHO_H

/*
 * Whom somebody means: kind, class and what to call them, from a few words.
 *
 *   police, investigators, the prosecutor's office   group
 *   Russian soldiers, locals, 2 people               people
 *   a resident, a former veterinarian                person who stands by role only
 *   person NAME, official NAME                       person with a name
 *   role, people, group, person, official, source … before it says the kind outright
 *   not stated, ?                                    nobody said
 *
 * What looks like a name and says no kind is a person: that is the one that is protected.
 */

#include "base/str.h"

struct who {
    struct str kind; /* empty: not stated */
    struct str class_;
    struct str name;   /* what is left: a label, or a name where is_named */
    bool is_named;     /* a name of a person, recorded as such, not a label */
    bool is_kind_said; /* outright */
    bool is_thing;     /* "bodies": remains */
};

/* False: text is empty. */
bool who_read(struct who *out, struct str text);

#endif
