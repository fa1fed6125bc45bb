#include "record/admission_read.h"

#include <stdlib.h>

#include "format/canon.h"
#include "store/store.h"
#include "store/store_feed.h"

static void keep_word(struct admission_words *words, uint64_t index,
                      const struct value *statement)
{
    if (words->count == words->cap) {
        struct admission_word *bigger;

        words->cap = words->cap > 0 ? 2 * words->cap : 8;
        bigger = ARENA_ARRAY(words->arena, struct admission_word, words->cap);
        for (size_t i = 0; i < words->count; i++)
            bigger[i] = words->items[i];
        words->items = bigger;
    }
    words->items[words->count++] =
        (struct admission_word){.index = index, .statement = *statement};
}

static bool may_be_word(struct str bytes)
{
    return str_find_str(bytes, STR("\"kind\":\"device\"")) < bytes.len ||
           str_find_str(bytes, STR("\"kind\":\"member\"")) < bytes.len;
}

enum err_code admission_words_look(struct admission_words *words,
                                   const struct feed_statement *statement,
                                   struct err *err)
{
    struct value value = {0};

    if (statement->form != FRAME_OPEN || !may_be_word(statement->bytes))
        return ERR_OK;
    if (canon_parse(&value, words->arena, arena_str(words->arena, statement->bytes),
                    err) != ERR_OK)
        return err_context(err, "statement %llu: ", (unsigned long long)statement->index);
    if (value_is_string(value_get(&value, STR("kind")), STR("device")) ||
        value_is_string(value_get(&value, STR("kind")), STR("member")))
        keep_word(words, statement->index, &value);
    return ERR_OK;
}

static enum err_code look(void *context, const struct feed_statement *statement,
                          struct err *err)
{
    return admission_words_look(context, statement, err);
}

enum err_code admission_words_scan(struct admission_words *words, struct feed *feed,
                                   uint64_t from, struct err *err)
{
    return feed_scan(feed, from, feed_position(feed).size, look, words, err);
}

static int by_index(const void *a, const void *b)
{
    uint64_t x = ((const struct admission_word *)a)->index;
    uint64_t y = ((const struct admission_word *)b)->index;

    return (x > y) - (x < y);
}

void admission_words_sort(struct admission_words *words)
{
    if (words->count > 1)
        qsort(words->items, words->count, sizeof *words->items, by_index);
}

enum err_code admission_describe(struct admission_feed *out, struct arena *arena,
                                 struct feed *feed, bool is_founding, struct err *err)
{
    struct feed_statement first = {0};

    *out = (struct admission_feed){.id = arena_str(arena, feed_id(feed)),
                                   .is_founding = is_founding};
    if (feed_position(feed).size == 0)
        return ERR_OK;
    if (feed_public_key(out->public, feed, err) != ERR_OK ||
        feed_read(&first, arena, feed, 0, err) != ERR_OK)
        return err->code;
    out->has_public = true;
    return canon_parse(&out->first, arena, first.bytes, err);
}

static enum err_code read_one(struct admission_feed *out, struct arena *arena,
                              struct store *store, struct str id, bool with_words,
                              struct err *err)
{
    struct admission_words words = {.arena = arena};
    struct feed *feed = NULL;
    enum err_code code = feed_open(&feed, store, id, err);

    if (code == ERR_OK)
        code = admission_describe(out, arena, feed,
                                  str_equal(id, store_facts(store)->feed), err);
    if (code == ERR_OK && with_words)
        code = admission_words_scan(&words, feed, 0, err);
    feed_close(feed);
    out->words = words.items;
    out->word_count = words.count;
    return code;
}

enum err_code admission_read(struct admission_reading *out, struct arena *arena,
                             struct store *store, struct str archive, struct err *err)
{
    struct admission_reading reading = {0};
    struct str *ids = NULL;
    size_t count = 0;
    enum err_code code = store_feed_list(&ids, &count, arena, store, err);

    reading.feeds = ARENA_ARRAY(arena, struct admission_feed, count + 1);
    reading.admissions = ARENA_ARRAY(arena, struct admission, count + 1);
    reading.count = 1;
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        bool is_founding = str_equal(ids[i], store_facts(store)->feed);
        size_t at = is_founding ? 0 : reading.count++;

        code = read_one(&reading.feeds[at], arena, store, ids[i], count > 1, err);
    }
    if (code != ERR_OK)
        return code;
    admission_decide(reading.admissions, reading.feeds, reading.count, archive,
                     value_get_string(&reading.feeds[0].first, STR("member")));
    *out = reading;
    return ERR_OK;
}
