/* What can be searched: the words of a statement's texts, and the keys that are in use.
 */

#include "record/project_text.h"

#include "base/map.h"
#include "format/frame.h"
#include "record/search_keys.h"
#include "record/search_words.h"
#include "record/text_sketch.h"

/*
 * Whose keys are in the set already, by a hash of the word: so many that also a large
 * vocabulary is not worked out and looked up again and again. Two words with one hash
 * of 64 bits are not to be expected.
 */
enum { SEEN_SLOTS = 1 << 18 };

/*
 * The same words come again and again, and their stems and keys cost more than all the
 * rest: kept by the word, direct-mapped. A slot holds the word as it was read (folded and
 * marked) and what it puts into a prepared text. Longer ones are worked out each time.
 */
enum { CACHE_SLOTS = 32768, CACHE_WORD = 96, CACHE_TOKENS = 208 };

/* What is longer is no text that somebody wrote. */
enum { TEXT_MAX_BYTES = 4 << 20 };

struct cached_word {
    char word[CACHE_WORD];
    char tokens[CACHE_TOKENS];
    uint8_t folded_len; /* 0: empty */
    uint8_t marked_len;
    uint8_t tokens_len;
    uint64_t key; /* text_key() */
};

struct word_putter {
    struct stemmer *stemmer;
    struct cached_word *slots;
    uint64_t *seen;
    struct buf prepared;
    struct search_word word; /* the last one that was worked out */
    uint64_t *row;           /* text_key() of the words of the text that was put last */
    size_t row_count;
    size_t row_cap;
    uint64_t whole; /* text_whole() since it was last asked for */
};

/* A text while it is put. */
struct putting {
    struct projection *p;
    struct word_putter *putter;
    bool is_name;
    bool keeps_row; /* a page: it will be compared with others */
    size_t position;
    size_t count;           /* words without wholes */
    struct str last_arabic; /* the word before, where it was one */
    char arabic[WORD_MAX];
};

static struct word_putter *putter_of(struct index *index)
{
    struct word_putter *putter = index->putter;

    if (putter)
        return putter;
    putter = calloc(1, sizeof *putter);
    if (!putter)
        out_of_memory(sizeof *putter);
    putter->slots = calloc(CACHE_SLOTS, sizeof *putter->slots);
    putter->seen = calloc(SEEN_SLOTS, sizeof *putter->seen);
    if (!putter->slots || !putter->seen)
        out_of_memory(CACHE_SLOTS * sizeof *putter->slots);
    putter->stemmer = stemmer_new();
    index->putter = putter;
    return putter;
}

void project_text_forget(struct index *index)
{
    if (index->putter)
        memset(index->putter->seen, 0, SEEN_SLOTS * sizeof *index->putter->seen);
}

void project_text_end(struct index *index)
{
    struct word_putter *putter = index->putter;

    if (!putter)
        return;
    stemmer_free(putter->stemmer);
    free(putter->slots);
    free(putter->seen);
    free(putter->row);
    buf_release(&putter->prepared);
    free(putter);
    index->putter = NULL;
}

static struct cached_word *slot_of(struct word_putter *putter, const struct word *word)
{
    uint32_t hash = map_hash(word->marked.ptr, word->marked.len);

    return &putter->slots[hash % CACHE_SLOTS];
}

static bool is_of(const struct cached_word *slot, const struct word *word)
{
    return slot->folded_len == word->folded.len && slot->marked_len == word->marked.len &&
           memcmp(slot->word, word->folded.ptr, word->folded.len) == 0 &&
           memcmp(slot->word + slot->folded_len, word->marked.ptr, word->marked.len) == 0;
}

/* What is too long for a slot stays out. */
static void fill_slot(struct cached_word *slot, const struct word *word,
                      struct str tokens, uint64_t key)
{
    if (tokens.len > CACHE_TOKENS || word->folded.len + word->marked.len > CACHE_WORD)
        return;
    memcpy(slot->tokens, tokens.ptr, tokens.len);
    slot->tokens_len = (uint8_t)tokens.len;
    slot->key = key;
    memcpy(slot->word, word->folded.ptr, word->folded.len);
    memcpy(slot->word + word->folded.len, word->marked.ptr, word->marked.len);
    slot->folded_len = (uint8_t)word->folded.len;
    slot->marked_len = (uint8_t)word->marked.len;
}

/* FNV-1a of 64 bits; a name and another word are two. */
static bool was_seen(struct word_putter *putter, const struct word *word, bool is_name)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ (is_name ? 1U : 0U);
    uint64_t *slot;

    for (size_t i = 0; i < word->marked.len; i++)
        hash = (hash ^ (uint8_t)word->marked.ptr[i]) * UINT64_C(1099511628211);
    hash ^= hash >> 32;
    slot = &putter->seen[hash % SEEN_SLOTS];
    if (*slot == hash)
        return true;
    *slot = hash;
    return false;
}

static enum err_code enter(struct putting *put, const struct word *word)
{
    struct index *index = put->p->index;
    struct text_index *texts = NULL;
    enum err_code code = index_texts(&texts, index, put->p->err);

    search_word_of(&put->putter->word, put->putter->stemmer, word);
    if (code == ERR_OK)
        code =
            search_keys_enter(texts, word, &put->putter->word, put->is_name, put->p->err);
    return code;
}

static void add_to_row(struct word_putter *putter, const struct word *word, uint64_t key)
{
    if (word->parts > 1)
        return;
    if (putter->row_count == putter->row_cap) {
        size_t cap = putter->row_cap > 0 ? 2 * putter->row_cap : 1024;
        uint64_t *row = realloc(putter->row, cap * sizeof *row);

        if (!row)
            out_of_memory(cap * sizeof *row);
        putter->row = row;
        putter->row_cap = cap;
    }
    putter->row[putter->row_count++] = key;
    putter->whole = text_whole(putter->whole, word->folded);
}

/* The word's tokens; is_same: at the place of the one before. */
static enum err_code put_word(struct putting *put, const struct word *word, bool is_same)
{
    struct word_putter *putter = put->putter;
    struct cached_word *slot = slot_of(putter, word);
    struct buf *out = &putter->prepared;
    size_t start = out->len;
    uint64_t key = slot->key;

    if (is_of(slot, word)) {
        buf_bytes(out, slot->tokens, slot->tokens_len);
    } else {
        search_word_of(&putter->word, putter->stemmer, word);
        search_word_put(out, &putter->word, true);
        key = text_key(&putter->word);
        fill_slot(slot, word, (struct str){out->ptr + start, out->len - start}, key);
    }
    if (put->keeps_row)
        add_to_row(putter, word, key);
    out->ptr[start] = is_same ? TEXT_SAME : TEXT_NEXT;
    return was_seen(putter, word, put->is_name) ? ERR_OK : enter(put, word);
}

/* Arabic names are written with and without blanks. */
static void put_joined(struct putting *put, const struct word *word)
{
    struct search_token joined;

    if (put->last_arabic.len > 0 && word->letters == WORD_ARABIC) {
        search_join(&joined, put->last_arabic, word->marked);
        text_add(&put->putter->prepared, search_token_str(&joined), true);
    }
    put->last_arabic = STR("");
    if (word->letters != WORD_ARABIC)
        return;
    memcpy(put->arabic, word->marked.ptr, word->marked.len);
    put->last_arabic = (struct str){put->arabic, word->marked.len};
}

/* A name that is one word and no more comes first where it is asked for. */
static void put_alone(struct putting *put, const struct word *last)
{
    struct search_word *word = &put->putter->word;

    search_word_of(word, put->putter->stemmer, last);
    for (size_t i = 0; i < word->key_count; i++) {
        struct search_token alone = word->keys[i];

        alone.text[0] = SEARCH_ALONE;
        text_add(&put->putter->prepared, search_token_str(&alone), true);
    }
}

static enum err_code put_words(struct putting *put, struct str text)
{
    struct word_reader reader;
    struct word word;
    bool is_first = true;

    word_reader_init(&reader, text);
    while (word_next(&word, &reader)) {
        if (put_word(put, &word, !is_first && word.position == put->position) != ERR_OK)
            return put->p->err->code;
        put->position = word.position;
        is_first = false;
        if (word.parts > 1)
            continue;
        put->count++;
        if (put->is_name)
            put_joined(put, &word);
    }
    if (!put->is_name || put->count != 1)
        return ERR_OK;
    word_reader_init(&reader, text);
    if (word_next(&word, &reader))
        put_alone(put, &word);
    return ERR_OK;
}

static bool may_be_indexed(const struct projection *p)
{
    return p->index->is_private || (p->form != FRAME_SEALED && p->form != FRAME_ERASED);
}

enum err_code index_put_text(struct projection *p, enum search_place place, uint32_t page,
                             struct str text)
{
    struct putting put = {.p = p,
                          .is_name = search_place_is_name(place),
                          .keeps_row = place == SEARCH_PAGE};
    struct text_index *texts = NULL;
    int64_t row = 0;
    enum err_code code;

    if (!may_be_indexed(p))
        return err_set(p->err, ERR_DENIED,
                       "what was sealed must not enter an index that others can read");
    if (!search_row_of(&row, place, p->ref, page))
        return ERR_OK;
    put.putter = putter_of(p->index);
    buf_reset(&put.putter->prepared);
    put.putter->row_count = 0;
    code = put_words(&put, str_prefix(text, TEXT_MAX_BYTES));
    if (code == ERR_OK)
        code = index_texts(&texts, p->index, p->err);
    if (code != ERR_OK || put.putter->prepared.len == 0)
        return code;
    return text_index_put(texts, search_table(place), row, buf_str(&put.putter->prepared),
                          p->err);
}

size_t project_text_row(const uint64_t **keys, struct index *index)
{
    *keys = index->putter ? index->putter->row : NULL;
    return index->putter ? index->putter->row_count : 0;
}

uint64_t project_text_whole(struct index *index)
{
    uint64_t whole = index->putter ? index->putter->whole : 0;

    if (index->putter)
        index->putter->whole = 0;
    return whole;
}

enum err_code project_texts(struct projection *p, int64_t kind)
{
    struct search_text texts[SEARCH_TEXTS_MAX];
    size_t count = search_texts_of(texts, &p->index->arena, p->value, kind);
    enum err_code code = ERR_OK;

    /* One text twice (a name as written, and the same from its parts) is one text. */
    for (size_t i = 0; i < count && code == ERR_OK; i++)
        code = index_put_text(p, texts[i].place, 0, texts[i].text);
    return code;
}
