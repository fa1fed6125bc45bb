#include "places/place_drafts.h"

#include <string.h>

#include "places/candidates.h"
#include "places/gazetteer_source.h"
#include "record/query.h"

enum { DEPTH_MAX = 8 };

static void set(struct place_drafts *r, struct value *object, const char *key,
                struct str text)
{
    if (text.len > 0)
        value_set(object, r->arena, str_from_c(key), value_string(text));
}

static struct value draft_of(struct place_drafts *r, const char *kind)
{
    struct value draft = value_object();

    set(r, &draft, "kind", str_from_c(kind));
    return draft;
}

/* ---- the gazetteer as a source ---- */

/* By its file's hash: the same file read again is the same source. */
static struct str source_label(struct place_drafts *r, const struct gazetteer_info *info)
{
    return arena_printf(r->arena, STR_FMT ": " STR_FMT ", SHA-256 " STR_FMT,
                        STR_ARG(info->title), STR_ARG(info->file), STR_ARG(info->sha256));
}

static enum err_code find_source(struct str *out, struct place_drafts *r,
                                 struct str label, struct err *err)
{
    struct ref after = {0};
    struct entity_list list = {.has_more = true};

    while (list.has_more) {
        if (query_entities(&list, r->arena, r->index, r->view, STR("source"),
                           STR("dataset"), after, QUERY_LIMIT, err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < list.count; i++)
            if (str_equal(list.items[i].label, label)) {
                *out = list.items[i].id;
                return ERR_OK;
            }
        if (list.count > 0)
            after = list.items[list.count - 1].ref;
    }
    return ERR_OK;
}

static enum err_code source_of(struct str *out, struct place_drafts *r,
                               const struct gazetteer_source *source,
                               const struct gazetteer_info *info, struct err *err)
{
    struct str label = source_label(r, info);
    struct str *kept = &r->sources[source->ref.gazetteer % PLACE_DRAFTS_GAZETTEERS];
    struct value entity;

    if (kept->len == 0 && find_source(kept, r, label, err) != ERR_OK)
        return err->code;
    if (kept->len == 0) {
        *kept = arena_printf(r->arena, "gazetteer " STR_FMT, STR_ARG(info->name));
        entity = draft_of(r, "entity");
        set(r, &entity, "id", *kept);
        set(r, &entity, "entity", STR("source"));
        set(r, &entity, "class", STR("dataset"));
        set(r, &entity, "label", label);
        value_add(&r->drafts, r->arena, entity);
    }
    *out = *kept;
    return ERR_OK;
}

/* ---- what it says ---- */

static void put_degrees(struct buf *out, double degrees)
{
    struct buf text = {0};

    buf_printf(&text, "%.8f", degrees);
    while (text.len > 0 && text.ptr[text.len - 1] == '0')
        text.len--;
    if (text.len > 0 && text.ptr[text.len - 1] == '.')
        text.len--;
    buf_append(out, buf_str(&text));
    buf_release(&text);
}

static struct str degrees(struct place_drafts *r, double value)
{
    struct buf text = {0};
    struct str kept;

    put_degrees(&text, value);
    kept = arena_str(r->arena, buf_str(&text));
    buf_release(&text);
    return kept;
}

/* The row as it was read: code, names, coordinates, the code of what it lies in. */
static struct str row_words(struct place_drafts *r, const struct gazetteer_entry *entry)
{
    struct buf words = {0};
    struct str kept;

    buf_append(&words, entry->code);
    for (size_t i = 0; i < entry->name_count; i++)
        if (entry->names[i].kind == GAZETTEER_MAIN)
            buf_printf(&words, "; " STR_FMT, STR_ARG(entry->names[i].text));
    if (entry->has_point) {
        buf_append(&words, STR("; "));
        put_degrees(&words, entry->point.lat);
        buf_char(&words, ' ');
        put_degrees(&words, entry->point.lon);
    }
    if (entry->class_.len > 0)
        buf_printf(&words, "; " STR_FMT, STR_ARG(entry->class_));
    if (entry->parent.len > 0)
        buf_printf(&words, "; in " STR_FMT, STR_ARG(entry->parent));
    kept = arena_str(r->arena, buf_str(&words));
    buf_release(&words);
    return kept;
}

static struct str add_passage_of(struct place_drafts *r, struct str source,
                                 const struct gazetteer_source *row,
                                 const struct gazetteer_entry *entry)
{
    struct value passage = draft_of(r, "passage");
    struct value locator = value_object();
    struct str local = arena_printf(r->arena, "row " STR_FMT, STR_ARG(row->id));

    set(r, &passage, "id", local);
    set(r, &passage, "source", source);
    set(r, &locator, "item", entry->code);
    set(r, &locator, "file", entry->from->file);
    value_set(&passage, r->arena, STR("locator"), locator);
    set(r, &passage, "words", row_words(r, entry));
    set(r, &passage, "lang", STR("und")); /* a row has several */
    value_add(&r->drafts, r->arena, passage);
    return local;
}

void place_drafts_claim(struct place_drafts *r, struct str passage, const char *property,
                        struct value value, struct str note)
{
    struct value claim = draft_of(r, "claim");

    set(r, &claim, "about", r->about);
    set(r, &claim, "property", str_from_c(property));
    value_set(&claim, r->arena, STR("value"), value);
    set(r, &claim, "passage", passage);
    set(r, &claim, "note", note);
    value_add(&r->drafts, r->arena, claim);
}

static void add_identifier(struct place_drafts *r, struct str passage,
                           const struct gazetteer_source *source,
                           const struct gazetteer_entry *entry)
{
    static const struct {
        const char *format;
        const char *scheme;
    } schemes[] = {{"geonames", "geonames"}, {"katottg", "katottg"}, {"pcode", "pcode"}};
    struct value value = value_object();

    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (str_equal(entry->from->format, str_from_c(schemes[i].format))) {
            struct str code = entry->code;
            size_t colon = str_find(code, ':', 0);

            set(r, &value, "scheme", str_from_c(schemes[i].scheme));
            set(r, &value, "value", colon < code.len ? str_after(code, colon + 1) : code);
            place_drafts_claim(r, passage, "identifier", value, STR(""));
            return;
        }
    set(r, &value, "scheme", STR("other"));
    set(r, &value, "value", source->id);
    place_drafts_claim(r, passage, "identifier", value, STR(""));
}

static void add_names(struct place_drafts *r, struct str passage,
                      const struct gazetteer_entry *entry)
{
    for (size_t i = 0; i < entry->name_count; i++) {
        const struct gazetteer_name *name = &entry->names[i];
        struct value value = value_object();

        if (name->kind != GAZETTEER_MAIN)
            continue;
        set(r, &value, "written", name->text);
        set(r, &value, "lang", name->lang);
        place_drafts_claim(r, passage, "name", value, STR(""));
    }
}

static void add_point(struct place_drafts *r, struct str passage,
                      const struct gazetteer_entry *entry)
{
    struct value value = value_object();

    if (r->has_point || !entry->has_point)
        return;
    r->has_point = true;
    set(r, &value, "lat", degrees(r, entry->point.lat));
    set(r, &value, "lon", degrees(r, entry->point.lon));
    value_set(&value, r->arena, STR("precision_m"),
              value_integer((int64_t)place_precision_m(r->place)));
    place_drafts_claim(
        r, passage, "coordinates", value,
        STR("the point stands for the whole place; the precision is how far such "
            "a place usually reaches, which the gazetteer does not say"));
}

static void add_parent(struct place_drafts *r, struct str passage,
                       const struct gazetteer_entry *entry)
{
    if (r->has_parent || entry->parent.len == 0 || r->parent.len == 0)
        return;
    r->has_parent = true;
    place_drafts_claim(r, passage, "located_in", value_string(r->parent), STR(""));
}

static enum err_code add_source(struct place_drafts *r,
                                const struct gazetteer_source *source, struct err *err)
{
    struct gazetteer_entry entry;
    struct str from = {0};
    struct str passage;

    if (gazetteer_entry_read(&entry, r->arena, r->gazetteers, source, err) != ERR_OK ||
        source_of(&from, r, source, entry.from, err) != ERR_OK)
        return err->code;
    passage = add_passage_of(r, from, source, &entry);
    add_names(r, passage, &entry);
    add_identifier(r, passage, source, &entry);
    add_point(r, passage, &entry);
    add_parent(r, passage, &entry);
    return ERR_OK;
}

static struct str class_of(const struct gazetteer_place *place)
{
    return place->kind == GAZETTEER_OTHER ? STR("")
                                          : str_from_c(gazetteer_kind_word(place->kind));
}

/* The entity that the archive has, or a new one. */
static enum err_code add_place_of(struct str *out, struct place_drafts *r,
                                  const struct gazetteer_place *place, struct str parent,
                                  struct err *err)
{
    const struct archive_place *known = archive_place_same(r->archive, place);
    struct value entity = draft_of(r, "entity");

    if (known) {
        *out = known->id;
        return ERR_OK;
    }
    r->place = place;
    r->parent = parent;
    r->has_point = r->has_parent = false;
    r->about = arena_printf(r->arena, "place " STR_FMT, STR_ARG(place->id));
    set(r, &entity, "id", r->about);
    set(r, &entity, "entity", STR("place"));
    set(r, &entity, "class", class_of(place));
    set(r, &entity, "label", gazetteer_label(r->arena, place, STR("uk")));
    value_add(&r->drafts, r->arena, entity);
    *out = r->about;
    for (size_t i = 0; i < place->source_count; i++)
        if (add_source(r, &place->sources[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* From the largest to the place itself, so that each can point at what it lies in. */
enum err_code place_drafts_add(struct str *out, struct place_drafts *r,
                               const struct gazetteer_place *place, struct err *err)
{
    const struct gazetteer_place *chain[DEPTH_MAX];
    struct str parent = {0};
    size_t depth = 0;

    for (; place && depth < DEPTH_MAX; place = place->parent)
        chain[depth++] = place;
    while (depth > 0) {
        if (add_place_of(&parent, r, chain[--depth], parent, err) != ERR_OK)
            return err->code;
    }
    *out = parent;
    return ERR_OK;
}
