#include "sheet/claim_text.h"

#include "base/message.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/review_text.h"
#include "sheet/value_text.h"

enum { WORDS_AGAIN = 60 };

void sheet_writer_start(struct sheet_writer *w, struct buf *out,
                        const struct sheet *sheet, enum plain_for isolates)
{
    *w = (struct sheet_writer){
        .lines = {.out = out},
        .phrase = {.labels = &sheet->labels, .isolates = isolates},
        .sheet = sheet,
        .shown = ARENA_ARRAY(sheet->arena, size_t, sheet->passage_count + 1)};
}

void ref_text(struct buf *out, const struct sheet_writer *w, struct ref ref)
{
    struct str text = archive_ref_short(w->sheet->archive, w->sheet->arena, ref);

    if (w->phrase.isolates == PLAIN_PAGE)
        plain_mark(out, PLAIN_STATEMENT, text);
    buf_append(out, text);
    if (w->phrase.isolates == PLAIN_PAGE)
        plain_mark_end(out);
}

void who_and_when_text(struct buf *out, const struct sheet_writer *w,
                       const struct statement_row *said)
{
    if (said->has_time) {
        buf_char(out, ' ');
        phrase_time(out, said->at_s);
    }
    if (said->by.len > 0) {
        struct buf member = {0};

        phrase_member(&member, &w->phrase, said->by);
        buf_printf(out, _(" by %s"), buf_text(&member));
        buf_release(&member);
    }
}

void said_text(struct buf *out, const struct sheet_writer *w,
               const struct statement_row *said)
{
    struct buf who = {0};

    who_and_when_text(&who, w, said);
    ref_text(out, w, said->ref);
    buf_printf(out, _(", recorded%s"), buf_text(&who));
    buf_release(&who);
}

void claim_text_line(struct buf *out, const struct phrase *p,
                     const struct claim_row *claim)
{
    if (claim->about.len > 0) {
        phrase_entity(out, p, claim->about);
        buf_append(out, STR(", "));
    }
    phrase_property(out, p, claim->property);
    buf_append(out, STR(": "));
    value_text_whole(out, p, claim);
}

void claim_text_passage(struct sheet_writer *w, size_t indent, size_t passage)
{
    const struct passage_row *row = &sheet_passage(w->sheet, passage)->row;
    size_t *number = &w->shown[passage - 1];
    struct buf line = {0};

    if (*number == 0) {
        *number = ++w->shown_count;
        buf_printf(&line, "[%zu]", *number);
        passage_text(&w->lines, indent, &w->phrase, row, buf_str(&line));
    } else {
        struct buf words = {0};

        words_text_short(&words, &w->phrase, row, WORDS_AGAIN);
        buf_printf(&line, _("[%zu] %s, as above"), *number, buf_text(&words));
        buf_release(&words);
        lines_take(&w->lines, indent, indent + 4, &line);
    }
    buf_release(&line);
}

/* "ybgkps.14 2022-09-20 10:11 UTC by member k3x9-2f41: typing error – …" */
static void put_change(struct buf *out, const struct sheet_writer *w,
                       const struct sheet_change *change)
{
    ref_text(out, w, change->ref);
    who_and_when_text(out, w, &change->said);
    if (change->reason.len > 0) {
        buf_append(out, STR(": "));
        phrase_term_of(out, &w->phrase, STR("withdrawal_reason"), change->reason);
    }
    if (change->note.len > 0) {
        buf_append(out, STR(" – "));
        plain_isolated(out, change->note, w->phrase.isolates);
    }
}

void claim_text_changes(struct sheet_writer *w, size_t indent,
                        const struct sheet_claim *claim)
{
    struct buf line = {0};
    struct buf value = {0};
    struct buf change = {0};

    if (!ref_is_none(claim->corrected.ref)) {
        value_text_whole(&value, &w->phrase, &claim->corrected.claim);
        put_change(&change, w, &claim->corrected);
        buf_printf(&line, _("no longer said: corrected to %s by %s"), buf_text(&value),
                   buf_text(&change));
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    if (!ref_is_none(claim->withdrawn.ref)) {
        buf_reset(&change);
        put_change(&change, w, &claim->withdrawn);
        buf_printf(&line, _("no longer said: withdrawn by %s"), buf_text(&change));
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    if (!ref_is_none(claim->corrects.ref)) {
        buf_reset(&value);
        buf_reset(&change);
        ref_text(&change, w, claim->corrects.ref);
        value_text_whole(&value, &w->phrase, &claim->corrects.claim);
        buf_printf(&line, _("corrects %s, which said: %s"), buf_text(&change),
                   buf_text(&value));
        if (claim->corrects.reason.len > 0) {
            buf_append(&line, STR(" ("));
            phrase_term_of(&line, &w->phrase, STR("withdrawal_reason"),
                           claim->corrects.reason);
            buf_char(&line, ')');
        }
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    buf_release(&line);
    buf_release(&value);
    buf_release(&change);
}

static const struct review_row *review_at(const struct sheet_claim *claim, struct ref ref)
{
    for (size_t i = 0; i < claim->reviews.count; i++)
        if (claim->reviews.items[i].ref.n == ref.n)
            return &claim->reviews.items[i];
    return NULL;
}

static const char *decision_word(enum claim_decision decision)
{
    switch (decision) {
    case DECISION_NONE:
        break;
    case DECISION_PREFERRED:
        return _("preferred");
    case DECISION_OTHER:
        return _("not preferred: another is");
    case DECISION_OPEN:
        return _("decisions about it contradict each other, and neither is settled");
    }
    return "";
}

/* The decision that counts says what it came to; the rest are told as they are. */
void claim_text_reviews(struct sheet_writer *w, size_t indent,
                        const struct sheet_claim *claim)
{
    const struct review_row *decided = review_at(claim, claim->state.decided_by);
    struct buf line = {0};

    if (claim->state.decision != DECISION_NONE) {
        buf_puts(&line, decision_word(claim->state.decision));
        if (decided)
            review_text_body(&line, w, decided);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    for (size_t i = 0; i < claim->reviews.count; i++) {
        const struct review_row *review = &claim->reviews.items[i];

        if (review == decided || str_equal(review->kind, STR("withdraw")))
            continue;
        review_text(w, indent, review);
    }
    buf_release(&line);
}

static void put_premises(struct sheet_writer *w, size_t indent,
                         const struct sheet_claim *claim)
{
    struct buf line = {0};

    if (!claim->claim.is_inferred)
        return;
    lines_put(&w->lines, indent, indent,
              claim->premise_count > 0
                  ? str_from_c(_("INFERRED by whoever recorded it, from:"))
                  : str_from_c(_("INFERRED by whoever recorded it, from these words:")));
    for (size_t i = 0; i < claim->premise_count; i++) {
        const struct sheet_premise *premise = &claim->premises[i];

        if (premise->passage > 0) {
            claim_text_passage(w, indent + 2, premise->passage);
            continue;
        }
        ref_text(&line, w, premise->ref);
        buf_char(&line, ' ');
        if (str_equal(premise->kind, STR("claim")))
            claim_text_line(&line, &w->phrase, &premise->claim);
        else
            phrase_statement_kind(&line, premise->kind);
        lines_take(&w->lines, indent + 2, indent + 4, &line);
    }
    buf_release(&line);
}

void claim_text_row(struct buf *line, const struct sheet_writer *w,
                    const struct sheet_claim *claim)
{
    struct buf row = {0};
    struct buf table = {0};
    struct buf release = {0};
    struct buf import = {0};

    plain_number(&row, claim->claim.row);
    ref_text(&import, w, claim->claim.basis);
    plain_quoted(&release, claim->release, STR(""), w->phrase.isolates);
    if (claim->table.name.len > 0)
        plain_quoted(&table, claim->table.name, STR(""), w->phrase.isolates);
    if (table.len > 0 && claim->release.len > 0)
        buf_printf(line, _("row %s of %s, release %s, read by import %s"), buf_text(&row),
                   buf_text(&table), buf_text(&release), buf_text(&import));
    else if (table.len > 0)
        buf_printf(line, _("row %s of %s, read by import %s"), buf_text(&row),
                   buf_text(&table), buf_text(&import));
    else if (claim->release.len > 0)
        buf_printf(line, _("row %s of a preserved table, release %s, read by import %s"),
                   buf_text(&row), buf_text(&release), buf_text(&import));
    else
        buf_printf(line, _("row %s of a preserved table, read by import %s"),
                   buf_text(&row), buf_text(&import));
    buf_release(&row);
    buf_release(&table);
    buf_release(&release);
    buf_release(&import);
}

/* Sealed, erased, or of a kind that only a newer version takes for a ground. */
void claim_text_unread(struct buf *out, const struct sheet_writer *w, struct ref ref)
{
    struct buf name = {0};

    ref_text(&name, w, ref);
    buf_printf(out, _("rests on %s, which cannot be read here as a passage"),
               buf_text(&name));
    buf_release(&name);
}

static void put_ground(struct sheet_writer *w, size_t indent,
                       const struct sheet_claim *claim)
{
    struct buf line = {0};

    put_premises(w, indent, claim);
    if (claim->passage > 0)
        claim_text_passage(w, indent, claim->passage);
    else if (claim->claim.row > 0)
        claim_text_row(&line, w, claim);
    else if (!ref_is_none(claim->claim.basis))
        claim_text_unread(&line, w, claim->claim.basis);
    if (line.len > 0)
        lines_take(&w->lines, indent, indent + 2, &line);
    buf_release(&line);
}

static void put_note(struct sheet_writer *w, size_t indent,
                     const struct sheet_claim *claim)
{
    struct buf line = {0};

    if (claim->claim.note.len > 0) {
        buf_puts(&line, _("note of whoever recorded it: "));
        plain_isolated(&line, claim->claim.note, w->phrase.isolates);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    if (claim->claim.seal.len > 0) {
        buf_puts(&line, _("sealed: "));
        plain_append(&line, claim->claim.seal);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    buf_release(&line);
}

/* What is under the first line of a claim, whichever way round that was written. */
static void put_rest(struct sheet_writer *w, // NOLINT(misc-no-recursion)
                     size_t indent, const struct sheet_claim *claim)
{
    struct buf line = {0};

    claim_text_changes(w, indent, claim);
    claim_text_reviews(w, indent, claim);
    put_ground(w, indent, claim);
    put_note(w, indent, claim);
    said_text(&line, w, &claim->said);
    lines_take(&w->lines, indent, indent + 2, &line);
    for (size_t i = 0; i < claim->about_count; i++) {
        const struct sheet_claim *about = &claim->about[i];

        buf_puts(&line, _("of this claim, "));
        phrase_property(&line, &w->phrase, about->claim.property);
        buf_append(&line, STR(": "));
        value_text_whole(&line, &w->phrase, &about->claim);
        lines_take(&w->lines, indent, indent + 2, &line);
        put_rest(w, indent + 2, about);
    }
    buf_release(&line);
}

/* A value that is the reference of a preserved file: say which file. */
void claim_text_object(struct buf *out, const struct sheet_writer *w,
                       const struct sheet_claim *claim)
{
    if (claim->object.sha256.len == 0)
        return;
    buf_puts(out, _(", the file "));
    plain_quoted(out, claim->object.name, STR(""), w->phrase.isolates);
}

void claim_text(struct sheet_writer *w, size_t indent, const struct sheet_claim *claim)
{
    struct buf line = {0};

    if (!sheet_claim_stands(claim))
        buf_puts(&line, _("[no longer said] "));
    value_text_whole(&line, &w->phrase, &claim->claim);
    claim_text_object(&line, w, claim);
    lines_take(&w->lines, indent, indent + 2, &line);
    put_rest(w, indent + 2, claim);
    buf_release(&line);
}

void claim_text_incoming(struct sheet_writer *w, size_t indent,
                         const struct sheet_claim *claim)
{
    const struct label *subject = labels_find(w->phrase.labels, claim->claim.about);
    struct buf line = {0};

    if (!sheet_claim_stands(claim))
        buf_puts(&line, _("[no longer said] "));
    if (subject && subject->entity.kind.len > 0) {
        phrase_kind(&line, &w->phrase, &subject->entity);
        buf_append(&line, STR(": "));
    }
    claim_text_line(&line, &w->phrase, &claim->claim);
    claim_text_object(&line, w, claim);
    lines_take(&w->lines, indent, indent + 2, &line);
    put_rest(w, indent + 2, claim);
    buf_release(&line);
}

void sheet_foot_text(struct sheet_writer *w)
{
    const struct archive_view *as_of = &w->sheet->as_of;
    struct buf line = {0};
    struct buf size = {0};

    plain_number(&size, (int64_t)as_of->size);
    if (as_of->is_now)
        buf_printf(&line,
                   _n(as_of->size, "as of frontier %s (%s statement, all there are)",
                      "as of frontier %s (%s statements, all there are)"),
                   as_of->id.text, buf_text(&size));
    else
        buf_printf(&line,
                   _n(as_of->size,
                      "as of frontier %s (%s statement; later ones are left out)",
                      "as of frontier %s (%s statements; later ones are left out)"),
                   as_of->id.text, buf_text(&size));
    lines_take(&w->lines, 0, 2, &line);
    buf_release(&line);
    buf_release(&size);
}
