#ifndef NAMES_KNOWN_H
#define NAMES_KNOWN_H

/*
 * Different words for one name, which no rule of spelling brings together: Залізничне and
 * Железнодорожное, حلب and Aleppo. The table is names/known.txt, compared by key; given
 * names have their own (names/given.h).
 */

#include <stdbool.h>

#include "names/key.h"

/* What the table compares: fold2, or fold1 where that has fewer than three letters and
 * would make one of Ян and Анна. */
void name_known_key(struct name_key *out, struct str word);

/* Both as above; true when a line of the table has both. */
bool name_known_together(const struct name_key *a, const struct name_key *b);

/* The keys of all names that share a line with this one, itself left out, at most max;
 * returns how many. */
size_t name_known_others(struct name_key *out, size_t max, const struct name_key *key);

/* The table as it is embedded. */
extern const unsigned char known_names_bytes[];
extern const size_t known_names_bytes_len;

#endif
