#include "names/cross_edit.h"

#include <string.h>

#include "names/cross.h"

enum { HALF = 1, WHOLE = 2, SIDE = CROSS_MAX + 1 };

/* One character a letter, in the order of cross_letters.h. Letters with one character,
 * but for its case, are of one group; those with a capital are often left out. */
static const char latin_groups[] = "abkdavgGaaklmnabkrzdavvkaz";
/* а б в г д е ж з и й, к л м н о п р с т у, ф х ц ч ш щ ъ ы ь э, ю я, і ї є ґ ё ў */
static const char cyrillic_groups[] = "abvgdajzaa"
                                      "klmnabrzda"
                                      "vgcchhQaQa"
                                      "aa"
                                      "aaagav";
/* ء آ أ ؤ إ ئ ا ب ة ت, ث ج ح خ د ذ ر ز س ش, ص ض ط ظ ع غ ف ق ك ل, م ن ه و ى ي */
static const char arabic_groups[] = "QAAWAYAbht"
                                    "sghxdzrzsc"
                                    "sdtzegfkkl"
                                    "mnhWYY";

struct grouped {
    char at[CROSS_MAX];
    uint8_t letter[CROSS_MAX];
    size_t count;
};

static void group(struct grouped *out, const struct cross_letters *letters)
{
    const char *groups = letters->script == CROSS_LATIN    ? latin_groups
                         : letters->script == CROSS_ARABIC ? arabic_groups
                                                           : cyrillic_groups;

    out->count = letters->count - 2;
    memcpy(out->letter, letters->at + 1, out->count);
    for (size_t i = 0; i < out->count; i++)
        out->at[i] = groups[out->letter[i] - 1];
}

static unsigned left_out(const struct grouped *name, size_t i)
{
    bool is_double = i > 0 && name->letter[i] == name->letter[i - 1];

    return is_double || name->at[i] - 'A' < 26 ? HALF : WHOLE;
}

static unsigned exchanged(const struct grouped *a, size_t i, const struct grouped *b,
                          size_t j)
{
    if (a->letter[i] == b->letter[j])
        return 0;
    return (a->at[i] | 0x20) == (b->at[j] | 0x20) ? HALF : WHOLE;
}

static bool is_swapped(const struct grouped *a, size_t i, const struct grouped *b,
                       size_t j)
{
    return i > 0 && j > 0 && a->letter[i] == b->letter[j - 1] &&
           a->letter[i - 1] == b->letter[j];
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned edits(const struct grouped *a, const struct grouped *b)
{
    unsigned cost[SIDE][SIDE];

    cost[0][0] = 0;
    for (size_t i = 0; i < a->count; i++)
        cost[i + 1][0] = cost[i][0] + left_out(a, i);
    for (size_t j = 0; j < b->count; j++)
        cost[0][j + 1] = cost[0][j] + left_out(b, j);
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) {
            unsigned best = cost[i][j] + exchanged(a, i, b, j);

            best = least(best, cost[i][j + 1] + left_out(a, i));
            best = least(best, cost[i + 1][j] + left_out(b, j));
            if (is_swapped(a, i, b, j))
                best = least(best, cost[i - 1][j - 1] + WHOLE);
            cost[i + 1][j + 1] = best;
        }
    return cost[a->count][b->count];
}

unsigned cross_edit_likeness(const struct cross_letters *a, const struct cross_letters *b)
{
    struct grouped x;
    struct grouped y;
    unsigned most;
    unsigned cost;

    group(&x, a);
    group(&y, b);
    most = WHOLE * (unsigned)(x.count > y.count ? x.count : y.count);
    cost = edits(&x, &y);
    return cost >= most ? 0 : NAME_LIKENESS_MOST - NAME_LIKENESS_MOST * cost / most;
}
