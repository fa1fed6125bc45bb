#ifndef SEARCH_STAGE_H
#define SEARCH_STAGE_H

/*
 * What was found, in order: level by level, and within a level names before what is said
 * before pages. Within these:
 *
 *   names: those that are the words asked for and nothing more, then as typed before
 *   other spellings before other words for one name, at a farther level the likest first
 *   (names/cross.h), then by how much else stands in them, a label before a name claim;
 *   what is said: values before notes before quoted words, as typed before other
 *   spellings, the words nearest to each other, the most of them;
 *   pages: as typed, nearest, most;
 *
 * and then in the order of reference. Nothing depends on when something arrived here.
 */

#include "search/expand.h"

struct search_hit {
    struct search_found found; /* of a page without its text */
    enum search_level level;
    bool is_as_typed;
    bool is_known;     /* by other words for the same name only */
    uint32_t others;   /* of a name: words in it that were not asked for */
    uint32_t likeness; /* of a name at a farther level: of its words to those asked for */
    uint32_t count;
    uint32_t span;
};

struct search_hits {
    struct search_hit *items;
    size_t count;
    bool is_cut; /* more may be found that were not looked at */
};

struct search_rows_seen;

struct search {
    struct expanded expanded;
    struct arena *arena;
    struct index *index;
    struct view view;
    struct search_rows_seen *seen;
};

/* End it with search_end(). */
void search_start(struct search *out, struct arena *arena, struct index *index,
                  struct view view, const struct query *query);
void search_end(struct search *search);

/* What a level finds in a table that earlier calls did not; levels come in their order.
 * At most `most` rows of each kind of match are looked at, the first. */
MUST_USE enum err_code search_stage(struct search_hits *out, struct search *search,
                                    enum search_level level, enum text_table table,
                                    size_t most, struct err *err);

#endif
