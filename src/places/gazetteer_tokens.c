#include "places/gazetteer_tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "names/daitch_mokotoff.h"
#include "places/gazetteer_key.h"

/* A word of one letter finds half the world. */
enum { WORD_KEY_MIN = 2 };

static void *with_room(void *old, size_t used, size_t *room, size_t size)
{
    void *more = old;

    if (used < *room)
        return old;
    *room = 2 * *room + 4096;
    more = reallocarray(old, *room, size);
    if (!more)
        out_of_memory(*room * size);
    return more;
}

static uint32_t *slot_of(struct tokens *tokens, struct str key)
{
    size_t at = map_hash(key.ptr, key.len) & (tokens->slot_count - 1);

    while (tokens->slots[at] != 0 &&
           !str_equal(tokens->items[tokens->slots[at] - 1].key, key))
        at = (at + 1) & (tokens->slot_count - 1);
    return &tokens->slots[at];
}

static void slots_grow(struct tokens *tokens)
{
    free(tokens->slots);
    tokens->slot_count = tokens->slot_count > 0 ? 2 * tokens->slot_count : 8192;
    tokens->slots = calloc(tokens->slot_count, sizeof *tokens->slots);
    if (!tokens->slots)
        out_of_memory(tokens->slot_count * sizeof *tokens->slots);
    for (size_t i = 0; i < tokens->count; i++)
        *slot_of(tokens, tokens->items[i].key) = (uint32_t)i + 1;
}

static uint32_t token_of(struct tokens *tokens, struct str key, bool is_whole)
{
    uint32_t *slot;

    if (2 * tokens->count >= tokens->slot_count)
        slots_grow(tokens);
    slot = slot_of(tokens, key);
    if (*slot == 0) {
        tokens->items =
            with_room(tokens->items, tokens->count, &tokens->room, sizeof *tokens->items);
        tokens->items[tokens->count++] =
            (struct token){.key = arena_str(&tokens->arena, key)};
        *slot = (uint32_t)tokens->count;
    }
    tokens->items[*slot - 1].is_whole |= is_whole;
    return *slot - 1;
}

static void meet(struct tokens *tokens, uint32_t token, uint32_t place, size_t nth,
                 enum gazetteer_step step)
{
    tokens->meets = with_room(tokens->meets, tokens->meet_count, &tokens->meet_room,
                              sizeof *tokens->meets);
    tokens->meets[tokens->meet_count++] =
        (struct token_meet){token, place, (uint16_t)nth, (uint8_t)step};
}

static void add_sounds(struct tokens *tokens, uint32_t token, struct str name)
{
    uint32_t codes[NAME_DM_MAX];
    size_t count = name_dm(codes, NAME_DM_MAX, name);

    for (size_t i = 0; i < count; i++) {
        tokens->sounds = with_room(tokens->sounds, tokens->sound_count,
                                   &tokens->sound_room, sizeof *tokens->sounds);
        tokens->sounds[tokens->sound_count++] = (struct token_sound){codes[i], token};
    }
}

static void add_stems(struct tokens *tokens, uint32_t place, size_t nth, struct str name)
{
    struct str stems[GAZETTEER_STEMS_MAX];
    size_t count = gazetteer_stems(stems, &tokens->stems, name);

    for (size_t i = 0; i < count; i++) {
        struct str words[GAZETTEER_WORDS_MAX];
        struct name_key key;

        gazetteer_key(&key, words, gazetteer_words(words, GAZETTEER_WORDS_MAX, stems[i]));
        if (key.len > 0)
            meet(tokens, token_of(tokens, name_key_str(&key), true), place, nth,
                 GAZETTEER_STEM);
    }
}

/* Letters of a script that keys do not know stand in them as numbers, behind a 0: another
 * digit would be another letter and no misspelling. */
static bool is_of_letters(const struct name_key *key)
{
    return key->text[0] != '0';
}

void tokens_add(struct tokens *tokens, uint32_t place, size_t nth, struct str name,
                bool has_stems)
{
    struct str words[GAZETTEER_WORDS_MAX];
    size_t count = gazetteer_words(words, GAZETTEER_WORDS_MAX, name);
    struct name_key key;
    uint32_t token;

    gazetteer_key(&key, words, count);
    if (key.len == 0)
        return;
    token = token_of(tokens, name_key_str(&key), is_of_letters(&key));
    meet(tokens, token, place, nth, GAZETTEER_SAME_KEY);
    add_sounds(tokens, token, name);
    for (size_t i = 0; i < count && count > 1; i++) {
        name_fold2(&key, words[i]);
        if (key.len >= WORD_KEY_MIN)
            meet(tokens, token_of(tokens, name_key_str(&key), false), place, nth,
                 GAZETTEER_WORD);
    }
    if (has_stems)
        add_stems(tokens, place, nth, name);
}

/* Whole names first, by length: a lane is a run of them. */
static int compare_tokens(const void *a, const void *b)
{
    const struct token *x = ((const struct token_at *)a)->token;
    const struct token *y = ((const struct token_at *)b)->token;

    if (x->is_whole != y->is_whole)
        return x->is_whole ? -1 : 1;
    if (x->key.len != y->key.len)
        return x->key.len < y->key.len ? -1 : 1;
    return memcmp(x->key.ptr, y->key.ptr, x->key.len);
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_meets(const void *a, const void *b)
{
    const struct token_meet *x = a;
    const struct token_meet *y = b;

    if (x->token != y->token)
        return compare_numbers(x->token, y->token);
    if (x->step != y->step)
        return compare_numbers(x->step, y->step);
    if (x->place != y->place)
        return compare_numbers(x->place, y->place);
    return compare_numbers(x->name, y->name);
}

static int compare_sounds(const void *a, const void *b)
{
    const struct token_sound *x = a;
    const struct token_sound *y = b;

    return x->code != y->code ? compare_numbers(x->code, y->code)
                              : compare_numbers(x->token, y->token);
}

static void number_tokens(struct tokens *tokens)
{
    struct token_at *order = calloc(tokens->count + 1, sizeof *order);
    struct token *sorted = calloc(tokens->count + 1, sizeof *sorted);

    if (!order || !sorted)
        out_of_memory(tokens->count * sizeof *sorted);
    for (size_t i = 0; i < tokens->count; i++)
        order[i].token = &tokens->items[i];
    qsort(order, tokens->count, sizeof *order, compare_tokens);
    for (size_t i = 0; i < tokens->count; i++)
        order[i].token->number = (uint32_t)i + 1;
    for (size_t i = 0; i < tokens->meet_count; i++)
        tokens->meets[i].token = tokens->items[tokens->meets[i].token].number;
    for (size_t i = 0; i < tokens->sound_count; i++)
        tokens->sounds[i].token = tokens->items[tokens->sounds[i].token].number;
    for (size_t i = 0; i < tokens->count; i++)
        sorted[i] = *order[i].token;
    free(order);
    free(tokens->items);
    tokens->items = sorted;
}

static size_t unique_meets(struct token_meet *meets, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || meets[kept - 1].token != meets[i].token ||
            meets[kept - 1].step != meets[i].step ||
            meets[kept - 1].place != meets[i].place)
            meets[kept++] = meets[i];
    return kept;
}

static size_t unique_sounds(struct token_sound *sounds, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_sounds(&sounds[kept - 1], &sounds[i]) != 0)
            sounds[kept++] = sounds[i];
    return kept;
}

void tokens_sort(struct tokens *tokens)
{
    if (tokens->count == 0)
        return;
    number_tokens(tokens);
    qsort(tokens->meets, tokens->meet_count, sizeof *tokens->meets, compare_meets);
    tokens->meet_count = unique_meets(tokens->meets, tokens->meet_count);
    if (tokens->sound_count > 0)
        qsort(tokens->sounds, tokens->sound_count, sizeof *tokens->sounds,
              compare_sounds);
    tokens->sound_count = unique_sounds(tokens->sounds, tokens->sound_count);
}

void tokens_free(struct tokens *tokens)
{
    free(tokens->items);
    free(tokens->meets);
    free(tokens->sounds);
    free(tokens->slots);
    buf_release(&tokens->stems);
    arena_free(&tokens->arena);
    *tokens = (struct tokens){0};
}
