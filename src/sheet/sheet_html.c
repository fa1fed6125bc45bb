#include "sheet/sheet_html.h"

#include "base/message.h"

void sheet_html_start(struct sheet_html *out, struct html *h, const struct sheet *sheet,
                      struct str query)
{
    *out = (struct sheet_html){.h = h, .rich = {.h = h, .query = query}};
    sheet_writer_start(&out->w, NULL, sheet, PLAIN_PAGE);
    out->w.lines.page = &out->rich;
}

void sheet_html_end(struct sheet_html *s)
{
    buf_release(&s->line);
}

void sheet_html_section(struct sheet_html *s, const char *id, const char *title,
                        const char *note)
{
    struct html *h = s->h;

    html_open(h, "section");
    html_class(h, "s");
    html_literal(h, "<div class=\"sh\">");
    html_open(h, "h2");
    if (id)
        html_set(h, "id", id);
    html_puts(h, title);
    html_close(h, "h2");
    if (note[0] != '\0')
        html_element(h, "p", str_from_c(note));
    html_literal(h, "</div>");
    html_open(h, "div");
    html_class(h, "c");
}

void sheet_html_section_end(struct sheet_html *s)
{
    html_close(s->h, "div");
    html_close(s->h, "section");
    html_literal(s->h, "\n");
}
