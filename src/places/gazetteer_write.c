/* A gazetteer in the making becomes a file. */

#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/progress.h"
#include "places/gazetteer_build.h"
#include "places/gazetteer_file.h"
#include "places/gazetteer_tokens.h"
#include "places/gazetteer_write.h"

/* A place with more names than this is no place. */
enum { NAMES_OF_PLACE_MAX = 2000 };

struct writer {
    struct gazetteer_build *build;
    struct db *db;
    struct tokens tokens;
    uint32_t *order;  /* places, the first first */
    uint32_t *number; /* of each place, counted from 1 */
    int64_t name_count;
    struct progress progress;
};

struct ranked {
    const struct build_place *place;
    uint32_t at;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;

    if (x->place->population != y->place->population)
        return x->place->population > y->place->population ? -1 : 1;
    if (x->place->kind != y->place->kind)
        return x->place->kind < y->place->kind ? -1 : 1;
    return str_compare(x->place->code, y->place->code);
}

static void rank(struct writer *w)
{
    size_t count = w->build->place_count;
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);

    w->order = calloc(count + 1, sizeof *w->order);
    w->number = calloc(count + 1, sizeof *w->number);
    if (!ranked || !w->order || !w->number)
        out_of_memory(count * sizeof *ranked);
    for (size_t i = 0; i < count; i++)
        ranked[i] = (struct ranked){&w->build->places[i], (uint32_t)i};
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++) {
        w->order[i] = ranked[i].at;
        w->number[ranked[i].at] = (uint32_t)i + 1;
    }
    free(ranked);
}

static enum err_code write_place(struct writer *w, struct db_query *query,
                                 const struct build_place *place, struct err *err)
{
    struct buf shared = {0};
    enum err_code code;

    for (size_t i = 0; i < GAZETTEER_CODES_OF_PLACE; i++)
        if (place->shared[i].len > 0) {
            buf_append(&shared, shared.len > 0 ? STR(" ") : STR(""));
            buf_append(&shared, place->shared[i]);
        }
    db_bind_int(query, 1, w->number[place - w->build->places]);
    db_bind_text(query, 2, place->code);
    db_bind_text(query, 3, buf_str(&shared));
    if (place->parent.len > 0)
        db_bind_text(query, 4, place->parent);
    else
        db_bind_null(query, 4);
    db_bind_int(query, 5, place->kind);
    db_bind_text(query, 6, place->class_);
    if (place->has_point) {
        db_bind_int(query, 7, gazetteer_degrees(place->point.lat));
        db_bind_int(query, 8, gazetteer_degrees(place->point.lon));
    } else {
        db_bind_null(query, 7);
        db_bind_null(query, 8);
    }
    db_bind_int(query, 9, place->population);
    code = db_run(query, err);
    buf_release(&shared);
    return code;
}

static enum err_code write_places(struct writer *w, struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code =
        db_prepare(&query, w->db,
                   "INSERT INTO place VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", err);

    for (size_t i = 0; i < w->build->place_count && code == ERR_OK; i++)
        code = write_place(w, query, &w->build->places[w->order[i]], err);
    db_query_close(query);
    return code;
}

struct placed_name {
    const struct build_name *name;
    uint32_t place; /* its number */
};

/* By place; there the main names first, otherwise as they came. */
static int compare_names(const void *a, const void *b)
{
    const struct placed_name *x = a;
    const struct placed_name *y = b;
    bool x_is_main = x->name->kind == GAZETTEER_MAIN;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x_is_main != (y->name->kind == GAZETTEER_MAIN))
        return x_is_main ? -1 : 1;
    return (x->name > y->name) - (x->name < y->name);
}

/* Said before of the same place, in the same language or without one. */
static bool is_said(const struct placed_name *first, const struct placed_name *name)
{
    for (; first < name; first++)
        if (str_equal(first->name->text, name->name->text) &&
            (name->name->lang.len == 0 || str_equal(first->name->lang, name->name->lang)))
            return true;
    return false;
}

static bool has_stems(const struct build_place *place)
{
    return place->kind >= GAZETTEER_REGION && place->kind <= GAZETTEER_COMMUNITY;
}

/* The names of one place; *names moves behind them. */
static enum err_code write_names_of(struct writer *w, struct db_query *query,
                                    const struct placed_name **names,
                                    const struct placed_name *end, struct err *err)
{
    const struct placed_name *first = *names;
    const struct placed_name *name = first;
    size_t nth = 0;
    enum err_code code = ERR_OK;

    for (; name < end && name->place == first->place && code == ERR_OK; name++) {
        if (nth == NAMES_OF_PLACE_MAX || is_said(first, name))
            continue;
        tokens_add(&w->tokens, name->place, nth, name->name->text,
                   has_stems(&w->build->places[name->name->place]));
        db_bind_int(query, 1, name->place);
        db_bind_int(query, 2, (int64_t)nth++);
        db_bind_text(query, 3, name->name->text);
        db_bind_text(query, 4, name->name->lang);
        db_bind_int(query, 5, name->name->kind);
        code = db_run(query, err);
    }
    w->name_count += (int64_t)nth;
    *names = name;
    return code;
}

static enum err_code write_names(struct writer *w, struct err *err)
{
    const struct gazetteer_build *build = w->build;
    struct placed_name *sorted = calloc(build->name_count + 1, sizeof *sorted);
    const struct placed_name *at = sorted;
    struct db_query *query = NULL;
    enum err_code code;

    if (!sorted)
        out_of_memory(build->name_count * sizeof *sorted);
    for (size_t i = 0; i < build->name_count; i++)
        sorted[i] =
            (struct placed_name){&build->names[i], w->number[build->names[i].place]};
    qsort(sorted, build->name_count, sizeof *sorted, compare_names);
    code = db_prepare(&query, w->db, "INSERT INTO name VALUES ($1, $2, $3, $4, $5)", err);
    progress_start(&w->progress, N_("importing places"), N_("names"), build->name_count,
                   0, build->quiet);
    while (code == ERR_OK && at < sorted + build->name_count) {
        code = write_names_of(w, query, &at, sorted + build->name_count, err);
        progress_update(&w->progress, (uint64_t)(at - sorted), 0);
    }
    progress_clear(&w->progress);
    db_query_close(query);
    free(sorted);
    return code;
}

static enum err_code write_codes(struct writer *w, struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code = db_prepare(
        &query, w->db, "INSERT INTO code VALUES ($1, $2) ON CONFLICT DO NOTHING", err);

    for (size_t i = 0; i < w->build->place_count && code == ERR_OK; i++) {
        const struct build_place *place = &w->build->places[i];

        db_bind_text(query, 1, place->code);
        db_bind_int(query, 2, w->number[i]);
        code = db_run(query, err);
        for (size_t k = 0; k < GAZETTEER_CODES_OF_PLACE && code == ERR_OK; k++)
            if (place->shared[k].len > 0) {
                db_bind_text(query, 1, place->shared[k]);
                code = db_run(query, err);
            }
    }
    db_query_close(query);
    return code;
}

static int compare_keys(const void *a, const void *b)
{
    const struct token *x = ((const struct token_at *)a)->token;
    const struct token *y = ((const struct token_at *)b)->token;

    return str_compare(x->key, y->key);
}

/* In the order of their keys, so that the table is written from front to back. */
static enum err_code write_tokens(struct writer *w, struct err *err)
{
    struct token_at *order = calloc(w->tokens.count + 1, sizeof *order);
    struct db_query *query = NULL;
    enum err_code code;

    if (!order)
        out_of_memory(w->tokens.count * sizeof *order);
    for (size_t i = 0; i < w->tokens.count; i++)
        order[i].token = &w->tokens.items[i];
    qsort(order, w->tokens.count, sizeof *order, compare_keys);
    code = db_prepare(&query, w->db, "INSERT INTO token VALUES ($1, $2)", err);
    for (size_t i = 0; i < w->tokens.count && code == ERR_OK; i++) {
        db_bind_text(query, 1, order[i].token->key);
        db_bind_int(query, 2, order[i].token->number);
        code = db_run(query, err);
    }
    db_query_close(query);
    free(order);
    return code;
}

static enum err_code write_meets(struct writer *w, struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code =
        db_prepare(&query, w->db, "INSERT INTO meet VALUES ($1, $2, $3, $4)", err);

    for (size_t i = 0; i < w->tokens.meet_count && code == ERR_OK; i++) {
        db_bind_int(query, 1, w->tokens.meets[i].token);
        db_bind_int(query, 2, w->tokens.meets[i].step);
        db_bind_int(query, 3, w->tokens.meets[i].place);
        db_bind_int(query, 4, w->tokens.meets[i].name);
        code = db_run(query, err);
    }
    db_query_close(query);
    return code;
}

static enum err_code write_sounds(struct writer *w, struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code =
        db_prepare(&query, w->db, "INSERT INTO sound VALUES ($1, $2)", err);

    for (size_t i = 0; i < w->tokens.sound_count && code == ERR_OK; i++) {
        db_bind_int(query, 1, w->tokens.sounds[i].code);
        db_bind_int(query, 2, w->tokens.sounds[i].token);
        code = db_run(query, err);
    }
    db_query_close(query);
    return code;
}

/* The keys from `first` on that are as long as it, as many as a chunk holds. */
static size_t lane_chunk(struct buf *signatures, struct buf *keys,
                         const struct tokens *tokens, size_t first)
{
    size_t count = 0;

    buf_reset(signatures);
    buf_reset(keys);
    for (; first + count < tokens->count && count < GAZETTEER_LANE_KEYS; count++) {
        const struct token *token = &tokens->items[first + count];
        uint64_t signature;

        if (!token->is_whole || token->key.len != tokens->items[first].key.len)
            break;
        signature = gazetteer_signature(token->key);
        for (unsigned shift = 0; shift < 64; shift += 8)
            buf_char(signatures, (char)(signature >> shift & 0xff));
        buf_append(keys, token->key);
    }
    return count;
}

static enum err_code write_lanes(struct writer *w, struct err *err)
{
    const struct tokens *tokens = &w->tokens;
    struct buf signatures = {0};
    struct buf keys = {0};
    struct db_query *query = NULL;
    enum err_code code = db_prepare(
        &query, w->db, "INSERT INTO lane VALUES ($1, $2, $3, $4, $5, $6)", err);
    size_t at = 0;

    while (code == ERR_OK && at < tokens->count && tokens->items[at].is_whole) {
        size_t count = lane_chunk(&signatures, &keys, tokens, at);

        db_bind_int(query, 1, (int64_t)tokens->items[at].key.len);
        db_bind_int(query, 2, (int64_t)at);
        db_bind_int(query, 3, tokens->items[at].number);
        db_bind_int(query, 4, (int64_t)count);
        db_bind_blob(query, 5, buf_str(&signatures));
        db_bind_blob(query, 6, buf_str(&keys));
        code = db_run(query, err);
        at += count;
    }
    db_query_close(query);
    buf_release(&signatures);
    buf_release(&keys);
    return code;
}

static enum err_code write_all(struct writer *w, struct gazetteer_info *info,
                               struct err *err)
{
    if (db_script(w->db, gazetteer_schema, err) != ERR_OK ||
        db_begin(w->db, err) != ERR_OK || write_places(w, err) != ERR_OK ||
        write_names(w, err) != ERR_OK)
        return err->code;
    tokens_sort(&w->tokens);
    info->place_count = (int64_t)w->build->place_count;
    info->name_count = w->name_count;
    if (write_codes(w, err) != ERR_OK || write_tokens(w, err) != ERR_OK ||
        write_meets(w, err) != ERR_OK || write_lanes(w, err) != ERR_OK ||
        write_sounds(w, err) != ERR_OK ||
        gazetteer_write_spots(w->db, w->build, w->number, err) != ERR_OK ||
        db_script(w->db,
                  "CREATE INDEX place_parent ON place (parent) "
                  "WHERE parent IS NOT NULL;",
                  err) != ERR_OK)
        return err->code;
    return gazetteer_write_about(w->db, info, err);
}

enum err_code gazetteer_build_write(struct gazetteer_info *info,
                                    struct gazetteer_build *build, struct db *db,
                                    struct err *err)
{
    struct writer w = {.build = build, .db = db};
    enum err_code code;

    rank(&w);
    code = write_all(&w, info, err);
    if (code == ERR_OK)
        code = db_commit(db, err);
    else
        db_rollback(db);
    tokens_free(&w.tokens);
    free(w.order);
    free(w.number);
    return code;
}
