#include "sheet/map_svg.h"

#include <math.h>

#include "base/message.h"
#include "geo/show.h"
#include "record/place_value.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/svg.h"
#include "sheet/value_text.h"

enum {
    WIDTH = 900,
    HEIGHT = 460,
    LABEL_MAX = 28,
    LABELS_MAX = 48,
    GRID_MAX = 32,
    PATH_POINTS_MAX = 4000
};

struct canvas {
    struct html *h;
    const struct map_window *window;
    double east; /* units in a degree of longitude */
    double north;
    struct {
        double x;
        double y;
        double width;
    } labels[LABELS_MAX]; /* that stand already: no other is written over them */
    size_t label_count;
};

/* --- gathering --- */

static void add_point(struct map *map, const struct claim_row *claim, enum map_kind kind,
                      struct str label)
{
    struct map_point *point = &map->points[map->count];

    if (map->count == MAP_POINTS_MAX || claim->form != FORM_POINT ||
        claim->mode != CLAIM_ASSERTED ||
        !coordinates_point(&point->at, &point->precision_m, &claim->value))
        return;
    point->kind = kind;
    point->label = label;
    point->ref = claim->ref;
    point->claim = claim;
    map->count++;
}

static struct str name_of(const struct sheet_html *s, struct str id)
{
    const struct label *label = labels_find(s->w.phrase.labels, id);

    return label ? label->name : STR("");
}

static void add_groups(struct map *map, const struct sheet_html *s,
                       const struct property_group *groups, size_t count,
                       enum map_kind kind)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < groups[i].count; j++) {
            const struct sheet_claim *claim = groups[i].claims[j];

            if (sheet_claim_stands(claim))
                add_point(map, &claim->claim, kind, name_of(s, claim->claim.about));
        }
}

void map_of_entity(struct map *out, struct arena *arena, const struct sheet_html *s,
                   const struct entity_sheet *e)
{
    *out =
        (struct map){.points = ARENA_ARRAY(arena, struct map_point, MAP_POINTS_MAX + 1),
                     .boundary = e->boundary};
    add_groups(out, s, e->groups, e->group_count, MAP_OWN);
    add_groups(out, s, e->incoming, e->incoming_count, MAP_OTHER);
    for (size_t i = 0; i < e->within_count; i++)
        add_point(out, &e->within[i].claim.claim, MAP_OTHER,
                  name_of(s, e->within[i].claim.claim.about));
    if (out->count > 0 || out->boundary)
        out->window = map_fit(out);
}

/* --- drawing --- */

static struct canvas canvas_of(struct html *h, const struct map_window *window)
{
    double units = WIDTH / window->width_m * GEO_METRES_IN_DEGREE;

    return (struct canvas){.h = h,
                           .window = window,
                           .east = units * cos(window->middle.lat * GEO_DEGREE),
                           .north = units};
}

static double x_of(const struct canvas *c, double lon)
{
    return WIDTH / 2.0 + geo_lon_between(c->window->middle.lon, lon) * c->east;
}

static double y_of(const struct canvas *c, double lat)
{
    return HEIGHT / 2.0 - (lat - c->window->middle.lat) * c->north;
}

static bool is_inside(double x, double y)
{
    return x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;
}

/* 1, 2 or 5 times a power of ten, not above what is asked for. */
static double round_below(double value)
{
    double power = pow(10, floor(log10(value)));
    double share = value / power;

    if (share >= 5)
        return 5 * power;
    return share >= 2 ? 2 * power : power;
}

static void write_grid(const struct canvas *c)
{
    double step = round_below(200 / c->north);
    double top = c->window->middle.lat + HEIGHT / 2.0 / c->north;
    double right = c->window->middle.lon + WIDTH / 2.0 / c->east;

    for (int i = 0; i < GRID_MAX; i++) {
        double y = y_of(c, (floor(top / step) - i) * step);
        double x = x_of(c, (floor(right / step) - i) * step);

        if (y < HEIGHT)
            svg_line(c->h, "gr", 0, y, WIDTH, y);
        if (x > 0 && x < WIDTH)
            svg_line(c->h, "gr", x, 0, x, HEIGHT);
    }
}

static void write_scale(const struct canvas *c)
{
    double metres = round_below(c->window->width_m / 4);
    double width = metres / c->window->width_m * WIDTH;
    struct buf text = {0};

    if (metres >= 1000)
        buf_printf(&text, _("%d km"), (int)lround(metres / 1000));
    else
        buf_printf(&text, _("%d m"), (int)lround(metres));
    svg_line(c->h, "ax thick", 16, HEIGHT - 14, 16 + width, HEIGHT - 14);
    svg_text(c->h, "ts halo2", 16, HEIGHT - 22, buf_str(&text));
    buf_release(&text);
}

static void put_ring(struct buf *path, const struct canvas *c,
                     const struct geo_ring *ring, size_t *room)
{
    for (size_t i = 0; i<ring->count && * room> 0; i++, --*room) {
        buf_char(path, i == 0 ? 'M' : 'L');
        svg_put(path, x_of(c, ring->points[i].lon));
        buf_char(path, ' ');
        svg_put(path, y_of(c, ring->points[i].lat));
    }
    buf_char(path, 'Z');
}

static void write_boundary(const struct canvas *c, const struct geo_area *area)
{
    size_t room = PATH_POINTS_MAX;
    struct buf path = {0};

    for (size_t i = 0; i < area->count; i++)
        for (size_t k = 0; k < area->polygons[i].count; k++)
            put_ring(&path, c, &area->polygons[i].rings[k], &room);
    html_open(c->h, "path");
    html_class(c->h, "land");
    html_set(c->h, "fill-rule", "evenodd");
    html_attr(c->h, "d", buf_str(&path));
    html_close(c->h, "path");
    buf_release(&path);
}

/* Labels in the order of what matters; one that would lie over another is left out, and
 * stands in the table. */
static bool has_room(struct canvas *c, double x, double y, double width)
{
    if (c->label_count == LABELS_MAX)
        return false;
    for (size_t i = 0; i < c->label_count; i++)
        if (fabs(c->labels[i].y - y) < 15 && x < c->labels[i].x + c->labels[i].width &&
            c->labels[i].x < x + width)
            return false;
    c->labels[c->label_count].x = x;
    c->labels[c->label_count].y = y;
    c->labels[c->label_count++].width = width;
    return true;
}

static void write_label(struct canvas *c, const struct map_point *point, double x,
                        double y)
{
    struct str cut = words_cut(point->label, LABEL_MAX);
    double width = (double)plain_width(cut) * 7 + 6;
    struct buf text = {0};

    if (point->label.len == 0 || !has_room(c, x, y, width))
        return;
    plain_append(&text, cut);
    if (cut.len < point->label.len)
        buf_append(&text, STR(" …"));
    svg_text(c->h, point->kind == MAP_BASE ? "t2 ts halo2" : "tb halo2", x, y,
             buf_str(&text));
    buf_release(&text);
}

static void write_point(struct canvas *c, const struct map_point *point)
{
    double x = x_of(c, point->at.lon);
    double y = y_of(c, point->at.lat);
    double radius = point->precision_m / c->window->width_m * WIDTH;

    if (!is_inside(x, y))
        return;
    if (point->kind != MAP_BASE && radius > 6)
        svg_circle(c->h, "fn si dash", x, y, radius);
    if (point->kind == MAP_OWN)
        svg_circle(c->h, "here", x, y, 6);
    else if (point->kind == MAP_OTHER)
        svg_rect(c->h, "fi", x - 4, y - 4, 8, 8);
    else
        svg_circle(c->h, "f2", x, y, 2.5);
    write_label(c, point, x + 9, y + 4);
}

static size_t count_records(const struct map *map)
{
    size_t count = 0;

    for (size_t i = 0; i < map->count; i++)
        count += map->points[i].kind != MAP_BASE;
    return count;
}

static void write_figure(struct sheet_html *s, const struct map *map)
{
    struct canvas c = canvas_of(s->h, &map->window);
    size_t records = count_records(map);

    html_open(s->h, "svg");
    html_class(s->h, "fig");
    html_set(s->h, "viewBox", "0 0 900 460");
    html_set(s->h, "role", "img");
    buf_printf(&s->line,
               _n(records,
                  "Map with %zu place of the record. The table below says the same.",
                  "Map with %zu places of the record. The table below says the same."),
               records);
    html_attr(s->h, "aria-label", buf_str(&s->line));
    buf_reset(&s->line);
    write_grid(&c);
    if (map->boundary)
        write_boundary(&c, map->boundary);
    for (int kind = MAP_OWN; kind <= MAP_BASE; kind++)
        for (size_t i = 0; i < map->count; i++)
            if (map->points[i].kind == (enum map_kind)kind)
                write_point(&c, &map->points[i]);
    write_scale(&c);
    html_close(s->h, "svg");
}

static void write_ways(struct sheet_html *s, const struct str *hrefs)
{
    static const char *const words[MAP_WAYS] = {
        [MAP_CLOSER] = N_("closer"), [MAP_FARTHER] = N_("farther"),
        [MAP_NORTH] = N_("north"),   [MAP_SOUTH] = N_("south"),
        [MAP_WEST] = N_("west"),     [MAP_EAST] = N_("east")};

    html_open(s->h, "p");
    html_class(s->h, "noprint");
    for (size_t i = 0; i < MAP_WAYS; i++) {
        html_puts(s->h, i > 0 ? " · " : "");
        html_link(s->h, hrefs[i], str_from_c(_(words[i])));
    }
    html_close(s->h, "p");
}

static void write_caption(struct sheet_html *s, const struct map *map)
{
    html_open(s->h, "figcaption");
    html_puts(s->h,
              _("Ring: this. Squares: other things of this archive. A dashed circle "
                "is as large as the place is uncertain."));
    if (map->base_from.len > 0) {
        html_puts(s->h, " ");
        plain_append(&s->line, map->base_from);
        html_printf(s->h, _("Small dots: settlements, from %s."), buf_text(&s->line));
        buf_reset(&s->line);
    }
    html_close(s->h, "figcaption");
}

static void write_row(struct sheet_html *s, const struct map_point *point)
{
    html_literal(s->h, "<tr>");
    html_open(s->h, "th");
    html_set(s->h, "scope", "row");
    phrase_entity(&s->line, &s->w.phrase, point->claim->about);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "th");
    html_open(s->h, "td");
    value_text_whole(&s->line, &s->w.phrase, point->claim);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "td");
    html_open(s->h, "td");
    ref_text(&s->line, &s->w, point->ref);
    rich_take(&s->rich, &s->line);
    html_close(s->h, "td");
    html_literal(s->h, "</tr>");
}

static void write_table(struct sheet_html *s, const struct map *map)
{
    html_literal(s->h, "<details><summary>");
    html_puts(s->h, _("The same as a table"));
    html_literal(s->h,
                 "</summary><div class=\"tw\"><table><thead><tr><th scope=\"col\">");
    html_puts(s->h, _("What"));
    html_literal(s->h, "</th><th scope=\"col\">");
    html_puts(s->h, _("Where"));
    html_literal(s->h, "</th><th scope=\"col\">");
    html_puts(s->h, _("Statement"));
    html_literal(s->h, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < map->count; i++)
        if (map->points[i].claim)
            write_row(s, &map->points[i]);
    html_literal(s->h, "</tbody></table></div></details>");
}

void map_html(struct sheet_html *s, const struct map *map, const struct str *hrefs)
{
    if (map->count == 0 && !map->boundary)
        return;
    sheet_html_section(s, "where", _("Where"), "");
    html_open(s->h, "figure");
    write_figure(s, map);
    write_caption(s, map);
    html_close(s->h, "figure");
    if (hrefs)
        write_ways(s, hrefs);
    write_table(s, map);
    sheet_html_section_end(s);
}
