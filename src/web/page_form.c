#include "web/page_form.h"

#include <string.h>

#include "base/message.h"
#include "web/visitor.h"

void page_form(struct page *page, struct str action, bool has_files)
{
    struct html *h = &page->h;
    const struct visitor *visitor = page->r->visitor;

    html_open(h, "form");
    html_set(h, "method", "post");
    html_attr(h, "action", action);
    if (has_files)
        html_set(h, "enctype", "multipart/form-data");
    /* What was wrong is said in our own words, in the page's language. */
    html_flag(h, "novalidate");
    if (visitor)
        page_hidden(page, "token", visitor->token);
}

void page_form_end(struct page *page)
{
    html_close(&page->h, "form");
}

void page_ask(struct page *page, struct str action)
{
    struct str as_of = fields_get(&page->r->asked, STR("as-of"));

    html_open(&page->h, "form");
    html_set(&page->h, "method", "get");
    html_attr(&page->h, "action", action);
    if (as_of.len > 0)
        page_hidden(page, "as-of", as_of);
}

void page_ask_end(struct page *page)
{
    html_close(&page->h, "form");
}

void page_hidden(struct page *page, const char *name, struct str value)
{
    html_void(&page->h, "input");
    html_set(&page->h, "type", "hidden");
    html_set(&page->h, "name", name);
    html_attr(&page->h, "value", value);
}

static const char *id_of(const struct page_field *field)
{
    return field->id ? field->id : field->name;
}

static void write_part(struct page *page, const char *tag, const struct page_field *field,
                       const char *which, const char *names, struct str text)
{
    struct html *h = &page->h;

    if (text.len == 0)
        return;
    html_open(h, tag);
    html_class(h, names);
    html_attr(h, "id", arena_printf(page->r->arena, "%s-%s", id_of(field), which));
    html_text(h, text);
    html_close(h, tag);
}

static void write_hint_and_error(struct page *page, const struct page_field *field)
{
    write_part(page, "span", field, "hint", "hint", field->hint);
    write_part(page, "span", field, "error", "msg", field->error);
}

static void open_field(struct page *page, const struct page_field *field, const char *tag)
{
    struct html *h = &page->h;

    html_open(h, tag);
    if (field->error.len > 0)
        html_class(h, field->is_full ? "f bad grow" : "f bad");
    else
        html_class(h, field->is_full ? "f grow" : "f");
}

static void write_label(struct page *page, const struct page_field *field)
{
    struct html *h = &page->h;

    html_open(h, "label");
    if (field->is_label_hidden)
        html_class(h, "vh");
    html_set(h, "for", id_of(field));
    html_text(h, field->label);
    html_close(h, "label");
    write_hint_and_error(page, field);
}

/* What a control has, whichever it is. */
static void write_common(struct page *page, const struct page_field *field)
{
    struct html *h = &page->h;
    bool has_hint = field->hint.len > 0;
    bool has_error = field->error.len > 0;
    struct arena *arena = page->r->arena;
    const char *id = id_of(field);

    html_set(h, "id", id);
    html_set(h, "name", field->name);
    if (has_hint && has_error)
        html_attr(h, "aria-describedby", arena_printf(arena, "%s-hint %s-error", id, id));
    else if (has_hint || has_error)
        html_attr(h, "aria-describedby",
                  arena_printf(arena, "%s-%s", id, has_hint ? "hint" : "error"));
    if (has_error)
        html_set(h, "aria-invalid", "true");
    if (field->is_needed)
        html_flag(h, "required");
    if (field->is_full)
        html_class(h, "full");
    if (field->lang.len > 0)
        html_attr(h, "lang", field->lang);
}

/* What is typed may be of any script: the browser looks which way it runs. */
static void write_typing(struct html *h, const struct page_field *field)
{
    html_set(h, "dir", "auto");
    html_set(h, "autocomplete", field->complete ? field->complete : "off");
    html_set(h, "spellcheck", "false"); /* some browsers send it to a stranger */
}

void page_input(struct page *page, const struct page_field *field)
{
    struct html *h = &page->h;
    const char *type = field->type ? field->type : "text";

    open_field(page, field, "div");
    write_label(page, field);
    html_void(h, "input");
    html_set(h, "type", type);
    write_common(page, field);
    if (strcmp(type, "text") == 0 || strcmp(type, "search") == 0)
        write_typing(h, field);
    else
        html_set(h, "autocomplete", field->complete ? field->complete : "off");
    if (field->list)
        html_set(h, "list", field->list);
    if (strcmp(type, "file") != 0 && strcmp(type, "password") != 0)
        html_attr(h, "value", field->value);
    html_close(h, "div");
}

void page_area(struct page *page, const struct page_field *field)
{
    struct html *h = &page->h;

    open_field(page, field, "div");
    write_label(page, field);
    html_open(h, "textarea");
    write_common(page, field);
    write_typing(h, field);
    html_number(h, "rows", field->rows > 0 ? field->rows : 4);
    /* HTML drops a line break right behind the tag: it drops this one. */
    html_puts(h, "\n");
    html_text(h, field->value);
    html_close(h, "textarea");
    html_close(h, "div");
}

void page_check(struct page *page, const struct page_field *field)
{
    struct html *h = &page->h;

    open_field(page, field, "div");
    html_open(h, "label");
    html_class(h, "check");
    html_void(h, "input");
    html_set(h, "type", "checkbox");
    write_common(page, field);
    html_attr(h, "value", field->value.len > 0 ? field->value : STR("yes"));
    if (field->is_on)
        html_flag(h, "checked");
    html_puts(h, " ");
    html_text(h, field->label);
    html_close(h, "label");
    write_hint_and_error(page, field);
    html_close(h, "div");
}

void page_select(struct page *page, const struct page_field *field,
                 const struct page_choice *choices, size_t count)
{
    struct html *h = &page->h;

    open_field(page, field, "div");
    write_label(page, field);
    html_open(h, "select");
    write_common(page, field);
    for (size_t i = 0; i < count; i++) {
        html_open(h, "option");
        html_attr(h, "value", choices[i].value);
        if (str_equal(choices[i].value, field->value))
            html_flag(h, "selected");
        html_text(h, choices[i].label);
        html_close(h, "option");
    }
    html_close(h, "select");
    html_close(h, "div");
}

static void write_radio(struct page *page, const struct page_field *field,
                        const struct page_choice *choice)
{
    struct html *h = &page->h;

    html_open(h, "label");
    html_void(h, "input");
    html_set(h, "type", "radio");
    html_set(h, "name", field->name);
    html_attr(h, "value", choice->value);
    if (str_equal(choice->value, field->value))
        html_flag(h, "checked");
    html_puts(h, " ");
    html_text(h, choice->label);
    if (choice->hint.len > 0) {
        html_puts(h, " ");
        html_phrase(h, "small", "q", choice->hint);
    }
    html_close(h, "label");
    html_puts(h, "\n");
}

void page_radios(struct page *page, const struct page_field *field,
                 const struct page_choice *choices, size_t count)
{
    struct html *h = &page->h;

    open_field(page, field, "fieldset");
    html_set(h, "id", id_of(field));
    html_open(h, "legend");
    if (field->is_label_hidden)
        html_class(h, "vh");
    html_text(h, field->label);
    html_close(h, "legend");
    write_hint_and_error(page, field);
    html_open(h, "div");
    html_class(h, "opts");
    for (size_t i = 0; i < count; i++)
        write_radio(page, field, &choices[i]);
    html_close(h, "div");
    html_close(h, "fieldset");
}

void page_row(struct page *page)
{
    html_open(&page->h, "div");
    html_class(&page->h, "row");
}

void page_row_end(struct page *page)
{
    html_close(&page->h, "div");
    html_literal(&page->h, "\n");
}

void page_acts(struct page *page)
{
    html_open(&page->h, "div");
    html_class(&page->h, "acts");
}

void page_acts_end(struct page *page)
{
    page_row_end(page);
}

void page_button(struct page *page, enum page_button kind, const char *what,
                 struct str label)
{
    struct html *h = &page->h;

    html_open(h, "button");
    if (kind != PAGE_BUTTON_MAIN)
        html_class(h, kind == PAGE_BUTTON_LINK ? "lk" : "sec");
    if (what) {
        html_set(h, "name", "do");
        html_set(h, "value", what);
    }
    html_text(h, label);
    html_close(h, "button");
    html_puts(h, " ");
}

void page_echo(struct page *page, struct str text)
{
    html_phrase(&page->h, "p", "echo", text);
}
