#include "sheet/entity_text.h"

#include "base/message.h"
#include "record/id.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/review_text.h"

static void heading(struct sheet_writer *w, const char *text)
{
    lines_blank(&w->lines);
    lines_put(&w->lines, 0, 0, str_from_c(text));
}

static void put_shown_id(struct buf *out, struct str id)
{
    struct id parsed;
    struct err ignored;

    if (id_parse(&parsed, id, &ignored) == ERR_OK)
        buf_append(out, str_from_c(id_show(&parsed).text));
    else
        plain_append(out, id);
}

static void put_head(struct sheet_writer *w, const struct entity_sheet *e)
{
    const struct label *label = labels_find(w->phrase.labels, e->entity.id);
    struct buf line = {0};

    phrase_kind(&line, &w->phrase, &e->entity);
    if (e->entity.label.len > 0) {
        buf_puts(&line, label && label->is_alleged ? _(": alleged: ") : ": ");
        plain_quoted(&line, e->entity.label, STR(""), w->phrase.isolates);
    }
    lines_take(&w->lines, 0, 2, &line);
    if (e->entity.label.len > 0)
        lines_put(&w->lines, 2, 2, str_from_c(_("(a working name, never evidence)")));
    buf_puts(&line, _("id "));
    put_shown_id(&line, e->entity.id);
    if (e->said.kind.len > 0) {
        buf_append(&line, STR(", "));
        said_text(&line, w, &e->said);
    }
    lines_take(&w->lines, 2, 5, &line);
    if (e->entity.seal.len > 0) {
        buf_puts(&line, _("sealed: "));
        plain_append(&line, e->entity.seal);
        lines_take(&w->lines, 2, 4, &line);
    }
    buf_release(&line);
}

/* A publisher's list that leaves somebody out says nothing about why. */
bool entity_text_absent(struct buf *out, const struct sheet_writer *w,
                        const struct entity_sheet *e)
{
    struct buf absent_in = {0};
    struct buf list = {0};

    if (!e->row.is_absent)
        return false;
    plain_quoted(&absent_in, e->row.absent_in, STR(""), w->phrase.isolates);
    plain_quoted(&list, e->row.list, STR(""), w->phrase.isolates);
    buf_printf(
        out,
        _("not in version %s of the list %s, nor in a later one; what earlier ones "
          "said stands"),
        buf_text(&absent_in), buf_text(&list));
    buf_release(&absent_in);
    buf_release(&list);
    return true;
}

static void put_row_state(struct sheet_writer *w, const struct entity_sheet *e)
{
    struct buf line = {0};

    if (entity_text_absent(&line, w, e))
        lines_take(&w->lines, 2, 4, &line);
    buf_release(&line);
}

void entity_text_identity(struct buf *out, const struct sheet_writer *w,
                          const struct identity_row *identity)
{
    struct buf other = {0};
    struct buf ref = {0};

    phrase_entity(&other, &w->phrase, identity->other);
    ref_text(&ref, w, identity->ref);
    buf_printf(out,
               identity->is_same ? _("decided to be the same as %s (" STR_FMT)
                                 : _("decided not to be %s (" STR_FMT),
               buf_text(&other), STR_ARG(buf_str(&ref)));
    buf_puts(out, identity->is_undone ? _(", undone since)") : ")");
    buf_release(&other);
    buf_release(&ref);
}

static void put_identities(struct sheet_writer *w, const struct entity_sheet *e)
{
    struct buf line = {0};

    for (size_t i = 0; i < e->identities.count; i++) {
        entity_text_identity(&line, w, &e->identities.items[i]);
        lines_take(&w->lines, 2, 4, &line);
    }
    buf_release(&line);
}

static void put_groups(struct sheet_writer *w, const struct entity_sheet *e)
{
    struct buf line = {0};

    heading(w, _("WHAT IS SAID"));
    if (e->group_count == 0)
        lines_put(&w->lines, 2, 2, str_from_c(_("nothing is recorded about it")));
    for (size_t i = 0; i < e->group_count; i++) {
        const struct property_group *group = &e->groups[i];

        lines_blank(&w->lines);
        phrase_property(&line, &w->phrase, group->property);
        lines_take(&w->lines, 0, 2, &line);
        for (size_t j = 0; j < group->count; j++)
            claim_text(w, 2, group->claims[j]);
        contradictions_text(w, 2, &e->contradictions, group->property);
    }
    if (e->contradictions.is_cut)
        lines_put(&w->lines, 0, 0,
                  str_from_c(
                      _("a property has more claims than are compared with each other")));
    if (e->has_more)
        lines_put(&w->lines, 0, 0, str_from_c(_("more is said than one sheet shows")));
    buf_release(&line);
}

static void put_incoming(struct sheet_writer *w, const struct entity_sheet *e)
{
    size_t shown = 0;
    struct buf line = {0};
    struct buf more = {0};

    if (e->incoming_count == 0)
        return;
    heading(w, _("WHERE IT IS NAMED"));
    for (size_t i = 0; i < e->incoming_count; i++) {
        const struct property_group *group = &e->incoming[i];

        lines_blank(&w->lines);
        for (size_t j = 0; j < group->count; j++)
            claim_text_incoming(w, 2, group->claims[j]);
        shown += group->count;
    }
    if (e->incoming_total > shown) {
        plain_number(&more, (int64_t)(e->incoming_total - shown));
        buf_printf(&line,
                   _n(e->incoming_total - shown, "and in %s more claim",
                      "and in %s more claims"),
                   buf_text(&more));
        lines_take(&w->lines, 2, 2, &line);
    }
    buf_release(&line);
    buf_release(&more);
}

/* Whoever reads it must see which of it hangs on how well a point is known. */
static void put_within(struct sheet_writer *w, const struct entity_sheet *e)
{
    bool is_told = false;

    if (e->within_count == 0)
        return;
    heading(w, _("WHAT LIES WITHIN ITS BOUNDARY"));
    for (size_t i = 0; i < e->within_count; i++) {
        lines_blank(&w->lines);
        if (!e->within[i].is_sure && !is_told) {
            lines_put(
                &w->lines, 2, 2,
                str_from_c(_("perhaps, since the boundary is nearer than the place is "
                             "known:")));
            is_told = true;
        }
        claim_text_incoming(w, e->within[i].is_sure ? 2 : 4, &e->within[i].claim);
    }
    if (e->has_more_within)
        lines_put(&w->lines, 2, 2, str_from_c(_("and more")));
}

static void put_allegations(struct sheet_writer *w, const struct entity_sheet *e)
{
    struct buf line = {0};
    struct buf name = {0};

    if (e->allegation_count == 0)
        return;
    heading(w, _("WHAT IS SAID AGAINST IT"));
    for (size_t i = 0; i < e->allegation_count; i++) {
        const struct sheet_allegation *allegation = &e->allegations[i];

        lines_blank(&w->lines);
        buf_reset(&name);
        phrase_entity(&name, &w->phrase, allegation->covers.claim.about);
        buf_printf(&line,
                   allegation->covers.claim.is_inferred
                       ? _("the allegation %s covers it, as whoever recorded it infers")
                       : _("the allegation %s covers it"),
                   buf_text(&name));
        lines_take(&w->lines, 2, 4, &line);
        for (size_t j = 0; j < allegation->stance_count; j++)
            claim_text(w, 4, &allegation->stances[j]);
    }
    buf_release(&line);
    buf_release(&name);
}

void entity_text_dependence(struct buf *out, const struct sheet_writer *w,
                            const struct claim_row *claim)
{
    struct buf ref = {0};

    phrase_entity(out, &w->phrase, claim->about);
    buf_char(out, ' ');
    phrase_property(out, &w->phrase, claim->property);
    buf_char(out, ' ');
    phrase_entity(out, &w->phrase, claim->entity);
    ref_text(&ref, w, claim->ref);
    buf_printf(out, _(": not independent of it (" STR_FMT ")"), STR_ARG(buf_str(&ref)));
    buf_release(&ref);
}

static void put_dependences(struct sheet_writer *w, const struct entity_sheet *e)
{
    struct buf line = {0};

    if (e->dependence_count == 0)
        return;
    heading(w, _("HOW ITS SOURCES HANG TOGETHER"));
    for (size_t i = 0; i < e->dependence_count; i++) {
        entity_text_dependence(&line, w, &e->dependences[i].claim);
        lines_take(&w->lines, 2, 4, &line);
    }
    lines_put(
        &w->lines, 2, 4,
        str_from_c(
            _("others count as two only where somebody has assessed them independent")));
    buf_release(&line);
}

/* A source's sheet shows every passage of it that was entered. */
static void put_own_passages(struct sheet_writer *w, const struct entity_sheet *e)
{
    bool has_heading = false;

    for (size_t i = 0; i < e->sheet->passage_count; i++) {
        const struct passage_row *row = &e->sheet->passages[i]->row;

        if (e->own_passages == 0 || !str_equal(row->source, e->entity.id) ||
            w->shown[i] > 0)
            continue;
        if (!has_heading)
            heading(w, _("PASSAGES ENTERED FROM IT"));
        has_heading = true;
        claim_text_passage(w, 2, i + 1);
    }
    if (e->has_more_passages)
        lines_put(&w->lines, 2, 2,
                  str_from_c(_("more passages were entered than one sheet shows")));
}

static bool has_standard(const struct schema_standard *const *seen, size_t count,
                         const struct schema_standard *standard)
{
    for (size_t i = 0; i < count; i++)
        if (seen[i] == standard)
            return true;
    return false;
}

static void put_asked_by(struct sheet_writer *w, const struct entity_sheet *e)
{
    enum { STANDARDS_MAX = 64 };
    const struct schema_standard *seen[STANDARDS_MAX];
    size_t count = 0;
    struct buf line = {0};

    buf_puts(&line, _("(asked for by "));
    for (size_t i = 0; i < e->missing_count; i++)
        for (uint8_t j = 0; j < e->missing[i]->demand_count; j++) {
            const struct schema_demand *demand = &e->missing[i]->demands[j];

            if (!demand->is_checked || count == STANDARDS_MAX ||
                has_standard(seen, count, demand->standard))
                continue;
            seen[count++] = demand->standard;
            buf_append(&line, count > 1 ? STR("; ") : STR(""));
            plain_append(&line, demand->standard->name);
        }
    buf_char(&line, ')');
    lines_take(&w->lines, 2, 4, &line);
    buf_release(&line);
}

static void put_missing(struct sheet_writer *w, const struct entity_sheet *e)
{
    struct buf line = {0};

    if (e->missing_count == 0)
        return;
    heading(w, _("WHAT IS MISSING"));
    buf_puts(&line, _("not recorded: "));
    for (size_t i = 0; i < e->missing_count; i++) {
        buf_append(&line, i > 0 ? STR(", ") : STR(""));
        plain_append(&line, schema_label(e->missing[i]->label));
    }
    lines_take(&w->lines, 2, 4, &line);
    put_asked_by(w, e);
    buf_release(&line);
}

void entity_text(struct sheet_writer *w, const struct entity_sheet *e)
{
    put_head(w, e);
    put_row_state(w, e);
    put_identities(w, e);
    put_groups(w, e);
    put_incoming(w, e);
    put_within(w, e);
    put_allegations(w, e);
    put_own_passages(w, e);
    put_dependences(w, e);
    put_missing(w, e);
    lines_blank(&w->lines);
    sheet_foot_text(w);
}
