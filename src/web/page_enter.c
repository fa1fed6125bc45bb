/* /enter: what can be entered, and the drafts that wait. */

#include <time.h>

#include "base/message.h"
#include "web/enter_draft.h"
#include "web/page_form.h"
#include "web/page_table.h"
#include "web/pages.h"

static void write_way(struct html *h, const char *href, const char *name,
                      const char *what)
{
    html_open(h, "li");
    html_link(h, str_from_c(href), str_from_c(name));
    html_puts(h, " ");
    html_phrase(h, "span", "src", str_from_c(what));
    html_close(h, "li");
}

static void write_ways(struct page *page)
{
    struct html *h = &page->h;

    page_section(page, "ways", str_from_c(_("What to enter")), STR(""));
    html_open(h, "ul");
    html_class(h, "plain");
    write_way(h, "/enter/passage", _("A passage and what it says"),
              _("words of a source, and any number of claims from them"));
    write_way(h, "/enter/violation", _("A violation"),
              _("one act: what was done, to whom, by whom, where, when"));
    write_way(h, "/enter/claim", _("A claim about something that is here"),
              _("any property of any person, place or thing"));
    write_way(h, "/upload", _("Upload files"),
              _("photographs, films, papers: preserved byte for byte"));
    write_way(h, "/import", _("Import a table"),
              _("a list of the dead, of incidents, of places"));
    html_close(h, "ul");
    page_section_end(page);
}

static struct str age_words(struct arena *arena, int64_t at_s)
{
    const int64_t minutes = ((int64_t)time(NULL) - at_s) / 60;

    if (minutes < 1)
        return str_from_c(_("just now"));
    if (minutes < 60)
        return arena_printf(arena, _n(minutes, "%lld minute ago", "%lld minutes ago"),
                            (long long)minutes);
    if (minutes < INT64_C(60) * 48)
        return arena_printf(arena, _n(minutes / 60, "%lld hour ago", "%lld hours ago"),
                            (long long)(minutes / 60));
    return arena_printf(arena, _n(minutes / 1440, "%lld day ago", "%lld days ago"),
                        (long long)(minutes / 1440));
}

static void write_drafts(struct page *page, const struct enter_draft_list *list)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("First words")), .is_head = true},
        {.label = str_from_c(_("Kept"))},
        {.label = str_from_c(_("Discard")), .is_label_hidden = true},
    };
    struct page_table table;

    page_section(
        page, "drafts", str_from_c(_("Drafts")),
        str_from_c(_("Yours alone, kept on this machine. No part of the record.")));
    if (list->count == 0) {
        html_element(&page->h, "p", str_from_c(_("There are none.")));
        page_section_end(page);
        return;
    }
    page_table(&table, page, STR(""), columns, 3, NULL);
    for (size_t i = 0; i < list->count; i++) {
        const struct enter_draft *draft = &list->items[i];

        page_table_row(&table, NULL);
        page_cell_link(&table,
                       arena_printf(page->r->arena, "/enter/" STR_FMT "?draft=" STR_FMT,
                                    STR_ARG(draft->page), STR_ARG(draft->id)),
                       draft->first.len > 0 ? draft->first
                                            : str_from_c(_("no words yet")));
        page_cell_text(&table, age_words(page->r->arena, draft->at_s));
        page_cell(&table);
        page_form(page, STR("/enter"), false);
        page_hidden(page, "draft", draft->id);
        page_button(page, PAGE_BUTTON_LINK, "discard", str_from_c(_("Discard")));
        page_form_end(page);
        page_cell_end(&table);
        page_table_row_end(&table);
    }
    page_table_end(&table);
    page_section_end(page);
}

enum err_code page_enter(struct reply *out, struct request *r, struct err *err)
{
    struct enter_draft_list list;
    struct page page;
    const struct page_head head = {.part = PAGE_ENTER,
                                   .title = str_from_c(_("Enter")),
                                   .lead =
                                       str_from_c(_("The passage is written once; many "
                                                    "claims hang from it.")),
                                   .help = "entering"};

    if (enter_drafts(&list, r, err) != ERR_OK)
        return err->code;
    page_begin(&page, out, r, &head);
    write_ways(&page);
    write_drafts(&page, &list);
    page_end(&page);
    return ERR_OK;
}

enum err_code page_enter_post(struct reply *out, struct request *r, struct err *err)
{
    if (str_equal(fields_get(&r->form, STR("do")), STR("discard")) &&
        enter_draft_remove(r, fields_get(&r->form, STR("draft")), err) != ERR_OK)
        return err->code;
    reply_go_to(out, STR("/enter"));
    return ERR_OK;
}
