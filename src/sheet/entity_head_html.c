/* The head of an entity's sheet: what it is called, and what the sheet has. */

#include "base/message.h"
#include "record/id.h"
#include "sheet/entity_text.h"
#include "sheet/marks.h"
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
    size_t conflicts = e->conflict_count;
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
