#include "record/text_sketch.h"

#include <stdlib.h>
#include <string.h>

static uint64_t fnv(uint64_t hash, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (uint8_t)text.ptr[i]) * UINT64_C(1099511628211);
    return hash;
}

/* The last steps of MurmurHash3: every bit of the sum changes half of the others. */
static uint64_t mixed(uint64_t hash)
{
    hash ^= hash >> 33;
    hash *= UINT64_C(0xff51afd7ed558ccd);
    hash ^= hash >> 33;
    hash *= UINT64_C(0xc4ceb9fe1a85ec53);
    return hash ^ hash >> 33;
}

static bool is_before(struct str a, struct str b)
{
    if (a.len != b.len)
        return a.len < b.len;
    return a.len > 0 && memcmp(a.ptr, b.ptr, a.len) < 0;
}

/* Forms of one word share a stem, and the stem is the shortest of what they have. */
uint64_t text_key(const struct search_word *word)
{
    struct str best = search_token_str(&word->exact);

    for (size_t i = 0; i < word->key_count; i++) {
        struct str key = search_token_str(&word->keys[i]);

        if (i == 0 || is_before(key, best))
            best = key;
    }
    return mixed(fnv(UINT64_C(14695981039346656037), best));
}

int64_t shingle_of(const uint64_t *keys)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < SHINGLE_WORDS; i++)
        hash = mixed(hash * 31 + keys[i] + 1);
    return (int64_t)(hash >> (64 - SHINGLE_BITS));
}

uint64_t text_whole(uint64_t whole, struct str folded)
{
    return mixed(whole * 31 + fnv(UINT64_C(14695981039346656037), folded) + 1);
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static size_t each_once(int64_t *hashes, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || hashes[i] != hashes[kept - 1])
            hashes[kept++] = hashes[i];
    return kept;
}

void shingles_of(struct sketch *out, struct arena *arena, const uint64_t *keys,
                 size_t count)
{
    *out = (struct sketch){0};
    if (count < SHINGLE_WORDS)
        return;
    out->count = count - SHINGLE_WORDS + 1;
    out->hashes = ARENA_ARRAY(arena, int64_t, out->count);
    for (size_t i = 0; i < out->count; i++)
        out->hashes[i] = shingle_of(keys + i);
    qsort(out->hashes, out->count, sizeof *out->hashes, ascending);
    out->count = each_once(out->hashes, out->count);
}

void sketch_of(struct sketch *out, struct arena *arena, const uint64_t *keys,
               size_t count)
{
    const int64_t bound = (INT64_C(1) << SHINGLE_BITS) / SKETCH_ONE_IN;
    size_t kept = 0;

    shingles_of(out, arena, keys, count);
    while (kept < out->count && kept < SKETCH_MAX &&
           (kept < SKETCH_LEAST || out->hashes[kept] < bound))
        kept++;
    out->count = kept;
}
