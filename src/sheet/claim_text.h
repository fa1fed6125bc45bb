#ifndef SHEET_CLAIM_TEXT_H
#define SHEET_CLAIM_TEXT_H

/*
 * A claim on lines: what is said and how, where it stands, on whose words it rests and
 * through whose hands, what people said of it, and who recorded it. A passage is
 * written out where the first claim rests on it and quoted shortly after that.
 */

#include "sheet/lines.h"
#include "sheet/phrase.h"
#include "sheet/sheet.h"

enum { SHEET_REVIEWS_MAX = 256 };

struct sheet_writer {
    struct lines lines;
    struct phrase phrase;
    const struct sheet *sheet;
    size_t *shown; /* by passage: its number on paper, 0 before it was written out */
    size_t shown_count;
    struct ref reviews[SHEET_REVIEWS_MAX]; /* written out already */
    size_t review_count;
};

/* isolates: see plain_isolated(). Lives as long as the sheet and out. */
void sheet_writer_start(struct sheet_writer *w, struct buf *out,
                        const struct sheet *sheet, enum plain_for isolates);

/* The claim under its property's heading. */
void claim_text(struct sheet_writer *w, size_t indent, const struct sheet_claim *claim);

/* The claim where it speaks of the sheet's subject: "object of “removal …” (…)". */
void claim_text_incoming(struct sheet_writer *w, size_t indent,
                         const struct sheet_claim *claim);

/* "[3] “as many as eight …” (English)", the first time with everything below it. */
void claim_text_passage(struct sheet_writer *w, size_t indent, size_t passage);

/* Pieces of it, for a page that sets them otherwise. */
void claim_text_changes(struct sheet_writer *w, size_t indent,
                        const struct sheet_claim *claim); /* corrected, withdrawn */
void claim_text_reviews(struct sheet_writer *w, size_t indent,
                        const struct sheet_claim *claim);
void claim_text_row(struct buf *line, const struct sheet_writer *w,
                    const struct sheet_claim *claim); /* of a table */
void claim_text_unread(struct buf *out, const struct sheet_writer *w, struct ref ref);
void claim_text_object(struct buf *out, const struct sheet_writer *w,
                       const struct sheet_claim *claim); /* ", the file “x”" */

/* Its reference as people see it. */
void ref_text(struct buf *out, const struct sheet_writer *w, struct ref ref);

/* "about: property: value", in one line. */
void claim_text_line(struct buf *out, const struct phrase *p,
                     const struct claim_row *claim);

/* "ybgkps.82, recorded 2022-09-20 10:11 UTC by member k3x9-2f41" */
void said_text(struct buf *out, const struct sheet_writer *w,
               const struct statement_row *said);

/* " 2022-09-20 10:11 UTC by member k3x9-2f41", as far as it is known. */
void who_and_when_text(struct buf *out, const struct sheet_writer *w,
                       const struct statement_row *said);

/* The foot of every sheet: which state of the archive it shows. */
void sheet_foot_text(struct sheet_writer *w);

#endif
