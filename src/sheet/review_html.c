/* What the program noticed between claims, and what came of it. */

#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/review_text.h"
#include "sheet/sheet_html.h"

static bool is_of(const struct contradiction *c, struct str property)
{
    return property.len == 0 || str_equal(c->left.property, property);
}

bool contradictions_has(const struct contradiction_list *list, struct str property)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_of(&list->items[i], property) &&
            list->items[i].comparison.verdict == VERDICT_MAY_CONFLICT)
            return true;
    return false;
}

static void write_decide(struct sheet_html *s, const struct contradiction *c)
{
    if (!s->may_review || !ref_is_none(c->decided))
        return;
    html_puts(s->h, " ");
    html_open(s->h, "a");
    html_class(s->h, "noprint");
    rich_href_statement(
        &s->rich, archive_ref_short(s->w.sheet->archive, s->w.sheet->arena, c->left.ref),
        "decide");
    html_puts(s->h, _("prefer one, with a rule and a reason"));
    html_close(s->h, "a");
}

void contradictions_html(struct sheet_html *s, const struct contradiction_list *list,
                         struct str property)
{
    struct str *sentences = contradiction_sentences(s->w.sheet->arena, list);

    for (size_t i = 0; i < list->count; i++) {
        const struct contradiction *c = &list->items[i];
        bool is_conflict = c->comparison.verdict == VERDICT_MAY_CONFLICT;

        if (!is_of(c, property))
            continue;
        if (is_conflict)
            conflict_text(&s->line, &s->w, c, sentences[i]);
        else if (!likeness_text(&s->line, &s->w, list, sentences, i, property))
            continue;
        claim_html_line(s, is_conflict ? "dec" : "like");
        rich_take(&s->rich, &s->line);
        if (is_conflict)
            write_decide(s, c);
        claim_html_line_end(s);
    }
}
