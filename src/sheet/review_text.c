#include "sheet/review_text.h"

#include "base/message.h"
#include "sheet/plain.h"

/* Who reads a file (record/inbox.h). */
static void put_reading(struct buf *out, const struct sheet_writer *w,
                        const struct review_row *review)
{
    struct str reading =
        review->more ? value_get_string(review->more, STR("reading")) : STR("");

    if (reading.len == 0)
        return;
    buf_append(out, STR(": "));
    phrase_term_of(out, &w->phrase, STR("reading_status"), reading);
    if (value_get(review->more, STR("skipped"))) {
        buf_append(out, STR(", "));
        phrase_term_of(out, &w->phrase, STR("skip_reason"),
                       value_get_string(review->more, STR("skipped")));
    }
}

static void put_review_body(struct buf *out, const struct sheet_writer *w,
                            const struct review_row *review)
{
    struct str independence = value_get_string(review->more, STR("independence"));
    struct str reliability = value_get_string(review->more, STR("reliability"));
    struct str standard = value_get_string(review->more, STR("standard"));

    if (review->status.len > 0) {
        buf_append(out, STR(": "));
        phrase_term_of(out, &w->phrase, STR("assessment_status"), review->status);
    }
    if (independence.len > 0) {
        buf_puts(out, _("; independence: "));
        phrase_term_of(out, &w->phrase, STR("independence"), independence);
    }
    put_reading(out, w, review);
    if (reliability.len > 0) {
        buf_puts(out, _("; reliability: "));
        phrase_term_of(out, &w->phrase, STR("reliability"), reliability);
    }
    if (standard.len > 0) {
        buf_puts(out, _("; standard of proof: "));
        phrase_term_of(out, &w->phrase, STR("standard_of_proof"), standard);
    }
    if (review->rule.len > 0) {
        buf_puts(out, _("; rule: "));
        phrase_term_of(out, &w->phrase, STR("decision_rule"), review->rule);
    }
    if (review->note.len > 0) {
        buf_append(out, STR(" – "));
        plain_isolated(out, review->note, w->phrase.isolates);
    }
    if (review->reason.len > 0) {
        buf_append(out, STR(" – "));
        if (str_equal(review->kind, STR("withdraw")))
            phrase_term_of(out, &w->phrase, STR("withdrawal_reason"), review->reason);
        else
            plain_isolated(out, review->reason, w->phrase.isolates);
    }
}

static void put_review_end(struct buf *out, const struct sheet_writer *w,
                           const struct review_row *review)
{
    const struct statement_row said = {.ref = review->ref,
                                       .has_time = review->has_time,
                                       .at_s = review->at_s,
                                       .by = review->by};

    buf_append(out, STR(" ("));
    ref_text(out, w, review->ref);
    who_and_when_text(out, w, &said);
    if (review->is_undone)
        buf_puts(out, _(", taken back since"));
    buf_char(out, ')');
}

static bool is_written(const struct sheet_writer *w, struct ref review)
{
    for (size_t i = 0; i < w->review_count; i++)
        if (w->reviews[i].n == review.n)
            return true;
    return false;
}

static void remember(struct sheet_writer *w, struct ref review)
{
    if (w->review_count < SHEET_REVIEWS_MAX && !is_written(w, review))
        w->reviews[w->review_count++] = review;
}

static void put_review_again(struct buf *out, const struct sheet_writer *w,
                             const struct review_row *review)
{
    struct buf ref = {0};

    if (review->status.len > 0) {
        buf_append(out, STR(": "));
        phrase_term_of(out, &w->phrase, STR("assessment_status"), review->status);
    }
    ref_text(&ref, w, review->ref);
    buf_printf(out, _(" (%s, as above)"), buf_text(&ref));
    buf_release(&ref);
}

void review_text_body(struct buf *out, struct sheet_writer *w,
                      const struct review_row *review)
{
    if (is_written(w, review->ref)) {
        put_review_again(out, w, review);
        return;
    }
    remember(w, review->ref);
    put_review_body(out, w, review);
    put_review_end(out, w, review);
}

void review_text_title(struct buf *out, const struct review_row *review)
{
    if (str_equal(review->kind, STR("assess")))
        buf_puts(out, _("assessed"));
    else if (str_equal(review->kind, STR("decide")))
        buf_puts(out, _("decided"));
    else if (str_equal(review->kind, STR("withdraw")))
        buf_puts(out, _("withdrawn"));
    else
        plain_append(out, review->kind);
}

void review_text(struct sheet_writer *w, size_t indent, const struct review_row *review)
{
    struct buf line = {0};

    review_text_title(&line, review);
    review_text_body(&line, w, review);
    lines_take(&w->lines, indent, indent + 2, &line);
    buf_release(&line);
}

static void put_settled(struct buf *out, const struct sheet_writer *w,
                        const struct contradiction *c)
{
    if (ref_is_none(c->assessed)) {
        buf_puts(out, _("; nobody has assessed it"));
    } else {
        buf_puts(out, _("; assessed as a conflict in "));
        ref_text(out, w, c->assessed);
    }
    if (ref_is_none(c->decided)) {
        buf_puts(out, _("; nobody has decided"));
    } else {
        buf_puts(out, _("; decided in "));
        ref_text(out, w, c->decided);
    }
}

static void put_pair(struct buf *out, const struct sheet_writer *w,
                     const struct contradiction *c)
{
    ref_text(out, w, c->left.ref);
    buf_puts(out, _(" and "));
    ref_text(out, w, c->right.ref);
}

static bool is_of(const struct contradiction *c, struct str property)
{
    return property.len == 0 || str_equal(c->left.property, property);
}

void conflict_text(struct buf *out, const struct sheet_writer *w,
                   const struct contradiction *c, struct str sentence)
{
    struct buf left = {0};
    struct buf right = {0};
    struct buf said = {0};

    ref_text(&left, w, c->left.ref);
    ref_text(&right, w, c->right.ref);
    plain_append(&said, sentence);
    /* TRANSLATORS: two claims, and a sentence that begins with "may conflict:" */
    buf_printf(out, _("≠ %s and %s %s"), buf_text(&left), buf_text(&right),
               buf_text(&said));
    put_settled(out, w, c);
    buf_release(&left);
    buf_release(&right);
    buf_release(&said);
}

/* Pairs that only look like a conflict, all those with one reason on one line. */
bool likeness_text(struct buf *out, const struct sheet_writer *w,
                   const struct contradiction_list *list, const struct str *sentences,
                   size_t first, struct str property)
{
    for (size_t i = 0; i < first; i++)
        if (is_of(&list->items[i], property) && str_equal(sentences[i], sentences[first]))
            return false; /* told with that one */
    buf_puts(out, _("not a contradiction: "));
    for (size_t i = first; i < list->count; i++) {
        if (!is_of(&list->items[i], property) ||
            !str_equal(sentences[i], sentences[first]))
            continue;
        buf_append(out, i > first ? STR("; ") : STR(""));
        put_pair(out, w, &list->items[i]);
    }
    buf_append(out, STR(": "));
    plain_append(out, sentences[first]);
    return true;
}

struct str *contradiction_sentences(struct arena *arena,
                                    const struct contradiction_list *list)
{
    struct str *sentences = ARENA_ARRAY(arena, struct str, list->count + 1);

    for (size_t i = 0; i < list->count; i++)
        sentences[i] = contradiction_explain(arena, &list->items[i].comparison);
    return sentences;
}

void contradictions_text(struct sheet_writer *w, size_t indent,
                         const struct contradiction_list *list, struct str property)
{
    struct str *sentences = contradiction_sentences(w->sheet->arena, list);
    struct buf line = {0};

    for (size_t i = 0; i < list->count; i++) {
        const struct contradiction *c = &list->items[i];
        bool is_told = is_of(c, property);

        if (is_told && c->comparison.verdict == VERDICT_MAY_CONFLICT)
            conflict_text(&line, w, c, sentences[i]);
        else if (is_told)
            is_told = likeness_text(&line, w, list, sentences, i, property);
        if (is_told)
            lines_take(&w->lines, indent, indent + 2, &line);
    }
    buf_release(&line);
}
