#ifndef WEB_PAGE_INBOX_H
#define WEB_PAGE_INBOX_H

/* What the pages of the inbox share, and what other pages show of a file's reading. */

#include "sheet/inbox_text.h"
#include "sheet/near.h"
#include "web/page_form.h"
#include "web/reading.h"

/* Of one file, for its own page too: gathered before reading_commit(), written after. */
struct inbox_view {
    struct inbox_row row;
    struct near_sheet near;
    bool has_row; /* false: the visitor has no part in the inbox, or it is no file */
};
MUST_USE enum err_code page_inbox_gather(struct inbox_view *out, struct reading *reading,
                                         struct ref object, struct err *err);

/* Who reads it, what can be said of that, and which texts say nearly the same. */
void page_inbox_show(struct page *page, struct reading *reading,
                     const struct inbox_view *view);

/* Texts that say nearly the same as words that are about to be entered, or as a file's
 * (sheet/near.h gathers them); nothing where there are none. object: REF_NONE: words. */
void page_near_notice(struct page *page, const struct reading *reading,
                      const struct near_sheet *near, struct ref object);

/* What a form says of which files, as far as it can be understood; then it is recorded.
 * *wrong: what is to be mended, or empty. */
MUST_USE enum err_code page_inbox_record(struct str *wrong, struct request *r,
                                         struct err *err);

/* Why a file may be skipped: terms of skip_reason. */
enum { PAGE_INBOX_REASONS = 16 };
size_t page_inbox_reasons(struct page_choice out[PAGE_INBOX_REASONS],
                          struct reading *reading);

/* ERR_DENIED for whoever reads only what was agreed to. */
MUST_USE enum err_code page_inbox_allowed(struct request *r, struct err *err);

#endif
