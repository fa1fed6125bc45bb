#ifndef PLACES_GAZETTEER_VIEW_H
#define PLACES_GAZETTEER_VIEW_H

/* A place as one gazetteer has it, and which of them are one: for gazetteer_view(). */

#include "places/gazetteer_inside.h"

enum { GAZETTEER_CODES_MAX = 16, GAZETTEER_SOURCES_MAX = 32 };

struct gazetteer_member {
    struct gazetteer_ref ref;
    struct str code;
    struct str shared[GAZETTEER_CODES_MAX];
    size_t shared_count;
    struct str parent;
    struct str class_;
    enum gazetteer_kind kind;
    bool has_point;
    struct geo_point point;
    int64_t population;
    struct gazetteer_name *names;
    size_t name_count;
    struct name_key *keys; /* of the names; made when first wanted */
    size_t next;           /* the next of the same place; itself at the end of a ring */
    size_t root;           /* the first member of the place it belongs to */
};

struct gazetteer_members {
    struct gazetteer_member *items;
    size_t count;
    size_t room;
};

/* Read it, unless it is there; its number. */
MUST_USE enum err_code gazetteer_member(size_t *out, struct gazetteer_members *members,
                                        struct arena *arena, struct gazetteers *g,
                                        struct gazetteer_ref ref, struct err *err);

/* Find out which are one; adds those that share a code with one of the first `count`. */
MUST_USE enum err_code gazetteer_unite(struct gazetteer_members *members,
                                       struct arena *arena, struct gazetteers *g,
                                       struct err *err);

size_t gazetteer_root(const struct gazetteer_members *members, size_t at);

#endif
