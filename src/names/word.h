#ifndef NAMES_WORD_H
#define NAMES_WORD_H

/*
 * The words of running text in any script, for indexing it and for marking what was
 * found in it. The central rule: a text and what somebody types are taken apart by the
 * same reader, so what is written alike, or nearly so, gives the same words.
 *
 * A word is a run of letters or of digits (Unicode 15 general categories L and Nd).
 *
 * - An apostrophe between two letters belongs to the word, whichever of its forms it
 *   has (п’ять, Куп'янськ, Kup”yans’k), and is ' when folded.
 * - Marks belong to the word. Accents, stress (Изю́м), harakat and Hebrew points vanish
 *   when folded; й and ї stay letters. Marks of other scripts are vowels and stay.
 * - Soft hyphens, zero-width characters, bidi marks, tatweel and the BOM vanish.
 * - Everything else parts words: hyphens too (Нечуй-Левицький is two words that stand
 *   side by side), and the change from letters to digits (UW0067 is uw and 0067).
 * - Scripts that leave no blanks between words (Han, kana, Thai, Lao, Khmer, Burmese):
 *   every character is a word. A word typed is then a phrase of its characters.
 *
 * A number or code (UW0067, 458/22, T-72Б3, 10.09.2022, IMG_0067) is found by its parts
 * and as it is written: it is given whole beside the words it is made of. So is a word
 * that a hyphen parts at the end of a line. Positions count the parts, so that a phrase
 * is a run of positions.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum {
    WORD_MAX = 96, /* bytes of a folded word; what is longer is cut there */
    WORD_PARTS_MAX = 16
};

/* What a word is made of: bits. */
enum word_letters {
    WORD_LATIN = 1,
    WORD_CYRILLIC = 2,
    WORD_ARABIC = 4,
    WORD_OTHER = 8, /* letters of another script */
    WORD_DIGITS = 16
};

struct word {
    size_t start; /* in bytes of the text as given */
    size_t len;
    struct str folded; /* small letters, one apostrophe, no accents; never empty */
    struct str marked; /* the same with the accents that stand on Latin letters, NFC:
                          buča beside buca; what keys of names are made from */
    unsigned letters;  /* enum word_letters */
    size_t position;   /* of its first part, counted from 0 */
    size_t parts;      /* positions it covers: 1, or more for what is given whole */
};

/* Folded bytes of a run of parts and the signs between them. Open so that a reader can
 * stand on the stack; only word.c reads the two. */
struct word_run {
    char folded[(WORD_PARTS_MAX + 1) * (WORD_MAX + 1)];
    char marked[(WORD_PARTS_MAX + 1) * (WORD_MAX + 1)];
    size_t folded_len;
    size_t marked_len;
};

struct word_part {
    size_t start;
    size_t end;
    size_t position;
    size_t parts;
    size_t folded; /* where in the run */
    size_t folded_end;
    size_t marked;
    size_t marked_end;
    unsigned letters;
};

struct word_reader {
    struct str text;
    size_t at;
    size_t position;
    size_t next; /* of the queue, to be given */
    size_t count;
    struct word_part queue[3 * WORD_PARTS_MAX];
    struct word_run run;
};

/* text must outlive the reader. Bytes that are not UTF-8 part words. */
void word_reader_init(struct word_reader *reader, struct str text);

/* The next word, in order of start, a whole before its parts; false at the end. Its
 * strings stay until the next call. */
bool word_next(struct word *out, struct word_reader *reader);

/* Whether text may be cut at `at` without cutting a character or parting it from its
 * marks (Unicode's extended grapheme clusters, but for those of more than two). */
bool word_may_cut(struct str text, size_t at);

#endif
