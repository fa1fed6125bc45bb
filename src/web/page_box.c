/* Boxes, and the summary of what was wrong with a form. */

#include "base/message.h"
#include "sheet/marks.h"
#include "web/page.h"

static const char *const box_classes[] = {
    [PAGE_BOX_NOTE] = "box",
    [PAGE_BOX_GOOD] = "box ok",
    [PAGE_BOX_CONFLICT] = "box conflict",
    [PAGE_BOX_MISSING] = "box missing",
    [PAGE_BOX_MACHINE] = "machine",
};

void page_box(struct page *page, enum page_box box)
{
    struct html *h = &page->h;

    html_open(h, "div");
    html_class(h, box_classes[box]);
    if (box != PAGE_BOX_MACHINE)
        return;
    html_literal(h, "<p class=\"lab\"><span>");
    mark_icon(h, MARK_MACHINE);
    html_puts(h, " ");
    html_puts(h, _("machine-made, not part of the record"));
    html_literal(h, "</span></p>");
}

void page_box_end(struct page *page)
{
    html_close(&page->h, "div");
    html_literal(&page->h, "\n");
}

static void write_error(struct page *page, const struct page_error *error)
{
    struct html *h = &page->h;

    html_open(h, "li");
    if (error->field)
        html_link(h, arena_printf(page->r->arena, "#%s", error->field), error->text);
    else
        html_text(h, error->text);
    html_close(h, "li");
}

void page_errors(struct page *page, const struct page_error *errors, size_t count)
{
    struct html *h = &page->h;

    if (count == 0)
        return;
    html_open(h, "div");
    html_class(h, "box err");
    html_set(h, "role", "alert");
    html_set(h, "aria-labelledby", "errors");
    html_set(h, "tabindex", "-1");
    html_open(h, "h2");
    html_set(h, "id", "errors");
    html_printf(h, _n(count, "%zu thing to mend", "%zu things to mend"), count);
    html_close(h, "h2");
    html_open(h, "ul");
    for (size_t i = 0; i < count; i++)
        write_error(page, &errors[i]);
    html_close(h, "ul");
    html_close(h, "div");
    html_literal(h, "\n");
}
