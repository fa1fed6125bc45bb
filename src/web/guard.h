#ifndef WEB_GUARD_H
#define WEB_GUARD_H

/*
 * What a request must be before anything is done for it: pure functions of its head, so
 * that each is tested without a server. What is refused here is logged and answered
 * without a word of why.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* The hosts by which this server is known: "127.0.0.1:8410". */
struct guard_hosts {
    struct str *items;
    size_t count;
    bool is_behind_tls; /* a proxy may stand in front: https:// is our origin too */
};

/* A header as the library has it; names compare without case. */
struct guard_header {
    struct str name;
    struct str value;
};

/* What counts of a head; how often each came. */
struct guard_head {
    struct str method;
    struct str version;
    struct str host;
    struct str origin;
    struct str site; /* Sec-Fetch-Site */
    struct str type;
    struct str length;
    struct str transfer;
    struct str cookie;
    struct str range;
    struct str if_range;
    struct str accept_encoding;
    struct str languages;  /* Accept-Language */
    struct str asked_with; /* Stele-Script: our own script says so */
    struct str token;      /* Stele-Token: of a script of ours, instead of a form's */
    unsigned hosts;
    unsigned origins;
    unsigned lengths;
    unsigned transfers;
    unsigned types;
    unsigned cookies;
    bool has_odd_byte; /* a header with a control character, or a name that is none */
};

void guard_take(struct guard_head *head, const struct guard_header *header);

enum guard_verdict {
    GUARD_OK,
    GUARD_BAD,    /* 400, and the connection ends */
    GUARD_HOST,   /* 421 */
    GUARD_ORIGIN, /* 403: somebody else's page asks */
    GUARD_METHOD  /* 405 */
};

/* Lengths, host, method: every request. why: a literal for the log. */
enum guard_verdict guard_check(const char **why, const struct guard_head *head,
                               const struct guard_hosts *hosts);

/*
 * That a POST comes from a page of ours. Browsers of the last six years send Sec-Fetch-
 * Site and Origin. Origin must be ours; where there is none (an old browser, a privacy
 * setting) Sec-Fetch-Site must say same-origin or none. Where both are missing the token
 * of the form alone decides, which no other site can know; "null" is nobody's origin and
 * is refused, except where Sec-Fetch-Site says same-origin (Referrer-Policy: no-referrer
 * makes browsers send it).
 */
enum guard_verdict guard_check_post(const char **why, const struct guard_head *head,
                                    const struct guard_hosts *hosts);

/* The body's length; UINT64_MAX where it is chunked; 0 where there is none. */
uint64_t guard_body_size(const struct guard_head *head);

/* The value of a cookie; empty: none of that name, or several. */
struct str guard_cookie(struct str header, struct str name);

/* Takes as long for every wrong text of that length. */
bool guard_same(struct str a, struct str b);

#endif
