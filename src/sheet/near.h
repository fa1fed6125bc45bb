#ifndef SHEET_NEAR_H
#define SHEET_NEAR_H

/*
 * Which preserved texts say nearly the same as one of them, or as words that somebody is
 * about to enter: before a rewritten article is entered as a second source. What comes
 * out is a machine's proposal. Whether one source rewrites another, a person says.
 *
 * Pages are found by the sketches of the index and then compared word by word, so the
 * shares are exact for the pages that were compared. Translations are not found.
 */

#include "record/page_text.h"
#include "search/near_text.h"
#include "sheet/sheet.h"

enum {
    NEAR_ITEMS = 8,          /* told at most */
    NEAR_LEAST_PERCENT = 12, /* of either text */
    NEAR_LEAST_COMMON = 4,   /* shingles */
    NEAR_WHOLE_PAGES = 8,    /* longer texts are compared by the pages that look alike */
    NEAR_RUNS = 12
};

/* A text as it was compared. */
struct near_side {
    struct ref text;
    struct ref object; /* whose text it is */
    struct object_row file;
    struct str source; /* what was preserved as that file; empty: nothing yet */
    struct near_words words;
    bool is_part; /* only the pages that look alike */
};

struct near_item {
    struct near_side side;
    struct near_share share; /* a: what was asked about, b: this */
    struct near_runs runs;
    struct near_words asked;     /* what of the asked text was compared: runs' a */
    struct claim_list relations; /* that the one source rewrites, repeats, translates …
                                    the other: claims that stand, either way */
};

struct near_sheet {
    struct near_side asked; /* without words where a longer text was compared in parts */
    bool has_text;          /* there is a text to compare at all */
    struct near_item *items;
    size_t count;
    bool has_more;
};

/* Of a preserved file: the newest text of it. */
MUST_USE enum err_code near_read(struct near_sheet *out, struct sheet *sheet,
                                 struct ref object, struct err *err);

/* Of words; except: a file that they are taken from, or REF_NONE. */
MUST_USE enum err_code near_read_words(struct near_sheet *out, struct sheet *sheet,
                                       struct str words, struct ref except,
                                       struct err *err);

/* Two files that somebody names, however little they share. */
MUST_USE enum err_code near_read_pair(struct near_sheet *out, struct sheet *sheet,
                                      struct ref object, struct ref other,
                                      struct err *err);

/* The file that a text is of: what it was made of, and what that was made of. */
MUST_USE enum err_code near_file_of(struct ref *out, struct sheet *sheet, struct ref text,
                                    struct err *err);

/* What one source can be said to do to the other: keys of properties. */
enum { NEAR_RELATIONS = 4 };
extern const struct str near_relations[NEAR_RELATIONS];

/* The claim that source a rewrites (…) source b, resting on both files, as a draft. */
struct value near_claim(struct arena *arena, struct archive *archive, struct str a,
                        struct str property, struct str b, struct ref file_a,
                        struct ref file_b);

#endif
