#ifndef NAMES_DAITCH_MOKOTOFF_H
#define NAMES_DAITCH_MOKOTOFF_H

/*
 * Daitch-Mokotoff Soundex (Randy Daitch and Gary Mokotoff, 1985): six digits for how a
 * Slavic, Yiddish or German surname may sound; a spelling that can be read in several
 * ways has several codes. Rules: https://www.avotaynu.com/soundex.htm. A word in Cyrillic
 * or Arabic letters is romanised first. Coarse: the last resort, never ranked above a
 * key.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { NAME_DM_MAX = 32 };

/* All codes (0 to 999999) in rising order, at most max, which should be NAME_DM_MAX;
 * returns how many. None for a word without letters. */
size_t name_dm(uint32_t *codes, size_t max, struct str word);

#endif
