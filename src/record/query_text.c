#include "base/fold.h"
#include "record/query_scan.h"

struct finder {
    struct index *index;
    struct arena *arena;
    const struct fold_needle *needle;
    struct text_list *list;
    size_t cap;
    uint32_t limit;
    enum text_place place;
};

static enum err_code find_text(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct finder *f = context;
    struct str text = db_column_text(row, 2);
    void *items = f->list->items;
    struct text_hit *hit;

    if (!fold_contains(text, f->needle))
        return ERR_OK;
    if (f->list->count == f->limit) {
        f->list->has_more = true;
        at->is_enough = true;
        return ERR_OK;
    }
    hit = list_add(&items, &f->list->count, &f->cap, f->arena, sizeof *hit);
    f->list->items = items;
    *hit = (struct text_hit){
        .place = f->place, .ref = column_ref(row, 0), .text = arena_str(f->arena, text)};
    return index_ident_text(&hit->id, f->arena, f->index, db_column_int(row, 1), err);
}

enum err_code query_text(struct text_list *out, struct arena *arena, struct index *index,
                         struct view view, struct str text, unsigned places,
                         uint32_t limit, struct err *err)
{
    static const struct {
        enum text_place place;
        const char *sql;
    } tables[] = {
        {TEXT_LABEL, "SELECT n, entity, label FROM entity WHERE label IS NOT NULL AND"
                     " n >= $1 AND n < $2 ORDER BY n"},
        {TEXT_WORDS, "SELECT n, source, words FROM passage WHERE words IS NOT NULL AND"
                     " n >= $1 AND n < $2 ORDER BY n"},
        {TEXT_VALUE, "SELECT n, about, text FROM claim WHERE text IS NOT NULL AND"
                     " n >= $1 AND n < $2 ORDER BY n"},
        {TEXT_OBJECT, "SELECT n, 0, coalesce(path, name) FROM object WHERE"
                      " coalesce(path, name) IS NOT NULL AND n >= $1 AND n < $2"
                      " ORDER BY n"},
    };
    struct fold_needle needle;
    struct text_list list = {0};
    struct finder finder = {.index = index,
                            .arena = arena,
                            .needle = &needle,
                            .list = &list,
                            .limit = limit_or_default(limit)};
    enum err_code code = ERR_OK;

    if (!fold_needle_of(&needle, text))
        return err_set(
            err, ERR_INVALID,
            "cannot search for more than %d characters, or for what is not text",
            FOLD_NEEDLE_MAX);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && code == ERR_OK; i++) {
        struct scan scan = {.sql = tables[i].sql};

        if ((places & tables[i].place) == 0 || list.has_more)
            continue;
        finder.place = tables[i].place;
        code = query_scan(index, view, &scan, find_text, &finder, err);
    }
    if (code == ERR_OK)
        *out = list;
    return code;
}
