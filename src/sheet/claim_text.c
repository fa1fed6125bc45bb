#include "sheet/claim_text.h"

#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/review_text.h"
#include "sheet/value_text.h"

enum { WORDS_AGAIN = 60 };

void sheet_writer_start(struct sheet_writer *w, struct buf *out,
                        const struct sheet *sheet, bool isolates)
{
    *w = (struct sheet_writer){
        .lines = {.out = out},
        .phrase = {.labels = &sheet->labels, .isolates = isolates},
        .sheet = sheet,
        .shown = ARENA_ARRAY(sheet->arena, size_t, sheet->passage_count + 1)};
}

void ref_text(struct buf *out, const struct sheet_writer *w, struct ref ref)
{
    buf_append(out, archive_ref_short(w->sheet->archive, w->sheet->arena, ref));
}

void who_and_when_text(struct buf *out, const struct sheet_writer *w,
                       const struct statement_row *said)
{
    if (said->has_time) {
        buf_char(out, ' ');
        phrase_time(out, said->at_s);
    }
    if (said->by.len > 0) {
        buf_append(out, STR(" by "));
        phrase_member(out, &w->phrase, said->by);
    }
}

void said_text(struct buf *out, const struct sheet_writer *w,
               const struct statement_row *said)
{
    ref_text(out, w, said->ref);
    buf_append(out, STR(", recorded"));
    who_and_when_text(out, w, said);
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
        buf_printf(&line, "[%zu] ", *number);
        words_text_short(&line, &w->phrase, row, WORDS_AGAIN);
        buf_append(&line, STR(", as above"));
        lines_take(&w->lines, indent, indent + 4, &line);
    }
    buf_release(&line);
}

static void put_change(struct buf *out, const struct sheet_writer *w,
                       const struct sheet_change *change)
{
    buf_append(out, STR(" by "));
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

static void put_state(struct sheet_writer *w, size_t indent,
                      const struct sheet_claim *claim)
{
    struct buf line = {0};

    if (!ref_is_none(claim->corrected.ref)) {
        buf_append(&line, STR("no longer said: corrected to "));
        value_text_whole(&line, &w->phrase, &claim->corrected.claim);
        put_change(&line, w, &claim->corrected);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    if (!ref_is_none(claim->withdrawn.ref)) {
        buf_append(&line, STR("no longer said: withdrawn"));
        put_change(&line, w, &claim->withdrawn);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    if (!ref_is_none(claim->corrects.ref)) {
        buf_append(&line, STR("corrects "));
        ref_text(&line, w, claim->corrects.ref);
        buf_append(&line, STR(", which said: "));
        value_text_whole(&line, &w->phrase, &claim->corrects.claim);
        if (claim->corrects.reason.len > 0) {
            buf_append(&line, STR(" ("));
            phrase_term_of(&line, &w->phrase, STR("withdrawal_reason"),
                           claim->corrects.reason);
            buf_char(&line, ')');
        }
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    buf_release(&line);
}

static const struct review_row *review_at(const struct sheet_claim *claim, struct ref ref)
{
    for (size_t i = 0; i < claim->reviews.count; i++)
        if (claim->reviews.items[i].ref.n == ref.n)
            return &claim->reviews.items[i];
    return NULL;
}

static struct str decision_word(enum claim_decision decision)
{
    switch (decision) {
    case DECISION_NONE:
        break;
    case DECISION_PREFERRED:
        return STR("preferred");
    case DECISION_OTHER:
        return STR("not preferred: another is");
    case DECISION_OPEN:
        return STR("decisions about it contradict each other, and neither is settled");
    }
    return STR("");
}

/* The decision that counts says what it came to; the rest are told as they are. */
static void put_reviews(struct sheet_writer *w, size_t indent,
                        const struct sheet_claim *claim)
{
    const struct review_row *decided = review_at(claim, claim->state.decided_by);
    struct buf line = {0};

    if (claim->state.decision != DECISION_NONE) {
        buf_append(&line, decision_word(claim->state.decision));
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
                  ? STR("INFERRED by whoever recorded it, from:")
                  : STR("INFERRED by whoever recorded it, from these words:"));
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
            plain_append(&line, premise->kind);
        lines_take(&w->lines, indent + 2, indent + 4, &line);
    }
    buf_release(&line);
}

static void put_table_row(struct sheet_writer *w, size_t indent,
                          const struct sheet_claim *claim)
{
    struct buf line = {0};

    buf_append(&line, STR("row "));
    plain_number(&line, claim->claim.row);
    buf_append(&line, STR(" of "));
    if (claim->table.name.len > 0)
        plain_quoted(&line, claim->table.name, STR(""), w->phrase.isolates);
    else
        buf_append(&line, STR("a preserved table"));
    if (claim->release.len > 0) {
        buf_append(&line, STR(", release "));
        plain_quoted(&line, claim->release, STR(""), w->phrase.isolates);
    }
    buf_append(&line, STR(", read by import "));
    ref_text(&line, w, claim->claim.basis);
    lines_take(&w->lines, indent, indent + 2, &line);
    buf_release(&line);
}

static void put_ground(struct sheet_writer *w, size_t indent,
                       const struct sheet_claim *claim)
{
    put_premises(w, indent, claim);
    if (claim->passage > 0)
        claim_text_passage(w, indent, claim->passage);
    else if (claim->claim.row > 0)
        put_table_row(w, indent, claim);
}

static void put_note(struct sheet_writer *w, size_t indent,
                     const struct sheet_claim *claim)
{
    struct buf line = {0};

    if (claim->claim.note.len > 0) {
        buf_append(&line, STR("note of whoever recorded it: "));
        plain_isolated(&line, claim->claim.note, w->phrase.isolates);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    if (claim->claim.seal.len > 0) {
        buf_append(&line, STR("sealed: "));
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

    put_state(w, indent, claim);
    put_reviews(w, indent, claim);
    put_ground(w, indent, claim);
    put_note(w, indent, claim);
    said_text(&line, w, &claim->said);
    lines_take(&w->lines, indent, indent + 2, &line);
    for (size_t i = 0; i < claim->about_count; i++) {
        const struct sheet_claim *about = &claim->about[i];

        buf_append(&line, STR("of this claim, "));
        phrase_property(&line, &w->phrase, about->claim.property);
        buf_append(&line, STR(": "));
        value_text_whole(&line, &w->phrase, &about->claim);
        lines_take(&w->lines, indent, indent + 2, &line);
        put_rest(w, indent + 2, about);
    }
    buf_release(&line);
}

/* A value that is the reference of a preserved file: say which file. */
static void put_object(struct buf *out, const struct sheet_writer *w,
                       const struct sheet_claim *claim)
{
    if (claim->object.sha256.len == 0)
        return;
    buf_append(out, STR(", the file "));
    plain_quoted(out, claim->object.name, STR(""), w->phrase.isolates);
}

void claim_text(struct sheet_writer *w, size_t indent, const struct sheet_claim *claim)
{
    struct buf line = {0};

    if (!sheet_claim_stands(claim))
        buf_append(&line, STR("[no longer said] "));
    value_text_whole(&line, &w->phrase, &claim->claim);
    put_object(&line, w, claim);
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
        buf_append(&line, STR("[no longer said] "));
    if (subject && subject->entity.kind.len > 0) {
        phrase_kind(&line, &w->phrase, &subject->entity);
        buf_append(&line, STR(": "));
    }
    claim_text_line(&line, &w->phrase, &claim->claim);
    put_object(&line, w, claim);
    lines_take(&w->lines, indent, indent + 2, &line);
    put_rest(w, indent + 2, claim);
    buf_release(&line);
}

void sheet_foot_text(struct sheet_writer *w)
{
    const struct archive_view *as_of = &w->sheet->as_of;
    struct buf line = {0};

    buf_printf(&line, "as of frontier %s (", as_of->id.text);
    plain_counted(&line, (int64_t)as_of->size, STR("statement"));
    buf_append(&line, as_of->is_now ? STR(", all there are)")
                                    : STR("; later ones are left out)"));
    lines_take(&w->lines, 0, 2, &line);
    buf_release(&line);
}
