#include "base/message.h"
#include "record/id.h"
#include "sheet/entity_text.h"
#include "sheet/marks.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/sheet_html.h"
#include "sheet/value_text.h"

static void put_id(struct buf *out, struct str id)
{
    struct id parsed;
    struct err ignored;

    if (id_parse(&parsed, id, &ignored) == ERR_OK)
        buf_append(out, str_from_c(id_show(&parsed).text));
    else
        plain_append(out, id);
}

static void write_kick(struct sheet_html *s, const struct entity_sheet *e)
{
    html_open(s->h, "p");
    html_class(s->h, "kick");
    phrase_kind(&s->line, &s->w.phrase, &e->entity);
    buf_append(&s->line, STR(" · "));
    plain_mark(&s->line, PLAIN_CODE, STR(""));
    put_id(&s->line, e->entity.id);
    plain_mark_end(&s->line);
    if (e->said.kind.len > 0) {
        buf_append(&s->line, STR(" · "));
        said_text(&s->line, &s->w, &e->said);
    }
    rich_take(&s->rich, &s->line);
    if (archive_is_synthetic(s->w.sheet->archive)) {
        html_puts(s->h, " ");
        mark_state(s->h, MARK_SYNTHETIC, STR(""));
    }
    if (e->entity.seal.len > 0) {
        html_puts(s->h, " ");
        mark_state(s->h, MARK_SEALED, STR(""));
    }
    html_close(s->h, "p");
}

/* What it is called is a working name; who is alleged to have done something is so in
 * the title too. */
static void write_title(struct sheet_html *s, const struct entity_sheet *e)
{
    const struct label *label = labels_find(s->w.phrase.labels, e->entity.id);
    bool has_name = label && label->name.len > 0;

    html_open(s->h, "h1");
    html_set(s->h, "dir", "auto");
    if (has_name) {
        plain_append(&s->line, label->name);
    } else {
        buf_puts(&s->line, _("unnamed "));
        phrase_kind(&s->line, &s->w.phrase, &e->entity);
    }
    rich_take(&s->rich, &s->line);
    html_close(s->h, "h1");
    if (label && label->is_alleged) {
        html_open(s->h, "p");
        mark_state(s->h, MARK_ALLEGED, STR(""));
        html_close(s->h, "p");
    }
    if (e->entity.label.len > 0)
        html_phrase(s->h, "p", "src", str_from_c(_("(a working name, never evidence)")));
}

static const struct property_group *group_of(const struct entity_sheet *e,
                                             struct str property)
{
    for (size_t i = 0; i < e->group_count; i++)
        if (str_equal(e->groups[i].property, property))
            return &e->groups[i];
    return NULL;
}

static void write_name(struct sheet_html *s, const struct claim_row *claim)
{
    const struct value *v = &claim->value;
    struct str written = value_get_string(v, STR("written"));
    struct str lang = value_get_string(v, STR("lang"));
    struct str script = value_get_string(v, STR("script"));

    html_open(s->h, "bdi");
    if (lang.len > 0)
        html_attr(s->h, "lang", lang);
    plain_append(&s->line, written.len > 0 ? written : claim->text);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "bdi");
    if (script.len > 0)
        phrase_term_of(&s->line, &s->w.phrase, STR("script"), script);
    else
        plain_append(&s->line, lang);
    if (s->line.len > 0) {
        html_puts(s->h, " ");
        rich_element(&s->rich, "small", NULL, &s->line);
    }
}

/* In every script in which it is written somewhere. */
static void write_names(struct sheet_html *s, const struct entity_sheet *e)
{
    const struct property_group *names = group_of(e, STR("name"));
    bool is_first = true;

    if (!names)
        return;
    html_open(s->h, "p");
    html_class(s->h, "names");
    for (size_t i = 0; i < names->count; i++) {
        if (!sheet_claim_stands(names->claims[i]) ||
            names->claims[i]->claim.mode != CLAIM_ASSERTED)
            continue;
        html_puts(s->h, is_first ? "" : " · ");
        write_name(s, &names->claims[i]->claim);
        is_first = false;
    }
    html_close(s->h, "p");
}

static void write_row(struct sheet_html *s, const struct entity_sheet *e)
{
    struct buf list = {0};
    struct buf row = {0};

    if (e->entity.list.len == 0)
        return;
    phrase_entity(&list, &s->w.phrase, e->entity.list);
    plain_append(&row, e->entity.row);
    buf_printf(&s->line, _("made by a row of the list %s, known there by %s"),
               buf_text(&list), buf_text(&row));
    rich_element(&s->rich, "p", "src", &s->line);
    buf_release(&list);
    buf_release(&row);
    if (entity_text_absent(&s->line, &s->w, e))
        rich_element(&s->rich, "p", "src", &s->line);
}

static void write_identities(struct sheet_html *s, const struct entity_sheet *e)
{
    for (size_t i = 0; i < e->identities.count; i++) {
        entity_text_identity(&s->line, &s->w, &e->identities.items[i]);
        rich_element(&s->rich, "p", "src", &s->line);
    }
}

static size_t count_conflicts(const struct entity_sheet *e)
{
    size_t count = 0;

    for (size_t i = 0; i < e->contradictions.count; i++)
        count += e->contradictions.items[i].comparison.verdict == VERDICT_MAY_CONFLICT;
    return count;
}

static void write_part(struct sheet_html *s, uint64_t number, const char *href,
                       const char *what, const char *remark)
{
    struct buf text = {0};

    html_open(s->h, "p");
    html_open(s->h, "b");
    plain_number(&text, (int64_t)number);
    html_text(s->h, buf_str(&text));
    buf_release(&text);
    html_close(s->h, "b");
    html_puts(s->h, " ");
    if (number > 0)
        html_link(s->h, str_from_c(href), str_from_c(what));
    else
        html_puts(s->h, what);
    html_phrase(s->h, "span", "q", str_from_c(remark));
    html_close(s->h, "p");
}

/* What is said, what contradicts it, what is missing, where else it is named. */
static void write_summary(struct sheet_html *s, const struct entity_sheet *e)
{
    size_t conflicts = count_conflicts(e);
    size_t sources = e->source_count;
    char from[160];

    (void)snprintf(
        from, sizeof from,
        _n(sources, "from %zu source on this page", "from %zu sources on this page"),
        sources);
    html_open(s->h, "div");
    html_class(s->h, "sum");
    write_part(s, e->claim_total, "#claims", _n(e->claim_total, "claim", "claims"), from);
    write_part(s, conflicts, "#claims",
               _n(conflicts, "possible contradiction", "possible contradictions"),
               conflicts > 0 ? _("all sides are kept") : _("among what is recorded"));
    write_part(s, e->missing_count, "#missing",
               _n(e->missing_count, "thing missing", "things missing"),
               _("that a standard asks for"));
    write_part(s, e->incoming_total, "#named",
               _n(e->incoming_total, "claim names it", "claims name it"),
               _("about something else"));
    html_close(s->h, "div");
}

void entity_html_head(struct sheet_html *s, const struct entity_sheet *e)
{
    html_open(s->h, "div");
    html_class(s->h, "head");
    write_kick(s, e);
    write_title(s, e);
    write_names(s, e);
    write_row(s, e);
    write_identities(s, e);
    write_summary(s, e);
    html_close(s->h, "div");
}

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
    for (size_t sure = 2; sure-- > 0;) {
        bool is_open = false;

        for (size_t i = 0; i < e->within_count; i++) {
            if (e->within[i].is_sure != (sure == 1))
                continue;
            if (!is_open)
                claim_html_group(s, false);
            if (!is_open && sure == 0) {
                claim_html_line(s, "grp");
                html_puts(
                    s->h,
                    _("perhaps, since the boundary is nearer than the place is known:"));
                claim_html_line_end(s);
            }
            is_open = true;
            claim_html_row(s, &e->within[i].claim, true);
        }
        if (is_open)
            claim_html_group_end(s);
    }
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
