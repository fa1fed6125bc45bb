#ifndef SHEET_MARKS_H
#define SHEET_MARKS_H

/*
 * The signs that pages, packages and prints share: a state is a word, a sign and an edge,
 * never a colour alone (mock-ups: vocabulary of states). And somebody's words, in their
 * language and direction.
 */

#include "format/html.h"

enum mark {
    MARK_ACCEPTED,
    MARK_ALLEGED,
    MARK_DENIAL,
    MARK_CONFLICT,
    MARK_PREFERRED,
    MARK_WORK_NEEDED,
    MARK_MISSING,
    MARK_SEALED,
    MARK_MACHINE,
    MARK_WITHDRAWN,
    MARK_SYNTHETIC,
    MARK_VERIFIED,
    MARK_COUNT
};

/* Its word alone, in the reader's language: for text and files. */
struct str mark_word(enum mark mark);

/* The sign alone, hidden from a screen reader: a word stands beside it. */
void mark_icon(struct html *h, enum mark mark);

/* Sign and word in their edge: word empty: the mark's own. */
void mark_state(struct html *h, enum mark mark, struct str word);

/* <q lang dir="auto">: somebody's words; lang may be empty. */
void mark_said(struct html *h, struct str words, struct str lang);

/* An id, a hash, EDTF: mono, left to right. */
void mark_code(struct html *h, struct str text);

/* Where things are shown: "/e/ID", "/s/REF", "/o/REF". In out. */
void href_entity(struct buf *out, struct str id);
void href_statement(struct buf *out, struct str ref);
void href_object(struct buf *out, struct str ref);

#endif
