#include "record/archive_inside.h"
#include "record/erase.h"
#include "record/erase_inside.h"
#include "record/query.h"

/* The statements that erasures are made of, read through the index. */

struct gathering {
    struct arena *arena;
    struct archive *archive;
    struct view view;
    struct erasure_word *items;
    size_t count;
    size_t cap;
};

static void put(struct gathering *g, const struct statement *s)
{
    if (g->count == g->cap) {
        struct erasure_word *bigger;

        g->cap = 2 * g->cap + 16;
        bigger = ARENA_ARRAY(g->arena, struct erasure_word, g->cap);
        if (g->count > 0)
            memcpy(bigger, g->items, g->count * sizeof *bigger);
        g->items = bigger;
    }
    g->items[g->count++] =
        (struct erasure_word){ref_feed(s->ref), s->index, s->commitment, s->value};
}

static enum err_code take(struct gathering *g, struct ref ref, struct err *err)
{
    struct statement s = {0};
    enum err_code code;

    if (!admission_counts(&g->archive->feeds[ref_feed(ref)].admission, ref_index(ref)))
        return ERR_OK;
    code = archive_statement(&s, g->arena, g->archive, ref, err);
    if (code == ERR_OK && s.is_readable)
        put(g, &s);
    return code;
}

/* Every counting statement of one kind. */
static enum err_code gather(struct gathering *g, struct str kind, struct err *err)
{
    struct statement_list list = {0};
    struct ref after = {0};
    enum err_code code = ERR_OK;

    do {
        code = query_statements(&list, g->arena, g->archive->index, g->view, kind, after,
                                0, err);
        for (size_t i = 0; code == ERR_OK && i < list.count; i++) {
            after = list.items[i].ref;
            code = take(g, after, err);
        }
    } while (code == ERR_OK && list.has_more);
    return code;
}

enum err_code erase_count_words(size_t *out, struct arena *arena, struct archive *archive,
                                struct err *err)
{
    static const struct str kinds[] = {STR_INIT("erase"), STR_INIT("reseal")};
    struct statement_list list = {0};
    struct view view;
    enum err_code code = frontier_now(&view, arena, archive->index, err);

    *out = 0;
    for (size_t i = 0; i < 2; i++) {
        struct ref after = {0};

        do {
            if (code == ERR_OK)
                code = query_statements(&list, arena, archive->index, view, kinds[i],
                                        after, 0, err);
            if (code != ERR_OK)
                return code;
            *out += list.count;
            if (list.count > 0)
                after = list.items[list.count - 1].ref;
        } while (list.has_more);
    }
    return ERR_OK;
}

enum err_code erase_read(struct erasures *out, struct arena *arena,
                         struct archive *archive, struct err *err)
{
    struct gathering g = {.arena = arena, .archive = archive};
    struct roles_view view;
    struct erasure_court court = erasure_court_of(&view);
    enum err_code code = frontier_now(&g.view, arena, archive->index, err);

    *out = (struct erasures){0};
    if (code == ERR_OK)
        code = gather(&g, STR("erase"), err);
    if (code == ERR_OK)
        code = gather(&g, STR("reseal"), err);
    if (code != ERR_OK || g.count == 0)
        return code;
    if (archive_know_roles(archive, err) != ERR_OK)
        return err->code;
    view = archive_roles_view(archive, arena);
    erasures_judge(out, arena, g.items, g.count, &court);
    return ERR_OK;
}

enum err_code erase_of(const struct erasure **out, struct arena *arena,
                       struct archive *archive, const struct digest *what,
                       bool is_statement, struct err *err)
{
    struct erasures all = {0};

    *out = NULL;
    if (erase_read(&all, arena, archive, err) != ERR_OK)
        return err->code;
    *out =
        is_statement ? erasures_of_statement(&all, what) : erasures_of_object(&all, what);
    return ERR_OK;
}
