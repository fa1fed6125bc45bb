#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "crypto/random.h"
#include "format/canon.h"
#include "format/checkpoint.h"
#include "format/note.h"
#include "log/feed_inside.h"
#include "log/signed_note.h"

enum { ID_BITS = 130 };

static void id_from(char out[FEED_ID_LEN], const struct digest *digest)
{
    base32_encode(out, digest->bytes, ID_BITS);
}

void feed_id_of(char out[FEED_ID_LEN], const uint8_t public_key[32])
{
    struct sha256 *h = sha256_new();
    struct digest digest;

    sha256_start(h);
    sha256_add(h, "stele feed v1\n", strlen("stele feed v1\n"));
    sha256_add(h, public_key, ED25519_PUBLIC_BYTES);
    digest = sha256_finish(h);
    sha256_free(h);
    id_from(out, &digest);
}

void archive_id_of(char out[FEED_ID_LEN], const struct digest *commitment)
{
    id_from(out, commitment);
}

static enum err_code check_signature(struct feed *feed, struct str bytes,
                                     struct note *note, struct err *err)
{
    struct note_verdict verdict;
    struct note_key key = signed_note_key(feed->h, str_from_c(feed->origin), NOTE_ED25519,
                                          feed->key.public);

    if (note_parse(note, &feed->scratch, bytes, err) != ERR_OK)
        return err->code;
    return signed_note_verify(&verdict, note, &key, 1, err);
}

enum err_code feed_note_read(struct feed_position *out, struct feed *feed,
                             struct str bytes, const char *what, struct err *err)
{
    struct checkpoint checkpoint;
    struct note note;

    if (bytes.len == 0) { /* nothing was signed yet */
        *out = (struct feed_position){0, sha256_of(feed->h, STR(""))};
        return ERR_OK;
    }
    if (feed_learn_public(feed, err) != ERR_OK)
        return err->code;
    if (check_signature(feed, bytes, &note, err) != ERR_OK ||
        checkpoint_parse(&checkpoint, note.text, err) != ERR_OK) {
        err->code = ERR_CORRUPT;
        return err_context(err, "the %s of feed %s is damaged: ", _(what), feed->id);
    }
    if (!str_equal(checkpoint.origin, str_from_c(feed->origin)))
        return err_set(err, ERR_CORRUPT,
                       "the %s of feed %s is damaged: it belongs to another log", _(what),
                       feed->id);
    *out = (struct feed_position){checkpoint.size, checkpoint.root};
    return ERR_OK;
}

void feed_note_append(struct buf *out, struct feed *feed,
                      const struct feed_position *position)
{
    struct buf text = {0};
    struct checkpoint checkpoint = {.origin = str_from_c(feed->origin),
                                    .size = position->size,
                                    .root = position->root};

    checkpoint_append(&text, &checkpoint);
    signed_note_append(out, feed->h, checkpoint.origin, &feed->key, buf_str(&text));
    buf_release(&text);
}

/* Statement 0 of every feed is open and names the feed's key (format.md 4.1). */
static enum err_code key_of_statement(struct feed *feed,
                                      const struct feed_statement *first, struct err *err)
{
    struct value value;
    struct note_key key;
    char id[FEED_ID_LEN];

    if (first->form != FRAME_OPEN)
        return err_set(err, ERR_CORRUPT, "it is not open");
    if (canon_parse(&value, &feed->scratch, first->bytes, err) != ERR_OK ||
        signed_note_key_parse(&key, &feed->scratch, feed->h,
                              value_get_string(&value, STR("key")), err) != ERR_OK)
        return err->code;
    if (key.type != NOTE_ED25519 || key.public.len != ED25519_PUBLIC_BYTES)
        return err_set(err, ERR_CORRUPT, "its key is of another kind");
    feed_id_of(id, (const uint8_t *)key.public.ptr);
    if (memcmp(id, feed->id, sizeof id) != 0)
        return err_set(err, ERR_CORRUPT,
                       "its key is not the one the feed is named after");
    memcpy(feed->key.public, key.public.ptr, ED25519_PUBLIC_BYTES);
    feed->has_public = true;
    return ERR_OK;
}

enum err_code feed_learn_public(struct feed *feed, struct err *err)
{
    struct feed_statement first;
    struct str frames;
    bool is_pack;

    if (feed->has_public || feed_key_load(feed, err) == ERR_OK)
        return ERR_OK;
    /* A key that this version cannot use is no reason not to read. */
    if (err->code == ERR_IO)
        return err->code;
    if (feed_group_read(&frames, &is_pack, &feed->scratch, feed, 0, err) != ERR_OK ||
        feed_frame_read(&first, feed, &frames, 0, 0, err) != ERR_OK ||
        key_of_statement(feed, &first, err) != ERR_OK) {
        err->code = ERR_CORRUPT;
        return err_context(err, "cannot read the first statement of feed %s: ", feed->id);
    }
    return ERR_OK;
}

enum err_code feed_public_key(uint8_t out[ED25519_PUBLIC_BYTES], struct feed *feed,
                              struct err *err)
{
    if (feed_learn_public(feed, err) != ERR_OK)
        return err->code;
    memcpy(out, feed->key.public, ED25519_PUBLIC_BYTES);
    return ERR_OK;
}
