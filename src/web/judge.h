#ifndef WEB_JUDGE_H
#define WEB_JUDGE_H

/*
 * /s/REF/correct, assess, decide, withdraw: what the pages share. The statement that is
 * judged is gathered as on its own page and shown above the form.
 */

#include "sheet/statement_sheet.h"
#include "web/page_form.h"
#include "web/page_sheet.h"

enum { JUDGE_ERRORS_MAX = 16, JUDGE_OTHERS_MAX = 24 };

struct judge {
    struct request *r;
    struct reading reading;
    struct statement_sheet statement;
    struct ref ref;
    struct str name; /* of the statement, as the archive says it */
    bool is_posted;
    struct page_error errors[JUDGE_ERRORS_MAX];
    size_t error_count;
    struct sheet_claim *others; /* claims that say the same property of the same thing */
    size_t other_count;
    struct str fallback[JUDGE_ERRORS_MAX]; /* what a field holds before anybody typed */
};

struct judge_kind {
    const char *name; /* "assess": the last part of the address */
    const char *title;
    const char *lead;
    const char *button;
    /* Writes the controls; and what was typed as a draft, or errors. */
    void (*write)(struct page *page, struct judge *j);
    void (*read)(struct value *draft, struct judge *j);
    bool needs_others;
};

/* Gather, show or record: both ends of a page of these. */
MUST_USE enum err_code judge_get(struct reply *out, struct request *r,
                                 const struct judge_kind *kind, struct err *err);
MUST_USE enum err_code judge_post(struct reply *out, struct request *r,
                                  const struct judge_kind *kind, struct err *err);

void judge_error(struct judge *j, const char *field, const char *text);
struct str judge_typed(const struct judge *j, const char *field);
/* Into the draft, unless nothing was typed. */
void judge_take(struct value *draft, const struct judge *j, const char *field,
                const char *member);
void judge_input(struct page *page, const struct judge *j, const char *name,
                 const char *label, const char *hint, struct str before);
void judge_area(struct page *page, const struct judge *j, const char *name,
                const char *label, const char *hint, struct str before);
/* Terms of a vocabulary; none: the label of choosing nothing, or NULL. */
void judge_select(struct page *page, const struct judge *j, const char *name,
                  const char *label, const char *vocabulary, const char *none,
                  struct str before);

/* page_judge.c, page_correct.c */
void correct_write(struct page *page, struct judge *j);
void correct_read(struct value *draft, struct judge *j);

#endif
