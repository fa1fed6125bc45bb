#include <string.h>

#include "base/text.h"
#include "crypto/random.h"
#include "log/feed_inside.h"
#include "log/signed_note.h"

/*
 * The secret key of a feed: where this machine keeps it, and how it comes to this
 * process. In clear, as Go's sumdb/note writes it; or the same text sealed to the keys of
 * the members who may write here.
 */

#define KEY_PREFIX "PRIVATE+KEY+"

static void append_text(struct buf *out, struct feed *feed, const struct ed25519_key *key)
{
    uint8_t secret[1 + ED25519_SEED_BYTES] = {NOTE_ED25519};
    struct note_key public =
        signed_note_key(feed->h, str_from_c(feed->origin), NOTE_ED25519, key->public);

    memcpy(secret + 1, key->seed, ED25519_SEED_BYTES);
    buf_printf(out, KEY_PREFIX "%s+%08x+", feed->origin, (unsigned)public.id);
    base64_append(out, secret, sizeof secret);
    buf_char(out, '\n');
    crypto_wipe(secret, sizeof secret);
}

/* The key must be the one that the feed is named after. */
static bool take_key(struct feed *feed, struct str text)
{
    uint8_t secret[1 + ED25519_SEED_BYTES];
    char id[FEED_ID_LEN];
    struct ed25519_key key;
    struct str rest = str_after(str_trim(text), strlen(KEY_PREFIX));
    size_t len = 0;
    bool is_ours;

    (void)str_cut(&rest, '+');
    (void)str_cut(&rest, '+');
    if (!str_starts_with(text, STR(KEY_PREFIX)) ||
        !base64_decode(secret, sizeof secret, &len, rest) || len != sizeof secret ||
        secret[0] != NOTE_ED25519)
        return false;
    ed25519_from_seed(&key, secret + 1);
    crypto_wipe(secret, sizeof secret);
    feed_id_of(id, key.public);
    is_ours = memcmp(id, feed->id, sizeof id) == 0;
    if (is_ours) {
        feed->key = key;
        feed->has_key = true;
        feed->has_public = true;
    }
    crypto_wipe(&key, sizeof key);
    return is_ours;
}

/* Nobody else sees what it wipes: the text lies in an arena of ours. */
static void wipe(struct str text)
{
    if (text.len > 0) /* NOLINTNEXTLINE(performance-no-int-to-ptr): to drop the const */
        crypto_wipe((void *)(uintptr_t)text.ptr, text.len);
}

static enum err_code refuse_key(const struct feed *feed, struct err *err)
{
    return err_set(err, ERR_CORRUPT,
                   "this machine's key of feed %s cannot be used: it is damaged, or "
                   "written by a newer version of Stele; take that version, or put the "
                   "key back from a backup of the state folder",
                   feed->id);
}

static enum err_code read_sealed(struct str *out, struct arena *arena, struct feed *feed,
                                 struct err *err)
{
    return store_sealed_key_read(out, arena, feed->store, feed_name(feed), err);
}

bool feed_is_sealed(struct feed *feed)
{
    struct arena arena = {0};
    struct str sealed = {0};
    struct err ignored = {0};
    bool is_sealed = read_sealed(&sealed, &arena, feed, &ignored) == ERR_OK;

    arena_free(&arena);
    return is_sealed;
}

enum err_code feed_key_load(struct feed *feed, struct err *err)
{
    struct arena arena = {0};
    struct str text = {0};
    enum err_code code;
    bool is_ours;

    if (feed->has_key)
        return ERR_OK;
    code = store_key_read(&text, &arena, feed->store, feed_name(feed), err);
    is_ours = code == ERR_OK && take_key(feed, text);
    wipe(text);
    arena_free(&arena);
    if (code == ERR_NOT_FOUND && feed_is_sealed(feed))
        return err_set(err, ERR_DENIED,
                       "this machine's key of feed %s is locked: sign in with stele "
                       "unlock",
                       feed->id);
    if (code == ERR_OK && !is_ours)
        return refuse_key(feed, err);
    return code;
}

bool feed_is_ours(struct feed *feed)
{
    struct err ignored = {0};

    return feed_key_load(feed, &ignored) == ERR_OK || ignored.code == ERR_DENIED;
}

enum err_code feed_unlock(struct feed *feed, const struct age_identity *identity,
                          struct err *err)
{
    struct arena arena = {0};
    struct buf text = {0};
    struct str sealed = {0};
    size_t which = 0;
    enum err_code code = read_sealed(&sealed, &arena, feed, err);

    if (code == ERR_NOT_FOUND) {
        arena_free(&arena);
        return ERR_OK;
    }
    if (code == ERR_OK)
        code = age_open(&text, &which, sealed, identity, 1, err);
    if (code == ERR_DENIED)
        (void)err_set(err, ERR_DENIED,
                      "this machine's key of feed %s is not sealed to whoever is signed "
                      "in: let a member who may write here add you (stele member "
                      "passphrase)",
                      feed->id);
    if (code == ERR_OK && !take_key(feed, buf_str(&text)))
        code = refuse_key(feed, err);
    wipe(buf_str(&text));
    buf_release(&text);
    arena_free(&arena);
    /* Where sealing was interrupted, both were left. */
    return code == ERR_OK ? store_key_forget(feed->store, feed_name(feed), err) : code;
}

void feed_key_append_for(struct buf *out, struct feed *feed,
                         const struct ed25519_key *key,
                         const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count)
{
    struct buf text = {0};

    append_text(&text, feed, key);
    if (count > 0)
        age_seal(out, recipients, count, buf_str(&text));
    else
        buf_append(out, buf_str(&text));
    wipe(buf_str(&text));
    buf_release(&text);
}

enum err_code feed_seal_key(struct feed *feed, const uint8_t (*recipients)[AGE_KEY_BYTES],
                            size_t count, struct err *err)
{
    struct buf sealed = {0};
    enum err_code code = feed_key_load(feed, err);

    if (code == ERR_OK) {
        feed_key_append_for(&sealed, feed, &feed->key, recipients, count);
        code = store_key_seal(feed->store, feed_name(feed), buf_str(&sealed), err);
    }
    buf_release(&sealed);
    return code;
}
