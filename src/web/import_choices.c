/* The form of choices: how the table is read, what a row is about, what columns say. */

#include "base/message.h"
#include "record/schema.h"
#include "web/import_wizard.h"

enum { CHOICES = 64 };

/* --- the head of the form --- */

static void input(struct page *page, const char *name, const char *label, struct str hint,
                  struct str value, const char *list)
{
    page_input(page, &(struct page_field){.name = name,
                                          .label = str_from_c(label),
                                          .hint = hint,
                                          .value = value,
                                          .list = list});
}

static void select_one(struct page *page, const char *name, const char *label,
                       struct str value, const struct page_choice *choices, size_t count)
{
    page_select(
        page,
        &(struct page_field){.name = name, .label = str_from_c(label), .value = value},
        choices, count);
}

static void write_kind(struct page *page, const struct wizard *w)
{
    struct page_choice choices[CHOICES];
    size_t kinds = 0;
    const struct schema_kind *all = schema_kinds(&kinds);
    size_t count = 0;

    choices[count++] =
        (struct page_choice){.value = STR(""), .label = str_from_c(_("choose"))};
    for (size_t i = 0; i < kinds && count < CHOICES; i++)
        choices[count++] = (struct page_choice){.value = all[i].key,
                                                .label = schema_label(all[i].label)};
    select_one(page, "kind", _("A row is about"), w->edit.kind, choices, count);
}

static void write_class(struct page *page, const char *name, const char *label,
                        struct str value, const struct schema_vocabulary *classes)
{
    struct page_choice choices[CHOICES];
    size_t count = 0;

    choices[count++] =
        (struct page_choice){.value = STR(""), .label = str_from_c(_("not said"))};
    for (size_t i = 0; classes && i < classes->count && count < CHOICES; i++)
        choices[count++] =
            (struct page_choice){.value = classes->terms[i].key,
                                 .label = schema_label(classes->terms[i].label)};
    select_one(page, name, label, value, choices, count);
}

static void write_head(struct page *page, const struct wizard *w)
{
    const struct schema_kind *kind = schema_kind(w->edit.kind);

    page_row(page);
    input(page, "list", _("The list"),
          str_from_c(_("What the table is called; the same for each of its releases.")),
          w->edit.list, NULL);
    write_class(page, "list-class", _("Class of list"), w->edit.list_class,
                schema_vocabulary(STR("list_class")));
    input(page, "version", _("Release"),
          str_from_c(_("A date or a number; may be empty.")), w->edit.version, NULL);
    page_row_end(page);
    page_row(page);
    write_kind(page, w);
    write_class(page, "class", _("Of class"), w->edit.class_,
                kind ? kind->classes : NULL);
    input(page, "name-lang", _("Language of its names"), str_from_c(_("uk, en …")),
          w->edit.name_lang, NULL);
    input(page, "place-property", _("What leads to the place"),
          str_from_c(_("happened_at, residence …")), w->edit.place_property,
          "properties");
    page_row_end(page);
}

/* "as found: semicolon", and what else there is. */
static void write_found(struct page *page, const char *name, const char *label,
                        struct str value, struct str found, const struct str *words,
                        size_t count)
{
    struct page_choice choices[CHOICES];
    struct str as_found = str_from_c(_("as found"));

    if (found.len > 0)
        as_found = arena_printf(page->r->arena, _("as found: " STR_FMT), STR_ARG(found));
    choices[0] = (struct page_choice){.value = STR(""), .label = as_found};
    for (size_t i = 0; i < count; i++)
        choices[i + 1] = (struct page_choice){.value = words[i], .label = words[i]};
    select_one(page, name, label, value, choices, count + 1);
}

static void write_reading(struct page *page, const struct wizard *w)
{
    struct table_options found = {0};
    struct str words[WIZARD_WORDS];
    size_t count = wizard_separators(words);
    struct arena *arena = page->r->arena;

    if (w->table)
        found = table_detected(w->table);
    page_row(page);
    write_found(page, "separator", _("Separator"),
                wizard_separator_word(w->options.separator),
                wizard_separator_word(found.separator), words, count);
    count = wizard_charsets(words);
    write_found(page, "charset", _("Characters"), wizard_charset_word(w->options.charset),
                wizard_charset_word(found.charset), words, count);
    input(page, "sheet", _("Sheet"), str_from_c(_("Of a workbook; hidden ones too.")),
          w->options.sheet.len > 0 ? w->options.sheet : found.sheet, NULL);
    input(page, "header", _("Row of names"), STR(""),
          w->options.header_first > 0 ? arena_printf(arena, "%u", w->options.header_first)
                                      : STR(""),
          NULL);
    input(page, "header-last", _("To row"), STR(""),
          w->options.header_last > w->options.header_first
              ? arena_printf(arena, "%u", w->options.header_last)
              : STR(""),
          NULL);
    page_row_end(page);
}

/* --- the columns --- */

static void write_samples(struct page *page, const struct column_survey *s)
{
    struct html *h = &page->h;

    for (size_t i = 0; i < s->sample_count; i++) {
        html_open(h, "span");
        html_class(h, "src");
        html_bdi(h, s->samples[i]);
        html_close(h, "span");
    }
}

static void write_oddity(struct page *page, const char *text)
{
    html_phrase(&page->h, "span", "src", str_from_c(text));
}

static void write_oddities(struct page *page, const struct column_survey *s,
                           const struct edit_column *c)
{
    struct arena *arena = page->r->arena;
    bool is_mixed = false;

    (void)columns_date_pattern(&is_mixed, s);
    if (s->is_unnamed)
        write_oddity(page, _("It has no name: a mapping cannot speak of it."));
    if (s->is_twice)
        write_oddity(page, _("Another column has this name: rename one of them."));
    if (s->is_hidden)
        write_oddity(page, _("The sheet hides it."));
    if (s->is_constant)
        write_oddity(page, _("Every row says the same: did nobody fill it in?"));
    if (is_mixed)
        write_oddity(page, _("Dates in several forms."));
    if (s->dates & COLUMN_ANY_SLASH && !is_mixed)
        write_oddity(page, _("Is the day or the month first?"));
    if (s->empty > 0)
        write_oddity(
            page, arena_printf(arena,
                               _n(s->empty, "%jd cell is empty.", "%jd cells are empty."),
                               (intmax_t)s->empty)
                      .ptr);
    if (c->is_key && s->repeated > 0)
        write_oddity(page, arena_printf(arena,
                                        _n(s->repeated, "%jd row repeats an earlier key.",
                                           "%jd rows repeat earlier keys."),
                                        (intmax_t)s->repeated)
                               .ptr);
}

/* A control without a label of its own: the row and the column say what it is. */
static struct page_field plain(struct page *page, const struct edit_column *c,
                               const char *name, size_t i, const char *label,
                               struct str value)
{
    return (struct page_field){
        .name = wizard_field(page->r->arena, name, i),
        .label = arena_printf(page->r->arena, "%s: " STR_FMT, label, STR_ARG(c->name)),
        .value = value,
        .is_label_hidden = true};
}

static void write_use(struct page *page, const struct edit_column *c, size_t i)
{
    const struct page_choice choices[] = {
        {.value = STR(""), .label = str_from_c(_("not used"))},
        {.value = STR("ignore"), .label = str_from_c(_("left out on purpose"))},
        {.value = STR("says"), .label = str_from_c(_("says a property"))},
        {.value = STR("name-1"), .label = str_from_c(_("name, first part (surname)"))},
        {.value = STR("name-2"), .label = str_from_c(_("name, second part (given)"))},
        {.value = STR("name-3"), .label = str_from_c(_("name, third part (patronymic)"))},
        {.value = STR("place"), .label = str_from_c(_("the place, or a part of it"))},
        {.value = STR("source"), .label = str_from_c(_("where the row comes from"))},
    };
    struct page_field use = plain(page, c, "use", i, _("What it is"), wizard_use_word(c));

    page_select(page, &use, choices, sizeof choices / sizeof choices[0]);
}

static void write_details(struct page *page, const struct edit_column *c, size_t i)
{
    const struct {
        const char *name;
        const char *label;
        struct str value;
        const char *list;
    } fields[] = {
        {"pattern", _("Dates"), c->pattern, "patterns"},
        {"lang", _("Language"), c->lang, "langs"},
        {"unit", _("Unit"), c->unit, "units"},
    };

    for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++)
        page_input(page, &(struct page_field){
                             .name = wizard_field(page->r->arena, fields[k].name, i),
                             .label = str_from_c(fields[k].label),
                             .value = fields[k].value,
                             .list = fields[k].list});
}

static void write_otherwise(struct page *page, const struct edit_column *c, size_t i)
{
    const struct page_choice choices[] = {
        {.value = STR("reject"), .label = str_from_c(_("hand the row back"))},
        {.value = STR("words"), .label = str_from_c(_("keep the words"))},
        {.value = STR("leave-out"), .label = str_from_c(_("leave it out"))},
    };
    struct page_field field =
        plain(page, c, "otherwise", i, _("What is not understood"),
              choices[c->otherwise < MAPPING_USE_TERM ? c->otherwise : 0].value);

    page_select(page, &field, choices, 3);
}

static void write_check(struct page *page, const struct edit_column *c, const char *name,
                        size_t i, const char *label, bool is_on)
{
    struct page_field field = plain(page, c, name, i, label, STR("1"));

    field.label = str_from_c(label);
    field.is_label_hidden = false;
    field.is_on = is_on;
    page_check(page, &field);
}

static void write_column(struct page *page, struct page_table *t, const struct wizard *w,
                         size_t i)
{
    const struct edit_column *c = &w->edit.columns[i];
    const struct column_survey *s = &w->columns.items[i];
    const struct page_field property = {.name =
                                            wizard_field(page->r->arena, "property", i),
                                        .label = str_from_c(_("Property")),
                                        .value = c->property,
                                        .list = "properties"};

    page_table_row(t, NULL);
    page_cell(t);
    html_bdi(&page->h, c->name.len > 0 ? c->name : str_from_c(_("(no name)")));
    page_hidden(page, wizard_field(page->r->arena, "name", i), str_trim(c->name));
    write_samples(page, s);
    page_cell_end(t);
    page_cell(t);
    write_oddities(page, s, c);
    page_cell_end(t);
    page_cell(t);
    write_use(page, c, i);
    page_input(page, &property);
    page_cell_end(t);
    page_cell(t);
    write_details(page, c, i);
    page_cell_end(t);
    page_cell(t);
    write_otherwise(page, c, i);
    write_check(page, c, "key", i, _("key"), c->is_key);
    write_check(page, c, "constant", i, _("one value is meant"), c->is_constant);
    page_hidden(page, wizard_field(page->r->arena, "scheme", i), c->scheme);
    page_hidden(page, wizard_field(page->r->arena, "split", i), c->split);
    page_cell_end(t);
    page_table_row_end(t);
}

static void write_columns(struct page *page, const struct wizard *w)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("Column and samples")), .is_head = true},
        {.label = str_from_c(_("Odd"))},
        {.label = str_from_c(_("What it says"))},
        {.label = str_from_c(_("Dates · language · unit"))},
        {.label = str_from_c(_("Not understood · key"))},
    };
    struct page_table t;

    page_table(&t, page, str_from_c(_("What each column says")), columns, 5, NULL);
    for (size_t i = 0; i < w->edit.count && i < w->columns.count; i++)
        write_column(page, &t, w, i);
    page_table_end(&t);
}

/* --- what can be typed --- */

static void data_option(struct html *h, struct str value, struct str label)
{
    html_open(h, "option");
    html_attr(h, "value", value);
    html_text(h, label);
    html_close(h, "option");
}

static void write_properties(struct page *page, const struct wizard *w)
{
    const struct schema_kind *kind = schema_kind(w->edit.kind);
    size_t count = 0;
    const struct schema_property *all = schema_properties(&count);

    html_literal(&page->h, "<datalist id=\"properties\">");
    for (size_t i = 0; i < count; i++)
        if (kind ? edit_can_say(&all[i], kind) : false)
            data_option(&page->h, all[i].key, schema_label(all[i].label));
    html_literal(&page->h, "</datalist>");
}

static void write_words(struct page *page, const char *id, const char *const *words)
{
    html_open(&page->h, "datalist");
    html_set(&page->h, "id", id);
    for (size_t i = 0; words[i]; i++)
        data_option(&page->h, str_from_c(words[i]), str_from_c(words[i]));
    html_close(&page->h, "datalist");
}

void wizard_write_choices(struct page *page, const struct wizard *w)
{
    static const char *const patterns[] = {
        "DD.MM.YYYY", "D.M.YYYY", "M/D/YYYY", "D/M/YYYY", "YYYY-MM-DD", "YYYY", NULL};
    static const char *const langs[] = {"uk", "en", "ru", "ar", NULL};
    static const char *const units[] = {"person", "body", "grave", "year", "day", NULL};

    write_properties(page, w);
    write_words(page, "patterns", patterns);
    write_words(page, "langs", langs);
    write_words(page, "units", units);
    write_reading(page, w);
    write_head(page, w);
    if (w->table)
        write_columns(page, w);
    page_acts(page);
    page_button(page, PAGE_BUTTON_MAIN, "choose",
                str_from_c(_("Make the mapping of these choices")));
    page_button(page, PAGE_BUTTON_SECOND, "read-again",
                str_from_c(_("Read the table so")));
    page_acts_end(page);
}
