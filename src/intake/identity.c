#include "intake/identity.h"

#include <string.h>

#include "base/map.h"

struct identity_entry {
    UT_hash_handle hh;
    struct str text;
    int64_t row;
};

bool identity_take(struct identities *identities, int64_t *first, struct str identity,
                   int64_t row)
{
    struct identity_entry *entry = NULL;

    HASH_FIND(hh, identities->taken, identity.ptr, identity.len, entry);
    if (entry) {
        *first = entry->row;
        return false;
    }
    entry = ARENA_NEW(identities->arena, struct identity_entry);
    entry->text = arena_str(identities->arena, identity);
    entry->row = row;
    HASH_ADD_KEYPTR(hh, identities->taken, entry->text.ptr, entry->text.len, entry);
    return true;
}

void identities_clear(struct identities *identities)
{
    HASH_CLEAR(hh, identities->taken);
}

struct str identity_join(struct arena *arena, const struct transform_view *view,
                         const uint32_t *columns, uint32_t count)
{
    struct buf text = {0};
    struct str joined;
    bool is_said = false;

    if (count == 1)
        return transform_cell(view, columns[0]);
    for (uint32_t i = 0; i < count; i++) {
        struct str cell = transform_cell(view, columns[i]);

        if (i > 0)
            buf_append(&text, STR(IDENTITY_JOINT));
        buf_append(&text, cell);
        is_said = is_said || cell.len > 0;
    }
    joined = is_said ? arena_str(arena, buf_str(&text)) : STR("");
    buf_release(&text);
    return joined;
}

void identity_hash_start(uint64_t hashes[IDENTITY_WORDS])
{
    hashes[0] = UINT64_C(0xcbf29ce484222325);
    hashes[1] = UINT64_C(0x6c62272e07bb0142);
}

/* FNV-1a. */
static uint64_t hash_bytes(uint64_t hash, struct str text)
{
    static const uint64_t prime = UINT64_C(0x100000001b3);

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * prime;
    return (hash ^ 0x1f) * prime;
}

void identity_hash_add(uint64_t hashes[IDENTITY_WORDS], struct str text)
{
    for (size_t k = 0; k < IDENTITY_WORDS; k++)
        hashes[k] = hash_bytes(hashes[k], text);
}

struct str identity_content(struct arena *arena, const uint64_t hashes[2])
{
    char *hex = arena_alloc(arena, 32, 1);

    for (size_t i = 0; i < 32; i++)
        hex[i] = "0123456789abcdef"[hashes[i / 16] >> (60 - 4 * (i % 16)) & 15];
    return (struct str){hex, 32};
}

struct str identity_by_content(struct identities *identities, struct arena *arena,
                               struct str key, struct str content, int64_t row)
{
    struct str identity = arena_printf(arena, STR_FMT IDENTITY_JOINT "=" STR_FMT,
                                       STR_ARG(key), STR_ARG(content));
    struct str again = identity;
    int64_t first = 0;

    for (int n = 2; !identity_take(identities, &first, again, row); n++)
        again = arena_printf(arena, STR_FMT IDENTITY_JOINT "%d", STR_ARG(identity), n);
    return again;
}

struct str identity_of_row(struct identities *identities, struct arena *arena,
                           struct str key, const struct table_cell *cells, size_t count,
                           int64_t row)
{
    uint64_t hashes[IDENTITY_WORDS];
    int64_t first = 0;

    if (key.len > 0 && identity_take(identities, &first, key, row))
        return key;
    identity_hash_start(hashes);
    for (size_t i = 0; i < count; i++)
        identity_hash_add(hashes, cells[i].text);
    return identity_by_content(identities, arena, key, identity_content(arena, hashes),
                               row);
}

struct str identity_shown(struct arena *arena, struct str identity)
{
    char *text = arena_alloc(arena, identity.len + 1, 1);

    if (identity.len > 0)
        memcpy(text, identity.ptr, identity.len);
    for (size_t i = 0; i < identity.len; i++)
        if (text[i] == IDENTITY_JOINT[0])
            text[i] = ' ';
    return (struct str){text, identity.len};
}
