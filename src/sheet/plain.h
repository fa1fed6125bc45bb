#ifndef SHEET_PLAIN_H
#define SHEET_PLAIN_H

/*
 * Other people's text inside our own lines. It may hold line breaks, control
 * characters and marks that turn the direction of what follows; none of them may act
 * on the page or the terminal it is shown on. Whatever comes from a statement goes
 * through plain_append(); our own words are appended as they are.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Whom a line is for: a file is read by programs that isolate by themselves, a terminal
 * has to be told, and a page is made of elements. */
enum plain_for { PLAIN_FILE, PLAIN_TERMINAL, PLAIN_PAGE };

/*
 * Pieces of a line that become elements of a page: between marks that no text of a
 * statement can hold, since plain_append() shows controls. rich.h makes elements of them.
 */
enum plain_mark {
    PLAIN_ISOLATED = 'b',  /* another direction */
    PLAIN_SAID = 'q',      /* somebody's words; with: their language */
    PLAIN_QUOTED = 'n',    /* a name or a title in quotation marks */
    PLAIN_ENTITY = 'e',    /* a link; with: the id */
    PLAIN_STATEMENT = 's', /* a link; with: the reference */
    PLAIN_ALLEGED = 'a',
    PLAIN_CODE = 'c'
};
void plain_mark(struct buf *out, enum plain_mark mark, struct str with);
void plain_mark_end(struct buf *out);
/* What plain_mark() writes: PLAIN_OPENS, the mark, with, PLAIN_DIVIDES. */
enum { PLAIN_OPENS = 0x0e, PLAIN_CLOSES = 0x0f, PLAIN_DIVIDES = 0x1f };

/* As it was written, on one line: blanks become one blank, marks that act are shown. */
void plain_append(struct buf *out, struct str text);

/* True when some character is of a script written from right to left. */
bool plain_is_rtl(struct str text);

/*
 * The same isolated where it runs from right to left, so that our own words are not drawn
 * into it: for a terminal between U+2068 and U+2069.
 */
void plain_isolated(struct buf *out, struct str text, enum plain_for isolates);

/* In the quotation marks of its language (empty: unknown), isolated. */
void plain_quoted(struct buf *out, struct str text, struct str lang,
                  enum plain_for isolates);

/* Columns that text takes on a terminal, about: wide East Asian characters two,
 * combining and invisible ones none. */
size_t plain_width(struct str text);

/* 1234567 as 1,234,567. */
void plain_number(struct buf *out, int64_t n);

/* The plural of a schema's English label. */
void plain_plural(struct buf *out, struct str noun);

#endif
