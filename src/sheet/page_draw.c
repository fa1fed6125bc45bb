#include "sheet/page_draw.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "sheet/page_qr.h"

/* Lengths are in points, 72 to the inch. */
static const double margin_side = 34.0;
static const double margin_top = 30.0;
static const double margin_bottom = 26.0;
static const double label_width = 82.0;
static const double qr_side = 116.0;
static const double box_padding = 9.0;
static const double rule_gap = 16.0;
static const double rule_height = 37.0; /* room to write above a rule */

struct style {
    const char *family;
    double points;
    bool is_bold;
    double grey;
    double after; /* room below */
};

#define SANS "DejaVu Sans,Noto Sans,sans-serif"
#define MONO "DejaVu Sans Mono,Noto Sans Mono,monospace"

static const struct style style_heading = {SANS, 16.0, true, 0.0, 9.0};
static const struct style style_text = {SANS, 8.8, false, 0.0, 6.0};
static const struct style style_small = {SANS, 7.2, false, 0.25, 4.0};
static const struct style style_label = {SANS, 7.8, false, 0.3, 4.2};
static const struct style style_value = {SANS, 9.0, false, 0.0, 4.2};
static const struct style style_mono = {MONO, 8.6, false, 0.0, 4.2};
static const struct style style_code = {MONO, 18.0, true, 0.0, 0.0};
static const struct style style_caption = {SANS, 7.2, false, 0.3, 5.0};
static const struct style style_rule = {SANS, 6.8, false, 0.3, 4.0};

struct drawing {
    cairo_surface_t *surface;
    cairo_t *cairo;
    const struct page *page;
    double width; /* of the sheet */
    double height;
    double y;      /* where the next block begins */
    bool is_begun; /* something stands on this sheet */
};

static double inner_width(const struct drawing *d)
{
    return d->width - 2 * margin_side;
}

/* --- text --- */

static PangoLayout *layout_of(const struct drawing *d, struct str text,
                              const struct style *style, double width)
{
    PangoLayout *layout = pango_cairo_create_layout(d->cairo);
    PangoFontDescription *font = pango_font_description_new();

    pango_font_description_set_family(font, style->family);
    pango_font_description_set_absolute_size(font, style->points * PANGO_SCALE);
    pango_font_description_set_weight(font, style->is_bold ? PANGO_WEIGHT_BOLD
                                                           : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_spacing(layout, (int)(style->points * 0.18 * PANGO_SCALE));
    pango_layout_set_text(layout, text.ptr, (int)text.len);
    return layout;
}

static double height_of(PangoLayout *layout)
{
    PangoRectangle extents;

    pango_layout_get_extents(layout, NULL, &extents);
    return (double)extents.height / PANGO_SCALE;
}

/* Draw and free. Returns its height. */
static double show(const struct drawing *d, PangoLayout *layout,
                   const struct style *style, double x, double y)
{
    double height = height_of(layout);

    cairo_set_source_rgb(d->cairo, style->grey, style->grey, style->grey);
    cairo_move_to(d->cairo, x, y);
    pango_cairo_show_layout(d->cairo, layout);
    cairo_set_source_rgb(d->cairo, 0, 0, 0);
    g_object_unref(layout);
    return height;
}

static double measure(const struct drawing *d, struct str text, const struct style *style,
                      double width)
{
    PangoLayout *layout = layout_of(d, text, style, width);
    double height = height_of(layout);

    g_object_unref(layout);
    return height;
}

/* --- sheets --- */

static void begin_sheet(struct drawing *d)
{
    if (d->is_begun)
        cairo_show_page(d->cairo);
    d->is_begun = false;
    d->y = margin_top;
}

/* A block that does not fit begins the next sheet, unless it begins this one. */
static void need(struct drawing *d, double height)
{
    if (d->is_begun && d->y + height > d->height - margin_bottom)
        begin_sheet(d);
    d->is_begun = true;
}

/* --- blocks --- */

static void draw_paragraph(struct drawing *d, struct str text, const struct style *style)
{
    need(d, measure(d, text, style, inner_width(d)));
    d->y += show(d, layout_of(d, text, style, inner_width(d)), style, margin_side, d->y) +
            style->after;
}

static void draw_pair(struct drawing *d, const struct page_block *block)
{
    const struct style *style = block->is_mono ? &style_mono : &style_value;
    double rest = inner_width(d) - label_width;
    double left = measure(d, block->label, &style_label, label_width - 6);
    double right = measure(d, block->text, style, rest);
    double height = left > right ? left : right;

    need(d, height);
    (void)show(d, layout_of(d, block->label, &style_label, label_width - 6), &style_label,
               margin_side, d->y + 0.8);
    (void)show(d, layout_of(d, block->text, style, rest), style,
               margin_side + label_width, d->y);
    d->y += height + style->after;
}

static enum err_code draw_code(struct drawing *d, const struct page_block *block,
                               struct err *err)
{
    double width = inner_width(d) - qr_side - box_padding;
    double caption = measure(d, block->label, &style_caption, width);
    double code = measure(d, block->text, &style_code, width);
    double x = margin_side + box_padding;
    double y;

    need(d, qr_side + 16);
    d->y += 5;
    cairo_set_line_width(d->cairo, 0.8);
    cairo_rectangle(d->cairo, margin_side, d->y, inner_width(d), qr_side);
    cairo_stroke(d->cairo);
    y = d->y + (qr_side - caption - style_caption.after - code) / 2;
    y +=
        show(d, layout_of(d, block->label, &style_caption, width), &style_caption, x, y) +
        style_caption.after;
    (void)show(d, layout_of(d, block->text, &style_code, width), &style_code, x, y);
    if (page_qr_draw(d->cairo, block->qr, margin_side + inner_width(d) - qr_side, d->y,
                     qr_side, err) != ERR_OK)
        return err->code;
    d->y += qr_side + 11;
    return ERR_OK;
}

static void draw_rules(struct drawing *d, const struct page_block *block)
{
    double count = (double)block->rule_count;
    double width = (inner_width(d) - rule_gap * (count - 1)) / count;
    double label = 0;

    for (size_t i = 0; i < block->rule_count; i++) {
        double height = measure(d, block->rules[i], &style_rule, width);

        label = height > label ? height : label;
    }
    need(d, rule_height + label);
    cairo_set_line_width(d->cairo, 0.5);
    for (size_t i = 0; i < block->rule_count; i++) {
        double x = margin_side + (double)i * (width + rule_gap);

        cairo_move_to(d->cairo, x, d->y + rule_height);
        cairo_line_to(d->cairo, x + width, d->y + rule_height);
        cairo_stroke(d->cairo);
        (void)show(d, layout_of(d, block->rules[i], &style_rule, width), &style_rule, x,
                   d->y + rule_height + 1.5);
    }
    d->y += rule_height + label + style_rule.after;
}

static enum err_code draw_block(struct drawing *d, const struct page_block *block,
                                struct err *err)
{
    switch (block->kind) {
    case PAGE_HEADING:
        draw_paragraph(d, block->text, &style_heading);
        break;
    case PAGE_TEXT:
        draw_paragraph(d, block->text, &style_text);
        break;
    case PAGE_SMALL:
        draw_paragraph(d, block->text, &style_small);
        break;
    case PAGE_PAIR:
        draw_pair(d, block);
        break;
    case PAGE_CODE:
        return draw_code(d, block, err);
    case PAGE_SIGN:
        draw_rules(d, block);
        break;
    }
    return ERR_OK;
}

static enum err_code draw_page(struct drawing *d, const struct page *page,
                               struct err *err)
{
    enum err_code code = ERR_OK;

    begin_sheet(d);
    d->page = page;
    d->width = page->size == PAPER_A5 ? 419.528 : 595.276;
    d->height = page->size == PAPER_A5 ? 595.276 : 841.890;
    cairo_pdf_surface_set_size(d->surface, d->width, d->height);
    for (size_t i = 0; code == ERR_OK && i < page->count; i++)
        code = draw_block(d, &page->blocks[i], err);
    d->is_begun = true; /* an empty page is one too */
    return code;
}

/* --- the document --- */

static cairo_status_t write_to_buf(void *closure, const unsigned char *bytes,
                                   unsigned len)
{
    buf_bytes(closure, bytes, len);
    return CAIRO_STATUS_SUCCESS;
}

static bool has_fonts(void)
{
    PangoFontFamily **families = NULL;
    int count = 0;

    pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &count);
    g_free(families);
    return count > 0;
}

static void set_title(struct drawing *d, struct str title)
{
    char text[256];

    (void)g_snprintf(text, sizeof text, STR_FMT, STR_ARG(title));
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_TITLE, text);
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATOR, "Stele");
}

enum err_code pages_draw(struct buf *out, const struct pages *pages, struct err *err)
{
    struct buf pdf = {0};
    struct drawing d = {0};
    enum err_code code = ERR_OK;

    if (!has_fonts())
        return err_set(err, ERR_NOT_FOUND,
                       "this system has no fonts: install some (fonts-dejavu-core)");
    d.surface = cairo_pdf_surface_create_for_stream(write_to_buf, &pdf, 100, 100);
    d.cairo = cairo_create(d.surface);
    set_title(&d, pages->pages[0].title);
    for (size_t i = 0; code == ERR_OK && i < pages->count; i++)
        code = draw_page(&d, &pages->pages[i], err);
    cairo_show_page(d.cairo);
    cairo_destroy(d.cairo);
    cairo_surface_finish(d.surface);
    if (code == ERR_OK && cairo_surface_status(d.surface) != CAIRO_STATUS_SUCCESS)
        code = err_set(err, ERR_IO, "could not draw: %s",
                       cairo_status_to_string(cairo_surface_status(d.surface)));
    cairo_surface_destroy(d.surface);
    if (code == ERR_OK)
        buf_append(out, buf_str(&pdf));
    buf_release(&pdf);
    return code;
}

bool pages_can_draw(struct str text)
{
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
    struct drawing d = {.surface = surface, .cairo = cairo_create(surface)};
    bool can = false;

    if (has_fonts()) {
        PangoLayout *layout = layout_of(&d, text, &style_text, 1000);

        can = pango_layout_get_unknown_glyphs_count(layout) == 0;
        g_object_unref(layout);
    }
    cairo_destroy(d.cairo);
    cairo_surface_destroy(surface);
    return can;
}
