/* Which place may be meant: nearest first, with why. A person chooses. */

#include "base/message.h"
#include "places/place_drafts.h"
#include "web/enter_form.h"
#include "web/gazetteer_pool.h"

enum { SHOWN_MAX = 8 };

static void area_append(struct buf *out, const struct gazetteer_place *place)
{
    for (const struct gazetteer_place *p = place->parent; p; p = p->parent) {
        if (out->len > 0)
            buf_append(out, STR(", "));
        if (p->name_count > 0)
            buf_append(out, p->names[0].text);
    }
}

static void near_append(struct buf *out, const struct place_candidate *candidate)
{
    for (size_t i = 0; i < candidate->reason_count; i++)
        if (candidate->reasons[i].kind == PLACE_REASON_NEAR) {
            if (out->len > 0)
                buf_append(out, STR(" · "));
            buf_printf(out, _("%.0f km from “" STR_FMT "”"),
                       candidate->reasons[i].metres / 1000,
                       STR_ARG(candidate->reasons[i].what));
        }
}

static void take(struct enter_page *e, const struct place_candidate *candidate)
{
    struct enter_place *out = &e->places[e->place_count++];
    struct buf words = {0};
    const struct claim_filter filter = {.entity = candidate->known ? candidate->known->id
                                                                   : STR("")};
    struct err ignored = {0};

    area_append(&words, candidate->place);
    near_append(&words, candidate);
    *out = (struct enter_place){.words = arena_str(e->r->arena, buf_str(&words))};
    buf_release(&words);
    out->name = gazetteer_label(e->r->arena, candidate->place, STR("uk"));
    if (candidate->known) {
        out->value = arena_str(e->r->arena, candidate->known->id);
        if (candidate->known->label.len > 0)
            out->name = arena_str(e->r->arena, candidate->known->label);
        if (query_claim_count(&out->claims, e->reading.sheet.index,
                              e->reading.sheet.as_of.view, &filter, &ignored) != ERR_OK)
            out->claims = 0;
    } else {
        out->value = arena_printf(e->r->arena, "gazetteer:" STR_FMT,
                                  STR_ARG(candidate->place->id));
    }
}

/* The other places of this page: they make each other clear. */
static size_t near_of(struct place_near near[PLACE_NEAR_MAX], const struct enter_page *e,
                      const struct archive_places *places, struct str text)
{
    size_t count = 0;

    for (size_t i = 0; i < e->entry.thing_count && count < PLACE_NEAR_MAX; i++) {
        const struct entry_thing *thing = &e->entry.things[i];
        const struct archive_place *known =
            thing->is_new ? NULL : archive_place_of(places, thing->local);

        if (!str_equal(thing->kind, STR("place")) || thing->name.len == 0 ||
            str_equal(thing->name, text))
            continue;
        near[count++] = (struct place_near){.text = thing->name,
                                            .has_point = known && known->place.has_point,
                                            .point = known ? known->place.point
                                                           : (struct geo_point){0}};
    }
    return count;
}

static enum err_code find(struct enter_page *e, struct gazetteers *gazetteers,
                          struct str text, struct err *err)
{
    struct sheet *sheet = &e->reading.sheet;
    struct place_finder *finder = place_finder_new(gazetteers);
    struct archive_places *places;
    struct place_candidates found = {0};
    struct place_near near[PLACE_NEAR_MAX];
    struct place_request request = {.text = text, .near = near, .limit = SHOWN_MAX};
    enum err_code code = archive_places_read(&places, sheet->arena, sheet->index,
                                             sheet->as_of.view, gazetteers, err);

    if (code == ERR_OK) {
        request.near_count = near_of(near, e, places, text);
        place_finder_add(finder, places);
        code = place_candidates_find(&found, sheet->arena, finder, &request, err);
    }
    for (size_t i = 0; code == ERR_OK && i < found.count; i++)
        take(e, &found.items[i]);
    place_finder_free(finder);
    return code;
}

enum err_code enter_places(struct enter_page *e, struct err *err)
{
    const struct str text = entry_get(&e->form, STR("place"));
    struct gazetteers *gazetteers;
    enum err_code code;

    if (text.len == 0)
        return ERR_OK;
    e->has_places = true;
    if (gazetteers_open(&gazetteers, gazetteers_home(e->r->arena), STR(""), err) !=
        ERR_OK)
        return err->code;
    code = find(e, gazetteers, text, err);
    gazetteer_return(gazetteers);
    return code;
}

static enum err_code add_drafts(struct str *local, struct value *drafts,
                                struct place_drafts *add, struct str code,
                                struct err *err)
{
    const struct gazetteer_place *place;
    struct archive_places *places;

    if (archive_places_read(&places, add->arena, add->index, add->view, add->gazetteers,
                            err) != ERR_OK)
        return err->code;
    add->archive = places;
    if (gazetteer_place(&place, add->arena, add->gazetteers, code, err) != ERR_OK ||
        place_drafts_add(local, add, place, err) != ERR_OK)
        return err->code;
    *local = arena_str(add->arena, *local);
    /* The gazetteers are given back before this is recorded. */
    for (uint32_t i = 0; i < add->drafts.count; i++)
        value_add(drafts, add->arena, value_copy(&add->drafts.items[i], add->arena));
    return ERR_OK;
}

enum err_code enter_place_drafts(struct str *local, struct value *drafts, void *data,
                                 struct str code, struct err *err)
{
    const struct pick_lookups *lookups = data;
    struct sheet *sheet = &lookups->reading->sheet;
    struct place_drafts add = {.arena = sheet->arena,
                               .index = sheet->index,
                               .view = sheet->as_of.view,
                               .drafts = value_array()};
    enum err_code code_of;

    if (gazetteer_borrow(&add.gazetteers, sheet->arena, err) != ERR_OK)
        return err->code;
    code_of = add_drafts(local, drafts, &add, code, err);
    gazetteer_return(add.gazetteers);
    if (code_of == ERR_NOT_FOUND) { /* of a form that somebody changed: no place */
        *local = STR("");
        err->code = code_of = ERR_OK;
    }
    return code_of;
}
