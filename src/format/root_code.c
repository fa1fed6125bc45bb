#include "format/root_code.h"

#include "base/text.h"

enum { ROOT_CODE_BITS = 80, ROOT_CODE_GROUP = 4 };

struct root_code root_code_of(const struct digest *root)
{
    struct root_code code = {{0}};

    base32_encode(code.text, root->bytes, ROOT_CODE_BITS);
    return code;
}

bool root_code_equal(const struct root_code *a, const struct root_code *b)
{
    return memcmp(a->text, b->text, ROOT_CODE_LEN) == 0;
}

static char as_upper(char c)
{
    if (c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return c;
}

enum err_code root_code_parse(struct root_code *out, struct str text, struct err *err)
{
    struct root_code code = {{0}};
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = base32_meant(text.ptr[i]);

        if (base32_is_filler(text.ptr[i]))
            continue;
        if (c == '\0')
            return err_set(err, ERR_INVALID,
                           "\"" STR_FMT "\" is not an anchor's code: character %zu is "
                           "not a digit or a letter other than u",
                           STR_ARG(str_prefix(text, 64)), i + 1);
        if (len < ROOT_CODE_LEN)
            code.text[len] = c;
        len++;
    }
    if (len != ROOT_CODE_LEN)
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is not an anchor's code: it has %zu characters, "
                       "not 16",
                       STR_ARG(str_prefix(text, 64)), len);
    *out = code;
    return ERR_OK;
}

struct root_code_shown root_code_show(const struct root_code *code)
{
    struct root_code_shown shown = {{0}};
    size_t at = 0;

    for (size_t i = 0; i < ROOT_CODE_LEN; i++) {
        if (i > 0 && i % ROOT_CODE_GROUP == 0)
            shown.text[at++] = '-';
        shown.text[at++] = as_upper(code->text[i]);
    }
    return shown;
}
