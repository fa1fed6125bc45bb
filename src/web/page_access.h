#ifndef WEB_PAGE_ACCESS_H
#define WEB_PAGE_ACCESS_H

/*
 * The pages around signing in, and those that say why there is no other. The server calls
 * them with plain facts; whoever is not signed in learns nothing of the archive from
 * them.
 */

#include "web/page.h"
#include "web/page_form.h"

struct sign_in_facts {
    const struct page_choice *members; /* with a lock on this machine: id and name */
    size_t member_count;               /* 0: the machine does not say, or needs none */
    struct str member;                 /* the one that was chosen */
    struct str back;                   /* where to go on to: a path of ours */
    struct str error;                  /* what was wrong; may be empty */
    bool has_locks; /* false: the address that stele serve prints signs in */
};

/* Posts to /sign-in: member, passphrase, back. */
void page_sign_in(struct reply *out, struct request *r,
                  const struct sign_in_facts *facts);

struct why_facts {
    struct str back;  /* the page that needs a reason */
    struct str typed; /* what was given and was not enough */
    struct str error;
};

/* Posts to /why: why, back. */
void page_why(struct reply *out, struct request *r, const struct why_facts *facts);

/* What went wrong as a page, or as a fragment where a script asked; sets the status. What
 * err says is shown to whoever is signed in. */
void page_error(struct reply *out, struct request *r, const struct err *err);

/* The same for what no page has seen: 400, 405, 413, 429, 431, 503 … */
void page_refusal(struct reply *out, struct request *r, int status);

#endif
