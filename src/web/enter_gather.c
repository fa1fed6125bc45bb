/* What the page for entering shows beside what was typed. */

#include "base/message.h"
#include "entering/where.h"
#include "entering/words.h"
#include "places/archive_places.h"
#include "record/compartment.h"
#include "sheet/claim_text.h"
#include "sheet/marks.h"
#include "web/enter_form.h"
#include "web/shown.h"

enum { ALREADY_MAX = 8, CLAIMS_MAX = 400, SEALS_MAX = 32 };

void enter_add_error(struct enter_page *e, struct str field, struct str text)
{
    if (e->error_count == ENTER_ERRORS_MAX)
        return;
    e->error_fields[e->error_count] = field;
    e->errors[e->error_count++] = (struct page_error){
        field.len > 0 ? arena_str(e->r->arena, field).ptr : NULL, text};
}

struct str enter_error_of(const struct enter_page *e, struct str field)
{
    for (size_t i = 0; i < e->error_count && field.len > 0; i++)
        if (str_equal(e->error_fields[i], field))
            return e->errors[i].text;
    return STR("");
}

static void take_errors(struct enter_page *e)
{
    for (size_t i = 0; i < e->entry.error_count; i++) {
        const struct entry_error *error = &e->entry.errors[i];
        struct str text = error->text;

        if (error->line > 0)
            text = arena_printf(e->r->arena, _("Line %zu: " STR_FMT), error->line,
                                STR_ARG(text));
        enter_add_error(e, error->field, text);
    }
}

/* ---- who is meant ---- */

static struct str choice_of(const struct entry_form *form, struct str name)
{
    const size_t count = entry_parts(form, 'w');

    for (size_t n = 1; n <= count; n++)
        if (words_same(entry_get_part(form, 'w', n, "name"), name))
            return entry_get_part(form, 'w', n, "is");
    return STR("");
}

static enum err_code gather_picks(struct enter_page *e, struct err *err)
{
    for (size_t i = 0; i < e->entry.thing_count; i++) {
        const struct entry_thing *thing = &e->entry.things[i];
        struct enter_picks *picks = &e->picks[e->pick_count];

        if (thing->found == 0 || thing->name.len == 0 ||
            e->pick_count == ENTER_PICKS_MAX ||
            (!thing->is_new && str_equal(thing->kind, STR("source"))))
            continue;
        *picks = (struct enter_picks){.name = thing->name,
                                      .chosen = choice_of(&e->form, thing->name),
                                      .is_needed = thing->is_named};
        if (pick_find(&picks->list, &e->lookups, thing->kind, thing->name, err) != ERR_OK)
            return err->code;
        e->pick_count++;
    }
    return ERR_OK;
}

/* ---- sources and compartments ---- */

static enum err_code gather_sources(struct enter_page *e, struct err *err)
{
    struct sheet *sheet = &e->reading.sheet;
    struct entity_list list;

    if (query_entities(&list, sheet->arena, sheet->index, sheet->as_of.view,
                       STR("source"), STR(""), (struct ref){0}, ENTER_SOURCES_MAX,
                       err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < list.count; i++) {
        bool may = false;

        if (reading_may(&may, &e->reading, list.items[i].ref, err) != ERR_OK)
            return err->code;
        if (may && list.items[i].label.len > 0 && list.items[i].seal.len == 0)
            e->sources[e->source_count++] = list.items[i].label;
    }
    return ERR_OK;
}

static enum err_code gather_seals(struct enter_page *e, struct err *err)
{
    const struct compartment_list *list;

    if (archive_compartments(&list, e->r->archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < list->count && e->seal_count < SEALS_MAX; i++)
        if (compartment_find(list, list->items[i].id) == &list->items[i])
            e->seals[e->seal_count++] = arena_str(e->r->arena, list->items[i].name);
    return ERR_OK;
}

/* ---- is it here already? ---- */

static struct str act_words(struct enter_page *e, struct str id)
{
    struct phrase phrase = {.labels = &e->reading.sheet.labels};
    struct buf out = {0};
    struct str kept;
    struct err ignored = {0};

    if (labels_add(&e->reading.sheet.labels, id, &ignored) != ERR_OK)
        return id;
    phrase_entity(&out, &phrase, id);
    kept = arena_str(e->r->arena, buf_str(&out));
    buf_release(&out);
    return kept;
}

static bool is_listed(const struct enter_page *e, struct str id)
{
    for (size_t i = 0; i < e->already_count; i++)
        if (str_equal(e->already[i].id, id))
            return true;
    return false;
}

static const struct entry_thing *act_of(const struct enter_page *e)
{
    for (size_t i = 0; i < e->entry.thing_count; i++)
        if (str_equal(e->entry.things[i].kind, STR("act")))
            return &e->entry.things[i];
    return NULL;
}

/* The acts of this class that claims of a filter are about. */
static enum err_code list_already(struct enter_page *e, const struct entry_thing *act,
                                  const struct claim_filter *filter, struct err *err)
{
    struct sheet *sheet = &e->reading.sheet;
    struct claim_list list;

    if (query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, filter, err) !=
        ERR_OK)
        return err->code;
    for (size_t i = 0; i < list.count && e->already_count < ALREADY_MAX; i++) {
        const struct str id = list.items[i].about;
        struct entity_row row;
        bool may = false;

        if (id.len == 0 || is_listed(e, id))
            continue;
        if (query_entity(&row, sheet->arena, sheet->index, sheet->as_of.view, id, err) !=
                ERR_OK ||
            reading_may(&may, &e->reading, list.items[i].ref, err) != ERR_OK)
            return err->code;
        if (!may || !str_equal(row.kind, act->kind) ||
            !str_equal(row.class_, act->class_))
            continue;
        access_note(sheet->access, list.items[i].ref);
        e->already[e->already_count++] = (struct enter_already){id, act_words(e, id)};
    }
    return ERR_OK;
}

/* Acts of this class with the same victim, or of the same days. Never in the way. */
enum err_code enter_already(struct enter_page *e, struct err *err)
{
    const struct entry_thing *act = act_of(e);

    for (size_t i = 0; act && i < e->entry.thing_count; i++) {
        const struct entry_thing *thing = &e->entry.things[i];
        const struct claim_filter filter = {.entity = thing->local, .limit = CLAIMS_MAX};

        if (thing->is_new || str_equal(thing->kind, STR("source")))
            continue;
        if (list_already(e, act, &filter, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* ---- what is said of the same thing here ---- */

enum { THERE_EACH = 4 };

static struct str claim_words(struct enter_page *e, const struct claim_row *claim)
{
    struct labels *labels = &e->reading.sheet.labels;
    struct phrase phrase = {.labels = labels};
    struct buf out = {0};
    struct str kept;
    struct err ignored = {0};

    if (labels_add(labels, claim->about, &ignored) != ERR_OK ||
        labels_add_all(labels, &claim->value, &ignored) != ERR_OK ||
        labels_add_all(labels, claim->qualifiers, &ignored) != ERR_OK)
        return STR("");
    claim_text_line(&out, &phrase, claim);
    kept = arena_str(e->r->arena, buf_str(&out));
    buf_release(&out);
    return kept;
}

static enum err_code list_there(struct enter_page *e, const struct value *draft,
                                struct err *err)
{
    struct sheet *sheet = &e->reading.sheet;
    const struct claim_filter filter = {.about = value_get_string(draft, STR("about")),
                                        .property =
                                            value_get_string(draft, STR("property")),
                                        .limit = THERE_EACH};
    struct claim_list list;

    if (query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &filter,
                     err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < list.count && e->there_count < ENTER_PICKS_MAX; i++) {
        struct claim_state state;
        struct buf href = {0};
        bool may = false;

        if (query_claim_state(&state, sheet->index, sheet->as_of.view, list.items[i].ref,
                              err) != ERR_OK ||
            reading_may(&may, &e->reading, list.items[i].ref, err) != ERR_OK)
            return err->code;
        if (!may || !claim_is_current(&state))
            continue;
        access_note(sheet->access, list.items[i].ref);
        href_statement(&href,
                       archive_ref_short(e->r->archive, e->r->arena, list.items[i].ref));
        e->there[e->there_count++] =
            (struct enter_there){draft, claim_words(e, &list.items[i]),
                                 arena_str(e->r->arena, buf_str(&href))};
        buf_release(&href);
    }
    return ERR_OK;
}

static bool is_here(const struct enter_page *e, struct str local)
{
    for (size_t i = 0; i < e->entry.thing_count; i++)
        if (str_equal(e->entry.things[i].local, local))
            return !e->entry.things[i].is_new;
    return false;
}

enum err_code enter_there(struct enter_page *e, struct err *err)
{
    for (uint32_t i = 0; i < e->entry.drafts.count; i++) {
        const struct value *draft = &e->entry.drafts.items[i];

        if (value_is_string(value_get(draft, STR("kind")), STR("claim")) &&
            is_here(e, value_get_string(draft, STR("about"))) &&
            list_there(e, draft, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* ---- what the page starts with ---- */

static enum err_code last_passage(struct passage_row *out, bool *is_there,
                                  struct enter_page *e, struct str source,
                                  struct err *err)
{
    struct sheet *sheet = &e->reading.sheet;
    struct passage_list list = {.has_more = true};
    struct ref after = {0};

    *is_there = false;
    while (list.has_more) {
        if (query_passages(&list, sheet->arena, sheet->index, sheet->as_of.view, source,
                           after, QUERY_LIMIT, err) != ERR_OK)
            return err->code;
        if (list.count == 0)
            break;
        *out = list.items[list.count - 1];
        after = out->ref;
        *is_there = true;
    }
    return ERR_OK;
}

static void add_default(struct entry_field *items, size_t *count, const char *name,
                        struct str value)
{
    if (value.len > 0)
        items[(*count)++] = (struct entry_field){str_from_c(name), value};
}

/* How the source itself passed on what it said the last time: it will have done so again.
 */
static struct str last_hand_of(struct enter_page *e, const struct passage_row *row,
                               struct str source)
{
    for (size_t i = 0; i < row->chain_count; i++)
        if (str_equal(row->chain[i].who, source))
            return arena_printf(e->r->arena, STR_FMT ", " STR_FMT,
                                STR_ARG(row->chain[i].knows),
                                STR_ARG(row->chain[i].link));
    return STR("");
}

enum err_code enter_defaults(struct enter_page *e, struct err *err)
{
    const struct str source = fields_get(&e->r->asked, STR("source"));
    struct entry_field *items = ARENA_ARRAY(e->r->arena, struct entry_field, 12);
    struct entry_world world = enter_world(&e->lookups);
    struct entry_found found = {0};
    struct passage_row row;
    bool is_there = false;
    size_t count = 0;

    if (source.len > 0 && world.by_id(&found, world.data, source, err) != ERR_OK)
        return err->code;
    if (found.id.len > 0 && last_passage(&row, &is_there, e, found.id, err) != ERR_OK)
        return err->code;
    add_default(items, &count, "p1.source", found.label.len > 0 ? found.label : found.id);
    if (found.id.len > 0) {
        add_default(items, &count, "w1.name", found.label);
        add_default(items, &count, "w1.is", found.id);
    }
    add_default(items, &count, "r1.about", fields_get(&e->r->asked, STR("about")));
    add_default(items, &count, "p1.where", fields_get(&e->r->asked, STR("where")));
    add_default(items, &count, "p1.words", fields_get(&e->r->asked, STR("words")));
    for (size_t i = 0; i < e->lookups.by_id_count; i++)
        access_note(e->reading.sheet.access, e->lookups.by_id[i]);
    e->lookups.by_id_count = 0;
    if (is_there) {
        access_note(e->reading.sheet.access, row.ref);
        add_default(items, &count, "p1.lang", row.lang);
        add_default(items, &count, "p1.last", last_hand_of(e, &row, found.id));
    }
    e->form = (struct entry_form){items, count};
    e->focus = found.id.len > 0 ? STR("p1.where") : STR("p1.source");
    return ERR_OK;
}

/* The source that is being entered says it, of course. */
static bool is_own_source(const struct enter_page *e, struct str source)
{
    for (size_t n = 1; n <= entry_parts(&e->form, 'p'); n++)
        if (source.len > 0 &&
            str_equal(source, entry_get_part(&e->form, 'p', n, "source")))
            return true;
    return false;
}

/* Other preserved texts with these words in them: the source may be one rewritten. */
static enum err_code gather_near(struct enter_page *e, struct err *err)
{
    struct buf words = {0};
    size_t kept = 0;
    enum err_code code;

    for (size_t n = 1; n <= entry_parts(&e->form, 'p'); n++) {
        buf_append(&words, entry_get_part(&e->form, 'p', n, "words"));
        buf_char(&words, '\n');
    }
    code = near_read_words(&e->near, &e->reading.sheet,
                           arena_str(e->r->arena, buf_str(&words)), REF_NONE, err);
    for (size_t i = 0; code == ERR_OK && i < e->near.count; i++)
        if (!is_own_source(e, e->near.items[i].side.source))
            e->near.items[kept++] = e->near.items[i];
    e->near.count = kept;
    buf_release(&words);
    return code;
}

/* ---- what was answered already ---- */

/*
 * Everybody of the archive that the answers tell of. A script asks at every pause in
 * typing: what was shown then is not looked at anew, nor logged anew, until somebody else
 * is named.
 */
static struct str shown_of(struct enter_page *e)
{
    struct buf out = {0};
    struct str kept;

    for (size_t i = 0; i < e->entry.thing_count; i++) {
        const struct entry_thing *thing = &e->entry.things[i];

        if (!thing->is_new || thing->found > 0)
            buf_printf(&out, STR_FMT "/" STR_FMT " ", STR_ARG(thing->name),
                       STR_ARG(thing->is_new ? STR("") : thing->local));
    }
    for (uint32_t i = 0; i < e->entry.drafts.count; i++) {
        const struct value *draft = &e->entry.drafts.items[i];

        if (is_here(e, value_get_string(draft, STR("about"))))
            buf_printf(&out, STR_FMT " ",
                       STR_ARG(value_get_string(draft, STR("property"))));
    }
    kept = arena_str(e->r->arena, str_trim(buf_str(&out)));
    buf_release(&out);
    return kept;
}

enum err_code enter_gather(struct enter_page *e, struct err *err)
{
    const struct entry_world world = enter_world(&e->lookups);

    if (gather_sources(e, err) != ERR_OK || gather_seals(e, err) != ERR_OK)
        return err->code;
    if (!e->is_checked)
        return ERR_OK;
    if (entry_read(&e->entry, e->r->arena, &e->form, &world, err) != ERR_OK)
        return err->code;
    take_errors(e);
    e->shown = shown_of(e);
    e->is_shown = e->r->is_script && str_equal(e->act, STR("check")) &&
                  str_equal(e->shown, fields_get(&e->r->form, STR("shown"))) &&
                  shown_is_answered(e->r, e->shown);
    if (e->is_shown)
        return ERR_OK;
    for (size_t i = 0; i < e->lookups.by_id_count; i++)
        access_note(e->reading.sheet.access, e->lookups.by_id[i]);
    if (gather_picks(e, err) != ERR_OK || enter_already(e, err) != ERR_OK ||
        enter_there(e, err) != ERR_OK)
        return err->code;
    return e->reading.is_reader ? ERR_OK : gather_near(e, err);
}
