/* Which number formats of XLSX show a date, and how much of one. */

#include <string.h>

#include "intake/workbook_number.h"

enum {
    FULL = WORKBOOK_SHOWS_YEAR | WORKBOOK_SHOWS_MONTH | WORKBOOK_SHOWS_DAY,
    CLOCK = WORKBOOK_SHOWS_TIME
};

/* ECMA-376 part 1, 18.8.30. Numbers 27 to 36 and 50 to 58 depend on the country: which
 * parts of a date they show is not told by the file. */
unsigned workbook_builtin_format(unsigned id)
{
    switch (id) {
    case 14:
    case 15:
        return FULL;
    case 16:
        return WORKBOOK_SHOWS_MONTH | WORKBOOK_SHOWS_DAY;
    case 17:
        return WORKBOOK_SHOWS_YEAR | WORKBOOK_SHOWS_MONTH;
    case 18:
    case 19:
    case 20:
    case 21:
    case 45:
    case 47:
        return CLOCK;
    case 22:
        return FULL | CLOCK;
    case 46:
        return CLOCK | WORKBOOK_SHOWS_ELAPSED;
    default:
        return (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? WORKBOOK_SHOWS_EITHER
                                                                : 0;
    }
}

/* The letters of the code, one token at a time. */
struct code_reader {
    struct str rest;
    unsigned shows;
    bool is_after_hours; /* the last token of date or time was hours: m is minutes */
    bool has_month;      /* an m that is a month, unless seconds follow at once */
    bool is_month_open;
};

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c | 0x20);
    return c;
}

static size_t run_of(struct str s)
{
    size_t len = 1;

    while (len < s.len && lower(s.ptr[len]) == lower(s.ptr[0]))
        len++;
    return len;
}

/* An m waits for what follows it: before seconds it is minutes. */
static void close_month(struct code_reader *code)
{
    if (code->is_month_open)
        code->shows |= WORKBOOK_SHOWS_MONTH;
    code->is_month_open = false;
}

static void take_letters(struct code_reader *code, char letter, size_t count)
{
    switch (letter) {
    case 'y':
    case 'b': /* Buddhist year */
    case 'e': /* year of an era */
        close_month(code);
        code->shows |= WORKBOOK_SHOWS_YEAR;
        break;
    case 'd':
        close_month(code);
        if (count < 3) /* else the name of the day of the week */
            code->shows |= WORKBOOK_SHOWS_DAY;
        break;
    case 'h':
        close_month(code);
        code->shows |= WORKBOOK_SHOWS_TIME;
        break;
    case 's':
        code->is_month_open = false;
        code->shows |= WORKBOOK_SHOWS_TIME;
        break;
    case 'm':
        close_month(code);
        if (code->is_after_hours && count < 3)
            code->shows |= WORKBOOK_SHOWS_TIME;
        else if (count >= 3)
            code->shows |= WORKBOOK_SHOWS_MONTH;
        else
            code->is_month_open = true;
        break;
    default:
        return;
    }
    code->is_after_hours = letter == 'h';
}

/* [h], [mm], [ss]: elapsed time. Colours, conditions and countries say nothing. */
static void take_bracket(struct code_reader *code)
{
    size_t end = str_find(code->rest, ']', 0);
    struct str inside = str_prefix(str_after(code->rest, 1), end > 0 ? end - 1 : 0);

    if (inside.len > 0 && strchr("hms", lower(inside.ptr[0])) &&
        run_of(inside) == inside.len) {
        close_month(code);
        code->shows |= WORKBOOK_SHOWS_TIME | WORKBOOK_SHOWS_ELAPSED;
        code->is_after_hours = lower(inside.ptr[0]) == 'h';
    }
    code->rest = str_after(code->rest, end + 1);
}

static bool is_day_half(struct str rest, size_t *len)
{
    static const struct str halves[] = {STR_INIT("am/pm"), STR_INIT("a/p")};

    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        size_t k = 0;

        while (k < halves[i].len && k < rest.len &&
               lower(rest.ptr[k]) == halves[i].ptr[k])
            k++;
        *len = k;
        if (k == halves[i].len)
            return true;
    }
    return false;
}

/* What says that one character is itself, a blank, a filling: or a power of ten. */
static bool is_pair(struct str rest)
{
    bool is_exponent = rest.len > 1 && (rest.ptr[1] == '+' || rest.ptr[1] == '-');

    return strchr("\\_*", rest.ptr[0]) || (is_exponent && lower(rest.ptr[0]) == 'e');
}

static void take_token(struct code_reader *code)
{
    char c = lower(code->rest.ptr[0]);
    size_t len = 1;

    if (c == '"') {
        len = str_find(code->rest, '"', 1) + 1;
    } else if (c != '\0' && is_pair(code->rest)) {
        len = 2;
    } else if (c == '[') {
        take_bracket(code);
        return;
    } else if (is_day_half(code->rest, &len)) {
        code->shows |= WORKBOOK_SHOWS_TIME;
    } else {
        len = run_of(code->rest);
        take_letters(code, c, len);
    }
    code->rest = str_after(code->rest, len);
}

static bool is_general(struct str code)
{
    static const struct str general = STR_INIT("general");
    size_t i = 0;

    while (i < general.len && i < code.len && lower(code.ptr[i]) == general.ptr[i])
        i++;
    return i == general.len;
}

unsigned workbook_custom_format(struct str code)
{
    struct code_reader reader = {.rest = code};

    if (is_general(code))
        return 0;
    /* The first section is that of positive numbers. */
    while (reader.rest.len > 0 && reader.rest.ptr[0] != ';')
        take_token(&reader);
    close_month(&reader);
    return reader.shows;
}
