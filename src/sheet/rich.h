#ifndef SHEET_RICH_H
#define SHEET_RICH_H

/*
 * Lines in plain words, as phrase.h and the text sheets write them with PLAIN_PAGE, made
 * into elements: links, quotations in their language, what runs in another direction.
 * So the sentences of a page are those of a terminal, in every language of the catalogue.
 */

#include "format/html.h"

struct rich {
    struct html *h;
    struct str query; /* "?as-of=…", kept in every link; or empty */
};

/* Text with marks, inside an element that is open. */
void rich_text(const struct rich *rich, struct str text);

/* The same from a buffer, which is then empty. */
void rich_take(const struct rich *rich, struct buf *text);

/* <div class="src">: a remark below something. */
void rich_paragraph(const struct rich *rich, struct str text);

/* The same in an element of one's own. names may be NULL. */
void rich_element(const struct rich *rich, const char *tag, const char *names,
                  struct buf *text);

/* A link to an entity or a statement; href attributes for links of other looks. */
void rich_href_entity(const struct rich *rich, struct str id);
void rich_href_statement(const struct rich *rich, struct str ref, const char *below);

#endif
