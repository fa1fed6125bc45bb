#ifndef WEB_SERVER_H
#define WEB_SERVER_H

/* The HTTP server on a listening socket. server.c alone knows the library. */

#include "base/err.h"
#include "web/site.h"

struct server;

enum {
    SERVER_CONNECTIONS = 256,
    SERVER_CONNECTIONS_EACH = 32,  /* of one address, unless it is this machine's own */
    SERVER_HEAD_BYTES = 48 * 1024, /* of the line and the headers of a request */
    SERVER_SECONDS = 60            /* without a byte */
};

/* socket: bound and listening; the server's from now on. The site outlives it. */
MUST_USE enum err_code server_start(struct server **out, struct site *site, int socket,
                                    struct err *err);

/* Takes no more requests, finishes those that are being answered. */
void server_stop(struct server *server);

#endif
