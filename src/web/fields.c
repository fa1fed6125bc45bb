#include "base/text.h"
#include "web/decode.h"
#include "web/request.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool decode_byte(char *out, struct str text, size_t at)
{
    int high = at + 2 < text.len ? hex_digit(text.ptr[at + 1]) : -1;
    int low = at + 2 < text.len ? hex_digit(text.ptr[at + 2]) : -1;

    if (high < 0 || low < 0)
        return false;
    *out = (char)(high << 4 | low);
    return true;
}

static bool is_allowed(char c)
{
    unsigned char byte = (unsigned char)c;

    return (byte >= 0x20 && byte != 0x7f) || c == '\t' || c == '\n' || c == '\r';
}

/* Into *out, which has room for text. */
static bool decode(struct str *out, char *room, struct str text)
{
    size_t len = 0;
    bool was_return = false;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '+')
            c = ' ';
        else if (c == '%' && !decode_byte(&c, text, i))
            return false;
        if (text.ptr[i] == '%')
            i += 2;
        if (!is_allowed(c))
            return false;
        if (c == '\n' && was_return) { /* CR LF is one end of a line */
            was_return = false;
            continue;
        }
        was_return = c == '\r';
        if (was_return)
            c = '\n';
        room[len++] = c;
    }
    *out = (struct str){room, len};
    return utf8_is_valid(*out);
}

/* "a=b&c": nothing stands between two &, and there may be no "=". */
enum err_code fields_read(struct fields *out, struct arena *arena, struct str text,
                          struct err *err)
{
    struct fields fields = {0};
    struct str rest = text;
    size_t count = 0;
    char *room = ARENA_ARRAY(arena, char, text.len + 1);

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '&';
    if (count >= FIELDS_MAX)
        return err_set(err, ERR_LIMIT, "more than %d fields", FIELDS_MAX);
    fields.items = ARENA_ARRAY(arena, struct field, count + 1);
    while (rest.len > 0) {
        struct str pair = str_cut(&rest, '&');
        struct str name = str_cut(&pair, '=');
        struct field *field = &fields.items[fields.count];

        if (name.len == 0 && pair.len == 0)
            continue;
        if (!decode(&field->name, room, name) ||
            !decode(&field->value, room + field->name.len, pair))
            return err_set(err, ERR_INVALID,
                           "a field is not percent-encoded UTF-8, or holds control "
                           "characters");
        room += field->name.len + field->value.len;
        fields.count++;
    }
    *out = fields;
    return ERR_OK;
}

static const struct field *find(const struct fields *fields, struct str name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (str_equal(fields->items[i].name, name))
            return &fields->items[i];
    return NULL;
}

struct str fields_get(const struct fields *fields, struct str name)
{
    const struct field *field = find(fields, name);

    return field ? field->value : STR("");
}

bool fields_has(const struct fields *fields, struct str name)
{
    return find(fields, name) != NULL;
}
