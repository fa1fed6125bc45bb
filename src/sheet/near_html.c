#include "sheet/near_html.h"

#include "base/message.h"
#include "sheet/inbox_text.h"
#include "sheet/marks.h"
#include "sheet/near_text.h"

static void put_source(struct html *h, const struct phrase *p, struct str source)
{
    struct buf href = {0};
    struct buf name = {0};

    href_entity(&href, source);
    phrase_entity(&name, p, source);
    html_literal(h, "<p>");
    html_puts(h, _("Preserved as the source"));
    html_puts(h, " ");
    html_link(h, buf_str(&href), buf_str(&name));
    html_literal(h, "</p>");
    buf_release(&href);
    buf_release(&name);
}

static void put_relations(struct html *h, const struct sheet *sheet,
                          const struct phrase *p, const struct near_item *item)
{
    struct buf text = {0};
    struct buf href = {0};

    for (size_t i = 0; i < item->relations.count; i++) {
        buf_reset(&text);
        buf_reset(&href);
        near_relation_text(&text, p, &item->relations.items[i]);
        href_statement(&href, archive_ref_short(sheet->archive, sheet->arena,
                                                item->relations.items[i].ref));
        html_literal(h, "<p>");
        html_puts(h, _("Recorded:"));
        html_puts(h, " ");
        html_link(h, buf_str(&href), buf_str(&text));
        html_literal(h, "</p>");
    }
    buf_release(&text);
    buf_release(&href);
}

static void put_item(struct html *h, const struct sheet *sheet, const struct phrase *p,
                     const struct near_item *item, struct str with, struct str query)
{
    struct str ref = archive_ref_short(sheet->archive, sheet->arena, item->side.object);
    struct buf text = {0};

    html_open(h, "li");
    href_object(&text, ref);
    buf_append(&text, query);
    html_link(h, buf_str(&text), inbox_file_name(sheet->arena, &item->side.file));
    html_puts(h, ": ");
    buf_reset(&text);
    near_share_text(&text, item);
    html_element(h, "b", buf_str(&text));
    if (with.len > 0) {
        html_puts(h, " · ");
        buf_reset(&text);
        buf_append(&text, with);
        html_url(&text, ref);
        html_link(h, buf_str(&text), str_from_c(_("side by side")));
    }
    if (item->side.source.len > 0)
        put_source(h, p, item->side.source);
    put_relations(h, sheet, p, item);
    html_close(h, "li");
    buf_release(&text);
}

void near_html_list(struct html *h, const struct sheet *sheet,
                    const struct near_sheet *near, struct str with, struct str query)
{
    const struct phrase p = {.labels = &sheet->labels};

    html_open(h, "ul");
    for (size_t i = 0; i < near->count; i++)
        put_item(h, sheet, &p, &near->items[i], with, query);
    html_close(h, "ul");
    if (near->has_more)
        html_element(h, "p", str_from_c(_("There are more, which share less.")));
    html_phrase(h, "p", "q", str_from_c(near_remark()));
}

static void put_side(struct html *h, const char *label, struct str text)
{
    html_open(h, "td");
    html_set(h, "role", "cell");
    html_set(h, "data-l", label);
    mark_said(h, text, STR(""));
    html_close(h, "td");
}

static void put_head(struct html *h, struct str text)
{
    html_open(h, "th");
    html_set(h, "scope", "col");
    html_set(h, "role", "columnheader");
    html_text(h, text);
    html_close(h, "th");
}

void near_html_runs(struct html *h, const struct sheet *sheet,
                    const struct near_item *item)
{
    const char *mine = _("This text");
    struct str theirs = inbox_file_name(sheet->arena, &item->side.file);

    html_open(h, "table");
    html_class(h, "stack");
    html_set(h, "role", "table");
    html_element(h, "caption", str_from_c(_("Stretches that both texts have")));
    html_literal(h, "<thead role=\"rowgroup\"><tr role=\"row\">");
    put_head(h, str_from_c(mine));
    put_head(h, theirs);
    html_literal(h, "</tr></thead><tbody role=\"rowgroup\">");
    for (size_t i = 0; i < item->runs.count; i++) {
        const struct near_run *run = &item->runs.items[i];

        html_literal(h, "<tr role=\"row\">");
        put_side(h, mine, str_prefix(str_after(item->asked.text, run->a), run->a_len));
        put_side(h, arena_str(sheet->arena, theirs).ptr,
                 str_prefix(str_after(item->side.words.text, run->b), run->b_len));
        html_literal(h, "</tr>");
    }
    html_literal(h, "</tbody>");
    html_close(h, "table");
    if (item->runs.has_more)
        html_element(h, "p", str_from_c(_("Shorter stretches are left out.")));
}
