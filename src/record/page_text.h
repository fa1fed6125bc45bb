#ifndef RECORD_PAGE_TEXT_H
#define RECORD_PAGE_TEXT_H

/*
 * Texts of documents, page by page. A text is
 *
 * - what was preserved as plain text (an `object` of type text/plain or text/markdown): a
 *   document made by people, nobody knows which; or
 * - what somebody or a program made of a document (a `derived` statement whose `how` is
 *   text, ocr, transcript or translation, of the same types).
 *
 * It is UTF-8. A form feed (U+000C) ends a page, as pdftotext and tesseract write it;
 * what stands behind the last one is a page unless there is nothing. Pages are numbered
 * from the `page` of the statement, or from 1.
 *
 * The index knows each text from its statement on, and its pages once its bytes were
 * read, which may be later: a copy can bring the statement before the object. It keeps
 * where a page lies and the beginning of its hash, not what it says.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"
#include "record/frontier.h"
#include "record/ref.h"

struct archive;
struct index;

enum {
    PAGE_TEXT_BYTES_MAX = 64 << 20, /* a larger text is kept, and not searched */
    PAGE_TEXT_PAGES_MAX = 100000
};

/* Whether the index has its pages, and why not. */
enum page_text_state {
    PAGE_TEXT_DUE, /* not tried yet */
    PAGE_TEXT_THERE,
    PAGE_TEXT_MISSING, /* no bytes here, or no key for them: tried again */
    PAGE_TEXT_DAMAGED, /* they are not what the statement says */
    PAGE_TEXT_REFUSED  /* no UTF-8, too large, or too many pages */
};

struct page_text {
    struct ref ref;
    struct ref of;       /* what it was made of; REF_NONE: it was preserved as it is */
    struct str how;      /* term of `derivation`; empty: preserved as it is */
    struct str lang;     /* as stated; empty: not stated */
    struct str tool;     /* and version; empty: no machine made it */
    struct str person;   /* who made it; empty: not stated */
    struct str reviewer; /* who checked it; empty: nobody */
    int64_t first_page;
    int64_t page_count;
    enum page_text_state state;
    bool is_withdrawn;
};

/* --- what a text is, for whoever writes one --- */

/* Terms of `derivation` that make a text. */
bool page_text_is_how(struct str how);

/* One page after the other. */
struct page_reader {
    struct str text;
    size_t at;      /* where the next page begins */
    int64_t number; /* of the page last read, from 1 */
    size_t start;   /* its place in the text */
    struct str page;
};
void page_reader_start(struct page_reader *reader, struct str text);
bool page_reader_next(struct page_reader *reader);

/* ERR_INVALID when it is no text: not UTF-8, or with NUL bytes, which it names; ERR_LIMIT
 * when it has too many pages. *pages: how many there are. */
MUST_USE enum err_code page_text_check(int64_t *pages, struct str text, struct err *err);

/* --- what the index knows of them --- */

struct page_text_list {
    struct page_text *items;
    size_t count;
};

/* Everything that was made of an object, newest first. */
MUST_USE enum err_code page_texts_of(struct page_text_list *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     struct ref object, struct err *err);

/* The text that this statement of the view names. ERR_NOT_FOUND: it names none. */
MUST_USE enum err_code page_text_find(struct page_text *out, struct arena *arena,
                                      struct index *index, struct view view,
                                      struct ref ref, struct err *err);

/*
 * What a page says, held against the hash the index has of it. ERR_NOT_FOUND: there is no
 * such page, or its bytes are no longer here; ERR_DENIED: no key here opens it;
 * ERR_CORRUPT: it is not what was indexed.
 */
MUST_USE enum err_code page_text_read(struct str *out, struct arena *arena,
                                      struct archive *archive, struct ref text,
                                      int64_t number, struct err *err);

#endif
