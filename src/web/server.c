#include "web/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "web/exchange.h"
#include "web/headers.h"
#include "web/range.h"
#include "web/watch.h"

enum {
    SEND_BLOCK = 64 * 1024,
    STACK_BYTES = 2 * 1024 * 1024,
    UNWANTED_MAX = 1024 * 1024, /* of a body that is refused: read, so that the browser
                                   reads the answer */
    STATUS_OK = 200,
    STATUS_PART = 206,
    STATUS_BEHIND_END = 416
};

struct server {
    struct MHD_Daemon *daemon;
    struct site *site;
    struct watch *watch;
};

/* One request, from its first line until the library is done with it. */
struct talk {
    struct exchange x;
    struct server *server;
    struct watched *watched;
    bool has_begun;
    const char *target; /* where the library has it, for comparing only */
    uint64_t unwanted;
    struct range range; /* of what is sent */
};

/* --- the body of an answer --- */

static ssize_t read_block(void *context, uint64_t at, char *buffer, size_t max)
{
    struct talk *talk = context;
    struct reply_bytes *bytes = &talk->x.reply.bytes;
    struct err err = {0};
    size_t got = 0;

    if (at >= talk->range.len)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (max > talk->range.len - at)
        max = talk->range.len - at;
    if (bytes->read(&got, bytes->context, talk->range.first + at, buffer, max, &err) !=
            ERR_OK ||
        got == 0) {
        log_line("failed", "reason=bytes-cannot-be-read");
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    return (ssize_t)got;
}

static struct MHD_Response *respond_with_bytes(struct talk *talk, int *status)
{
    struct reply *reply = &talk->x.reply;
    /* A condition we have no validator for: the whole. */
    struct str header = talk->x.head.if_range.len > 0 ? STR("") : talk->x.head.range;
    uint64_t size = reply->bytes.size;
    struct MHD_Response *response;
    struct str text = {0};

    talk->range = (struct range){0, size};
    switch (range_read(&talk->range, header, size)) {
    case RANGE_WHOLE:
        break;
    case RANGE_NONE:
        talk->range = (struct range){0, 0};
        *status = STATUS_BEHIND_END;
        text = arena_printf(&talk->x.arena, "bytes */%llu", (unsigned long long)size);
        break;
    case RANGE_PART:
        *status = STATUS_PART;
        text = arena_printf(&talk->x.arena, "bytes %llu-%llu/%llu",
                            (unsigned long long)talk->range.first,
                            (unsigned long long)(talk->range.first + talk->range.len - 1),
                            (unsigned long long)size);
        break;
    }
    response = talk->range.len > 0
                   ? MHD_create_response_from_callback(talk->range.len, SEND_BLOCK,
                                                       read_block, talk, NULL)
                   : MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (response && text.len > 0)
        (void)MHD_add_response_header(response, "Content-Range", text.ptr);
    if (response)
        (void)MHD_add_response_header(response, "Accept-Ranges", "bytes");
    return response;
}

/* The buffer's memory is the library's from now on. */
static struct MHD_Response *respond_with_buffer(struct reply *reply)
{
    struct MHD_Response *response =
        reply->body.len > 0
            ? MHD_create_response_from_buffer(reply->body.len, reply->body.ptr,
                                              MHD_RESPMEM_MUST_FREE)
            : MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);

    if (response && reply->body.len > 0)
        reply->body = (struct buf){0};
    return response;
}

static enum MHD_Result send_reply(struct talk *talk, struct MHD_Connection *connection)
{
    struct exchange *x = &talk->x;
    struct header headers[HEADERS_MAX];
    size_t count;
    uint64_t size = x->reply.bytes.read ? x->reply.bytes.size : x->reply.body.len;
    int status = x->reply.status > 0 ? x->reply.status : STATUS_OK;
    struct MHD_Response *response = x->reply.bytes.read
                                        ? respond_with_bytes(talk, &status)
                                        : respond_with_buffer(&x->reply);
    enum MHD_Result result;

    if (!response)
        return MHD_NO;
    count = headers_of(headers, x);
    for (size_t i = 0; i < count; i++)
        (void)MHD_add_response_header(response, headers[i].name, headers[i].value);
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        (void)MHD_add_response_header(response, "Allow", "GET, HEAD, POST");
    if (x->must_close)
        (void)MHD_add_response_header(response, "Connection", "close");
    watch_until(talk->server->watch, talk->watched, watch_seconds_for(size));
    result = MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

/* --- a request --- */

static enum MHD_Result take_header(void *context, enum MHD_ValueKind kind,
                                   const char *name, size_t name_len, const char *value,
                                   size_t value_len)
{
    struct talk *talk = context;
    struct guard_header header = {{name, name_len}, {value, value_len}};

    (void)kind;
    guard_take(&talk->x.head, &header);
    return MHD_YES;
}

/* The line as it came; nothing else is known yet. */
static void *begin_talk(void *context, const char *target,
                        struct MHD_Connection *connection)
{
    struct talk *talk = calloc(1, sizeof *talk);

    (void)connection;
    if (!talk)
        out_of_memory(sizeof *talk);
    talk->server = context;
    talk->x.site = talk->server->site;
    talk->target = target;
    talk->x.raw = arena_str(&talk->x.arena, str_from_c(target));
    return talk;
}

static void end_talk(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode why)
{
    struct talk *talk = *state;

    (void)connection;
    (void)context;
    (void)why;
    *state = NULL;
    if (!talk)
        return;
    if (talk->watched)
        watch_wait(talk->server->watch, talk->watched);
    exchange_end(&talk->x);
    free(talk);
}

static enum MHD_Result begin(struct talk *talk, struct MHD_Connection *connection,
                             const char *method, const char *version)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    uint64_t size;

    talk->has_begun = true;
    talk->watched = info ? info->socket_context : NULL;
    if (!talk->watched)
        return MHD_NO;
    talk->x.head.method = str_from_c(method);
    talk->x.head.version = str_from_c(version);
    /* The version stands behind the target and a blank, or a NUL hid some of it. */
    if (version - talk->target != (ptrdiff_t)talk->x.raw.len + 1)
        talk->x.head.has_odd_byte = true;
    (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, take_header, talk);
    watch_pause(talk->server->watch, talk->watched);
    exchange_begin(&talk->x);
    /* Without a body it is sent when the library calls again: an answer that comes first
     * ends the connection, because a body might follow. */
    if (talk->x.is_ready)
        return talk->x.request.is_post || talk->x.must_close
                   ? send_reply(talk, connection)
                   : MHD_YES;
    size = guard_body_size(&talk->x.head);
    if (!talk->x.has_sink)
        watch_until(talk->server->watch, talk->watched, WATCH_FORM_SECONDS);
    else if (size != UINT64_MAX)
        watch_until(talk->server->watch, talk->watched, watch_seconds_for(size));
    return MHD_YES;
}

static enum MHD_Result take_body(struct talk *talk, const char *data, size_t *len)
{
    if (!exchange_body(&talk->x, data, *len)) {
        talk->x.must_close = true;
        talk->unwanted += *len;
        if (talk->unwanted > UNWANTED_MAX)
            return MHD_NO;
    }
    *len = 0;
    return MHD_YES;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *data, size_t *len, void **state)
{
    struct talk *talk = *state;

    (void)context;
    (void)url; /* decoded by the library, and cut at a NUL: we have our own */
    if (!talk)
        return MHD_NO;
    if (!talk->has_begun)
        return begin(talk, connection, method, version);
    if (*len > 0)
        return take_body(talk, data, len);
    watch_pause(talk->server->watch, talk->watched);
    exchange_answer(&talk->x);
    return send_reply(talk, connection);
}

/* --- connections --- */

static void note_connection(void *context, struct MHD_Connection *connection,
                            void **state, enum MHD_ConnectionNotificationCode what)
{
    struct server *server = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (what == MHD_CONNECTION_NOTIFY_STARTED && info) {
        *state = watch_add(server->watch, info->connect_fd);
    } else {
        watch_remove(server->watch, *state);
        *state = NULL;
    }
}

/* As it came: guard_check() and target_read() judge it. */
static size_t leave_as_it_is(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

/* The library's own words may hold what was sent: only that it said something. */
static void note_trouble(void *context, const char *fmt, va_list args)
{
    (void)context;
    (void)fmt;
    (void)args;
    log_line("refused", "status=0 reason=not-http");
}

enum err_code server_start(struct server **out, struct site *site, int socket,
                           struct err *err)
{
    struct server *server = calloc(1, sizeof *server);

    if (!server)
        out_of_memory(sizeof *server);
    server->site = site;
    server->watch = watch_start();
    server->daemon = MHD_start_daemon(
        MHD_USE_POLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
            MHD_USE_ITC | MHD_USE_ERROR_LOG | MHD_USE_SUPPRESS_DATE_NO_CLOCK,
        0, NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, note_trouble, NULL,
        MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVER_CONNECTIONS,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        site->is_loopback ? 0U : (unsigned)SERVER_CONNECTIONS_EACH,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVER_HEAD_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SERVER_SECONDS,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES, MHD_OPTION_URI_LOG_CALLBACK,
        begin_talk, server, MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, end_talk, server, MHD_OPTION_NOTIFY_CONNECTION,
        note_connection, server, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    if (!server->daemon) {
        int why = errno;

        watch_stop(server->watch);
        free(server);
        errno = why;
        return err_set_errno(err, "could not start the server");
    }
    *out = server;
    return ERR_OK;
}

void server_stop(struct server *server)
{
    int socket;

    if (!server)
        return;
    socket = MHD_quiesce_daemon(server->daemon);
    MHD_stop_daemon(server->daemon);
    if (socket >= 0)
        (void)close(socket);
    watch_stop(server->watch);
    free(server);
}
