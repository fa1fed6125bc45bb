#include "names/meet.h"

#include "names/daitch_mokotoff.h"
#include "names/distance.h"
#include "names/given.h"
#include "names/key.h"
#include "names/known.h"
#include "names/sound_edit.h"

/* Keys that are shorter say too little: Оля and Алла are both "al". */
enum {
    KEY_MIN = 3,
    ARABIC_EDIT_MIN = 5,
    ARABIC_TWO_EDITS_MIN = 9,
    SKELETON_EDIT_MIN = 5
};

static bool keys_equal(const struct name_key *a, const struct name_key *b)
{
    return a->len > 0 && str_equal(name_key_str(a), name_key_str(b));
}

static bool points_equal(const struct name_points *a, const struct name_points *b)
{
    return a->count > 0 && name_osa(a, b, 0) == 0;
}

/* The letters and digits alone. */
static void bare_points(struct name_points *out, struct str word)
{
    size_t kept = 0;

    name_points_plain(out, word);
    for (size_t i = 0; i < out->count; i++) {
        enum name_class class = name_class_of(out->at[i]);

        if (class == CLASS_LETTER || class == CLASS_DIGIT)
            out->at[kept++] = out->at[i];
    }
    out->count = kept;
}

static bool is_same(struct str a, struct str b)
{
    struct name_points left;
    struct name_points right;

    bare_points(&left, a);
    bare_points(&right, b);
    return points_equal(&left, &right);
}

static bool sounds_alike(struct str a, struct str b)
{
    uint32_t left[NAME_DM_MAX];
    uint32_t right[NAME_DM_MAX];
    size_t lefts = name_dm(left, NAME_DM_MAX, a);
    size_t rights = name_dm(right, NAME_DM_MAX, b);

    for (size_t i = 0; i < lefts; i++)
        for (size_t k = 0; k < rights; k++)
            if (left[i] == right[k])
                return true;
    return false;
}

/* ---- Latin and Cyrillic ------------------------------------------------------------ */

static void row_of(struct sounds *row, struct str word)
{
    struct name_points points;

    name_points_compat(&points, word);
    sounds_of(row, &points);
    sounds_soften(row, J_KEPT);
}

/* Олександр and Олександра, Валентин and Валентина have one key: a man's name and a
 * woman's, or one and its genitive. */
static bool differ_in_final_a(const struct sounds *a, const struct sounds *b)
{
    char x;
    char y;

    if (a->count == 0 || b->count == 0)
        return false;
    x = a->at[a->count - 1];
    y = b->at[b->count - 1];
    return (x == 'a' && !sound_is_vowel(y)) || (y == 'a' && !sound_is_vowel(x));
}

static bool one_edit(struct sounds *a, struct sounds *b)
{
    unsigned limit;

    sounds_plain(a);
    sounds_plain(b);
    limit = sound_limit(a, b);
    return sound_distance(a, b, limit) <= limit;
}

static bool is_short_and_differs(const struct name_key *key, struct str a, struct str b)
{
    struct name_key left;
    struct name_key right;

    if (key->len >= KEY_MIN)
        return false;
    name_fold1(&left, a);
    name_fold1(&right, b);
    return !keys_equal(&left, &right);
}

static enum name_step meet_by_sounds(struct str a, struct str b,
                                     const struct name_key *left,
                                     const struct name_key *right)
{
    bool is_folded = keys_equal(left, right) && !is_short_and_differs(left, a, b);
    struct sounds x;
    struct sounds y;

    row_of(&x, a);
    row_of(&y, b);
    if (is_folded)
        return differ_in_final_a(&x, &y) ? NAME_EDIT : NAME_FOLDED;
    if (left->len >= KEY_MIN && right->len >= KEY_MIN && one_edit(&x, &y))
        return NAME_EDIT;
    return sounds_alike(a, b) ? NAME_SOUNDS : NAME_APART;
}

/* ---- Arabic ------------------------------------------------------------------------ */

static enum name_step meet_in_arabic(struct str a, struct str b,
                                     const struct name_key *left,
                                     const struct name_key *right)
{
    struct name_points x;
    struct name_points y;
    size_t shorter;
    size_t limit;

    name_fold_arabic(&x, a);
    name_fold_arabic(&y, b);
    if (points_equal(&x, &y))
        return NAME_FOLDED;
    shorter = x.count < y.count ? x.count : y.count;
    limit = shorter >= ARABIC_TWO_EDITS_MIN ? 2 : 1;
    if (shorter >= ARABIC_EDIT_MIN && name_osa(&x, &y, limit) <= limit)
        return NAME_EDIT;
    return keys_equal(left, right) ? NAME_SOUNDS : NAME_APART;
}

/* One is Arabic, the other is not: by their consonants. */
static enum name_step meet_across(struct str a, struct str b)
{
    struct name_key x;
    struct name_key y;

    name_skeleton(&x, a);
    name_skeleton(&y, b);
    if (keys_equal(&x, &y))
        return x.len >= KEY_MIN ? NAME_FOLDED : NAME_EDIT;
    if (x.len >= SKELETON_EDIT_MIN && y.len >= SKELETON_EDIT_MIN &&
        name_key_osa(&x, &y, 1) <= 1)
        return NAME_EDIT;
    return sounds_alike(a, b) ? NAME_SOUNDS : NAME_APART;
}

enum name_step name_meet_by_spelling(struct str a, struct str b)
{
    struct name_key left;
    struct name_key right;
    bool a_is_arabic = name_script_of(a) == SCRIPT_ARABIC;
    bool b_is_arabic = name_script_of(b) == SCRIPT_ARABIC;

    if (is_same(a, b))
        return NAME_SAME;
    name_fold2(&left, a);
    name_fold2(&right, b);
    if (a_is_arabic && b_is_arabic)
        return meet_in_arabic(a, b, &left, &right);
    if (a_is_arabic || b_is_arabic)
        return meet_across(a, b);
    return meet_by_sounds(a, b, &left, &right);
}

static bool are_known(struct str a, struct str b)
{
    struct given_names givens[2];
    struct name_key left;
    struct name_key right;

    given_names_of(&givens[0], a);
    given_names_of(&givens[1], b);
    if (given_tie(&givens[0], &givens[1]) == GIVEN_ONE)
        return true;
    name_known_key(&left, a);
    name_known_key(&right, b);
    return name_known_together(&left, &right);
}

enum name_step name_meet(struct str a, struct str b)
{
    enum name_step step = name_meet_by_spelling(a, b);

    return step > NAME_KNOWN && are_known(a, b) ? NAME_KNOWN : step;
}
