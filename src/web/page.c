#include "web/page.h"

#include "base/message.h"
#include "sheet/phrase.h"
#include "web/assets.h"
#include "web/page_state.h"
#include "web/visitor.h"

struct part {
    const char *href;
    const char *label;
    enum page_part part;
    bool writes;     /* not for whoever only reads */
    bool keeps_view; /* as of the day that this page is as of */
};

static const struct part parts[] = {
    {"/", N_("Overview"), PAGE_OVERVIEW, false, true},
    {"/table/", N_("Tables"), PAGE_TABLES, false, true},
    {"/lists", N_("Lists"), PAGE_LISTS, false, true},
    {"/enter", N_("Enter"), PAGE_ENTER, true, false},
    {"/inbox", N_("Inbox"), PAGE_INBOX, true, false},
    {"/find", N_("Search"), PAGE_SEARCH, false, true},
    {"/log", N_("Log"), PAGE_LOG, false, true},
    {"/help", N_("Help"), PAGE_HELP, false, false},
};

struct str page_href(const struct request *r, struct str path)
{
    struct str as_of = fields_get(&r->asked, STR("as-of"));
    struct buf out = {0};
    struct str href;

    if (as_of.len == 0)
        return path;
    buf_append(&out, path);
    buf_puts(&out, str_find(path, '?', 0) < path.len ? "&as-of=" : "?as-of=");
    html_url(&out, as_of);
    href = arena_str(r->arena, buf_str(&out));
    buf_release(&out);
    return href;
}

static void add_parameter(struct buf *out, struct str name, struct str value, char *sep)
{
    buf_char(out, *sep);
    html_url(out, name);
    buf_char(out, '=');
    html_url(out, value);
    *sep = '&';
}

static void append_path(struct buf *out, struct str path)
{
    struct str rest = str_after(path, 1);

    do {
        struct str segment = str_cut(&rest, '/');

        buf_char(out, '/');
        html_url(out, segment);
    } while (rest.len > 0);
    if (path.len > 1 && str_ends_with(path, STR("/")))
        buf_char(out, '/');
}

/* Encoded anew from what was decoded: nothing else of an address comes through. */
struct str page_here(const struct request *r, struct str name, struct str value)
{
    struct buf out = {0};
    char sep = '?';
    struct str href;

    append_path(&out, r->path);
    for (size_t i = 0; i < r->asked.count; i++) {
        const struct field *field = &r->asked.items[i];

        if (!str_equal(field->name, name) && !str_equal(field->name, STR("after")))
            add_parameter(&out, field->name, field->value, &sep);
    }
    if (value.len > 0)
        add_parameter(&out, name, value, &sep);
    href = arena_str(r->arena, buf_str(&out));
    buf_release(&out);
    return href;
}

static void write_window(struct page *page, const struct page_head *head)
{
    struct html *h = &page->h;

    html_literal(h, "<!DOCTYPE html>\n");
    html_open(h, "html");
    html_set(h, "lang", message_is_ukrainian() ? "uk" : "en");
    html_set(h, "dir", "ltr");
    html_literal(h, "<head><meta charset=\"utf-8\">"
                    "<meta name=\"viewport\" "
                    "content=\"width=device-width, initial-scale=1\">"
                    "<meta name=\"referrer\" content=\"no-referrer\">"
                    "<meta name=\"color-scheme\" content=\"light dark\">");
    html_open(h, "title");
    if (head->title.len > 0)
        html_printf(h, STR_FMT " · Stele", STR_ARG(head->title));
    else
        html_puts(h, "Stele");
    html_close(h, "title");
    html_void(h, "link");
    html_set(h, "rel", "icon");
    html_attr(h, "href", asset_href("stele.svg"));
    html_void(h, "link");
    html_set(h, "rel", "stylesheet");
    html_attr(h, "href", asset_href("stele.css"));
    page_script(page, "stele.js");
    html_literal(h, "</head>\n");
    html_open(h, "body");
}

static void write_brand(struct page *page)
{
    struct html *h = &page->h;

    html_literal(h, "<a class=\"brand\" href=\"/\"><svg viewBox=\"0 0 12 20\" "
                    "aria-hidden=\"true\"><path d=\"M1 19V5.5a5 4.5 0 0 1 10 0V19zM3.5 "
                    "8h5M3.5 11h5M3.5 14h3\"/></svg>Stele</a>");
    if (!page->has_frame)
        return;
    html_open(h, "span");
    html_class(h, "arch");
    html_bdi(h, archive_name(page->r->archive));
    html_close(h, "span");
}

static void write_search(struct page *page)
{
    struct html *h = &page->h;
    const char *what = _("Find a name, place, phrase, number");

    html_open(h, "form");
    html_class(h, "find");
    html_set(h, "role", "search");
    html_set(h, "action", "/find");
    html_set(h, "method", "get");
    html_set(h, "aria-label", _("Search the archive"));
    html_literal(h, "<label class=\"vh\" for=\"find\">");
    html_puts(h, what);
    html_literal(h, "</label>");
    html_void(h, "input");
    html_set(h, "id", "find");
    html_set(h, "name", "q");
    html_set(h, "type", "search");
    html_set(h, "placeholder", what);
    html_set(h, "autocomplete", "off");
    html_element(h, "button", str_from_c(_("Find")));
    html_close(h, "form");
}

/* Where to come back to: what a form was sent to may be no page. */
static struct str back_of(const struct request *r)
{
    return r->is_post || !r->path.len ? STR("/") : page_here(r, STR("after"), STR(""));
}

static void write_language(struct html *h, struct str back, const char *code,
                           const char *name, bool is_current)
{
    struct buf href = {0};

    buf_printf(&href, "/language?to=%s&back=", code);
    html_url(&href, back);
    html_open(h, "a");
    html_attr(h, "href", buf_str(&href));
    html_set(h, "lang", code);
    html_set(h, "hreflang", code);
    if (is_current)
        html_set(h, "aria-current", "true");
    html_puts(h, name);
    html_close(h, "a");
    buf_release(&href);
}

static void write_visitor(struct page *page)
{
    struct html *h = &page->h;
    const struct visitor *visitor = page->r->visitor;
    struct buf id = {0};

    html_open(h, "span");
    html_class(h, "me");
    if (visitor->name.len > 0) {
        html_bdi(h, visitor->name);
    } else {
        phrase_id(&id, visitor->member);
        html_printf(h, _("member %s"), buf_text(&id));
    }
    html_close(h, "span");
    buf_release(&id);
    page_form(page, STR("/sign-out"), false);
    html_phrase(h, "button", "lk", str_from_c(_("Sign out")));
    page_form_end(page);
}

static void write_who(struct page *page)
{
    struct html *h = &page->h;
    struct str back = back_of(page->r);
    bool is_ukrainian = message_is_ukrainian();

    html_open(h, "div");
    html_class(h, "who");
    html_open(h, "nav");
    /* TRANSLATORS: of the links that choose the language of the pages. */
    html_set(h, "aria-label", _("Language"));
    write_language(h, back, "en", "English", !is_ukrainian);
    html_puts(h, " ");
    write_language(h, back, "uk", "Українська", is_ukrainian);
    html_close(h, "nav");
    if (page->has_frame)
        write_visitor(page);
    html_close(h, "div");
}

static void write_part(struct page *page, const struct part *part, bool is_current)
{
    struct html *h = &page->h;
    struct str href = str_from_c(part->href);

    html_open(h, "li");
    html_open(h, "a");
    html_attr(h, "href", part->keeps_view ? page_href(page->r, href) : href);
    if (is_current)
        html_set(h, "aria-current", "page");
    html_puts(h, _(part->label));
    html_close(h, "a");
    html_close(h, "li");
}

static void write_parts(struct page *page, enum page_part current)
{
    struct html *h = &page->h;

    html_open(h, "nav");
    html_class(h, "main");
    /* TRANSLATORS: of the links to the parts of the archive. */
    html_set(h, "aria-label", _("Main"));
    html_open(h, "ul");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!parts[i].writes || !page->r->visitor->is_reader)
            write_part(page, &parts[i], parts[i].part == current);
    html_close(h, "ul");
    html_close(h, "nav");
}

static void write_as_of(struct page *page)
{
    struct html *h = &page->h;
    struct str as_of = fields_get(&page->r->asked, STR("as-of"));

    if (as_of.len == 0)
        return;
    html_literal(h, "<div class=\"asof\"><p class=\"wrap\">");
    html_printf(h, _("As the record stood: %s. What was recorded later is not shown."),
                arena_str(page->r->arena, str_prefix(as_of, 40)).ptr);
    html_puts(h, " ");
    html_link(h, page_here(page->r, STR("as-of"), STR("")),
              str_from_c(_("Show it as it is now")));
    html_literal(h, "</p></div>");
}

static void write_top(struct page *page, enum page_part current)
{
    struct html *h = &page->h;

    html_open(h, "a");
    html_class(h, "skip");
    html_set(h, "href", "#sheet");
    html_puts(h, _("Skip to the sheet"));
    html_close(h, "a");
    html_open(h, "header");
    html_literal(h, "<div class=\"top\"><div class=\"wrap\"><div class=\"bar\">");
    write_brand(page);
    if (page->has_frame)
        write_search(page);
    write_who(page);
    html_literal(h, "</div>");
    if (page->has_frame)
        write_parts(page, current);
    html_literal(h, "</div></div>");
    if (page->has_frame) {
        page_state(page);
        write_as_of(page);
    }
    html_close(h, "header");
    html_literal(h, "\n");
}

static void write_title(struct page *page, const struct page_head *head)
{
    struct html *h = &page->h;

    html_literal(h, "<div class=\"head\">");
    if (head->kick.len > 0 || head->help) {
        html_open(h, "p");
        html_class(h, "kick");
        html_text(h, head->kick);
        if (head->kick.len > 0 && head->help)
            html_puts(h, " · ");
        if (head->help)
            page_help(page, head->help, str_from_c(_("Help with this page")));
        html_close(h, "p");
    }
    html_element(h, "h1", head->title);
    if (head->lead.len > 0)
        html_phrase(h, "p", "lead", head->lead);
    html_literal(h, "</div>\n");
}

void page_begin(struct page *page, struct reply *out, struct request *r,
                const struct page_head *head)
{
    *page = (struct page){.r = r, .has_frame = r->archive && r->visitor};
    html_start(&page->h, &out->body);
    write_window(page, head);
    write_top(page, head->part);
    html_open(&page->h, "main");
    html_set(&page->h, "id", "sheet");
    html_set(&page->h, "tabindex", "-1"); /* where the skip link goes to */
    html_class(&page->h, head->is_wide ? "wrap wide" : "wrap");
    if (!head->has_own_title)
        write_title(page, head);
}

void page_end(struct page *page)
{
    struct html *h = &page->h;

    html_close(h, "main");
    html_literal(h, "\n<footer class=\"foot\"><div class=\"wrap\">");
    if (page->has_frame)
        page_state_foot(page);
    html_element(h, "p",
                 str_from_c(_("A record shows that bytes existed by a time and were "
                              "recorded by a key. It does not show that they are true, "
                              "or when they were made.")));
    html_literal(h, "</div></footer>");
    html_close(h, "body");
    html_close(h, "html");
    html_literal(h, "\n");
    html_end(h);
}

void page_section(struct page *page, const char *id, struct str title, struct str note)
{
    struct html *h = &page->h;

    html_open(h, "section");
    html_class(h, "s");
    html_literal(h, "<div class=\"sh\">");
    html_open(h, "h2");
    if (id)
        html_set(h, "id", id);
    html_text(h, title);
    html_close(h, "h2");
    if (note.len > 0)
        html_element(h, "p", note);
    html_literal(h, "</div>");
    html_open(h, "div");
    html_class(h, "c");
}

void page_section_end(struct page *page)
{
    html_close(&page->h, "div");
    html_close(&page->h, "section");
    html_literal(&page->h, "\n");
}

void page_script(struct page *page, const char *name)
{
    struct html *h = &page->h;

    html_open(h, "script");
    html_attr(h, "src", asset_href(name));
    html_flag(h, "defer");
    html_close(h, "script");
}

void page_help(struct page *page, const char *topic, struct str label)
{
    struct str href = arena_printf(page->r->arena, "/help/%s", topic);

    html_open(&page->h, "a");
    html_class(&page->h, "help");
    html_attr(&page->h, "href", href);
    html_text(&page->h, label);
    html_close(&page->h, "a");
}
