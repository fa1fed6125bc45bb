#ifndef WEB_PAGE_FORM_H
#define WEB_PAGE_FORM_H

/*
 * What stands in forms: every control has a label, says what is expected and what was
 * wrong with it, and shows again what was typed.
 */

#include "web/page.h"

/* A form that only asks: GET, no token. ?as-of= is kept. */
void page_ask(struct page *page, struct str action);
void page_ask_end(struct page *page);

/* One control. Its id is its name, unless id is given (of which there is one a page). */
struct page_field {
    const char *name;
    const char *id;   /* NULL: the name */
    const char *type; /* of an input: NULL: "text"; "date", "number", "file" … */
    struct str label;
    struct str hint;      /* under the label; may be empty */
    struct str error;     /* may be empty */
    struct str value;     /* what stands in it, or which choice is taken */
    struct str lang;      /* of what is typed; may be empty */
    const char *list;     /* the id of a datalist; or NULL */
    const char *complete; /* autocomplete; NULL: "off" */
    int rows;             /* of a text area */
    bool is_needed;
    bool is_full;         /* as wide as there is room */
    bool is_label_hidden; /* seen by a screen reader only */
    bool is_on;           /* of a checkbox */
};

struct page_choice {
    struct str value;
    struct str label;
    struct str hint; /* of radios; may be empty */
};

void page_input(struct page *page, const struct page_field *field);
void page_area(struct page *page, const struct page_field *field);
void page_check(struct page *page, const struct page_field *field);
void page_select(struct page *page, const struct page_field *field,
                 const struct page_choice *choices, size_t count);
void page_radios(struct page *page, const struct page_field *field,
                 const struct page_choice *choices, size_t count);
void page_hidden(struct page *page, const char *name, struct str value);

/* Several controls in one line, as far as there is room. */
void page_row(struct page *page);
void page_row_end(struct page *page);

/* The bar of buttons below a form. */
void page_acts(struct page *page);
void page_acts_end(struct page *page);

enum page_button { PAGE_BUTTON_MAIN, PAGE_BUTTON_SECOND, PAGE_BUTTON_LINK };

/* name="do" value="what": what is to be done with the form; NULL: send it. */
void page_button(struct page *page, enum page_button kind, const char *what,
                 struct str label);

/* What the record makes of what was typed: "on 24 February 2022". */
void page_echo(struct page *page, struct str text);

#endif
