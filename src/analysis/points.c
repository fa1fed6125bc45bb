#include "analysis/points.h"

#include "base/message.h"
#include "geo/distance.h"
#include "record/place_value.h"

struct spot {
    struct geo_point point;
    double off_m;
};

static bool spot_of(struct spot *out, const struct claim_row *claim)
{
    return claim->form == FORM_POINT &&
           coordinates_point(&out->point, &out->off_m, &claim->value);
}

bool points_meet(const struct claim_row *a, const struct claim_row *b)
{
    struct spot x;
    struct spot y;

    return spot_of(&x, a) && spot_of(&y, b) &&
           geo_way_between(x.point, y.point).metres <= x.off_m + y.off_m;
}

double points_apart_m(const struct claim_row *a, const struct claim_row *b)
{
    struct spot x;
    struct spot y;

    return spot_of(&x, a) && spot_of(&y, b) ? geo_way_between(x.point, y.point).metres
                                            : -1;
}

struct str points_distance_words(struct arena *arena, double metres)
{
    if (metres < 1000)
        return arena_printf(arena, _("%.0f m"), metres);
    return arena_printf(arena, _("%.*f km"), metres < 10000 ? 1 : 0, metres / 1000);
}
