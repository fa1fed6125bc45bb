#ifndef SHEET_INBOX_TEXT_H
#define SHEET_INBOX_TEXT_H

/* Who reads which file, in words: for commands and pages alike. */

#include "record/inbox.h"
#include "sheet/claim_text.h"

/* What phrases of the rows will ask for. */
MUST_USE enum err_code inbox_labels_add(struct labels *labels,
                                        const struct inbox_list *list, struct err *err);

/* "unread", "taken", "second reader wanted", "read", "skipped". */
const char *inbox_state_words(enum inbox_state state);

/* "taken by “Ann” (7k2m-x04q), 2022-09-15 10:00 UTC", as a whole sentence. */
void inbox_word_text(struct buf *out, const struct phrase *p,
                     const struct inbox_word *word);

/* "3 passages stand in it, 7 claims rest on them"; empty where nothing does. */
void inbox_use_text(struct buf *out, const struct inbox_row *row);

/* The name it was preserved by, or what is shown in its place. */
struct str inbox_file_name(struct arena *arena, const struct object_row *object);

void inbox_row_text(struct sheet_writer *w, const struct inbox_row *row);
void inbox_row_json(struct buf *out, const struct sheet_writer *w,
                    const struct inbox_row *row);

#endif
