#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

/*
 * What a person types in one line, in any script, taken apart. What looks like a sign of
 * the language but is not one in that place (a lone "-", a time, an address, a double
 * name) is ordinary text; what is meant as one and cannot be read is an error that names
 * its column and says what to write.
 *
 *   мас* поховання          both words, in any of their forms and spellings; the * word
 *                           begins so
 *   "масове поховання"      one behind the other; also „…“ “…” «…» ”…”
 *   Нечуй-Левицький 458/22  what is written without a blank stands side by side
 *   =Харків ="Харків"       exactly so: no forms, no other spellings (but see below)
 *   Ізюм OR Izium           one of them; also АБО, ИЛИ, in capitals. It binds closer
 *                           than the blank: `a OR b c` is (a or b) and c
 *   -табір -"мирна угода"   not that
 *   name:Іван text:свідок   that word in names only, in texts of documents only
 *   kind:person kind:event  one of these kinds; -kind:event: not that kind
 *
 * Exactly means: after small letters, apostrophes and accents were made alike, as
 * word.h folds them.
 *
 * A query is a row of clauses, all of which must hold; a clause is a row of terms, one of
 * which must. Everything lives in the caller's arena; the text typed must outlive it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "names/word.h"

enum {
    QUERY_TERMS_MAX = 32, /* so that a set of terms is the bits of a uint32_t */
    QUERY_FILTERS_MAX = 32,
    QUERY_WORDS_MAX = 64, /* of one term */
    QUERY_BYTES_MAX = 4096
};

/* Where a term is looked for: bits. */
enum query_in {
    QUERY_IN_NAMES = 1,
    QUERY_IN_WORDS = 2, /* words quoted from sources, and their translations */
    QUERY_IN_VALUES = 4,
    QUERY_IN_FILES = 8, /* names of files */
    QUERY_IN_TEXT = 16, /* of documents */
    QUERY_IN_ALL = 31
};

enum query_match {
    QUERY_FORMS, /* any form, any spelling */
    QUERY_PREFIX,
    QUERY_EXACT
};

/* One word of a term, as word_next gives it. */
struct query_word {
    struct str folded;
    struct str marked;
    unsigned letters;
};

struct query_term {
    size_t number;          /* 0 to QUERY_TERMS_MAX - 1, in the order typed */
    struct str typed;       /* without its signs and quotation marks */
    size_t column;          /* in characters, from 1 */
    unsigned in;            /* enum query_in; never 0 */
    enum query_match match; /* QUERY_PREFIX is about the last of its words */
    bool is_quoted;
    const struct query_word *words; /* side by side in this order; parts, no wholes */
    size_t word_count;              /* at least 1 */
    struct query_word whole; /* of a number or code that the whole term is (458/22), as
                                written; empty for others. The words find it with other
                                signs as well (458-22) */
};

struct query_clause {
    const struct query_term *terms; /* at least 1 */
    size_t term_count;
    bool is_excluded; /* then of one term */
};

enum query_field {
    QUERY_KIND,
    QUERY_CLASS,
    QUERY_PROPERTY,
    QUERY_PLACE, /* an id or words */
    QUERY_SOURCE,
    QUERY_FROM, /* EDTF, checked */
    QUERY_UNTIL
};

/* Filters of one field: one of them must hold, and none that is excluded. */
struct query_filter {
    enum query_field field;
    bool is_excluded;
    struct str value; /* never empty, as typed */
    size_t column;    /* of the value */
};

struct query {
    const struct query_clause *clauses;
    size_t clause_count;
    size_t term_count;
    const struct query_filter *filters;
    size_t filter_count;
    bool without_machine_text; /* machine:no */
};

/*
 * ERR_INVALID: "column 7: …", and for a query of nothing or of exclusions only.
 * ERR_LIMIT: longer than QUERY_BYTES_MAX, or more terms, words or filters than may be.
 */
MUST_USE enum err_code query_parse(struct query *out, struct arena *arena,
                                   struct str text, struct err *err);

#endif
