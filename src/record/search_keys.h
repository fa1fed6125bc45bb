#ifndef RECORD_SEARCH_KEYS_H
#define RECORD_SEARCH_KEYS_H

/*
 * The keys that words of this archive have, found by how nearly they are spelt, how they
 * sound, or what other name they stand for. What is misspelt is looked up here, among
 * distinct keys, and only the few that fit are then asked for in texts.
 *
 * Keys of all texts are found by spelling; by sound, consonants and given name only those
 * of names and labels.
 */

#include "record/search_words.h"

struct search_near {
    struct search_token token; /* SEARCH_KEY, or a word */
    unsigned edits;
};

/* For one word of a text that is indexed. */
MUST_USE enum err_code search_keys_enter(struct text_index *texts,
                                         const struct word *word,
                                         const struct search_word *keys, bool is_name,
                                         struct err *err);

struct search_key_list {
    struct search_near *items;
    size_t count;
    size_t max;
};

bool search_key_is_listed(const struct search_key_list *list,
                          const struct search_token *token);

/* Keys one edit away from it (two where it has 9 letters or more), the nearest first; of
 * keys of fewer than 4 letters none. At most out->max, which is the room in items. */
MUST_USE enum err_code search_keys_near(struct search_key_list *out,
                                        struct text_index *texts, struct str key,
                                        struct err *err);

/* The same of words of names as they are written. */
MUST_USE enum err_code search_words_near(struct search_key_list *out,
                                         struct text_index *texts, struct str word,
                                         struct err *err);

/* Keys of names that have a Daitch-Mokotoff code in common with the word. */
MUST_USE enum err_code search_keys_sounding(struct search_key_list *out,
                                            struct text_index *texts, struct str word,
                                            struct err *err);

/* Keys of names in Latin and Cyrillic letters with these consonants. */
MUST_USE enum err_code search_keys_of_skeleton(struct search_key_list *out,
                                               struct text_index *texts,
                                               struct str skeleton, struct err *err);

#endif
