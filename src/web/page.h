#ifndef WEB_PAGE_H
#define WEB_PAGE_H

/*
 * The frame that every page stands in: head, navigation, state of the archive, language,
 * foot. A page fills what is between page_begin() and page_end(), with html.h and with
 * what stands here and in page_form.h and page_table.h.
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
    bool has_frame; /* navigation, state of the archive: somebody is signed in */
};

struct page_head {
    enum page_part part;
    struct str title;   /* plain text: of the window, and the h1 unless has_own_title */
    struct str kick;    /* the small line above it; may be empty */
    struct str lead;    /* below; may be empty */
    const char *help;   /* the topic of /help/ that tells of this page; or NULL */
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

/* A form that posts: method, action and the session's token. Its controls: page_form.h.
 */
void page_form(struct page *page, struct str action, bool has_files);
void page_form_end(struct page *page);

/* What was wrong with a form: a summary that links to the fields. */
struct page_error {
    const char *field; /* id of the field; NULL: of the whole */
    struct str text;
};
void page_errors(struct page *page, const struct page_error *errors, size_t count);

/* A box around what must not be overlooked, or is no part of the record. */
enum page_box {
    PAGE_BOX_NOTE,
    PAGE_BOX_GOOD,
    PAGE_BOX_CONFLICT,
    PAGE_BOX_MISSING,
    PAGE_BOX_MACHINE /* says that it is machine-made */
};
void page_box(struct page *page, enum page_box box);
void page_box_end(struct page *page);

/* A script of ours that only this page needs: "upload.js". */
void page_script(struct page *page, const char *name);

/* A link to the topic of /help/ that tells more. */
void page_help(struct page *page, const char *topic, struct str label);

/* Addresses; in the request's arena. */

/* path, as of the day that this page is as of. */
struct str page_href(const struct request *r, struct str path);

/* This page with one part of its query changed; empty value: without it. "after", where a
 * list goes on, is left out: another order or filter begins at its beginning. */
struct str page_here(const struct request *r, struct str name, struct str value);

#endif
