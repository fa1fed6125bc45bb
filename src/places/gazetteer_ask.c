/* Places by point, by code, by what they lie in; and what to call them. */

#include <stdlib.h>

#include "names/romanise.h"
#include "places/gazetteer_inside.h"

bool gazetteer_wants(const struct gazetteer_wanted *wanted, int64_t kind)
{
    return !wanted || wanted->kinds == 0 || (wanted->kinds & 1U << (unsigned)kind) != 0;
}

size_t gazetteer_limit(const struct gazetteer_wanted *wanted)
{
    return wanted && wanted->limit > 0 ? wanted->limit : GAZETTEER_LIMIT;
}

/* "ua-pcode:UA6314015004": the gazetteer's number and the code in it. */
static bool parse_id(uint32_t *at, struct str *code, const struct gazetteers *g,
                     struct str id)
{
    struct str rest = id;
    struct str name = str_cut(&rest, ':');

    for (uint32_t i = 0; i < g->count; i++)
        if (str_equal(g->infos[i].name, name)) {
            *at = i;
            *code = rest;
            return true;
        }
    return false;
}

static enum err_code with_id(struct gazetteer_list *list, struct arena *arena,
                             struct gazetteers *g, struct str id, struct err *err)
{
    struct str code;
    uint32_t at;

    if (parse_id(&at, &code, g, id)) {
        if (!g->items[at].db)
            return err_set(err, ERR_CORRUPT, STR_FMT, STR_ARG(g->infos[at].problem));
        return gazetteer_with_code(list, arena, g, at, code, err);
    }
    for (at = 0; at < g->count && list->count == 0; at++)
        if (g->items[at].db && gazetteer_with_code(list, arena, g, at, id, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

enum err_code gazetteer_place(const struct gazetteer_place **out, struct arena *arena,
                              struct gazetteers *g, struct str id, struct err *err)
{
    struct arena scratch = {0};
    struct gazetteer_list list = {0};
    struct gazetteer_hit *items = NULL;
    size_t count = 0;
    enum err_code code = with_id(&list, &scratch, g, id, err);

    if (list.count > 1)
        list.count = 1;
    if (code == ERR_OK)
        code = gazetteer_view(&items, &count, arena, g, &list, err);
    arena_free(&scratch);
    if (code != ERR_OK)
        return code;
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no gazetteer of this machine has a place \"" STR_FMT "\"",
                       STR_ARG(str_prefix(id, 100)));
    *out = items[0].place;
    return ERR_OK;
}

static enum err_code add_children(struct gazetteer_list *list, struct arena *arena,
                                  struct gazetteers *g, uint32_t at, struct str code,
                                  const struct gazetteer_wanted *wanted, struct err *err)
{
    struct db_query *query;

    if (gazetteer_query(&query, g, at, QUERY_CHILDREN, err) != ERR_OK)
        return err->code;
    db_bind_text(query, 1, code);
    for (;;) {
        struct gazetteer_found found = {.ref.gazetteer = at};
        bool has_row;

        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(g, at, err);
        if (!has_row)
            return ERR_OK;
        found.ref.place = (uint32_t)db_column_int(query, 0);
        if (gazetteer_wants(wanted, db_column_int(query, 1)))
            gazetteer_list_add(list, arena, &found);
    }
}

/* Its children stand in any gazetteer, by any of its shared codes; those that name it by
 * a code of their own gazetteer stand in that one. */
static enum err_code all_children(struct gazetteer_list *list, struct arena *arena,
                                  struct gazetteers *g,
                                  const struct gazetteer_place *place,
                                  const struct gazetteer_wanted *wanted, struct err *err)
{
    for (size_t i = 0; i < place->code_count; i++)
        for (uint32_t at = 0; at < g->count; at++)
            if (g->items[at].db &&
                str_find(place->codes[i], ':', 0) < place->codes[i].len &&
                add_children(list, arena, g, at, place->codes[i], wanted, err) != ERR_OK)
                return err->code;
    for (size_t i = 0; i < place->source_count; i++) {
        struct str code = place->sources[i].id;

        (void)str_cut(&code, ':');
        if (add_children(list, arena, g, place->sources[i].ref.gazetteer, code, wanted,
                         err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static int compare_hits(const void *a, const void *b)
{
    const struct gazetteer_hit *x = a;
    const struct gazetteer_hit *y = b;
    int by_name = str_compare(x->place->names[0].text, y->place->names[0].text);

    return by_name != 0 ? by_name : str_compare(x->place->id, y->place->id);
}

enum err_code gazetteer_children(struct gazetteer_hits *out, struct arena *arena,
                                 struct gazetteers *g,
                                 const struct gazetteer_place *place,
                                 const struct gazetteer_wanted *wanted, struct err *err)
{
    struct arena scratch = {0};
    struct gazetteer_list list = {0};
    struct gazetteer_hit *items = NULL;
    size_t limit = gazetteer_limit(wanted);
    size_t count = 0;
    bool is_cut;
    enum err_code code = all_children(&list, &scratch, g, place, wanted, err);

    is_cut = list.count > limit * (g->count > 0 ? g->count : 1);
    if (is_cut)
        list.count = limit * g->count;
    if (code == ERR_OK)
        code = gazetteer_view(&items, &count, arena, g, &list, err);
    arena_free(&scratch);
    if (code != ERR_OK)
        return code;
    if (count > 0)
        qsort(items, count, sizeof *items, compare_hits);
    *out = (struct gazetteer_hits){items, count < limit ? count : limit,
                                   is_cut || count > limit};
    return ERR_OK;
}

bool gazetteer_is_same(const struct gazetteer_place *a, const struct gazetteer_place *b)
{
    for (size_t i = 0; i < a->source_count; i++)
        for (size_t k = 0; k < b->source_count; k++)
            if (a->sources[i].ref.gazetteer == b->sources[k].ref.gazetteer &&
                a->sources[i].ref.place == b->sources[k].ref.place)
                return true;
    return false;
}

bool gazetteer_is_in(const struct gazetteer_place *place,
                     const struct gazetteer_place *area)
{
    for (; place; place = place->parent)
        if (gazetteer_is_same(place, area))
            return true;
    return false;
}

static const struct gazetteer_name *name_in(const struct gazetteer_place *place,
                                            struct str lang)
{
    const struct gazetteer_name *any = NULL;

    for (size_t i = 0; i < place->name_count; i++) {
        const struct gazetteer_name *name = &place->names[i];

        if (!str_equal(name->lang, lang))
            continue;
        if (name->kind == GAZETTEER_MAIN)
            return name;
        if (!any && name->kind == GAZETTEER_ALIAS)
            any = name;
    }
    return any;
}

struct str gazetteer_label(struct arena *arena, const struct gazetteer_place *place,
                           struct str lang)
{
    const struct gazetteer_name *name = name_in(place, lang);

    if (!name && str_equal(lang, STR("en"))) {
        const struct gazetteer_name *ukrainian = name_in(place, STR("uk"));
        struct name_text latin;

        if (ukrainian) {
            name_romanise(&latin, ukrainian->text, ROMAN_KMU_2010);
            return arena_str(arena, name_text_str(&latin));
        }
    }
    if (name)
        return name->text;
    return place->name_count > 0 ? place->names[0].text : STR("");
}
