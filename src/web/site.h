#ifndef WEB_SITE_H
#define WEB_SITE_H

/*
 * What a server serves: one archive, at one address, to those who have signed in. Pages
 * need little of it; what is below the line is for the parts of the server.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "web/guard.h"

struct reply;
struct request;
struct site;
struct visits;
struct writer;

/* The archive's folder, NUL-terminated: to open it oneself, for what takes longer than a
 * request may (an upload, an import). */
const char *site_folder(const struct site *site);

/* ---- */

struct site {
    const char *folder;
    struct guard_hosts hosts; /* set once, before the first request */
    unsigned port;
    bool is_loopback;
    bool has_members; /* somebody signs in with a passphrase */
    struct visits *visits;
    struct writer *writer;
};

#endif
