#ifndef SHEET_PAPER_H
#define SHEET_PAPER_H

/*
 * A paper to print and sign: a short list of blocks, one under the other, from which both
 * forms are made: text, and the description that `stele-sheet` draws as a PDF. Whoever
 * needs another paper (a receipt, a custody form, a share of a key) describes it so, and
 * draws nothing.
 *
 * The description is JSON, one block a line (page_read.h reads it):
 *
 *   {"page":"A5","title":"..."}      begins a page; a later one begins the next page
 *   {"heading":"..."} {"text":"..."} {"small":"..."}
 *   {"label":"...","value":"..."}    with "mono":true in letters of one width
 *   {"code":"...","caption":"...","qr":"..."}   large, with a QR code of another text
 *   {"sign":["Date","Place"]}        rules to write on, side by side
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct paper {
    struct arena arena;
    struct buf description;
    struct buf text;
    bool has_page;
};

enum paper_size { PAPER_A5, PAPER_A4 };

/* title is the document's, and not shown. Release with paper_release(). */
void paper_page(struct paper *paper, enum paper_size size, struct str title);

void paper_heading(struct paper *paper, struct str text);
void paper_text(struct paper *paper, struct str text);
void paper_small(struct paper *paper, struct str text);
void paper_line(struct paper *paper, struct str label, struct str value);

/* For what is compared character by character. */
void paper_mono(struct paper *paper, struct str label, struct str value);
void paper_code(struct paper *paper, struct str caption, struct str code, struct str qr);
void paper_sign(struct paper *paper, const struct str *labels, size_t count);

void paper_release(struct paper *paper);

#endif
