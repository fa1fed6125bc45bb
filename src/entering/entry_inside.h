#ifndef ENTERING_ENTRY_INSIDE_H
#define ENTERING_ENTRY_INSIDE_H

/* What the files of entry.c share; nobody else includes this. */

#include "entering/entry.h"
#include "entering/who.h"
#include "record/schema.h"

struct entry_passage {
    struct str local;
    struct str seal;
    size_t number;
    bool has_uttered;
};

struct entry_work {
    struct arena *arena;
    const struct entry_form *form;
    const struct entry_world *world;
    struct entry *out;
    struct err *err; /* what looking up failed with */
    struct entry_passage passages[ENTRY_PARTS_MAX + 1];
    const struct entry_passage *passage; /* that is being read */
    struct str field;                    /* and line */
    size_t line;
    size_t turn;
    struct str last_claim; /* local id of the claim before; empty: none */
    struct str note;       /* of the line that is being read */
    struct str words;
    struct str mode;
    struct str quantifier;
};

/* What a claim says, before it is a draft. */
struct entry_said {
    struct entry_thing *about;
    struct str about_claim; /* local id, where about is NULL */
    struct str property;
    struct value value;
    bool has_no_value;
    bool is_inferred;
    struct value qualifiers; /* count 0: none */
    struct str quantifier;
    struct entry_thing *mentions; /* whom the value names; or NULL */
};

/* An error of the field and line that are being read. */
void entry_complain(struct entry_work *work, struct str text);
void entry_complain_of(struct entry_work *work, struct str field, struct str text);
void entry_say(struct entry_work *work, struct str text); /* an echo */

/* Things. */
struct entry_thing *entry_thing_named(struct entry_work *work, struct str name);
struct entry_thing *entry_thing_known(struct entry_work *work, struct str text); /* or by
                                                                              its id */
struct entry_thing *entry_thing_add(struct entry_work *work, const struct who *who);
/* Whoever is meant by text: on this page, by id, or new. NULL: not stated, or complained
 * (*is_stated tells). */
struct entry_thing *entry_thing_meant(struct entry_work *work, struct str text,
                                      bool *is_stated);
/* The one spoken of last whose kind is among these bits; NULL: none. */
struct entry_thing *entry_thing_last(const struct entry_work *work, uint32_t kinds);
/* The one of this kind and class without a name that is on this page, or a new one. */
struct entry_thing *entry_thing_of_class(struct entry_work *work, struct str kind,
                                         struct str class_);
void entry_thing_touch(struct entry_work *work, struct entry_thing *thing);
uint32_t entry_kind_bit(struct str kind);

/* Drafts. */
void entry_set(struct entry_work *work, struct value *object, const char *key,
               struct str text); /* unless it is empty */
void entry_claim(struct entry_work *work, const struct entry_said *said);
void entry_add_things(struct entry_work *work);

/* Parts of the form. */
enum err_code entry_read_passages(struct entry_work *work);
void entry_read_violation(struct entry_work *work);
void entry_read_rows(struct entry_work *work);
void entry_read_lines(struct entry_work *work, struct str field, struct str text);
void entry_read_line(struct entry_work *work, struct str text);

/* One line that begins with a word and a colon, and one that does not. */
void entry_line_keyed(struct entry_work *work, struct str head, struct str rest);
void entry_line_plain(struct entry_work *work, struct str text);
/* A line that begins with an amount; rest: what stands behind it. */
void entry_count(struct entry_work *work, struct value amount, struct str rest);

void entry_victim(struct entry_work *work, struct str text);
void entry_by(struct entry_work *work, struct str text);
void entry_act(struct entry_work *work, struct str text);
void entry_place(struct entry_work *work, struct str words, struct str is,
                 struct str relation);
/* "gunshot back of the head all": false when text begins with no finding. */
bool entry_finding(struct entry_work *work, struct str text);
bool entry_absent(struct entry_work *work, struct str part);
/* Extras, qualifiers and the quantifier that stand behind a term. */
void entry_extras(struct entry_work *work, const struct schema_property *property,
                  struct entry_said *said, struct str rest);
/* The value of a property as typed; false: complained. */
bool entry_value(struct entry_work *work, const struct schema_property *property,
                 struct entry_said *said, struct str text);
/* Cut an ending ", all" off; empty: none. */
struct str entry_quantifier_cut(struct str *text);

#endif
