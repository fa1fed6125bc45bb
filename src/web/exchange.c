#include "web/exchange.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/message.h"
#include "format/html.h"
#include "record/roles.h"
#include "web/page_access.h"
#include "web/target.h"
#include "web/visitor.h"
#include "web/visits.h"

enum {
    SMALL_BYTES = 1 << 20, /* a picture, as a rule */
    STATUS_BAD = 400,
    STATUS_FORBIDDEN = 403,
    STATUS_NOT_FOUND = 404,
    STATUS_METHOD = 405,
    STATUS_CONFLICT = 409,
    STATUS_NO_LENGTH = 411,
    STATUS_TOO_LARGE = 413,
    STATUS_LONG_TARGET = 414,
    STATUS_TYPE = 415,
    STATUS_OTHER_HOST = 421,
    STATUS_BROKEN = 500,
    STATUS_BUSY = 503
};

struct str exchange_cookie_name(struct exchange *x)
{
    return arena_printf(&x->arena, "stele-%u", x->site->port);
}

struct str exchange_language_name(struct exchange *x)
{
    return arena_printf(&x->arena, "stele-%u-language", x->site->port);
}

struct exchange *exchange_of(struct request *r)
{
    return (struct exchange *)(void *)((char *)r - offsetof(struct exchange, request));
}

/* As was chosen; else what the browser asks for first; else as the server was started. */
static bool speaks_ukrainian(struct exchange *x)
{
    struct str chosen = guard_cookie(x->head.cookie, exchange_language_name(x));
    struct str asked = str_trim(str_prefix(x->head.languages, 2));

    if (str_equal(chosen, STR("uk")) || str_equal(chosen, STR("en")))
        return str_equal(chosen, STR("uk"));
    if (str_equal(asked, STR("uk")) || str_equal(asked, STR("en")))
        return str_equal(asked, STR("uk"));
    message_speak(MESSAGE_OF_ENVIRONMENT);
    return message_is_ukrainian();
}

void exchange_speak(const struct exchange *x)
{
    message_speak(x->is_ukrainian ? MESSAGE_UKRAINIAN : MESSAGE_ENGLISH);
}

static void know_visitor(struct exchange *x)
{
    struct visitor *visitor = visit_visitor(x->site->visits, x->visit, &x->arena);

    visitor->is_ukrainian = x->is_ukrainian;
    x->request.visitor = visitor;
}

static void drop_reply(struct reply *reply)
{
    if (reply->bytes.close)
        reply->bytes.close(reply->bytes.context);
    buf_release(&reply->body);
    *reply = (struct reply){0};
}

static void log_refusal(const struct exchange *x, int status, const char *why)
{
    log_line("refused", "status=%d reason=%s route=%s", status, why,
             x->route ? x->route->path : "-");
}

void exchange_note_refusal(const struct exchange *x, const char *why)
{
    log_refusal(x, STATUS_FORBIDDEN, why);
}

void exchange_fail(struct exchange *x, int status, const char *why)
{
    drop_reply(&x->reply);
    page_refusal(&x->reply, &x->request, status);
    x->is_ready = true;
    /* Where the body of what is refused ends is not for us to find out. */
    x->must_close = x->must_close || x->request.is_post;
    log_refusal(x, status, why);
}

/* What a page refused; the page says what err says to whoever is signed in. */
static void fail_for(struct exchange *x, const struct err *err)
{
    static const char *const why[] = {[ERR_INVALID] = "invalid",
                                      [ERR_NOT_FOUND] = "not-found",
                                      [ERR_DENIED] = "denied",
                                      [ERR_CONFLICT] = "conflict",
                                      [ERR_LIMIT] = "limit",
                                      [ERR_CORRUPT] = "damaged",
                                      [ERR_IO] = "io"};

    drop_reply(&x->reply);
    page_error(&x->reply, &x->request, err);
    x->is_ready = true;
    log_refusal(x, x->reply.status, why[err->code]);
}

/* --- which route --- */

static bool takes(const struct route *route, struct str path)
{
    struct str own = str_from_c(route->path);

    return str_equal(own, path) ||
           (own.len > 1 && str_ends_with(own, STR("/")) && str_starts_with(path, own));
}

static const struct route *find_route(struct str path)
{
    const struct route *best = NULL;
    size_t longest = 0;

    for (size_t i = 0; i < route_count; i++) {
        size_t len = str_from_c(routes[i].path).len;

        if (takes(&routes[i], path) && (!best || len > longest)) {
            best = &routes[i];
            longest = len;
        }
    }
    return best;
}

static bool is_post(const struct exchange *x)
{
    return str_equal(x->head.method, STR("POST"));
}

/* --- an archive for a while --- */

static enum err_code borrow(struct exchange *x, struct err *err)
{
    if (!x->visit)
        return ERR_OK;
    if (visit_borrow(&x->request.archive, &x->place, x->site->visits, x->visit, err) !=
        ERR_OK)
        return err->code;
    x->has_archive = true;
    /* What it learned of the visitor, where it was opened anew, holds from now on. */
    know_visitor(x);
    return ERR_OK;
}

enum err_code exchange_refresh(struct exchange *x, struct err *err)
{
    bool is_stale = false;
    enum err_code code = ERR_OK;

    if (!x->has_archive)
        return ERR_OK;
    code = archive_refresh(&is_stale, x->request.archive, err);
    if (code == ERR_OK && is_stale)
        code = visit_renew(&x->request.archive, x->place, x->site->visits, x->visit, err);
    return code;
}

static void give_back(struct exchange *x)
{
    if (x->has_archive)
        visit_return(x->site->visits, x->visit, x->place);
    x->has_archive = false;
    x->request.archive = NULL;
}

/* --- calling the page --- */

/* Back to where one was, and its form is lost: only what was asked for by GET. */
static void send_to(struct exchange *x, const char *page)
{
    struct buf path = {0};

    buf_puts(&path, page);
    if (!is_post(x)) {
        buf_puts(&path, "?back=");
        html_url(&path, x->raw);
    }
    drop_reply(&x->reply);
    reply_go_to(&x->reply, arena_str(&x->arena, buf_str(&path)));
    buf_release(&path);
    x->is_ready = true;
}

static void finish(struct exchange *x, enum err_code code, const struct err *err)
{
    if (code == ERR_OK)
        x->is_ready = true;
    else if (x->request.needs_why && !is_post(x))
        send_to(x, "/why");
    else
        fail_for(x, err);
}

static enum err_code read_small(size_t *got, void *context, uint64_t offset, void *buffer,
                                size_t len, struct err *err)
{
    struct str rest = str_prefix(str_after(buf_str(context), (size_t)offset), len);

    (void)err;
    memcpy(buffer, rest.ptr, rest.len);
    *got = rest.len;
    return ERR_OK;
}

/* Few bytes are read at once. */
static enum err_code gather_bytes(struct exchange *x, struct err *err)
{
    struct reply_bytes *bytes = &x->reply.bytes;
    size_t size = (size_t)bytes->size;
    char *room = buf_reserve(&x->small, size + 1);
    enum err_code code = ERR_OK;

    while (code == ERR_OK && x->small.len < size) {
        size_t got = 0;

        code = bytes->read(&got, bytes->context, x->small.len, room + x->small.len,
                           size - x->small.len, err);
        if (code == ERR_OK && got == 0)
            return err_set(err, ERR_CORRUPT, "bytes are missing");
        x->small.len += got;
    }
    if (code != ERR_OK)
        return code;
    if (bytes->close)
        bytes->close(bytes->context);
    *bytes = (struct reply_bytes){.size = size, .read = read_small, .context = &x->small};
    return ERR_OK;
}

/* Bytes that come out of the archive need it until the last of them is sent, which may
 * take long: the visitor gets another one meanwhile. */
static void let_bytes_go(struct exchange *x)
{
    struct err err = {0};

    if (x->reply.bytes.size <= SMALL_BYTES) {
        if (gather_bytes(x, &err) != ERR_OK)
            fail_for(x, &err);
        return;
    }
    x->taken = visit_take(x->site->visits, x->visit, x->place);
    if (!x->taken) {
        exchange_fail(x, STATUS_BUSY, "too-many-files-at-once");
        return;
    }
    x->has_archive = false;
    x->request.archive = NULL;
}

static void let_go(struct exchange *x)
{
    if (x->has_archive && x->reply.bytes.read)
        let_bytes_go(x);
    give_back(x);
}

static void call(struct exchange *x, route_answer answer)
{
    struct err err = {0};
    enum err_code code = borrow(x, &err);

    if (code != ERR_OK) {
        exchange_fail(x, code == ERR_LIMIT ? STATUS_BUSY : STATUS_BROKEN, "no-archive");
        return;
    }
    code = answer(&x->reply, &x->request, &err);
    finish(x, code, &err);
    let_go(x);
}

/* --- the head --- */

static bool check_head(struct exchange *x)
{
    const char *why = "";

    switch (guard_check(&why, &x->head, &x->site->hosts)) {
    case GUARD_OK:
        return true;
    case GUARD_HOST:
        exchange_fail(x, STATUS_OTHER_HOST, why);
        break;
    case GUARD_METHOD:
        exchange_fail(x, STATUS_METHOD, why);
        break;
    case GUARD_ORIGIN:
    case GUARD_BAD:
        exchange_fail(x, STATUS_BAD, why);
        break;
    }
    x->must_close = true;
    return false;
}

static bool read_target(struct exchange *x)
{
    struct target target = {0};
    struct err err = {0};
    enum err_code code = target_read(&target, &x->arena, x->raw, &err);

    if (code == ERR_OK)
        code = fields_read(&x->request.asked, &x->arena, target.query, &err);
    if (code != ERR_OK) {
        exchange_fail(x, code == ERR_LIMIT ? STATUS_LONG_TARGET : STATUS_BAD,
                      "bad-target");
        x->must_close = true;
        return false;
    }
    x->request.path = target.path;
    x->request.query = target.query;
    return true;
}

static bool choose_route(struct exchange *x)
{
    const struct route *route = find_route(x->request.path);

    if (!route) {
        exchange_fail(x, STATUS_NOT_FOUND, "no-such-page");
        return false;
    }
    x->route = route;
    x->request.rest = str_after(x->request.path, str_from_c(route->path).len);
    if (is_post(x) ? route->post || route->receive : route->get != NULL)
        return true;
    exchange_fail(x, STATUS_METHOD, "method");
    return false;
}

static bool check_visitor(struct exchange *x)
{
    struct visits *visits = x->site->visits;

    x->visit =
        visits_enter(visits, guard_cookie(x->head.cookie, exchange_cookie_name(x)));
    if (x->visit)
        know_visitor(x);
    if (x->visit || x->route->is_open)
        return true;
    if (is_post(x) || x->request.is_script)
        exchange_fail(x, STATUS_FORBIDDEN, "signed-out");
    else
        send_to(x, "/sign-in");
    return false;
}

static bool has_one_of(const struct exchange *x, unsigned roles)
{
    return roles == 0 ||
           (x->request.visitor && roles_suffice(x->request.visitor->roles, roles));
}

/* A form that cannot be sent is not shown either. */
static bool check_role(struct exchange *x)
{
    if (has_one_of(x, x->route->roles) &&
        (!is_post(x) || has_one_of(x, x->route->post_roles)))
        return true;
    exchange_fail(x, STATUS_FORBIDDEN, "role");
    return false;
}

/* --- a body --- */

static bool check_post(struct exchange *x)
{
    const char *why = "";

    if (guard_check_post(&why, &x->head, &x->site->hosts) == GUARD_OK)
        return true;
    exchange_fail(x, STATUS_FORBIDDEN, why);
    return false;
}

static bool is_form(struct str type)
{
    struct str kind = str_trim(str_cut(&type, ';'));

    return str_equal(kind, STR("application/x-www-form-urlencoded"));
}

static void expect_form(struct exchange *x)
{
    uint64_t size = guard_body_size(&x->head);

    if (!is_form(x->head.type))
        exchange_fail(x, STATUS_TYPE, "no-form");
    else if (size != UINT64_MAX && size > FORM_BYTES_MAX)
        exchange_fail(x, STATUS_TOO_LARGE, "form-too-large");
}

static void expect_body(struct exchange *x)
{
    struct err err = {0};
    enum err_code code;

    if (x->route->needs_length && guard_body_size(&x->head) == UINT64_MAX) {
        exchange_fail(x, STATUS_NO_LENGTH, "no-length");
        return;
    }
    x->request.has_token = request_token_fits(&x->request, x->head.token);
    if (x->head.token.len > 0 && !x->request.has_token) {
        exchange_fail(x, STATUS_FORBIDDEN, "token");
        return;
    }
    code = borrow(x, &err);
    if (code == ERR_OK)
        code = x->route->receive(&x->sink, &x->request, x->head.type,
                                 guard_body_size(&x->head), &err);
    give_back(x);
    x->has_sink = code == ERR_OK;
    if (code != ERR_OK)
        fail_for(x, &err);
}

void exchange_begin(struct exchange *x)
{
    x->request.arena = &x->arena;
    x->request.site = x->site;
    x->request.is_post = is_post(x);
    x->request.is_script = x->head.asked_with.len > 0;
    x->is_ukrainian = speaks_ukrainian(x);
    exchange_speak(x);
    if (!check_head(x) || !read_target(x) || !choose_route(x) || !check_visitor(x))
        return;
    if ((is_post(x) && !check_post(x)) || !check_role(x))
        return;
    if (!is_post(x))
        call(x, x->route->get);
    else if (x->route->receive)
        expect_body(x);
    else
        expect_form(x);
}

bool exchange_body(struct exchange *x, const void *bytes, size_t len)
{
    struct err err = {0};

    if (x->is_ready)
        return false;
    if (x->has_sink) {
        if (x->sink.write(x->sink.context, bytes, len, &err) == ERR_OK)
            return true;
        fail_for(x, &err);
        return false;
    }
    if (len > FORM_BYTES_MAX - x->form.len) {
        exchange_fail(x, STATUS_TOO_LARGE, "form-too-large");
        return false;
    }
    buf_bytes(&x->form, bytes, len);
    return true;
}

static void answer_form(struct exchange *x)
{
    struct err err = {0};
    enum err_code code =
        fields_read(&x->request.form, &x->arena, buf_str(&x->form), &err);

    if (code != ERR_OK) {
        exchange_fail(x, code == ERR_LIMIT ? STATUS_TOO_LARGE : STATUS_BAD, "bad-form");
        return;
    }
    /* Before the sign-in nobody has a token; Origin and Sec-Fetch-Site were checked. */
    if (x->visit &&
        !request_token_fits(&x->request, fields_get(&x->request.form, STR("token")))) {
        exchange_fail(x, STATUS_FORBIDDEN, "token");
        return;
    }
    call(x, x->route->post);
}

static void answer_sink(struct exchange *x)
{
    struct err err = {0};
    enum err_code code = borrow(x, &err);

    if (code != ERR_OK) {
        exchange_fail(x, code == ERR_LIMIT ? STATUS_BUSY : STATUS_BROKEN, "no-archive");
        return;
    }
    code = x->sink.end(&x->reply, x->sink.context, &err);
    finish(x, code, &err);
    let_go(x);
}

void exchange_answer(struct exchange *x)
{
    if (x->is_ready)
        return;
    if (x->has_sink)
        answer_sink(x);
    else
        answer_form(x);
}

/* It may hold a passphrase: as it came, and as it was read into the arena. */
static void wipe_form(struct exchange *x)
{
    const struct fields *form = &x->request.form;

    for (size_t i = 0; i < form->count; i++)
        if (form->items[i].value.len > 0) {
            /* NOLINTNEXTLINE(performance-no-int-to-ptr): the arena is ours to write */
            explicit_bzero((char *)(uintptr_t)form->items[i].value.ptr,
                           form->items[i].value.len);
        }
    if (x->form.len > 0)
        explicit_bzero(x->form.ptr, x->form.len);
    buf_release(&x->form);
}

void exchange_end(struct exchange *x)
{
    if (x->has_sink && x->sink.close)
        x->sink.close(x->sink.context);
    drop_reply(&x->reply);
    buf_release(&x->small);
    if (x->taken)
        visit_bring(x->site->visits, x->visit, x->taken);
    give_back(x);
    visit_leave(x->site->visits, x->visit);
    wipe_form(x);
    arena_free(&x->arena);
}
