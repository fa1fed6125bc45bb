#include "record/id.h"

#include "base/text.h"

enum { ID_DATA = ID_LEN - 1, ID_BITS = 8 * ID_RANDOM };

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* The check character of 16 characters; '\0' when one of them is not of the alphabet. */
static char check_character(const char *data)
{
    unsigned s = 0;

    for (int i = 0; i < ID_DATA; i++) {
        const int v = base32_value(data[i]);

        if (v < 0)
            return '\0';
        s = base32_times_alpha(s ^ (unsigned)v);
    }
    return alphabet[s];
}

struct id id_new(const uint8_t random[ID_RANDOM])
{
    struct id id = {0};

    base32_encode(id.text, random, ID_BITS);
    id.text[ID_DATA] = check_character(id.text);
    return id;
}

bool id_is_valid(struct str text)
{
    char check;

    if (text.len != ID_LEN)
        return false;
    check = check_character(text.ptr);
    return check != '\0' && check == text.ptr[ID_DATA];
}

MUST_USE enum err_code id_parse(struct id *out, struct str text, struct err *err)
{
    struct id id = {0};
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char c = base32_meant(text.ptr[i]);

        if (base32_is_filler(text.ptr[i]))
            continue;
        if (c == '\0')
            return err_set(err, ERR_INVALID,
                           "\"" STR_FMT "\" is not an id: character %zu is not "
                           "a digit or a letter other than u",
                           STR_ARG(str_prefix(text, 64)), i + 1);
        if (len < ID_LEN)
            id.text[len] = c;
        len++;
    }
    if (len != ID_LEN)
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is not an id: it has %zu characters, not 17",
                       STR_ARG(str_prefix(text, 64)), len);
    if (!id_is_valid(id_str(&id)))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is not an id: a character is wrong or two "
                       "are swapped; compare it with the original",
                       STR_ARG(str_prefix(text, 64)));
    *out = id;
    return ERR_OK;
}

struct id_shown id_show(const struct id *id)
{
    struct id_shown shown = {0};
    size_t to = 0;

    for (size_t i = 0; i < ID_LEN; i++) {
        if (i == 4 || i == 8 || i == 12)
            shown.text[to++] = '-';
        shown.text[to++] = id->text[i];
    }
    return shown;
}
