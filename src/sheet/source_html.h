#ifndef SHEET_SOURCE_HTML_H
#define SHEET_SOURCE_HTML_H

/* The text of a source as HTML (source_text.h): every line with its number, the passages
 * marked in it, and what rests on them. */

#include "sheet/sheet_html.h"
#include "sheet/source_text.h"

/* "Made by a machine (tesseract 5.3.0), not checked by anybody", or that it is the file's
 * own; in a box where a machine made it. */
void source_html_maker(struct sheet_html *s, const struct source_text *t);

/* The lines, as a table: "#line-45" is one of them. */
void source_html_lines(struct sheet_html *s, const struct source_text *t);

/* The passages marked there, with their hands and the claims that rest on them. */
void source_html_passages(struct sheet_html *s, const struct source_text *t);

/* Those that stand in none of the lines, each with the reason. */
void source_html_apart(struct sheet_html *s, const struct source_text *t);
bool source_has_apart(const struct source_text *t);

/* Where a passage is entered from: "/enter/passage?source=…&object=…&page=2&line=45";
 * line 0: none. In out. */
void source_href_enter(struct buf *out, const struct source_text *t, uint64_t line);

#endif
