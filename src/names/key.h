#ifndef NAMES_KEY_H
#define NAMES_KEY_H

/*
 * Keys that different spellings of one name share, for finding (never for deciding that
 * two are one). A key is small ASCII letters and digits; everything in the word that is
 * no letter or digit (blanks, hyphens, apostrophes, marks) is left out, so that a name of
 * two words has one key as well. An empty key: nothing to go by. Equal for NFC and NFD.
 * docs/names.md has the rules with their sources.
 */

#include "base/str.h"
#include "names/letters.h"

enum { NAME_KEY_MAX = 64 };

struct name_key {
    char text[NAME_KEY_MAX]; /* no NUL */
    size_t len;
};

struct str name_key_str(const struct name_key *key);

/* The romanisations of Ukrainian and Russian and their English, German, French and Polish
 * spellings made alike, where they spell the same Cyrillic: q is ч, x is ш, ж and щ, c is
 * ц, h is г, ґ and х. */
void name_fold1(struct name_key *out, struct str word);

/* fold1, and Ukrainian and Russian forms of one name made alike: Харків and Харьков.
 * Of a word in Arabic letters this is name_skeleton. */
void name_fold2(struct name_key *out, struct str word);

/*
 * fold2 under each way to read letters that languages disagree on, the plain one first:
 *   Latin ch as х and j as х or й   German, Polish, Spanish: Charkiw, Jersón
 *   Latin ch as ш and j as ж        French: Chevtchenko, Jytomyr
 *   Latin c as ч                    č without its mark: Cernihiv
 * For looking up one word in an index of fold2 keys. At most max, which should be
 * NAME_READINGS; returns how many, without repeats.
 */
enum { NAME_READINGS = 5 };
size_t name_fold2_readings(struct name_key *out, size_t max, struct str word);

/* Consonants only, and coarser: what an Arabic spelling and a Latin or Cyrillic one have
 * in common (محمد, Mohammed, Мухаммед are "mhmd"). For one script it says too little. */
void name_skeleton(struct name_key *out, struct str word);

/* Arabic letters as careless spelling has them: أ إ آ ٱ are ا, ى is ي, ة is ه, ؤ is و,
 * ئ is ي, ی is ي, ک is ك; without hamza, tatweel, marks and blanks. Doing it twice is
 * doing it once. */
void name_fold_arabic(struct name_points *out, struct str text);

#endif
