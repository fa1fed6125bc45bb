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

/* As it was written, on one line: blanks become one blank, marks that act are shown. */
void plain_append(struct buf *out, struct str text);

/* True when some character is of a script written from right to left. */
bool plain_is_rtl(struct str text);

/*
 * The same between the marks U+2068 and U+2069 where it runs from right to left, so that
 * a terminal does not draw our own words into it. Not for files: `isolates` is false.
 */
void plain_isolated(struct buf *out, struct str text, bool isolates);

/* In the quotation marks of its language (empty: unknown), isolated. */
void plain_quoted(struct buf *out, struct str text, struct str lang, bool isolates);

/* Columns that text takes on a terminal, about: wide East Asian characters two,
 * combining and invisible ones none. */
size_t plain_width(struct str text);

/* 1234567 as 1,234,567. */
void plain_number(struct buf *out, int64_t n);

/* The plural of a schema's English label. */
void plain_plural(struct buf *out, struct str noun);

#endif
