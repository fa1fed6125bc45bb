#ifndef INTAKE_WORKBOOK_DECIMAL_H
#define INTAKE_WORKBOOK_DECIMAL_H

/* A stored number as its decimal digits: for workbook_number.c and workbook_date.c. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* 0.DIGITS times ten to the power of point, digits without zeros at either end. */
struct decimal {
    bool is_negative;
    bool is_whole; /* written without point and exponent */
    char digits[400];
    size_t count;
    int64_t point;
};

/* False for what is no number, or one of more than 400 digits on either side. */
bool decimal_parse(struct decimal *d, struct str text);

#endif
