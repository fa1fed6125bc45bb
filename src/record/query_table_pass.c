/* Whether a row of a table passes its filters. */

#include <stdlib.h>

#include "base/fold.h"
#include "record/query_table_inside.h"
#include "record/schema.h"

/* What a row is looked at for; the last two are what NEED_NO_… must not find. */
#define FOUND_PLACE NEED_NO_PLACE
#define FOUND_DAYS NEED_NO_DAYS

/* Claims about one entity that are looked at; more say nothing new of its place or
 * time. */
enum { CLAIMS_LOOKED_AT = 5000 };

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

bool number_is_in(int64_t number, const int64_t *sorted, size_t count)
{
    return count > 0 && bsearch(&number, sorted, count, sizeof *sorted, by_number);
}

/* --- the filter as numbers --- */

static bool says_a_place(const struct schema_property *property)
{
    return (property->values &
            (SCHEMA_PLACE | SCHEMA_PLACE_RELATION | SCHEMA_COORDINATES)) != 0 ||
           str_equal(property->key, STR("located_in"));
}

static enum err_code want_place_properties(struct table_wanted *w, struct err *err)
{
    size_t count = 0;
    const struct schema_property *all = schema_properties(&count);
    enum err_code code = ERR_OK;

    w->place_properties = ARENA_ARRAY(w->arena, int64_t, count + 1);
    for (size_t i = 0; i < count && code == ERR_OK; i++) {
        int64_t number = -1;

        if (!says_a_place(&all[i]))
            continue;
        code = index_find_word(&number, w->index, all[i].key, err);
        if (code == ERR_OK && number > 0)
            w->place_properties[w->place_property_count++] = number;
    }
    qsort(w->place_properties, w->place_property_count, sizeof *w->place_properties,
          by_number);
    return code;
}

static enum err_code want_places(struct table_wanted *w, struct err *err)
{
    const struct table_filter *filter = w->filter;
    enum err_code code = ERR_OK;

    w->places = ARENA_ARRAY(w->arena, int64_t, filter->place_count + 1);
    for (size_t i = 0; i < filter->place_count && code == ERR_OK; i++) {
        int64_t number = -1;

        code = index_find_ident(&number, w->index, filter->places[i], err);
        if (code == ERR_OK && number > 0)
            w->places[w->place_count++] = number;
    }
    if (w->place_count > 0)
        qsort(w->places, w->place_count, sizeof *w->places, by_number);
    w->is_nothing = w->is_nothing || w->place_count == 0;
    w->needs |= NEED_PLACE;
    return code;
}

static enum err_code want_source(struct table_wanted *w, struct err *err)
{
    struct ref *bases = NULL;
    enum err_code code = index_find_ident(&w->source, w->index, w->filter->source, err);

    w->needs |= NEED_SOURCE;
    if (code != ERR_OK || w->source < 0) {
        w->is_nothing = true;
        return code;
    }
    code = query_bases_of_source(&bases, &w->base_count, w->arena, w->index, w->view,
                                 w->filter->source, err);
    w->bases = ARENA_ARRAY(w->arena, int64_t, w->base_count + 1);
    for (size_t i = 0; i < w->base_count; i++)
        w->bases[i] = bases[i].n;
    qsort(w->bases, w->base_count, sizeof *w->bases, by_number);
    return code;
}

static enum err_code want_word(int64_t *out, struct table_wanted *w, struct str word,
                               struct err *err)
{
    enum err_code code = ERR_OK;

    if (word.len > 0)
        code = index_find_word(out, w->index, word, err);
    w->is_nothing = w->is_nothing || *out < 0;
    return code;
}

static enum err_code want_words(struct table_wanted *w, struct err *err)
{
    const struct table_filter *f = w->filter;
    enum err_code code = want_word(&w->kind, w, f->kind, err);

    if (code == ERR_OK && f->of == TABLE_ENTITIES)
        code = want_word(&w->class_, w, f->class_, err);
    if (code == ERR_OK)
        code = want_word(&w->property, w, f->property, err);
    if (code == ERR_OK)
        code = want_word(&w->term, w, f->term, err);
    if (code == ERR_OK)
        code = want_word(&w->status, w, f->status, err);
    if (w->property > 0 || w->term > 0)
        w->needs |= NEED_PROPERTY;
    if (w->status > 0)
        w->needs |= NEED_STATUS;
    return code;
}

enum err_code table_want(struct table_wanted *out, struct arena *arena,
                         struct index *index, struct view view,
                         const struct table_filter *filter, struct err *err)
{
    enum err_code code;

    *out = (struct table_wanted){
        .filter = filter, .arena = arena, .index = index, .view = view};
    code = want_words(out, err);
    if (code == ERR_OK && filter->place_count > 0)
        code = want_places(out, err);
    if (code == ERR_OK && filter->source.len > 0)
        code = want_source(out, err);
    if (filter->has_days)
        out->needs |= NEED_DAYS;
    if (filter->has_no_place)
        out->needs |= NEED_NO_PLACE;
    if (filter->has_no_days)
        out->needs |= NEED_NO_DAYS;
    if (code == ERR_OK && out->needs & (NEED_PLACE | NEED_NO_PLACE))
        code = want_place_properties(out, err);
    return code;
}

/* --- claims --- */

#define CLAIM_COLUMNS                                                                    \
    "SELECT n, property, mode, form, entity, term, first_day, last_day, basis FROM "     \
    "claim "

static uint32_t place_bits(const struct table_wanted *w, struct db_query *row)
{
    int64_t form = db_column_int(row, 3);
    bool is_place =
        form == FORM_PLACE || form == FORM_POINT ||
        (!db_is_null(row, 4) && number_is_in(db_column_int(row, 1), w->place_properties,
                                             w->place_property_count));
    uint32_t bits = 0;

    if (!is_place || db_column_int(row, 2) != CLAIM_ASSERTED)
        return 0;
    bits = FOUND_PLACE;
    if (!db_is_null(row, 4) &&
        number_is_in(db_column_int(row, 4), w->places, w->place_count))
        bits |= NEED_PLACE;
    return bits;
}

static uint32_t day_bits(const struct table_wanted *w, struct db_query *row)
{
    if (db_is_null(row, 6) || db_column_int(row, 2) != CLAIM_ASSERTED)
        return 0;
    if (db_column_int(row, 6) <= w->filter->last_day &&
        db_column_int(row, 7) >= w->filter->first_day)
        return FOUND_DAYS | NEED_DAYS;
    return FOUND_DAYS;
}

static bool rests_on_source(const struct table_wanted *w, struct db_query *row)
{
    if (!db_is_null(row, 4) && db_column_int(row, 4) == w->source)
        return true;
    return !db_is_null(row, 8) &&
           number_is_in(db_column_int(row, 8), w->bases, w->base_count);
}

/* What the claim at hand is, of all that is asked for. */
static uint32_t claim_bits(const struct table_wanted *w, struct db_query *row)
{
    uint32_t bits = 0;

    if (w->needs & NEED_PROPERTY &&
        (w->property == 0 || db_column_int(row, 1) == w->property) &&
        (w->term == 0 || db_column_int(row, 5) == w->term))
        bits |= NEED_PROPERTY;
    if (w->needs & (NEED_PLACE | NEED_NO_PLACE))
        bits |= place_bits(w, row);
    if (w->needs & (NEED_DAYS | NEED_NO_DAYS))
        bits |= day_bits(w, row);
    if (w->needs & NEED_SOURCE && rests_on_source(w, row))
        bits |= NEED_SOURCE;
    return bits;
}

/* Somebody assessed the statement so, and has not taken it back. */
static enum err_code has_status(bool *out, struct table_wanted *w, struct ref target,
                                struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = true;
    enum err_code code =
        index_take(&query, w->index,
                   "SELECT review.n FROM edge JOIN review ON review.n = edge.source"
                   " WHERE edge.target = $1 AND edge.role = $2 AND review.status = $3",
                   err);

    *out = false;
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, target.n);
    db_bind_int(query, 2, ROLE_OF);
    db_bind_int(query, 3, w->status);
    while (code == ERR_OK && has_row && !*out) {
        bool is_undone = true;

        code = db_step(&has_row, query, err);
        if (code != ERR_OK || !has_row || !view_has(w->view, column_ref(query, 0)))
            continue;
        code = query_is_undone(&is_undone, w->index, w->view, column_ref(query, 0), err);
        *out = code == ERR_OK && !is_undone;
    }
    index_give(w->index, query);
    return code;
}

static bool is_settled(const struct table_wanted *w, uint32_t found)
{
    const uint32_t must_not = NEED_NO_PLACE | NEED_NO_DAYS;

    if (w->needs & found & must_not)
        return true; /* it does not pass, whatever comes */
    return !(w->needs & must_not) && (w->needs & ~found) == 0;
}

static bool all_found(const struct table_wanted *w, uint32_t found)
{
    const uint32_t must_not = NEED_NO_PLACE | NEED_NO_DAYS;

    return (w->needs & found & must_not) == 0 && (w->needs & ~must_not & ~found) == 0;
}

/* A claim counts while nothing has taken its place; that is only asked where it would
 * change something. */
static enum err_code add_claim(uint32_t *found, struct table_wanted *w,
                               struct db_query *row, struct err *err)
{
    const struct ref ref = column_ref(row, 0);
    uint32_t bits = claim_bits(w, row) & w->needs & ~*found;
    struct claim_state state;
    bool is_so = false;
    enum err_code code = ERR_OK;

    w->work++;
    if (w->needs & NEED_STATUS & ~*found)
        code = has_status(&is_so, w, ref, err);
    if (code == ERR_OK && is_so)
        bits |= NEED_STATUS;
    if (code != ERR_OK || bits == 0)
        return code;
    code = query_claim_state(&state, w->index, w->view, ref, err);
    if (code == ERR_OK && claim_is_current(&state))
        *found |= bits;
    return code;
}

static enum err_code look_at_claims(uint32_t *found, struct table_wanted *w,
                                    int64_t number, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = true;
    unsigned looked_at = 0;
    enum err_code code =
        index_take(&query, w->index, CLAIM_COLUMNS "WHERE about = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, number);
    while (code == ERR_OK && has_row && !is_settled(w, *found) &&
           looked_at++ < CLAIMS_LOOKED_AT) {
        code = db_step(&has_row, query, err);
        if (code == ERR_OK && has_row && view_has(w->view, column_ref(query, 0)))
            code = add_claim(found, w, query, err);
    }
    index_give(w->index, query);
    return code;
}

static enum err_code entity_passes(bool *out, struct table_wanted *w, struct ref ref,
                                   int64_t number, struct err *err)
{
    uint32_t found = 0;
    bool is_so = false;
    enum err_code code = ERR_OK;

    if (number_is_in(number, w->places, w->place_count))
        found |= NEED_PLACE;
    if (w->needs & NEED_STATUS)
        code = has_status(&is_so, w, ref, err);
    if (is_so)
        found |= NEED_STATUS;
    if (code == ERR_OK)
        code = look_at_claims(&found, w, number, err);
    *out = all_found(w, found);
    return code;
}

static enum err_code claim_passes(bool *out, struct table_wanted *w, struct ref ref,
                                  struct err *err)
{
    struct db_query *query = NULL;
    uint32_t found = 0;
    bool has_row = false;
    bool is_so = false;
    enum err_code code = index_take(&query, w->index, CLAIM_COLUMNS "WHERE n = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, ref.n);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && has_row)
        found = claim_bits(w, query);
    index_give(w->index, query);
    if (code == ERR_OK && has_row && w->needs & NEED_STATUS)
        code = has_status(&is_so, w, ref, err);
    if (is_so)
        found |= NEED_STATUS;
    *out = has_row && all_found(w, found);
    return code;
}

/* --- files --- */

static enum err_code object_passes(bool *out, struct table_wanted *w, struct ref ref,
                                   struct err *err)
{
    struct arena scratch = {0};
    struct object_row object = {0};
    struct fold_needle needle;
    enum err_code code = query_table_object(&object, &scratch, w->index, ref, err);

    *out = code == ERR_OK && str_starts_with(object.type, w->filter->class_) &&
           (w->filter->text.len == 0 || (fold_needle_of(&needle, w->filter->text) &&
                                         fold_contains(object.name, &needle)));
    arena_free(&scratch);
    return code;
}

enum err_code table_passes(bool *out, struct table_wanted *w, struct ref ref,
                           int64_t number, struct err *err)
{
    w->work++;
    *out = true;
    if (w->filter->of == TABLE_OBJECTS)
        return w->filter->class_.len + w->filter->text.len > 0
                   ? object_passes(out, w, ref, err)
                   : ERR_OK;
    if (w->needs == 0)
        return ERR_OK;
    if (w->filter->of == TABLE_CLAIMS)
        return claim_passes(out, w, ref, err);
    return entity_passes(out, w, ref, number, err);
}
