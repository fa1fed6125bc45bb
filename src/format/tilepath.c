#include "format/tilepath.h"

#include <assert.h>

enum { MAX_GROUPS = 7 }; /* 2^64 has 20 digits */

static void append_number(struct buf *out, uint64_t n)
{
    unsigned groups[MAX_GROUPS];
    size_t count = 0;

    do {
        groups[count++] = (unsigned)(n % 1000);
        n /= 1000;
    } while (n > 0);
    while (count > 1)
        buf_printf(out, "x%03u/", groups[--count]);
    buf_printf(out, "%03u", groups[0]);
}

void tile_path_append(struct buf *out, const struct tile *tile)
{
    assert(tile->width >= 1 && tile->width <= TILE_WIDTH &&
           tile->level <= TILE_MAX_LEVEL);
    switch (tile->kind) {
    case TILE_HASHES:
        buf_printf(out, "tile/%u/", tile->level);
        break;
    case TILE_ENTRIES:
        buf_append(out, STR("tile/entries/"));
        break;
    case TILE_PACK:
        assert(tile->width == TILE_WIDTH);
        buf_append(out, STR("pack/"));
        break;
    }
    append_number(out, tile->n);
    if (tile->width < TILE_WIDTH)
        buf_printf(out, ".p/%u", tile->width);
}

/* Three digits to their value, or -1. */
static int group_value(struct str group)
{
    int value = 0;

    if (group.len != 3)
        return -1;
    for (size_t i = 0; i < 3; i++) {
        if (group.ptr[i] < '0' || group.ptr[i] > '9')
            return -1;
        value = value * 10 + (group.ptr[i] - '0');
    }
    return value;
}

static bool parse_number(uint64_t *out, struct str text)
{
    uint64_t n = 0;

    while (text.len > 0) {
        struct str group = str_cut(&text, '/');
        int value = group_value(text.len > 0 ? str_after(group, 1) : group);

        if (value < 0 || (text.len > 0 && group.ptr[0] != 'x'))
            return false;
        if (__builtin_mul_overflow(n, (uint64_t)1000, &n) ||
            __builtin_add_overflow(n, (uint64_t)value, &n))
            return false;
    }
    *out = n;
    return true;
}

static bool parse_kind(struct tile *out, struct str *path)
{
    uint64_t level = 0;

    if (str_starts_with(*path, STR("pack/"))) {
        out->kind = TILE_PACK;
        *path = str_after(*path, 5);
        return true;
    }
    if (!str_starts_with(*path, STR("tile/")))
        return false;
    *path = str_after(*path, 5);
    if (str_starts_with(*path, STR("entries/"))) {
        out->kind = TILE_ENTRIES;
        *path = str_after(*path, 8);
        return true;
    }
    if (!str_to_u64(&level, str_cut(path, '/')) || level > TILE_MAX_LEVEL)
        return false;
    out->level = (unsigned)level;
    return true;
}

bool tile_path_parse(struct tile *out, struct str path)
{
    struct tile tile = {.kind = TILE_HASHES, .width = TILE_WIDTH};
    struct buf again = {0};
    struct str rest = path;
    uint64_t width = TILE_WIDTH;
    size_t suffix;
    bool is_same;

    if (!parse_kind(&tile, &rest))
        return false;
    suffix = str_find_str(rest, STR(".p/"));
    if (suffix < rest.len &&
        (!str_to_u64(&width, str_after(rest, suffix + 3)) || width == 0 ||
         width >= TILE_WIDTH || tile.kind == TILE_PACK))
        return false;
    tile.width = (unsigned)width;
    if (!parse_number(&tile.n, str_prefix(rest, suffix)))
        return false;
    /* Leading groups of zeros and stray slashes show here: one path for each tile. */
    tile_path_append(&again, &tile);
    is_same = str_equal(buf_str(&again), path);
    buf_release(&again);
    if (is_same)
        *out = tile;
    return is_same;
}

/* floor(size / 256^level), where a shift by 64 or more is 0 and not undefined. */
static uint64_t hashes_at(uint64_t size, unsigned level)
{
    return level < 8 ? size >> 8 * level : 0;
}

uint64_t tile_full_count(uint64_t size, unsigned level)
{
    return hashes_at(size, level) / TILE_WIDTH;
}

unsigned tile_partial_width(uint64_t size, unsigned level)
{
    return (unsigned)(hashes_at(size, level) % TILE_WIDTH);
}

unsigned tile_width(uint64_t size, unsigned level, uint64_t n)
{
    uint64_t full = tile_full_count(size, level);

    if (n < full)
        return TILE_WIDTH;
    return n == full ? tile_partial_width(size, level) : 0;
}
