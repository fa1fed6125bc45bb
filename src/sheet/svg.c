#include "sheet/svg.h"

#include <math.h>

/* Far outside of any figure is far enough: a path may not grow without end. */
static const double far = 100000;

void svg_put(struct buf *out, double value)
{
    double held = fmin(fmax(value, -far), far);
    long long tenths = llround(held * 10);
    long long size = tenths < 0 ? -tenths : tenths;

    buf_printf(out, "%s%lld", tenths < 0 ? "-" : "", size / 10);
    if (size % 10 != 0)
        buf_printf(out, ".%lld", size % 10);
}

void svg_number(struct html *h, const char *name, double value)
{
    struct buf text = {0};

    svg_put(&text, value);
    html_attr(h, name, buf_str(&text));
    buf_release(&text);
}

void svg_rect(struct html *h, const char *names, double x, double y, double width,
              double height)
{
    html_open(h, "rect");
    html_class(h, names);
    svg_number(h, "x", x);
    svg_number(h, "y", y);
    svg_number(h, "width", width);
    svg_number(h, "height", height);
    html_close(h, "rect");
}

void svg_circle(struct html *h, const char *names, double x, double y, double radius)
{
    html_open(h, "circle");
    html_class(h, names);
    svg_number(h, "cx", x);
    svg_number(h, "cy", y);
    svg_number(h, "r", radius);
    html_close(h, "circle");
}

void svg_line(struct html *h, const char *names, double x1, double y1, double x2,
              double y2)
{
    html_open(h, "line");
    html_class(h, names);
    svg_number(h, "x1", x1);
    svg_number(h, "y1", y1);
    svg_number(h, "x2", x2);
    svg_number(h, "y2", y2);
    html_close(h, "line");
}

void svg_text(struct html *h, const char *names, double x, double y, struct str text)
{
    html_open(h, "text");
    html_class(h, names);
    svg_number(h, "x", x);
    svg_number(h, "y", y);
    html_text(h, text);
    html_close(h, "text");
}

void svg_diamond(struct html *h, const char *names, double x, double y, double radius)
{
    struct buf path = {0};

    buf_char(&path, 'M');
    svg_put(&path, x);
    buf_char(&path, ' ');
    svg_put(&path, y - radius);
    buf_printf(&path, "l%d %d %d %d %d %dz", (int)radius, (int)radius, (int)-radius,
               (int)radius, (int)-radius, (int)-radius);
    html_open(h, "path");
    html_class(h, names);
    html_attr(h, "d", buf_str(&path));
    html_close(h, "path");
    buf_release(&path);
}
