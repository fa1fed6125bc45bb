#include "names/word_unit.h"

#include <string.h>
#include <threads.h>
#include <utf8proc.h>

#include "base/text.h"
#include "names/word.h"

enum { TABLE_END = 0x0700, DECOMPOSED_MAX = 24 };

static struct word_unit table[TABLE_END];
static once_flag table_is_made = ONCE_FLAG_INIT;

struct point_range {
    uint32_t first;
    uint32_t last;
};

static bool lies_in(const struct point_range *ranges, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

#define LIES_IN(ranges, c) lies_in(ranges, sizeof(ranges) / sizeof(ranges)[0], c)

/* Unicode 15 blocks of scripts written without blanks between words. */
static const struct point_range without_blanks[] = {
    {0x0e00, 0x0eff},   /* Thai, Lao */
    {0x1000, 0x109f},   /* Burmese */
    {0x1780, 0x17ff},   /* Khmer */
    {0x3040, 0x30ff},   /* Hiragana, Katakana */
    {0x3400, 0x4dbf},   /* CJK extension A */
    {0x4e00, 0x9fff},   /* CJK */
    {0x31f0, 0x31ff},   /* Katakana, further */
    {0xf900, 0xfaff},   /* CJK compatibility */
    {0xff65, 0xff9f},   /* Katakana of half width */
    {0x20000, 0x3ffff}, /* CJK, further extensions */
};

/* Marks of scripts whose letters are whole without them. */
static const struct point_range accents[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05c7}, {0x0610, 0x061a},
    {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06ed}, {0x08ca, 0x08ff},
    {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0x2de0, 0x2dff},
    {0x3099, 0x309a}, {0xa66f, 0xa672}, {0xa674, 0xa67d}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f},
};

static const struct point_range arabic[] = {
    {0x0600, 0x06ff}, {0x0750, 0x077f}, {0x08a0, 0x08ff},
    {0xfb50, 0xfdff}, {0xfe70, 0xfefe},
};

static const struct point_range cyrillic[] = {
    {0x0400, 0x052f},
    {0x1c80, 0x1c8f},
    {0x1d2b, 0x1d2b},
    {0xa640, 0xa69f},
};

static const struct point_range latin[] = {
    {0x0041, 0x024f}, {0x0250, 0x02af}, {0x1d00, 0x1d2a},
    {0x1e00, 0x1eff}, {0x2c60, 0x2c7f}, {0xa720, 0xa7ff},
    {0xab30, 0xab6f}, {0xfb00, 0xfb06}, {0xff21, 0xff5a},
};

static unsigned script_of(uint32_t c)
{
    if (LIES_IN(latin, c))
        return WORD_LATIN;
    if (LIES_IN(cyrillic, c))
        return WORD_CYRILLIC;
    return LIES_IN(arabic, c) ? WORD_ARABIC : WORD_OTHER;
}

static enum word_kind punctuation_kind(uint32_t c)
{
    static const struct {
        uint32_t c;
        enum word_kind kind;
    } kinds[] = {
        {'\'', UNIT_APOSTROPHE},   {'`', UNIT_APOSTROPHE},    {0x00b4, UNIT_APOSTROPHE},
        {0x02b9, UNIT_APOSTROPHE}, {0x02bb, UNIT_APOSTROPHE}, {0x02bc, UNIT_APOSTROPHE},
        {0x02be, UNIT_APOSTROPHE}, {0x02bf, UNIT_APOSTROPHE}, {0x02c8, UNIT_APOSTROPHE},
        {0x2018, UNIT_APOSTROPHE}, {0x2019, UNIT_APOSTROPHE}, {0x201b, UNIT_APOSTROPHE},
        {0x2032, UNIT_APOSTROPHE}, {0xff07, UNIT_APOSTROPHE}, {'"', UNIT_DITTO},
        {0x02ba, UNIT_DITTO},      {0x201c, UNIT_DITTO},      {0x201d, UNIT_DITTO},
        {0x2033, UNIT_DITTO},      {'-', UNIT_HYPHEN},        {0x2010, UNIT_HYPHEN},
        {0x2011, UNIT_HYPHEN},     {0x2012, UNIT_HYPHEN},     {0x2013, UNIT_HYPHEN},
        {0x2212, UNIT_HYPHEN},     {'/', UNIT_SIGN},          {'_', UNIT_SIGN},
        {'.', UNIT_POINT},         {',', UNIT_POINT},         {':', UNIT_POINT},
        {0x0640, UNIT_NOTHING}, /* tatweel, which Unicode calls a letter */
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].c == c)
            return kinds[i].kind;
    return UNIT_PARTS;
}

static enum word_kind kind_of(uint32_t c)
{
    enum word_kind kind = punctuation_kind(c);
    utf8proc_category_t category;

    if (kind != UNIT_PARTS)
        return kind;
    if (LIES_IN(accents, c))
        return UNIT_ACCENT;
    category = utf8proc_category((utf8proc_int32_t)c);
    if (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME)
        return LIES_IN(without_blanks, c) ? UNIT_VOWEL : UNIT_LETTER;
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
        return LIES_IN(without_blanks, c) ? UNIT_ALONE : UNIT_LETTER;
    if (category == UTF8PROC_CATEGORY_ND)
        return UNIT_DIGIT;
    return category == UTF8PROC_CATEGORY_CF ? UNIT_NOTHING : UNIT_PARTS;
}

/* Letters that no decomposition of Unicode takes apart, as people type them without: for
 * the folded form only. And the Persian forms of two Arabic letters. */
static const char *typed_as(uint32_t c)
{
    switch (c) {
    case 0x00e6:
        return "ae";
    case 0x00f0:
    case 0x0111:
        return "d";
    case 0x00f8:
        return "o";
    case 0x00fe:
        return "th";
    case 0x0127:
        return "h";
    case 0x0131:
        return "i";
    case 0x0142:
        return "l";
    case 0x0153:
        return "oe";
    case 0x0167:
        return "t";
    case 0x0671:
        return "ا";
    case 0x06a9:
        return "ك";
    case 0x06cc:
        return "ي";
    default:
        return NULL;
    }
}

/* The bytes of c at out, of which used are written; what does not fit is left out. */
static uint8_t put(char out[UNIT_BYTES], uint8_t used, uint32_t c)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)c, bytes);

    if (len <= 0 || (size_t)used + (size_t)len > UNIT_BYTES)
        return used;
    memcpy(out + used, bytes, (size_t)len);
    return (uint8_t)(used + len);
}

static uint8_t put_folded(char out[UNIT_BYTES], uint8_t used, uint32_t c)
{
    const char *typed = typed_as(c);

    if (!typed)
        return put(out, used, c);
    while (*typed && used < UNIT_BYTES)
        out[used++] = *typed++;
    return used;
}

/* й and ї are letters of the alphabet, not и and і with an accent. */
static bool keeps_its_mark(uint32_t c)
{
    return c == 0x0439 || c == 0x0419 || c == 0x0457 || c == 0x0407;
}

static utf8proc_int32_t small_letter(uint32_t c)
{
    return utf8proc_tolower((utf8proc_int32_t)c);
}

/* What a letter comes apart into may hold blanks and signs (ﷺ, ŉ). */
static bool is_of_word(uint32_t c)
{
    enum word_kind kind = kind_of(c);

    return kind == UNIT_LETTER || kind == UNIT_ALONE || kind == UNIT_VOWEL ||
           kind == UNIT_DIGIT;
}

/* NFC of points without the accents that make no letter with what they stand on. */
static void mark_letter(struct word_unit *unit, utf8proc_int32_t *points, size_t count)
{
    utf8proc_ssize_t all =
        utf8proc_normalize_utf32(points, (utf8proc_ssize_t)count, UTF8PROC_COMPOSE);

    for (utf8proc_ssize_t i = 0; i < all; i++)
        if (is_of_word((uint32_t)points[i]))
            unit->marked_len = put(unit->marked, unit->marked_len, (uint32_t)points[i]);
}

static void fold_letter(struct word_unit *unit, uint32_t c)
{
    /* Thai and Lao vowels and ligatures are one character; Katakana of half width is not
     */
    int how = unit->kind != UNIT_LETTER && c < 0xff00 ? 0 : UTF8PROC_COMPAT;
    utf8proc_int32_t points[DECOMPOSED_MAX] = {small_letter(c)};
    utf8proc_ssize_t count = 1;

    if (!keeps_its_mark(c))
        count = utf8proc_decompose_char(
            (utf8proc_int32_t)c, points, DECOMPOSED_MAX,
            (utf8proc_option_t)(how | UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE), NULL);
    if (count <= 0 || count > DECOMPOSED_MAX)
        return;
    unit->letters = (uint8_t)script_of((uint32_t)points[0]);
    for (utf8proc_ssize_t i = 0; i < count; i++)
        if (is_of_word((uint32_t)points[i]))
            unit->folded_len =
                put_folded(unit->folded, unit->folded_len, (uint32_t)points[i]);
    if (unit->letters == WORD_LATIN) {
        mark_letter(unit, points, (size_t)count);
    } else {
        memcpy(unit->marked, unit->folded, UNIT_BYTES);
        unit->marked_len = unit->folded_len;
    }
}

static void fold_sign(struct word_unit *unit, uint32_t c)
{
    unit->folded_len = put(unit->folded, 0, c);
    unit->marked_len = put(unit->marked, 0, c);
}

/* Arabic, Persian and full-width digits are 0 to 9; others stay as they are. */
static void fold_digit(struct word_unit *unit, uint32_t c)
{
    static const uint32_t zeros[] = {0x0660, 0x06f0, 0xff10};

    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++)
        if (c - zeros[i] < 10)
            c = '0' + (c - zeros[i]);
    fold_sign(unit, c);
}

static void unit_of(struct word_unit *unit, uint32_t c)
{
    *unit = (struct word_unit){.kind = (uint8_t)kind_of(c)};
    switch ((enum word_kind)unit->kind) {
    case UNIT_LETTER:
    case UNIT_ALONE:
    case UNIT_VOWEL:
        fold_letter(unit, c);
        if (unit->folded_len == 0 || unit->marked_len == 0)
            unit->kind = UNIT_NOTHING;
        break;
    case UNIT_DIGIT:
        unit->letters = WORD_DIGITS;
        fold_digit(unit, c);
        break;
    case UNIT_APOSTROPHE:
    case UNIT_DITTO:
        fold_sign(unit, '\'');
        break;
    case UNIT_HYPHEN:
        fold_sign(unit, '-');
        break;
    case UNIT_SIGN:
    case UNIT_POINT:
    case UNIT_ACCENT: /* for word_unit_compose */
        fold_sign(unit, c);
        break;
    case UNIT_PARTS:
    case UNIT_NOTHING:
        break;
    }
}

static void make_table(void)
{
    for (uint32_t c = 0; c < TABLE_END; c++)
        unit_of(&table[c], c);
}

const struct word_unit *word_unit_at(size_t *len, struct str text, size_t at,
                                     struct word_unit *scratch)
{
    unsigned char first = (unsigned char)text.ptr[at];
    unsigned char second = at + 1 < text.len ? (unsigned char)text.ptr[at + 1] : 0;

    if (first < 0x80) {
        *len = 1;
        return &table[first];
    }
    if (first >= 0xc2 && first < 0xdc && (second & 0xc0) == 0x80) {
        *len = 2;
        return &table[(first & 0x1fU) << 6 | (second & 0x3fU)];
    }
    *len = utf8_sequence(str_after(text, at));
    if (*len == 0) {
        *len = 1;
        *scratch = (struct word_unit){.kind = UNIT_PARTS};
    } else {
        unit_of(scratch, utf8_next(text, &at));
    }
    return scratch;
}

size_t word_unit_compose(char out[UNIT_BYTES], struct str letter,
                         const struct word_unit *accent)
{
    struct str mark = {accent->marked, accent->marked_len};
    size_t at = 0;
    size_t mark_at = 0;
    utf8proc_int32_t points[2] = {(utf8proc_int32_t)utf8_next(letter, &at),
                                  (utf8proc_int32_t)utf8_next(mark, &mark_at)};

    if (utf8proc_normalize_utf32(points, 2, UTF8PROC_COMPOSE) != 1)
        return 0;
    return put(out, 0, (uint32_t)points[0]);
}

bool word_unit_keeps_its_mark(struct str letter)
{
    size_t at = 0;

    return keeps_its_mark(utf8_next(letter, &at));
}

void word_units_ready(void)
{
    call_once(&table_is_made, make_table);
}

bool word_may_cut(struct str text, size_t at)
{
    size_t before = at;
    size_t from = 0;

    if (at == 0 || at >= text.len)
        return true;
    while (before > 0 && (text.ptr[--before] & 0xc0) == 0x80)
        ;
    if (utf8_sequence(str_after(text, at)) == 0 ||
        utf8_sequence(str_after(text, before)) == 0)
        return (text.ptr[at] & 0xc0) != 0x80;
    return utf8proc_grapheme_break(
        (utf8proc_int32_t)utf8_next(str_after(text, before), &from),
        (utf8proc_int32_t)utf8_next(text, &at));
}
