#ifndef RECORD_GATE_REACH_H
#define RECORD_GATE_REACH_H

/* Of whom a thing tells: for gate.c alone. */

#include "record/gate.h"

struct reached {
    struct str person;
    uint32_t parts;       /* enum gate_part, all that is used */
    struct str interview; /* the words are from; empty: from none, or from several */
    bool is_unpublished;  /* some of it no published source has said */
};

struct reach;

struct reach_list {
    struct reached *items;
    size_t count;
    size_t cap;
    bool is_unreadable; /* something on the way cannot be read here */
};

/* Everybody an item tells of whose consent may be needed; persons only, each once. */
MUST_USE enum err_code gate_reach(struct reach_list *out, struct arena *arena,
                                  struct index *index, struct view view,
                                  const struct gate_item *item, struct err *err);

/* What the files of the gate share. */
struct reach {
    struct arena *arena;
    struct index *index;
    struct view view;
    struct reach_list *list;
    struct visited *visited; /* uthash */
    uint32_t depth;
};

/* Where what is told of somebody comes from. */
struct reach_origin {
    struct str interview;
    bool is_unpublished;
};

MUST_USE enum err_code reach_entity(struct reach *r, struct str id, uint32_t parts,
                                    struct reach_origin origin, struct err *err);
MUST_USE enum err_code reach_statement(struct reach *r, struct ref ref, struct err *err);
MUST_USE enum err_code reach_passage(struct reach *r, const struct passage_row *passage,
                                     struct err *err);
MUST_USE enum err_code reach_object(struct reach *r, struct str sha256, struct err *err);

#endif
