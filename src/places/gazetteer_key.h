#ifndef PLACES_GAZETTEER_KEY_H
#define PLACES_GAZETTEER_KEY_H

/*
 * By which keys a place's name is found: the same when a gazetteer is made and when it is
 * asked. A name's key is the name_fold2 of its words in a row, each by itself, since what
 * an ending may be depends on the word: Нова Гнилиця and Новая Гнилица meet.
 */

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "names/key.h"
#include "places/gazetteer.h"

enum { GAZETTEER_WORDS_MAX = 12, GAZETTEER_STEMS_MAX = 4 };

/* The words of a name, parted by blanks, hyphens, slashes and brackets; those beyond max
 * stand in the last. */
size_t gazetteer_words(struct str *out, size_t max, struct str name);

/* Empty where the name has no letter that keys know. */
void gazetteer_key(struct name_key *out, const struct str *words, size_t count);

/*
 * What an area may be named after: the Ukrainian adjective without its ending. Харківська
 * gives Харків, Донецька Донецьк, Одеська Одес(а), Рівненська Рівн(е). Guesses, for
 * finding only. None for other names. In *text, which is reset.
 */
size_t gazetteer_stems(struct str *out, struct buf *text, struct str name);

/* How keys are made here and now: differs when the rules have changed since. */
void gazetteer_key_version(struct buf *out);

#endif
