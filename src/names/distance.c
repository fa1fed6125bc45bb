#include "names/distance.h"

#include <string.h>

/* A row of NAME_POINTS_MAX bits; the compiler's, for no standard type is wide enough. */
__extension__ typedef unsigned __int128 bits;

_Static_assert(NAME_POINTS_MAX <= 128 && NAME_KEY_MAX <= 64, "a name fits into one word");

/* Where in the pattern each of its code points stands. */
struct places {
    uint32_t point[2 * NAME_POINTS_MAX];
    bits at[2 * NAME_POINTS_MAX];
    size_t count;
};

static void places_of(struct places *out, const struct name_points *pattern)
{
    out->count = 0;
    for (size_t i = 0; i < pattern->count; i++) {
        size_t k = 0;

        while (k < out->count && out->point[k] != pattern->at[i])
            k++;
        if (k == out->count) {
            out->point[k] = pattern->at[i];
            out->at[k] = 0;
            out->count++;
        }
        out->at[k] |= (bits)1 << i;
    }
}

static bits places_find(const struct places *places, uint32_t point)
{
    for (size_t k = 0; k < places->count; k++)
        if (places->point[k] == point)
            return places->at[k];
    return 0;
}

/* Hyyrö 2003, figures 3 and 7: VP and VN are where the column goes up and down by one,
 * D0 where the diagonal stays. */
struct column {
    bits up;
    bits down;
    bits diagonal;
    bits matched; /* of the letter before */
    bits last;    /* the pattern's last letter */
    size_t distance;
};

static void column_start(struct column *c, size_t length)
{
    *c = (struct column){.up = ~(bits)0, .distance = length};
    c->last = (bits)1 << (length - 1);
}

static void column_next(struct column *c, bits matched, bool transposes)
{
    bits swapped = 0;
    bits right_up;
    bits right_down;

    if (transposes)
        swapped = ((~c->diagonal & matched) << 1) & c->matched;
    c->diagonal = (((matched & c->up) + c->up) ^ c->up) | matched | c->down | swapped;
    right_up = c->down | ~(c->diagonal | c->up);
    right_down = c->diagonal & c->up;
    c->distance += (right_up & c->last) != 0;
    c->distance -= (right_down & c->last) != 0;
    right_up = (right_up << 1) | 1;
    right_down <<= 1;
    c->up = right_down | ~(c->diagonal | right_up);
    c->down = right_up & c->diagonal;
    c->matched = matched;
}

static size_t difference(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

static size_t distance(const struct name_points *a, const struct name_points *b,
                       size_t limit, bool transposes)
{
    struct places places;
    struct column column;

    if (difference(a->count, b->count) > limit)
        return limit + 1;
    if (a->count == 0)
        return b->count;
    places_of(&places, a);
    column_start(&column, a->count);
    for (size_t i = 0; i < b->count; i++) {
        column_next(&column, places_find(&places, b->at[i]), transposes);
        /* each letter left takes away one at most */
        if (column.distance > limit + (b->count - 1 - i))
            return limit + 1;
    }
    return column.distance;
}

size_t name_levenshtein(const struct name_points *a, const struct name_points *b,
                        size_t limit)
{
    return distance(a, b, limit, false);
}

size_t name_osa(const struct name_points *a, const struct name_points *b, size_t limit)
{
    return distance(a, b, limit, true);
}

static void points_of_key(struct name_points *out, const struct name_key *key)
{
    out->count = key->len;
    for (size_t i = 0; i < key->len; i++)
        out->at[i] = (unsigned char)key->text[i];
}

size_t name_key_osa(const struct name_key *a, const struct name_key *b, size_t limit)
{
    struct name_points left;
    struct name_points right;

    if (difference(a->len, b->len) > limit)
        return limit + 1;
    points_of_key(&left, a);
    points_of_key(&right, b);
    return distance(&left, &right, limit, true);
}

/* ---- Jaro -------------------------------------------------------------------------- */

struct common {
    bool in_a[NAME_POINTS_MAX];
    bool in_b[NAME_POINTS_MAX];
    size_t count;
};

/* Letters are common when they stand no further apart than half the longer name. */
static void common_of(struct common *out, const struct name_points *a,
                      const struct name_points *b)
{
    size_t longer = a->count > b->count ? a->count : b->count;
    size_t reach = longer / 2 > 0 ? longer / 2 - 1 : 0;

    *out = (struct common){.count = 0};
    for (size_t i = 0; i < a->count; i++) {
        size_t from = i > reach ? i - reach : 0;

        for (size_t k = from; k < b->count && k <= i + reach; k++)
            if (!out->in_b[k] && a->at[i] == b->at[k]) {
                out->in_a[i] = true;
                out->in_b[k] = true;
                out->count++;
                break;
            }
    }
}

static size_t out_of_order(const struct common *common, const struct name_points *a,
                           const struct name_points *b)
{
    size_t count = 0;
    size_t k = 0;

    for (size_t i = 0; i < a->count; i++) {
        if (!common->in_a[i])
            continue;
        while (!common->in_b[k])
            k++;
        count += a->at[i] != b->at[k];
        k++;
    }
    return count;
}

double name_jaro(const struct name_points *a, const struct name_points *b)
{
    struct common common;
    size_t swaps;
    double m;
    double t;

    if (a->count == 0 && b->count == 0)
        return 1;
    common_of(&common, a, b);
    if (common.count == 0)
        return 0;
    m = (double)common.count;
    swaps = out_of_order(&common, a, b) / 2;
    t = (double)swaps;
    return (m / (double)a->count + m / (double)b->count + (m - t) / m) / 3;
}

double name_jaro_winkler(const struct name_points *a, const struct name_points *b)
{
    double jaro = name_jaro(a, b);
    size_t prefix = 0;

    while (prefix < 4 && prefix < a->count && prefix < b->count &&
           a->at[prefix] == b->at[prefix])
        prefix++;
    return jaro + (double)prefix * 0.1 * (1 - jaro);
}
