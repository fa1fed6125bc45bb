#include "record/search_keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "names/daitch_mokotoff.h"
#include "names/distance.h"
#include "names/key.h"

/*
 * Entries of the ordered set, by their first byte:
 *
 *   f length key            by how it begins
 *   r length key turned     by how it ends
 *   F length word, R length word turned
 *                           the same of words of names as they are written: a key makes
 *                           spellings alike, and now and then one wrong letter into three
 *   d code key              by a Daitch-Mokotoff code (three bytes)
 *   s skeleton NUL key      by consonants
 *
 * One edit leaves either the beginning or the end of a word as it was: of a key of n
 * letters the first (n-1)/2 or the last n-1-(n-1)/2, whatever the edit is and wherever.
 * So two ranges for each of three lengths hold all that is one edit away. For two edits
 * the same is done with the first and the last third; where one edit is in the first
 * and the other in the last third, it is missed.
 */

enum {
    KEY_LETTERS_MIN = 3,
    KEY_LETTERS_MAX = 40,
    EDIT_LETTERS_MIN = 4,
    TWO_EDITS_FROM = 9,
    ENTRY_MAX = 2 * (WORD_MAX + 1) + 8,
    LOOKED_AT_MAX = 60000 /* keys that one question compares */
};

struct entry {
    char text[ENTRY_MAX];
    size_t len;
};

static void entry_add(struct entry *entry, struct str bytes)
{
    bytes = str_prefix(bytes, ENTRY_MAX - entry->len);
    if (bytes.len > 0)
        memcpy(entry->text + entry->len, bytes.ptr, bytes.len);
    entry->len += bytes.len;
}

static struct entry entry_of(char kind)
{
    return (struct entry){.text = {kind}, .len = 1};
}

static struct str entry_str(const struct entry *entry)
{
    return (struct str){entry->text, entry->len};
}

static size_t letters_of(struct str key)
{
    size_t count = 0;

    for (size_t i = 0; i < key.len; i++)
        count += ((unsigned char)key.ptr[i] & 0xc0U) != 0x80 ? 1U : 0U;
    return count;
}

/* The bytes of the first n letters. */
static size_t bytes_of(struct str key, size_t n)
{
    size_t at = 0;

    while (at < key.len && n > 0) {
        at++;
        while (at < key.len && ((unsigned char)key.ptr[at] & 0xc0U) == 0x80)
            at++;
        n--;
    }
    return at;
}

static void turn(struct entry *out, struct str key)
{
    size_t end = key.len;

    while (end > 0) {
        size_t start = end - 1;

        while (start > 0 && ((unsigned char)key.ptr[start] & 0xc0U) == 0x80)
            start--;
        entry_add(out, (struct str){key.ptr + start, end - start});
        end = start;
    }
}

static struct entry spelling(bool is_turned, bool is_word, size_t letters)
{
    static const char kinds[2][2] = {{'f', 'r'}, {'F', 'R'}};
    struct entry entry = entry_of(kinds[is_word][is_turned]);
    const char length = (char)letters;

    entry_add(&entry, (struct str){&length, 1});
    return entry;
}

static enum err_code enter_spelling(struct text_index *texts, struct str key,
                                    bool is_word, struct err *err)
{
    size_t letters = letters_of(key);
    struct entry forward = spelling(false, is_word, letters);
    struct entry turned = spelling(true, is_word, letters);

    if (letters < KEY_LETTERS_MIN || letters > KEY_LETTERS_MAX)
        return ERR_OK;
    entry_add(&forward, key);
    turn(&turned, key);
    if (text_index_enter(texts, entry_str(&forward), err) != ERR_OK)
        return err->code;
    return text_index_enter(texts, entry_str(&turned), err);
}

static struct entry sound(uint32_t code)
{
    const char bytes[] = {(char)(code >> 16), (char)(code >> 8), (char)code};
    struct entry entry = entry_of('d');

    entry_add(&entry, (struct str){bytes, sizeof bytes});
    return entry;
}

static struct entry consonants(struct str skeleton)
{
    struct entry entry = entry_of('s');

    entry_add(&entry, str_prefix(skeleton, WORD_MAX));
    entry_add(&entry, (struct str){"", 1});
    return entry;
}

static enum err_code enter_name(struct text_index *texts, const struct word *word,
                                struct str key, struct err *err)
{
    uint32_t codes[NAME_DM_MAX];
    size_t count = name_dm(codes, NAME_DM_MAX, word->marked);
    struct name_key skeleton;
    struct entry entry;

    for (size_t i = 0; i < count; i++) {
        entry = sound(codes[i]);
        entry_add(&entry, key);
        if (text_index_enter(texts, entry_str(&entry), err) != ERR_OK)
            return err->code;
    }
    if (word->letters == WORD_ARABIC)
        return ERR_OK; /* its skeleton is a token */
    name_skeleton(&skeleton, word->marked);
    if (skeleton.len < 2)
        return ERR_OK;
    entry = consonants(name_key_str(&skeleton));
    entry_add(&entry, key);
    return text_index_enter(texts, entry_str(&entry), err);
}

enum err_code search_keys_enter(struct text_index *texts, const struct word *word,
                                const struct search_word *keys, bool is_name,
                                struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < keys->key_count && code == ERR_OK; i++)
        code = enter_spelling(texts, search_token_key(&keys->keys[i]), false, err);
    if (code == ERR_OK && is_name && keys->key_count > 0)
        code = enter_name(texts, word, search_token_key(&keys->keys[0]), err);
    if (code == ERR_OK && is_name && keys->key_count > 0)
        code = enter_spelling(texts, search_token_str(&keys->exact), true, err);
    return code;
}

/* --- asking --- */

struct asking {
    struct search_key_list *out;
    struct name_points wanted[2]; /* and turned */
    size_t limit;
    size_t skip; /* bytes of an entry before the key */
    size_t looked_at;
    bool is_turned;
    bool is_word;
};

static void points_of(struct name_points *out, struct str key)
{
    size_t at = 0;

    out->count = 0;
    while (at < key.len && out->count < NAME_POINTS_MAX)
        out->at[out->count++] = utf8_next(key, &at);
}

bool search_key_is_listed(const struct search_key_list *list,
                          const struct search_token *token)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(search_token_str(&list->items[i].token), search_token_str(token)))
            return true;
    return false;
}

/* One that may make room for a nearer one. */
static struct search_near *farther_than(struct search_key_list *list, unsigned edits)
{
    for (size_t i = list->count; i > 0; i--)
        if (list->items[i - 1].edits > edits)
            return &list->items[i - 1];
    return NULL;
}

static struct search_token token_of(struct str text, bool is_word)
{
    struct search_token token = {.text = {SEARCH_KEY}, .len = is_word ? 0 : 1};

    text = str_prefix(text, WORD_MAX);
    memcpy(token.text + token.len, text.ptr, text.len);
    token.len += text.len;
    return token;
}

static void list_key(struct asking *asking, struct str text, unsigned edits)
{
    struct search_token token = token_of(text, asking->is_word);
    struct search_key_list *list = asking->out;
    struct search_near *item = NULL;

    if (search_key_is_listed(list, &token))
        return;
    if (list->count < list->max)
        item = &list->items[list->count++];
    else
        item = farther_than(list, edits);
    if (item)
        *item = (struct search_near){.token = token, .edits = edits};
}

static enum err_code compare_key(void *context, struct str entry, bool *is_enough,
                                 struct err *err)
{
    struct asking *asking = context;
    struct str key = str_after(entry, asking->skip);
    struct name_points points;
    struct entry turned = {.len = 0};
    size_t edits;

    (void)err;
    /* Turning both changes no distance. */
    points_of(&points, key);
    edits = name_osa(&asking->wanted[asking->is_turned], &points, asking->limit);
    if (edits > 0 && edits <= asking->limit) {
        if (asking->is_turned) {
            turn(&turned, key);
            key = entry_str(&turned);
        }
        list_key(asking, key, (unsigned)edits);
    }
    *is_enough = ++asking->looked_at >= LOOKED_AT_MAX;
    return ERR_OK;
}

/* Those of one length with the same beginning, or end. */
static enum err_code ask_range(struct asking *asking, struct text_index *texts,
                               struct str key, size_t length, size_t shared,
                               bool is_turned, struct err *err)
{
    struct entry from = spelling(is_turned, asking->is_word, length);
    struct entry turned = {.len = 0};

    if (is_turned) {
        turn(&turned, key);
        key = entry_str(&turned);
    }
    entry_add(&from, str_prefix(key, bytes_of(key, shared)));
    asking->skip = 2;
    asking->is_turned = is_turned;
    return text_index_entries(texts, entry_str(&from), compare_key, asking, err);
}

static int by_edits(const void *a, const void *b)
{
    const struct search_near *x = a;
    const struct search_near *y = b;

    if (x->edits != y->edits)
        return x->edits < y->edits ? -1 : 1;
    return str_compare(search_token_str(&x->token), search_token_str(&y->token));
}

static enum err_code list_near(struct search_key_list *out, struct text_index *texts,
                               struct str key, bool is_word, struct err *err)
{
    size_t letters = letters_of(key);
    struct asking asking = {
        .out = out, .limit = letters >= TWO_EDITS_FROM ? 2 : 1, .is_word = is_word};
    size_t first = asking.limit == 2 ? letters / 3 : (letters - 1) / 2;
    size_t last = asking.limit == 2 ? letters / 3 : letters - 1 - first;
    struct entry turned = {.len = 0};
    enum err_code code = ERR_OK;

    if (letters < EDIT_LETTERS_MIN || letters > KEY_LETTERS_MAX - 2)
        return ERR_OK;
    turn(&turned, key);
    points_of(&asking.wanted[0], key);
    points_of(&asking.wanted[1], entry_str(&turned));
    for (size_t n = letters - asking.limit; n <= letters + asking.limit && code == ERR_OK;
         n++) {
        code = ask_range(&asking, texts, key, n, first, false, err);
        if (code == ERR_OK)
            code = ask_range(&asking, texts, key, n, last, true, err);
    }
    if (out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, by_edits);
    return code;
}

enum err_code search_keys_near(struct search_key_list *out, struct text_index *texts,
                               struct str key, struct err *err)
{
    return list_near(out, texts, key, false, err);
}

enum err_code search_words_near(struct search_key_list *out, struct text_index *texts,
                                struct str word, struct err *err)
{
    return list_near(out, texts, word, true, err);
}

static enum err_code take_key(void *context, struct str entry, bool *is_enough,
                              struct err *err)
{
    struct asking *asking = context;

    (void)err;
    list_key(asking, str_after(entry, asking->skip), 0);
    *is_enough = asking->out->count == asking->out->max;
    return ERR_OK;
}

static enum err_code take_keys(struct search_key_list *out, struct text_index *texts,
                               const struct entry *from, struct err *err)
{
    struct asking asking = {.out = out, .skip = from->len};

    return text_index_entries(texts, entry_str(from), take_key, &asking, err);
}

enum err_code search_keys_sounding(struct search_key_list *out, struct text_index *texts,
                                   struct str word, struct err *err)
{
    uint32_t codes[NAME_DM_MAX];
    size_t count = name_dm(codes, NAME_DM_MAX, word);
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < count && code == ERR_OK; i++) {
        struct entry from = sound(codes[i]);

        code = take_keys(out, texts, &from, err);
    }
    return code;
}

enum err_code search_keys_of_skeleton(struct search_key_list *out,
                                      struct text_index *texts, struct str skeleton,
                                      struct err *err)
{
    struct entry from = consonants(skeleton);

    return skeleton.len < 2 ? ERR_OK : take_keys(out, texts, &from, err);
}
