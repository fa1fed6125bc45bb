/* The foot of a sheet: its sources with their four dates, and what is missing. */

#include "base/clock.h"
#include "base/message.h"
#include "sheet/entity_text.h"
#include "sheet/marks.h"
#include "sheet/plain.h"
#include "sheet/sheet_html.h"
#include "sheet/value_text.h"

static void open_date(struct sheet_html *s, const char *title, bool is_missing)
{
    html_open(s->h, "li");
    if (is_missing)
        html_class(s->h, "none");
    html_phrase(s->h, "span", "k", str_from_c(title));
    html_open(s->h, "b");
    if (is_missing) {
        mark_icon(s->h, MARK_MISSING);
        html_puts(s->h, " ");
        html_puts(s->h, _("missing"));
    }
}

static void write_edtf(struct sheet_html *s, const struct value *date)
{
    struct str edtf =
        date->type == VALUE_STRING ? date->string : value_get_string(date, STR("edtf"));

    if (edtf.len == 0)
        return;
    html_open(s->h, "span");
    html_class(s->h, "e");
    plain_append(&s->line, edtf);
    mark_code(s->h, buf_str(&s->line));
    buf_reset(&s->line);
    html_close(s->h, "span");
}

static void write_date(struct sheet_html *s, const char *title,
                       const struct claim_row *claim)
{
    bool is_missing = ref_is_none(claim->ref);

    open_date(s, title, is_missing);
    if (!is_missing) {
        value_text_whole(&s->line, &s->w.phrase, claim);
        rich_take(&s->rich, &s->line);
    }
    html_close(s->h, "b");
    if (!is_missing) {
        write_edtf(s, &claim->value);
        ref_text(&s->line, &s->w, claim->ref);
        rich_element(&s->rich, "span", "src", &s->line);
    }
    html_close(s->h, "li");
}

/* Of words the first date is when they were uttered, of a picture when it was shot. */
static void write_first(struct sheet_html *s, const struct sheet_source *source)
{
    if (!source->uttered || !ref_is_none(source->dates[SOURCE_SHOT].ref)) {
        write_date(s, _("Uttered or shot"), &source->dates[SOURCE_SHOT]);
        return;
    }
    open_date(s, _("Uttered or shot"), false);
    phrase_date(&s->line, &s->w.phrase, source->uttered, DATE_MOMENT);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "b");
    write_edtf(s, source->uttered);
    html_close(s->h, "li");
}

static void write_entered(struct sheet_html *s, const struct sheet_source *source)
{
    struct clock_text clock = clock_write(source->entered.at_s);

    open_date(s, _("Entered"), !source->entered.has_time);
    if (source->entered.has_time) {
        phrase_time(&s->line, source->entered.at_s);
        rich_take(&s->rich, &s->line);
    }
    html_close(s->h, "b");
    if (source->entered.has_time) {
        html_open(s->h, "span");
        html_class(s->h, "e");
        mark_code(s->h, str_from_c(clock.text));
        html_close(s->h, "span");
    }
    ref_text(&s->line, &s->w, source->entered.ref);
    rich_element(&s->rich, "span", "src", &s->line);
    html_close(s->h, "li");
}

static void write_source(struct sheet_html *s, const struct sheet_source *source)
{
    html_open(s->h, "h3");
    phrase_entity(&s->line, &s->w.phrase, source->id);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "h3");
    html_open(s->h, "ul");
    html_class(s->h, "dates");
    write_first(s, source);
    write_date(s, _("Published"), &source->dates[SOURCE_PUBLISHED]);
    write_date(s, _("Obtained"), &source->dates[SOURCE_OBTAINED]);
    write_entered(s, source);
    html_close(s->h, "ul");
    buf_printf(
        &s->line,
        _n(source->passages, "%zu passage on this page", "%zu passages on this page"),
        source->passages);
    rich_element(&s->rich, "p", "src", &s->line);
}

static void write_dependences(struct sheet_html *s, const struct entity_sheet *e)
{
    if (e->dependence_count == 0)
        return;
    html_element(s->h, "h3", str_from_c(_("How its sources hang together")));
    html_open(s->h, "ul");
    html_class(s->h, "plain");
    for (size_t i = 0; i < e->dependence_count; i++) {
        html_open(s->h, "li");
        entity_text_dependence(&s->line, &s->w, &e->dependences[i].claim);
        rich_take(&s->rich, &s->line);
        html_close(s->h, "li");
    }
    html_close(s->h, "ul");
    html_phrase(
        s->h, "p", "src",
        str_from_c(
            _("others count as two only where somebody has assessed them independent")));
}

void entity_html_sources(struct sheet_html *s, const struct entity_sheet *e)
{
    if (e->source_count == 0)
        return;
    sheet_html_section(s, "sources", _("Sources"), _("Four dates that are never one."));
    for (size_t i = 0; i < e->source_count; i++)
        write_source(s, &e->sources[i]);
    if (e->has_more_sources)
        html_element(s->h, "p",
                     str_from_c(_("there are more sources than one page shows")));
    write_dependences(s, e);
    sheet_html_section_end(s);
}

static void put_demands(struct buf *out, const struct schema_property *property)
{
    bool is_first = true;

    for (uint8_t i = 0; i < property->demand_count; i++) {
        if (!property->demands[i].is_checked)
            continue;
        buf_puts(out, is_first ? _("asked for by ") : "; ");
        plain_append(out, property->demands[i].standard->name);
        is_first = false;
    }
}

/* The next standard that somebody has compared with, behind *at; NULL: none. */
static const struct schema_standard *next_demand(const struct schema_property *property,
                                                 uint8_t *at)
{
    while (*at < property->demand_count) {
        const struct schema_demand *demand = &property->demands[(*at)++];

        if (demand->is_checked)
            return demand->standard;
    }
    return NULL;
}

static bool are_asked_alike(const struct schema_property *a,
                            const struct schema_property *b)
{
    const struct schema_standard *left;
    uint8_t i = 0;
    uint8_t k = 0;

    do {
        left = next_demand(a, &i);
        if (left != next_demand(b, &k))
            return false;
    } while (left);
    return true;
}

static void write_gap(struct sheet_html *s, const struct schema_property *const *missing,
                      size_t count)
{
    html_open(s->h, "li");
    mark_icon(s->h, MARK_MISSING);
    html_open(s->h, "span");
    for (size_t i = 0; i < count; i++) {
        buf_append(&s->line, i > 0 ? STR(", ") : STR(""));
        plain_append(&s->line, schema_label(missing[i]->label));
    }
    rich_element(&s->rich, "b", NULL, &s->line);
    put_demands(&s->line, missing[0]);
    rich_element(&s->rich, "span", "src", &s->line);
    html_close(s->h, "span");
    html_close(s->h, "li");
}

/* Drawn, never left blank: a gap is a result. */
void entity_html_missing(struct sheet_html *s, const struct entity_sheet *e)
{
    size_t count;

    if (e->missing_count == 0)
        return;
    sheet_html_section(s, "missing", _("What is missing"),
                       _("Nobody says it here, and a standard asks for it."));
    html_open(s->h, "ul");
    html_class(s->h, "gap");
    for (size_t i = 0; i < e->missing_count; i += count) {
        count = 1;
        while (i + count < e->missing_count &&
               are_asked_alike(e->missing[i], e->missing[i + count]))
            count++;
        write_gap(s, e->missing + i, count);
    }
    html_close(s->h, "ul");
    sheet_html_section_end(s);
}
