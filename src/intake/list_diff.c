#include "intake/list_diff.h"

#include "base/map.h"
#include "intake/identity.h"

struct place {
    UT_hash_handle hh;
    struct str identity;
    uint32_t at;
    bool is_met;
};

static struct place *find_place(struct place *places, struct str identity)
{
    struct place *place = NULL;

    HASH_FIND(hh, places, identity.ptr, identity.len, place);
    return place;
}

static struct place *places_of(struct arena *arena, const struct release *release)
{
    struct place *places = NULL;

    for (uint32_t i = 0; i < release->row_count; i++) {
        struct place *place;

        if (find_place(places, release->rows[i].identity))
            continue;
        place = ARENA_NEW(arena, struct place);
        place->identity = release->rows[i].identity;
        place->at = i;
        HASH_ADD_KEYPTR(hh, places, place->identity.ptr, place->identity.len, place);
    }
    return places;
}

static void take_columns(struct list_diff *diff, struct arena *arena)
{
    size_t count = 0;

    diff->columns = ARENA_ARRAY(arena, struct list_diff_column,
                                diff->from.name_count + diff->to.name_count + 1);
    for (size_t i = 0; i < diff->from.name_count; i++)
        diff->columns[count++] = (struct list_diff_column){
            diff->from.names[i], i, release_column(&diff->to, diff->from.names[i]), 0};
    for (size_t i = 0; i < diff->to.name_count; i++)
        if (release_column(&diff->from, diff->to.names[i]) == diff->from.name_count)
            diff->columns[count++] =
                (struct list_diff_column){diff->to.names[i], diff->from.name_count, i, 0};
    diff->column_count = count;
}

bool list_diff_cells(struct str *from, struct str *to, const struct list_diff *diff,
                     const struct list_diff_row *row,
                     const struct list_diff_column *column)
{
    if (row->from == UINT32_MAX || row->to == UINT32_MAX ||
        column->from == diff->from.name_count || column->to == diff->to.name_count)
        return false;
    *from = diff->from.rows[row->from].cells[column->from];
    *to = diff->to.rows[row->to].cells[column->to];
    return !str_equal(*from, *to);
}

static void count_changes(struct list_diff *diff, const struct list_diff_row *row)
{
    bool is_changed = false;
    struct str from;
    struct str to;

    for (size_t i = 0; i < diff->column_count; i++) {
        if (!list_diff_cells(&from, &to, diff, row, &diff->columns[i]))
            continue;
        diff->columns[i].changed++;
        is_changed = true;
    }
    diff->changed += is_changed;
}

static void join(struct list_diff *diff, struct arena *arena)
{
    struct arena scratch = {0};
    struct place *places = places_of(&scratch, &diff->from);
    struct list_diff_row *met =
        ARENA_ARRAY(&scratch, struct list_diff_row, (size_t)diff->to.row_count + 1);

    diff->rows = ARENA_ARRAY(arena, struct list_diff_row,
                             (size_t)diff->from.row_count + diff->to.row_count + 1);
    for (uint32_t i = 0; i < diff->to.row_count; i++) {
        struct place *place = find_place(places, diff->to.rows[i].identity);

        met[i] = (struct list_diff_row){place ? place->at : UINT32_MAX, i, false};
        if (place)
            place->is_met = true;
    }
    for (uint32_t i = 0; i < diff->from.row_count; i++) {
        const struct place *place = find_place(places, diff->from.rows[i].identity);

        if (place->at != i || place->is_met)
            continue;
        diff->rows[diff->row_count++] = (struct list_diff_row){i, UINT32_MAX, false};
        diff->vanished++;
    }
    for (uint32_t i = 0; i < diff->to.row_count; i++) {
        diff->rows[diff->row_count++] = met[i];
        diff->added += met[i].from == UINT32_MAX;
        count_changes(diff, &met[i]);
    }
    HASH_CLEAR(hh, places);
    arena_free(&scratch);
}

/* Rows of `to` that are new, and that this earlier version has. */
static void mark_back(struct list_diff *diff, const struct release *earlier)
{
    struct arena scratch = {0};
    struct place *places = places_of(&scratch, earlier);

    for (uint32_t i = 0; i < diff->row_count; i++) {
        struct list_diff_row *row = &diff->rows[i];

        if (row->from != UINT32_MAX || row->is_back ||
            !find_place(places, diff->to.rows[row->to].identity))
            continue;
        row->is_back = true;
        diff->back++;
    }
    HASH_CLEAR(hh, places);
    arena_free(&scratch);
}

static enum err_code find_back(struct list_diff *diff, struct archive *archive,
                               const struct list_versions *versions,
                               const struct list_version *from,
                               const struct list_version *to, struct err *err)
{
    enum err_code code = ERR_OK;

    if (to->number <= from->number || diff->added == 0)
        return ERR_OK;
    for (uint32_t i = 0; i + 1 < from->number && code == ERR_OK; i++) {
        struct arena arena = {0};
        struct release earlier = {0};

        code = release_read(&earlier, &arena, archive, &versions->items[i], err);
        if (code == ERR_OK)
            mark_back(diff, &earlier);
        arena_free(&arena);
    }
    return code;
}

enum err_code list_diff_make(struct list_diff *out, struct arena *arena,
                             struct archive *archive,
                             const struct list_versions *versions,
                             const struct list_version *from,
                             const struct list_version *to, struct err *err)
{
    struct list_diff diff = {0};

    if (release_read(&diff.from, arena, archive, from, err) != ERR_OK ||
        release_read(&diff.to, arena, archive, to, err) != ERR_OK)
        return err->code;
    take_columns(&diff, arena);
    join(&diff, arena);
    if (find_back(&diff, archive, versions, from, to, err) != ERR_OK)
        return err->code;
    *out = diff;
    return ERR_OK;
}

struct str list_diff_key(struct arena *arena, const struct release_row *row)
{
    if (row->key.len > 0)
        return identity_shown(arena, row->key);
    return arena_printf(arena, "row %jd", (intmax_t)row->number);
}
