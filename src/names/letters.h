#ifndef NAMES_LETTERS_H
#define NAMES_LETTERS_H

/*
 * Text as code points that can be compared: canonically equal texts (Unicode, UAX #15)
 * give equal points, and so do capital and small letters (Unicode full case folding).
 * Latin, Cyrillic and Arabic letters go by tables, everything else through utf8proc.
 * What is no valid UTF-8 is passed over; what is longer than NAME_POINTS_MAX is cut.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { NAME_POINTS_MAX = 96 };

struct name_points {
    uint32_t at[NAME_POINTS_MAX];
    size_t count;
};

/* NFC, case folded. Doing it to its own outcome changes nothing. */
void name_points_of(struct name_points *out, struct str text);

/* NFKC, case folded, without combining marks: é is e, Arabic presentation forms are
 * letters. The marks that make letters of their own in Cyrillic stay: й, ї, ё, ў. */
void name_points_plain(struct name_points *out, struct str text);

/* NFKC, case folded, marks kept. */
void name_points_compat(struct name_points *out, struct str text);

/* The letter without its marks, by the rule of name_points_plain; c is as
 * name_points_compat gives it. */
uint32_t name_point_plain(uint32_t c);

/* What a code point is in a word; an apostrophe (U+0027, 0060, 00B4, 02B9, 02BC, 02BE,
 * 02BF, 2018, 2019, 201B, 201D, 2032, FF07 and the like) belongs to the word around it.
 */
enum name_class { CLASS_OTHER, CLASS_LETTER, CLASS_DIGIT, CLASS_MARK, CLASS_APOSTROPHE };

enum name_class name_class_of(uint32_t c);

enum name_script { SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_ARABIC, SCRIPT_OTHER };

enum name_script name_script_of_point(uint32_t c);

/* Of most of the word's letters; SCRIPT_OTHER when it has none. */
enum name_script name_script_of(struct str word);

#endif
