#include "base/clock.h"
#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/sheet_html.h"
#include "sheet/value_text.h"

enum { COLUMNS = 5, DAY = 10 };

static const char *const columns[COLUMNS] = {N_("What is said"), N_("Said by"),
                                             N_("Source and place"),
                                             N_("Basis, assessment"), N_("Recorded")};

void claim_html_table(struct sheet_html *s, struct str caption)
{
    html_open(s->h, "table");
    html_class(s->h, "stack claims");
    html_set(s->h, "role", "table");
    if (caption.len > 0)
        html_element(s->h, "caption", caption);
    html_literal(s->h, "<thead role=\"rowgroup\"><tr role=\"row\">");
    for (size_t i = 0; i < COLUMNS; i++) {
        html_literal(s->h, "<th scope=\"col\" role=\"columnheader\">");
        html_puts(s->h, _(columns[i]));
        html_literal(s->h, "</th>");
    }
    html_literal(s->h, "</tr></thead>");
}

void claim_html_table_end(struct sheet_html *s)
{
    html_close(s->h, "table");
}

void claim_html_group(struct sheet_html *s, bool in_conflict)
{
    html_open(s->h, "tbody");
    html_set(s->h, "role", "rowgroup");
    if (in_conflict)
        html_class(s->h, "conf");
}

void claim_html_group_end(struct sheet_html *s)
{
    html_close(s->h, "tbody");
}

void claim_html_line(struct sheet_html *s, const char *names)
{
    html_open(s->h, "tr");
    html_set(s->h, "role", "row");
    html_class(s->h, names);
    html_open(s->h, "td");
    html_set(s->h, "role", "cell");
    html_number(s->h, "colspan", COLUMNS);
}

void claim_html_line_end(struct sheet_html *s)
{
    html_close(s->h, "td");
    html_close(s->h, "tr");
}

static void open_cell(struct sheet_html *s, size_t column)
{
    html_open(s->h, "td");
    html_set(s->h, "role", "cell");
    if (column > 0)
        html_set(s->h, "data-l", _(columns[column]));
}

/* What no longer stands is struck, and the word says why. */
static void write_value(struct sheet_html *s, const struct sheet_claim *claim,
                        bool names_subject)
{
    bool stands = sheet_claim_stands(claim);

    if (!stands)
        mark_state(s->h, MARK_WITHDRAWN, str_from_c(_("no longer said")));
    html_open(s->h, stands ? "div" : "del");
    html_class(s->h, "val");
    if (names_subject)
        claim_text_line(&s->line, &s->w.phrase, &claim->claim);
    else
        value_text_whole(&s->line, &s->w.phrase, &claim->claim);
    claim_text_object(&s->line, &s->w, claim);
    rich_take(&s->rich, &s->line);
    html_close(s->h, stands ? "div" : "del");
    if (claim->object.sha256.len > 0) {
        struct buf path = {0};

        href_object(&path, archive_ref_short(s->w.sheet->archive, s->w.sheet->arena,
                                             claim->object.ref));
        buf_append(&path, s->rich.query);
        html_link(s->h, buf_str(&path), str_from_c(_("open the file")));
        buf_release(&path);
    }
}

static void write_premises(struct sheet_html *s, const struct sheet_claim *claim)
{
    if (!claim->claim.is_inferred)
        return;
    html_open(s->h, "div");
    html_class(s->h, "src");
    html_puts(s->h, claim->premise_count > 0
                        ? _("INFERRED by whoever recorded it, from:")
                        : _("INFERRED by whoever recorded it, from these words:"));
    html_close(s->h, "div");
    for (size_t i = 0; i < claim->premise_count; i++) {
        const struct sheet_premise *premise = &claim->premises[i];

        if (premise->passage > 0) {
            passage_html(s, premise->passage);
            continue;
        }
        ref_text(&s->line, &s->w, premise->ref);
        buf_char(&s->line, ' ');
        if (str_equal(premise->kind, STR("claim")))
            claim_text_line(&s->line, &s->w.phrase, &premise->claim);
        else
            phrase_statement_kind(&s->line, premise->kind);
        rich_element(&s->rich, "div", "src", &s->line);
    }
}

/* One bar for every secret: how long it is tells nothing. */
static void write_sealed(struct sheet_html *s, struct ref ref)
{
    html_literal(s->h, "<span class=\"bar-out\" aria-hidden=\"true\">██████</span> ");
    mark_state(s->h, MARK_SEALED, STR(""));
    claim_text_unread(&s->line, &s->w, ref);
    rich_element(&s->rich, "div", "src", &s->line);
}

static void write_ground(struct sheet_html *s, const struct sheet_claim *claim)
{
    write_premises(s, claim);
    if (claim->passage > 0)
        passage_html(s, claim->passage);
    else if (claim->claim.row == 0 && !ref_is_none(claim->claim.basis))
        write_sealed(s, claim->claim.basis);
}

static void write_note(struct sheet_html *s, const struct sheet_claim *claim)
{
    if (claim->claim.note.len > 0) {
        buf_puts(&s->line, _("note of whoever recorded it: "));
        plain_isolated(&s->line, claim->claim.note, PLAIN_PAGE);
        rich_element(&s->rich, "div", "src", &s->line);
    }
    if (claim->claim.seal.len > 0)
        mark_state(s->h, MARK_SEALED, STR(""));
}

static bool is_denial(const struct claim_row *claim)
{
    return str_equal(claim->property, STR("stance")) &&
           (str_equal(claim->term, STR("denies")) ||
            str_equal(claim->term, STR("retracts")));
}

static void write_rest(struct sheet_html *s, const struct sheet_claim *claim);

/* What people said of this claim stands with it: a denial may not be overlooked. */
static void write_about(struct sheet_html *s, // NOLINT(misc-no-recursion)
                        const struct sheet_claim *claim)
{
    if (claim->about_count == 0)
        return;
    html_open(s->h, "ul");
    html_class(s->h, "about");
    for (size_t i = 0; i < claim->about_count; i++) {
        const struct sheet_claim *about = &claim->about[i];

        html_open(s->h, "li");
        if (is_denial(&about->claim) && sheet_claim_stands(about))
            mark_state(s->h, MARK_DENIAL, STR(""));
        if (!sheet_claim_stands(about))
            mark_state(s->h, MARK_WITHDRAWN, str_from_c(_("no longer said")));
        buf_puts(&s->line, _("of this claim, "));
        phrase_property(&s->line, &s->w.phrase, about->claim.property);
        buf_append(&s->line, STR(": "));
        value_text_whole(&s->line, &s->w.phrase, &about->claim);
        rich_element(&s->rich, "div", NULL, &s->line);
        write_rest(s, about);
        said_text(&s->line, &s->w, &about->said);
        rich_element(&s->rich, "div", "src", &s->line);
        html_close(s->h, "li");
    }
    html_close(s->h, "ul");
}

static void write_rest(struct sheet_html *s, // NOLINT(misc-no-recursion)
                       const struct sheet_claim *claim)
{
    claim_text_changes(&s->w, 0, claim);
    write_ground(s, claim);
    write_note(s, claim);
    claim_text_reviews(&s->w, 0, claim);
    write_about(s, claim);
}

static void write_void(struct sheet_html *s, const char *word)
{
    html_open(s->h, "span");
    html_class(s->h, "void");
    mark_icon(s->h, MARK_MISSING);
    html_puts(s->h, word);
    html_close(s->h, "span");
}

/* The first hand of the chain, and how they know it. */
static void write_speaker(struct sheet_html *s, const struct sheet_claim *claim)
{
    const struct passage_row *row;

    if (claim->passage == 0) {
        if (claim->claim.row > 0)
            html_puts(s->h, _("a table"));
        else if (claim->claim.is_inferred)
            html_puts(s->h, _("nobody: inferred"));
        else
            write_void(s, _("cannot be read here"));
        return;
    }
    row = &sheet_passage(s->w.sheet, claim->passage)->row;
    if (row->chain_count == 0 || !hand_is_stated(&row->chain[0])) {
        write_void(s, _("not stated who"));
        return;
    }
    phrase_entity(&s->line, &s->w.phrase, row->chain[0].who);
    rich_take(&s->rich, &s->line);
    if (str_equal(row->chain[0].knows, STR("not_stated")))
        buf_puts(&s->line, _("how they know is not stated"));
    else
        phrase_term_of(&s->line, &s->w.phrase, STR("knows"), row->chain[0].knows);
    rich_element(&s->rich, "span", "src", &s->line);
}

static void write_source(struct sheet_html *s, const struct sheet_claim *claim)
{
    const struct passage_row *row;

    if (claim->claim.row > 0) {
        claim_text_row(&s->line, &s->w, claim);
        rich_take(&s->rich, &s->line);
        return;
    }
    if (claim->passage == 0) {
        html_puts(s->h, "–");
        return;
    }
    row = &sheet_passage(s->w.sheet, claim->passage)->row;
    phrase_entity(&s->line, &s->w.phrase, row->source);
    rich_take(&s->rich, &s->line);
    html_open(s->h, "span");
    html_class(s->h, "src");
    locator_text(&s->line, &s->w.phrase, row->locator);
    buf_append(&s->line, STR(" · "));
    ref_text(&s->line, &s->w, row->ref);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "span");
}

static void write_review(struct sheet_html *s, const struct review_row *review)
{
    static const struct {
        struct str status;
        enum mark mark;
    } marks[] = {{STR_INIT("accepted"), MARK_ACCEPTED},
                 {STR_INIT("conflict"), MARK_CONFLICT},
                 {STR_INIT("work_needed"), MARK_WORK_NEEDED}};

    phrase_term_of(&s->line, &s->w.phrase, STR("assessment_status"), review->status);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (str_equal(marks[i].status, review->status)) {
            mark_state(s->h, marks[i].mark, buf_str(&s->line));
            buf_reset(&s->line);
            return;
        }
    rich_element(&s->rich, "span", "st", &s->line);
}

/* The status belongs to whoever assessed it, not to the claim: none is said of one that
 * nobody has assessed. */
static void write_basis(struct sheet_html *s, const struct sheet_claim *claim)
{
    bool is_assessed = false;

    if (claim->claim.is_inferred)
        html_puts(s->h, _("inferred"));
    else
        html_puts(s->h, claim->claim.row > 0 ? _("row of a table") : _("stated"));
    for (size_t i = 0; i < claim->reviews.count; i++) {
        const struct review_row *review = &claim->reviews.items[i];

        if (!str_equal(review->kind, STR("assess")) || review->is_undone ||
            review->status.len == 0)
            continue;
        html_void(s->h, "br");
        write_review(s, review);
        is_assessed = true;
    }
    if (claim->state.decision == DECISION_PREFERRED) {
        html_void(s->h, "br");
        mark_state(s->h, MARK_PREFERRED, STR(""));
    }
    if (!is_assessed)
        html_phrase(s->h, "span", "src", str_from_c(_("nobody has assessed it")));
}

static void write_act(struct sheet_html *s, struct str ref, const char *below,
                      const char *word)
{
    html_open(s->h, "a");
    rich_href_statement(&s->rich, ref, below);
    html_puts(s->h, word);
    html_close(s->h, "a");
    html_puts(s->h, " ");
}

static void write_acts(struct sheet_html *s, struct str ref)
{
    if (!s->may_record && !s->may_review)
        return;
    html_open(s->h, "span");
    html_class(s->h, "src noprint");
    if (s->may_record)
        write_act(s, ref, "correct", _("correct"));
    if (s->may_review) {
        write_act(s, ref, "assess", _("assess"));
        write_act(s, ref, "decide", _("decide"));
    }
    write_act(s, ref, "withdraw", _("withdraw"));
    html_close(s->h, "span");
}

static void write_recorded(struct sheet_html *s, const struct sheet_claim *claim)
{
    struct clock_text clock = clock_write(claim->said.at_s);

    if (claim->said.has_time) {
        html_open(s->h, "time");
        html_attr(s->h, "datetime", str_from_c(clock.text));
        html_text(s->h, (struct str){clock.text, DAY});
        html_close(s->h, "time");
    }
    if (claim->said.by.len > 0) {
        phrase_member(&s->line, &s->w.phrase, claim->said.by);
        rich_element(&s->rich, "span", "src", &s->line);
    }
    ref_text(&s->line, &s->w, claim->claim.ref);
    rich_element(&s->rich, "span", "src", &s->line);
    if (sheet_claim_stands(claim))
        write_acts(s, archive_ref_short(s->w.sheet->archive, s->w.sheet->arena,
                                        claim->claim.ref));
}

static void write_anchor(struct sheet_html *s, struct ref ref)
{
    buf_puts(&s->line, "claim-");
    buf_append(&s->line, archive_ref_short(s->w.sheet->archive, s->w.sheet->arena, ref));
    html_attr(s->h, "id", buf_str(&s->line));
    buf_reset(&s->line);
}

void claim_html_row(struct sheet_html *s, const struct sheet_claim *claim,
                    bool names_subject)
{
    html_open(s->h, "tr");
    html_set(s->h, "role", "row");
    write_anchor(s, claim->claim.ref);
    open_cell(s, 0);
    write_value(s, claim, names_subject);
    write_rest(s, claim);
    html_close(s->h, "td");
    open_cell(s, 1);
    write_speaker(s, claim);
    html_close(s->h, "td");
    open_cell(s, 2);
    write_source(s, claim);
    html_close(s->h, "td");
    open_cell(s, 3);
    write_basis(s, claim);
    html_close(s->h, "td");
    open_cell(s, 4);
    write_recorded(s, claim);
    html_close(s->h, "td");
    html_close(s->h, "tr");
    html_literal(s->h, "\n");
}
