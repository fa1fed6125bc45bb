#include "places/place_tokens.h"

#include "base/fold.h"
#include "base/text.h"

/* Letters, digits and marks of any script; of what is outside ASCII everything that is
 * no punctuation known from real texts. */
static bool is_word_point(uint32_t c)
{
    static const uint32_t others[] = {0x00a0, 0x00ab, 0x00bb, 0x2013, 0x2014,
                                      0x201c, 0x201e, 0x2026, 0x2039, 0x203a,
                                      0x2116, 0x202f, 0x060c, 0x2009};

    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z') || c == '\'' || c == '`';
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i] == c)
            return false;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Inside a word: a hyphen between letters, a point or comma between digits. */
static bool is_joint(struct str text, size_t at)
{
    char c = text.ptr[at];
    size_t after = at + 1;

    if (at == 0 || after >= text.len)
        return false;
    if (c == '-')
        return is_word_point(utf8_next(text, &after));
    return (c == '.' || c == ',') && is_digit(text.ptr[at - 1]) &&
           is_digit(text.ptr[at + 1]);
}

static void fold_token(struct place_token *token, struct str text)
{
    size_t at = token->start;

    while (at < token->end) {
        char bytes[4];
        uint32_t c = fold_code_point(utf8_next(text, &at));
        size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : 0;

        if (n == 0 || token->folded_len + n > PLACE_FOLDED_MAX) {
            token->folded_len = 0; /* no phrase has such letters */
            return;
        }
        bytes[0] = (char)(n == 1 ? c : 0xc0U | c >> 6);
        bytes[1] = (char)(0x80U | (c & 0x3fU));
        for (size_t i = 0; i < n; i++)
            token->folded[token->folded_len++] = bytes[i];
    }
}

static size_t read_word(struct place_token *token, struct str text, size_t at)
{
    token->kind = TOKEN_WORD;
    token->start = at;
    while (at < text.len) {
        size_t next = at;

        if (!is_word_point(utf8_next(text, &next)) && !is_joint(text, at))
            break;
        at = next;
    }
    token->end = at;
    token->has_dot = at < text.len && text.ptr[at] == '.';
    fold_token(token, text);
    return at;
}

static bool punctuation_of(enum place_token_kind *out, char c)
{
    switch (c) {
    case ',':
    case ';':
    case '|':
    case '\n':
        *out = TOKEN_COMMA;
        return true;
    case '(':
    case '[':
        *out = TOKEN_OPEN;
        return true;
    case ')':
    case ']':
        *out = TOKEN_CLOSE;
        return true;
    case '/':
    case '\\':
        *out = TOKEN_SLASH;
        return true;
    default:
        return false;
    }
}

size_t place_tokens_of(struct place_token *tokens, size_t max, struct str text)
{
    size_t count = 0;
    size_t at = 0;

    while (at < text.len && count < max) {
        struct place_token *token = &tokens[count];
        size_t next = at;

        *token = (struct place_token){.start = at, .end = at + 1};
        if (is_word_point(utf8_next(text, &next))) {
            at = read_word(token, text, at);
            count++;
            continue;
        }
        if (punctuation_of(&token->kind, text.ptr[at]))
            count++;
        at = next;
    }
    return count;
}
