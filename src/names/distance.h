#ifndef NAMES_DISTANCE_H
#define NAMES_DISTANCE_H

/*
 * How far two spellings are apart. On code points as name_points_of makes them.
 *
 * Levenshtein: insertions, deletions and replacements. Bit-parallel: G. Myers, "A fast
 * bit-vector algorithm for approximate string matching based on dynamic programming",
 * Journal of the ACM 46 (3), 1999, in the form of H. Hyyrö.
 *
 * OSA (optimal string alignment): also neighbours that changed places, no part edited
 * twice. H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
 * distances", Nordic Journal of Computing 10, 2003.
 *
 * Jaro: M. A. Jaro, Journal of the American Statistical Association 84, 1989.
 * Jaro-Winkler: W. E. Winkler, 1990; prefix scale 0.1, prefix of at most 4, applied to
 * every similarity (no threshold of 0.7).
 */

#include <stddef.h>

#include "names/key.h"
#include "names/letters.h"

/* limit + 1 stands for everything that is more than limit. */
size_t name_levenshtein(const struct name_points *a, const struct name_points *b,
                        size_t limit);
size_t name_osa(const struct name_points *a, const struct name_points *b, size_t limit);
size_t name_key_osa(const struct name_key *a, const struct name_key *b, size_t limit);

/* From 0 (nothing alike) to 1 (equal). */
double name_jaro(const struct name_points *a, const struct name_points *b);
double name_jaro_winkler(const struct name_points *a, const struct name_points *b);

#endif
