#include "names_cross.h"

#include <string.h>

void edit_query_of(struct edit_query *out, const struct name_key *key)
{
    memset(out->masks, 0, sizeof out->masks);
    out->len = key->len;
    for (size_t i = 0; i < key->len; i++)
        out->masks[(unsigned char)key->text[i]] |= (uint64_t)1 << i;
}

unsigned edit_query_distance(const struct edit_query *query, const struct name_key *key)
{
    uint64_t last = query->len == 0 ? 0 : (uint64_t)1 << (query->len - 1);
    uint64_t up = ~(uint64_t)0;
    uint64_t down = 0;
    uint64_t diagonal = 0;
    uint64_t before = 0;
    unsigned distance = (unsigned)query->len;

    if (query->len == 0)
        return (unsigned)key->len;
    for (size_t i = 0; i < key->len; i++) {
        uint64_t mask = query->masks[(unsigned char)key->text[i]];
        uint64_t swapped = (((~diagonal & mask) << 1) & before);
        uint64_t right_up;
        uint64_t right_down;

        diagonal = swapped | (((mask & up) + up) ^ up) | mask | down;
        right_up = down | ~(diagonal | up);
        right_down = up & diagonal;
        distance += (right_up & last) != 0;
        distance -= (right_down & last) != 0;
        right_up = right_up << 1 | 1;
        right_down <<= 1;
        up = right_down | ~(diagonal | right_up);
        down = right_up & diagonal;
        before = mask;
    }
    return distance;
}
