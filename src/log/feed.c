#include "log/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "crypto/random.h"
#include "log/feed_inside.h"

enum { CHECKPOINT_MAX = 262144, NOTE_LINES = 5 };

static struct feed *feed_new(struct store *store, struct str id)
{
    struct feed *feed = calloc(1, sizeof *feed);

    if (!feed)
        out_of_memory(sizeof *feed);
    feed->store = store;
    feed->h = sha256_new();
    memcpy(feed->id, id.ptr, FEED_ID_LEN);
    (void)snprintf(feed->origin, sizeof feed->origin, FEED_ORIGIN "%s", feed->id);
    feed->position.root = sha256_of(feed->h, STR(""));
    feed->salts_used = SALTS_AT_ONCE;
    return feed;
}

void feed_close(struct feed *feed)
{
    if (!feed)
        return;
    if (feed->is_locked)
        feed_end(feed);
    crypto_wipe(&feed->key, sizeof feed->key);
    crypto_wipe(feed->salts, sizeof feed->salts);
    feed_edge_release(&feed->edge);
    buf_release(&feed->checkpoint);
    buf_release(&feed->head);
    if (feed->together.len > 0)
        crypto_wipe(feed->together.ptr, feed->together.len);
    buf_release(&feed->together);
    buf_release(&feed->sealed);
    arena_free(&feed->scratch);
    sha256_free(feed->h);
    free(feed);
}

enum err_code feed_create_sealed(struct feed **out, struct store *store,
                                 const struct ed25519_key *key,
                                 const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count,
                                 struct err *err)
{
    char id[FEED_ID_LEN];
    struct buf text = {0};
    struct feed *feed;
    enum err_code code;

    feed_id_of(id, key->public);
    feed = feed_new(store, (struct str){id, sizeof id});
    feed_key_append_for(&text, feed, key, recipients, count);
    code = store_feed_create(store, feed_name(feed), buf_str(&text), count > 0, err);
    crypto_wipe(text.ptr, text.len);
    buf_release(&text);
    if (code != ERR_OK) {
        feed_close(feed);
        return code;
    }
    feed->key = *key;
    feed->has_key = true;
    feed->has_public = true;
    *out = feed;
    return ERR_OK;
}

enum err_code feed_create(struct feed **out, struct store *store,
                          const struct ed25519_key *key, struct err *err)
{
    return feed_create_sealed(out, store, key, NULL, 0, err);
}

static bool is_id(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        if (base32_value(id.ptr[i]) < 0)
            return false;
    }
    return id.len == FEED_ID_LEN;
}

enum err_code feed_open(struct feed **out, struct store *store, struct str id,
                        struct err *err)
{
    struct feed *feed;

    if (!is_id(id))
        return err_set(err, ERR_INVALID, "\"" STR_FMT "\" is no feed's id",
                       STR_ARG(str_prefix(id, 80)));
    if (!store_feed_exists(store, id))
        return err_set(err, ERR_NOT_FOUND, "there is no feed " STR_FMT, STR_ARG(id));
    feed = feed_new(store, id);
    if (feed_refresh(feed, err) != ERR_OK) {
        feed_close(feed);
        return err->code;
    }
    *out = feed;
    return ERR_OK;
}

struct str feed_id(const struct feed *feed)
{
    return feed_name(feed);
}

struct feed_position feed_position(const struct feed *feed)
{
    return feed->position;
}

enum feed_state feed_state(const struct feed *feed)
{
    return feed->state;
}

uint64_t feed_promised(const struct feed *feed)
{
    return feed->promised;
}

struct str feed_notice(const struct feed *feed)
{
    return str_from_c(feed->notice);
}

struct str feed_checkpoint(const struct feed *feed)
{
    return buf_str(&feed->checkpoint);
}

struct str feed_last_note(struct str *list)
{
    size_t at = list->len;
    struct str note;

    for (int lines = 0; at > 0 && lines < NOTE_LINES; lines++) {
        at--; /* the newline */
        while (at > 0 && list->ptr[at - 1] != '\n')
            at--;
    }
    note = str_after(*list, at);
    *list = str_prefix(*list, at);
    return note;
}

/*
 * A copy made while the archive was written may hold a checkpoint newer than its data
 * (format.md 4.9): the largest earlier note whose statements are all there counts.
 */
static enum err_code find_whole_size(struct feed *feed, struct feed_position *out,
                                     struct buf *note, struct err *err)
{
    struct str list = {0};
    struct str one;
    bool has = false;

    if (store_part_read(&list, &feed->scratch, feed->store, feed_name(feed),
                        store_checkpoints(), FEED_NOTES_MAX, err) != ERR_OK)
        return err->code;
    for (one = feed_last_note(&list); one.len > 0; one = feed_last_note(&list)) {
        struct feed_position position;

        /* A torn record is no evidence of anything. */
        if (feed_note_read(&position, feed, one, N_("list of notes"), err) != ERR_OK ||
            position.size >= out->size)
            continue;
        if (feed_has_size(&has, feed, position.size, err) != ERR_OK)
            return err->code;
        if (has) {
            *out = position;
            buf_reset(note);
            buf_append(note, one);
            return ERR_OK;
        }
    }
    return err_set(err, ERR_CORRUPT, "statements of feed %s are missing", feed->id);
}

static enum err_code accept(struct feed *feed, struct str bytes, struct err *err)
{
    struct feed_position position = {0};
    struct buf note = {0};
    uint64_t promised = 0;
    bool has = false;
    enum err_code code = feed_note_read(&position, feed, bytes, "checkpoint", err);

    if (code == ERR_OK)
        code = feed_has_size(&has, feed, position.size, err);
    if (code != ERR_OK)
        return code;
    buf_append(&note, bytes);
    if (!has) {
        promised = position.size;
        code = find_whole_size(feed, &position, &note, err);
    }
    if (code == ERR_OK) {
        feed->position = position;
        feed->promised = promised;
        buf_release(&feed->checkpoint);
        feed->checkpoint = note;
        return ERR_OK;
    }
    buf_release(&note);
    return code;
}

enum err_code feed_refresh(struct feed *feed, struct err *err)
{
    struct str bytes = {0};
    enum err_code code;

    arena_reset(&feed->scratch);
    code = store_part_read(&bytes, &feed->scratch, feed->store, feed_name(feed),
                           store_checkpoint(), CHECKPOINT_MAX, err);
    if (code != ERR_OK && code != ERR_NOT_FOUND)
        return code;
    if (str_equal(bytes, buf_str(&feed->checkpoint)) && bytes.len > 0)
        return ERR_OK;
    return accept(feed, bytes, err);
}
