/* The words, marks and numbers that coordinates are written with. */

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "geo/parse_inside.h"

enum { WORD_MAX = 40, NUMBER_MAX = 40 };

char geo_small(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static uint32_t small(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42f))
        return c + 0x20;
    return c >= 0x400 && c <= 0x40f ? c + 0x50
                                    : c; /* Ukrainian I with one dot and two, Ye
                                          */
}

static bool is_letter(uint32_t c)
{
    c = small(c);
    return (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x45f) || c == 0x491;
}

struct spelling {
    const char *text;
    bool is_start; /* any ending may follow: cases, adjectives */
    enum geo_sign sign;
};

/* Small letters, without the full stops of abbreviations: English, Ukrainian, Russian.
 * The Cyrillic letter that looks like E is one where somebody did not change the
 * keyboard. */
static const struct spelling spellings[] = {
    {"n", false, SIGN_NORTH},       {"s", false, SIGN_SOUTH},
    {"e", false, SIGN_EAST},        {"w", false, SIGN_WEST},
    {"е", false, SIGN_EAST},        {"north", true, SIGN_NORTH},
    {"south", true, SIGN_SOUTH},    {"east", true, SIGN_EAST},
    {"west", true, SIGN_WEST},      {"пн", false, SIGN_NORTH},
    {"пнш", false, SIGN_NORTH},     {"північн", true, SIGN_NORTH},
    {"пд", false, SIGN_SOUTH},      {"пдш", false, SIGN_SOUTH},
    {"південн", true, SIGN_SOUTH},  {"сх", false, SIGN_EAST},
    {"схд", false, SIGN_EAST},      {"східн", true, SIGN_EAST},
    {"зх", false, SIGN_WEST},       {"зхд", false, SIGN_WEST},
    {"зах", false, SIGN_WEST},      {"захд", false, SIGN_WEST},
    {"західн", true, SIGN_WEST},    {"с", false, SIGN_NORTH},
    {"сш", false, SIGN_NORTH},      {"северн", true, SIGN_NORTH},
    {"ю", false, SIGN_SOUTH},       {"юш", false, SIGN_SOUTH},
    {"южн", true, SIGN_SOUTH},      {"в", false, SIGN_EAST},
    {"вд", false, SIGN_EAST},       {"восточн", true, SIGN_EAST},
    {"з", false, SIGN_WEST},        {"зд", false, SIGN_WEST},
    {"западн", true, SIGN_WEST},    {"lat", false, SIGN_LAT},
    {"latitude", false, SIGN_LAT},  {"ш", false, SIGN_LAT},
    {"широт", true, SIGN_LAT},      {"lon", false, SIGN_LON},
    {"long", false, SIGN_LON},      {"lng", false, SIGN_LON},
    {"longitude", false, SIGN_LON}, {"д", false, SIGN_LON},
    {"довгот", true, SIGN_LON},     {"долгот", true, SIGN_LON},
    {"d", false, SIGN_DEGREE},      {"deg", true, SIGN_DEGREE},
    {"град", true, SIGN_DEGREE},    {"min", true, SIGN_MINUTE},
    {"мин", true, SIGN_MINUTE},     {"хв", true, SIGN_MINUTE},
    {"sec", true, SIGN_SECOND},     {"сек", true, SIGN_SECOND},
    {"and", false, SIGN_SEPARATOR}, {"і", false, SIGN_SEPARATOR},
    {"та", false, SIGN_SEPARATOR},  {"и", false, SIGN_SEPARATOR},
};

static enum geo_sign sign_of_word(struct str word)
{
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        struct str known = str_from_c(spellings[i].text);

        if (str_equal(word, known) ||
            (spellings[i].is_start && str_starts_with(word, known)))
            return spellings[i].sign;
    }
    return SIGN_UNKNOWN;
}

static bool is_digit_at(const struct geo_tokens *tokens, size_t at)
{
    return at < tokens->text.len && tokens->text.ptr[at] >= '0' &&
           tokens->text.ptr[at] <= '9';
}

/* 49.1e1 is a number of programs, and no place. */
static bool is_exponent(const struct geo_tokens *tokens, size_t start)
{
    return tokens->text.ptr[start] == 'e' && tokens->at == start + 1 && start > 0 &&
           is_digit_at(tokens, start - 1) && is_digit_at(tokens, start + 1);
}

/* A run of letters; full stops within and behind it belong to it ("пн.ш."). */
static struct geo_token word(struct geo_tokens *tokens)
{
    struct buf folded = {0};
    size_t start = tokens->at;
    struct geo_token token = {.sign = SIGN_UNKNOWN};

    while (tokens->at < tokens->text.len) {
        size_t next = tokens->at;
        uint32_t c = utf8_next(tokens->text, &next);

        if (c != '.' && !is_letter(c))
            break;
        if (c != '.')
            utf8_append(&folded, small(c));
        tokens->at = next;
    }
    if (folded.len <= WORD_MAX && !is_exponent(tokens, start))
        token.sign = sign_of_word(buf_str(&folded));
    buf_release(&folded);
    token.text = (struct str){tokens->text.ptr + start, tokens->at - start};
    return token;
}

static bool is_point_at(const struct geo_tokens *tokens, size_t at)
{
    char c = tokens->text.ptr[at];

    return (c == '.' || (c == ',' && tokens->is_comma_decimal)) &&
           is_digit_at(tokens, at + 1);
}

static struct geo_token number(struct geo_tokens *tokens)
{
    char digits[NUMBER_MAX + 1];
    size_t len = 0;
    size_t start = tokens->at;
    struct geo_token token = {.sign = SIGN_NUMBER};

    for (bool behind = false; tokens->at < tokens->text.len; tokens->at++) {
        bool is_digit = is_digit_at(tokens, tokens->at);
        char c = '.'; /* also for a decimal comma */

        if (is_digit)
            c = tokens->text.ptr[tokens->at];
        if (!is_digit && (behind || !is_point_at(tokens, tokens->at)))
            break;
        if (len < NUMBER_MAX)
            digits[len++] = c;
        behind = behind || !is_digit;
        token.whole += is_digit && !behind;
        token.decimals += is_digit && behind;
    }
    digits[len] = '\0';
    token.text = (struct str){tokens->text.ptr + start, tokens->at - start};
    token.number = strtod(digits, NULL);
    if (token.text.len > NUMBER_MAX)
        token.sign = SIGN_UNKNOWN;
    tokens->has_short_decimals |= token.decimals < 3;
    return token;
}

struct mark {
    uint32_t code;
    enum geo_sign sign;
};

static const struct mark marks[] = {
    {0xb0, SIGN_DEGREE},   {0xba, SIGN_DEGREE},    {0x2da, SIGN_DEGREE},
    {'\'', SIGN_MINUTE},   {0x2032, SIGN_MINUTE},  {0x2018, SIGN_MINUTE},
    {0x2019, SIGN_MINUTE}, {0xb4, SIGN_MINUTE},    {'`', SIGN_MINUTE},
    {0x2b9, SIGN_MINUTE},  {0x2bc, SIGN_MINUTE},   {'"', SIGN_SECOND},
    {0x2033, SIGN_SECOND}, {0x201c, SIGN_SECOND},  {0x201d, SIGN_SECOND},
    {0x201e, SIGN_SECOND}, {0x2ba, SIGN_SECOND},   {0x2dd, SIGN_SECOND},
    {',', SIGN_SEPARATOR}, {';', SIGN_SEPARATOR},  {'/', SIGN_SEPARATOR},
    {'|', SIGN_SEPARATOR}, {'\n', SIGN_SEPARATOR}, {'+', SIGN_PLUS},
    {'-', SIGN_MINUS},     {0x2212, SIGN_MINUS},   {0x2013, SIGN_MINUS},
    {0x2010, SIGN_MINUS},  {0x2011, SIGN_MINUS},
};

static enum geo_sign sign_of_mark(uint32_t c)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (marks[i].code == c)
            return marks[i].sign;
    return SIGN_UNKNOWN;
}

/* Brackets around, and what stands behind a label, say nothing. */
static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == 0xa0 || c == 0x202f ||
           c == 0x2009 || c == '(' || c == ')' || c == '[' || c == ']' || c == ':' ||
           c == '=';
}

/* Two marks of a minute are one of a second. */
static enum geo_sign join(struct geo_tokens *tokens, enum geo_sign sign)
{
    size_t next = tokens->at;

    if (sign == SIGN_MINUTE && next < tokens->text.len &&
        sign_of_mark(utf8_next(tokens->text, &next)) == SIGN_MINUTE) {
        tokens->at = next;
        return SIGN_SECOND;
    }
    return sign;
}

struct geo_token geo_token_next(struct geo_tokens *tokens)
{
    while (tokens->at < tokens->text.len) {
        size_t start = tokens->at;
        size_t next = start;
        uint32_t c = utf8_next(tokens->text, &next);
        struct geo_token token;

        if (is_digit_at(tokens, start))
            return number(tokens);
        if (is_letter(c))
            return word(tokens);
        tokens->at = next;
        if (is_blank(c))
            continue;
        token = (struct geo_token){.sign = join(tokens, sign_of_mark(c))};
        token.text = (struct str){tokens->text.ptr + start, tokens->at - start};
        if (c == ',' && start > 0 && is_digit_at(tokens, start - 1) &&
            is_digit_at(tokens, next))
            tokens->has_comma_pair = true;
        return token;
    }
    return (struct geo_token){.sign = SIGN_END};
}
