/* The filters of a table. */

#include <stdlib.h>

#include "base/message.h"
#include "record/schema.h"
#include "sheet/phrase.h"
#include "web/page_form.h"
#include "web/page_table.h"
#include "web/page_tables.h"

enum { CHOICES_MAX = 512 };

struct choices {
    struct page_choice *items;
    size_t count;
};

static void add(struct choices *list, struct str value, struct str label)
{
    if (list->count < CHOICES_MAX)
        list->items[list->count++] = (struct page_choice){.value = value, .label = label};
}

static struct choices start(struct page *page)
{
    struct choices list = {
        .items = ARENA_ARRAY(page->r->arena, struct page_choice, CHOICES_MAX)};

    add(&list, STR(""), str_from_c(_("any")));
    return list;
}

static void add_terms(struct choices *list, const struct schema_vocabulary *vocabulary)
{
    for (uint16_t i = 0; vocabulary && i < vocabulary->count; i++)
        add(list, vocabulary->terms[i].key, schema_label(vocabulary->terms[i].label));
}

static int by_label(const void *a, const void *b)
{
    return str_compare(((const struct page_choice *)a)->label,
                       ((const struct page_choice *)b)->label);
}

/* What people may say of such a thing. */
static void add_properties(struct choices *list, const struct table *table)
{
    size_t count = 0;
    const struct schema_property *all = schema_properties(&count);
    const struct schema_kind *kind = schema_kind(str_from_c(table->kind));
    size_t first = list->count;

    for (size_t i = 0; i < count; i++)
        if (!kind || all[i].about & kind->bit)
            add(list, all[i].key, schema_label(all[i].label));
    qsort(list->items + first, list->count - first, sizeof *list->items, by_label);
}

static struct page_field field_of(const struct table_ask *ask, enum table_field field)
{
    return (struct page_field){.name = table_field_name(field),
                               .label = str_from_c(_(table_field_label(field))),
                               .value = ask->said[field]};
}

static void choose(struct page *page, const struct table_ask *ask, enum table_field field,
                   const struct choices *list)
{
    const struct page_field control = field_of(ask, field);

    page_select(page, &control, list->items, list->count);
}

static void type(struct page *page, const struct table_ask *ask, enum table_field field)
{
    const struct page_field control = field_of(ask, field);

    page_input(page, &control);
}

static void choose_class(struct page *page, const struct table_ask *ask)
{
    const struct schema_kind *kind = schema_kind(str_from_c(ask->table->kind));
    struct choices list = start(page);

    if (!kind) {
        type(page, ask, TABLE_CLASS);
        return;
    }
    add_terms(&list, kind->classes);
    choose(page, ask, TABLE_CLASS, &list);
}

static void choose_status(struct page *page, const struct table_ask *ask)
{
    struct choices list = start(page);

    add_terms(&list, schema_vocabulary(STR("assessment_status")));
    choose(page, ask, TABLE_STATUS, &list);
}

static void choose_missing(struct page *page, const struct table_ask *ask)
{
    struct choices list = {
        .items = ARENA_ARRAY(page->r->arena, struct page_choice, CHOICES_MAX)};

    add(&list, STR(""), str_from_c(_("does not matter")));
    add(&list, STR("place"), str_from_c(_("no place is said")));
    add(&list, STR("date"), str_from_c(_("no date is said")));
    choose(page, ask, TABLE_MISSING, &list);
}

static void choose_order(struct page *page, const struct table_ask *ask)
{
    struct choices list = {
        .items = ARENA_ARRAY(page->r->arena, struct page_choice, CHOICES_MAX)};

    add(&list, STR(""), str_from_c(_("as recorded")));
    add(&list, STR("newest"), str_from_c(_("last recorded first")));
    choose(page, ask, TABLE_ORDER, &list);
}

static void choose_property(struct page *page, const struct table_ask *ask)
{
    struct choices list = start(page);

    add_properties(&list, ask->table);
    choose(page, ask, TABLE_PROPERTY, &list);
}

static void control(struct page *page, const struct table_ask *ask,
                    enum table_field field)
{
    switch (field) {
    case TABLE_CLASS:
        choose_class(page, ask);
        return;
    case TABLE_PROPERTY:
        choose_property(page, ask);
        return;
    case TABLE_STATUS:
        choose_status(page, ask);
        return;
    case TABLE_MISSING:
        choose_missing(page, ask);
        return;
    case TABLE_ORDER:
        choose_order(page, ask);
        return;
    case TABLE_TEXT:
    case TABLE_TERM:
    case TABLE_PLACE:
    case TABLE_FROM:
    case TABLE_UNTIL:
    case TABLE_SOURCE:
    case TABLE_FIELDS:
        type(page, ask, field);
        return;
    }
}

void tables_filters(struct page *page, const struct table_ask *ask,
                    const struct sheet *sheet)
{
    struct str as_of = fields_get(&page->r->asked, STR("as-of"));
    struct html *h = &page->h;

    (void)sheet;
    html_open(h, "form");
    html_class(h, "filters");
    html_set(h, "method", "get");
    html_attr(h, "action", page->r->path);
    html_set(h, "aria-label", _("Filter the table"));
    if (as_of.len > 0)
        page_hidden(page, "as-of", as_of);
    for (int i = 0; i < TABLE_FIELDS; i++)
        if (table_has_field(ask->table, (enum table_field)i))
            control(page, ask, (enum table_field)i);
    html_literal(h, "<div class=\"f\">");
    html_element(h, "button", str_from_c(_("Filter")));
    html_literal(h, "</div>");
    html_close(h, "form");
    if (!table_has_field(ask->table, TABLE_FROM))
        return;
    html_phrase(h, "p", "sm q",
                str_from_c(_("Dates filter by what is possible: what happened “before "
                             "September 2022” may have happened in every month before "
                             "it. What was corrected or withdrawn counts for "
                             "nothing.")));
}

/* Which places were meant, where a name was typed. */
static struct str value_text_of(struct page *page, const struct table_ask *ask,
                                enum table_field field)
{
    const char *said = arena_str(page->r->arena, ask->said[field]).ptr;
    const char *name;

    if (field != TABLE_PLACE || ask->place_count == 0)
        return ask->said[field];
    if (ask->place_count > 1)
        return arena_printf(page->r->arena,
                            _n(ask->place_count, "%s (%zu place)", "%s (%zu places)"),
                            said, ask->place_count);
    name = arena_str(page->r->arena, ask->places[0].name).ptr;
    return ask->places[0].name.len > 0 ? str_from_c(name) : ask->said[field];
}

void tables_chips(struct page *page, const struct table_ask *ask,
                  const struct sheet *sheet)
{
    bool is_any = false;

    (void)sheet;
    for (int i = 0; i < TABLE_FIELDS; i++) {
        struct buf text = {0};

        if (ask->said[i].len == 0 || i == TABLE_ORDER)
            continue;
        if (!is_any)
            page_chips(page);
        is_any = true;
        buf_printf(&text, "%s: ", _(table_field_label((enum table_field)i)));
        buf_append(&text, value_text_of(page, ask, (enum table_field)i));
        page_chip(page, tables_href(page->r, ask, (enum table_field)i, "", STR("")),
                  buf_str(&text));
        buf_release(&text);
    }
    if (is_any)
        page_chips_end(page);
}
