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

static char sound_at(const struct sounds *sounds, size_t i)
{
    return i < sounds->count ? sounds->at[i] : '\0';
}

static bool is_glide(char c)
{
    return c == 'j' || c == 'J';
}

/* i and й before a vowel say only that the consonant before is soft (Mariia, Mariya,
 * Maria), and nothing at the start (Yevhen, Evhen). */
static bool softens(const struct sounds *sounds, size_t i)
{
    char c = sound_at(sounds, i);

    if (!is_glide(c) && c != 'i')
        return false;
    while (is_glide(sound_at(sounds, i + 1)))
        i++;
    return sound_is_vowel(sound_at(sounds, i + 1));
}

static void put_folded(struct name_key *key, char sound)
{
    switch (sound) {
    case 'g':
    case 'H':
        put(key, 'h');
        break;
    case 'Z':
    case 'S':
        put(key, 'x');
        break;
    case 'C':
        put(key, 'q');
        break;
    case 'W':
        put(key, 'x');
        put(key, 'q');
        break;
    case 'w':
        put(key, 'v');
        break;
    case 'j':
    case 'J':
        put(key, 'i');
        break;
    case '\'':
        break;
    default:
        if (sound - '0' < 10 && sound >= '0')
            put_digit(key, sound);
        else
            put(key, sound);
    }
}

/* The one or two sounds at i; returns how many. */
static size_t fold_at(struct name_key *key, const struct sounds *sounds, size_t i)
{
    char c = sounds->at[i];
    char next = sound_at(sounds, i + 1);

    if (softens(sounds, i) || (c == 'o' && next == 'u')) /* French: Marioupol */
        return 1;
    if (c == 't' && next == 's') { /* Братськ is Bratsk */
        put(key, 'c');
        return 2;
    }
    if (c == 's' && next == 'h') { /* Лисгір is Lyshir */
        put(key, 'x');
        return 2;
    }
    put_folded(key, c);
    return 1;
}

static void fold1_of(struct name_key *out, const struct sounds *sounds)
{
    out->len = 0;
    for (size_t i = 0; i < sounds->count;)
        i += fold_at(out, sounds, i);
}

static size_t without_final_vowels(const struct name_key *key)
{
    size_t len = key->len;

    while (len > 0 && sound_is_vowel(key->text[len - 1]))
        len--;
    return len > 0 ? len : key->len;
}

/* Vowels as Ukrainian and Russian differ in them: Харків, Харьков; Олена, Алена. */
static char fold2_vowel(const struct name_key *key, size_t i)
{
    char c = key->text[i];
    char next = i + 1 < key->len ? key->text[i + 1] : '\0';

    if ((c == 'o' || c == 'u') && next == 'v')
        return 'i';
    if (c == 'e')
        return 'i';
    return c == 'o' ? 'a' : c;
}

static void fold2_of(struct name_key *out, const struct name_key *fold1)
{
    size_t len = without_final_vowels(fold1);

    out->len = 0;
    for (size_t i = 0; i < len; i++) {
        char c = fold1->text[i];

        if (c == 'q' && out->len > 0 && out->text[out->len - 1] == 'x')
            continue; /* щ is ш */
        if (c >= '0' && c <= '9')
            put_digit(out, c);
        else
            put(out, fold2_vowel(fold1, i));
    }
}

/* ---- the skeleton ------------------------------------------------------------------ */

/* What Arabic has no letter for is spelt with the nearest: п ب, в ف, ц تس, ч تش. */
static const char *skeleton_of(char sound)
{
    switch (sound) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'j':
    case '\'':
        return "";
    case 'J':
    case 'Z':
        return "j";
    case 'H':
        return "h";
    case 'S':
    case 'W':
        return "x";
    case 'C':
        return "tx";
    case 'c':
        return "ts";
    case 'p':
        return "b";
    case 'v':
        return "f";
    default:
        return NULL;
    }
}

/* In "Abdul-Rahman" and "Abdurrahman" the article's l is written or not. */
static bool is_sun_letter(char c)
{
    return c == 't' || c == 'd' || c == 'r' || c == 'z' || c == 's' || c == 'x' ||
           c == 'n';
}

static void put_skeleton(struct name_key *key, char c)
{
    if (key->len > 1 && key->text[key->len - 1] == 'l' && is_sun_letter(c))
        key->len--;
    put(key, c);
}

static void put_consonants(struct name_key *out, char sound, bool is_first)
{
    const char *letters = skeleton_of(sound);

    if (sound == 'w' && !is_first)
        return; /* و is w at the start and a vowel elsewhere */
    if (letters && is_first && *letters == '\0')
        put(out, 'a');
    if (sound >= '0' && sound <= '9')
        put_digit(out, sound);
    else if (!letters)
        put_skeleton(out, sound);
    else
        for (; *letters; letters++)
            put_skeleton(out, *letters);
}

static void skeleton_of_sounds(struct name_key *out, const struct sounds *sounds)
{
    out->len = 0;
    for (size_t i = 0; i < sounds->count; i++)
        put_consonants(out, sounds->at[i], i == 0);
    /* Fatima, Fatimah, فاطمة */
    if (out->len > 2 && out->text[out->len - 1] == 'h')
        out->len--;
}

/* The article, which is written or not: at the start only, for elsewhere the blanks
 * before it cannot be relied on. */
static size_t article_len(const struct name_points *points)
{
    const uint32_t *at = points->at;

    if (points->count > 4 && at[0] == 0x0627 && at[1] == 0x0644)
        return 2;
    if (points->count > 5 && (at[0] == 'a' || at[0] == 'e' || at[0] == 'u') &&
        at[1] - 'a' < 26 && (at[2] == '-' || at[2] == ' ') &&
        (at[1] == 'l' || at[1] == at[3]))
        return 3;
    return 0;
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
static bool fold1_or_skeleton(struct name_key *out, struct str word)
{
    struct name_points points;
    struct sounds sounds;

    name_points_compat(&points, word);
    sounds_of(&sounds, &points);
    if (sounds.is_arabic)
        skeleton_of_points(out, &points);
    else
        fold1_of(out, &sounds);
    return !sounds.is_arabic;
}

void name_fold1(struct name_key *out, struct str word)
{
    (void)fold1_or_skeleton(out, word);
}

void name_fold2(struct name_key *out, struct str word)
{
    struct name_key fold1;

    if (fold1_or_skeleton(&fold1, word))
        fold2_of(out, &fold1);
    else
        *out = fold1;
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
