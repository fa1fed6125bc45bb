#include "sheet/source_html.h"

#include <inttypes.h>

#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/passage_text.h"
#include "sheet/texts_text.h"

void source_href_enter(struct buf *out, const struct source_text *t, uint64_t line)
{
    buf_puts(out, "/enter/passage?source=");
    html_url(out, t->source);
    if (!ref_is_none(t->object.ref)) {
        buf_puts(out, "&object=");
        html_url(out,
                 archive_ref_text(t->sheet->archive, t->sheet->arena, t->object.ref));
    }
    if (t->text.page_count > 1)
        buf_printf(out, "&page=%jd", (intmax_t)t->page);
    if (line > 0)
        buf_printf(out, "&line=%" PRIu64, line);
}

/* --- who made it --- */

void source_html_maker(struct sheet_html *s, const struct source_text *t)
{
    bool is_machine = t->text.tool.len > 0;
    const char *tag = is_machine ? "div" : "p";

    html_open(s->h, tag);
    html_class(s->h, is_machine ? "machine" : "sm");
    if (t->is_raw) {
        html_puts(s->h, _("The file as it is written, its markup too: nothing in it is "
                          "carried out."));
        if (t->is_cut)
            html_puts(s->h, _(" Only its beginning is shown."));
    } else if (ref_is_none(t->text.ref)) {
        html_puts(s->h, _("There is no text of it to show."));
    } else if (is_machine) {
        mark_state(s->h, MARK_MACHINE, STR(""));
        html_puts(s->h, " ");
        text_maker(&s->line, &t->text, PLAIN_PAGE);
        rich_take(&s->rich, &s->line);
    } else if (ref_is_none(t->text.of)) {
        html_puts(s->h, _("The preserved file itself: shown, never changed."));
    } else {
        text_maker(&s->line, &t->text, PLAIN_PAGE);
        rich_take(&s->rich, &s->line);
    }
    html_close(s->h, tag);
}

/* --- lines --- */

/* How many passages that are shown have the byte at `at`; *end: how far that holds. */
static size_t count_at(size_t *end, const struct source_text *t, size_t at)
{
    size_t count = 0;

    for (size_t i = 0; i < t->passage_count; i++) {
        const struct source_passage *passage = &t->passages[i];

        if (passage->number == 0)
            continue;
        for (size_t k = 0; k < passage->place.count; k++) {
            struct placing_span span = passage->place.spans[k];

            if (span.from <= at && at < span.until) {
                count++;
                if (span.until < *end)
                    *end = span.until;
            } else if (span.from > at && span.from < *end) {
                *end = span.from;
            }
        }
    }
    return count;
}

static void write_words(struct sheet_html *s, const struct source_text *t,
                        const struct source_line *line)
{
    size_t until = line->until;

    if (until > line->from && t->words.ptr[until - 1] == '\r')
        until--;
    for (size_t at = line->from; at < until;) {
        size_t end = until;
        bool is_marked = count_at(&end, t, at) > 0;
        struct str part = {t->words.ptr + at, end - at};

        if (is_marked)
            html_element(s->h, "mark", part);
        else
            html_text(s->h, part);
        at = end;
    }
}

static void write_claim_links(struct sheet_html *s, const struct source_passage *passage)
{
    char anchor[32];

    for (size_t i = 0; i < passage->claim_count; i++) {
        struct ref ref = passage->claims[i].claim.ref;
        const struct sheet *sheet = s->w.sheet;

        if (i > 0)
            html_void(s->h, "br");
        html_open(s->h, "a");
        rich_href_statement(&s->rich,
                            archive_ref_short(sheet->archive, sheet->arena, ref), NULL);
        html_text(s->h, archive_ref_short(sheet->archive, sheet->arena, ref));
        html_close(s->h, "a");
    }
    if (passage->claim_count > 0)
        return;
    (void)snprintf(anchor, sizeof anchor, "#p%zu", passage->number);
    html_link(s->h, str_from_c(anchor), str_from_c(_("no claim yet")));
}

static void write_claims_of_line(struct sheet_html *s, const struct source_text *t,
                                 uint64_t number)
{
    bool has_one = false;

    html_literal(s->h, "<td role=\"cell\" class=\"mono nw\">");
    for (size_t i = 0; i < t->passage_count; i++) {
        if (t->passages[i].number == 0 || t->passages[i].line != number)
            continue;
        if (has_one)
            html_void(s->h, "br");
        write_claim_links(s, &t->passages[i]);
        has_one = true;
    }
    html_literal(s->h, "</td>");
}

static void write_number(struct sheet_html *s, const struct source_text *t,
                         uint64_t number)
{
    html_literal(s->h, "<th scope=\"row\" role=\"rowheader\" class=\"n q\">");
    if (s->may_record && t->source.len > 0) {
        html_open(s->h, "a");
        source_href_enter(&s->line, t, number);
        html_attr(s->h, "href", buf_str(&s->line));
        buf_reset(&s->line);
        /* Beside 400 lines of text 400 stops of the Tab key would be none: the form below
         * asks for the line. */
        html_set(s->h, "tabindex", "-1");
        html_set(s->h, "title", _("Enter from this line"));
        html_printf(s->h, "%" PRIu64, number);
        html_close(s->h, "a");
    } else {
        html_printf(s->h, "%" PRIu64, number);
    }
    html_literal(s->h, "</th>");
}

static void write_line(struct sheet_html *s, const struct source_text *t, size_t i)
{
    const struct source_line *line = &t->lines[i];
    struct str words = {t->words.ptr + line->from, line->until - line->from};
    uint64_t number = t->first_line + i;
    char id[32];

    if (str_trim(words).len == 0)
        return;
    (void)snprintf(id, sizeof id, "line-%" PRIu64, number);
    html_open(s->h, "tr");
    html_set(s->h, "role", "row");
    html_set(s->h, "id", id);
    write_number(s, t, number);
    html_literal(s->h, "<td role=\"cell\">");
    html_open(s->h, "span");
    html_class(s->h, "say");
    html_set(s->h, "dir", "auto");
    if (t->text.lang.len > 0)
        html_attr(s->h, "lang", t->text.lang);
    write_words(s, t, line);
    html_close(s->h, "span");
    html_literal(s->h, "</td>");
    write_claims_of_line(s, t, number);
    html_close(s->h, "tr");
    html_literal(s->h, "\n");
}

void source_html_lines(struct sheet_html *s, const struct source_text *t)
{
    html_literal(s->h, "<div class=\"tw\">");
    html_open(s->h, "table");
    html_set(s->h, "role", "table");
    html_class(s->h, "lines");
    html_open(s->h, "caption");
    html_printf(s->h,
                _n(t->line_total,
                   "Lines %" PRIu64 " to %" PRIu64 " of %" PRIu64
                   ", with the passages that claims rest on.",
                   "Lines %" PRIu64 " to %" PRIu64 " of %" PRIu64
                   ", with the passages that claims rest on."),
                t->first_line, t->first_line + t->line_count - 1, t->line_total);
    html_close(s->h, "caption");
    html_literal(s->h, "<thead role=\"rowgroup\"><tr role=\"row\">"
                       "<th scope=\"col\" role=\"columnheader\" class=\"n\">");
    html_puts(s->h, _("Line"));
    html_literal(s->h, "</th><th scope=\"col\" role=\"columnheader\">");
    html_puts(s->h, _("As it stands there"));
    html_literal(s->h, "</th><th scope=\"col\" role=\"columnheader\">");
    html_puts(s->h, _("Claims"));
    html_literal(s->h, "</th></tr></thead><tbody role=\"rowgroup\">\n");
    for (size_t i = 0; i < t->line_count; i++)
        write_line(s, t, i);
    html_literal(s->h, "</tbody>");
    html_close(s->h, "table");
    html_literal(s->h, "</div>\n");
}

/* --- passages --- */

static void write_claim(struct sheet_html *s, const struct sheet_claim *claim)
{
    html_open(s->h, "li");
    claim_text_line(&s->line, &s->w.phrase, &claim->claim);
    rich_take(&s->rich, &s->line);
    html_puts(s->h, " ");
    ref_text(&s->line, &s->w, claim->claim.ref);
    rich_take(&s->rich, &s->line);
    if (!sheet_claim_stands(claim)) {
        html_puts(s->h, " ");
        mark_state(s->h, MARK_WITHDRAWN, STR(""));
    }
    html_close(s->h, "li");
}

static void write_claims(struct sheet_html *s, const struct source_passage *passage)
{
    if (passage->claim_count == 0) {
        html_phrase(s->h, "p", "sm", str_from_c(_("No claim rests on it yet.")));
        return;
    }
    html_open(s->h, "ul");
    for (size_t i = 0; i < passage->claim_count; i++)
        write_claim(s, &passage->claims[i]);
    html_close(s->h, "ul");
    if (passage->has_more_claims)
        html_phrase(s->h, "p", "sm",
                    str_from_c(_("More claims rest on it: see the passage itself.")));
}

/* Why it stands where it stands, or nowhere. */
static const char *reason_of(enum placed how)
{
    switch (how) {
    case PLACED_ELSEWHERE:
        return _("Its words stand here, but not where the record says that they do.");
    case PLACED_NOT_FOUND:
        return _("Its words do not stand in this text.");
    case PLACED_SEVERAL:
        return _("Its words stand in this text more than once, and the record does not "
                 "say where they were read.");
    case PLACED_NOWHERE:
        return _("It has no words, and names neither line nor paragraph.");
    case PLACED_AS_SAID:
    case PLACED_BY_WORDS:
    case PLACED_WHOLE:
        break;
    }
    return NULL;
}

static void write_passage(struct sheet_html *s, const struct source_text *t,
                          const struct source_passage *passage)
{
    const char *reason =
        ref_is_none(t->text.ref) && !t->is_raw ? NULL : reason_of(passage->place.how);
    char anchor[32];

    html_open(s->h, "li");
    passage_html(s, passage->number);
    html_open(s->h, "p");
    html_class(s->h, "sm");
    if (passage->line > 0) {
        (void)snprintf(anchor, sizeof anchor, "#line-%" PRIu64, passage->line);
        html_open(s->h, "a");
        html_set(s->h, "href", anchor);
        html_printf(s->h, _("line %" PRIu64), passage->line);
        html_close(s->h, "a");
        html_puts(s->h, " · ");
    }
    locator_text(&s->line, &s->w.phrase, passage->row.locator);
    rich_take(&s->rich, &s->line);
    html_puts(s->h, " · ");
    ref_text(&s->line, &s->w, passage->row.ref);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "p");
    if (reason)
        html_phrase(s->h, "p", "sm", str_from_c(reason));
    write_claims(s, passage);
    html_close(s->h, "li");
}

static void write_passages(struct sheet_html *s, const struct source_text *t,
                           bool is_apart)
{
    html_open(s->h, "ul");
    html_class(s->h, "plain");
    for (size_t i = 0; i < t->passage_count; i++)
        if (t->passages[i].number > 0 && (t->passages[i].line == 0) == is_apart)
            write_passage(s, t, &t->passages[i]);
    html_close(s->h, "ul");
}

void source_html_passages(struct sheet_html *s, const struct source_text *t)
{
    write_passages(s, t, false);
}

bool source_has_apart(const struct source_text *t)
{
    return t->passage_count > 0 && t->passages[t->passage_count - 1].line == 0;
}

void source_html_apart(struct sheet_html *s, const struct source_text *t)
{
    write_passages(s, t, true);
}
