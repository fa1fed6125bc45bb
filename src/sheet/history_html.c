#include "base/clock.h"
#include "base/message.h"
#include "sheet/review_text.h"
#include "sheet/sheet_html.h"

static void write_when(struct sheet_html *s, const struct statement_row *said)
{
    struct clock_text clock = clock_write(said->at_s);

    html_open(s->h, "span");
    html_class(s->h, "q");
    if (said->has_time) {
        html_open(s->h, "time");
        html_attr(s->h, "datetime", str_from_c(clock.text));
        phrase_time(&s->line, said->at_s);
        rich_take(&s->rich, &s->line);
        html_close(s->h, "time");
    }
    html_close(s->h, "span");
}

static void write_item(struct sheet_html *s, const struct statement_sheet *item)
{
    html_open(s->h, "li");
    write_when(s, &item->said);
    html_open(s->h, "span");
    history_line(&s->line, &s->w, item);
    rich_take(&s->rich, &s->line);
    if (item->said.by.len > 0) {
        html_puts(s->h, " ");
        phrase_member(&s->line, &s->w.phrase, item->said.by);
        rich_element(&s->rich, "span", "q", &s->line);
    }
    html_close(s->h, "span");
    ref_text(&s->line, &s->w, item->said.ref);
    rich_element(&s->rich, "span", "id", &s->line);
    html_close(s->h, "li");
}

void history_html(struct sheet_html *s, const struct history *history)
{
    html_open(s->h, "ol");
    html_class(s->h, "hist");
    for (size_t i = 0; i < history->count; i++)
        write_item(s, &history->items[i]);
    html_close(s->h, "ol");
}

/* A correction, a withdrawal, an assessment: what was said of the claims on a sheet. */
struct change {
    struct ref ref;
    const struct sheet_claim *claim;
    const struct review_row *review; /* NULL: the claim corrects another */
};

static bool is_kept(const struct change *changes, size_t count, struct ref ref)
{
    for (size_t i = 0; i < count; i++)
        if (changes[i].ref.n == ref.n)
            return true;
    return false;
}

/* The newest first, and no more than there is room for. */
static size_t keep(struct change *changes, size_t count, const struct change *change)
{
    size_t at = count;

    if (is_kept(changes, count, change->ref))
        return count;
    while (at > 0 && changes[at - 1].ref.n < change->ref.n)
        at--;
    if (at == ENTITY_CHANGES)
        return count;
    if (count < ENTITY_CHANGES)
        count++;
    for (size_t i = count - 1; i > at; i--)
        changes[i] = changes[i - 1];
    changes[at] = *change;
    return count;
}

static size_t gather(struct change *changes, const struct entity_sheet *e)
{
    size_t count = 0;

    for (size_t i = 0; i < e->group_count; i++)
        for (size_t j = 0; j < e->groups[i].count; j++) {
            const struct sheet_claim *claim = e->groups[i].claims[j];

            if (!ref_is_none(claim->corrects.ref))
                count =
                    keep(changes, count, &(struct change){claim->claim.ref, claim, NULL});
            for (size_t k = 0; k < claim->reviews.count; k++)
                count = keep(changes, count,
                             &(struct change){claim->reviews.items[k].ref, claim,
                                              &claim->reviews.items[k]});
        }
    return count;
}

static void write_change(struct sheet_html *s, const struct change *change)
{
    struct statement_row said = change->claim->said;

    if (change->review)
        said = (struct statement_row){.ref = change->review->ref,
                                      .has_time = change->review->has_time,
                                      .at_s = change->review->at_s,
                                      .by = change->review->by};
    html_open(s->h, "li");
    write_when(s, &said);
    html_open(s->h, "span");
    if (change->review)
        review_text_title(&s->line, change->review);
    else
        buf_puts(&s->line, _("corrected"));
    buf_append(&s->line, STR(": "));
    claim_text_line(&s->line, &s->w.phrase, &change->claim->claim);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "span");
    ref_text(&s->line, &s->w, change->ref);
    rich_element(&s->rich, "span", "id", &s->line);
    html_close(s->h, "li");
}

void entity_html_changes(struct sheet_html *s, const struct entity_sheet *e)
{
    struct change changes[ENTITY_CHANGES];
    size_t count = gather(changes, e);

    if (count == 0) {
        html_element(s->h, "p",
                     str_from_c(_("No claim on this page was corrected, withdrawn, "
                                  "assessed or decided.")));
        return;
    }
    html_open(s->h, "ol");
    html_class(s->h, "hist");
    for (size_t i = 0; i < count; i++)
        write_change(s, &changes[i]);
    html_close(s->h, "ol");
}
