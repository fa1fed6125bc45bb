#ifndef SHEET_PAPER_PDF_H
#define SHEET_PAPER_PDF_H

/* A paper (sheet/paper.h) as PDF, drawn by the child stele-sheet. */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* ERR_IO when it cannot be drawn; the message names --text, which needs no PDF. */
MUST_USE enum err_code paper_pdf(struct str *pdf, struct arena *arena,
                                 struct str description, struct err *err);

#endif
