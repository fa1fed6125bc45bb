#ifndef PLACES_COUNTRIES_H
#define PLACES_COUNTRIES_H

/*
 * Countries and territories by their ISO 3166-1 code: GeoNames has codes only. The names
 * are of the Unicode CLDR 48 (Unicode License v3, see NOTICE), in countries.tsv. That
 * something has a code there is no statement about its status.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { COUNTRY_LANGUAGES = 4 }; /* en uk ru ar */

/* The bytes of countries.tsv: a first row of column names, then sorted by code. */
extern const unsigned char countries_bytes[];
extern const size_t countries_bytes_len;

/* False when no country has the code, which is of two capitals. */
bool country_names(struct str names[COUNTRY_LANGUAGES], struct str code);

#endif
