#include "format/edtf.h"

#include "base/message.h"

/*
 * Ukrainian needs three cases: the nominative for a date by itself, the genitive
 * behind "близько", "від" and "до", the instrumental behind "між". A day is
 * always a number and the month in the genitive.
 */

enum grammar { NOMINATIVE, GENITIVE, INSTRUMENTAL, GRAMMAR_COUNT };

static const char *const months_en[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

static const char *const months_uk[GRAMMAR_COUNT][12] = {
    {"січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень",
     "вересень", "жовтень", "листопад", "грудень"},
    {"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня",
     "вересня", "жовтня", "листопада", "грудня"},
    {"січнем", "лютим", "березнем", "квітнем", "травнем", "червнем", "липнем", "серпнем",
     "вереснем", "жовтнем", "листопадом", "груднем"}};

static const char *const seasons_en[] = {"spring", "summer", "autumn", "winter"};
static const char *const seasons_uk[GRAMMAR_COUNT][4] = {
    {"весна", "літо", "осінь", "зима"},
    {"весни", "літа", "осені", "зими"},
    {"весною", "літом", "осінню", "зимою"}};

/* Quarters, thirds, halves: the codes from 33 on. */
static const char *const ordinals_en[] = {"first", "second", "third", "fourth"};
static const char *const ordinals_uk[] = {"1", "2", "3", "4"};
static const struct {
    const char *en;
    const char *uk[GRAMMAR_COUNT];
} fractions[] = {{"quarter", {"-й квартал", "-го кварталу", "-м кварталом"}},
                 {"third", {"-а третина", "-ї третини", "-ю третиною"}},
                 {"half", {"-а половина", "-ї половини", "-ю половиною"}}};

static const char *const year_uk[GRAMMAR_COUNT] = {" рік", " року", " роком"};
static const char *const decade_uk[GRAMMAR_COUNT] = {"-ті роки", "-х років",
                                                     "-ми роками"};
static const char *const years_uk[GRAMMAR_COUNT] = {" роки", " років", " роками"};

struct writer {
    struct buf *out;
    bool is_ukrainian;
    bool is_in_notes; /* a "(" is open */
};

/* A date that is one end of a range, or stands for itself. */
struct setting {
    enum grammar grammar;
    bool has_no_year; /* the other end will say it */
    bool is_alone;    /* "on", "about" may go before */
};

static void put(struct writer *w, const char *english, const char *ukrainian)
{
    buf_append(w->out, str_from_c(w->is_ukrainian ? ukrainian : english));
}

static void note(struct writer *w, const char *english, const char *ukrainian)
{
    put(w, w->is_in_notes ? "; " : " (", w->is_in_notes ? "; " : " (");
    put(w, english, ukrainian);
    w->is_in_notes = true;
}

static void end_notes(struct writer *w)
{
    if (w->is_in_notes)
        buf_char(w->out, ')');
    w->is_in_notes = false;
}

static void put_year_number(struct writer *w, int year)
{
    if (year > 0)
        buf_printf(w->out, "%d", year);
    else
        buf_printf(w->out, w->is_ukrainian ? "%d до н. е." : "%d BCE", 1 - year);
}

/* A year by itself: "2022", "2022 рік"; behind "до н. е." the word would be odd. */
static void put_year(struct writer *w, int year, enum grammar grammar)
{
    put_year_number(w, year);
    if (year > 0)
        put(w, "", year_uk[grammar]);
}

static void put_civil_day(struct writer *w, int64_t day)
{
    int year = 0;
    unsigned month = 1;
    unsigned of_month = 0;

    edtf_civil_from_day(&year, &month, &of_month, day);
    buf_printf(w->out, "%u ", of_month);
    put(w, months_en[month - 1], months_uk[GENITIVE][month - 1]);
    buf_char(w->out, ' ');
    put_year_number(w, year);
}

static void put_season(struct writer *w, const struct edtf_date *date, struct setting s)
{
    unsigned season = (date->month - 21U) % 4;
    unsigned part = date->month - 33U;
    unsigned of = part < 4 ? 0 : part < 7 ? 1 : 2;

    if (date->month < 33) {
        put(w, seasons_en[season], seasons_uk[s.grammar][season]);
        buf_char(w->out, ' ');
        put_year_number(w, date->year);
        if (date->month >= 29)
            note(w, "southern hemisphere", "південна півкуля");
        else if (date->month >= 25)
            note(w, "northern hemisphere", "північна півкуля");
        return;
    }
    part -= of == 0 ? 0 : of == 1 ? 4U : 7U;
    put(w, ordinals_en[part], ordinals_uk[part]);
    put(w, " ", "");
    put(w, fractions[of].en, fractions[of].uk[s.grammar]);
    put(w, " of ", " ");
    put_year(w, date->year, GENITIVE);
}

/* The clock and its zone, behind the day. */
static void put_time(struct writer *w, const struct edtf_date *date)
{
    unsigned offset =
        (unsigned)(date->offset_min < 0 ? -date->offset_min : date->offset_min);

    buf_printf(w->out, ", %02u:%02u:%02u", date->second / 3600, date->second / 60 % 60,
               date->second % 60);
    if (date->is_local) {
        note(w, "time zone not given", "часовий пояс не вказано");
        return;
    }
    put(w, " UTC", " UTC");
    if (offset != 0)
        buf_printf(w->out, "%c%02u:%02u", date->offset_min < 0 ? '-' : '+', offset / 60,
                   offset % 60);
}

/* Every digit known. */
static void put_exact(struct writer *w, const struct edtf_date *date, struct setting s)
{
    enum grammar of_month = s.grammar;

    if (date->precision == EDTF_PRECISION_YEAR) {
        put_year(w, date->year, s.grammar);
        return;
    }
    if (date->precision == EDTF_PRECISION_SEASON) {
        put_season(w, date, s);
        return;
    }
    if (date->precision >= EDTF_PRECISION_DAY) {
        buf_printf(w->out, "%u ", date->day);
        of_month = GENITIVE;
    }
    put(w, months_en[date->month - 1], months_uk[of_month][date->month - 1]);
    if (!s.has_no_year) {
        buf_char(w->out, ' ');
        put_year_number(w, date->year);
    }
    if (date->precision == EDTF_PRECISION_SECOND)
        put_time(w, date);
}

static void put_unspecified_year(struct writer *w, const struct edtf_date *date,
                                 struct setting s)
{
    if (date->unspecified == 0x10 && date->year > 0) {
        buf_printf(w->out, "%d", date->year);
        put(w, "s", decade_uk[s.grammar]);
        return;
    }
    put_year_number(w, date->year);
    put(w, "–", "–");
    put_year_number(w, date->year_last);
    put(w, "", years_uk[s.grammar]);
    note(w, "year unknown", "рік невідомий");
}

/* Some digits are X: whole parts unknown by name, anything else by its bounds. */
static void put_unspecified(struct writer *w, const struct edtf_date *date,
                            struct setting s)
{
    unsigned unknown = date->unspecified;
    struct edtf_date known = *date;
    struct edtf_bounds bounds = {0};

    known.unspecified = 0;
    if (date->precision == EDTF_PRECISION_YEAR) {
        put_unspecified_year(w, date, s);
    } else if (date->precision == EDTF_PRECISION_MONTH && unknown == EDTF_MONTH_DIGITS) {
        known.precision = EDTF_PRECISION_YEAR;
        put_exact(w, &known, s);
        note(w, "month unknown", "місяць невідомий");
    } else if (unknown == EDTF_DAY_DIGITS) {
        known.precision = EDTF_PRECISION_MONTH;
        put_exact(w, &known, s);
        note(w, "day unknown", "день невідомий");
    } else if (unknown == (EDTF_MONTH_DIGITS | EDTF_DAY_DIGITS)) {
        known.precision = EDTF_PRECISION_YEAR;
        put_exact(w, &known, s);
        note(w, "month and day unknown", "місяць і день невідомі");
    } else if (edtf_date_bounds(&bounds, date)) {
        put_civil_day(w, bounds.first);
        put(w, " – ", " – ");
        put_civil_day(w, bounds.last);
        note(w, "not all digits known", "не всі цифри відомі");
    }
}

static unsigned parts_of(const struct edtf_date *date)
{
    switch (date->precision) {
    case EDTF_PRECISION_YEAR:
        return EDTF_YEAR;
    case EDTF_PRECISION_MONTH:
    case EDTF_PRECISION_SEASON:
        return EDTF_YEAR | EDTF_MONTH;
    case EDTF_PRECISION_DAY:
    case EDTF_PRECISION_SECOND:
        break;
    }
    return EDTF_YEAR | EDTF_MONTH | EDTF_DAY;
}

/* "uncertain" of the whole date, "uncertain: year, month" of parts of it. */
static void note_parts(struct writer *w, const struct edtf_date *date, unsigned parts,
                       const char *english, const char *ukrainian)
{
    static const struct {
        unsigned part;
        const char *en;
        const char *uk;
    } names[] = {{EDTF_YEAR, "year", "рік"},
                 {EDTF_MONTH, "month", "місяць"},
                 {EDTF_DAY, "day", "день"}};
    const char *before = ": ";

    if (parts == 0)
        return;
    note(w, english, ukrainian);
    if (parts == parts_of(date))
        return;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (parts & names[i].part) {
            put(w, before, before);
            if (names[i].part == EDTF_MONTH && date->precision == EDTF_PRECISION_SEASON)
                put(w, "season", "пора року");
            else
                put(w, names[i].en, names[i].uk);
            before = ", ";
        }
}

static void put_date(struct writer *w, const struct edtf_date *date, struct setting s)
{
    bool is_about = s.is_alone && date->approximate == parts_of(date);

    if (is_about) {
        put(w, "about ", "близько ");
        s.grammar = GENITIVE;
    } else if (s.is_alone && date->precision >= EDTF_PRECISION_DAY &&
               date->unspecified == 0) {
        put(w, "on ", "");
    }
    if (date->unspecified != 0)
        put_unspecified(w, date, s);
    else
        put_exact(w, date, s);
    if (!is_about)
        note_parts(w, date, date->approximate, "approximate", "приблизно");
    note_parts(w, date, date->uncertain, "uncertain", "непевно");
    end_notes(w);
}

/* "March and September 2022": both plain months or days of one year. */
static bool may_share_year(const struct edtf_span *span)
{
    const struct edtf_date *a = &span->first;
    const struct edtf_date *b = &span->last;
    bool a_is_plain =
        a->precision == EDTF_PRECISION_MONTH || a->precision == EDTF_PRECISION_DAY;

    return a_is_plain && a->precision == b->precision && a->year == b->year &&
           (a->unspecified | a->uncertain | a->approximate | b->unspecified |
            b->uncertain | b->approximate) == 0;
}

static void put_between(struct writer *w, const struct edtf_span *span)
{
    struct setting s = {.grammar = INSTRUMENTAL, .has_no_year = may_share_year(span)};

    put(w, "between ", "між ");
    put_date(w, &span->first, s);
    put(w, " and ", " і ");
    s.has_no_year = false;
    put_date(w, &span->last, s);
}

static void put_interval(struct writer *w, const struct edtf_span *span)
{
    const struct setting s = {.grammar = GENITIVE};

    if (span->start == EDTF_KNOWN && span->end == EDTF_KNOWN) {
        put_between(w, span);
    } else if (span->start == EDTF_KNOWN) {
        put(w, "since ", "від ");
        put_date(w, &span->first, s);
        if (span->end == EDTF_UNKNOWN)
            put(w, ", end unknown", ", кінець невідомий");
    } else {
        put(w, "until ", "до ");
        put_date(w, &span->last, s);
        if (span->start == EDTF_UNKNOWN)
            put(w, ", start unknown", ", початок невідомий");
    }
}

/* A member of a set: no prepositions, so that any number can stand in a row. */
static void put_member(struct writer *w, const struct edtf_span *span)
{
    const struct setting s = {.grammar = NOMINATIVE};

    if (!span->is_range || span->start == EDTF_KNOWN)
        put_date(w, &span->first, s);
    if (!span->is_range)
        return;
    if (span->start == EDTF_KNOWN && span->end == EDTF_KNOWN)
        put(w, " – ", " – ");
    if (span->end == EDTF_KNOWN)
        put_date(w, &span->last, s);
    else
        put(w, " or later", " або пізніше");
    if (span->start != EDTF_KNOWN)
        put(w, " or earlier", " або раніше");
}

/* One moment within one range, the commonest set. */
static void put_some_time(struct writer *w, const struct edtf_span *span)
{
    const struct setting s = {.grammar = NOMINATIVE};
    const struct edtf_date *date = span->end == EDTF_KNOWN ? &span->last : &span->first;

    if (!span->is_range) {
        put_member(w, span);
        return;
    }
    if (span->start == EDTF_KNOWN && span->end == EDTF_KNOWN) {
        put(w, "some time ", "у якийсь час ");
        put_between(w, span);
        return;
    }
    if (span->end == EDTF_KNOWN)
        put(w, "before or ", "");
    put(w, date->precision >= EDTF_PRECISION_DAY ? "on " : "in ", "");
    put_date(w, date, s);
    if (span->end == EDTF_KNOWN)
        put(w, "", " або раніше");
    else
        put(w, " or later", " або пізніше");
}

enum edtf_language edtf_user_language(void)
{
    return message_is_ukrainian() ? EDTF_UKRAINIAN : EDTF_ENGLISH;
}

void edtf_describe(struct buf *out, const struct edtf *e, enum edtf_language language)
{
    struct writer w = {.out = out, .is_ukrainian = language == EDTF_UKRAINIAN};

    if (e->kind == EDTF_DATE) {
        put_date(&w, &e->spans[0].first, (struct setting){NOMINATIVE, false, true});
        return;
    }
    if (e->kind == EDTF_INTERVAL) {
        put_interval(&w, &e->spans[0]);
        return;
    }
    if (e->kind == EDTF_ONE_OF && e->span_count == 1) {
        put_some_time(&w, &e->spans[0]);
        return;
    }
    if (e->kind == EDTF_ONE_OF)
        put(&w, "one of ", "одне з: ");
    else
        put(&w, "all of ", "усе з: ");
    for (uint32_t i = 0; i < e->span_count; i++) {
        if (i > 0)
            put(&w, ", ", ", ");
        put_member(&w, &e->spans[i]);
    }
}
