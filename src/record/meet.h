#ifndef RECORD_MEET_H
#define RECORD_MEET_H

/*
 * By what two archives can find that both have spoken with the same person, when each
 * hashes it with a key that both share (docs/consent.md): short texts made of a name, a
 * year of birth and a settlement, several for each person, none of them sure.
 *
 * Of whom: those who were interviewed or gave consent, except those who took all of it
 * back.
 */

#include "record/consent.h"

/* What a text holds beside the name. */
enum meet_with { MEET_YEAR = 1 << 0, MEET_PLACE = 1 << 1 };

struct meet_key {
    struct str person; /* an id */
    struct str text;
    uint32_t with; /* bits of enum meet_with */
};

struct meet_keys {
    struct meet_key *items;
    size_t count;
    size_t persons;  /* that were looked at */
    size_t nameless; /* of them, without a name that can be read here */
};

/* For looking up, the years beside the recorded one are tried too; what is handed out
 * has that one only. In arena. */
enum meet_side { MEET_HAND_OUT, MEET_LOOK_UP };
MUST_USE enum err_code meet_keys_read(struct meet_keys *out, struct arena *arena,
                                      struct index *index, struct view view,
                                      enum meet_side side, struct err *err);

/*
 * A name or a place in the spelling that is compared: small letters of the Latin
 * alphabet, words sorted and each once. Ukrainian, Russian and their usual
 * transliterations come out alike; many names that differ do, too. In arena.
 */
enum { MEET_WORDS_MAX = 8 };
struct meet_words {
    struct str items[MEET_WORDS_MAX];
    size_t count;
};
void meet_words_of(struct meet_words *out, struct arena *arena, struct str text);

#endif
