#include "places/archive_places.h"

#include <stdlib.h>

#include "base/map.h"
#include "record/query.h"

enum { PREFIX_MIN = 6, DEPTH_MAX = 8 };

struct place_by_text {
    struct str text;
    struct archive_place *place;
    UT_hash_handle hh;
};

struct archive_places {
    struct arena *arena;
    struct archive_place *items;
    size_t count;
    struct place_by_text *by_id;
    struct place_by_text *by_code;
    /* while they are read */
    struct index *index;
    struct view view;
};

static enum gazetteer_kind kind_of(struct str class_)
{
    enum gazetteer_kind kind;

    return gazetteer_kind_of(&kind, class_) ? kind : GAZETTEER_OTHER;
}

static void remember(struct archive_places *places, struct place_by_text **map,
                     struct str text, struct archive_place *place)
{
    struct place_by_text *entry = ARENA_NEW(places->arena, struct place_by_text);

    entry->text = text;
    entry->place = place;
    HASH_ADD_KEYPTR(hh, *map, entry->text.ptr, entry->text.len, entry);
}

static struct archive_place *lookup(struct place_by_text *map, struct str text)
{
    struct place_by_text *entry;

    HASH_FIND(hh, map, text.ptr, text.len, entry);
    return entry ? entry->place : NULL;
}

static void add_name(struct archive_places *places, struct archive_place *place,
                     struct str text, struct str lang)
{
    size_t count = place->place.name_count;
    struct gazetteer_name *names;

    if (text.len == 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (str_equal(place->place.names[i].text, text))
            return;
    names = ARENA_ARRAY(places->arena, struct gazetteer_name, count + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = place->place.names[i];
    names[count] = (struct gazetteer_name){
        arena_str(places->arena, text), arena_str(places->arena, lang), GAZETTEER_MAIN};
    place->place.names = names;
    place->place.name_count = count + 1;
}

static void add_entity(struct archive_places *places, const struct entity_row *row)
{
    struct archive_place *place = &places->items[places->count++];

    *place = (struct archive_place){
        .id = row->id,
        .ref = row->ref,
        .label = row->label,
        .place = {.id = row->id, .kind = kind_of(row->class_), .class_ = row->class_},
    };
    remember(places, &places->by_id, place->id, place);
}

static enum err_code read_entities(struct archive_places *places, struct err *err)
{
    struct ref after = {0};
    struct entity_list list = {.has_more = true};
    uint64_t all = 0;
    size_t room;

    if (query_entity_count(&all, places->index, places->view, STR("place"), STR(""),
                           err) != ERR_OK)
        return err->code;
    room = all < (uint64_t)ARCHIVE_PLACES_MAX ? (size_t)all : (size_t)ARCHIVE_PLACES_MAX;
    places->items = ARENA_ARRAY(places->arena, struct archive_place, room + 1);
    while (list.has_more && places->count < room) {
        if (query_entities(&list, places->arena, places->index, places->view,
                           STR("place"), STR(""), after, QUERY_LIMIT, err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < list.count && places->count < room; i++)
            add_entity(places, &list.items[i]);
        if (list.count > 0)
            after = list.items[list.count - 1].ref;
    }
    return ERR_OK;
}

/* ---- what claims say ---- */

static bool read_degrees(double *out, const struct value *value, struct str key)
{
    struct str text = value_get_string(value, key);
    char digits[32];
    char *end;

    if (text.len == 0 || text.len >= sizeof digits)
        return false;
    for (size_t i = 0; i < text.len; i++)
        digits[i] = text.ptr[i];
    digits[text.len] = '\0';
    *out = strtod(digits, &end);
    return *end == '\0';
}

static void take_name(struct archive_places *places, struct archive_place *place,
                      const struct claim_row *claim)
{
    struct str written = value_get_string(&claim->value, STR("written"));

    add_name(places, place, written, value_get_string(&claim->value, STR("lang")));
}

static void take_point(struct archive_places *places, struct archive_place *place,
                       const struct claim_row *claim)
{
    struct geo_point point;

    (void)places;
    if (place->place.has_point || !read_degrees(&point.lat, &claim->value, STR("lat")) ||
        !read_degrees(&point.lon, &claim->value, STR("lon")) ||
        !geo_point_is_valid(point))
        return;
    place->place.has_point = true;
    place->place.point = point;
    if (!value_get_integer(&place->precision_m, &claim->value, STR("precision_m")) ||
        place->precision_m < 0)
        place->precision_m = 0;
}

static void take_code(struct archive_places *places, struct archive_place *place,
                      const struct claim_row *claim)
{
    struct str scheme = value_get_string(&claim->value, STR("scheme"));
    struct str value = value_get_string(&claim->value, STR("value"));
    struct str code;

    if (place->code_count == ARCHIVE_CODES_MAX || value.len == 0)
        return;
    code = str_equal(scheme, STR("other"))
               ? arena_str(places->arena, value)
               : arena_printf(places->arena, STR_FMT ":" STR_FMT, STR_ARG(scheme),
                              STR_ARG(value));
    place->codes[place->code_count++] = code;
    if (!lookup(places->by_code, code))
        remember(places, &places->by_code, code, place);
}

static void take_parent(struct archive_places *places, struct archive_place *place,
                        const struct claim_row *claim)
{
    if (place->located_in.len == 0)
        place->located_in = arena_str(places->arena, claim->entity);
}

typedef void (*take_claim)(struct archive_places *places, struct archive_place *place,
                           const struct claim_row *claim);

struct taking {
    struct archive_places *places;
    take_claim take;
};

static enum err_code visit_claim(void *context, const struct claim_row *claim,
                                 struct err *err)
{
    struct taking *taking = context;
    struct archive_places *places = taking->places;
    struct archive_place *place = lookup(places->by_id, claim->about);
    struct claim_state state;

    if (!place || claim->mode != CLAIM_ASSERTED)
        return ERR_OK;
    if (query_claim_state(&state, places->index, places->view, claim->ref, err) != ERR_OK)
        return err->code;
    if (claim_is_current(&state))
        taking->take(places, place, claim);
    return ERR_OK;
}

static enum err_code read_claims(struct archive_places *places, struct err *err)
{
    static const struct {
        struct str property;
        take_claim take;
    } rows[] = {
        {STR_INIT("name"), take_name},
        {STR_INIT("coordinates"), take_point},
        {STR_INIT("identifier"), take_code},
        {STR_INIT("located_in"), take_parent},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct taking taking = {places, rows[i].take};
        struct claim_filter filter = {.property = rows[i].property};

        if (query_claims_each(places->index, places->view, &filter, visit_claim, &taking,
                              err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* ---- what lies around ---- */

static enum err_code read_code(const struct gazetteer_place **out,
                               const struct archive_place *place, struct arena *arena,
                               struct gazetteers *gazetteers, struct err *err)
{
    *out = NULL;
    for (size_t i = 0; i < place->code_count; i++) {
        enum err_code code =
            gazetteer_place(out, arena, gazetteers, place->codes[i], err);

        if (code != ERR_NOT_FOUND)
            return code;
        *out = NULL;
    }
    return ERR_OK;
}

/* An archive may say that two places lie in each other. */
static bool would_go_round(const struct archive_place *place,
                           const struct gazetteer_place *parent)
{
    size_t depth = 0;

    for (; parent && depth < DEPTH_MAX; parent = parent->parent, depth++)
        if (parent == &place->place)
            return true;
    return depth == DEPTH_MAX;
}

/* A place that a gazetteer has lies where the gazetteer says; another one in what the
 * archive says. */
static enum err_code find_parents(struct archive_places *places,
                                  struct gazetteers *gazetteers, struct err *err)
{
    for (size_t i = 0; i < places->count; i++) {
        struct archive_place *place = &places->items[i];
        const struct gazetteer_place *same;
        const struct archive_place *around = lookup(places->by_id, place->located_in);

        add_name(places, place, place->label, STR(""));
        if (read_code(&same, place, places->arena, gazetteers, err) != ERR_OK)
            return err->code;
        if (same)
            place->place.parent = same->parent;
        else if (around && !would_go_round(place, &around->place))
            place->place.parent = &around->place;
    }
    return ERR_OK;
}

enum err_code archive_places_read(struct archive_places **out, struct arena *arena,
                                  struct index *index, struct view view,
                                  struct gazetteers *gazetteers, struct err *err)
{
    struct archive_places *places = ARENA_NEW(arena, struct archive_places);

    places->arena = arena;
    places->index = index;
    places->view = view;
    if (read_entities(places, err) != ERR_OK || read_claims(places, err) != ERR_OK ||
        find_parents(places, gazetteers, err) != ERR_OK)
        return err->code;
    *out = places;
    return ERR_OK;
}

const struct archive_place *archive_places_all(const struct archive_places *places,
                                               size_t *count)
{
    *count = places->count;
    return places->items;
}

const struct archive_place *archive_place_same(const struct archive_places *places,
                                               const struct gazetteer_place *place)
{
    const struct archive_place *same = lookup(places->by_id, place->id);

    for (size_t i = 0; i < place->code_count && !same; i++)
        same = lookup(places->by_code, place->codes[i]);
    for (size_t i = 0; i < place->source_count && !same; i++)
        same = lookup(places->by_code, place->sources[i].id);
    return same;
}

const struct archive_place *archive_place_of(const struct archive_places *places,
                                             struct str id)
{
    const struct archive_place *found = lookup(places->by_id, id);

    if (found || id.len < PREFIX_MIN)
        return found;
    for (size_t i = 0; i < places->count; i++) {
        if (!str_starts_with(places->items[i].id, id))
            continue;
        if (found)
            return NULL;
        found = &places->items[i];
    }
    return found;
}
