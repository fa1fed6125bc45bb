#ifndef CRYPTO_SHARE_TEXT_H
#define CRYPTO_SHARE_TEXT_H

/*
 * A share of a key (crypto/shares.h) as text for paper: six lines of five groups of four
 * base32 characters. The last two characters of a line check it and its place: any two
 * wrong characters, a swap of any two, and a line in another's place are found, and the
 * line is named. A checksum over the whole stands in the last line.
 *
 *   1: 08DA JSW0 0000 4010 ...
 *
 * The same in one line behind "STELE-SHARE" is what a QR code holds.
 *
 * 67 bytes, then 4 zero bits: 1 version and kind, 5 archive, 10 owner (without its check
 * character), 2 epoch, 4 set, 1 needed, 1 number, 40 data, 3 checksum (the first bytes of
 * SHA-256 of the 64 before).
 */

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/shares.h"

enum {
    SHARE_TEXT_LINES = 6,
    SHARE_TEXT_GROUP = 4,
    SHARE_TEXT_LINE = 20,                        /* characters, two of them check */
    SHARE_TEXT_LINE_SHOWN = SHARE_TEXT_LINE + 4, /* with blanks between groups */
    SHARE_TEXT_SHARES_MAX = 64                   /* that are taken from one text */
};

struct share_text {
    char lines[SHARE_TEXT_LINES][SHARE_TEXT_LINE_SHOWN + 1];
};

/* Upper case, as it is printed. owner and archive must be base32, as ids are. Wipe it. */
void share_text_of(struct share_text *out, const struct share *share);

/* "STELE-SHARE 08DA JSW0 ..." */
void share_text_one_line(struct buf *out, const struct share_text *text);

/*
 * What a person typed or scanned: one share, in six lines or in one, numbered or not, any
 * case, blanks and hyphens ignored, i and l as 1, o as 0. ERR_INVALID names the line that
 * is wrong and why; *line is its number, or 0.
 */
MUST_USE enum err_code share_text_parse(struct share *out, unsigned *line,
                                        struct str text, struct err *err);

/* One line of a share as typed, number is from 1: for asking again at once. */
MUST_USE enum err_code share_text_check_line(unsigned number, struct str text,
                                             struct err *err);

/*
 * The shares in a text that may hold more: a printed sheet, several sheets, what a
 * scanner read. A share is what stands behind "STELE-SHARE" in its line, or six lines
 * that begin with 1: to 6:; a text that has neither is one share. Texts are borrowed from
 * text and overlap it. Returns how many, at most SHARE_TEXT_SHARES_MAX.
 */
size_t share_text_find(struct str *out, struct str text);

#endif
