#include "names/cross_letters.h"

#include "base/fold.h"
#include "base/text.h"

/* U+00DF to U+017E and U+1E01 to U+1EF9 without their marks; capitals come folded. */
static const char latin_first[][3] = {
    "ss", "a",  "a",  "a",  "a", "a",  "a",  "ae", "c",  "e",  "e",  "e",  "e",  "i", "i",
    "i",  "i",  "d",  "n",  "o", "o",  "o",  "o",  "o",  "",   "o",  "u",  "u",  "u", "u",
    "y",  "th", "y",  "a",  "a", "a",  "a",  "a",  "a",  "ch", "ch", "ch", "ch", "c", "c",
    "ch", "ch", "d",  "d",  "d", "d",  "e",  "e",  "e",  "e",  "e",  "e",  "e",  "e", "e",
    "e",  "g",  "g",  "g",  "g", "g",  "g",  "g",  "g",  "h",  "h",  "h",  "h",  "i", "i",
    "i",  "i",  "i",  "i",  "i", "i",  "i",  "i",  "ij", "ij", "zh", "zh", "k",  "k", "k",
    "l",  "l",  "l",  "l",  "l", "l",  "l",  "l",  "l",  "l",  "n",  "n",  "n",  "n", "n",
    "n",  "n",  "ng", "ng", "o", "o",  "o",  "o",  "o",  "o",  "oe", "oe", "r",  "r", "r",
    "r",  "r",  "r",  "s",  "s", "sh", "sh", "sh", "sh", "sh", "sh", "ts", "ts", "t", "t",
    "t",  "t",  "u",  "u",  "u", "u",  "u",  "u",  "u",  "u",  "u",  "u",  "u",  "u", "w",
    "w",  "y",  "y",  "y",  "z", "z",  "zh", "zh", "zh", "zh",
};
static const char latin_second[][3] = {
    "a", "b", "b", "b", "b",  "b", "b", "c", "c", "d", "d", "d", "d", "d", "d", "d", "d",
    "d", "d", "e", "e", "e",  "e", "e", "e", "e", "e", "e", "e", "f", "f", "g", "g", "h",
    "h", "h", "h", "h", "h",  "h", "h", "h", "h", "i", "i", "i", "i", "k", "k", "k", "k",
    "k", "k", "l", "l", "l",  "l", "l", "l", "l", "l", "m", "m", "m", "m", "m", "m", "n",
    "n", "n", "n", "n", "n",  "n", "n", "o", "o", "o", "o", "o", "o", "o", "o", "p", "p",
    "p", "p", "r", "r", "r",  "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s", "s",
    "s", "s", "s", "t", "t",  "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u",
    "u", "u", "u", "u", "v",  "v", "v", "v", "w", "w", "w", "w", "w", "w", "w", "w", "w",
    "w", "x", "x", "x", "x",  "y", "y", "z", "z", "z", "z", "z", "z", "h", "t", "w", "y",
    "a", "s", "",  "",  "ss", "",  "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
    "a", "a", "a", "a", "a",  "a", "a", "a", "a", "a", "a", "a", "a", "e", "e", "e", "e",
    "e", "e", "e", "e", "e",  "e", "e", "e", "e", "e", "e", "e", "i", "i", "i", "i", "o",
    "o", "o", "o", "o", "o",  "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o",
    "o", "o", "o", "o", "o",  "o", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u",
    "u", "u", "u", "y", "y",  "y", "y", "y", "y", "y", "y",
};

const uint32_t cross_arabic[ARABIC_COUNT] = {
    0x0621, 0x0622, 0x0623, 0x0624, 0x0625, 0x0626, 0x0627, 0x0628, 0x0629,
    0x062a, 0x062b, 0x062c, 0x062d, 0x062e, 0x062f, 0x0630, 0x0631, 0x0632,
    0x0633, 0x0634, 0x0635, 0x0636, 0x0637, 0x0638, 0x0639, 0x063a, 0x0641,
    0x0642, 0x0643, 0x0644, 0x0645, 0x0646, 0x0647, 0x0648, 0x0649, 0x064a,
};

static const char *latin_plain(uint32_t c, char one[2])
{
    one[0] = (char)c;
    one[1] = '\0';
    if (c - 'a' < LATIN_COUNT)
        return one;
    if (c - 0xdf < sizeof latin_first / sizeof latin_first[0])
        return latin_first[c - 0xdf];
    if (c - 0x1e01 < sizeof latin_second / sizeof latin_second[0])
        return latin_second[c - 0x1e01];
    switch (c) {
    case 0x0219: /* ș */
        return "sh";
    case 0x021b: /* ț */
        return "ts";
    case 0x0259: /* ə */
        return "a";
    default:
        return "";
    }
}

static uint8_t cyrillic_letter(uint32_t c)
{
    if (c - 0x0430 < 32)
        return (uint8_t)(c - 0x0430 + 1);
    switch (c) {
    case 0x0456: /* і */
        return 33;
    case 0x0457: /* ї */
        return 34;
    case 0x0454: /* є */
        return 35;
    case 0x0491: /* ґ */
        return 36;
    case 0x0451: /* ё */
        return 37;
    case 0x045e: /* ў */
        return 38;
    case 0x0458: /* ј of Serbian and Macedonian: й */
        return 10;
    case 0x045c: /* ќ of Macedonian: к */
        return 11;
    case 0x0453: /* ѓ of Macedonian: г */
        return 4;
    default:
        return 0;
    }
}

static uint8_t arabic_letter(uint32_t c)
{
    if (c == 0x06a9) /* Persian keheh: kaf */
        c = 0x0643;
    else if (c == 0x06cc) /* Persian yeh */
        c = 0x064a;
    else if (c == 0x0671) /* alef wasla */
        c = 0x0627;
    else if (c == 0x067e) /* peh: beh */
        c = 0x0628;
    else if (c == 0x06a4) /* veh: feh */
        c = 0x0641;
    else if (c == 0x0686) /* tcheh: jeem */
        c = 0x062c;
    else if (c == 0x06af) /* gaf: ghain */
        c = 0x063a;
    if (c - 0x0621 < 0x1a)
        return (uint8_t)(c - 0x0621 + 1);
    if (c - 0x0641 < 10)
        return (uint8_t)(c - 0x0641 + 27);
    return 0;
}

static enum cross_script script_of(uint32_t c)
{
    char one[2];

    if (cyrillic_letter(c) != 0)
        return CROSS_CYRILLIC;
    if (arabic_letter(c) != 0)
        return CROSS_ARABIC;
    return *latin_plain(c, one) != '\0' ? CROSS_LATIN : CROSS_NONE;
}

static void put(struct cross_letters *out, uint8_t letter)
{
    if (letter != 0 && out->count <= CROSS_MAX)
        out->at[out->count++] = letter;
}

/* A mark of its own behind its letter (Unicode NFD): й, ё and ї. */
static void compose(struct cross_letters *out, uint32_t mark)
{
    uint8_t *last = &out->at[out->count - 1];

    if (out->script != CROSS_CYRILLIC)
        return;
    if (mark == 0x0306 && *last == 9)
        *last = 10;
    else if (mark == 0x0308 && *last == 6)
        *last = 37;
    else if (mark == 0x0308 && *last == 33)
        *last = 34;
}

static void add(struct cross_letters *out, uint32_t c)
{
    char one[2];

    if (out->script == CROSS_NONE)
        out->script = script_of(c);
    if (c == 0x0306 || c == 0x0308) {
        compose(out, c);
        return;
    }
    switch (out->script) {
    case CROSS_LATIN:
        for (const char *plain = latin_plain(c, one); *plain != '\0'; plain++)
            put(out, (uint8_t)(*plain - 'a' + LATIN_A));
        break;
    case CROSS_CYRILLIC:
        put(out, cyrillic_letter(c));
        break;
    case CROSS_ARABIC:
        put(out, arabic_letter(c));
        break;
    case CROSS_NONE:
        break;
    }
}

void cross_letters_of(struct cross_letters *out, struct str name)
{
    size_t at = 0;

    out->script = CROSS_NONE;
    out->count = 1;
    out->at[0] = CROSS_START;
    while (at < name.len) {
        if (utf8_sequence(str_after(name, at)) == 0) {
            at++; /* no UTF-8: passed over */
            continue;
        }
        add(out, fold_code_point(utf8_next(name, &at)));
    }
    if (out->count == 1)
        out->count = 0;
    else
        out->at[out->count++] = CROSS_END;
}
