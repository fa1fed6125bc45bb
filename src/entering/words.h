#ifndef ENTERING_WORDS_H
#define ENTERING_WORDS_H

/*
 * Which term of a vocabulary somebody means who types its key, its label in either
 * language, a common other word for it, or the beginning of one of these. Nothing is
 * guessed: what fits several terms is no term, but for one whose key begins the others'
 * ("gunshot" of gunshot, gunshot_entry, gunshot_exit).
 */

#include "base/buf.h"
#include "record/schema.h"

enum words_match { WORD_NONE, WORD_SEVERAL, WORD_BEGINS, WORD_EXACT };

enum words_match words_term(const struct schema_term **out,
                            const struct schema_vocabulary *vocabulary, struct str typed);

/* The labels of the terms that begin so, with commas between: at most a few. */
void words_terms_append(struct buf *out, const struct schema_vocabulary *vocabulary,
                        struct str typed);

/* Properties and kinds, the same way. about: bits of the kinds it must apply to; 0: any.
 */
enum words_match words_property(const struct schema_property **out, struct str typed,
                                uint32_t about);
enum words_match words_kind(const struct schema_kind **out, struct str typed);

/* Whether typed is the beginning of word, letters of any case; ' ', '_' and '-' alike. */
bool words_begins(struct str word, struct str typed);
bool words_same(struct str word, struct str typed);

/* The longest beginning of *text, whole words, that is a term; *text moves behind it. */
enum words_match words_take(const struct schema_term **out,
                            const struct schema_vocabulary *vocabulary, struct str *text);

/* The next word, which *text moves behind: blanks and commas stand between. */
struct str words_next(struct str *text);

#endif
