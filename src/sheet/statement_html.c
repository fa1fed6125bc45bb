#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/sheet_html.h"
#include "sheet/statement_text.h"
#include "sheet/texts_text.h"
#include "sheet/unknown_text.h"

void statement_html_head(struct sheet_html *s, const struct statement_sheet *st)
{
    struct digest_text commitment = digest_text(&st->statement.commitment);
    struct buf kind = {0};

    if (st->said.kind.len > 0)
        phrase_statement_kind(&kind, st->said.kind);
    html_open(s->h, "div");
    html_class(s->h, "head");
    said_text(&s->line, &s->w, &st->said);
    rich_element(&s->rich, "p", "kick", &s->line);
    html_open(s->h, "h1");
    if (kind.len > 0)
        buf_printf(&s->line, _("%s statement "), buf_text(&kind));
    else
        buf_puts(&s->line, _("unreadable statement "));
    rich_take(&s->rich, &s->line);
    mark_code(s->h,
              archive_ref_short(s->w.sheet->archive, s->w.sheet->arena, st->said.ref));
    html_close(s->h, "h1");
    buf_printf(&s->line, STR_FMT ".%llu", STR_ARG(st->statement.feed),
               (unsigned long long)st->statement.index);
    html_open(s->h, "p");
    html_class(s->h, "src");
    mark_code(s->h, buf_str(&s->line));
    buf_reset(&s->line);
    html_close(s->h, "p");
    html_open(s->h, "p");
    html_class(s->h, "src long");
    buf_printf(&s->line, _("commitment %s"), commitment.hex);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "p");
    if (st->vouched > 0) {
        buf_printf(&s->line,
                   _n(st->vouched, "signed by a machine that vouches for %u member",
                      "signed by a machine that vouches for %u members: which of them "
                      "wrote it rests on that machine alone"),
                   (unsigned)st->vouched);
        rich_element(&s->rich, "p", "src", &s->line);
    }
    if (archive_is_synthetic(s->w.sheet->archive))
        mark_state(s->h, MARK_SYNTHETIC, STR(""));
    if (st->statement.is_sealed)
        mark_state(s->h, MARK_SEALED, STR(""));
    html_close(s->h, "div");
    buf_release(&kind);
}

static void write_claim(struct sheet_html *s, const struct statement_sheet *st)
{
    bool in_conflict = contradictions_has(&st->contradictions, STR(""));

    claim_html_table(s, STR(""));
    claim_html_group(s, in_conflict);
    claim_html_row(s, &st->claim, true);
    contradictions_html(s, &st->contradictions, STR(""));
    claim_html_group_end(s);
    claim_html_table_end(s);
    if (st->contradictions.is_cut)
        html_phrase(s->h, "p", "src",
                    str_from_c(_(
                        "a property has more claims than are compared with each other")));
}

static void write_passage(struct sheet_html *s, const struct statement_sheet *st)
{
    passage_html(s, st->passage);
    where_text(&s->line, &s->w.phrase, &sheet_passage(s->w.sheet, st->passage)->row);
    rich_element(&s->rich, "p", "src", &s->line);
}

static void write_object(struct sheet_html *s, const struct statement_sheet *st)
{
    struct buf path = {0};

    statement_text_body(&s->w, st);
    href_object(&path, archive_ref_short(s->w.sheet->archive, s->w.sheet->arena,
                                         st->statement.ref));
    buf_append(&path, s->rich.query);
    html_open(s->h, "p");
    html_link(s->h, buf_str(&path), str_from_c(_("open the file")));
    html_close(s->h, "p");
    buf_release(&path);
}

static void write_entity(struct sheet_html *s, const struct statement_sheet *st)
{
    html_open(s->h, "p");
    phrase_kind(&s->line, &s->w.phrase, &st->entity);
    buf_append(&s->line, STR(": "));
    phrase_entity(&s->line, &s->w.phrase, st->entity.id);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "p");
}

static void write_unreadable(struct sheet_html *s, const struct statement_sheet *st)
{
    html_open(s->h, "p");
    html_literal(s->h, "<span class=\"bar-out\" aria-hidden=\"true\">██████</span> ");
    if (!st->statement.is_erased && !st->statement.is_unknown)
        mark_state(s->h, MARK_SEALED, STR(""));
    html_close(s->h, "p");
    statement_text_body(&s->w, st);
}

static void write_body(struct sheet_html *s, const struct statement_sheet *st)
{
    if (!st->statement.is_readable)
        write_unreadable(s, st);
    else if (str_equal(st->said.kind, STR("claim")))
        write_claim(s, st);
    else if (st->passage > 0)
        write_passage(s, st);
    else if (st->object.sha256.len > 0)
        write_object(s, st);
    else if (str_equal(st->said.kind, STR("entity")))
        write_entity(s, st);
    else
        statement_text_body(&s->w, st);
    unknown_text(&s->w, &st->statement);
    texts_text(&s->w, &st->texts);
}

static void write_links(struct sheet_html *s, const char *id, const char *title,
                        const struct statement_link *links, size_t count)
{
    if (count == 0)
        return;
    sheet_html_section(s, id, title, "");
    html_open(s->h, "ul");
    html_class(s->h, "plain");
    for (size_t i = 0; i < count; i++) {
        html_open(s->h, "li");
        statement_text_link(&s->line, &s->w, &links[i]);
        rich_take(&s->rich, &s->line);
        html_close(s->h, "li");
    }
    html_close(s->h, "ul");
    sheet_html_section_end(s);
}

/* How somebody can be reached is not shown in passing: not of a consent. */
static void write_signed(struct sheet_html *s, const struct statement_sheet *st)
{
    if (!st->statement.is_readable || str_equal(st->said.kind, STR("consent")))
        return;
    sheet_html_section(s, "signed", _("As it was signed"), "");
    html_open(s->h, "details");
    html_element(s->h, "summary", str_from_c(_("The statement's own bytes, as JSON")));
    html_open(s->h, "pre");
    html_class(s->h, "long");
    html_set(s->h, "dir", "ltr");
    html_text(s->h, st->statement.bytes);
    html_close(s->h, "pre");
    html_close(s->h, "details");
    sheet_html_section_end(s);
}

void statement_html(struct sheet_html *s, const struct statement_sheet *st)
{
    sheet_html_section(s, "said", _("What it says"), "");
    write_body(s, st);
    sheet_html_section_end(s);
    write_links(s, "from", _("What it points at"), st->from, st->from_count);
    write_links(s, "to", _("What points at it"), st->to, st->to_count);
    write_signed(s, st);
}
