#ifndef FORMAT_HTML_H
#define FORMAT_HTML_H

/*
 * HTML, written so that nothing a statement says can become markup: every text and every
 * attribute is escaped, tags and attribute names are ours, and what was opened is closed.
 *
 *     html_open(&h, "a");
 *     html_attr(&h, "href", href);        attributes come first
 *     html_text(&h, label);               the first text or tag ends them
 *     html_close(&h, "a");
 *
 * Tags and attribute names are literals of the caller and live as long as h. Text that is
 * not UTF-8, and characters that HTML does not have, come out as U+FFFD.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { HTML_DEPTH = 64 };

struct html {
    struct buf *out;
    const char *open[HTML_DEPTH]; /* what has to be closed */
    size_t depth;
    bool in_tag; /* attributes may still be added */
};

/* Appends to out, which lives longer. html_end() asserts that all is closed. */
void html_start(struct html *h, struct buf *out);
void html_end(struct html *h);

void html_open(struct html *h, const char *tag);
void html_close(struct html *h, const char *tag);

/* An element that has no content and no end: br, img, input, link, meta. */
void html_void(struct html *h, const char *tag);

/* Of the element opened last. */
void html_attr(struct html *h, const char *name, struct str value);
void html_set(struct html *h, const char *name, const char *value);
void html_number(struct html *h, const char *name, int64_t value);
void html_flag(struct html *h, const char *name);
void html_class(struct html *h, const char *names);

void html_text(struct html *h, struct str text);
void html_puts(struct html *h, const char *text);
void html_printf(struct html *h, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* <tag>text</tag>; and the same with a class. */
void html_element(struct html *h, const char *tag, struct str text);
void html_phrase(struct html *h, const char *tag, const char *names, struct str text);

/* <a href="href">text</a> */
void html_link(struct html *h, struct str href, struct str text);

/* Somebody's text that may run in another direction than ours. Marks in it that would
 * turn what follows them are shown ("\u202e") and do not act. */
void html_bdi(struct html *h, struct str text);

/* Markup of ours: a literal, and nothing else compiles.
 * NOLINTNEXTLINE(readability-identifier-naming): it reads as the functions beside it */
#define html_literal(h, markup) html_markup((h), "" markup "", sizeof(markup) - 1)
void html_markup(struct html *h, const char *markup, size_t len);

/* The text alone, escaped as in an element or an attribute. */
void html_escape(struct buf *out, struct str text);

/* One segment of a path, or a value of a query, percent-encoded. */
void html_url(struct buf *out, struct str text);

#endif
