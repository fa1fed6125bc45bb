#include "entering/when.h"

#include "base/buf.h"
#include "base/text.h"
#include "entering/words.h"
#include "format/edtf.h"

enum { WHEN_WORDS_MAX = 16, MONTHS = 12 };

/* The beginnings of the names of months. */
static const struct {
    struct str begins;
    unsigned month;
} months[] = {
    {STR_INIT("jan"), 1},   {STR_INIT("feb"), 2},     {STR_INIT("mar"), 3},
    {STR_INIT("apr"), 4},   {STR_INIT("may"), 5},     {STR_INIT("jun"), 6},
    {STR_INIT("jul"), 7},   {STR_INIT("aug"), 8},     {STR_INIT("sep"), 9},
    {STR_INIT("oct"), 10},  {STR_INIT("nov"), 11},    {STR_INIT("dec"), 12},
    {STR_INIT("січ"), 1},   {STR_INIT("лют"), 2},     {STR_INIT("берез"), 3},
    {STR_INIT("квіт"), 4},  {STR_INIT("трав"), 5},    {STR_INIT("черв"), 6},
    {STR_INIT("лип"), 7},   {STR_INIT("серп"), 8},    {STR_INIT("верес"), 9},
    {STR_INIT("жовт"), 10}, {STR_INIT("листоп"), 11}, {STR_INIT("груд"), 12},
    {STR_INIT("янв"), 1},   {STR_INIT("февр"), 2},    {STR_INIT("март"), 3},
    {STR_INIT("апр"), 4},   {STR_INIT("май"), 5},     {STR_INIT("мая"), 5},
    {STR_INIT("июн"), 6},   {STR_INIT("июл"), 7},     {STR_INIT("авг"), 8},
    {STR_INIT("сент"), 9},  {STR_INIT("окт"), 10},    {STR_INIT("нояб"), 11},
    {STR_INIT("дек"), 12},
};

static const struct {
    struct str word;
    unsigned code;
} seasons[] = {
    {STR_INIT("spring"), 21}, {STR_INIT("summer"), 22}, {STR_INIT("autumn"), 23},
    {STR_INIT("fall"), 23},   {STR_INIT("winter"), 24}, {STR_INIT("весна"), 21},
    {STR_INIT("літо"), 22},   {STR_INIT("осінь"), 23},  {STR_INIT("зима"), 24},
    {STR_INIT("весни"), 21},  {STR_INIT("весною"), 21}, {STR_INIT("влітку"), 22},
    {STR_INIT("восени"), 23}, {STR_INIT("взимку"), 24}, {STR_INIT("навесні"), 21},
};

/* What stands before a date. */
enum before { PLAIN, ABOUT, EARLY, MID, LATE, SINCE, UNTIL, BETWEEN };

static const struct {
    struct str word;
    enum before before;
} befores[] = {
    {STR_INIT("about"), ABOUT},     {STR_INIT("around"), ABOUT},
    {STR_INIT("circa"), ABOUT},     {STR_INIT("близько"), ABOUT},
    {STR_INIT("приблизно"), ABOUT}, {STR_INIT("early"), EARLY},
    {STR_INIT("початок"), EARLY},   {STR_INIT("початку"), EARLY},
    {STR_INIT("mid"), MID},         {STR_INIT("middle"), MID},
    {STR_INIT("середина"), MID},    {STR_INIT("late"), LATE},
    {STR_INIT("end"), LATE},        {STR_INIT("кінець"), LATE},
    {STR_INIT("since"), SINCE},     {STR_INIT("after"), SINCE},
    {STR_INIT("відтоді"), SINCE},   {STR_INIT("від"), SINCE},
    {STR_INIT("after"), SINCE},     {STR_INIT("until"), UNTIL},
    {STR_INIT("before"), UNTIL},    {STR_INIT("till"), UNTIL},
    {STR_INIT("до"), UNTIL},        {STR_INIT("between"), BETWEEN},
    {STR_INIT("from"), BETWEEN},    {STR_INIT("між"), BETWEEN},
    {STR_INIT("з"), BETWEEN},       {STR_INIT("із"), BETWEEN},
    {STR_INIT("в"), PLAIN},         {STR_INIT("у"), PLAIN},
    {STR_INIT("in"), PLAIN},        {STR_INIT("on"), PLAIN},
    {STR_INIT("of"), PLAIN},        {STR_INIT("the"), PLAIN},
    {STR_INIT("року"), PLAIN},      {STR_INIT("рік"), PLAIN},
    {STR_INIT("р."), PLAIN},        {STR_INIT("года"), PLAIN},
};

static const struct str joins[] = {
    STR_INIT("to"), STR_INIT("until"),   STR_INIT("till"), STR_INIT("and"),
    STR_INIT("-"),  STR_INIT("–"),       STR_INIT("—"),    STR_INIT("/"),
    STR_INIT("до"), STR_INIT("і"),       STR_INIT("й"),    STR_INIT("та"),
    STR_INIT("по"), STR_INIT("through"),
};

/* One date of the text, as far as it was written. */
struct point {
    int year; /* 0: not written */
    unsigned month;
    unsigned day;
    unsigned season;
    bool is_decade;
    bool is_uncertain;
    enum before before;
    bool has_any;
};

static bool month_of(unsigned *out, struct str word)
{
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        if (words_begins(word, months[i].begins)) {
            *out = months[i].month;
            return true;
        }
    return false;
}

static bool season_of(unsigned *out, struct str word)
{
    for (size_t i = 0; i < sizeof seasons / sizeof seasons[0]; i++)
        if (words_same(seasons[i].word, word)) {
            *out = seasons[i].code;
            return true;
        }
    return false;
}

static bool before_of(enum before *out, struct str word)
{
    for (size_t i = 0; i < sizeof befores / sizeof befores[0]; i++)
        if (words_same(befores[i].word, word)) {
            *out = befores[i].before;
            return true;
        }
    return false;
}

static bool is_join(struct str word)
{
    for (size_t i = 0; i < sizeof joins / sizeof joins[0]; i++)
        if (words_same(joins[i], word))
            return true;
    return false;
}

/* "10th", "3rd" are 10 and 3; "09" is 9. */
static bool number_of(uint64_t *out, struct str word)
{
    static const struct str endings[] = {STR_INIT("st"), STR_INIT("nd"), STR_INIT("rd"),
                                         STR_INIT("th"), STR_INIT("-го")};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (word.len > endings[i].len && str_ends_with(word, endings[i]))
            word = str_prefix(word, word.len - endings[i].len);
    while (word.len > 1 && word.ptr[0] == '0')
        word = str_after(word, 1);
    return str_to_u64(out, word);
}

/* "10.09.2022" */
static bool dotted(struct point *out, struct str word)
{
    struct str rest = word;
    uint64_t day = 0;
    uint64_t month = 0;
    uint64_t year = 0;

    if (!number_of(&day, str_cut(&rest, '.')) ||
        !number_of(&month, str_cut(&rest, '.')) || !number_of(&year, rest) ||
        year < 1000 || year > 9999 || month == 0 || month > MONTHS || day == 0 ||
        day > 31)
        return false;
    out->day = (unsigned)day;
    out->month = (unsigned)month;
    out->year = (int)year;
    return true;
}

/* "2010s", or a number: a year of four digits, else a day. */
static bool numeric(struct point *out, struct str word)
{
    uint64_t n = 0;

    if (word.len == 5 && word.ptr[4] == 's' && str_to_u64(&n, str_prefix(word, 4)) &&
        n % 10 == 0) {
        out->year = (int)n;
        out->is_decade = true;
        return true;
    }
    if (!number_of(&n, word))
        return false;
    if (n >= 1000 && n <= 9999 && out->year == 0) {
        out->year = (int)n;
        return true;
    }
    if (n >= 1 && n <= 31 && out->day == 0) {
        out->day = (unsigned)n;
        return true;
    }
    return false;
}

static bool point_take_word(struct point *out, struct str word)
{
    enum before before = PLAIN;

    if (word.len > 1 && word.ptr[word.len - 1] == '?') {
        out->is_uncertain = true;
        word = str_prefix(word, word.len - 1);
    }
    if (word.len > 1 && (word.ptr[0] == '~' || word.ptr[word.len - 1] == '~')) {
        out->before = ABOUT;
        word = word.ptr[0] == '~' ? str_after(word, 1) : str_prefix(word, word.len - 1);
    }
    if (before_of(&before, word)) {
        if (before != PLAIN)
            out->before = before;
        return true;
    }
    out->has_any = true;
    return dotted(out, word) || numeric(out, word) || season_of(&out->season, word) ||
           month_of(&out->month, word);
}

/* What one point lacks and the other has: the year; the month of a bare day. */
static void complete(struct point *a, const struct point *b)
{
    if (a->year == 0)
        a->year = b->year;
    if (a->month == 0 && a->day > 0)
        a->month = b->month;
}

static void date_append(struct buf *out, int year, unsigned month, unsigned day)
{
    buf_printf(out, "%04d", year);
    if (month > 0)
        buf_printf(out, "-%02u", month);
    if (day > 0)
        buf_printf(out, "-%02u", day);
}

static void point_append(struct buf *out, const struct point *p)
{
    if (p->is_decade)
        buf_printf(out, "%03dX", p->year / 10);
    else
        date_append(out, p->year, p->season > 0 ? p->season : p->month, p->day);
    if (p->before == ABOUT && p->is_uncertain)
        buf_char(out, '%');
    else if (p->before == ABOUT)
        buf_char(out, '~');
    else if (p->is_uncertain)
        buf_char(out, '?');
}

/* "early 2022" is a third of it, and neither end is exact. */
static void third_append(struct buf *out, const struct point *p)
{
    const unsigned which = p->before == EARLY ? 0 : p->before == MID ? 1 : 2;

    if (p->month == 0) {
        date_append(out, p->year, which * 4 + 1, 0);
        buf_append(out, STR("~/"));
        date_append(out, p->year, which * 4 + 4, 0);
    } else {
        date_append(out, p->year, p->month, which * 10 + 1);
        buf_append(out, STR("~/"));
        date_append(out, p->year, p->month,
                    which == 2 ? edtf_days_in_month(p->year, p->month) : which * 10 + 10);
    }
    buf_char(out, '~');
}

static bool is_third(const struct point *p)
{
    return p->before >= EARLY && p->before <= LATE && p->day == 0 && p->season == 0 &&
           !p->is_decade;
}

static bool is_complete(const struct point *p)
{
    return p->year > 0 && (p->day == 0 || p->month > 0) &&
           (p->season == 0 || (p->month == 0 && p->day == 0));
}

static void one_append(struct buf *out, const struct point *p)
{
    if (is_third(p)) {
        third_append(out, p);
    } else if (p->before == SINCE) {
        point_append(out, p);
        buf_append(out, STR("/.."));
    } else if (p->before == UNTIL) {
        buf_append(out, STR("../"));
        point_append(out, p);
    } else {
        point_append(out, p);
    }
}

/* From the first day of the first to the last day of the last: "early march to late may"
 * has thirds at both ends. */
static void range_append(struct buf *out, const struct point *first,
                         const struct point *last)
{
    struct buf text = {0};
    size_t slash;

    if (is_third(first))
        third_append(&text, first);
    else
        point_append(&text, first);
    slash = str_find(buf_str(&text), '/', 0);
    buf_append(out, str_prefix(buf_str(&text), slash));
    buf_char(out, '/');
    buf_reset(&text);
    if (is_third(last))
        third_append(&text, last);
    else
        point_append(&text, last);
    slash = str_find(buf_str(&text), '/', 0);
    buf_append(out,
               slash < text.len ? str_after(buf_str(&text), slash + 1) : buf_str(&text));
    buf_release(&text);
}

/* The words of the text, of which one may join two dates. */
struct split {
    struct str words[WHEN_WORDS_MAX];
    size_t count;
    size_t join; /* its place; 0: none */
};

static bool split_words(struct split *out, struct str text)
{
    struct str rest = text;

    *out = (struct split){0};
    while (true) {
        struct str word = words_next(&rest);

        if (word.len == 0)
            return out->count > 0;
        if (out->count == WHEN_WORDS_MAX)
            return false;
        if (out->count > 0 && out->join == 0 && is_join(word))
            out->join = out->count;
        out->words[out->count++] = word;
    }
}

static bool read_points(struct point points[2], const struct split *split)
{
    for (size_t i = 0; i < split->count; i++) {
        const bool is_second = split->join > 0 && i > split->join;

        if (split->join > 0 && i == split->join)
            continue;
        if (!point_take_word(&points[is_second], split->words[i]))
            return false;
    }
    return points[0].has_any && (split->join == 0 || points[1].has_any);
}

/* EDTF out of plain words; false: they are not understood. */
static bool plain(struct buf *out, struct str text)
{
    struct split split;
    struct point points[2] = {0};

    if (!split_words(&split, text) || !read_points(points, &split))
        return false;
    if (split.join == 0) {
        if (!is_complete(&points[0]))
            return false;
        if (points[0].before == BETWEEN)
            points[0].before = SINCE;
        one_append(out, &points[0]);
        return true;
    }
    complete(&points[0], &points[1]);
    complete(&points[1], &points[0]);
    if (!is_complete(&points[0]) || !is_complete(&points[1]))
        return false;
    range_append(out, &points[0], &points[1]);
    return true;
}

/* "14-17 september 2022": a sign between digits stands alone; "2022-09" is EDTF before.
 */
static struct str spaced(struct arena *arena, struct str text)
{
    static const struct str dashes[] = {STR_INIT("–"), STR_INIT("—"), STR_INIT("-"),
                                        STR_INIT("/")};
    struct buf out = {0};
    struct str kept;

    for (size_t at = 0; at < text.len;) {
        size_t len = 1;
        bool is_dash = false;

        for (size_t i = 0; i < sizeof dashes / sizeof dashes[0] && !is_dash; i++)
            if (str_starts_with(str_after(text, at), dashes[i])) {
                is_dash = true;
                len = dashes[i].len;
            }
        if (is_dash)
            buf_char(&out, ' ');
        buf_append(&out, str_prefix(str_after(text, at), len));
        if (is_dash)
            buf_char(&out, ' ');
        at += len;
    }
    kept = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return kept;
}

static const struct {
    struct str open;
    struct str close;
} quotes[] = {
    {STR_INIT("\""), STR_INIT("\"")}, {STR_INIT("“"), STR_INIT("”")},
    {STR_INIT("„"), STR_INIT("“")},   {STR_INIT("«"), STR_INIT("»")},
    {STR_INIT("„"), STR_INIT("”")},
};

struct str when_words_take(struct arena *arena, struct str *text)
{
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
        const size_t open = str_find_str(*text, quotes[i].open);
        const struct str rest = str_after(*text, open + quotes[i].open.len);
        const size_t close = str_find_str(rest, quotes[i].close);
        const struct str words = str_trim(str_prefix(rest, close));

        if (open == text->len || close == rest.len || words.len == 0)
            continue;
        *text = str_trim(arena_printf(
            arena, STR_FMT " " STR_FMT, STR_ARG(str_prefix(*text, open)),
            STR_ARG(str_trim(str_after(rest, close + quotes[i].close.len)))));
        return words;
    }
    return STR("");
}

static enum err_code edtf_of(struct str *out, struct arena *arena, struct str text,
                             struct err *err)
{
    struct buf edtf = {0};
    struct edtf date;
    struct err ignored = {0};

    if (edtf_parse(&date, text, &ignored) == ERR_OK) {
        *out = text;
        return ERR_OK;
    }
    if (!utf8_is_valid(text) || !plain(&edtf, spaced(arena, text))) {
        buf_release(&edtf);
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is not understood as a date: write 10 september "
                       "2022, march to september 2022, 2022-09-10 or 2022-03/2022-09",
                       STR_ARG(str_prefix(text, 80)));
    }
    *out = arena_str(arena, buf_str(&edtf));
    buf_release(&edtf);
    return edtf_parse(&date, *out, err);
}

enum err_code when_read(struct value *out, struct arena *arena, struct str text,
                        struct err *err)
{
    struct str rest = str_trim(text);
    struct str words = when_words_take(arena, &rest);
    struct str edtf = STR("");
    struct value date = value_object();

    if (rest.len > 0 && edtf_of(&edtf, arena, rest, err) != ERR_OK)
        return err->code;
    if (edtf.len > 0)
        value_set(&date, arena, STR("edtf"), value_string(edtf));
    if (words.len > 0)
        value_set(&date, arena, STR("words"), value_string(words));
    if (date.count == 0)
        return err_set(err, ERR_INVALID, "there is no date");
    *out = date;
    return ERR_OK;
}
