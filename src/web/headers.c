#include "web/headers.h"

#include "format/html.h"

/* Everything of ours from here, and nothing from anywhere else. */
#define PAGE_POLICY                                                                      \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "          \
    "media-src 'self'; frame-src 'self'; connect-src 'self'; base-uri 'none'; "          \
    "form-action 'self'; frame-ancestors 'none'"

/*
 * Somebody else's bytes: a document of its own, without origin, script, form or request;
 * a picture or a film shows itself. Browsers show PDF with a viewer of their own, which
 * needs no permission here. May stand in a frame of ours.
 */
#define EVIDENCE_POLICY                                                                  \
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; "                    \
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "                   \
    "frame-ancestors 'self'"

#define DATA_POLICY "default-src 'none'; frame-ancestors 'none'"

/* Every feature that Chromium knows and a page could ask for; names it does not know fill
 * its console. */
#define PERMISSIONS                                                                      \
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), "     \
    "gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), "             \
    "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "       \
    "publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), "             \
    "xr-spatial-tracking=()"

struct list {
    struct header *items;
    size_t count;
};

static void add(struct list *list, const char *name, const char *value)
{
    list->items[list->count++] = (struct header){name, value};
}

static const char *policy_of(enum reply_kind kind)
{
    switch (kind) {
    case REPLY_PAGE:
        return PAGE_POLICY;
    case REPLY_EVIDENCE:
        return EVIDENCE_POLICY;
    case REPLY_ASSET:
    case REPLY_DATA:
        break;
    }
    return DATA_POLICY;
}

/* RFC 6266: the name for old programs in ASCII, the whole beside it. */
static const char *disposition(struct arena *arena, struct str name)
{
    struct buf text = {0};
    struct str copy;

    buf_puts(&text, "attachment; filename=\"");
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_plain =
            c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%' && c != '/';

        if (is_plain)
            buf_char(&text, c);
        else
            buf_char(&text, '_');
    }
    buf_puts(&text, "\"; filename*=UTF-8''");
    html_url(&text, name);
    copy = arena_str(arena, buf_str(&text));
    buf_release(&text);
    return copy.ptr;
}

/* A header has no place for control characters, wherever the text came from. */
static const char *one_line(struct arena *arena, struct str text)
{
    char *copy = ARENA_ARRAY(arena, char, text.len + 1);

    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f)
            copy[i] = ' ';
        else
            copy[i] = text.ptr[i];
    return copy;
}

static void add_cookies(struct list *list, struct exchange *x)
{
    struct arena *arena = &x->arena;
    /* A proxy with TLS stands in front, or the browser would have said http. */
    const char *secure =
        str_starts_with(x->head.origin, STR("https://")) ? "; Secure" : "";
    struct str name = exchange_cookie_name(x);

    if (str_equal(x->reply.cookie, STR("-")))
        add(list, "Set-Cookie",
            arena_printf(arena, STR_FMT "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
                         STR_ARG(name))
                .ptr);
    else if (x->reply.cookie.len > 0)
        add(list, "Set-Cookie",
            arena_printf(arena,
                         STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Strict%s",
                         STR_ARG(name), STR_ARG(x->reply.cookie), secure)
                .ptr);
    if (x->reply.language.len > 0)
        add(list, "Set-Cookie",
            arena_printf(
                arena,
                STR_FMT "=" STR_FMT
                        "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict%s",
                STR_ARG(exchange_language_name(x)), STR_ARG(x->reply.language), secure)
                .ptr);
}

size_t headers_of(struct header out[HEADERS_MAX], struct exchange *x)
{
    struct list list = {out, 0};
    struct reply *reply = &x->reply;
    const char *type = reply->type.len > 0 ? one_line(&x->arena, reply->type)
                                           : "text/html; charset=utf-8";

    add(&list, "Content-Type", type);
    add(&list, "Content-Security-Policy", policy_of(reply->kind));
    add(&list, "X-Content-Type-Options", "nosniff");
    add(&list, "X-Frame-Options", reply->kind == REPLY_EVIDENCE ? "SAMEORIGIN" : "DENY");
    add(&list, "Referrer-Policy", "no-referrer");
    add(&list, "Cross-Origin-Opener-Policy", "same-origin");
    add(&list, "Cross-Origin-Resource-Policy", "same-origin");
    add(&list, "Permissions-Policy", PERMISSIONS);
    add(&list, "X-Robots-Tag", "noindex, nofollow");
    add(&list, "Cache-Control",
        reply->kind == REPLY_ASSET && (reply->status == 0 || reply->status == 200)
            ? "public, max-age=31536000, immutable"
            : "no-store");
    if (reply->download.len > 0)
        add(&list, "Content-Disposition", disposition(&x->arena, reply->download));
    if (reply->go_to.len > 0)
        add(&list, "Location", one_line(&x->arena, reply->go_to));
    add_cookies(&list, x);
    return list.count;
}
