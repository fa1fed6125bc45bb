#ifndef ENTERING_AMOUNT_H
#define ENTERING_AMOUNT_H

/*
 * How many, as people write it: "2", "two", "8-15", "about ten", "at least 1,000", "up to
 * 8", "several"; then of what and per what: "up to 8 persons per cell at one time". The
 * number is one only where a number was written; other words are kept as words.
 */

#include "base/arena.h"
#include "format/value.h"
#include "record/schema.h"

/*
 * Takes what it can from the beginning of *text. False, *text unchanged, when that is no
 * amount. *out is an object with lower, exact, upper, about or words.
 */
bool amount_take(struct value *out, struct arena *arena, struct str *text);

/* "persons", "bodies", "cells": the unit of a count; *text moves behind the word. */
bool amount_unit_take(struct str *unit, struct str *text);

/* The whole: a count with its unit, per and at, or a quantity where units is that
 * vocabulary. False when there is no amount at its beginning or something is left over.
 */
bool amount_read(struct value *out, struct arena *arena, struct str text,
                 const struct schema_vocabulary *units);

#endif
