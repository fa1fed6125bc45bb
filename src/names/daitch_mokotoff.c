#include "names/daitch_mokotoff.h"

#include <string.h>

#include "names/key.h"
#include "names/letters.h"
#include "names/romanise.h"

enum { DIGITS = 6, LETTERS_MAX = 2 * NAME_POINTS_MAX, BRANCHES_MAX = 128 };

/* A run of letters and what it is coded as at the start of a name, before a vowel and
 * elsewhere; "" is not coded. A run that can be read in two ways stands twice. */
struct rule {
    const char *letters;
    const char *code[3];
};

/*
 * The coding chart of https://www.jewishgen.org/InfoFiles/Soundex.html, sorted by first
 * letter, longest run first. UE is a vowel before a vowel (as every program that was
 * compared has it; the chart does not say so). a, e and t are the Polish ą and ę and the
 * Romanian ţ.
 */
static const struct rule rules[] = {
    {"AI", {"0", "1", ""}},       {"AJ", {"0", "1", ""}},
    {"AY", {"0", "1", ""}},       {"AU", {"0", "7", ""}},
    {"A", {"0", "", ""}},         {"B", {"7", "7", "7"}},
    {"CHS", {"5", "54", "54"}},   {"CSZ", {"4", "4", "4"}},
    {"CZS", {"4", "4", "4"}},     {"CH", {"5", "5", "5"}},
    {"CH", {"4", "4", "4"}},      {"CK", {"5", "5", "5"}},
    {"CK", {"45", "45", "45"}},   {"CZ", {"4", "4", "4"}},
    {"CS", {"4", "4", "4"}},      {"C", {"5", "5", "5"}},
    {"C", {"4", "4", "4"}},       {"DRZ", {"4", "4", "4"}},
    {"DRS", {"4", "4", "4"}},     {"DSH", {"4", "4", "4"}},
    {"DSZ", {"4", "4", "4"}},     {"DZH", {"4", "4", "4"}},
    {"DZS", {"4", "4", "4"}},     {"DS", {"4", "4", "4"}},
    {"DZ", {"4", "4", "4"}},      {"DT", {"3", "3", "3"}},
    {"D", {"3", "3", "3"}},       {"EI", {"0", "1", ""}},
    {"EJ", {"0", "1", ""}},       {"EY", {"0", "1", ""}},
    {"EU", {"1", "1", ""}},       {"E", {"0", "", ""}},
    {"FB", {"7", "7", "7"}},      {"F", {"7", "7", "7"}},
    {"G", {"5", "5", "5"}},       {"H", {"5", "5", ""}},
    {"IA", {"1", "", ""}},        {"IE", {"1", "", ""}},
    {"IO", {"1", "", ""}},        {"IU", {"1", "", ""}},
    {"I", {"0", "", ""}},         {"J", {"1", "", ""}},
    {"J", {"4", "4", "4"}},       {"KS", {"5", "54", "54"}},
    {"KH", {"5", "5", "5"}},      {"K", {"5", "5", "5"}},
    {"L", {"8", "8", "8"}},       {"MN", {"66", "66", "66"}},
    {"M", {"6", "6", "6"}},       {"NM", {"66", "66", "66"}},
    {"N", {"6", "6", "6"}},       {"OI", {"0", "1", ""}},
    {"OJ", {"0", "1", ""}},       {"OY", {"0", "1", ""}},
    {"O", {"0", "", ""}},         {"PF", {"7", "7", "7"}},
    {"PH", {"7", "7", "7"}},      {"P", {"7", "7", "7"}},
    {"Q", {"5", "5", "5"}},       {"RZ", {"94", "94", "94"}},
    {"RZ", {"4", "4", "4"}},      {"RS", {"94", "94", "94"}},
    {"RS", {"4", "4", "4"}},      {"R", {"9", "9", "9"}},
    {"SCHTSCH", {"2", "4", "4"}}, {"SCHTSH", {"2", "4", "4"}},
    {"SCHTCH", {"2", "4", "4"}},  {"SHTCH", {"2", "4", "4"}},
    {"SHTSH", {"2", "4", "4"}},   {"STSCH", {"2", "4", "4"}},
    {"SHCH", {"2", "4", "4"}},    {"SCHT", {"2", "43", "43"}},
    {"SCHD", {"2", "43", "43"}},  {"STCH", {"2", "4", "4"}},
    {"STRZ", {"2", "4", "4"}},    {"STRS", {"2", "4", "4"}},
    {"STSH", {"2", "4", "4"}},    {"SZCZ", {"2", "4", "4"}},
    {"SZCS", {"2", "4", "4"}},    {"SCH", {"4", "4", "4"}},
    {"SHT", {"2", "43", "43"}},   {"SZT", {"2", "43", "43"}},
    {"SHD", {"2", "43", "43"}},   {"SZD", {"2", "43", "43"}},
    {"SH", {"4", "4", "4"}},      {"SC", {"2", "4", "4"}},
    {"ST", {"2", "43", "43"}},    {"SD", {"2", "43", "43"}},
    {"SZ", {"4", "4", "4"}},      {"S", {"4", "4", "4"}},
    {"TTSCH", {"4", "4", "4"}},   {"TTCH", {"4", "4", "4"}},
    {"TSCH", {"4", "4", "4"}},    {"TTSZ", {"4", "4", "4"}},
    {"TCH", {"4", "4", "4"}},     {"TRZ", {"4", "4", "4"}},
    {"TRS", {"4", "4", "4"}},     {"TSH", {"4", "4", "4"}},
    {"TTS", {"4", "4", "4"}},     {"TTZ", {"4", "4", "4"}},
    {"TZS", {"4", "4", "4"}},     {"TSZ", {"4", "4", "4"}},
    {"TH", {"3", "3", "3"}},      {"TS", {"4", "4", "4"}},
    {"TC", {"4", "4", "4"}},      {"TZ", {"4", "4", "4"}},
    {"T", {"3", "3", "3"}},       {"UI", {"0", "1", ""}},
    {"UJ", {"0", "1", ""}},       {"UY", {"0", "1", ""}},
    {"UE", {"0", "1", ""}},       {"U", {"0", "", ""}},
    {"V", {"7", "7", "7"}},       {"W", {"7", "7", "7"}},
    {"X", {"5", "54", "54"}},     {"Y", {"1", "", ""}},
    {"ZHDZH", {"2", "4", "4"}},   {"ZDZH", {"2", "4", "4"}},
    {"ZSCH", {"4", "4", "4"}},    {"ZDZ", {"2", "4", "4"}},
    {"ZHD", {"2", "43", "43"}},   {"ZSH", {"4", "4", "4"}},
    {"ZD", {"2", "43", "43"}},    {"ZH", {"4", "4", "4"}},
    {"ZS", {"4", "4", "4"}},      {"Z", {"4", "4", "4"}},
    {"a", {"", "", ""}},          {"a", {"", "", "6"}},
    {"e", {"", "", ""}},          {"e", {"", "", "6"}},
    {"t", {"3", "3", "3"}},       {"t", {"4", "4", "4"}},
};

enum { RULES = sizeof rules / sizeof rules[0] };

/* One reading of what was seen so far. */
struct branch {
    uint32_t code;
    uint8_t digits;
    char last;       /* digit of the sound before, 0 when that was not coded */
    int8_t next_row; /* which of two readings comes next, when it is bound; or -1 */
};

struct branches {
    struct branch at[BRANCHES_MAX];
    size_t count;
};

static bool branch_equal(const struct branch *a, const struct branch *b)
{
    return a->code == b->code && a->digits == b->digits && a->last == b->last &&
           a->next_row == b->next_row;
}

static void add_branch(struct branches *to, struct branch branch)
{
    for (size_t i = 0; i < to->count; i++)
        if (branch_equal(&to->at[i], &branch))
            return;
    if (to->count < BRANCHES_MAX)
        to->at[to->count++] = branch;
}

/* Neighbours with one code are one sound: of a code that begins as the last one ended
 * the first digit is left out. */
static struct branch coded(struct branch branch, const char *code)
{
    const char *digit = code;

    if (*digit && *digit == branch.last)
        digit++;
    for (; *digit && branch.digits < DIGITS; digit++) {
        branch.code = branch.code * 10 + (uint32_t)(*digit - '0');
        branch.digits++;
    }
    branch.last = '\0';
    if (*code)
        branch.last = code[strlen(code) - 1];
    return branch;
}

/* ---- letters ----------------------------------------------------------------------- */

struct letters {
    char at[LETTERS_MAX + 1];
    size_t count;
};

static void add_letters(struct letters *out, const char *letters)
{
    for (; *letters && out->count < LETTERS_MAX; letters++)
        out->at[out->count++] = *letters;
}

static const struct {
    uint32_t letter;
    const char *letters;
} marked[] = {
    {0x00df, "SS"}, {0x00e6, "AE"}, {0x00f0, "D"},  {0x00f8, "O"},  {0x00fe, "B"},
    {0x0105, "a"},  {0x010d, "CH"}, {0x0111, "D"},  {0x0119, "e"},  {0x0131, "I"},
    {0x0142, "L"},  {0x0153, "OE"}, {0x015f, "SH"}, {0x0161, "SH"}, {0x0163, "t"},
    {0x017e, "ZH"}, {0x0219, "SH"}, {0x021b, "t"},
};

static void add_point(struct letters *out, uint32_t c)
{
    char plain[2] = {0};

    for (size_t i = 0; c >= 0x80 && i < sizeof marked / sizeof marked[0]; i++)
        if (marked[i].letter == c) {
            add_letters(out, marked[i].letters);
            return;
        }
    c = name_point_plain(c);
    if (c - 'a' < 26) {
        plain[0] = (char)(c - 'a' + 'A');
        add_letters(out, plain);
    }
}

static void letters_of_arabic(struct letters *out, struct str word)
{
    struct name_key skeleton;

    name_skeleton(&skeleton, word);
    out->count = 0;
    for (size_t i = 0; i < skeleton.len; i++) {
        if (skeleton.text[i] == 'x')
            add_letters(out, "SH");
        else
            add_point(out, (unsigned char)skeleton.text[i]);
    }
    out->at[out->count] = '\0';
}

static void letters_of(struct letters *out, struct str word)
{
    struct name_points points;
    struct name_text roman;

    switch (name_script_of(word)) {
    case SCRIPT_ARABIC:
        letters_of_arabic(out, word);
        return;
    case SCRIPT_CYRILLIC:
        name_romanise(&roman, word, ROMAN_KMU_2010);
        word = name_text_str(&roman);
        break;
    case SCRIPT_LATIN:
    case SCRIPT_OTHER:
        break;
    }
    name_points_compat(&points, word);
    out->count = 0;
    for (size_t i = 0; i < points.count; i++)
        add_point(out, points.at[i]);
    out->at[out->count] = '\0';
}

/* ---- coding ------------------------------------------------------------------------ */

static bool begins_with(const char *text, const char *letters)
{
    while (*letters && *text == *letters) {
        text++;
        letters++;
    }
    return *letters == '\0';
}

/* The first rule whose letters stand at text; RULES when there is none. The rules are
 * sorted by first letter: their half that has it is enough to look at. */
static size_t rule_at(const char *text)
{
    size_t i = 0;

    for (size_t step = RULES / 2; step > 0; step /= 2)
        while (i + step < RULES && rules[i + step].letters[0] < *text)
            i += step;
    for (; i < RULES && rules[i].letters[0] <= *text; i++)
        if (begins_with(text, rules[i].letters))
            return i;
    return RULES;
}

static size_t readings(size_t rule)
{
    if (rule == RULES)
        return 0;
    return rule + 1 < RULES && strcmp(rules[rule].letters, rules[rule + 1].letters) == 0
               ? 2
               : 1;
}

static bool is_vowel(const struct rule *rule)
{
    return rule->code[0][0] == '0' || rule->code[0][0] == '1';
}

/* One reading of the letters at a place, for each way to read the letters that follow:
 * J may be a vowel or a consonant, and is the same for its neighbour as for itself. */
static void read_on(struct branches *to, struct branch from, size_t row, bool is_first,
                    size_t following)
{
    const struct rule *rule = &rules[row];

    if (is_first || readings(following) == 0) {
        from = coded(from, rule->code[is_first ? 0 : 2]);
        from.next_row = -1;
        add_branch(to, from);
        return;
    }
    for (size_t k = 0; k < readings(following); k++) {
        bool vowel = is_vowel(&rules[following + k]);
        struct branch next = coded(from, rule->code[vowel ? 1 : 2]);

        next.next_row = -1;
        if (readings(following) == 2)
            next.next_row = (int8_t)k;
        add_branch(to, next);
    }
}

static void step(struct branches *to, const struct branches *from, size_t rule,
                 bool is_first, size_t following)
{
    to->count = 0;
    for (size_t i = 0; i < from->count; i++)
        for (size_t k = 0; k < readings(rule); k++)
            if (from->at[i].next_row < 0 || (size_t)from->at[i].next_row == k)
                read_on(to, from->at[i], rule + k, is_first, following);
}

static uint32_t padded(struct branch branch)
{
    for (; branch.digits < DIGITS; branch.digits++)
        branch.code *= 10;
    return branch.code;
}

static size_t add_code(uint32_t *codes, size_t count, size_t max, uint32_t code)
{
    size_t at = 0;

    while (at < count && codes[at] < code)
        at++;
    if ((at < count && codes[at] == code) || at == max)
        return count;
    if (count < max)
        count++;
    for (size_t i = count - 1; i > at; i--)
        codes[i] = codes[i - 1];
    codes[at] = code;
    return count;
}

size_t name_dm(uint32_t *codes, size_t max, struct str word)
{
    struct letters letters;
    struct branches branches[2] = {{.count = 1}};
    struct branches *now = &branches[0];
    struct branches *then = &branches[1];
    size_t count = 0;

    letters_of(&letters, word);
    if (letters.count == 0)
        return 0;
    now->at[0] = (struct branch){.next_row = -1};
    for (size_t at = 0; at < letters.count;) {
        size_t rule = rule_at(letters.at + at);
        size_t next = at + strlen(rules[rule].letters);
        struct branches *swap = now;

        step(then, now, rule, at == 0, rule_at(letters.at + next));
        now = then;
        then = swap;
        at = next;
    }
    for (size_t i = 0; i < now->count; i++)
        count = add_code(codes, count, max, padded(now->at[i]));
    return count;
}
