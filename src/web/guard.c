#include "web/guard.h"

#include <strings.h>

static bool same_name(struct str a, const char *b)
{
    return a.len == strlen(b) && strncasecmp(a.ptr, b, a.len) == 0;
}

static bool has_control(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];

        if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
            return true;
    }
    return false;
}

/* RFC 9110, 5.6.2: no blank before the colon, which some read as part of the name. */
static bool is_token(struct str name)
{
    static const struct str others = STR_INIT("!#$%&'*+-.^_`|~");

    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!is_letter && !(c >= '0' && c <= '9') && str_find(others, c, 0) == others.len)
            return false;
    }
    return name.len > 0;
}

void guard_take(struct guard_head *head, const struct guard_header *header)
{
    const struct {
        const char *name;
        struct str *value;
        unsigned *count;
    } known[] = {
        {"Host", &head->host, &head->hosts},
        {"Origin", &head->origin, &head->origins},
        {"Sec-Fetch-Site", &head->site, NULL},
        {"Content-Type", &head->type, &head->types},
        {"Content-Length", &head->length, &head->lengths},
        {"Transfer-Encoding", &head->transfer, &head->transfers},
        {"Cookie", &head->cookie, &head->cookies},
        {"Range", &head->range, NULL},
        {"If-Range", &head->if_range, NULL},
        {"Accept-Encoding", &head->accept_encoding, NULL},
        {"Accept-Language", &head->languages, NULL},
        {"Stele-Script", &head->asked_with, NULL},
        {"Stele-Token", &head->token, NULL},
    };

    head->has_odd_byte =
        head->has_odd_byte || !is_token(header->name) || has_control(header->value);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (same_name(header->name, known[i].name)) {
            *known[i].value = header->value;
            if (known[i].count)
                ++*known[i].count;
        }
}

static enum guard_verdict refuse(const char **why, enum guard_verdict verdict,
                                 const char *reason)
{
    *why = reason;
    return verdict;
}

static bool is_decimal(struct str text)
{
    uint64_t ignored;

    return str_to_u64(&ignored, text);
}

/* Two lengths, or a length and chunks: the next server on the way may read another end
 * of this request than we do. */
static enum guard_verdict check_lengths(const char **why, const struct guard_head *head)
{
    bool is_post = str_equal(head->method, STR("POST"));

    if (head->lengths + head->transfers > 1)
        return refuse(why, GUARD_BAD, "two-lengths");
    if (head->lengths == 1 && !is_decimal(head->length))
        return refuse(why, GUARD_BAD, "bad-length");
    if (head->transfers == 1 && (!same_name(head->transfer, "chunked") ||
                                 !str_equal(head->version, STR("HTTP/1.1"))))
        return refuse(why, GUARD_BAD, "bad-transfer-encoding");
    if (!is_post && guard_body_size(head) != 0)
        return refuse(why, GUARD_BAD, "body-of-a-get");
    return GUARD_OK;
}

static bool is_known(const struct guard_hosts *hosts, struct str host)
{
    for (size_t i = 0; i < hosts->count; i++)
        if (hosts->items[i].len == host.len &&
            strncasecmp(hosts->items[i].ptr, host.ptr, host.len) == 0)
            return true;
    return false;
}

enum guard_verdict guard_check(const char **why, const struct guard_head *head,
                               const struct guard_hosts *hosts)
{
    enum guard_verdict verdict;

    *why = "";
    if (!str_equal(head->version, STR("HTTP/1.1")) &&
        !str_equal(head->version, STR("HTTP/1.0")))
        return refuse(why, GUARD_BAD, "bad-version");
    if (head->has_odd_byte)
        return refuse(why, GUARD_BAD, "odd-header");
    verdict = check_lengths(why, head);
    if (verdict != GUARD_OK)
        return verdict;
    if (head->hosts != 1 || head->types > 1 || head->cookies > 1 || head->origins > 1)
        return refuse(why, GUARD_BAD, "header-missing-or-twice");
    if (!is_known(hosts, head->host))
        return refuse(why, GUARD_HOST, "unknown-host");
    if (!str_equal(head->method, STR("GET")) && !str_equal(head->method, STR("HEAD")) &&
        !str_equal(head->method, STR("POST")))
        return refuse(why, GUARD_METHOD, "method");
    return GUARD_OK;
}

static bool is_our_origin(const struct guard_head *head, const struct guard_hosts *hosts)
{
    struct str rest = head->origin;
    bool is_plain = str_starts_with(rest, STR("http://"));

    if (!is_plain && !(hosts->is_behind_tls && str_starts_with(rest, STR("https://"))))
        return false;
    rest = str_after(rest, is_plain ? 7 : 8);
    /* The origin of the very host that was asked: two names of ours are two sites. */
    return rest.len == head->host.len &&
           strncasecmp(rest.ptr, head->host.ptr, rest.len) == 0;
}

enum guard_verdict guard_check_post(const char **why, const struct guard_head *head,
                                    const struct guard_hosts *hosts)
{
    bool is_same = str_equal(head->site, STR("same-origin"));

    *why = "";
    if (head->site.len > 0 && !is_same && !str_equal(head->site, STR("none")))
        return refuse(why, GUARD_ORIGIN, "cross-site");
    if (head->origins == 0)
        return GUARD_OK;
    if (str_equal(head->origin, STR("null")) && is_same)
        return GUARD_OK;
    if (!is_our_origin(head, hosts))
        return refuse(why, GUARD_ORIGIN, "foreign-origin");
    return GUARD_OK;
}

uint64_t guard_body_size(const struct guard_head *head)
{
    uint64_t size = 0;

    if (head->transfers > 0)
        return UINT64_MAX;
    return head->lengths == 1 && str_to_u64(&size, head->length) ? size : 0;
}

struct str guard_cookie(struct str header, struct str name)
{
    struct str found = STR("");
    unsigned count = 0;

    while (header.len > 0) {
        struct str pair = str_trim(str_cut(&header, ';'));
        struct str key = str_cut(&pair, '=');

        if (str_equal(key, name)) {
            found = pair;
            count++;
        }
    }
    return count == 1 ? found : STR("");
}

bool guard_same(struct str a, struct str b)
{
    unsigned char difference = 0;

    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        difference |= (unsigned char)(a.ptr[i] ^ b.ptr[i]);
    return difference == 0;
}
