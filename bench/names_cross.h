#ifndef BENCH_NAMES_CROSS_H
#define BENCH_NAMES_CROSS_H

/* What the parts of bench/names_cross share. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "names/daitch_mokotoff.h"
#include "names/key.h"

/* A distinct name of one side of the file, with what each method goes by. */
struct spelling {
    struct str text;
    struct name_key icu; /* Any-Latin; Latin-ASCII, letters only */
    struct name_key fold1;
    struct name_key fold2;
    struct name_key skeleton;
    uint32_t codes[NAME_DM_MAX];
    size_t code_count;
};

struct spellings {
    struct spelling *at;
    size_t count;
};

/* Edit distance (optimal string alignment) of one query to many: the masks of the query's
 * letters are made once. H. Hyyrö 2003, as names/distance.h. */
struct edit_query {
    uint64_t masks[256];
    size_t len;
};

void edit_query_of(struct edit_query *out, const struct name_key *key);
unsigned edit_query_distance(const struct edit_query *query, const struct name_key *key);

/* An inverted index of n-grams, that gives for a name those that share most with it. */
struct gram_index;

enum { CANDIDATES_MOST = 500 };

struct gram_index *gram_index_new(const struct spellings *names);
void gram_index_free(struct gram_index *index);

/* At most `most` candidates, the likeliest first; returns how many. */
size_t gram_index_find(uint32_t *out, size_t most, struct gram_index *index,
                       const struct spelling *query);

#endif
