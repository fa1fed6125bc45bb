#ifndef PLACES_GAZETTEER_TOKENS_H
#define PLACES_GAZETTEER_TOKENS_H

/*
 * The keys of a gazetteer in the making, and which names of which places have them.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "places/gazetteer.h"

struct token {
    struct str key;
    uint32_t number; /* set by tokens_sort(), counted from 1 */
    bool is_whole;   /* of a whole name, and so worth comparing letter by letter */
};

/* For sorting. */
struct token_at {
    struct token *token;
};

struct token_meet {
    uint32_t token; /* as tokens_add() gave it; its number after tokens_sort() */
    uint32_t place;
    uint16_t name;
    uint8_t step; /* enum gazetteer_step */
};

struct token_sound {
    uint32_t code;
    uint32_t token;
};

struct tokens {
    struct arena arena;
    struct buf stems;
    struct token *items; /* in order of their numbers after tokens_sort() */
    size_t count;
    size_t room;
    struct token_meet *meets; /* sorted and each once, after tokens_sort() */
    size_t meet_count;
    size_t meet_room;
    struct token_sound *sounds;
    size_t sound_count;
    size_t sound_room;
    uint32_t *slots;
    size_t slot_count;
};

/* Keys of one name, the nth of a place. has_stems: of an area. */
void tokens_add(struct tokens *tokens, uint32_t place, size_t nth, struct str name,
                bool has_stems);
void tokens_sort(struct tokens *tokens);
void tokens_free(struct tokens *tokens);

#endif
