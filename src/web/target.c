#include "web/target.h"

#include "base/text.h"
#include "web/decode.h"

static enum err_code refuse(struct err *err, const char *what)
{
    return err_set(err, ERR_INVALID, "%s", what);
}

/* RFC 3986 has no bytes outside printable ASCII in a target, and no fragment is sent. */
static bool is_target_byte(char c)
{
    unsigned char byte = (unsigned char)c;

    return byte > 0x20 && byte < 0x7f && c != '#' && c != '"' && c != '<' && c != '>' &&
           c != '\\' && c != '^' && c != '`' && c != '{' && c != '|' && c != '}';
}

static bool is_plain(char c)
{
    unsigned char byte = (unsigned char)c;

    return byte >= 0x20 && byte != 0x7f;
}

static enum err_code decode_path(struct str *out, struct arena *arena, struct str raw,
                                 struct err *err)
{
    char *room = ARENA_ARRAY(arena, char, raw.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];

        if (c == '%') {
            if (!decode_byte(&c, raw, i))
                return refuse(err, "a bad percent sign in the path");
            if (c == '/' || c == '\\')
                return refuse(err, "an encoded slash in the path");
            i += 2;
        }
        if (!is_plain(c))
            return refuse(err, "a control character in the path");
        room[len++] = c;
    }
    *out = (struct str){room, len};
    return utf8_is_valid(*out) ? ERR_OK : refuse(err, "a path that is not UTF-8");
}

static enum err_code check_segments(struct str path, struct err *err)
{
    struct str rest = str_after(path, 1);

    while (rest.len > 0) {
        bool is_last = str_find(rest, '/', 0) == rest.len;
        struct str segment = str_cut(&rest, '/');

        if (segment.len == 0 && !is_last)
            return refuse(err, "an empty segment in the path");
        if (str_equal(segment, STR(".")) || str_equal(segment, STR("..")))
            return refuse(err, "a dot segment in the path");
    }
    return ERR_OK;
}

enum err_code target_read(struct target *out, struct arena *arena, struct str raw,
                          struct err *err)
{
    struct target target = {0};
    struct str rest = raw;
    struct str path;

    if (raw.len > TARGET_MAX)
        return err_set(err, ERR_LIMIT, "a target of more than %d bytes", TARGET_MAX);
    if (raw.len == 0 || raw.ptr[0] != '/')
        return refuse(err, "a target that does not begin with a slash");
    for (size_t i = 0; i < raw.len; i++)
        if (!is_target_byte(raw.ptr[i]))
            return refuse(err, "a character that no target has");
    path = str_cut(&rest, '?');
    target.query = rest;
    if (decode_path(&target.path, arena, path, err) != ERR_OK ||
        check_segments(target.path, err) != ERR_OK)
        return err->code;
    *out = target;
    return ERR_OK;
}

bool target_is_ours(struct str path)
{
    struct arena arena = {0};
    struct target target;
    struct err ignored = {0};
    bool is_ours = target_read(&target, &arena, path, &ignored) == ERR_OK;

    arena_free(&arena);
    return is_ours;
}
