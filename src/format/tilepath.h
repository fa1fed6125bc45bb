#ifndef FORMAT_TILEPATH_H
#define FORMAT_TILEPATH_H

/*
 * Where the parts of a log lie, and how wide they are (C2SP tlog-tiles v0.1.0):
 *
 *   tile/<L>/<N>[.p/<W>]         256 or W hashes; hash i of tile N of level L is the
 *                                root over entries (N*256+i)*256^L to (N*256+i+1)*256^L
 *   tile/entries/<N>[.p/<W>]     256 or W entries
 *   pack/<N>                     256 frames (format.md 4.2)
 *
 * N is written in groups of three digits, all but the last with an x before
 * them: 1234067 is x001/x234/067. W is 1..255; a width of 256 has no suffix.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { TILE_WIDTH = 256, TILE_MAX_LEVEL = 63, TILE_HASH_BYTES = 32 };

enum tile_kind { TILE_HASHES, TILE_ENTRIES, TILE_PACK };

struct tile {
    enum tile_kind kind;
    unsigned level; /* of TILE_HASHES; 0 otherwise */
    uint64_t n;
    unsigned width; /* 1..256; a pack always has 256 */
};

/* Append the tile's path, relative to the feed's folder, with no slash before it. */
void tile_path_append(struct buf *out, const struct tile *tile);

/* True when path is exactly what tile_path_append() writes for *out. */
bool tile_path_parse(struct tile *out, struct str path);

/* How many full tiles a tree of this size has at a level (0: entry bundles and packs
 * too). */
uint64_t tile_full_count(uint64_t size, unsigned level);

/* Width of the tile behind the full ones: 0..255, where 0 means that there is none. */
unsigned tile_partial_width(uint64_t size, unsigned level);

/* Width of tile n of a level in a tree of this size; 0 when it does not exist. */
unsigned tile_width(uint64_t size, unsigned level, uint64_t n);

#endif
