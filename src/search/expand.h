#ifndef SEARCH_EXPAND_H
#define SEARCH_EXPAND_H

/*
 * What else a word that was typed may stand as: its forms, its spellings in other
 * scripts, words that are one letter off, names that sound alike. Each of these is a step
 * further away. A level is a set of steps that are searched together; a further level is
 * entered only when the nearer ones did not find enough, and nothing that it finds comes
 * before what they found.
 */

#include "record/search_index.h"
#include "search/query.h"

enum search_step {
    STEP_SAME,   /* the word as typed, but for case, accents and apostrophes */
    STEP_BEGINS, /* a word that begins so, where that was asked for */
    STEP_SPELT,  /* another spelling, or another script */
    STEP_FORM,   /* another form of the word */
    STEP_JOINED, /* two Arabic words written as one, or one as two */
    STEP_KNOWN, /* another word for the same name: Микола, Николай (names/known.txt) */
    STEP_LETTER,   /* one letter differs, or two of a long word */
    STEP_SKELETON, /* the same consonants, of which one is in Arabic letters */
    STEP_SOUNDS,   /* a Daitch-Mokotoff code in common */
    STEP_NONE
};

enum search_level { LEVEL_SPELLINGS, LEVEL_NEAR, LEVEL_SOUNDS, LEVELS };

/* The last step that a level may use. */
enum search_step search_level_ends(enum search_level level);

enum { EXPAND_KEYS_MAX = 48, EXPAND_KNOWN_MAX = 32 };

struct expanded_word {
    struct search_word tokens;
    struct search_token joined[2]; /* with the Arabic word before, and behind */
    struct search_token beginning; /* the key that words begin with; of a prefix */
    struct search_key_list known;
    struct search_key_list near;
    struct search_key_list near_words; /* as they are written */
    struct search_key_list skeleton;
    struct search_key_list sounds;
};

struct expanded_term {
    const struct query_term *term;
    bool is_excluded;
    struct expanded_word *words; /* of each of the term's */
};

struct expanded {
    const struct query *query;
    struct arena *arena;
    struct index *index;
    struct stemmer *stemmer;
    struct expanded_term terms[QUERY_TERMS_MAX]; /* by their number */
    enum search_level level;                     /* up to which the lists are filled */
};

/* query and arena must outlive it; end it with expand_end(). */
void expand_start(struct expanded *out, struct arena *arena, struct index *index,
                  const struct query *query);
void expand_end(struct expanded *expanded);

/* Look up what the level needs. */
MUST_USE enum err_code expand_to(struct expanded *expanded, enum search_level level,
                                 struct err *err);

/*
 * What is to be looked for in a table; false when the query asks for nothing there. With
 * last == STEP_SAME only words as typed. Beyond STEP_KNOWN the term of number `far` may
 * be as far off as that, the others are as spelt; EXPAND_ALL_FAR: all of them may.
 */
enum { EXPAND_ALL_FAR = QUERY_TERMS_MAX };
bool expand_query(struct text_query *out, const struct expanded *expanded,
                  enum text_table table, enum search_step last, size_t far);

/* Whether other words for a name are known of any term. */
bool expand_has_known(const struct expanded *expanded);

/* Whether anything farther off is known of a term than its spellings. */
bool expand_has_far(const struct expanded *expanded, size_t number);

/* Of a query of one word: names that are this word and no more. False for others. */
bool expand_alone(struct text_query *out, const struct expanded *expanded);

/* By which step a word of a text (found) meets the word at `at` of the term of that
 * number; STEP_NONE when by none. */
enum search_step expand_meets(const struct expanded *expanded, size_t number, size_t at,
                              const struct search_word *found);

/* Where in the archive a text stands, as the query language has it: one bit. */
enum query_in search_in(enum search_place place);

#endif
