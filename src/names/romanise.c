#include "names/romanise.h"

#include <string.h>

#include "base/fold.h"
#include "base/text.h"
#include "names/romanise_inside.h"

/*
 * One letter in each table, in the order of enum romanisation. "x|y": x at the start of a
 * word, y elsewhere; for Russian BGN/PCGN x also after vowels, й, ъ and ь. A table that
 * has not the letter of the other language takes the nearest of its own spellings, as
 * clerks did; name_cyrillise does not give such letters.
 *
 * KMU 2010: https://zakon.rada.gov.ua/laws/show/55-2010-п
 * UA 1996: Ukrainian Commission for Legal Terminology, decision 9, 19 April 1996
 * UA passports 2007: Cabinet of Ministers, resolution 858, 26 July 2007
 * BGN/PCGN: Romanization systems and policies, US Board on Geographic Names
 * Russian passports: GOST R 52535.1-2006 (2010 to 2013), ICAO Doc 9303 part 3 (since)
 * ISO 9:1995
 */
const struct roman_letter roman_letters[] = {
    /*       uk ru   KMU     UA 1996 BGN uk  UA 2007 BGN ru  GOST   ICAO   ISO 9 */
    {0x0430, 1, 1, {"a", "a", "a", "a", "a", "a", "a", "a"}},
    {0x0431, 1, 1, {"b", "b", "b", "b", "b", "b", "b", "b"}},
    {0x0432, 1, 1, {"v", "v", "v", "v", "v", "v", "v", "v"}},
    {0x0433, 1, 1, {"h", "h", "h", "g", "g", "g", "g", "g"}},
    {0x0491, 1, 0, {"g", "g", "g", "g", "g", "g", "g", "g̀"}},
    {0x0434, 1, 1, {"d", "d", "d", "d", "d", "d", "d", "d"}},
    {0x0435, 1, 1, {"e", "e", "e", "e", "ye|e", "e", "e", "e"}},
    {0x0454, 1, 0, {"ye|ie", "ye|ie", "ye", "ie", "ye", "ie", "ie", "ê"}},
    {0x0451, 0, 1, {"io", "io", "yo", "io", "yë|ë", "e", "e", "ë"}},
    {0x0436, 1, 1, {"zh", "zh", "zh", "zh", "zh", "zh", "zh", "ž"}},
    {0x0437, 1, 1, {"z", "z", "z", "z", "z", "z", "z", "z"}},
    {0x0438, 1, 1, {"y", "y", "y", "y", "i", "i", "i", "i"}},
    {0x0456, 1, 0, {"i", "i", "i", "i", "i", "i", "i", "ì"}},
    {0x0457, 1, 0, {"yi|i", "yi|i", "yi", "i", "yi", "i", "i", "ï"}},
    {0x0439, 1, 1, {"y|i", "y|i", "y", "i", "y", "i", "i", "j"}},
    {0x043a, 1, 1, {"k", "k", "k", "k", "k", "k", "k", "k"}},
    {0x043b, 1, 1, {"l", "l", "l", "l", "l", "l", "l", "l"}},
    {0x043c, 1, 1, {"m", "m", "m", "m", "m", "m", "m", "m"}},
    {0x043d, 1, 1, {"n", "n", "n", "n", "n", "n", "n", "n"}},
    {0x043e, 1, 1, {"o", "o", "o", "o", "o", "o", "o", "o"}},
    {0x043f, 1, 1, {"p", "p", "p", "p", "p", "p", "p", "p"}},
    {0x0440, 1, 1, {"r", "r", "r", "r", "r", "r", "r", "r"}},
    {0x0441, 1, 1, {"s", "s", "s", "s", "s", "s", "s", "s"}},
    {0x0442, 1, 1, {"t", "t", "t", "t", "t", "t", "t", "t"}},
    {0x0443, 1, 1, {"u", "u", "u", "u", "u", "u", "u", "u"}},
    {0x0444, 1, 1, {"f", "f", "f", "f", "f", "f", "f", "f"}},
    {0x0445, 1, 1, {"kh", "kh", "kh", "kh", "kh", "kh", "kh", "h"}},
    {0x0446, 1, 1, {"ts", "ts", "ts", "ts", "ts", "tc", "ts", "c"}},
    {0x0447, 1, 1, {"ch", "ch", "ch", "ch", "ch", "ch", "ch", "č"}},
    {0x0448, 1, 1, {"sh", "sh", "sh", "sh", "sh", "sh", "sh", "š"}},
    {0x0449, 1, 1, {"shch", "sch", "shch", "shch", "shch", "shch", "shch", "ŝ"}},
    {0x044a, 0, 1, {"", "", "”", "", "”", "", "ie", "ʺ"}},
    {0x044b, 0, 1, {"y", "y", "y", "y", "y", "y", "y", "y"}},
    {0x044c, 1, 1, {"", "’", "’", "", "’", "", "", "ʹ"}},
    {0x044d, 0, 1, {"e", "e", "e", "e", "e", "e", "e", "è"}},
    {0x044e, 1, 1, {"yu|iu", "yu|iu", "yu", "iu", "yu", "iu", "iu", "û"}},
    {0x044f, 1, 1, {"ya|ia", "ya|ia", "ya", "ia", "ya", "ia", "ia", "â"}},
    {0x2019, 1, 0, {"", "”", "”", "", "", "", "", "’"}},
};

const size_t roman_letter_count = sizeof roman_letters / sizeof roman_letters[0];

struct str name_text_str(const struct name_text *text)
{
    return (struct str){text->text, text->len};
}

const char *romanisation_name(enum romanisation table)
{
    static const char *const names[ROMAN_COUNT] = {"KMU 2010",
                                                   "Ukraine 1996",
                                                   "BGN/PCGN 1965",
                                                   "Ukrainian passports 2007",
                                                   "BGN/PCGN 1947",
                                                   "Russian passports 2010",
                                                   "Russian passports 2013",
                                                   "ISO 9"};

    return names[table];
}

static const struct roman_letter *letter_of(uint32_t small)
{
    for (size_t i = 0; i < roman_letter_count; i++)
        if (roman_letters[i].cyrillic == small)
            return &roman_letters[i];
    return NULL;
}

/* ---- from Cyrillic ----------------------------------------------------------------- */

bool roman_is_vowel(uint32_t c)
{
    switch (c) {
    case 0x0430:
    case 0x0435:
    case 0x0438:
    case 0x043e:
    case 0x0443:
    case 0x044b:
    case 0x044d:
    case 0x044e:
    case 0x044f:
    case 0x0451:
    case 0x0454:
    case 0x0456:
    case 0x0457:
        return true;
    default:
        return false;
    }
}

static bool takes_first_form(enum romanisation table, uint32_t before)
{
    if (before == 0)
        return true;
    return table == ROMAN_RU_BGN && (roman_is_vowel(before) || before == 0x0439 ||
                                     before == 0x044a || before == 0x044c);
}

/* г after з, and letters that would be read as one with the letter before them. */
static struct str parted(enum romanisation table, uint32_t c, uint32_t before)
{
    const uint32_t g = 0x0433;
    const bool is_ukrainian = table == ROMAN_BGN_UK_1965;

    if (c == g && before == 0x0437 && (table == ROMAN_KMU_2010 || table == ROMAN_UA_1996))
        return STR("gh");
    if (is_ukrainian && c == g &&
        (before == 0x0437 || before == 0x043a || before == 0x0441 || before == 0x0446))
        return STR("·h");
    if ((is_ukrainian || table == ROMAN_RU_BGN) && c == 0x0441 && before == 0x0442)
        return STR("·s");
    if (table == ROMAN_RU_BGN && c == 0x0447 && before == 0x0448)
        return STR("·ch");
    return (struct str){0};
}

struct str roman_latin_of(const struct roman_letter *letter, enum romanisation table,
                          uint32_t before)
{
    struct str rest = parted(table, letter->cyrillic, before);
    struct str first;

    if (rest.len > 0)
        return rest;
    rest = str_from_c(letter->latin[table]);
    if (str_find(rest, '|', 0) == rest.len)
        return rest;
    first = str_cut(&rest, '|');
    return takes_first_form(table, before) ? first : rest;
}

bool roman_put_point(struct name_text *out, uint32_t c)
{
    char bytes[4];
    size_t len = 0;

    if (c < 0x80) {
        bytes[len++] = (char)c;
    } else if (c < 0x800) {
        bytes[len++] = (char)(0xc0 | c >> 6);
    } else if (c < 0x10000) {
        bytes[len++] = (char)(0xe0 | c >> 12);
        bytes[len++] = (char)(0x80 | (c >> 6 & 0x3f));
    } else {
        bytes[len++] = (char)(0xf0 | c >> 18);
        bytes[len++] = (char)(0x80 | (c >> 12 & 0x3f));
        bytes[len++] = (char)(0x80 | (c >> 6 & 0x3f));
    }
    if (c >= 0x80)
        bytes[len++] = (char)(0x80 | (c & 0x3f));
    if (out->len + len > NAME_TEXT_MAX)
        return false;
    memcpy(out->text + out->len, bytes, len);
    out->len += len;
    return true;
}

/* Of the Latin letters that the tables use. */
static uint32_t capital_of(uint32_t c)
{
    if (c - 'a' < 26 || (c >= 0x00e0 && c < 0x00ff))
        return c - 32;
    if (c == 0x010d || c == 0x015d || c == 0x0161)
        return c - 1;
    return c == 0x017e ? 0x017d : c;
}

struct reader {
    uint32_t at[NAME_POINTS_MAX];
    size_t count;
};

/* Letters as typed, й, ї and ё composed. */
static uint32_t composed(uint32_t c, uint32_t mark)
{
    static const struct {
        uint32_t letter;
        uint32_t mark;
        uint32_t whole;
    } pairs[] = {
        {0x0438, 0x0306, 0x0439}, {0x0418, 0x0306, 0x0419}, {0x0456, 0x0308, 0x0457},
        {0x0406, 0x0308, 0x0407}, {0x0435, 0x0308, 0x0451}, {0x0415, 0x0308, 0x0401},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i].letter == c && pairs[i].mark == mark)
            return pairs[i].whole;
    return 0;
}

static void read_points(struct reader *out, struct str text)
{
    out->count = 0;
    for (size_t at = 0; at < text.len && out->count < NAME_POINTS_MAX;) {
        uint32_t whole = 0;
        uint32_t c;

        if (utf8_sequence(str_after(text, at)) == 0) {
            at++;
            continue;
        }
        c = utf8_next(text, &at);
        if (out->count > 0)
            whole = composed(out->at[out->count - 1], c);
        if (whole)
            out->at[out->count - 1] = whole;
        else
            out->at[out->count++] = c;
    }
}

/* The small Cyrillic letter at i, an apostrophe between two included; or 0. */
static uint32_t cyrillic_at(const struct reader *points, size_t i)
{
    uint32_t c = i < points->count ? points->at[i] : 0;

    if (name_class_of(c) == CLASS_APOSTROPHE)
        return i > 0 && i + 1 < points->count &&
                       name_script_of_point(points->at[i - 1]) == SCRIPT_CYRILLIC &&
                       name_script_of_point(points->at[i + 1]) == SCRIPT_CYRILLIC
                   ? ROMAN_APOSTROPHE
                   : 0;
    return name_script_of_point(c) == SCRIPT_CYRILLIC ? fold_code_point(c) : 0;
}

static bool is_capital(const struct reader *points, size_t i)
{
    return i < points->count && fold_code_point(points->at[i]) != points->at[i] &&
           points->at[i] != ROMAN_APOSTROPHE;
}

/* Щука is Shchuka, ЩУКА is SHCHUKA. */
static bool put_latin(struct name_text *out, struct str latin,
                      const struct reader *points, size_t i)
{
    bool first = is_capital(points, i);
    bool rest = first &&
                (is_capital(points, i + 1) ||
                 (cyrillic_at(points, i + 1) == 0 && i > 0 && is_capital(points, i - 1)));

    for (size_t at = 0; at < latin.len;) {
        bool capital = at == 0 ? first : rest;
        uint32_t c = utf8_next(latin, &at);

        if (!roman_put_point(out, capital ? capital_of(c) : c))
            return false;
    }
    return true;
}

static bool put_romanised(struct name_text *out, const struct reader *points, size_t i,
                          enum romanisation table)
{
    uint32_t before = i > 0 ? cyrillic_at(points, i - 1) : 0;
    const struct roman_letter *letter = letter_of(cyrillic_at(points, i));

    if (!letter)
        return roman_put_point(out, points->at[i]);
    return put_latin(out, roman_latin_of(letter, table, before), points, i);
}

void name_romanise(struct name_text *out, struct str cyrillic, enum romanisation table)
{
    struct reader points;
    bool fits = true;

    read_points(&points, cyrillic);
    out->len = 0;
    for (size_t i = 0; i < points.count && fits; i++)
        fits = put_romanised(out, &points, i, table);
}
