#include "intake/match.h"

#include "base/map.h"

/* The rows that share a key, on either side, as chains in their order. */
struct group {
    UT_hash_handle hh;
    uint32_t first[2];
    uint32_t last[2];
    uint32_t count[2];
};

enum { EARLIER, LATER };

struct matcher {
    struct arena arena;
    struct match *out;
    const struct match_row *rows[2];
    uint32_t count[2];
    uint32_t *next[2]; /* chains of a group */
    uint32_t *partner; /* of each earlier row */
    uint32_t *alike;   /* the next earlier row that says the same */
    struct group *groups;
};

static struct group *group_of(struct matcher *m, struct str key)
{
    struct group *group = NULL;

    HASH_FIND(hh, m->groups, key.ptr, key.len, group);
    if (group)
        return group;
    group = ARENA_NEW(&m->arena, struct group);
    for (int side = 0; side < 2; side++)
        group->first[side] = group->last[side] = MATCH_NOTHING;
    HASH_ADD_KEYPTR(hh, m->groups, key.ptr, key.len, group);
    return group;
}

static void gather(struct matcher *m, int side)
{
    m->next[side] = ARENA_ARRAY(&m->arena, uint32_t, (size_t)m->count[side] + 1);
    for (uint32_t i = 0; i < m->count[side]; i++) {
        struct group *group = group_of(m, m->rows[side][i].key);

        m->next[side][i] = MATCH_NOTHING;
        if (group->count[side]++ == 0)
            group->first[side] = i;
        else
            m->next[side][group->last[side]] = i;
        group->last[side] = i;
    }
}

static bool is_same(const struct matcher *m, uint32_t earlier, uint32_t later)
{
    const struct match_row *a = &m->rows[EARLIER][earlier];
    const struct match_row *b = &m->rows[LATER][later];

    return a->content[0] == b->content[0] && a->content[1] == b->content[1];
}

static void pair(struct matcher *m, uint32_t earlier, uint32_t later, enum match_how how)
{
    m->out[later] = (struct match){earlier, how, is_same(m, earlier, later)};
    m->partner[earlier] = later;
}

/* The earlier rows of a group that say one thing and are not matched yet. */
struct content {
    UT_hash_handle hh;
    uint64_t words[2];
    uint32_t first;
    uint32_t last;
};

static struct content *contents_of(struct matcher *m, const struct group *group)
{
    struct content *contents = NULL;
    struct content *content = NULL;

    for (uint32_t i = group->first[EARLIER]; i != MATCH_NOTHING;
         i = m->next[EARLIER][i]) {
        const uint64_t *words = m->rows[EARLIER][i].content;

        m->alike[i] = MATCH_NOTHING;
        HASH_FIND(hh, contents, words, sizeof content->words, content);
        if (content) {
            m->alike[content->last] = i;
            content->last = i;
            continue;
        }
        content = ARENA_NEW(&m->arena, struct content);
        content->words[0] = words[0];
        content->words[1] = words[1];
        content->first = content->last = i;
        HASH_ADD(hh, contents, words, sizeof content->words, content);
    }
    return contents;
}

static void pair_by_content(struct matcher *m, const struct group *group)
{
    struct content *contents = contents_of(m, group);
    struct content *content = NULL;

    for (uint32_t j = group->first[LATER]; j != MATCH_NOTHING; j = m->next[LATER][j]) {
        HASH_FIND(hh, contents, m->rows[LATER][j].content, sizeof content->words,
                  content);
        if (!content || content->first == MATCH_NOTHING)
            continue;
        pair(m, content->first, j, MATCH_BY_CONTENT);
        content->first = m->alike[content->first];
    }
    HASH_CLEAR(hh, contents);
}

/* What is left of either side, in order. */
static void pair_by_order(struct matcher *m, const struct group *group)
{
    uint32_t i = group->first[EARLIER];

    for (uint32_t j = group->first[LATER]; j != MATCH_NOTHING; j = m->next[LATER][j]) {
        if (m->out[j].partner != MATCH_NOTHING)
            continue;
        while (i != MATCH_NOTHING && m->partner[i] != MATCH_NOTHING)
            i = m->next[EARLIER][i];
        if (i == MATCH_NOTHING)
            return;
        pair(m, i, j, MATCH_BY_PLACE);
    }
}

/* How many rows from `at` on have no key and are not matched. */
static uint32_t run_length(const struct matcher *m, int side, uint32_t at)
{
    uint32_t end = at;

    while (end < m->count[side] && m->rows[side][end].key.len == 0 &&
           (side == EARLIER ? m->partner[end] : m->out[end].partner) == MATCH_NOTHING)
        end++;
    return end - at;
}

/* The rows behind both runs are each other's, or both runs are the last. */
static bool ends_alike(const struct matcher *m, uint32_t earlier, uint32_t later)
{
    if (earlier == m->count[EARLIER] || later == m->count[LATER])
        return earlier == m->count[EARLIER] && later == m->count[LATER];
    return m->out[later].partner == earlier;
}

/* Rows without a key between the same two neighbours, when they are as many. */
static void pair_between(struct matcher *m)
{
    uint32_t i = 0;

    for (uint32_t j = 0; j < m->count[LATER]; j++) {
        uint32_t length = run_length(m, LATER, j);

        if (length > 0 && i != MATCH_NOTHING && run_length(m, EARLIER, i) == length &&
            ends_alike(m, i + length, j + length))
            for (uint32_t k = 0; k < length; k++)
                pair(m, i + k, j + k, MATCH_BY_PLACE);
        if (length > 0)
            j += length - 1;
        i = m->out[j].partner == MATCH_NOTHING ? MATCH_NOTHING : m->out[j].partner + 1;
    }
}

static void match_group(struct matcher *m, const struct group *group, bool has_key)
{
    if (group->count[EARLIER] == 0 || group->count[LATER] == 0)
        return;
    if (has_key && group->count[EARLIER] == 1 && group->count[LATER] == 1) {
        pair(m, group->first[EARLIER], group->first[LATER], MATCH_BY_KEY);
        return;
    }
    pair_by_content(m, group);
    if (has_key)
        pair_by_order(m, group);
}

void match_rows(struct match *out, const struct match_row *earlier,
                uint32_t earlier_count, const struct match_row *later,
                uint32_t later_count)
{
    struct matcher m = {
        .out = out, .rows = {earlier, later}, .count = {earlier_count, later_count}};
    struct group *group;
    struct group *next;

    m.partner = ARENA_ARRAY(&m.arena, uint32_t, (size_t)earlier_count + 1);
    m.alike = ARENA_ARRAY(&m.arena, uint32_t, (size_t)earlier_count + 1);
    for (uint32_t i = 0; i < earlier_count; i++)
        m.partner[i] = MATCH_NOTHING;
    for (uint32_t j = 0; j < later_count; j++)
        out[j] = (struct match){MATCH_NOTHING, MATCH_NONE, false};
    gather(&m, EARLIER);
    gather(&m, LATER);
    HASH_ITER(hh, m.groups, group, next)
    {
        match_group(&m, group, group->hh.keylen > 0);
    }
    pair_between(&m);
    HASH_CLEAR(hh, m.groups);
    arena_free(&m.arena);
}
