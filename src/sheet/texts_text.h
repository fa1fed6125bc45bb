#ifndef SHEET_TEXTS_TEXT_H
#define SHEET_TEXTS_TEXT_H

/*
 * Texts of documents, as people and programs are told of them: what a machine made always
 * says so, with what made it and whether anybody has checked it.
 */

#include "record/page_text.h"
#include "sheet/claim_text.h"
#include "sheet/plain.h"

/* "made by a machine (tesseract 5.3.0), not checked by anybody". */
void text_maker(struct buf *out, const struct page_text *text, enum plain_for isolates);

/* One after the other, under a title; nothing when there are none. */
void texts_text(struct sheet_writer *w, const struct page_text_list *texts);

/* Of one: whether it is searched, its language, its pages. */
void text_pages_text(struct sheet_writer *w, size_t indent, const struct page_text *text);

/* A page, and before it who made the text. The words are as they stand there, lines and
 * all: whoever prints them watches what would act on a terminal. */
void page_of_text(struct sheet_writer *w, const struct page_text *text, int64_t number,
                  struct str words);

/* The same for machines: a line of type "text" for each, and one of type "page". */
void texts_json(struct buf *out, const struct sheet_writer *w,
                const struct page_text_list *texts);
void page_json(struct buf *out, const struct sheet_writer *w,
               const struct page_text *text, int64_t number, struct str words);

#endif
