/* The parts of the page for entering, as HTML. */

#include "base/message.h"
#include "record/schema.h"
#include "sheet/marks.h"
#include "web/enter_form.h"
#include "web/visitor.h"

enum { CHOICES_MAX = 120 };

struct page_field enter_field(const struct enter_page *e, struct str name,
                              struct str label)
{
    return (struct page_field){
        .name = arena_str(e->r->arena, name).ptr,
        .label = label,
        .value = entry_get(&e->form, name),
        .error = e->is_checked ? enter_error_of(e, name) : STR(""),
    };
}

static struct page_field part_field(const struct enter_page *e, char part, size_t n,
                                    const char *field, const char *label)
{
    return enter_field(e, entry_part_name(e->r->arena, part, n, field),
                       str_from_c(label));
}

void enter_button(struct page *page, const char *names, const char *act, const char *key,
                  struct str label)
{
    struct html *h = &page->h;

    html_open(h, "button");
    if (names)
        html_class(h, names);
    html_set(h, "name", "do");
    html_set(h, "value", act);
    if (key)
        html_set(h, "accesskey", key);
    html_text(h, label);
    html_close(h, "button");
}

/* What was understood of a field, line by line; a script keeps it up to date. */
void enter_write_echo(struct page *page, const struct enter_page *e, struct str field)
{
    struct html *h = &page->h;

    html_open(h, "ul");
    html_class(h, "plain sm echoes");
    html_attr(h, "id", arena_printf(page->r->arena, STR_FMT ".echo", STR_ARG(field)));
    html_set(h, "data-live", "");
    html_set(h, "aria-live", "polite");
    html_set(h, "aria-label", _("Understood as"));
    for (size_t i = 0; i < e->entry.echo_count; i++)
        if (str_equal(e->entry.echoes[i].field, field))
            html_element(h, "li", e->entry.echoes[i].text);
    /* In a whole page they stand at the field. */
    for (size_t i = 0; e->r->is_script && i < e->error_count; i++)
        if (str_equal(e->error_fields[i], field))
            html_phrase(h, "li", "bad", e->errors[i].text);
    html_close(h, "ul");
}

/* ---- a passage ---- */

static void write_seal(struct page *page, const struct enter_page *e, size_t n)
{
    struct page_choice choices[40];
    size_t count = 0;
    struct page_field field = part_field(e, 'p', n, "seal", _("Seal this passage"));

    choices[count++] = (struct page_choice){
        STR(""), str_from_c(_("no, only what must be sealed")), STR("")};
    for (size_t i = 0; i < e->seal_count; i++)
        choices[count++] = (struct page_choice){
            e->seals[i],
            arena_printf(page->r->arena, _("to “" STR_FMT "”"), STR_ARG(e->seals[i])),
            STR("")};
    if (e->seal_count == 0 && archive_is_synthetic(e->r->archive))
        choices[count++] = (struct page_choice){
            STR("witness"), str_from_c(_("yes: it would name a witness")), STR("")};
    page_select(page, &field, choices, count);
}

static void write_more(struct page *page, const struct enter_page *e, size_t n)
{
    struct html *h = &page->h;
    struct page_field field;

    html_open(h, "details");
    html_element(h, "summary",
                 str_from_c(_("Language, day of the words, translation, "
                              "sealing, note")));
    page_row(page);
    field = part_field(e, 'p', n, "lang", _("Language (a code such as uk)"));
    if (field.value.len == 0)
        field.value =
            e->r->visitor && e->r->visitor->is_ukrainian ? STR("uk") : STR("en");
    page_input(page, &field);
    field = part_field(e, 'p', n, "uttered", _("Said or written on"));
    page_input(page, &field);
    field = part_field(e, 'p', n, "last", _("The source itself"));
    field.hint = str_from_c(_("the last hand: reported, stated; rewrote, inferred"));
    page_input(page, &field);
    page_row_end(page);
    page_row(page);
    field = part_field(e, 'p', n, "translation", _("Translation"));
    field.is_full = true;
    page_input(page, &field);
    field = part_field(e, 'p', n, "tlang", _("Its language"));
    page_input(page, &field);
    page_row_end(page);
    page_row(page);
    write_seal(page, e, n);
    field =
        part_field(e, 'p', n, "roles_only",
                   _("The words hold no name: whoever is quoted stands by role only"));
    field.is_on = field.value.len > 0;
    page_check(page, &field);
    field = part_field(e, 'p', n, "note", _("Note"));
    field.is_full = true;
    page_input(page, &field);
    page_row_end(page);
    html_close(h, "details");
}

static void write_passage(struct page *page, const struct enter_page *e, size_t n)
{
    struct arena *arena = page->r->arena;
    struct page_field field;

    page_section(page, arena_printf(arena, "passage-%zu", n).ptr,
                 arena_printf(arena, n == 0 ? _("Passage") : _("Passage %zu"), n),
                 n == 1 ? str_from_c(_("The words first; then everything that they say."))
                        : STR(""));
    page_row(page);
    field = part_field(e, 'p', n, "source", _("Source"));
    field.list = "sources";
    field.is_full = true;
    if (n > 1)
        field.hint =
            str_from_c(_("empty: the same as above; a new one: NAME, newspaper"));
    page_input(page, &field);
    field = part_field(e, 'p', n, "where", _("Where in it"));
    page_input(page, &field);
    page_row_end(page);
    field = part_field(e, 'p', n, "words", _("The words, as they are written"));
    field.rows = 3;
    page_area(page, &field);
    field = part_field(e, 'p', n, "hands",
                       _("Through whose hands, from the first who knows"));
    field.hint = str_from_c(_("one a line: who, how they know; ~ behind it: inferred"));
    field.rows = 2;
    page_area(page, &field);
    enter_write_echo(page, e, entry_part_name(arena, 'p', n, "hands"));
    field = part_field(e, 'p', n, "says", _("What it says, one thing a line"));
    field.rows = 4;
    page_area(page, &field);
    enter_write_echo(page, e, entry_part_name(arena, 'p', n, "says"));
    write_more(page, e, n);
    page_section_end(page);
}

static void write_sources(struct html *h, const struct enter_page *e)
{
    html_open(h, "datalist");
    html_set(h, "id", "sources");
    for (size_t i = 0; i < e->source_count; i++) {
        html_open(h, "option");
        html_attr(h, "value", e->sources[i]);
        html_close(h, "option");
    }
    html_close(h, "datalist");
}

void enter_write_passages(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;

    write_sources(h, e);
    for (size_t n = 1; n <= e->passages; n++) {
        write_passage(page, e, n);
        if (n == 1 && e->is_violation)
            enter_write_violation(page, e);
    }
    /* What the script copies for another passage. */
    html_open(h, "template");
    html_set(h, "id", "passage");
    write_passage(page, e, 0);
    html_close(h, "template");
    html_open(h, "p");
    html_class(h, "sm");
    html_set(h, "id", "add");
    enter_button(page, "lk", "add-passage", "n",
                 str_from_c(_("Another passage of this source (Alt+N)")));
    html_puts(h, " · ");
    enter_button(page, "lk", "add-source", "a",
                 str_from_c(_("A passage of another source (Alt+A)")));
    html_close(h, "p");
}

/* ---- a violation ---- */

static void write_terms(struct html *h, const char *id,
                        const struct schema_vocabulary *vocabulary)
{
    html_open(h, "datalist");
    html_set(h, "id", id);
    for (size_t i = 0; i < vocabulary->count; i++) {
        html_open(h, "option");
        html_attr(h, "value", schema_label(vocabulary->terms[i].label));
        html_close(h, "option");
    }
    html_close(h, "datalist");
}

static void write_act(struct page *page, const struct enter_page *e)
{
    static const struct {
        const char *name;
        const char *label;
    } details[] = {{"method", N_("Method")},
                   {"instrument", N_("Instrument")},
                   {"purpose", N_("Purpose")}};
    const struct schema_vocabulary *classes = schema_vocabulary(STR("act_class"));
    struct page_choice choices[CHOICES_MAX];
    struct page_field field = enter_field(e, STR("act"), str_from_c(_("Act")));
    size_t count = 0;

    choices[count++] = (struct page_choice){STR(""), str_from_c(_("choose")), STR("")};
    for (size_t i = 0; i < classes->count && count < CHOICES_MAX; i++)
        choices[count++] = (struct page_choice){
            classes->terms[i].key, schema_label(classes->terms[i].label), STR("")};
    page_section(page, "what", str_from_c(_("What was done")),
                 str_from_c(_("The act is what is counted. No act without somebody "
                              "asserting a deed.")));
    page_row(page);
    page_select(page, &field, choices, count);
    for (size_t i = 0; i < sizeof details / sizeof details[0]; i++) {
        write_terms(&page->h,
                    arena_printf(page->r->arena, "list-%s", details[i].name).ptr,
                    schema_vocabulary(str_from_c(details[i].name)));
        field =
            enter_field(e, str_from_c(details[i].name), str_from_c(_(details[i].label)));
        field.list = arena_printf(page->r->arena, "list-%s", details[i].name).ptr;
        page_input(page, &field);
    }
    page_row_end(page);
    enter_write_echo(page, e, STR("act"));
    page_section_end(page);
}

static void write_lines(struct page *page, const struct enter_page *e, const char *name,
                        const char *label, const char *hint, int rows)
{
    struct page_field field = enter_field(e, str_from_c(name), str_from_c(label));

    field.hint = str_from_c(hint);
    field.rows = rows;
    page_area(page, &field);
    enter_write_echo(page, e, str_from_c(name));
}

static void write_by(struct page *page, const struct enter_page *e)
{
    struct page_field field =
        enter_field(e, STR("by.known"), str_from_c(_("How is the perpetrator known?")));
    const struct page_choice choices[] = {
        {STR("named"), str_from_c(_("named in the source")), STR("")},
        {STR("unit"), str_from_c(_("a unit is named")), STR("")},
        {STR("described"), str_from_c(_("described only")), STR("")},
        {STR("not_known"), str_from_c(_("not known")), STR("")},
    };

    page_section(
        page, "by-whom", str_from_c(_("By whom")),
        str_from_c(_("Being there, belonging to a unit, commanding it and doing an "
                     "act are four different claims.")));
    page_radios(page, &field, choices, sizeof choices / sizeof choices[0]);
    write_lines(page, e, "by", _("Who, and what part"),
                _("one a line: soldiers, direct · person NAME, ordered"), 2);
    page_section_end(page);
}

static void place_radio(struct page *page, const struct enter_page *e, size_t i,
                        struct str value, struct str name, struct str words)
{
    struct html *h = &page->h;

    html_open(h, "li");
    html_open(h, "label");
    html_void(h, "input");
    html_set(h, "type", "radio");
    html_set(h, "name", "place.is");
    html_attr(h, "id", arena_printf(page->r->arena, "place.is.%zu", i));
    html_attr(h, "value", value);
    if (str_equal(entry_get(&e->form, STR("place.is")), value))
        html_flag(h, "checked");
    html_puts(h, " ");
    html_bdi(h, name);
    html_close(h, "label");
    html_puts(h, " ");
    html_phrase(h, "span", "src", words);
    html_close(h, "li");
}

static void write_candidates(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;

    html_open(h, "div");
    html_set(h, "id", "places");
    html_set(h, "data-live", "");
    if (e->has_places) {
        html_open(h, "fieldset");
        html_class(h, "f");
        html_element(h, "legend", str_from_c(_("Which place is meant?")));
        html_open(h, "ul");
        html_class(h, "plain");
        for (size_t i = 0; i < e->place_count; i++) {
            const struct enter_place *place = &e->places[i];

            const bool is_here = !str_starts_with(place->value, STR("gazetteer:"));

            place_radio(page, e, i, place->value, place->name,
                        is_here
                            ? arena_printf(page->r->arena,
                                           _n(place->claims, STR_FMT " · %llu claim here",
                                              STR_FMT " · %llu claims here"),
                                           STR_ARG(place->words),
                                           (unsigned long long)place->claims)
                            : arena_printf(page->r->arena,
                                           _(STR_FMT " · of a gazetteer, recorded with "
                                                     "what it says"),
                                           STR_ARG(place->words)));
        }
        place_radio(page, e, e->place_count, STR("new"), str_from_c(_("a new place")),
                    STR(""));
        place_radio(page, e, e->place_count + 1, STR("none"),
                    str_from_c(_("not known: only the words are kept")), STR(""));
        html_close(h, "ul");
        html_close(h, "fieldset");
    }
    html_close(h, "div");
}

static void write_place(struct page *page, const struct enter_page *e)
{
    const struct schema_vocabulary *relations = schema_vocabulary(STR("place_relation"));
    struct page_choice choices[CHOICES_MAX];
    struct page_field field =
        enter_field(e, STR("place"), str_from_c(_("Place, as the source writes it")));
    size_t count = 0;

    page_section(page, "where", str_from_c(_("Where")),
                 str_from_c(_("It stays as written; the choice is kept beside it.")));
    page_row(page);
    field.is_full = true;
    page_input(page, &field);
    field = enter_field(e, STR("place.relation"), str_from_c(_("How it lies to it")));
    choices[count++] = (struct page_choice){STR(""), str_from_c(_("there")), STR("")};
    for (size_t i = 0; i < relations->count && count < CHOICES_MAX; i++)
        choices[count++] = (struct page_choice){
            relations->terms[i].key, schema_label(relations->terms[i].label), STR("")};
    page_select(page, &field, choices, count);
    enter_button(page, "sec", "find-place", NULL, str_from_c(_("Find")));
    page_row_end(page);
    write_candidates(page, e);
    enter_write_echo(page, e, STR("place"));
    page_section_end(page);
}

static void write_when(struct page *page, const struct enter_page *e)
{
    struct page_field field = enter_field(e, STR("when"), str_from_c(_("Date")));

    page_section(
        page, "when-it-was", str_from_c(_("When")),
        str_from_c(_("When it happened. When it was filmed, published and obtained "
                     "belongs to the source.")));
    field.hint =
        str_from_c(_("2022-08-15, march to september 2022, early 2022, about 10 "
                     "september 2022; the source’s own words in quotation marks"));
    page_input(page, &field);
    enter_write_echo(page, e, STR("when"));
    page_section_end(page);
}

void enter_write_violation(struct page *page, const struct enter_page *e)
{
    write_act(page, e);
    page_section(page, "to-whom", str_from_c(_("To whom")), STR(""));
    write_lines(page, e, "victims", _("Victims"),
                _("one a line: 2 people, unnamed · person NAME · a resident"), 2);
    write_lines(page, e, "findings", _("What was found on them"),
                _("one a line: gunshot back of the head, all · hands tied · no ear"), 3);
    page_section_end(page);
    write_by(page, e);
    page_section(page, "events", str_from_c(_("What else happened")), STR(""));
    write_lines(page, e, "events", _("Who did what around it"),
                _("one a line: buried: soldiers · led there: locals · fled: a resident"),
                2);
    page_section_end(page);
    write_place(page, e);
    write_when(page, e);
}

/* ---- claims one by one ---- */

static void write_properties(struct html *h)
{
    size_t count;
    const struct schema_property *all = schema_properties(&count);

    html_open(h, "datalist");
    html_set(h, "id", "properties");
    for (size_t i = 0; i < count; i++) {
        html_open(h, "option");
        html_attr(h, "value", schema_label(all[i].label));
        html_close(h, "option");
    }
    html_close(h, "datalist");
}

static void write_choice(struct page *page, const struct enter_page *e, size_t n,
                         const char *name, const char *label, const char *vocabulary,
                         const char *none)
{
    const struct schema_vocabulary *words = schema_vocabulary(str_from_c(vocabulary));
    struct page_choice choices[CHOICES_MAX];
    struct page_field field = part_field(e, 'r', n, name, label);
    size_t count = 0;

    choices[count++] = (struct page_choice){STR(""), str_from_c(none), STR("")};
    for (size_t i = 0; i < words->count && count < CHOICES_MAX; i++)
        choices[count++] = (struct page_choice){
            words->terms[i].key, schema_label(words->terms[i].label), STR("")};
    page_select(page, &field, choices, count);
}

static void write_row(struct page *page, const struct enter_page *e, size_t n)
{
    struct page_field field = part_field(e, 'r', n, "about", _("Of whom, of what"));

    page_row(page);
    page_input(page, &field);
    field = part_field(e, 'r', n, "property", _("What"));
    field.list = "properties";
    page_input(page, &field);
    field = part_field(e, 'r', n, "value", _("Value"));
    field.is_full = true;
    page_input(page, &field);
    field = part_field(e, 'r', n, "words", _("In the source’s words"));
    page_input(page, &field);
    write_choice(page, e, n, "quantifier", _("How many of them"), "quantifier",
                 _("not said"));
    write_choice(page, e, n, "mode", _("How it is said"), "mode", _("as a fact"));
    field = part_field(e, 'r', n, "passage", _("Passage"));
    page_input(page, &field);
    field = part_field(e, 'r', n, "note", _("Note"));
    page_input(page, &field);
    page_row_end(page);
    enter_write_echo(page, e, entry_part_name(page->r->arena, 'r', n, "value"));
}

void enter_write_rows(struct page *page, const struct enter_page *e)
{
    page_section(page, "claims", str_from_c(_("Any other claim")),
                 str_from_c(_("About anybody and anything that is named on this page, or "
                              "has a number in the archive.")));
    if (e->rows > 0)
        write_properties(&page->h);
    for (size_t n = 1; n <= e->rows; n++)
        write_row(page, e, n);
    enter_button(page, "lk", "add-row", NULL, str_from_c(_("Add a row")));
    page_section_end(page);
}
