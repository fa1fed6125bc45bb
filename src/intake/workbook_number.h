#ifndef INTAKE_WORKBOOK_NUMBER_H
#define INTAKE_WORKBOOK_NUMBER_H

/*
 * Numbers, dates and times as workbooks store them. XLSX stores every number as the
 * shortest or the 17-digit text of a double, and a date as the number of days since
 * 1899-12-31 or 1904-01-01 with a number format that shows it as one. All of it is
 * worked on as decimal text and integers: no number passes through a double here.
 */

#include "base/buf.h"
#include "intake/workbook.h"

/*
 * Append the plain decimal of a stored number: "1E+05" is 100000, "2.50" is 2.5. No
 * spreadsheet program takes or shows more than 15 significant digits, yet they store 17
 * (2.2999999999999998 where 2.3 was typed): fractions are rounded to 15. False, and
 * nothing appended, when it is no number.
 */
bool workbook_number(struct buf *out, struct str stored);

/* What a number format shows. None: it is no date. */
enum {
    WORKBOOK_SHOWS_YEAR = 1,
    WORKBOOK_SHOWS_MONTH = 2,
    WORKBOOK_SHOWS_DAY = 4,
    WORKBOOK_SHOWS_TIME = 8,
    WORKBOOK_SHOWS_ELAPSED = 16, /* [h]: hours beyond 24 */
    WORKBOOK_SHOWS_EITHER = 32   /* depends on the country: the value tells */
};
unsigned workbook_builtin_format(unsigned id);
unsigned workbook_custom_format(struct str code);

/*
 * Append the date or time that a stored number is, as its format shows it: a format of
 * year and month gives YYYY-MM, one without a year WORKBOOK_DAY. Seconds are rounded.
 * WORKBOOK_ERROR, with what the sheet would show, where there is no such day.
 */
enum workbook_kind workbook_date(struct buf *out, struct str stored, unsigned shows,
                                 bool is_1904);

/*
 * The same of ISO 8601 text, as ODS and strict XLSX store it: 2022-02-24,
 * 2022-02-24T13:30:00.5. shows may be 0: as it is written.
 */
enum workbook_kind workbook_iso_date(struct buf *out, struct str stored, unsigned shows);

/* PT13H30M00S. False, and nothing appended, when it is none. */
bool workbook_iso_time(struct buf *out, struct str stored);

#endif
