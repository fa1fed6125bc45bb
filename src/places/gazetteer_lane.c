/* Keys that are nearly another: all keys of about its length are looked at, by their
 * signatures first. 100,000 signatures take about a tenth of a millisecond; tables of
 * what a key may become when letters are left out would be ten times the keys. */

#include <string.h>

#include "names/distance.h"
#include "places/gazetteer_inside.h"

static uint64_t read_signature(const char *bytes)
{
    uint64_t signature = 0;

    for (size_t i = 0; i < GAZETTEER_SIGNATURE_BYTES; i++)
        signature |= (uint64_t)(uint8_t)bytes[i] << 8 * i;
    return signature;
}

/* Room for one more chunk. */
static void lane_grow(struct gazetteer_lane *lane, struct arena *arena)
{
    size_t room = 2 * lane->chunk_count + 1;
    struct gazetteer_lane more = {.chunk_count = lane->chunk_count};

    if ((lane->chunk_count & (lane->chunk_count + 1)) != 0)
        return; /* full at each power of two less one, and then twice as large */
    more.firsts = ARENA_ARRAY(arena, uint32_t, room);
    more.counts = ARENA_ARRAY(arena, uint32_t, room);
    more.signatures = ARENA_ARRAY(arena, uint64_t *, room);
    more.keys = ARENA_ARRAY(arena, struct str, room);
    for (size_t i = 0; i < lane->chunk_count; i++) {
        more.firsts[i] = lane->firsts[i];
        more.counts[i] = lane->counts[i];
        more.signatures[i] = lane->signatures[i];
        more.keys[i] = lane->keys[i];
    }
    *lane = more;
}

/* False when the lengths do not agree: not as we wrote it. */
static bool take_chunk(struct gazetteer_lane *lane, struct arena *arena,
                       struct db_query *query, size_t chars)
{
    int64_t count = db_column_int(query, 1);
    struct str signatures = db_column_text(query, 2);
    struct str keys = db_column_text(query, 3);
    size_t at = lane->chunk_count;

    if (count < 1 || count > GAZETTEER_LANE_KEYS ||
        signatures.len != (size_t)count * GAZETTEER_SIGNATURE_BYTES ||
        keys.len != (size_t)count * chars)
        return false;
    lane_grow(lane, arena);
    lane->firsts[at] = (uint32_t)db_column_int(query, 0);
    lane->counts[at] = (uint32_t)count;
    lane->keys[at] = arena_str(arena, keys);
    lane->signatures[at] = ARENA_ARRAY(arena, uint64_t, (size_t)count);
    for (size_t i = 0; i < (size_t)count; i++)
        lane->signatures[at][i] =
            read_signature(signatures.ptr + i * GAZETTEER_SIGNATURE_BYTES);
    lane->chunk_count++;
    return true;
}

static enum err_code load_lane(struct gazetteers *g, uint32_t at, size_t chars,
                               struct err *err)
{
    struct gazetteer_lane *lane = &g->items[at].lanes[chars];
    struct db_query *query;

    if (lane->is_loaded)
        return ERR_OK;
    if (gazetteer_query(&query, g, at, QUERY_LANE, err) != ERR_OK)
        return err->code;
    lane->chunk_count = 0;
    db_bind_int(query, 1, (int64_t)chars);
    for (;;) {
        bool has_row;

        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(g, at, err);
        if (!has_row)
            break;
        if (!take_chunk(lane, &g->arena, query, chars))
            return err_set(err, ERR_CORRUPT,
                           "\"%s\": the gazetteer is damaged; import it again",
                           g->infos[at].path.ptr);
    }
    lane->is_loaded = true;
    return ERR_OK;
}

/* Bits of a word, by halves, quarters and so on (H. S. Warren, Hacker's Delight, 2nd ed.
 * 2013, 5-1): the compiler's own is a call where it may not count on the instruction. */
static unsigned bits_of(uint64_t x)
{
    x = x - (x >> 1 & UINT64_C(0x5555555555555555));
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
}

struct near_keys {
    struct gazetteer_near_key *items;
    size_t count;
    struct arena *arena;
};

static void near_add(struct near_keys *list, uint32_t token, size_t edits)
{
    if ((list->count & (list->count - 1)) == 0) {
        struct gazetteer_near_key *more =
            ARENA_ARRAY(list->arena, struct gazetteer_near_key, 2 * list->count + 1);

        if (list->count > 0)
            memcpy(more, list->items, list->count * sizeof *more);
        list->items = more;
    }
    list->items[list->count++] = (struct gazetteer_near_key){token, (uint32_t)edits};
}

static void look_through(struct near_keys *list, const struct gazetteer_lane *lane,
                         size_t chars, const struct name_key *key, size_t limit)
{
    uint64_t signature = gazetteer_signature(name_key_str(key));
    struct name_key other = {.len = chars};

    for (size_t i = 0; i < lane->chunk_count; i++)
        for (size_t k = 0; k < lane->counts[i]; k++) {
            size_t edits;

            if (bits_of(lane->signatures[i][k] ^ signature) > 2 * limit)
                continue;
            memcpy(other.text, lane->keys[i].ptr + k * chars, chars);
            edits = name_key_osa(key, &other, limit);
            if (edits > 0 && edits <= limit)
                near_add(list, lane->firsts[i] + (uint32_t)k, edits);
        }
}

enum err_code gazetteer_near_keys(struct gazetteer_near_key **out, size_t *count,
                                  struct arena *arena, struct gazetteers *g, uint32_t at,
                                  const struct name_key *key, size_t limit,
                                  struct err *err)
{
    struct near_keys list = {.arena = arena};
    size_t from = key->len > limit ? key->len - limit : 1;

    for (size_t chars = from; chars <= key->len + limit && chars <= NAME_KEY_MAX;
         chars++) {
        if (load_lane(g, at, chars, err) != ERR_OK)
            return err->code;
        look_through(&list, &g->items[at].lanes[chars], chars, key, limit);
    }
    *out = list.items;
    *count = list.count;
    return ERR_OK;
}
