#include "sheet/plain.h"

#include "base/message.h"
#include "base/text.h"

struct range {
    uint32_t first;
    uint32_t last;
};

static bool is_in(uint32_t c, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

#define IS_IN(c, ranges) is_in((c), (ranges), sizeof(ranges) / sizeof(ranges)[0])

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

/* Controls, and the marks of the bidirectional algorithm that reach beyond their word. */
static bool acts(uint32_t c)
{
    static const struct range acting[] = {
        {0x00, 0x1f}, {0x7f, 0x9f}, {0x202a, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}};

    return IS_IN(c, acting);
}

/* Most text is words of plain letters: those need no second look. */
static size_t letters_until(struct str text, size_t at)
{
    while (at < text.len && text.ptr[at] > ' ' && text.ptr[at] < 0x7f)
        at++;
    return at;
}

void plain_append(struct buf *out, struct str text)
{
    bool was_blank = false;

    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c;

        at = letters_until(text, at);
        if (at > start) {
            buf_bytes(out, text.ptr + start, at - start);
            was_blank = false;
            continue;
        }
        if (utf8_sequence(str_after(text, at)) == 0) {
            buf_printf(out, "\\x%02x", (unsigned)(unsigned char)text.ptr[at++]);
            continue;
        }
        c = utf8_next(text, &at);
        if (is_blank(c)) {
            if (!was_blank)
                buf_char(out, ' ');
        } else if (acts(c)) {
            buf_printf(out, "\\u%04x", (unsigned)c);
        } else {
            buf_bytes(out, text.ptr + start, at - start);
        }
        was_blank = is_blank(c);
    }
}

bool plain_is_rtl(struct str text)
{
    static const struct range scripts[] = {{0x0590, 0x08ff},   {0x200f, 0x200f},
                                           {0xfb1d, 0xfdff},   {0xfe70, 0xfefc},
                                           {0x10800, 0x10fff}, {0x1e800, 0x1efff}};

    for (size_t at = 0; at < text.len;) {
        if (utf8_sequence(str_after(text, at)) == 0)
            at++;
        else if (IS_IN(utf8_next(text, &at), scripts))
            return true;
    }
    return false;
}

void plain_mark(struct buf *out, enum plain_mark mark, struct str with)
{
    buf_char(out, PLAIN_OPENS);
    buf_char(out, (char)mark);
    plain_append(out, with);
    buf_char(out, PLAIN_DIVIDES);
}

void plain_mark_end(struct buf *out)
{
    buf_char(out, PLAIN_CLOSES);
}

void plain_isolated(struct buf *out, struct str text, enum plain_for isolates)
{
    if (isolates == PLAIN_FILE || !plain_is_rtl(text)) {
        plain_append(out, text);
    } else if (isolates == PLAIN_PAGE) {
        plain_mark(out, PLAIN_ISOLATED, STR(""));
        plain_append(out, text);
        plain_mark_end(out);
    } else {
        utf8_append(out, 0x2068); /* first strong isolate */
        plain_append(out, text);
        utf8_append(out, 0x2069); /* pop it */
    }
}

/* A page has its quotation marks from its style, by the language. */
static void mark_quoted(struct buf *out, struct str text, struct str lang)
{
    plain_mark(out, lang.len > 0 ? PLAIN_SAID : PLAIN_QUOTED, lang);
    plain_append(out, text);
    plain_mark_end(out);
}

/* The first subtag is enough: "uk-UA" quotes as "uk" does. */
void plain_quoted(struct buf *out, struct str text, struct str lang,
                  enum plain_for isolates)
{
    static const struct {
        struct str langs;
        struct str open;
        struct str close;
    } marks[] = {
        {STR_INIT(" uk ru be fr ar fa hy "), STR_INIT("«"), STR_INIT("»")},
        {STR_INIT(" de cs sk bg ka "), STR_INIT("„"), STR_INIT("“")},
        {STR_INIT(" pl ro hu hr "), STR_INIT("„"), STR_INIT("”")},
    };
    struct str open = STR("“");
    struct str close = STR("”");
    char padded[16];
    struct str tag;

    if (isolates == PLAIN_PAGE) {
        mark_quoted(out, text, lang);
        return;
    }
    tag = str_cut(&lang, '-');
    if (tag.len > 0 && tag.len < 4) {
        (void)snprintf(padded, sizeof padded, " " STR_FMT " ", STR_ARG(tag));
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
            if (str_find_str(marks[i].langs, str_from_c(padded)) < marks[i].langs.len) {
                open = marks[i].open;
                close = marks[i].close;
            }
    }
    buf_append(out, open);
    plain_isolated(out, text, isolates);
    buf_append(out, close);
}

static size_t width_of(uint32_t c)
{
    static const struct range none[] = {
        {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},
        {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x200b, 0x200f},
        {0x202a, 0x202e}, {0x2060, 0x206f}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
    static const struct range wide[] = {
        {0x1100, 0x115f},   {0x2e80, 0xa4cf},  {0xac00, 0xd7a3}, {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},   {0xff00, 0xff60},  {0xffe0, 0xffe6}, {0x1f300, 0x1f64f},
        {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

    if (IS_IN(c, none))
        return 0;
    return IS_IN(c, wide) ? 2 : 1;
}

size_t plain_width(struct str text)
{
    size_t width = 0;

    for (size_t at = 0; at < text.len;) {
        if (utf8_sequence(str_after(text, at)) == 0) {
            at++;
            width++;
        } else {
            width += width_of(utf8_next(text, &at));
        }
    }
    return width;
}

void plain_number(struct buf *out, int64_t n)
{
    char digits[32];
    size_t len;

    (void)snprintf(digits, sizeof digits, "%lld", (long long)n);
    len = strlen(digits);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && digits[i - 1] != '-' && (len - i) % 3 == 0)
            buf_puts(out, message_thousands());
        buf_char(out, digits[i]);
    }
}

/* Words before " of " or " in " are what is many: "sets of remains". */
static struct str head_of(struct str noun)
{
    size_t of = str_find_str(noun, STR(" of "));
    size_t in = str_find_str(noun, STR(" in "));

    return str_prefix(noun, of < in ? of : in);
}

void plain_plural(struct buf *out, struct str noun)
{
    struct str head = head_of(noun);
    bool is_y = head.len > 1 && str_ends_with(head, STR("y")) &&
                !strchr("aeiou", head.ptr[head.len - 2]);

    if (str_equal(noun, STR("person"))) {
        buf_append(out, STR("persons"));
        return;
    }
    if (str_equal(noun, STR("hryvnia")) || str_equal(noun, STR("per cent"))) {
        buf_append(out, noun);
        return;
    }
    if (str_starts_with(noun, STR("degree ")) && head.len == noun.len)
        head = STR("degree");
    buf_append(out, str_prefix(head, head.len - (is_y ? 1 : 0)));
    buf_append(out, is_y ? STR("ies") : STR("s"));
    buf_append(out, str_after(noun, head.len));
}
