#include "sheet/timeline.h"

#include "base/clock.h"
#include "base/message.h"
#include "format/edtf.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/svg.h"
#include "sheet/timeline_axis.h"
#include "sheet/value_text.h"

enum { ROWS_MAX = 24, ROW_HEIGHT = 26, TOP = 48, LABEL_MAX = 34, DAY_SECONDS = 86400 };

struct row {
    struct str label;
    struct timeline_span span;
    const struct claim_row *claim; /* NULL: entered */
    struct ref ref;
};

struct rows {
    struct sheet_html *s;
    struct arena *arena;
    struct row items[ROWS_MAX];
    size_t count;
};

static struct str edtf_of(const struct value *v)
{
    return v->type == VALUE_STRING ? v->string : value_get_string(v, STR("edtf"));
}

static bool span_of_date(struct timeline_span *out, const struct claim_row *claim)
{
    struct edtf edtf;
    struct edtf_bounds bounds;
    struct err ignored;

    if (edtf_parse(&edtf, edtf_of(&claim->value), &ignored) != ERR_OK)
        return false;
    bounds = edtf_bounds(&edtf);
    *out = (struct timeline_span){
        .first = bounds.first,
        .last = bounds.last,
        .is_open_start = bounds.is_open_start,
        .is_open_end = bounds.is_open_end,
        .is_about = edtf_is_approximate(&edtf) || edtf_is_uncertain(&edtf),
        .is_period = str_equal(claim->property, STR("period_covered"))};
    return true;
}

/* False: no date, or none with an end on a calendar. Of a count it is its period. */
static bool span_of(struct timeline_span *out, const struct claim_row *claim)
{
    if (claim->form == FORM_DATE || claim->form == FORM_DATE_TEXT) {
        if (!span_of_date(out, claim))
            return false;
    } else if (claim->has_days) {
        *out = (struct timeline_span){.first = claim->first_day,
                                      .last = claim->last_day,
                                      .is_open_start = claim->first_day <= INT32_MIN,
                                      .is_open_end = claim->last_day >= INT32_MAX};
    } else {
        return false;
    }
    return !(out->is_open_start && out->is_open_end);
}

/* Plain words: a figure has no links. */
static struct str label_of(struct rows *rows, const struct claim_row *claim,
                           bool names_subject)
{
    struct phrase p = rows->s->w.phrase;
    const struct label *about = labels_find(p.labels, claim->about);
    struct buf text = {0};
    struct str label;

    p.isolates = PLAIN_FILE;
    if (names_subject && about && about->name.len > 0) {
        plain_append(&text, about->name);
        buf_append(&text, STR(": "));
    }
    phrase_property(&text, &p, claim->property);
    label = arena_str(rows->arena, buf_str(&text));
    buf_release(&text);
    return label;
}

static void add_claim(struct rows *rows, const struct claim_row *claim,
                      bool names_subject)
{
    struct timeline_span span;

    if (rows->count == ROWS_MAX || ref_is_none(claim->ref) || !span_of(&span, claim))
        return;
    rows->items[rows->count++] =
        (struct row){.label = label_of(rows, claim, names_subject),
                     .span = span,
                     .claim = claim,
                     .ref = claim->ref};
}

static void add_groups(struct rows *rows, const struct property_group *groups,
                       size_t count, bool names_subject)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < groups[i].count; j++)
            if (sheet_claim_stands(groups[i].claims[j]))
                add_claim(rows, &groups[i].claims[j]->claim, names_subject);
}

static struct str entered_label(struct rows *rows, struct str source)
{
    const struct label *label = labels_find(rows->s->w.phrase.labels, source);
    struct buf text = {0};
    struct str made;

    if (label && label->name.len > 0) {
        plain_append(&text, label->name);
        buf_append(&text, STR(": "));
    }
    buf_puts(&text, _("entered"));
    made = arena_str(rows->arena, buf_str(&text));
    buf_release(&text);
    return made;
}

static void add_entered(struct rows *rows, const struct sheet_source *source)
{
    int64_t day = source->entered.at_s / DAY_SECONDS;

    if (rows->count == ROWS_MAX || !source->entered.has_time)
        return;
    rows->items[rows->count++] = (struct row){.label = entered_label(rows, source->id),
                                              .span = {.first = day, .last = day},
                                              .ref = source->entered.ref};
}

static void gather(struct rows *rows, const struct entity_sheet *e)
{
    size_t own;

    add_groups(rows, e->groups, e->group_count, false);
    add_groups(rows, e->incoming, e->incoming_count, true);
    own = rows->count;
    for (size_t i = 0; own > 0 && i < e->source_count; i++) {
        if (str_equal(e->sources[i].id, e->entity.id))
            continue;
        for (size_t k = 0; k < SOURCE_DATES; k++)
            add_claim(rows, &e->sources[i].dates[k], true);
        add_entered(rows, &e->sources[i]);
    }
}

static void write_label(struct html *h, double y, struct str label)
{
    struct str cut_at = words_cut(label, LABEL_MAX);
    struct buf cut = {0};

    buf_append(&cut, cut_at);
    if (cut_at.len < label.len)
        buf_append(&cut, STR(" …"));
    svg_text(h, "te", 236, y + 10, buf_str(&cut));
    buf_release(&cut);
}

/* An attribute: in a style sheet the address of the pattern would be the sheet's. */
static void write_hatched(struct html *h, double x, double y, double width)
{
    html_open(h, "rect");
    html_set(h, "fill", "url(#hatch)");
    svg_number(h, "x", x);
    svg_number(h, "y", y);
    svg_number(h, "width", width);
    svg_number(h, "height", 12);
    html_close(h, "rect");
}

static void write_bar(struct html *h, const struct timeline_axis *axis,
                      const struct timeline_span *span, double y)
{
    double left = span->is_open_start ? timeline_left(axis, span->last)
                                      : timeline_x(axis, span->first);
    double right = span->is_open_end ? timeline_right(axis, span->first)
                                     : timeline_x(axis, span->last + 1);
    bool is_day = !span->is_open_start && !span->is_open_end && span->first == span->last;

    if (is_day && !span->is_about) {
        svg_diamond(h, "f1", (left + right) / 2, y + 6, 8);
        return;
    }
    if (right - left < 6)
        right = left + 6;
    if (span->is_about)
        svg_rect(h, "fn s1 dash", left, y, right - left, 12);
    else if (span->is_period)
        svg_rect(h, "f1", left, y, right - left, 12);
    else
        write_hatched(h, left, y, right - left);
    if (!span->is_open_start)
        svg_line(h, "s1", left, y - 2, left, y + 14);
    else
        svg_text(h, "tm tb", left - 10, y + 11, STR("?"));
    if (!span->is_open_end)
        svg_line(h, "s1", right, y - 2, right, y + 14);
    else
        svg_text(h, "tm tb", right + 4, y + 11, STR("?"));
}

static void write_hatching(struct html *h)
{
    html_literal(h, "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
                    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                    "<rect class=\"fs\" width=\"6\" height=\"6\"/><path class=\"s1\" "
                    "d=\"M0 0V6\"/></pattern></defs>");
}

static void write_figure(struct rows *rows, const struct timeline_axis *axis)
{
    struct html *h = rows->s->h;
    double height = TOP + (double)rows->count * ROW_HEIGHT + 8;
    struct buf box = {0};

    html_open(h, "svg");
    html_class(h, "fig");
    buf_printf(&box, "0 0 900 %d", (int)height);
    html_attr(h, "viewBox", buf_str(&box));
    buf_release(&box);
    html_set(h, "role", "img");
    html_set(h, "aria-label",
             _("Timeline of the dates on this sheet. The table below says the same."));
    write_hatching(h);
    timeline_axis_svg(h, axis, height);
    for (size_t i = 0; i < rows->count; i++) {
        double y = TOP + (double)i * ROW_HEIGHT;

        write_label(h, y, rows->items[i].label);
        write_bar(h, axis, &rows->items[i].span, y);
    }
    html_close(h, "svg");
}

static void write_key(struct html *h)
{
    html_literal(h,
                 "<ul class=\"key\"><li><svg class=\"fig\" viewBox=\"0 0 28 12\" "
                 "aria-hidden=\"true\"><rect fill=\"url(#hatch)\" y=\"1\" width=\"28\" "
                 "height=\"10\"/><path class=\"s1\" d=\"M1 0v12M27 0v12\"/></svg>");
    html_puts(h, _("some time between, the day not known"));
    html_literal(h,
                 "</li><li><svg class=\"fig\" viewBox=\"0 0 28 12\" "
                 "aria-hidden=\"true\"><rect fill=\"url(#hatch)\" y=\"1\" width=\"28\" "
                 "height=\"10\"/><path class=\"s1\" d=\"M27 0v12\"/></svg>");
    html_puts(h, _("an end not stated"));
    html_literal(h, "</li><li><svg class=\"fig\" viewBox=\"0 0 28 12\" "
                    "aria-hidden=\"true\"><rect class=\"fn s1 dash\" x=\"1\" y=\"1\" "
                    "width=\"26\" height=\"10\"/></svg>");
    html_puts(h, _("about, or uncertain"));
    html_literal(h, "</li><li><svg class=\"fig\" viewBox=\"0 0 28 12\" "
                    "aria-hidden=\"true\"><path class=\"f1\" d=\"M14 0l6 6-6 6-6-6z\"/>"
                    "</svg>");
    html_puts(h, _("a known day"));
    html_literal(h, "</li></ul>");
}

static void write_table_row(struct rows *rows, const struct row *row)
{
    struct sheet_html *s = rows->s;
    struct clock_text clock = clock_write(row->span.first * DAY_SECONDS);

    html_literal(s->h, "<tr>");
    html_open(s->h, "th");
    html_set(s->h, "scope", "row");
    html_text(s->h, row->label);
    html_close(s->h, "th");
    html_open(s->h, "td");
    if (row->claim)
        value_text_whole(&s->line, &s->w.phrase, row->claim);
    else
        buf_append(&s->line, (struct str){clock.text, 10});
    rich_take(&s->rich, &s->line);
    html_close(s->h, "td");
    html_open(s->h, "td");
    ref_text(&s->line, &s->w, row->ref);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "td");
    html_literal(s->h, "</tr>");
}

static void write_table(struct rows *rows)
{
    struct html *h = rows->s->h;

    html_literal(h, "<details><summary>");
    html_puts(h, _("The same as a table"));
    html_literal(h, "</summary><div class=\"tw\"><table><thead><tr><th scope=\"col\">");
    html_puts(h, _("What"));
    html_literal(h, "</th><th scope=\"col\">");
    html_puts(h, _("When"));
    html_literal(h, "</th><th scope=\"col\">");
    html_puts(h, _("Statement"));
    html_literal(h, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < rows->count; i++)
        write_table_row(rows, &rows->items[i]);
    html_literal(h, "</tbody></table></div></details>");
}

void entity_html_timeline(struct sheet_html *s, const struct entity_sheet *e)
{
    struct rows rows = {.s = s, .arena = s->w.sheet->arena};
    struct timeline_span spans[ROWS_MAX];
    struct timeline_axis axis;

    gather(&rows, e);
    for (size_t i = 0; i < rows.count; i++)
        spans[i] = rows.items[i].span;
    if (!timeline_axis_of(&axis, spans, rows.count))
        return;
    sheet_html_section(s, "when", _("When"), "");
    html_open(s->h, "figure");
    html_open(s->h, "div");
    html_class(s->h, "scroll");
    html_set(s->h, "tabindex", "0");
    html_set(s->h, "role", "region");
    html_set(s->h, "aria-label", _("Timeline, scrolls sideways"));
    write_figure(&rows, &axis);
    html_close(s->h, "div");
    write_key(s->h);
    html_close(s->h, "figure");
    write_table(&rows);
    sheet_html_section_end(s);
}
