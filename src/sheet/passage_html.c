#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/sheet_html.h"

enum { WORDS_AGAIN = 60, ANCHOR = 24 };

static const char *anchor_of(char out[ANCHOR], size_t number, const char *before)
{
    (void)snprintf(out, ANCHOR, "%sp%zu", before, number);
    return out;
}

/* From the first who knew it to the last hand; what nobody states is drawn. */
static void write_chain(struct sheet_html *s, const struct passage_row *row)
{
    if (row->chain_count == 0) {
        html_open(s->h, "div");
        html_class(s->h, "void");
        mark_icon(s->h, MARK_MISSING);
        html_puts(s->h, _("hands: not recorded"));
        html_close(s->h, "div");
        return;
    }
    html_open(s->h, "ol");
    html_class(s->h, "hands");
    html_set(s->h, "aria-label", _("the hands it came through"));
    for (size_t i = 0; i < row->chain_count; i++) {
        html_open(s->h, "li");
        if (!hand_is_stated(&row->chain[i]))
            html_class(s->h, "none");
        hand_text(&s->line, &s->w.phrase, &row->chain[i]);
        rich_take(&s->rich, &s->line);
        html_close(s->h, "li");
    }
    html_close(s->h, "ol");
}

static void write_rest(struct sheet_html *s, const struct passage_row *row)
{
    const struct phrase *p = &s->w.phrase;
    const struct value *uttered = value_get(row->more, STR("uttered"));
    struct str note = value_get_string(row->more, STR("note"));

    if (translation_text(&s->line, p, row))
        rich_element(&s->rich, "div", "src", &s->line);
    if (uttered) {
        buf_puts(&s->line, _("uttered "));
        phrase_date(&s->line, p, uttered, DATE_MOMENT);
        rich_element(&s->rich, "div", "src", &s->line);
    }
    if (note.len > 0) {
        buf_puts(&s->line, _("note: "));
        plain_isolated(&s->line, note, p->isolates);
        rich_element(&s->rich, "div", "src", &s->line);
    }
    if (row->seal.len > 0)
        mark_state(s->h, MARK_SEALED, STR(""));
}

void passage_html(struct sheet_html *s, size_t passage)
{
    const struct passage_row *row = &sheet_passage(s->w.sheet, passage)->row;
    char anchor[ANCHOR];

    html_open(s->h, "div");
    html_class(s->h, "pass");
    if (s->w.shown[passage - 1] > 0) {
        words_text_short(&s->line, &s->w.phrase, row, WORDS_AGAIN);
        rich_take(&s->rich, &s->line);
        html_puts(s->h, " ");
        html_open(s->h, "a");
        html_set(s->h, "href", anchor_of(anchor, passage, "#"));
        html_puts(s->h, _("as above"));
        html_close(s->h, "a");
    } else {
        s->w.shown[passage - 1] = passage;
        html_set(s->h, "id", anchor_of(anchor, passage, ""));
        words_text(&s->line, &s->w.phrase, row);
        rich_take(&s->rich, &s->line);
        write_rest(s, row);
        write_chain(s, row);
    }
    html_close(s->h, "div");
}
