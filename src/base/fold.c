#include "base/fold.h"

#include "base/text.h"

/* A run of upper-case letters, every step-th one, and how far their small ones lie. */
struct fold_run {
    uint32_t first;
    uint32_t last;
    uint32_t step;
    uint32_t distance;
};

/* Unicode 15, CaseFolding.txt, statuses C and S, within the blocks named. Sorted. */
static const struct fold_run runs[] = {
    {0x0041, 0x005a, 1, 32}, {0x00c0, 0x00d6, 1, 32}, {0x00d8, 0x00de, 1, 32},
    {0x0100, 0x012e, 2, 1},  {0x0132, 0x0136, 2, 1},  {0x0139, 0x0147, 2, 1},
    {0x014a, 0x0176, 2, 1},  {0x0179, 0x017d, 2, 1},  {0x01cd, 0x01db, 2, 1},
    {0x0218, 0x021e, 2, 1},  {0x0386, 0x0386, 1, 38}, {0x0388, 0x038a, 1, 37},
    {0x038c, 0x038c, 1, 64}, {0x038e, 0x038f, 1, 63}, {0x0391, 0x03a1, 1, 32},
    {0x03a3, 0x03ab, 1, 32}, {0x03c2, 0x03c2, 1, 1},  {0x0400, 0x040f, 1, 80},
    {0x0410, 0x042f, 1, 32}, {0x0460, 0x0480, 2, 1},  {0x048a, 0x04be, 2, 1},
    {0x04c0, 0x04c0, 1, 15}, {0x04c1, 0x04cd, 2, 1},  {0x04d0, 0x052e, 2, 1},
    {0x1e00, 0x1e94, 2, 1},  {0x1ea0, 0x1efe, 2, 1},
};

uint32_t fold_code_point(uint32_t c)
{
    size_t low = 0;
    size_t high = sizeof runs / sizeof runs[0];

    if (c < 0x80)
        return c - 'A' < 26 ? c + 32 : c;
    if (c == 0x0178)
        return 0x00ff;
    if (c == 0x2019 || c == 0x02bc || c == 0x2018)
        return '\'';
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct fold_run *run = &runs[middle];

        if (c > run->last)
            low = middle + 1;
        else if (c < run->first)
            high = middle;
        else
            return (c - run->first) % run->step == 0 ? c + run->distance : c;
    }
    return c;
}

bool fold_needle_of(struct fold_needle *out, struct str text)
{
    size_t at = 0;

    if (!utf8_is_valid(text))
        return false;
    out->count = 0;
    while (at < text.len) {
        if (out->count == FOLD_NEEDLE_MAX)
            return false;
        out->points[out->count++] = fold_code_point(utf8_next(text, &at));
    }
    return true;
}

static bool begins_with(struct str text, size_t at, const struct fold_needle *needle)
{
    for (size_t i = 0; i < needle->count; i++)
        if (at >= text.len || fold_code_point(utf8_next(text, &at)) != needle->points[i])
            return false;
    return true;
}

bool fold_contains(struct str text, const struct fold_needle *needle)
{
    size_t at = 0;

    if (needle->count == 0)
        return true;
    while (at < text.len) {
        size_t start = at;

        if (fold_code_point(utf8_next(text, &at)) == needle->points[0] &&
            begins_with(text, start, needle))
            return true;
    }
    return false;
}
