#include "record/frontier.h"

#include <assert.h>

#include "crypto/sha256.h"
#include "record/index_inside.h"

enum { DAY_S = 86400 };

static int by_text(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static int newest_first(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x < y) - (x > y);
}

struct frontier_id frontier_id_of(const struct frontier_part *parts, size_t count)
{
    struct frontier_id id = {0};
    struct arena arena = {0};
    struct str *lines = ARENA_ARRAY(&arena, struct str, count + 1);
    struct sha256 *hash = sha256_new();
    struct digest digest;
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        struct digest_text root = digest_text(&parts[i].root);

        if (parts[i].size > 0)
            lines[used++] =
                arena_printf(&arena, STR_FMT " %llu %s\n", STR_ARG(parts[i].feed),
                             (unsigned long long)parts[i].size, root.hex);
    }
    qsort(lines, used, sizeof *lines, by_text);
    sha256_start(hash);
    for (size_t i = 0; i < used; i++)
        sha256_add(hash, lines[i].ptr, lines[i].len);
    digest = sha256_finish(hash);
    base32_encode(id.text, digest.bytes, (size_t)FRONTIER_ID_LEN * 5);
    sha256_free(hash);
    arena_free(&arena);
    return id;
}

static uint64_t *new_view(struct view *out, struct arena *arena,
                          const struct index *index)
{
    uint64_t *sizes = ARENA_ARRAY(arena, uint64_t, index->feed_count + 1U);

    *out = (struct view){sizes, index->feed_count};
    return sizes;
}

enum err_code frontier_now(struct view *out, struct arena *arena, struct index *index,
                           struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    uint64_t *sizes = new_view(out, arena, index);
    enum err_code code =
        index_take(&query, index, "SELECT number, size FROM feed ORDER BY number", err);

    if (code != ERR_OK)
        return code;
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row) {
        int64_t number = db_column_int(query, 0);
        uint64_t size = (uint64_t)db_column_int(query, 1);

        if (number >= 0 && number < (int64_t)index->feed_count)
            sizes[number] = size < index->feeds[number].bounds.until
                                ? size
                                : index->feeds[number].bounds.until;
    }
    index_give(index, query);
    return code;
}

/* The size of one feed at the first statement whose clock is past the given second. */
static enum err_code size_before(uint64_t *size, struct index *index, uint32_t feed,
                                 int64_t second, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(&query, index,
                                    "SELECT n FROM statement WHERE n >= $1 AND n < $2"
                                    " AND made_at >= $3 ORDER BY n LIMIT 1",
                                    err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, ref_of(feed, 0).n);
    db_bind_int(query, 2, ref_of(feed + 1, 0).n);
    db_bind_int(query, 3, second);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && has_row) {
        uint64_t first_later = ref_index((struct ref){db_column_int(query, 0)});

        if (first_later < *size)
            *size = first_later;
    }
    index_give(index, query);
    return code;
}

enum err_code frontier_of_day(struct view *out, struct arena *arena, struct index *index,
                              int64_t day, struct err *err)
{
    struct view view;
    uint64_t *sizes;
    enum err_code code = frontier_now(&view, arena, index, err);

    if (code != ERR_OK)
        return code;
    sizes = ARENA_ARRAY(arena, uint64_t, view.count + 1U);
    for (uint32_t feed = 0; feed < view.count && code == ERR_OK; feed++) {
        sizes[feed] = view.sizes[feed];
        code = size_before(&sizes[feed], index, feed, (day + 1) * DAY_S, err);
    }
    if (code == ERR_OK)
        *out = (struct view){sizes, view.count};
    return code;
}

enum err_code frontier_describe(struct frontier_id *out, struct index *index,
                                struct view view, frontier_root root, void *context,
                                struct err *err)
{
    struct arena arena = {0};
    struct frontier_part *parts =
        ARENA_ARRAY(&arena, struct frontier_part, view.count + 1U);
    enum err_code code = ERR_OK;

    for (uint32_t feed = 0; feed < view.count && code == ERR_OK; feed++) {
        parts[feed].feed = index_feed_id(index, feed);
        parts[feed].size = view.sizes[feed];
        if (view.sizes[feed] > 0)
            code =
                root(context, &parts[feed].root, parts[feed].feed, view.sizes[feed], err);
    }
    if (code == ERR_OK)
        *out = frontier_id_of(parts, view.count);
    arena_free(&arena);
    return code;
}

/* Sizes of a feed just before a statement whose clock first reads a later day than all
 * before. */
static enum err_code day_ends(uint64_t **out, size_t *count, struct arena *arena,
                              struct index *index, uint32_t feed, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    int64_t latest = INT64_MIN;
    size_t cap = 64;
    uint64_t *ends = ARENA_ARRAY(arena, uint64_t, cap);
    enum err_code code = index_take(
        &query, index,
        "SELECT n, made_at FROM statement WHERE made_at IS NOT NULL AND n >= $1 AND"
        " n < $2 ORDER BY n",
        err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, ref_of(feed, 0).n);
    db_bind_int(query, 2, ref_of(feed + 1, 0).n);
    *count = 0;
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row) {
        int64_t day = db_column_int(query, 1) / DAY_S;

        if (day <= latest)
            continue;
        latest = day;
        if (*count == cap) {
            uint64_t *more = ARENA_ARRAY(arena, uint64_t, 2 * cap);

            memcpy(more, ends, cap * sizeof *ends);
            ends = more;
            cap *= 2;
        }
        ends[(*count)++] = ref_index((struct ref){db_column_int(query, 0)});
    }
    index_give(index, query);
    *out = ends;
    return code;
}

/* Every size of one feed worth trying, newest first. */
static enum err_code candidates(uint64_t **out, size_t *out_count, struct arena *arena,
                                struct index *index, struct view now, uint32_t feed,
                                const struct signed_sizes *sizes, struct err *err)
{
    uint64_t *ends = NULL;
    uint64_t *all;
    size_t end_count = 0;

    if (day_ends(&ends, &end_count, arena, index, feed, err) != ERR_OK)
        return err->code;
    all = ARENA_ARRAY(arena, uint64_t, end_count + sizes->count + 1);
    all[0] = now.sizes[feed];
    if (end_count > 0)
        memcpy(all + 1, ends, end_count * sizeof *all);
    if (sizes->count > 0)
        memcpy(all + 1 + end_count, sizes->sizes, sizes->count * sizeof *all);
    qsort(all, end_count + sizes->count + 1, sizeof *all, newest_first);
    *out = all;
    *out_count = end_count + sizes->count + 1;
    return ERR_OK;
}

/* Whether the id stands for one of the states that a feed went through while those
 * before it were as they are and those behind it had not begun. */
static enum err_code find_in_feed(bool *found, uint64_t *sizes, struct arena *arena,
                                  struct index *index, struct view now, uint32_t feed,
                                  struct str id, const struct frontier_log *log,
                                  struct err *err)
{
    struct view view = {sizes, now.count};
    uint64_t *all = NULL;
    size_t count = 0;
    enum err_code code =
        candidates(&all, &count, arena, index, now, feed, &log->sizes[feed], err);

    for (size_t i = 0; i < count && code == ERR_OK && !*found; i++) {
        struct frontier_id one;

        if ((i > 0 && all[i] == all[i - 1]) || all[i] > now.sizes[feed])
            continue;
        sizes[feed] = all[i];
        code = frontier_describe(&one, index, view, log->root, log->context, err);
        *found = code == ERR_OK && str_equal(str_from_c(one.text), id);
    }
    return code;
}

enum err_code frontier_find(struct view *out, struct arena *arena, struct index *index,
                            struct str id, const struct frontier_log *log,
                            struct err *err)
{
    struct view now;
    bool found = false;
    uint64_t *sizes = NULL;
    enum err_code code = frontier_now(&now, arena, index, err);

    for (uint32_t feed = now.count; code == ERR_OK && feed > 0 && !found; feed--) {
        sizes = ARENA_ARRAY(arena, uint64_t, now.count);
        memcpy(sizes, now.sizes, feed * sizeof *sizes);
        code = find_in_feed(&found, sizes, arena, index, now, feed - 1, id, log, err);
    }
    if (code != ERR_OK)
        return code;
    if (!found)
        return err_set(err, ERR_NOT_FOUND,
                       "no state of this archive has the frontier \"" STR_FMT "\"",
                       STR_ARG(str_prefix(id, 64)));
    *out = (struct view){sizes, now.count};
    return ERR_OK;
}
