#ifndef RECORD_PROJECT_TEXT_H
#define RECORD_PROJECT_TEXT_H

/* How the words of texts come into the index: for index.c, project.c and whoever projects
 * the text of documents. */

#include "record/index_inside.h"
#include "record/search_texts.h"

/* The texts of the statement that is being projected. */
MUST_USE enum err_code project_texts(struct projection *p, int64_t kind);

/*
 * One text of it. page is 0 but for SEARCH_PAGE. Of one text the first 4 MiB are indexed.
 * ERR_DENIED for what was sealed or erased, where the index is one that others can read:
 * whoever calls has made a mistake, and nothing of it may reach the disk.
 */
MUST_USE enum err_code index_put_text(struct projection *p, enum search_place place,
                                      uint32_t page, struct str text);

/* The words of the page that was put last, as text_sketch.h has them; and text_whole() of
 * all pages put since that was last asked for. */
size_t project_text_row(const uint64_t **keys, struct index *index);
uint64_t project_text_whole(struct index *index);

/* After a rollback: what was entered meanwhile is not there. */
void project_text_forget(struct index *index);
void project_text_end(struct index *index);

#endif
