#include "search/near_text.h"

#include <stdlib.h>
#include <string.h>

/* The same words come again and again, and a key costs more than all the rest: kept by a
 * hash of the word, direct-mapped. */
enum { KEY_SLOTS = 4096 };

struct key_slot {
    uint64_t word; /* 0: empty */
    uint64_t key;
};

static uint64_t key_of(struct key_slot *slots, struct stemmer *stemmer,
                       const struct word *word)
{
    uint64_t hash = text_whole(text_whole(1, word->marked), word->folded) | 1;
    struct key_slot *slot = &slots[hash / 2 % KEY_SLOTS];
    struct search_word keys;

    if (slot->word != hash) {
        search_word_of(&keys, stemmer, word);
        *slot = (struct key_slot){hash, text_key(&keys)};
    }
    return slot->key;
}

void near_words_of(struct near_words *out, struct arena *arena, struct stemmer *stemmer,
                   struct str text)
{
    struct word_reader reader;
    struct word word;
    struct arena scratch = {0};
    struct key_slot *slots = ARENA_ARRAY(&scratch, struct key_slot, KEY_SLOTS);
    size_t cap = 0;

    *out = (struct near_words){.text = text};
    word_reader_init(&reader, text);
    while (!out->is_cut && word_next(&word, &reader)) {
        if (word.parts > 1)
            continue;
        if (out->count == NEAR_WORDS_MAX) {
            out->is_cut = true;
            break;
        }
        if (out->count == cap) {
            size_t more = cap > 0 ? 2 * cap : 256;
            struct near_word *words = ARENA_ARRAY(arena, struct near_word, more);
            uint64_t *all = ARENA_ARRAY(arena, uint64_t, more);

            if (cap > 0) {
                memcpy(words, out->words, cap * sizeof *words);
                memcpy(all, out->keys, cap * sizeof *all);
            }
            out->words = words;
            out->keys = all;
            cap = more;
        }
        out->words[out->count] = (struct near_word){word.start, word.len};
        out->keys[out->count++] = key_of(slots, stemmer, &word);
        out->whole = text_whole(out->whole, word.folded);
    }
    arena_free(&scratch);
}

/* --- how much --- */

static size_t common_of(const struct sketch *a, const struct sketch *b)
{
    size_t common = 0;
    size_t k = 0;

    for (size_t i = 0; i < a->count; i++) {
        while (k < b->count && b->hashes[k] < a->hashes[i])
            k++;
        common += k < b->count && b->hashes[k] == a->hashes[i];
    }
    return common;
}

void near_compare(struct near_share *out, const struct near_words *a,
                  const struct near_words *b)
{
    struct arena arena = {0};
    struct sketch all_a;
    struct sketch all_b;

    shingles_of(&all_a, &arena, a->keys, a->count);
    shingles_of(&all_b, &arena, b->keys, b->count);
    *out = (struct near_share){.a = all_a.count,
                               .b = all_b.count,
                               .common = common_of(&all_a, &all_b),
                               .is_same = a->count > 0 && a->count == b->count &&
                                          a->whole == b->whole};
    arena_free(&arena);
}

unsigned near_percent(size_t common, size_t all)
{
    return all == 0 ? 0 : (unsigned)((common * 100 + all / 2) / all);
}

/* --- where --- */

/* Where the shingles of b begin, by their hash. */
struct place {
    int64_t hash;
    size_t at;
};

struct matching {
    const struct near_words *a;
    const struct near_words *b;
    struct place *places; /* ascending */
    size_t place_count;
    struct near_run *runs;
    size_t count;
    size_t cap;
    struct arena *arena;
};

/* A stretch in words, while it grows. */
struct stretch {
    size_t a;
    size_t b;
    size_t a_end;
    size_t b_end;
    size_t common;
};

enum { PLACES_TRIED = 32 };

static int by_hash(const void *x, const void *y)
{
    const struct place *p = x;
    const struct place *q = y;

    if (p->hash != q->hash)
        return p->hash < q->hash ? -1 : 1;
    return (p->at > q->at) - (p->at < q->at);
}

static void find_places(struct matching *m, struct arena *arena)
{
    const struct near_words *b = m->b;

    if (b->count < SHINGLE_WORDS)
        return;
    m->place_count = b->count - SHINGLE_WORDS + 1;
    m->places = ARENA_ARRAY(arena, struct place, m->place_count);
    for (size_t i = 0; i < m->place_count; i++)
        m->places[i] = (struct place){shingle_of(b->keys + i), i};
    qsort(m->places, m->place_count, sizeof *m->places, by_hash);
}

static size_t first_place(const struct matching *m, int64_t hash)
{
    size_t low = 0;
    size_t high = m->place_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (m->places[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t alike(const struct matching *m, size_t a, size_t b)
{
    size_t len = 0;

    while (a + len < m->a->count && b + len < m->b->count &&
           m->a->keys[a + len] == m->b->keys[b + len])
        len++;
    return len;
}

/* Words after a few that differ on either side; false when there are none. */
static bool skip_gap(const struct matching *m, struct stretch *s)
{
    for (size_t sum = 1; sum <= (size_t)2 * NEAR_RUN_GAP; sum++)
        for (size_t x = 0; x <= sum && x <= NEAR_RUN_GAP; x++) {
            size_t y = sum - x;
            size_t len;

            if (y > NEAR_RUN_GAP)
                continue;
            len = alike(m, s->a_end + x, s->b_end + y);
            if (len < 2)
                continue;
            s->a_end += x + len;
            s->b_end += y + len;
            s->common += len;
            return true;
        }
    return false;
}

static struct stretch grown(const struct matching *m, size_t a, size_t b)
{
    size_t len = alike(m, a, b);
    struct stretch s = {a, b, a + len, b + len, len};

    while (skip_gap(m, &s))
        continue;
    return s;
}

static struct stretch longest_at(const struct matching *m, size_t a)
{
    struct stretch best = {.a = a, .a_end = a};
    int64_t hash = shingle_of(m->a->keys + a);
    size_t first = first_place(m, hash);

    for (size_t i = first;
         i < m->place_count && i < first + PLACES_TRIED && m->places[i].hash == hash;
         i++) {
        struct stretch s = grown(m, a, m->places[i].at);

        if (s.common > best.common)
            best = s;
    }
    return best;
}

static size_t bytes_from(const struct near_words *w, size_t from)
{
    return w->words[from].at;
}

static size_t bytes_to(const struct near_words *w, size_t to)
{
    return w->words[to - 1].at + w->words[to - 1].len;
}

static void keep(struct matching *m, const struct stretch *s)
{
    struct near_run *run;

    if (m->count == m->cap) {
        size_t more = m->cap > 0 ? 2 * m->cap : 64;
        struct near_run *runs = ARENA_ARRAY(m->arena, struct near_run, more);

        if (m->cap > 0)
            memcpy(runs, m->runs, m->cap * sizeof *runs);
        m->runs = runs;
        m->cap = more;
    }
    run = &m->runs[m->count++];
    run->words = s->common;
    run->a = bytes_from(m->a, s->a);
    run->a_len = bytes_to(m->a, s->a_end) - run->a;
    run->b = bytes_from(m->b, s->b);
    run->b_len = bytes_to(m->b, s->b_end) - run->b;
}

static int longest_first(const void *x, const void *y)
{
    const struct near_run *p = x;
    const struct near_run *q = y;

    if (p->words != q->words)
        return p->words > q->words ? -1 : 1;
    return (p->a > q->a) - (p->a < q->a);
}

static int by_place(const void *x, const void *y)
{
    const struct near_run *p = x;
    const struct near_run *q = y;

    return (p->a > q->a) - (p->a < q->a);
}

void near_runs_of(struct near_runs *out, struct arena *arena, const struct near_words *a,
                  const struct near_words *b, size_t limit)
{
    struct arena scratch = {0};
    struct matching m = {.a = a, .b = b, .arena = arena};

    find_places(&m, &scratch);
    for (size_t i = 0; i + SHINGLE_WORDS <= a->count;) {
        struct stretch s = longest_at(&m, i);

        if (s.common >= NEAR_RUN_LEAST)
            keep(&m, &s);
        i = s.a_end > i ? s.a_end : i + 1;
    }
    *out = (struct near_runs){m.runs, m.count, false};
    if (m.count > limit) {
        qsort(m.runs, m.count, sizeof *m.runs, longest_first);
        out->count = limit;
        out->has_more = true;
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, by_place);
    arena_free(&scratch);
}
