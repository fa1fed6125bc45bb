#include <string.h>

#include "names/romanise_inside.h"

/* The ways to read a word are tried depth first, likeliest first, and not all: of a long
 * word there are too many. */
enum { STEPS_MAX = 5000, WAYS_MAX = 8 };

struct search {
    struct name_points latin;
    enum romanisation table;
    uint32_t word[NAME_POINTS_MAX];
    size_t length;
    struct name_text *out;
    size_t max;
    size_t found;
    size_t steps;
};

/* A letter that may come next, and how much of the Latin word it takes. */
struct way {
    uint32_t letter;
    size_t taken;
};

struct ways {
    struct way at[WAYS_MAX];
    size_t count;
};

static bool is_ukrainian(enum romanisation table)
{
    return table == ROMAN_KMU_2010 || table == ROMAN_UA_1996 ||
           table == ROMAN_BGN_UK_1965 || table == ROMAN_UA_PASSPORT_2007;
}

static bool is_of_table(const struct roman_letter *letter, enum romanisation table)
{
    if (table == ROMAN_ISO9)
        return true;
    return is_ukrainian(table) ? letter->is_ukrainian : letter->is_russian;
}

/* Apostrophes and primes are typed in many ways. */
static uint32_t alike(uint32_t c)
{
    if (c == 0x201d || c == 0x02ba || c == 0x2033 || c == '"')
        return 0x201d;
    return name_class_of(c) == CLASS_APOSTROPHE ? ROMAN_APOSTROPHE : c;
}

static size_t taken(const struct name_points *latin, size_t at, struct str spelling)
{
    struct name_points points;
    unsigned char first = spelling.len > 0 ? (unsigned char)spelling.ptr[0] : 0;

    if (first == 0 || (first < 0x80 && first != latin->at[at]))
        return 0;
    name_points_of(&points, spelling);
    for (size_t i = 0; i < points.count; i++)
        if (at + i >= latin->count || alike(latin->at[at + i]) != alike(points.at[i]))
            return 0;
    return points.count;
}

static uint32_t last_letter(const struct search *search)
{
    return search->length > 0 ? search->word[search->length - 1] : 0;
}

static bool is_one_of(uint32_t c, const uint32_t *letters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (letters[i] == c)
            return true;
    return false;
}

/* Of two letters spelt alike: in Ukrainian й ends a word after a vowel (Олексій), ї
 * stands there before a consonant (Миколаїв), and elsewhere it is і. */
static int rank(const struct search *search, const struct way *way, size_t at)
{
    bool after_vowel = roman_is_vowel(last_letter(search));
    bool at_end = at + way->taken == search->latin.count;

    switch (way->letter) {
    case 0x0439:
        return after_vowel && at_end ? 0 : 2;
    case 0x0457:
        return after_vowel && !at_end ? 0 : 3;
    case 0x0454:
        return 0;
    default:
        return 1;
    }
}

static bool comes_before(const struct search *search, const struct way *a,
                         const struct way *b, size_t at)
{
    if (a->taken != b->taken)
        return a->taken > b->taken;
    return rank(search, a, at) < rank(search, b, at);
}

static void add_way(const struct search *search, struct ways *ways, struct way way,
                    size_t at)
{
    size_t i = ways->count;

    if (way.taken == 0 || ways->count == WAYS_MAX)
        return;
    while (i > 0 && comes_before(search, &way, &ways->at[i - 1], at)) {
        ways->at[i] = ways->at[i - 1];
        i--;
    }
    ways->at[i] = way;
    ways->count++;
}

/* No word has й after a consonant, but before о (Воробйов), nor ї but after a sign. */
static bool is_misplaced(const struct search *search, struct way way, size_t at)
{
    uint32_t last = last_letter(search);
    size_t next = at + way.taken;

    if (last == 0 || roman_is_vowel(last) || last == ROMAN_APOSTROPHE)
        return false;
    return way.letter == 0x0457 ||
           (way.letter == 0x0439 &&
            !(next < search->latin.count && search->latin.at[next] == 'o'));
}

/* Letters that are spelt, the longest spelling first. */
static void spelt_ways(const struct search *search, struct ways *ways, size_t at)
{
    ways->count = 0;
    for (size_t i = 0; i < roman_letter_count; i++) {
        const struct roman_letter *letter = &roman_letters[i];
        struct way way = {letter->cyrillic, 0};

        if (!is_of_table(letter, search->table))
            continue;
        way.taken = taken(&search->latin, at,
                          roman_latin_of(letter, search->table, last_letter(search)));
        if (!is_misplaced(search, way, at))
            add_way(search, ways, way, at);
    }
}

static void report(struct search *search)
{
    struct name_text *text = &search->out[search->found];

    text->len = 0;
    for (size_t i = 0; i < search->length; i++)
        if (!roman_put_point(text, search->word[i]))
            return;
    for (size_t i = 0; i < search->found; i++)
        if (str_equal(name_text_str(&search->out[i]), name_text_str(text)))
            return;
    search->found++;
}

static bool is_over(struct search *search)
{
    return search->found == search->max || search->steps == STEPS_MAX;
}

static void go_on(struct search *search, size_t at);

static void try_letter(struct search *search, uint32_t letter, size_t next)
{
    if (search->length == NAME_POINTS_MAX || is_over(search))
        return;
    search->steps++;
    search->word[search->length++] = letter;
    go_on(search, next);
    search->length--;
}

static bool is_unspelt(const struct search *search, uint32_t cyrillic)
{
    for (size_t i = 0; i < roman_letter_count; i++)
        if (roman_letters[i].cyrillic == cyrillic)
            return roman_letters[i].latin[search->table][0] == '\0' &&
                   is_of_table(&roman_letters[i], search->table);
    return false;
}

/* A soft sign that the table leaves out: -ськ, -цьк and -зьк have it in Ukrainian. */
static bool is_soft_before(const struct search *search, uint32_t letter)
{
    static const uint32_t soft[] = {0x0441, 0x0446, 0x0437};
    const uint32_t k = 0x043a;

    return is_ukrainian(search->table) && letter == k &&
           is_one_of(last_letter(search), soft, 3) && is_unspelt(search, 0x044c);
}

/* ... and at the end, and after л and н, it may stand: Ірпінь, Мельничук. */
static bool may_be_soft(const struct search *search, bool at_end)
{
    static const uint32_t soft[] = {0x043b, 0x043d, 0x0434, 0x0442,
                                    0x0441, 0x0446, 0x0437};

    return is_unspelt(search, 0x044c) &&
           is_one_of(last_letter(search), soft, at_end ? 7 : 2);
}

static bool may_have_apostrophe(const struct search *search, uint32_t letter)
{
    static const uint32_t hard[] = {0x0431, 0x043f, 0x0432, 0x043c, 0x0444, 0x0440};
    static const uint32_t softening[] = {0x044f, 0x044e, 0x0454, 0x0457};

    return is_ukrainian(search->table) && is_unspelt(search, ROMAN_APOSTROPHE) &&
           is_one_of(last_letter(search), hard, 6) && is_one_of(letter, softening, 4);
}

static void try_with(struct search *search, uint32_t sign, struct way way, size_t at)
{
    if (search->length == NAME_POINTS_MAX)
        return;
    search->word[search->length++] = sign;
    /* the letter's spelling may change after the sign; only what is the same is taken */
    try_letter(search, way.letter, at + way.taken);
    search->length--;
}

static void try_way(struct search *search, struct way way, size_t at)
{
    bool soft = is_soft_before(search, way.letter);

    if (soft)
        try_with(search, 0x044c, way, at);
    try_letter(search, way.letter, at + way.taken);
    if (!soft && !roman_is_vowel(way.letter) && may_be_soft(search, false))
        try_with(search, 0x044c, way, at);
    if (may_have_apostrophe(search, way.letter))
        try_with(search, ROMAN_APOSTROPHE, way, at);
}

static void go_on(struct search *search, size_t at)
{
    struct ways ways;

    if (at == search->latin.count) {
        report(search);
        if (!is_over(search) && search->length < NAME_POINTS_MAX &&
            may_be_soft(search, true)) {
            search->word[search->length++] = 0x044c;
            report(search);
            search->length--;
        }
        return;
    }
    spelt_ways(search, &ways, at);
    for (size_t i = 0; i < ways.count && !is_over(search); i++)
        try_way(search, ways.at[i], at);
}

size_t name_cyrillise(struct name_text *out, size_t max, struct str latin,
                      enum romanisation table)
{
    struct search search = {.table = table, .out = out, .max = max};

    name_points_of(&search.latin, latin);
    if (search.latin.count > 0 && max > 0)
        go_on(&search, 0);
    return search.found;
}
