#ifndef SHEET_PAGE_QR_H
#define SHEET_PAGE_QR_H

#include <cairo.h>

#include "base/err.h"
#include "base/str.h"

/* Draw a QR code (byte mode, error correction M) of text into a square; its quiet zone of
 * four modules is part of it. ERR_LIMIT when the text is too long for one. */
MUST_USE enum err_code page_qr_draw(cairo_t *cairo, struct str text, double x, double y,
                                    double side, struct err *err);

#endif
