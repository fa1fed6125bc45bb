#include "web/overview.h"

#include "base/message.h"
#include "record/giving.h"
#include "record/schema.h"
#include "sheet/phrase.h"
#include "sheet/plain.h"
#include "web/visitor.h"

/* A line of the record's own voice in the request's arena. */
static struct str take(struct buf *text, struct arena *arena)
{
    struct str taken = arena_str(arena, buf_str(text));

    buf_release(text);
    return taken;
}

/* The label of what stands open and is no person; "alleged" belongs to every mention of
 * whoever is said to have had a part in a deed. */
static enum err_code append_label(struct buf *out, struct sheet *sheet,
                                  const struct entity_row *entity, struct err *err)
{
    const struct label *label;

    if (entity->seal.len > 0 || entity->label.len == 0 ||
        str_equal(entity->kind, STR("person")))
        return ERR_OK;
    if (labels_add(&sheet->labels, entity->id, err) != ERR_OK)
        return err->code;
    label = labels_find(&sheet->labels, entity->id);
    if (label && label->is_alleged)
        buf_puts(out, _("alleged: "));
    plain_append(out, entity->label);
    return ERR_OK;
}

/* What anybody may see of an entity: its label, or its kind and id. */
static enum err_code name_entity(struct str *out, struct reading *reading, struct str id,
                                 struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    const struct phrase p = {.labels = &sheet->labels};
    struct entity_row entity = {0};
    struct buf text = {0};
    enum err_code code =
        query_entity(&entity, sheet->arena, sheet->index, sheet->as_of.view, id, err);

    if (code == ERR_OK)
        code = append_label(&text, sheet, &entity, err);
    if (code != ERR_OK && code != ERR_NOT_FOUND) {
        buf_release(&text);
        return code;
    }
    if (text.len == 0 && code == ERR_OK && entity.seal.len == 0) {
        phrase_kind(&text, &p, &entity);
        buf_char(&text, ' ');
    }
    if (text.len == 0 || entity.label.len == 0 || str_equal(entity.kind, STR("person")))
        phrase_id(&text, id);
    *out = take(&text, sheet->arena);
    return ERR_OK;
}

/* Neither sealed nor of a property that is not for everybody to see. */
static enum err_code is_open_claim(bool *out, struct sheet *sheet,
                                   const struct claim_row *claim, struct err *err)
{
    const struct schema_property *property = schema_property(claim->property);
    struct entity_row about = {0};
    const struct schema_kind *kind;
    enum err_code code = ERR_OK;

    if (claim->about.len > 0)
        code = query_entity(&about, sheet->arena, sheet->index, sheet->as_of.view,
                            claim->about, err);
    kind = schema_kind(about.kind);
    *out = claim->seal.len == 0 && property &&
           (kind ? schema_sensitivity(property, kind) : property->sensitivity) ==
               SCHEMA_OPEN;
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

/* "number of persons, of “Izium”"; of a property that is not open nothing is said. */
static enum err_code name_claim(struct overview_line *line, struct reading *reading,
                                struct ref ref, struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    const struct phrase p = {.labels = &sheet->labels};
    struct claim_row claim;
    struct buf text = {0};
    bool is_open = false;

    if (query_claim(&claim, sheet->arena, sheet->index, ref, err) != ERR_OK ||
        is_open_claim(&is_open, sheet, &claim, err) != ERR_OK)
        return err->code;
    if (!is_open)
        return ERR_OK;
    phrase_property(&text, &p, claim.property);
    line->what = take(&text, sheet->arena);
    return claim.about.len == 0 ? ERR_OK
                                : name_entity(&line->of, reading, claim.about, err);
}

static enum err_code name_statement(struct overview_line *line, struct reading *reading,
                                    const struct statement_row *row, struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct entity_list made = {0};
    struct buf text = {0};
    struct view view = sheet->as_of.view;
    enum err_code code = ERR_OK;

    phrase_statement_kind(&text, row->kind);
    line->what = take(&text, sheet->arena);
    if (str_equal(row->kind, STR("claim")))
        return name_claim(line, reading, row->ref, err);
    if (!str_equal(row->kind, STR("entity")))
        return ERR_OK;
    /* The one entity whose statement comes right behind the one before it. */
    code = query_entities(&made, sheet->arena, sheet->index, view, STR(""), STR(""),
                          (struct ref){row->ref.n - 1}, 1, err);
    if (code != ERR_OK || made.count == 0)
        return code;
    return name_entity(&line->of, reading, made.items[0].id, err);
}

/* *may: false where this visitor sees only what people agreed to, and this was not. */
static enum err_code read_line(struct overview_line *line, bool *may,
                               struct reading *reading, const struct statement_row *row,
                               struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    enum err_code code = reading_may(may, reading, row->ref, err);

    if (code != ERR_OK || !*may)
        return code;
    *line = (struct overview_line){
        .ref = archive_ref_short(sheet->archive, sheet->arena, row->ref),
        .at_s = row->at_s,
        .has_time = row->has_time,
        .is_sealed = row->kind.len == 0};
    if (!line->is_sealed)
        code =
            archive_is_sealed(&line->is_sealed, sheet->arena, sheet->archive, row, err);
    if (code != ERR_OK || line->is_sealed)
        return code;
    return name_statement(line, reading, row, err);
}

static enum err_code read_latest(struct overview *out, struct reading *reading,
                                 struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct statement_list list = {0};
    enum err_code code =
        query_newest(&list, sheet->arena, sheet->index, sheet->as_of.view, STR(""),
                     OVERVIEW_LATEST_MAX, err);

    out->latest = ARENA_ARRAY(sheet->arena, struct overview_line, OVERVIEW_LATEST_MAX);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++) {
        bool may = false;

        code = read_line(&out->latest[out->latest_count], &may, reading, &list.items[i],
                         err);
        out->latest_count += code == ERR_OK && may;
    }
    return code;
}

/* Two claims that one assessment holds against each other often read alike. */
static bool is_said_already(const struct overview *o)
{
    const struct overview_work *work = &o->work[o->work_count];

    for (size_t i = 0; i < o->work_count; i++)
        if (o->work[i].assessed.n == work->assessed.n &&
            str_equal(o->work[i].line.what, work->line.what) &&
            str_equal(o->work[i].line.of, work->line.of))
            return true;
    return false;
}

static enum err_code read_work_line(struct overview *out, struct reading *reading,
                                    const struct open_assessment *open, struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct overview_work *work = &out->work[out->work_count];
    struct statement_row of = {0};
    bool is_sealed = false;
    bool may = false;

    if (query_statement(&of, sheet->arena, sheet->index, open->of, err) != ERR_OK ||
        read_line(&work->line, &may, reading, &of, err) != ERR_OK ||
        archive_is_sealed(&is_sealed, sheet->arena, sheet->archive, &open->said, err) !=
            ERR_OK)
        return err->code;
    work->is_conflict = str_equal(open->status, STR("conflict"));
    work->assessed = open->said.ref;
    if (!is_sealed && !work->line.is_sealed) {
        struct buf note = {0};

        plain_append(&note, open->note);
        work->note = take(&note, sheet->arena);
    }
    out->work_count += may && !is_said_already(out);
    return ERR_OK;
}

static enum err_code read_work(struct overview *out, struct reading *reading,
                               struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct open_assessments open = {0};
    enum err_code code = query_open_assessments(
        &open, sheet->arena, sheet->index, sheet->as_of.view, OVERVIEW_WORK_MAX, err);

    out->work = ARENA_ARRAY(sheet->arena, struct overview_work, OVERVIEW_WORK_MAX);
    for (size_t i = 0; i < open.count && code == ERR_OK; i++)
        code = read_work_line(out, reading, &open.items[i], err);
    return code;
}

static void take_consent(struct overview *out, struct sheet *sheet,
                         const struct consent *consent, int64_t today)
{
    if (out->consent_count == OVERVIEW_WORK_MAX || !consent->has_until ||
        !ref_is_none(consent->superseded_by) || consent_ended_by(consent) ||
        consent->until > today + OVERVIEW_DAYS_AHEAD)
        return;
    out->consents[out->consent_count++] = (struct overview_consent){
        archive_ref_short(sheet->archive, sheet->arena, consent->ref), consent->until,
        consent->until - today};
}

/* Whose consent it is is not said: a page that everybody sees first is no place for it.
 */
static enum err_code read_consents(struct overview *out, struct reading *reading,
                                   uint64_t count, struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct consent_list list = {0};
    int64_t today = 0;

    out->has_more_consents = count > OVERVIEW_CONSENTS_MAX;
    if (count == 0 || out->has_more_consents || reading->is_reader)
        return ERR_OK;
    out->consents = ARENA_ARRAY(sheet->arena, struct overview_consent, OVERVIEW_WORK_MAX);
    if (consent_find(&list, sheet->arena, sheet->index, sheet->as_of.view, STR(""),
                     err) != ERR_OK ||
        giving_today(&today, sheet->archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < list.count; i++)
        take_consent(out, sheet, &list.items[i], today);
    return ERR_OK;
}

/* Begun, and broken off before its end. */
static enum err_code read_imports(struct overview *out, struct reading *reading,
                                  uint64_t count, struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct import_list list = {0};
    enum err_code code;

    if (count == 0 || count > OVERVIEW_IMPORTS_MAX)
        return ERR_OK;
    code =
        query_imports(&list, sheet->arena, sheet->index, sheet->as_of.view, STR(""), err);
    out->open_imports = ARENA_ARRAY(sheet->arena, struct str, list.count + 1);
    for (size_t i = 0; code == ERR_OK && i < list.count; i++)
        if (!list.items[i].is_closed && out->open_import_count < OVERVIEW_WORK_MAX)
            out->open_imports[out->open_import_count++] =
                archive_ref_short(sheet->archive, sheet->arena, list.items[i].ref);
    return code;
}

/* Where each kind of thing is listed; in the order in which a reader asks. */
static const struct {
    const char *kind;
    const char *label;
    const char *href;
} kinds[] = {
    {"event", N_("Events"), "/table/events"},
    {"act", N_("Acts"), "/table/acts"},
    {"person", N_("Persons"), "/table/persons"},
    {"people", N_("People not named one by one"), "/table/people"},
    {"remains", N_("Remains"), "/table/remains"},
    {"place", N_("Places"), "/table/places"},
    {"group", N_("Groups and units"), "/table/groups"},
    {"item", N_("Items"), "/table/items"},
    {"property", N_("Property"), "/table/property"},
    {"source", N_("Sources"), "/table/sources"},
    {"interview", N_("Interviews"), "/table/interviews"},
    {"list", N_("Casualty lists"), "/lists"},
};
enum { KIND_MAX = sizeof kinds / sizeof kinds[0] };

static void hold(struct overview *out, const char *label, const char *href,
                 uint64_t count, bool is_more)
{
    if (count > 0)
        out->holds[out->hold_count++] =
            (struct overview_count){label, str_from_c(href), count, is_more};
}

static enum err_code read_holds(struct overview *out, struct reading *reading,
                                uint64_t objects, struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    enum err_code code = ERR_OK;

    out->holds = ARENA_ARRAY(sheet->arena, struct overview_count, KIND_MAX + 1);
    for (size_t i = 0; i < KIND_MAX && code == ERR_OK; i++) {
        uint64_t count = 0;
        bool is_more = false;

        code =
            query_entity_count_bounded(&count, &is_more, sheet->index, sheet->as_of.view,
                                       str_from_c(kinds[i].kind), err);
        hold(out, kinds[i].label, kinds[i].href, count, is_more);
    }
    hold(out, N_("Preserved files"), "/table/objects", objects, false);
    return code;
}

static uint64_t count_of(const struct kind_count *counts, size_t count, const char *kind)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(counts[i].kind, str_from_c(kind)))
            return counts[i].count;
    return 0;
}

enum err_code overview_read(struct overview *out, struct reading *reading,
                            struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct kind_count *counts = NULL;
    size_t count = 0;
    enum err_code code = query_kind_counts(&counts, &count, sheet->arena, sheet->index,
                                           sheet->as_of.view, err);

    *out = (struct overview){0};
    if (code == ERR_OK)
        code = read_work(out, reading, err);
    if (code == ERR_OK)
        code = read_consents(out, reading, count_of(counts, count, "consent"), err);
    if (code == ERR_OK)
        code = read_imports(out, reading, count_of(counts, count, "import"), err);
    if (code == ERR_OK)
        code = read_latest(out, reading, err);
    if (code == ERR_OK)
        code = read_holds(out, reading, count_of(counts, count, "object"), err);
    if (code == ERR_OK)
        code = query_unchecked_texts(&out->unread, sheet->index, sheet->as_of.view, err);
    out->claims = count_of(counts, count, "claim");
    return code;
}
