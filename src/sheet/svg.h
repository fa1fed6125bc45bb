#ifndef SHEET_SVG_H
#define SHEET_SVG_H

/*
 * Figures inside a page: classes only, no colour of their own (stele.css, .fig). Numbers
 * are tenths of a unit at most, written without the user's decimal comma.
 */

#include "format/html.h"

void svg_number(struct html *h, const char *name, double value);

/* <rect class x y width height>; names are the classes. */
void svg_rect(struct html *h, const char *names, double x, double y, double width,
              double height);
void svg_circle(struct html *h, const char *names, double x, double y, double radius);
void svg_line(struct html *h, const char *names, double x1, double y1, double x2,
              double y2);
void svg_text(struct html *h, const char *names, double x, double y, struct str text);
/* A diamond: a known day. */
void svg_diamond(struct html *h, const char *names, double x, double y, double radius);

/* "12.5", for a path. */
void svg_put(struct buf *out, double value);

#endif
