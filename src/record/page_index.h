#ifndef RECORD_PAGE_INDEX_H
#define RECORD_PAGE_INDEX_H

/* What page_text.c and page_index.c share. */

#include "record/page_text.h"

struct sha256;

bool page_text_is_type(struct str type);

/* The first 64 bits of its SHA-256: that a page was damaged is noticed when it is shown.
 */
int64_t page_hash(struct sha256 *sha256, struct str page);

/* Whether there are texts whose pages the index does not have, for want of bytes. */
MUST_USE enum err_code page_texts_wait(bool *out, struct index *index, struct err *err);

#endif
