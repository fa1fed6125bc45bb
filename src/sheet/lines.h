#ifndef SHEET_LINES_H
#define SHEET_LINES_H

/*
 * Text on lines that fit: paragraphs broken at blanks, with an indent for the first
 * line and one for the rest. What is written has passed sheet/plain.h already, so a
 * blank is the only place where a line can end.
 */

#include "base/buf.h"
#include "base/str.h"

enum { LINES_WIDTH = 88 };

struct rich;

struct lines {
    struct buf *out;
    size_t width;      /* in columns; 0: LINES_WIDTH */
    struct rich *page; /* a paragraph is an element there, and out is not used; or NULL */
};

/* One paragraph. A word longer than a line stands on its own and runs over. */
void lines_put(const struct lines *lines, size_t indent, size_t hang, struct str text);

/* The same from a buffer, which is then empty. */
void lines_take(const struct lines *lines, size_t indent, size_t hang, struct buf *text);

void lines_blank(const struct lines *lines);

#endif
