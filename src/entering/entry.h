#ifndef ENTERING_ENTRY_H
#define ENTERING_ENTRY_H

/*
 * From a form as typed to an array of drafts (record/drafts.h), and to all that is wrong
 * with it at once. docs/entering.md draws the form and the notation of its lines.
 *
 *   pN.source  pN.where  pN.words  pN.lang  pN.uttered  pN.translation  pN.tlang
 *   pN.hands   who, how they know, inferred: one a line, from the first who knows
 *   pN.last    the same of the source itself: "rewrote, inferred"
 *   pN.says    what the passage says, one thing a line
 *   pN.seal  pN.roles_only  pN.note
 *   act  method  instrument  purpose  victims  findings  by  events  place  place.is
 *   place.relation  when  note: a violation, which rests on passage 1
 *   rN.about  rN.property  rN.value  rN.words  rN.quantifier  rN.mode  rN.note
 *   rN.passage: any claim
 *   wN.name  wN.is: who is meant by a name: an id, or "new"
 */

#include "base/err.h"
#include "entering/form.h"
#include "format/value.h"
#include "record/additions.h"

struct entry_found {
    struct str id; /* empty: none, or not one alone */
    struct str kind;
    struct str class_;
    struct str label;
    size_t count; /* of those that may be meant */
};

/* What the archive knows. A function that is NULL finds nothing. */
struct entry_world {
    void *data;
    /* By its id, in any form people write. */
    enum err_code (*by_id)(struct entry_found *out, void *data, struct str id,
                           struct err *err);
    /* By what it is called: a source that is the only one so called; how many persons
     * may be meant by a name. */
    enum err_code (*by_name)(struct entry_found *out, void *data, struct str kind,
                             struct str name, struct err *err);
    /* Drafts that make a place that a gazetteer has; *local: its id among them. */
    enum err_code (*place)(struct str *local, struct value *drafts, void *data,
                           struct str code, struct err *err);
};

/* An error of a field. line: of a text of several, from 1; 0: of the whole field. */
struct entry_error {
    struct str field;
    size_t line;
    struct str text;
};

/* What was understood by a field, or by a line of it. */
struct entry_echo {
    struct str field;
    size_t line;
    struct str text;
};

/* Somebody or something that is named on this page. */
struct entry_thing {
    struct str name;
    struct str kind;
    struct str class_;
    struct str local; /* its id among the drafts; or that of the archive */
    struct str field; /* that named it first */
    struct str seal;
    size_t found; /* so many in the archive may be meant */
    size_t turn;  /* when it was last spoken of */
    bool is_new;
    bool is_named; /* a person's name, which is a claim */
    bool is_several;
    bool is_chosen; /* somebody said that it is new, or which one it is */
    bool is_counted;
};

/* Two claims of this page that speak of the same. */
struct entry_beside {
    const struct value *left; /* drafts */
    const struct value *right;
};

struct entry {
    struct value drafts;
    struct entry_error *errors;
    size_t error_count;
    struct entry_echo *echoes;
    size_t echo_count;
    struct entry_thing *things;
    size_t thing_count;
    struct entry_beside *besides;
    size_t beside_count;
    size_t passages;
    size_t claims;
};

enum { ENTRY_THINGS_MAX = 200, ENTRY_NOTES_MAX = 400, ENTRY_LINES_MAX = 200 };

/*
 * Everything lives in arena. Fails only with what a function of world failed with:
 * whatever is wrong with the form is in out->errors. Drafts may be recorded when there
 * are none.
 */
MUST_USE enum err_code entry_read(struct entry *out, struct arena *arena,
                                  const struct entry_form *form,
                                  const struct entry_world *world, struct err *err);

/* A claim in a few words: "gunshot wound, back of the head, all". */
struct str entry_claim_words(struct arena *arena, const struct entry *entry,
                             const struct value *claim);

#endif
