#ifndef ENTERING_WHEN_H
#define ENTERING_WHEN_H

/*
 * A date as people type it, in English, Ukrainian or Russian, as EDTF. Read are EDTF
 * itself and
 *   10 september 2022   september 10, 2022   10.09.2022   september 2022   2022
 *   14 to 17 september 2022   march to september 2022   from march until may 2022
 *   between 3 march and 5 april 2022   since march 2022   until 10 september 2022
 *   about september 2022   september 2022?   spring 2022   2010s
 *   early 2022   mid september 2022   late 2022     a third of it, both ends about
 * An end without a year has that of the other. What a source says in words stands in
 * quotation marks beside it: "last month" august 2022. Nothing is worked out from words
 * such as "yesterday": that is somebody's inference, and needs the day they were said.
 */

#include "base/arena.h"
#include "base/err.h"
#include "format/value.h"

/*
 * {"edtf", "words"}; either may be missing, not both. ERR_INVALID says what cannot be
 * read, and how to write it.
 */
MUST_USE enum err_code when_read(struct value *out, struct arena *arena, struct str text,
                                 struct err *err);

/* The text in quotation marks of any kind, which leaves *text; empty: there is none. */
struct str when_words_take(struct arena *arena, struct str *text);

#endif
