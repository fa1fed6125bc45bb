#include "names/meet.h"

#include "names/daitch_mokotoff.h"
#include "names/distance.h"
#include "names/key.h"

static bool keys_equal(const struct name_key *a, const struct name_key *b)
{
    return a->len > 0 && str_equal(name_key_str(a), name_key_str(b));
}

static bool points_equal(struct str a, struct str b)
{
    struct name_points left;
    struct name_points right;

    name_points_plain(&left, a);
    name_points_plain(&right, b);
    return left.count > 0 && name_osa(&left, &right, 0) == 0;
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

enum name_step name_meet(struct str a, struct str b)
{
    struct name_key left;
    struct name_key right;

    if (points_equal(a, b))
        return NAME_SAME;
    name_fold2(&left, a);
    name_fold2(&right, b);
    if (keys_equal(&left, &right))
        return NAME_FOLDED;
    if (left.len >= 4 && right.len >= 4 && name_key_osa(&left, &right, 1) <= 1)
        return NAME_EDIT;
    return sounds_alike(a, b) ? NAME_SOUNDS : NAME_APART;
}
