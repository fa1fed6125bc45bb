#ifndef WEB_ENTER_FORM_H
#define WEB_ENTER_FORM_H

/*
 * The page for entering: what the parts of page_enter_form.c share. What is gathered
 * first lies here; the parts then write it and cannot fail.
 */

#include "places/candidates.h"
#include "sheet/near.h"
#include "web/enter_draft.h"
#include "web/enter_pick.h"
#include "web/enter_world.h"
#include "web/page_form.h"

enum { ENTER_ERRORS_MAX = 120, ENTER_PICKS_MAX = 30, ENTER_SOURCES_MAX = 100 };

/* Candidates for one name of the page. */
struct enter_picks {
    struct str name;
    struct str chosen;
    struct pick_list list;
    bool is_needed; /* nothing is recorded before somebody chose */
};

/* Something that may be the same, and is here already. */
struct enter_already {
    struct str id;
    struct str words;
};

/* A claim of this page about something that is here, and what is said of it here. */
struct enter_there {
    const struct value *draft;
    struct str words;
    struct str href;
};

struct enter_place {
    struct str value; /* of the radio button */
    struct str name;
    struct str words; /* hromada, raion, oblast; why it is here */
    uint64_t claims;
};

struct enter_page {
    struct request *r;
    struct reading reading;
    struct pick_lookups lookups;
    bool is_violation;
    bool is_checked; /* something was posted: errors are shown */
    struct entry_form form;
    struct entry entry;
    struct enter_draft draft;
    struct str act; /* what the button said */
    struct page_error errors[ENTER_ERRORS_MAX];
    struct str error_fields[ENTER_ERRORS_MAX];
    size_t error_count;
    struct enter_picks picks[ENTER_PICKS_MAX];
    size_t pick_count;
    struct enter_already already[ENTER_PICKS_MAX];
    size_t already_count;
    struct enter_there there[ENTER_PICKS_MAX];
    size_t there_count;
    struct enter_place places[PLACE_CANDIDATES_LIMIT];
    size_t place_count;
    struct near_sheet near; /* preserved texts in which these words stand already */
    bool has_places;        /* they were looked for */
    struct str sources[ENTER_SOURCES_MAX];
    size_t source_count;
    struct str seals[32]; /* compartments */
    size_t seal_count;
    struct str shown; /* whom and what the answers are about */
    bool is_shown;    /* they stand on the page already: nothing is looked up again */
    size_t passages;
    size_t rows;
    struct str focus; /* where typing goes on */
};

/* Gathering. */
MUST_USE enum err_code enter_gather(struct enter_page *e, struct err *err);
MUST_USE enum err_code enter_places(struct enter_page *e, struct err *err);
MUST_USE enum err_code enter_already(struct enter_page *e, struct err *err);
MUST_USE enum err_code enter_there(struct enter_page *e, struct err *err);
/* What the page starts with: the source, and what was last entered from it. */
MUST_USE enum err_code enter_defaults(struct enter_page *e, struct err *err);

void enter_add_error(struct enter_page *e, struct str field, struct str text);
struct str enter_error_of(const struct enter_page *e, struct str field);

/* Writing. */
void enter_write_passages(struct page *page, const struct enter_page *e);
void enter_write_violation(struct page *page, const struct enter_page *e);
void enter_write_rows(struct page *page, const struct enter_page *e);
void enter_write_answers(struct page *page, const struct enter_page *e);
void enter_write_echo(struct page *page, const struct enter_page *e, struct str field);
void enter_write_protection(struct page *page, const struct enter_page *e);
void enter_button(struct page *page, const char *names, const char *act, const char *key,
                  struct str label);
/* One control with what was typed. */
struct page_field enter_field(const struct enter_page *e, struct str name,
                              struct str label);

#endif
