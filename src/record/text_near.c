#include "record/text_near.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "record/index_inside.h"

enum err_code near_put(struct index *index, struct ref text, int64_t page,
                       const uint64_t *keys, size_t count, struct err *err)
{
    struct arena arena = {0};
    struct sketch sketch;
    struct db_query *query = NULL;
    enum err_code code = index_take(&query, index,
                                    "INSERT INTO sketch (text, page, hash)"
                                    " VALUES ($1, $2, $3)",
                                    err);

    if (code != ERR_OK)
        return code;
    sketch_of(&sketch, &arena, keys, count);
    for (size_t i = 0; code == ERR_OK && i < sketch.count; i++) {
        db_bind_int(query, 1, text.n);
        db_bind_int(query, 2, page);
        db_bind_int(query, 3, sketch.hashes[i]);
        code = db_run(query, err);
        db_reset(query);
    }
    index_give(index, query);
    arena_free(&arena);
    return code;
}

/* --- gathering --- */

/* A page of ours beside a page of another text. */
struct pair_key {
    int64_t text;
    int64_t page;
    int64_t asked;
};
struct pair {
    struct pair_key key;
    uint32_t hits;
    UT_hash_handle hh;
};

struct found {
    int64_t text;
    struct near_text near;
    UT_hash_handle hh;
};

struct gathering {
    struct arena scratch;
    struct index *index;
    struct view view;
    int64_t itself; /* -1: words */
    struct pair *pairs;
    struct found *found;
    bool is_phrases_too; /* also what stands everywhere */
};

static struct found *found_of(struct gathering *g, int64_t text)
{
    struct found *found = NULL;

    HASH_FIND(hh, g->found, &text, sizeof text, found);
    if (found)
        return found;
    found = ARENA_NEW(&g->scratch, struct found);
    found->text = text;
    found->near.text = (struct ref){text};
    HASH_ADD(hh, g->found, text, sizeof found->text, found);
    return found;
}

static void count_pair(struct gathering *g, int64_t text, int64_t page, int64_t asked)
{
    struct pair_key key;
    struct pair *pair = NULL;

    memset(&key, 0, sizeof key); /* it is hashed byte by byte */
    key.text = text;
    key.page = page;
    key.asked = asked;
    HASH_FIND(hh, g->pairs, &key, sizeof key, pair);
    if (!pair) {
        pair = ARENA_NEW(&g->scratch, struct pair);
        pair->key = key;
        HASH_ADD(hh, g->pairs, key, sizeof pair->key, pair);
    }
    pair->hits++;
    found_of(g, text)->near.hits++;
}

/* Where else the shingle stands. */
static enum err_code ask_one(struct gathering *g, int64_t hash, int64_t asked,
                             struct err *err)
{
    struct pair_key places[NEAR_COMMON];
    struct db_query *query = NULL;
    bool has_row = false;
    size_t count = 0;
    enum err_code code = index_take(
        &query, g->index, "SELECT text, page FROM sketch WHERE hash = $1 LIMIT 65", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, hash);
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row) {
        if (count == NEAR_COMMON) {
            count = g->is_phrases_too ? count : 0;
            break;
        }
        places[count++] =
            (struct pair_key){db_column_int(query, 0), db_column_int(query, 1), asked};
    }
    index_give(g->index, query);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        if (places[i].text != g->itself &&
            view_has(g->view, (struct ref){places[i].text}))
            count_pair(g, places[i].text, places[i].page, asked);
    return code;
}

struct asked {
    int64_t page;
    int64_t hash;
};

static enum err_code ask_all(struct gathering *g, const struct asked *asked, size_t count,
                             struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = ask_one(g, asked[i].hash, asked[i].page, err);
    if (code != ERR_OK || g->pairs || g->is_phrases_too)
        return code;
    g->is_phrases_too = true;
    return ask_all(g, asked, count, err); // NOLINT(misc-no-recursion): once more
}

/* Texts of the same words, whatever their sketches. */
static enum err_code ask_same(struct gathering *g, uint64_t whole, int64_t words,
                              struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code;

    if (words == 0)
        return ERR_OK;
    code = index_take(&query, g->index,
                      "SELECT n FROM text WHERE whole = $1 AND words = $2 LIMIT 64", err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, (int64_t)whole);
    db_bind_int(query, 2, words);
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row) {
        struct ref text = {db_column_int(query, 0)};

        if (text.n != g->itself && view_has(g->view, text))
            found_of(g, text.n)->near.is_same = true;
    }
    index_give(g->index, query);
    return code;
}

/* --- what is told --- */

static int most_first(const void *a, const void *b)
{
    const struct near_text *x = a;
    const struct near_text *y = b;

    if (x->is_same != y->is_same)
        return x->is_same ? -1 : 1;
    if (x->hits != y->hits)
        return x->hits > y->hits ? -1 : 1;
    return (x->text.n > y->text.n) - (x->text.n < y->text.n);
}

static int best_pair_first(const void *a, const void *b)
{
    const struct pair *x = *(struct pair *const *)a;
    const struct pair *y = *(struct pair *const *)b;

    if (x->hits != y->hits)
        return x->hits > y->hits ? -1 : 1;
    if (x->key.page != y->key.page)
        return x->key.page < y->key.page ? -1 : 1;
    return (x->key.asked > y->key.asked) - (x->key.asked < y->key.asked);
}

/* The pages with most in common, of every text. */
static void tell_pages(struct gathering *g)
{
    size_t count = HASH_COUNT(g->pairs);
    struct pair **sorted = ARENA_ARRAY(&g->scratch, struct pair *, count + 1);
    size_t i = 0;

    for (struct pair *p = g->pairs; p; p = p->hh.next)
        sorted[i++] = p;
    if (count > 0)
        qsort(sorted, count, sizeof(void *), best_pair_first);
    for (i = 0; i < count; i++) {
        struct near_text *near = &found_of(g, sorted[i]->key.text)->near;

        if (near->page_count == NEAR_PAGES_MAX)
            continue;
        near->asked[near->page_count] = sorted[i]->key.asked;
        near->pages[near->page_count++] = sorted[i]->key.page;
    }
}

static void tell(struct near_texts *out, struct arena *arena, struct gathering *g,
                 size_t limit)
{
    size_t count = HASH_COUNT(g->found);
    size_t i = 0;

    tell_pages(g);
    *out = (struct near_texts){.items = ARENA_ARRAY(arena, struct near_text, count + 1)};
    for (const struct found *f = g->found; f; f = f->hh.next)
        out->items[i++] = f->near;
    if (count > 0)
        qsort(out->items, count, sizeof *out->items, most_first);
    out->count = count < limit ? count : limit;
    out->has_more = count > limit;
}

static void end(struct gathering *g)
{
    HASH_CLEAR(hh, g->pairs);
    HASH_CLEAR(hh, g->found);
    arena_free(&g->scratch);
}

/* --- the questions --- */

static enum err_code read_own(struct asked **out, size_t *count, struct gathering *g,
                              struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    size_t cap = 0;
    enum err_code code = index_take(
        &query, g->index,
        "SELECT page, hash FROM sketch WHERE text = $1 ORDER BY page, hash", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, g->itself);
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row) {
        if (*count == cap) {
            struct asked *bigger = ARENA_ARRAY(&g->scratch, struct asked, 2 * cap + 256);

            if (cap > 0)
                memcpy(bigger, *out, cap * sizeof *bigger);
            *out = bigger;
            cap = 2 * cap + 256;
        }
        (*out)[(*count)++] =
            (struct asked){db_column_int(query, 0), db_column_int(query, 1)};
    }
    index_give(g->index, query);
    return code;
}

static enum err_code own_whole(uint64_t *whole, int64_t *words, struct gathering *g,
                               struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, g->index, "SELECT whole, words FROM text WHERE n = $1", err);

    *words = 0;
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, g->itself);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && has_row && !db_is_null(query, 0)) {
        *whole = (uint64_t)db_column_int(query, 0);
        *words = db_column_int(query, 1);
    }
    index_give(g->index, query);
    return code;
}

enum err_code near_texts_of(struct near_texts *out, struct arena *arena,
                            struct index *index, struct view view, struct ref text,
                            size_t limit, struct err *err)
{
    struct gathering g = {.index = index, .view = view, .itself = text.n};
    struct asked *asked = NULL;
    uint64_t whole = 0;
    int64_t words = 0;
    size_t count = 0;
    enum err_code code = own_whole(&whole, &words, &g, err);

    if (code == ERR_OK)
        code = ask_same(&g, whole, words, err);
    if (code == ERR_OK)
        code = read_own(&asked, &count, &g, err);
    if (code == ERR_OK)
        code = ask_all(&g, asked, count, err);
    if (code == ERR_OK)
        tell(out, arena, &g, limit);
    end(&g);
    return code;
}

enum err_code near_texts_of_words(struct near_texts *out, struct arena *arena,
                                  struct index *index, struct view view,
                                  const uint64_t *keys, size_t count, uint64_t whole,
                                  size_t limit, struct err *err)
{
    struct gathering g = {.index = index, .view = view, .itself = -1};
    struct sketch sketch;
    struct asked *asked;
    enum err_code code = ask_same(&g, whole, (int64_t)count, err);

    sketch_of(&sketch, &g.scratch, keys, count);
    asked = ARENA_ARRAY(&g.scratch, struct asked, sketch.count + 1);
    for (size_t i = 0; i < sketch.count; i++)
        asked[i] = (struct asked){0, sketch.hashes[i]};
    if (code == ERR_OK)
        code = ask_all(&g, asked, sketch.count, err);
    if (code == ERR_OK)
        tell(out, arena, &g, limit);
    end(&g);
    return code;
}
