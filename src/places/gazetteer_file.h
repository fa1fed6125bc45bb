#ifndef PLACES_GAZETTEER_FILE_H
#define PLACES_GAZETTEER_FILE_H

/*
 * What a gazetteer's file looks like. It is made once, and only ever replaced as a
 * whole (store/db.h, db_fixed_make()).
 *
 *   about   word, value       title, source file, hash, licence, counts, versions
 *   place   number, ...       numbered from 1, the most people first: a number is a rank
 *   name    place, n, ...     as written; n counts from 0, main names first
 *   code    code, place       own and shared codes
 *   token   key, number       keys of names; those of whole names first, by length
 *   meet    token, step, place, name   which names have the key, and how (GAZETTEER_WORD)
 *   lane    chars, chunk ...  keys of one length in a row: for looking at all of them
 *   sound   code, token       Daitch-Mokotoff codes of names with the key
 *   spot    cell, lat, lon, place   places by squares of a tenth of a degree
 *
 * Degrees are whole numbers of 1e-8. A lane's chunk holds up to GAZETTEER_LANE_KEYS keys
 * numbered from `first`: 8 bytes of signature a key, and the keys' characters.
 */

#include <stdint.h>

#include "base/str.h"
#include "geo/point.h"

/* Raised whenever the tables change: an older file is asked to be imported again. */
enum { GAZETTEER_FORMAT = 1 };

enum { GAZETTEER_LANE_KEYS = 4096, GAZETTEER_SIGNATURE_BYTES = 8 };

#define GAZETTEER_SUFFIX ".db"

extern const char gazetteer_schema[];

/*
 * Which letters a key has, one bit for a letter that is there and one more where it is
 * there twice: an edit changes at most two bits, so keys of which more than 2 * n bits
 * differ are more than n edits apart.
 */
uint64_t gazetteer_signature(struct str key);

int64_t gazetteer_degrees(double degrees); /* 1e-8 */
double gazetteer_from_degrees(int64_t stored);

/* Rows of squares from south to north, squares from west to east. */
enum { GAZETTEER_ROW_CELLS = 3600, GAZETTEER_CELLS_OF_DEGREE = 10 };
int64_t gazetteer_cell(double lat, double lon);

#endif
