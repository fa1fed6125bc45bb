#ifndef SHEET_PLACING_H
#define SHEET_PLACING_H

/*
 * Where a passage stands in a text: by the line or paragraph that it names, and by its
 * words. Blanks and line breaks, and the shapes of quotation marks and dashes, count for
 * nothing; words that were left out (…) may be anything. What cannot be placed is never
 * guessed: words that stand in several places, and nobody said in which, are in none.
 */

#include "base/arena.h"
#include "base/str.h"
#include "format/value.h"

enum { PLACING_TEXT_MAX = 8 << 20 }; /* what lies behind it in a page is not looked at */

enum placed {
    PLACED_AS_SAID,   /* its words, where it says */
    PLACED_BY_WORDS,  /* it names no line or paragraph; its words stand here once */
    PLACED_ELSEWHERE, /* its words stand here once, and not where it says */
    PLACED_WHOLE,     /* without words: the lines it names */
    PLACED_NOT_FOUND, /* its words do not stand here */
    PLACED_SEVERAL,   /* they stand here more than once */
    PLACED_NOWHERE    /* no words, and neither line nor paragraph */
};

struct placing_span { /* bytes of the text */
    size_t from;
    size_t until;
};

struct placing_found {
    enum placed how;
    struct placing_span *spans; /* of the first four */
    size_t count;
};

struct placing {
    struct arena *arena;
    struct str text;
    struct str plain; /* the same with what counts for nothing taken out */
    uint32_t *at;     /* by byte of plain: the place in text */
};

/* text: one page, UTF-8; lives as long as out. */
void placing_start(struct placing *out, struct arena *arena, struct str text);

void placing_find(struct placing_found *out, const struct placing *placing,
                  struct str words, const struct value *locator);

/* The bytes of lines, or paragraphs, from the first to the last, numbered from 1; false
 * where the text has not so many. A paragraph is what blank lines set apart. */
bool placing_lines(struct placing_span *out, struct str text, uint64_t first,
                   uint64_t last);
bool placing_paragraphs(struct placing_span *out, struct str text, uint64_t first,
                        uint64_t last);

/* A number, or a range "26-35", of a locator. */
bool placing_numbers(uint64_t *first, uint64_t *last, const struct value *v);

#endif
