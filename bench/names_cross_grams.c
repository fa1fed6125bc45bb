#include "names_cross.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

/*
 * The n-grams of a name: pairs of neighbours in its fold1 key and in its skeleton, with a
 * mark at both ends, and its first and last letters. Each weighs its rarity; a
 * candidate's weight is the sum of what it shares, over the root of its own sum (cosine).
 */

enum { GRAMS = 1 << 13, GRAMS_MOST = 4 * NAME_KEY_MAX };

struct postings {
    uint32_t *at;
    size_t count;
    size_t room;
    float weight;
};

struct gram_index {
    struct postings gram[GRAMS];
    float *norm;   /* of each name */
    float *shared; /* with the query at hand */
    uint32_t *seen;
    size_t names;
};

struct grams {
    uint32_t at[GRAMS_MOST];
    size_t count;
};

static void add(struct grams *out, char kind, char a, char b)
{
    const char text[] = {kind, a, b};
    uint32_t gram = map_hash(text, sizeof text) % GRAMS;

    for (size_t i = 0; i < out->count; i++)
        if (out->at[i] == gram)
            return;
    if (out->count < GRAMS_MOST)
        out->at[out->count++] = gram;
}

static void add_key(struct grams *out, char kind, const struct name_key *key)
{
    char before = '^';

    for (size_t i = 0; i < key->len; i++) {
        add(out, kind, before, key->text[i]);
        before = key->text[i];
    }
    if (key->len > 0)
        add(out, kind, before, '$');
}

/* Pairs with one letter between them: one other letter does not spoil them. */
static void add_around(struct grams *out, char kind, const struct name_key *key)
{
    for (size_t i = 2; i < key->len; i++)
        add(out, kind, key->text[i - 2], key->text[i]);
}

static void grams_of(struct grams *out, const struct spelling *name)
{
    out->count = 0;
    add_key(out, '1', &name->fold1);
    add_key(out, '2', &name->skeleton);
    add_around(out, '3', &name->skeleton);
}

static void post(struct postings *postings, uint32_t name)
{
    if (postings->count == postings->room) {
        postings->room = postings->room == 0 ? 8 : postings->room * 2;
        postings->at = realloc(postings->at, postings->room * sizeof *postings->at);
        if (!postings->at)
            abort();
    }
    postings->at[postings->count++] = name;
}

struct gram_index *gram_index_new(const struct spellings *names)
{
    struct gram_index *index = calloc(1, sizeof *index);
    struct grams grams;

    if (!index)
        abort();
    index->names = names->count;
    index->norm = calloc(names->count, sizeof *index->norm);
    index->shared = calloc(names->count, sizeof *index->shared);
    index->seen = calloc(names->count, sizeof *index->seen);
    if (!index->norm || !index->shared || !index->seen)
        abort();
    for (size_t i = 0; i < names->count; i++) {
        grams_of(&grams, &names->at[i]);
        for (size_t k = 0; k < grams.count; k++)
            post(&index->gram[grams.at[k]], (uint32_t)i);
    }
    for (size_t g = 0; g < GRAMS; g++)
        index->gram[g].weight =
            logf((float)(names->count + 1) / (float)(index->gram[g].count + 1));
    for (size_t g = 0; g < GRAMS; g++)
        for (size_t k = 0; k < index->gram[g].count; k++)
            index->norm[index->gram[g].at[k]] +=
                index->gram[g].weight * index->gram[g].weight;
    for (size_t i = 0; i < names->count; i++)
        index->norm[i] = sqrtf(index->norm[i]);
    return index;
}

void gram_index_free(struct gram_index *index)
{
    for (size_t g = 0; g < GRAMS; g++)
        free(index->gram[g].at);
    free(index->norm);
    free(index->shared);
    free(index->seen);
    free(index);
}

static size_t gather(struct gram_index *index, const struct spelling *query)
{
    struct grams grams;
    size_t count = 0;

    grams_of(&grams, query);
    for (size_t k = 0; k < grams.count; k++) {
        const struct postings *postings = &index->gram[grams.at[k]];
        float weight = postings->weight * postings->weight;

        for (size_t i = 0; i < postings->count; i++) {
            uint32_t name = postings->at[i];

            if (index->shared[name] == 0.0F)
                index->seen[count++] = name;
            index->shared[name] += weight;
        }
    }
    return count;
}

/* By insertion into what is kept: the list is short, and most names fall out at once. */
static size_t keep_best(uint32_t *out, size_t most, struct gram_index *index, size_t seen)
{
    float *score = malloc(most * sizeof *score);
    size_t kept = 0;

    if (!score)
        abort();
    for (size_t i = 0; i < seen; i++) {
        uint32_t name = index->seen[i];
        float value = index->shared[name] / index->norm[name];
        size_t at = kept < most ? kept : most - 1;

        index->shared[name] = 0.0F;
        if (kept == most && value <= score[at])
            continue;
        while (at > 0 && score[at - 1] < value) {
            score[at] = score[at - 1];
            out[at] = out[at - 1];
            at--;
        }
        score[at] = value;
        out[at] = name;
        kept += kept < most;
    }
    free(score);
    return kept;
}

size_t gram_index_find(uint32_t *out, size_t most, struct gram_index *index,
                       const struct spelling *query)
{
    return keep_best(out, most, index, gather(index, query));
}
