#include "names/key.h"

#include "names/sounds.h"

struct str name_key_str(const struct name_key *key)
{
    return (struct str){key->text, key->len};
}

/* Doubled letters become one. */
static void put(struct name_key *key, char c)
{
    if (key->len < NAME_KEY_MAX && (key->len == 0 || key->text[key->len - 1] != c))
        key->text[key->len++] = c;
}

/* Digits that stand twice are two: 11 is not 1. */
static void put_digit(struct name_key *key, char c)
{
    if (key->len < NAME_KEY_MAX)
        key->text[key->len++] = c;
}

/* Sounds whose letter in the key is another one. */
static const char folded['z' + 1] = {
    ['g'] = 'h', ['G'] = 'h', ['H'] = 'h', ['Z'] = 'x', ['S'] = 'x',
    ['W'] = 'x', ['C'] = 'q', ['Q'] = 'q', ['w'] = 'v',
};

static void put_folded(struct name_key *key, char sound)
{
    char c = folded[(unsigned char)sound];

    if (sound >= '0' && sound <= '9') {
        put_digit(key, sound);
        return;
    }
    if (c == '\0')
        c = sound;
    put(key, c);
    if (sound == 'W') /* щ is шч */
        put(key, 'q');
}

static void key_of(struct name_key *out, const struct sounds *row)
{
    out->len = 0;
    for (size_t i = 0; i < row->count; i++)
        put_folded(out, row->at[i]);
}

/* ---- the skeleton ------------------------------------------------------------------ */

/*
 * What Arabic has no letter for is spelt with the nearest: п ب, в ف, ц تس, ч تش; ج is
 * j in Latin spelling, and g where it is spoken so (Jamal, Gamal). Letters that have none
 * of their own here are vowels.
 */
static char skeleton_letter(char sound)
{
    switch (sound) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'j':
    case '\'':
        return '\0';
    case 'G':
    case 'J':
    case 'Z':
        return 'g';
    case 'H':
        return 'h';
    case 'S':
    case 'W':
    case 'C':
    case 'Q':
        return 'x';
    case 'c':
        return 's';
    case 'p':
        return 'b';
    case 'v':
        return 'f';
    default:
        return sound;
    }
}

/* Before these the article's l is not spoken, and written or not: in "Abdul-Rahman" and
 * "Abdurrahman". */
static bool is_sun_letter(char c)
{
    return c == 't' || c == 'd' || c == 'r' || c == 'z' || c == 's' || c == 'x' ||
           c == 'n';
}

/* What goes with the letter after it: t in تس and تش, d in дж, c in ck. */
static bool is_part_of_next(char c, char next)
{
    switch (c) {
    case 't':
        return next == 's' || next == 'S';
    case 'd':
        return next == 'Z' || next == 'J';
    case 'c':
        return next == 'k';
    default:
        return false;
    }
}

static void put_consonant(struct name_key *key, char sound, bool is_first)
{
    char c = skeleton_letter(sound);

    if (c == '\0' && is_first)
        c = 'a';
    if (c == '\0' || (sound == 'w' && !is_first))
        return; /* و is w at the start and a vowel elsewhere */
    if (c >= '0' && c <= '9') {
        put_digit(key, c);
        return;
    }
    if (key->len > 2 && key->text[key->len - 1] == 'l' && is_sun_letter(c))
        key->len--;
    put(key, c);
}

static void skeleton_of_sounds(struct name_key *out, const struct sounds *sounds)
{
    out->len = 0;
    for (size_t i = 0; i < sounds->count; i++)
        if (i + 1 == sounds->count || !is_part_of_next(sounds->at[i], sounds->at[i + 1]))
            put_consonant(out, sounds->at[i], out->len == 0 && i < 2);
    /* Fatima, Fatimah, فاطمة */
    if (out->len > 2 && out->text[out->len - 1] == 'h')
        out->len--;
}

static bool is_separator(uint32_t c)
{
    return c == '-' || c == ' ' || c == 0x2019 || c == '\'';
}

/* al-, el-, ul-, and as the letter after it makes it: as-, ash-, ad-. */
static size_t latin_article_len(const struct name_points *points)
{
    const uint32_t *at = points->at;
    size_t end = 2;

    if (points->count < 6 || (at[0] != 'a' && at[0] != 'e' && at[0] != 'u'))
        return 0;
    if (!is_separator(at[end]))
        end++;
    if (!is_separator(at[end]) || at[1] - 'a' >= 26)
        return 0;
    if (end == 2 && at[1] == 'l')
        return end + 1;
    if (at[1] == at[end + 1] && (end == 2 || at[2] == at[end + 2]))
        return end + 1;
    return 0;
}

/* The article, which is written or not: at the start only, for elsewhere the blanks
 * before it cannot be relied on. */
static size_t article_len(const struct name_points *points)
{
    if (points->count > 4 && points->at[0] == 0x0627 && points->at[1] == 0x0644)
        return 2;
    return latin_article_len(points);
}

static void skeleton_of_points(struct name_key *out, struct name_points *points)
{
    struct sounds sounds;
    size_t skip = article_len(points);

    for (size_t i = skip; i < points->count; i++)
        points->at[i - skip] = points->at[i];
    points->count -= skip;
    sounds_of(&sounds, points);
    skeleton_of_sounds(out, &sounds);
}

void name_skeleton(struct name_key *out, struct str word)
{
    struct name_points points;

    name_points_compat(&points, word);
    skeleton_of_points(out, &points);
}

/* False: Arabic letters, and out is the skeleton. */
static bool row_or_skeleton(struct sounds *row, struct name_key *out, struct str word)
{
    struct name_points points;

    name_points_compat(&points, word);
    sounds_of(row, &points);
    if (row->is_arabic)
        skeleton_of_points(out, &points);
    return !row->is_arabic;
}

void name_fold1(struct name_key *out, struct str word)
{
    struct sounds row;

    if (!row_or_skeleton(&row, out, word))
        return;
    sounds_soften(&row, J_DROPPED);
    key_of(out, &row);
}

/* щ is ш: the same letter of the key. */
static void without_shcha(struct sounds *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->at[i] == 'W')
            row->at[i] = 'S';
}

static void fold2_of(struct name_key *out, struct sounds *row)
{
    sounds_soften(row, J_DROPPED);
    sounds_plain(row);
    without_shcha(row);
    key_of(out, row);
}

void name_fold2(struct name_key *out, struct str word)
{
    struct sounds row;

    if (row_or_skeleton(&row, out, word))
        fold2_of(out, &row);
}

/* One way to read: what Latin ch, j and c are; NUL: as they are. */
struct reading {
    char ch;
    char j;
    char c;
};

static void read_as(struct sounds *row, const struct reading *reading)
{
    for (size_t i = 0; i < row->count; i++) {
        char *sound = &row->at[i];

        if (*sound == 'Q' && reading->ch)
            *sound = reading->ch;
        else if (*sound == 'J' && reading->j)
            *sound = reading->j;
        else if (*sound == 'c' && reading->c)
            *sound = reading->c;
    }
}

static bool is_among(const struct name_key *keys, size_t count,
                     const struct name_key *key)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(name_key_str(&keys[i]), name_key_str(key)))
            return true;
    return false;
}

size_t name_fold2_readings(struct name_key *out, size_t max, struct str word)
{
    static const struct reading readings[] = {
        {0}, {.ch = 'H'}, {.ch = 'H', .j = 'H'}, {.ch = 'S', .j = 'Z'}, {.c = 'C'}};
    struct sounds row;
    size_t count = 0;

    if (max == 0)
        return 0;
    if (!row_or_skeleton(&row, &out[0], word))
        return out[0].len > 0;
    if (name_script_of(word) != SCRIPT_LATIN)
        max = 1;
    for (size_t i = 0; i < sizeof readings / sizeof readings[0] && count < max; i++) {
        struct sounds read = row;
        struct name_key key;

        read_as(&read, &readings[i]);
        fold2_of(&key, &read);
        if (key.len > 0 && !is_among(out, count, &key))
            out[count++] = key;
    }
    return count;
}

/* ---- Arabic to Arabic ------------------------------------------------------------ */

/* 0: left out. */
static uint32_t fold_arabic_letter(uint32_t c)
{
    switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0671:
        return 0x0627;
    case 0x0624:
        return 0x0648;
    case 0x0626:
    case 0x0649:
    case 0x06cc:
    case 0x06d2:
        return 0x064a;
    case 0x0629:
    case 0x06be:
    case 0x06c1:
    case 0x06d5:
        return 0x0647;
    case 0x06a9:
        return 0x0643;
    case 0x0621:
    case 0x0640:
        return 0;
    default:
        return c;
    }
}

void name_fold_arabic(struct name_points *out, struct str text)
{
    struct name_points points;

    name_points_plain(&points, text);
    out->count = 0;
    for (size_t i = 0; i < points.count; i++) {
        uint32_t c = fold_arabic_letter(points.at[i]);
        enum name_class class = name_class_of(c);

        if (c != 0 && (class == CLASS_LETTER || class == CLASS_DIGIT))
            out->at[out->count++] = c;
    }
}
