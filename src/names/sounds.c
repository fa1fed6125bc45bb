#include "names/sounds.h"

#include <string.h>

struct spelling {
    struct str letters; /* after the first */
    const char *sounds;
};

/* Small letters of Cyrillic from U+0430 to U+045F. Ukrainian и and Russian ы are one
 * vowel. ё is mostly written е (Королёв, Королев). ь and ъ say nothing. */
static const char cyrillic[0x30][4] = {
    "a", "b", "v", "G", "d",  "e",  "Z", "z",  "i", "j", "k", "l", "m", "n", "o",  "p",
    "r", "s", "t", "u", "f",  "H",  "c", "C",  "S", "W", "",  "i", "",  "e", "ju", "ja",
    "e", "e", "d", "g", "je", "dz", "i", "ji", "j", "l", "n", "C", "k", "i", "v",  "dZ"};

/* Cyrillic letters of other languages of the region. */
static const struct {
    uint32_t letter;
    const char *sounds;
} more_cyrillic[] = {
    {0x0463, "e"}, {0x0491, "g"}, {0x0493, "g"}, {0x0497, "Z"},
    {0x049b, "k"}, {0x04a3, "n"}, {0x04af, "u"}, {0x04b1, "u"},
    {0x04b3, "H"}, {0x04b7, "C"}, {0x04bb, "h"}, {0x04cf, ""},
    {0x04d9, "a"}, {0x04e3, "i"}, {0x04e9, "o"}, {0x04ef, "u"},
};

/* Latin letters whose mark changes the sound; other marks are passed over. */
static const struct {
    uint32_t letter;
    const char *sounds;
} marked_latin[] = {
    {0x00e6, "e"}, {0x00e7, "C"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "t"},
    {0x0107, "C"}, {0x0109, "C"}, {0x010d, "C"}, {0x0125, "H"}, {0x0135, "Z"},
    {0x015d, "S"}, {0x0111, "d"}, {0x0127, "h"}, {0x0131, "i"}, {0x0142, "l"},
    {0x0153, "e"}, {0x015f, "S"}, {0x0161, "S"}, {0x0163, "c"}, {0x017c, "Z"},
    {0x017e, "Z"}, {0x0219, "S"}, {0x021b, "c"},
};

/* Latin spellings by first letter, longest first; what is not here is itself. English,
 * German, French and Polish ways of spelling Cyrillic. A hyphen: what follows
 * decides. */
static const struct spelling of_c[] = {
    {STR_INIT("htch"), "W"}, {STR_INIT("zh"), "C"}, {STR_INIT("h"), "Q"},
    {STR_INIT("z"), "C"},    {STR_INIT("k"), "ck"}, {STR_INIT(""), "-"},
};
static const struct spelling of_d[] = {
    {STR_INIT("h"), "d"}, {STR_INIT("j"), "dZ"}, {STR_INIT(""), "d"}};
static const struct spelling of_g[] = {{STR_INIT("h"), "g"}, {STR_INIT(""), "g"}};
static const struct spelling of_k[] = {{STR_INIT("h"), "H"}, {STR_INIT(""), "k"}};
static const struct spelling of_p[] = {{STR_INIT("h"), "f"}, {STR_INIT(""), "p"}};
static const struct spelling of_s[] = {
    {STR_INIT("chtsch"), "W"}, {STR_INIT("chtch"), "W"}, {STR_INIT("htch"), "W"},
    {STR_INIT("hch"), "W"},    {STR_INIT("zcz"), "W"},   {STR_INIT("ch"), "S"},
    {STR_INIT("h"), "S"},      {STR_INIT("z"), "S"},     {STR_INIT(""), "s"},
};
static const struct spelling of_t[] = {
    {STR_INIT("sch"), "C"}, {STR_INIT("ch"), "C"}, {STR_INIT("sh"), "C"},
    {STR_INIT("h"), "t"},   {STR_INIT("s"), "c"},  {STR_INIT("z"), "c"},
    {STR_INIT(""), "t"},
};
static const struct spelling of_z[] = {
    {STR_INIT("gh"), "zh"}, {STR_INIT("h"), "Z"}, {STR_INIT(""), "z"}};

static const struct {
    const struct spelling *rows;
    size_t count;
} latin['z' - 'a' + 1] = {
#define ROWS(letter, table)                                                              \
    [(letter) - 'a'] = {(table), sizeof(table) / sizeof((table)[0])}
    ROWS('c', of_c), ROWS('d', of_d), ROWS('g', of_g), ROWS('k', of_k),
    ROWS('p', of_p), ROWS('s', of_s), ROWS('t', of_t), ROWS('z', of_z),
#undef ROWS
};

/* Arabic letters from U+0621 to U+064A: consonants as Latin spelling of names has them.
 * ' stands for what is a vowel or nothing: it counts only at the start of a name. */
static const char arabic[0x2a][3] = {
    "",  "'", "'", "'", "'", "'", "'", "b", "h", "t", "t", "Z", "h", "H",  /* ء - خ */
    "d", "d", "r", "z", "s", "S", "s", "d", "t", "z", "'", "g", "",  "",   /* د - ؼ */
    "",  "",  "",  "",  "f", "k", "k", "l", "m", "n", "h", "w", "'", "'"}; /* ؽ - ي */

static const struct {
    uint32_t letter;
    const char *sounds;
} more_arabic[] = {
    {0x0671, "'"}, {0x067e, "p"}, {0x0686, "C"}, {0x0698, "Z"},
    {0x06a4, "v"}, {0x06a9, "k"}, {0x06af, "g"}, {0x06be, "h"},
    {0x06c1, "h"}, {0x06cc, "'"}, {0x06d2, "'"},
};

static void add(struct sounds *out, const char *sounds)
{
    for (; *sounds && out->count < SOUNDS_MAX; sounds++)
        out->at[out->count++] = *sounds;
}

static void add_one(struct sounds *out, char sound)
{
    if (out->count < SOUNDS_MAX)
        out->at[out->count++] = sound;
}

/* The letter at i without its mark, a to z; 0 past the end and for what is none. */
static uint32_t latin_at(const struct name_points *points, size_t i)
{
    uint32_t c = i < points->count ? points->at[i] : 0;

    if (c >= 0x80)
        c = name_point_plain(c);
    return c - 'a' < 26 ? c : 0;
}

static bool spells(const struct name_points *points, size_t at, struct str letters)
{
    for (size_t i = 0; i < letters.len; i++)
        if (at + i >= points->count ||
            points->at[at + i] != (unsigned char)letters.ptr[i])
            return false;
    return true;
}

/* c is ц in Polish and Czech spelling, which have it before e, i and y and at the end;
 * elsewhere it is English or French, and k. */
static char sound_of_c(uint32_t next)
{
    switch (next) {
    case 'e':
    case 'i':
    case 'j':
    case 'y':
    case 0:
        return 'c';
    default:
        return 'k';
    }
}

/* Letters that spell alone; y is a consonant before a vowel, j in French also before
 * consonants (Jdeniievo). */
static void add_letter(struct sounds *out, const struct name_points *points, size_t i,
                       uint32_t c)
{
    static const char spelt_alone[] = "ab--ef-hi.-lmno-.r--uvw..-"; /* a to z */
    char sound = spelt_alone[c - 'a'];
    uint32_t next;

    if (sound != '.') {
        add_one(out, sound);
        return;
    }
    next = latin_at(points, i + 1);
    if (c == 'j')
        add_one(out, out->count > 0 || sound_is_vowel((char)next) ? 'J' : 'Z');
    else if (c == 'q')
        add_one(out, 'k');
    else if (c == 'x')
        add(out, "ks");
    else
        add_one(out, next && sound_is_vowel((char)next) ? 'j' : 'i');
}

/* The Latin letter at i and those that spell one sound with it; returns how many. */
static size_t add_latin(struct sounds *out, const struct name_points *points, size_t i)
{
    uint32_t c = latin_at(points, i);

    if (latin[c - 'a'].count == 0) {
        add_letter(out, points, i, c);
        return 1;
    }
    for (size_t k = 0; k < latin[c - 'a'].count; k++) {
        const struct spelling *s = &latin[c - 'a'].rows[k];

        if (!spells(points, i + 1, s->letters))
            continue;
        if (*s->sounds == '-')
            add_one(out, sound_of_c(latin_at(points, i + 1)));
        else
            add(out, s->sounds);
        return 1 + s->letters.len;
    }
    return 1;
}

static void add_number(struct sounds *out, uint32_t c)
{
    uint32_t unit = 10000;

    if (name_class_of(c) != CLASS_LETTER && name_class_of(c) != CLASS_DIGIT)
        return;
    while (c / unit > 9)
        unit *= 10;
    for (; unit > 0; unit /= 10)
        add_one(out, (char)('0' + c / unit % 10));
}

static void add_cyrillic(struct sounds *out, uint32_t c)
{
    if (c - 0x0430 < sizeof cyrillic / sizeof cyrillic[0]) {
        add(out, cyrillic[c - 0x0430]);
        return;
    }
    for (size_t i = 0; i < sizeof more_cyrillic / sizeof more_cyrillic[0]; i++)
        if (more_cyrillic[i].letter == c) {
            add(out, more_cyrillic[i].sounds);
            return;
        }
    add_number(out, c);
}

static void add_arabic(struct sounds *out, uint32_t c)
{
    out->is_arabic = true;
    if (c - 0x0621 < sizeof arabic / sizeof arabic[0]) {
        add(out, arabic[c - 0x0621]);
        return;
    }
    for (size_t i = 0; i < sizeof more_arabic / sizeof more_arabic[0]; i++)
        if (more_arabic[i].letter == c) {
            add(out, more_arabic[i].sounds);
            return;
        }
    add_number(out, c);
}

/* ... that is no ASCII letter: a mark may make another sound of it. */
static size_t add_marked(struct sounds *out, const struct name_points *points, size_t i)
{
    uint32_t c = points->at[i];

    for (size_t k = 0; k < sizeof marked_latin / sizeof marked_latin[0]; k++)
        if (marked_latin[k].letter == c) {
            add(out, marked_latin[k].sounds);
            return 1;
        }
    if (latin_at(points, i))
        return add_latin(out, points, i);
    add_number(out, c);
    return 1;
}

static size_t add_at(struct sounds *out, const struct name_points *points, size_t i)
{
    uint32_t c = points->at[i];

    if (c - 'a' < 26)
        return add_latin(out, points, i);
    if (c - '0' < 10)
        add_one(out, (char)c);
    if (c < 0xc0)
        return 1;
    if (c - 0x0400 < 0x130) {
        add_cyrillic(out, c);
        return 1;
    }
    switch (name_script_of_point(c)) {
    case SCRIPT_LATIN:
        return add_marked(out, points, i);
    case SCRIPT_ARABIC:
        add_arabic(out, c);
        return 1;
    case SCRIPT_CYRILLIC:
    case SCRIPT_OTHER:
        break;
    }
    add_number(out, c);
    return 1;
}

void sounds_of(struct sounds *out, const struct name_points *points)
{
    out->count = 0;
    out->is_arabic = false;
    for (size_t i = 0; i < points->count;)
        i += add_at(out, points, i);
    out->at[out->count] = '\0';
}

static void end_at(struct sounds *row, size_t count)
{
    row->count = count;
    row->at[count] = '\0';
}

static bool is_glide(char c)
{
    return c == 'j' || c == 'J';
}

/* i and й before a vowel say only that the consonant before is soft (Mariia, Mariya,
 * Maria), and nothing at the start (Yevhen, Evhen). */
static bool softens(const struct sounds *row, size_t i)
{
    char c = row->at[i];

    if (!is_glide(c) && c != 'i')
        return false;
    while (is_glide(row->at[i + 1]))
        i++;
    return sound_is_vowel(row->at[i + 1]);
}

/* Two sounds that are one; 0 when they are not. */
static char joined(char c, char next, enum sounds_j j)
{
    if (c == 'o' && next == 'u') /* French: Marioupol */
        return 'u';
    if (c == 't' && next == 's') /* Братськ is Bratsk */
        return 'c';
    if (c == 's' && (next == 'h' || next == 'G')) /* Лисгір is Lyshir */
        return 'S';
    if (c == 'd' && next == 'Z' && j == J_KEPT) /* Джамаль, Jamal */
        return 'J';
    return '\0';
}

static void keep(struct sounds *row, size_t *kept, char c)
{
    bool is_digit = c >= '0' && c <= '9';

    if (is_digit || *kept == 0 || row->at[*kept - 1] != c)
        row->at[(*kept)++] = c;
}

void sounds_soften(struct sounds *row, enum sounds_j j)
{
    size_t kept = 0;

    for (size_t i = 0; i < row->count; i++) {
        char c = row->at[i];
        char both = joined(c, row->at[i + 1], j);

        if (softens(row, i)) {
            if (c == 'J' && j == J_KEPT)
                keep(row, &kept, c);
            continue;
        }
        if (both)
            i++;
        if (both)
            c = both;
        else if (is_glide(c))
            c = 'i';
        keep(row, &kept, c);
    }
    end_at(row, kept);
}

static char plain_vowel(char c, char next)
{
    if ((c == 'o' || c == 'u') && (next == 'v' || next == 'w'))
        return 'i';
    switch (c) {
    case 'e':
        return 'i';
    case 'o':
        return 'a';
    default:
        return c;
    }
}

void sounds_plain(struct sounds *row)
{
    size_t last = row->count;
    size_t kept = 0;

    while (last > 0 && sound_is_vowel(row->at[last - 1]))
        last--;
    if (last > 0)
        end_at(row, last);
    for (size_t i = 0; i < row->count; i++)
        keep(row, &kept, plain_vowel(row->at[i], row->at[i + 1]));
    end_at(row, kept);
}
