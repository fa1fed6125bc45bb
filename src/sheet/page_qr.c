#include "sheet/page_qr.h"

#include <qrencode.h>
#include <stdint.h>

enum { QUIET_MODULES = 4 };

static void draw_modules(cairo_t *cairo, const QRcode *code, double x, double y,
                         double module)
{
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++)
            if (code->data[row * code->width + column] & 1)
                cairo_rectangle(cairo, x + column * module, y + row * module, module,
                                module);
    cairo_fill(cairo);
}

enum err_code page_qr_draw(cairo_t *cairo, struct str text, double x, double y,
                           double side, struct err *err)
{
    QRcode *code = QRcode_encodeData((int)text.len, (const unsigned char *)text.ptr, 0,
                                     QR_ECLEVEL_M);
    double module;

    if (!code)
        return err_set(err, ERR_LIMIT, "no QR code can be made of %zu bytes", text.len);
    module = side / (code->width + 2 * QUIET_MODULES);
    cairo_save(cairo);
    /* Neighbours must touch: soft edges would leave hairlines between them. */
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    draw_modules(cairo, code, x + QUIET_MODULES * module, y + QUIET_MODULES * module,
                 module);
    cairo_restore(cairo);
    QRcode_free(code);
    return ERR_OK;
}
