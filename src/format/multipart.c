#include "format/multipart.h"

#include <string.h>

/* --- the request's Content-Type --- */

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    return c;
}

/* Names of types, headers and parameters are alike in upper and lower case. */
static bool is_word(struct str text, struct str word)
{
    if (text.len != word.len)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (lower(text.ptr[i]) != word.ptr[i])
            return false;
    return true;
}

static bool is_boundary(struct str text)
{
    static const char others[] = "'()+_,-./:=? ";

    if (text.len == 0 || text.len > MULTIPART_BOUNDARY_MAX ||
        text.ptr[text.len - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (!(c >= '0' && c <= '9') && !(lower(c) >= 'a' && lower(c) <= 'z') &&
            (c == '\0' || !strchr(others, c)))
            return false;
    }
    return true;
}

static struct str unquoted(struct str text)
{
    if (text.len >= 2 && text.ptr[0] == '"' && text.ptr[text.len - 1] == '"')
        return (struct str){text.ptr + 1, text.len - 2};
    return text;
}

static bool find_boundary(struct str *out, struct str type)
{
    struct str rest = type;

    if (!is_word(str_trim(str_cut(&rest, ';')), STR("multipart/form-data")))
        return false;
    while (rest.len > 0) {
        struct str parameter = str_trim(str_cut(&rest, ';'));
        struct str name = str_cut(&parameter, '=');

        if (is_word(str_trim(name), STR("boundary"))) {
            *out = unquoted(str_trim(parameter));
            return is_boundary(*out);
        }
    }
    return false;
}

enum err_code multipart_start(struct multipart *out, struct str type,
                              const struct multipart_reader *reader, struct err *err)
{
    struct str boundary = {0};

    if (!find_boundary(&boundary, type))
        return err_set(
            err, ERR_INVALID,
            "this is no form with files (multipart/form-data with a boundary)");
    out->reader = *reader;
    out->state = MULTIPART_PREAMBLE;
    memcpy(out->delimiter, "\r\n--", 4);
    memcpy(out->delimiter + 4, boundary.ptr, boundary.len);
    out->delimiter_len = 4 + boundary.len;
    out->matched = 2; /* the first boundary needs no line before it */
    out->head_len = 0;
    out->parts = 0;
    return ERR_OK;
}

/* --- the head of a part --- */

/*
 * A quoted text ends at the quotation mark that nothing but another parameter follows:
 * browsers leave a backslash as it is, so that one may stand before the last mark, and
 * older programs put one before each mark within.
 */
static size_t quoted_end(struct str text)
{
    for (size_t at = 1; at < text.len; at++) {
        struct str rest;

        if (text.ptr[at] != '"')
            continue;
        rest = str_trim(str_after(text, at + 1));
        if (rest.len == 0 || rest.ptr[0] == ';')
            return at;
    }
    return text.len;
}

/* The three characters that a browser percent-encodes within the quotation marks. */
static bool decode_escape(char *out, struct str text)
{
    static const struct {
        struct str code;
        char c;
    } codes[] = {
        {STR_INIT("%22"), '"'}, {STR_INIT("%0D"), '\r'}, {STR_INIT("%0A"), '\n'}};

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (str_starts_with(text, codes[i].code)) {
            *out = codes[i].c;
            return true;
        }
    return false;
}

/* In place: it only becomes shorter. */
static struct str decode(char *text, size_t len)
{
    size_t out = 0;

    for (size_t at = 0; at < len; at++) {
        struct str rest = {text + at, len - at};
        char c = text[at];

        if (decode_escape(&c, rest))
            at += 2;
        else if (str_starts_with(rest, STR("\\\"")))
            c = text[++at];
        text[out++] = c;
    }
    return (struct str){text, out};
}

/* The next parameter of *rest, which moves behind it. text: where rest lies, writable. */
static bool next_parameter(struct str *name, struct str *value, struct str *rest,
                           char *text)
{
    size_t end;

    *rest = str_trim(*rest);
    if (rest->len == 0 || rest->ptr[0] != ';')
        return false;
    *rest = str_after(*rest, 1);
    end = str_find(*rest, '=', 0);
    *name = str_trim(str_prefix(*rest, end));
    *rest = str_trim(str_after(*rest, end + 1));
    if (rest->len > 0 && rest->ptr[0] == '"') {
        size_t from = (size_t)(rest->ptr - text) + 1;

        end = quoted_end(*rest);
        if (end == rest->len)
            return false;
        *rest = str_after(*rest, end + 1);
        *value = decode(text + from, end - 1);
        return true;
    }
    end = str_find(*rest, ';', 0);
    *value = str_trim(str_prefix(*rest, end));
    *rest = str_after(*rest, end);
    return true;
}

static bool read_disposition(struct multipart_part *part, struct str value, char *text)
{
    size_t type_end = str_find(value, ';', 0);
    struct str rest = str_after(value, type_end);
    bool is_named = false;

    if (!is_word(str_trim(str_prefix(value, type_end)), STR("form-data")))
        return false;
    while (str_trim(rest).len > 0) {
        struct str name;
        struct str said;

        if (!next_parameter(&name, &said, &rest, text))
            return false;
        if (is_word(name, STR("name")) && !is_named) {
            part->name = said;
            is_named = true;
        } else if (is_word(name, STR("filename")) && !part->is_file) {
            part->file = said;
            part->is_file = true;
        }
    }
    return is_named;
}

static struct str cut_line(struct str *rest)
{
    size_t end = str_find_str(*rest, STR("\r\n"));
    struct str line = str_prefix(*rest, end);

    *rest = str_after(*rest, end + 2);
    return line;
}

/* The head is complete: who the part is. */
static enum err_code begin_part(struct multipart *m, struct err *err)
{
    struct multipart_part part = {0};
    struct str rest = {m->head, m->head_len};
    bool has_disposition = false;

    if (++m->parts > MULTIPART_PARTS_MAX)
        return err_set(err, ERR_LIMIT, "a form of more than %d parts",
                       MULTIPART_PARTS_MAX);
    while (rest.len > 0) {
        struct str line = cut_line(&rest);
        struct str name = str_cut(&line, ':');

        if (!is_word(str_trim(name), STR("content-disposition")))
            continue;
        if (has_disposition || !read_disposition(&part, line, m->head))
            return err_set(err, ERR_INVALID,
                           "part %zu of the form does not say which field it is",
                           m->parts);
        has_disposition = true;
    }
    if (!has_disposition)
        return err_set(err, ERR_INVALID,
                       "part %zu of the form does not say which field it is", m->parts);
    m->state = MULTIPART_BODY;
    return m->reader.begin(m->reader.context, &part, err);
}

/* --- bytes --- */

static enum err_code give(struct multipart *m, const char *bytes, size_t len,
                          struct err *err)
{
    if (len == 0 || m->state != MULTIPART_BODY)
        return ERR_OK;
    return m->reader.bytes(m->reader.context, (struct str){bytes, len}, err);
}

static enum err_code boundary_met(struct multipart *m, struct err *err)
{
    bool was_part = m->state == MULTIPART_BODY;

    m->matched = 0;
    m->head_len = 0;
    m->state = MULTIPART_TAIL;
    return was_part ? m->reader.end(m->reader.context, err) : ERR_OK;
}

/* Where what may be the beginning of a delimiter lies at the end of bytes: CR is only the
 * first of its characters. */
static size_t open_end(const struct multipart *m, struct str bytes)
{
    size_t look = bytes.len < m->delimiter_len ? bytes.len : m->delimiter_len - 1;
    const char *at = look > 0 ? memrchr(bytes.ptr + bytes.len - look, '\r', look) : NULL;
    size_t len = at ? (size_t)(bytes.ptr + bytes.len - at) : 0;

    return len > 0 && memcmp(at, m->delimiter, len) == 0 ? bytes.len - len : bytes.len;
}

/* Go on with a delimiter that the last bytes may have begun. */
static enum err_code go_on(size_t *used, struct multipart *m, struct str bytes,
                           struct err *err)
{
    size_t at = 0;
    size_t begun = m->matched;

    while (at < bytes.len && m->matched < m->delimiter_len &&
           bytes.ptr[at] == m->delimiter[m->matched]) {
        m->matched++;
        at++;
    }
    *used = at;
    if (m->matched == m->delimiter_len)
        return boundary_met(m, err);
    if (at == bytes.len)
        return ERR_OK;
    *used = 0; /* it was none: what was held back is given, the rest is looked at anew */
    m->matched = 0;
    return give(m, m->delimiter, begun, err);
}

/* Up to the next boundary. */
static enum err_code read_body(size_t *used, struct multipart *m, struct str bytes,
                               struct err *err)
{
    const char *found;
    size_t end;

    if (m->matched > 0)
        return go_on(used, m, bytes, err);
    found = memmem(bytes.ptr, bytes.len, m->delimiter, m->delimiter_len);
    if (found) {
        end = (size_t)(found - bytes.ptr);
        *used = end + m->delimiter_len;
        if (give(m, bytes.ptr, end, err) != ERR_OK)
            return err->code;
        return boundary_met(m, err);
    }
    end = open_end(m, bytes);
    m->matched = bytes.len - end;
    *used = bytes.len;
    return give(m, bytes.ptr, end, err);
}

static enum err_code read_tail(size_t *used, struct multipart *m, struct str bytes,
                               struct err *err)
{
    struct str line;

    m->head[m->head_len++] = bytes.ptr[0];
    *used = 1;
    line = (struct str){m->head, m->head_len};
    if (str_equal(line, STR("--"))) {
        m->state = MULTIPART_EPILOGUE;
    } else if (str_ends_with(line, STR("\r\n")) && str_trim(line).len == 0) {
        m->state = MULTIPART_HEAD;
        m->head_len = 0;
    } else if (!strchr(" \t\r\n-", bytes.ptr[0]) || bytes.ptr[0] == '\0' ||
               m->head_len > MULTIPART_BOUNDARY_MAX) {
        return err_set(err, ERR_INVALID,
                       "something else than a line's end follows a boundary of the form");
    }
    return ERR_OK;
}

static enum err_code read_head(size_t *used, struct multipart *m, struct str bytes,
                               struct err *err)
{
    static const struct str end = STR_INIT("\r\n\r\n");
    struct str head;

    if (m->head_len == sizeof m->head)
        return err_set(err, ERR_LIMIT, "the head of a part of the form is too long");
    m->head[m->head_len++] = bytes.ptr[0];
    *used = 1;
    head = (struct str){m->head, m->head_len};
    if (str_ends_with(head, end) || str_equal(head, STR("\r\n")))
        return begin_part(m, err);
    return ERR_OK;
}

enum err_code multipart_feed(struct multipart *m, struct str bytes, struct err *err)
{
    static enum err_code (*const readers[])(size_t *, struct multipart *, struct str,
                                            struct err *) = {
        [MULTIPART_PREAMBLE] = read_body,
        [MULTIPART_BODY] = read_body,
        [MULTIPART_TAIL] = read_tail,
        [MULTIPART_HEAD] = read_head};
    enum err_code code = ERR_OK;

    while (code == ERR_OK && bytes.len > 0 && m->state != MULTIPART_EPILOGUE) {
        size_t used = 0;

        code = readers[m->state](&used, m, bytes, err);
        bytes = str_after(bytes, used);
    }
    return code;
}

enum err_code multipart_finish(const struct multipart *m, struct err *err)
{
    if (m->state == MULTIPART_EPILOGUE)
        return ERR_OK;
    return err_set(err, ERR_INVALID, "the form was cut off before its end");
}
