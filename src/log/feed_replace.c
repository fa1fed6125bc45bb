#include "log/feed_replace.h"

#include "log/feed_inside.h"

void feed_replacement_append(struct buf *out, const struct feed_replacement *replacement)
{
    struct digest_text root = digest_text(&replacement->position.root);

    buf_printf(out, "stele replaces v1\n" STR_FMT "\n" STR_FMT "\n%llu\n%s\n",
               STR_ARG(replacement->old_feed), STR_ARG(replacement->new_feed),
               (unsigned long long)replacement->position.size, root.hex);
}

/* The largest signed position below a size, of those that `checkpoints` lists. */
static enum err_code largest_below(struct feed_position *out, struct feed *feed,
                                   uint64_t size, struct err *err)
{
    struct arena arena = {0};
    struct str list = {0};
    struct str note;
    enum err_code code = store_part_read(&list, &arena, feed->store, feed_name(feed),
                                         store_checkpoints(), FEED_NOTES_MAX, err);

    while (code == ERR_OK) {
        struct feed_position position;

        note = feed_last_note(&list);
        if (note.len == 0)
            code = err_set(err, ERR_NOT_FOUND,
                           "feed %s has no note older than the two histories", feed->id);
        else if (feed_note_read(&position, feed, note, "list of notes", err) == ERR_OK &&
                 position.size < size) {
            *out = position;
            break;
        }
    }
    arena_free(&arena);
    return code;
}

enum err_code feed_end_position(struct feed_position *out, struct feed *feed,
                                struct err *err)
{
    struct arena arena = {0};
    struct str note = {0};
    struct feed_position head = {0};
    enum err_code code = feed_key_load(feed, err);

    if (code == ERR_OK)
        code = store_head_read(&note, &arena, feed->store, feed_name(feed), err);
    if (code == ERR_OK)
        code = feed_note_read(&head, feed, note, "last note signed", err);
    arena_free(&arena);
    if (code != ERR_OK)
        return code;
    if (feed->state == FEED_FORKED)
        return largest_below(
            out, feed, head.size < feed->position.size ? head.size : feed->position.size,
            err);
    *out = head;
    return ERR_OK;
}

enum err_code feed_sign_replacement(uint8_t signature[ED25519_SIGNATURE_BYTES],
                                    struct feed *feed,
                                    const struct feed_replacement *replacement,
                                    struct err *err)
{
    struct buf text = {0};

    if (feed_key_load(feed, err) != ERR_OK)
        return err->code;
    feed_replacement_append(&text, replacement);
    ed25519_sign(signature, &feed->key, buf_str(&text));
    buf_release(&text);
    return ERR_OK;
}
