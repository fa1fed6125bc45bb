#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/sheet_html.h"

static void write_group(struct sheet_html *s, const struct entity_sheet *e,
                        const struct property_group *group)
{
    bool in_conflict = contradictions_has(&e->contradictions, group->property);

    claim_html_group(s, in_conflict);
    claim_html_line(s, "grp");
    phrase_property(&s->line, &s->w.phrase, group->property);
    rich_element(&s->rich, "b", NULL, &s->line);
    if (in_conflict) {
        html_puts(s->h, " ");
        mark_state(s->h, MARK_CONFLICT, str_from_c(_("may conflict")));
    }
    claim_html_line_end(s);
    for (size_t i = 0; i < group->count; i++)
        claim_html_row(s, group->claims[i], false);
    contradictions_html(s, &e->contradictions, group->property);
    claim_html_group_end(s);
}

static void write_more(struct sheet_html *s, struct str href, const char *text)
{
    html_open(s->h, "p");
    html_class(s->h, "pager noprint");
    if (href.len > 0)
        html_link(s->h, href, str_from_c(text));
    else
        html_puts(s->h, text);
    html_close(s->h, "p");
}

void entity_html_claims(struct sheet_html *s, const struct entity_sheet *e,
                        struct str next)
{
    sheet_html_section(s, "claims", _("What is said"),
                       _("Each row is one claim. A double edge joins those that may not "
                         "all be true."));
    if (e->group_count == 0) {
        html_element(s->h, "p", str_from_c(_("nothing is recorded about it")));
    } else {
        claim_html_table(s, STR(""));
        for (size_t i = 0; i < e->group_count; i++)
            write_group(s, e, &e->groups[i]);
        claim_html_table_end(s);
    }
    if (e->contradictions.is_cut)
        html_phrase(s->h, "p", "src",
                    str_from_c(_(
                        "a property has more claims than are compared with each other")));
    if (e->has_more_contradictions)
        html_phrase(
            s->h, "p", "src",
            str_from_c(_("there are more pairs that differ than one page shows")));
    if (e->has_more)
        write_more(s, next, _("more is said: further claims"));
    sheet_html_section_end(s);
}

void entity_html_incoming(struct sheet_html *s, const struct entity_sheet *e,
                          struct str all)
{
    uint64_t shown = 0;
    struct buf more = {0};

    if (e->incoming_count == 0)
        return;
    sheet_html_section(s, "named", _("Where it is named"), "");
    claim_html_table(s, STR(""));
    for (size_t i = 0; i < e->incoming_count; i++) {
        claim_html_group(s, false);
        for (size_t j = 0; j < e->incoming[i].count; j++)
            claim_html_row(s, e->incoming[i].claims[j], true);
        claim_html_group_end(s);
        shown += e->incoming[i].count;
    }
    claim_html_table_end(s);
    if (e->incoming_total > shown) {
        plain_number(&more, (int64_t)(e->incoming_total - shown));
        buf_printf(&s->line,
                   _n(e->incoming_total - shown, "and in %s more claim",
                      "and in %s more claims"),
                   buf_text(&more));
        write_more(s, all, buf_text(&s->line));
        buf_reset(&s->line);
    }
    buf_release(&more);
    sheet_html_section_end(s);
}

/* Whoever reads it must see which of it hangs on how well a point is known. */
static void write_within(struct sheet_html *s, const struct entity_sheet *e, bool is_sure)
{
    bool is_open = false;

    for (size_t i = 0; i < e->within_count; i++) {
        if (e->within[i].is_sure != is_sure)
            continue;
        if (!is_open) {
            claim_html_group(s, false);
            is_open = true;
            if (!is_sure) {
                claim_html_line(s, "grp");
                html_puts(s->h, _("perhaps, since the boundary is nearer than the "
                                  "place is known:"));
                claim_html_line_end(s);
            }
        }
        claim_html_row(s, &e->within[i].claim, true);
    }
    if (is_open)
        claim_html_group_end(s);
}

void entity_html_within(struct sheet_html *s, const struct entity_sheet *e,
                        struct str all)
{
    if (e->boundary && all.len > 0) {
        write_more(s, all, _("What lies within its boundary"));
        return;
    }
    if (e->within_count == 0)
        return;
    sheet_html_section(s, "within", _("What lies within its boundary"), "");
    claim_html_table(s, STR(""));
    write_within(s, e, true);
    write_within(s, e, false);
    claim_html_table_end(s);
    if (e->has_more_within)
        html_element(s->h, "p", str_from_c(_("and more")));
    sheet_html_section_end(s);
}

void entity_html_allegations(struct sheet_html *s, const struct entity_sheet *e)
{
    struct buf name = {0};

    if (e->allegation_count == 0)
        return;
    sheet_html_section(s, "against", _("What is said against it"), "");
    claim_html_table(s, STR(""));
    for (size_t i = 0; i < e->allegation_count; i++) {
        const struct sheet_allegation *allegation = &e->allegations[i];

        claim_html_group(s, false);
        claim_html_line(s, "grp");
        mark_state(s->h, MARK_DENIAL, str_from_c(_("allegation")));
        html_puts(s->h, " ");
        buf_reset(&name);
        phrase_entity(&name, &s->w.phrase, allegation->covers.claim.about);
        buf_printf(&s->line,
                   allegation->covers.claim.is_inferred
                       ? _("the allegation %s covers it, as whoever recorded it infers")
                       : _("the allegation %s covers it"),
                   buf_text(&name));
        rich_take(&s->rich, &s->line);
        claim_html_line_end(s);
        for (size_t j = 0; j < allegation->stance_count; j++)
            claim_html_row(s, &allegation->stances[j], false);
        claim_html_group_end(s);
    }
    claim_html_table_end(s);
    buf_release(&name);
    sheet_html_section_end(s);
}

/* A source's sheet shows every passage of it that was entered. */
void entity_html_passages(struct sheet_html *s, const struct entity_sheet *e)
{
    bool is_open = false;

    for (size_t i = 0; i < e->sheet->passage_count; i++) {
        const struct passage_row *row = &e->sheet->passages[i]->row;

        if (e->own_passages == 0 || !str_equal(row->source, e->entity.id) ||
            s->w.shown[i] > 0)
            continue;
        if (!is_open)
            sheet_html_section(s, "passages", _("Passages entered from it"), "");
        is_open = true;
        passage_html(s, i + 1);
        locator_text(&s->line, &s->w.phrase, row->locator);
        buf_append(&s->line, STR(" · "));
        said_text(&s->line, &s->w, &e->sheet->passages[i]->said);
        rich_element(&s->rich, "div", "src", &s->line);
    }
    if (is_open && e->has_more_passages)
        html_element(s->h, "p",
                     str_from_c(_("more passages were entered than one sheet shows")));
    if (is_open)
        sheet_html_section_end(s);
}
