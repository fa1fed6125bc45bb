#ifndef WEB_PAGE_H
#define WEB_PAGE_H

/*
 * The frame that every page stands in: head, navigation, state of the archive, language,
 * foot. A page fills what is between page_begin() and page_end() through page.h.
 */

#include "format/html.h"
#include "web/reply.h"
#include "web/request.h"

enum page_part { /* of the navigation */
                 PAGE_NONE,
                 PAGE_OVERVIEW,
                 PAGE_TABLES,
                 PAGE_LISTS,
                 PAGE_ENTER,
                 PAGE_INBOX,
                 PAGE_SEARCH,
                 PAGE_LOG,
                 PAGE_HELP
};

struct page {
    struct html h;
    struct request *r;
};

struct page_head {
    enum page_part part;
    struct str title;   /* plain text: of the window, and the h1 unless has_own_title */
    struct str kick;    /* the small line above it; may be empty */
    struct str lead;    /* below; may be empty */
    bool has_own_title; /* the page writes its own head and h1 */
    bool is_wide;       /* tables */
};

/* Writes into out->body, which the caller does not touch meanwhile. */
void page_begin(struct page *page, struct reply *out, struct request *r,
                const struct page_head *head);
void page_end(struct page *page);

/* A section: heading in the margin, content beside it. id may be NULL. note may be empty.
 */
void page_section(struct page *page, const char *id, struct str title, struct str note);
void page_section_end(struct page *page);

/* A form that posts: method, action and the session's token. */
void page_form(struct page *page, struct str action, bool has_files);
void page_form_end(struct page *page);

/* What was wrong with a form: a summary that links to the fields. */
struct page_error {
    const char *field; /* id of the field; NULL: of the whole */
    struct str text;
};
void page_errors(struct page *page, const struct page_error *errors, size_t count);

#endif
