#ifndef SHEET_PASSAGE_TEXT_H
#define SHEET_PASSAGE_TEXT_H

/*
 * Where words come from: the words as they were written, in their language, where they
 * stand, and the hands they came through. The chain is shown with every passage: a
 * sentence that five people passed on is not one that its first speaker wrote.
 */

#include "sheet/lines.h"
#include "sheet/phrase.h"

/* "paragraph 18 of account-report.txt", "page 3, 00:10 to 00:25" . */
void locator_text(struct buf *out, const struct phrase *p, const struct value *locator);

/* The words in the quotation marks of their language, and the language: “…” (English). */
void words_text(struct buf *out, const struct phrase *p,
                const struct passage_row *passage);

/* The beginning of a text, of so many characters at most, cut at a blank where it can. */
struct str words_cut(struct str words, size_t max);

/* The same cut to about so many characters. */
void words_text_short(struct buf *out, const struct phrase *p,
                      const struct passage_row *passage, size_t max);

/* "paragraph 18, in “account” (7k2m-x04q)". */
void where_text(struct buf *out, const struct phrase *p,
                const struct passage_row *passage);

/* False, and nothing, where there is no translation. */
bool translation_text(struct buf *out, const struct phrase *p,
                      const struct passage_row *passage);

/* One hand: who, how they know, and whether the words say so or somebody inferred it. */
void hand_text(struct buf *out, const struct phrase *p, const struct hand_row *hand);
bool hand_is_stated(const struct hand_row *hand);

/* All of it on lines: words behind `head` ("[3]"), translation, locator and source, when
 * uttered, one line a hand. */
void passage_text(const struct lines *lines, size_t indent, const struct phrase *p,
                  const struct passage_row *passage, struct str head);

#endif
