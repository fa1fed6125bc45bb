#ifndef WEB_VISITOR_H
#define WEB_VISITOR_H

/* Who asks: a member who has signed in with a passphrase, or, in an archive in which no
 * member has one on this machine, whoever was given the address that stele serve
 * prints. */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { VISITOR_TOKEN = 43 }; /* characters of a token: 256 bits in base64url */

struct visitor {
    struct str member; /* an id */
    struct str name;   /* as the archive says; may be empty */
    unsigned roles;    /* roles.h */
    bool is_reader;    /* reads, and nothing else */
    bool is_ukrainian; /* language of the pages */
    struct str token;  /* of this session's forms */
    struct str why; /* why this visitor reads what is sealed; said once; may be empty */
};

#endif
