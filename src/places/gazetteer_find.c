/* Places by name. */

#include <stdlib.h>
#include <string.h>

#include "names/daitch_mokotoff.h"
#include "places/gazetteer_inside.h"
#include "places/gazetteer_key.h"

/* Shorter keys are an edit away from half of all names. */
enum { EDIT_1_CHARS = 4, EDIT_2_CHARS = 9, KEYS_MAX = 2 };

#define STEP(step) (1U << (unsigned)(step))

struct finder {
    struct arena arena; /* scratch */
    struct gazetteers *g;
    struct gazetteer_wanted wanted;
    struct gazetteer_list list;
    struct name_key keys[KEYS_MAX]; /* of the words in a row, and of the text as one */
    size_t key_count;
    uint32_t sounds[NAME_DM_MAX];
    size_t sound_count;
    bool is_cut;
};

static void make_keys(struct finder *f, struct str text)
{
    struct str words[GAZETTEER_WORDS_MAX];
    struct name_key *whole = &f->keys[1];

    gazetteer_key(&f->keys[0], words, gazetteer_words(words, GAZETTEER_WORDS_MAX, text));
    if (f->keys[0].len == 0)
        return;
    name_fold2(whole, text);
    f->key_count =
        whole->len == 0 || str_equal(name_key_str(whole), name_key_str(&f->keys[0])) ? 1
                                                                                     : 2;
    f->sound_count = name_dm(f->sounds, NAME_DM_MAX, text);
}

/* Places of which a name has the key, in the way that `how` says: they are found by
 * `step`. */
static enum err_code add_meets(struct finder *f, uint32_t at, uint32_t token,
                               enum gazetteer_step how, enum gazetteer_step step,
                               size_t *room, struct err *err)
{
    struct db_query *query;

    if (gazetteer_query(&query, f->g, at, QUERY_MEET, err) != ERR_OK)
        return err->code;
    db_bind_int(query, 1, token);
    db_bind_int(query, 2, how);
    for (;;) {
        struct gazetteer_found found = {.step = step, .has_name = true};
        bool has_row;

        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(f->g, at, err);
        if (!has_row)
            return ERR_OK;
        if (!(f->wanted.kinds & STEP(db_column_int(query, 2))))
            continue;
        if (*room == 0) {
            f->is_cut = true;
            return ERR_OK;
        }
        found.ref = (struct gazetteer_ref){at, (uint32_t)db_column_int(query, 0)};
        found.name = (uint32_t)db_column_int(query, 1);
        gazetteer_list_add(&f->list, &f->arena, &found);
        (*room)--;
    }
}

static enum err_code token_of(uint32_t *token, struct finder *f, uint32_t at,
                              const struct name_key *key, struct err *err)
{
    struct db_query *query;
    bool has_row;

    *token = 0;
    if (gazetteer_query(&query, f->g, at, QUERY_TOKEN, err) != ERR_OK)
        return err->code;
    db_bind_text(query, 1, name_key_str(key));
    if (db_step(&has_row, query, err) != ERR_OK)
        return gazetteer_failed(f->g, at, err);
    if (has_row)
        *token = (uint32_t)db_column_int(query, 0);
    return ERR_OK;
}

static enum err_code by_key(struct finder *f, uint32_t at, enum gazetteer_step step,
                            size_t *room, struct err *err)
{
    for (size_t i = 0; i < f->key_count; i++) {
        uint32_t token;

        if (token_of(&token, f, at, &f->keys[i], err) != ERR_OK ||
            (token > 0 && add_meets(f, at, token, step, step, room, err) != ERR_OK))
            return err->code;
    }
    return ERR_OK;
}

static enum err_code by_edit(struct finder *f, uint32_t at, enum gazetteer_step step,
                             size_t *room, struct err *err)
{
    size_t edits = step == GAZETTEER_EDIT_1 ? 1 : 2;
    const struct name_key *key = &f->keys[0];
    struct gazetteer_near_key *near = NULL;
    size_t count = 0;

    if (key->len < (edits == 1 ? (size_t)EDIT_1_CHARS : (size_t)EDIT_2_CHARS))
        return ERR_OK;
    if (gazetteer_near_keys(&near, &count, &f->arena, f->g, at, key, edits, err) !=
        ERR_OK)
        return err->code;
    for (size_t i = 0; i < count; i++)
        if (near[i].edits == edits && add_meets(f, at, near[i].token, GAZETTEER_SAME_KEY,
                                                step, room, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* The keys that sound so are read before their places are asked for. */
static enum err_code by_one_sound(struct finder *f, uint32_t at, uint32_t sound,
                                  size_t *room, struct err *err)
{
    uint32_t *tokens = ARENA_ARRAY(&f->arena, uint32_t, *room + 1);
    struct db_query *query;
    size_t count = 0;

    if (gazetteer_query(&query, f->g, at, QUERY_SOUND, err) != ERR_OK)
        return err->code;
    db_bind_int(query, 1, sound);
    for (;;) {
        bool has_row;

        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(f->g, at, err);
        if (!has_row || count > *room)
            break;
        tokens[count++] = (uint32_t)db_column_int(query, 0);
    }
    db_reset(query);
    for (size_t i = 0; i < count; i++)
        if (add_meets(f, at, tokens[i], GAZETTEER_SAME_KEY, GAZETTEER_SOUND, room, err) !=
            ERR_OK)
            return err->code;
    return ERR_OK;
}

static enum err_code by_sound(struct finder *f, uint32_t at, size_t *room,
                              struct err *err)
{
    for (size_t i = 0; i < f->sound_count; i++)
        if (by_one_sound(f, at, f->sounds[i], room, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static enum err_code find_step(struct finder *f, enum gazetteer_step step,
                               struct err *err)
{
    for (uint32_t at = 0; at < f->g->count; at++) {
        size_t room = f->wanted.limit;
        enum err_code code;

        if (!f->g->items[at].db)
            continue;
        if (step == GAZETTEER_SOUND)
            code = by_sound(f, at, &room, err);
        else if (step == GAZETTEER_EDIT_1 || step == GAZETTEER_EDIT_2)
            code = by_edit(f, at, step, &room, err);
        else
            code = by_key(f, at, step, &room, err);
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

static int compare_found(const void *a, const void *b)
{
    const struct gazetteer_found *x = a;
    const struct gazetteer_found *y = b;

    if (x->ref.gazetteer != y->ref.gazetteer)
        return x->ref.gazetteer < y->ref.gazetteer ? -1 : 1;
    if (x->ref.place != y->ref.place)
        return x->ref.place < y->ref.place ? -1 : 1;
    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    return (x->name > y->name) - (x->name < y->name);
}

/* Each place once, with its surest step. */
static void make_unique(struct gazetteer_list *list)
{
    size_t kept = 0;

    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, compare_found);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 ||
            list->items[kept - 1].ref.gazetteer != list->items[i].ref.gazetteer ||
            list->items[kept - 1].ref.place != list->items[i].ref.place)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static bool has_key(struct str name, const struct name_key *key)
{
    struct str words[GAZETTEER_WORDS_MAX];
    struct name_key own;

    gazetteer_key(&own, words, gazetteer_words(words, GAZETTEER_WORDS_MAX, name));
    return str_equal(name_key_str(&own), name_key_str(key));
}

/* Several names of a place have one key: that in the letters which were typed. */
static void name_as_typed(struct gazetteer_hit *hit, struct str text,
                          const struct name_key *key)
{
    enum name_script script = name_script_of(text);

    if (hit->step != GAZETTEER_SAME_KEY || name_script_of(hit->name) == script)
        return;
    for (size_t i = 0; i < hit->place->name_count; i++) {
        struct str name = hit->place->names[i].text;

        if (name_script_of(name) == script && has_key(name, key)) {
            hit->name = name;
            return;
        }
    }
}

static int compare_hits(const void *a, const void *b)
{
    const struct gazetteer_hit *x = a;
    const struct gazetteer_hit *y = b;

    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    if (x->place->kind != y->place->kind)
        return x->place->kind < y->place->kind ? -1 : 1;
    if (x->place->population != y->place->population)
        return x->place->population > y->place->population ? -1 : 1;
    return str_compare(x->place->id, y->place->id);
}

/* At most the limit of each step, now that places that are one are. */
static size_t cut_steps(struct gazetteer_hit *hits, size_t count, struct finder *f)
{
    size_t of_step[GAZETTEER_STEPS] = {0};
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (of_step[hits[i].step]++ >= f->wanted.limit)
            f->is_cut = true;
        else
            hits[kept++] = hits[i];
    }
    return kept;
}

static struct gazetteer_wanted filled_in(const struct gazetteer_wanted *wanted)
{
    static const unsigned all_steps = STEP(GAZETTEER_STEPS) - 1;
    struct gazetteer_wanted full = wanted ? *wanted : (struct gazetteer_wanted){0};

    if (full.steps == 0)
        full.steps = all_steps & ~STEP(GAZETTEER_WORD);
    if (full.kinds == 0)
        full.kinds = STEP(GAZETTEER_KINDS) - 1;
    if (full.limit == 0)
        full.limit = GAZETTEER_LIMIT;
    return full;
}

static enum err_code find_all(struct finder *f, struct err *err)
{
    for (int step = 0; step < GAZETTEER_STEPS; step++) {
        if (!(f->wanted.steps & STEP(step)) || f->key_count == 0)
            continue;
        if (f->wanted.is_enough && f->list.count > 0)
            return ERR_OK;
        if (find_step(f, (enum gazetteer_step)step, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

enum err_code gazetteer_find(struct gazetteer_hits *out, struct arena *arena,
                             struct gazetteers *g, struct str text,
                             const struct gazetteer_wanted *wanted, struct err *err)
{
    struct finder f = {.g = g, .wanted = filled_in(wanted)};
    struct gazetteer_hit *items = NULL;
    size_t count = 0;
    enum err_code code;

    make_keys(&f, text);
    code = find_all(&f, err);
    if (code == ERR_OK) {
        make_unique(&f.list);
        code = gazetteer_view(&items, &count, arena, g, &f.list, err);
    }
    for (size_t i = 0; i < count && code == ERR_OK; i++)
        name_as_typed(&items[i], text, &f.keys[0]);
    if (code == ERR_OK && count > 0) {
        qsort(items, count, sizeof *items, compare_hits);
        count = cut_steps(items, count, &f);
    }
    if (code == ERR_OK)
        *out = (struct gazetteer_hits){items, count, f.is_cut};
    arena_free(&f.arena);
    return code;
}
