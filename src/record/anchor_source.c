#include "record/anchor_source.h"

#include <string.h>

#include "format/canon.h"
#include "format/checkpoint.h"
#include "log/feed.h"
#include "log/signed_note.h"
#include "store/store.h"
#include "store/store_feed.h"

enum { CHECKPOINTS_MAX = 1 << 28, NOTE_LINES = 5 };

/* The feed's key, from statement 0: feed_open() has checked the checkpoint with it. */
static bool read_key(struct anchor_feed *out, struct arena *arena, struct feed *feed,
                     struct sha256 *h)
{
    struct feed_statement first = {0};
    struct value statement = {0};
    struct note_key key = {0};
    struct err ignored = {0};
    char id[FEED_ID_LEN];

    if (feed_read(&first, arena, feed, 0, &ignored) != ERR_OK ||
        canon_parse(&statement, arena, first.bytes, &ignored) != ERR_OK ||
        signed_note_key_parse(&key, arena, h, value_get_string(&statement, STR("key")),
                              &ignored) != ERR_OK ||
        key.type != NOTE_ED25519 || key.public.len != sizeof out->public)
        return false;
    feed_id_of(id, (const uint8_t *)key.public.ptr);
    if (!str_equal(out->id, (struct str){id, sizeof id}))
        return false;
    memcpy(out->public, key.public.ptr, sizeof out->public);
    return true;
}

enum err_code anchor_source_open(struct anchor_source *out, struct arena *arena,
                                 struct store *store, struct err *err)
{
    struct anchor_source source = {.store = store};
    struct str *ids;
    size_t count = 0;
    struct sha256 *h;
    enum err_code code = store_feed_list(&ids, &count, arena, store, err);

    if (code != ERR_OK)
        return code;
    source.open = ARENA_ARRAY(arena, struct feed *, count);
    source.feeds = ARENA_ARRAY(arena, struct anchor_feed, count);
    h = sha256_new();
    for (size_t i = 0; i < count && code != ERR_IO; i++) {
        struct anchor_feed *feed = &source.feeds[source.count];

        code = feed_open(&source.open[source.count], store, ids[i], err);
        if (code != ERR_OK)
            continue;
        feed->id = ids[i];
        feed->size = feed_position(source.open[source.count]).size;
        feed->has_key = read_key(feed, arena, source.open[source.count], h);
        source.count++;
    }
    sha256_free(h);
    if (code == ERR_IO || source.count == 0) {
        anchor_source_close(&source);
        return code == ERR_OK ? err_set(err, ERR_NOT_FOUND, "the archive has no feed")
                              : code;
    }
    *out = source;
    return ERR_OK;
}

void anchor_source_close(struct anchor_source *source)
{
    for (size_t i = 0; i < source->count; i++)
        feed_close(source->open[i]);
    source->count = 0;
}

static enum err_code root_of(void *context, struct digest *out,
                             const struct anchor_feed *feed, uint64_t size,
                             struct err *err)
{
    struct anchor_source *source = context;
    size_t i = (size_t)(feed - source->feeds);

    return feed_root(out, source->open[i], size, err);
}

struct anchor_log anchor_source_log(struct anchor_source *source)
{
    return (struct anchor_log){source->store, source->feeds, source->count, root_of,
                               source};
}

/* Takes the note apart; false for what is none of this feed. */
static bool state_of(struct anchor_state *out, struct arena *arena, struct str feed,
                     struct str bytes)
{
    struct note note = {0};
    struct checkpoint checkpoint = {0};
    struct err ignored = {0};
    struct str origin = arena_printf(arena, "stele.invalid/feed/" STR_FMT, STR_ARG(feed));

    if (note_parse(&note, arena, bytes, &ignored) != ERR_OK ||
        checkpoint_parse(&checkpoint, note.text, &ignored) != ERR_OK ||
        !str_equal(checkpoint.origin, origin))
        return false;
    *out = (struct anchor_state){.feed = feed,
                                 .size = checkpoint.size,
                                 .root = checkpoint.root,
                                 .code = root_code_of(&checkpoint.root),
                                 .text = note.text,
                                 .note = bytes};
    return true;
}

enum err_code anchor_state_now(struct anchor_state *out, struct arena *arena,
                               struct anchor_source *source, size_t i, struct err *err)
{
    struct str note = arena_str(arena, feed_checkpoint(source->open[i]));

    if (!state_of(out, arena, source->feeds[i].id, note))
        return err_set(err, ERR_NOT_FOUND, "nothing was signed in feed " STR_FMT " yet",
                       STR_ARG(source->feeds[i].id));
    return ERR_OK;
}

/* One note is five lines, the last of them the signature. */
static struct str next_note(struct str *rest)
{
    size_t end = 0;
    struct str note;

    for (int line = 0; line < NOTE_LINES && end < rest->len; line++)
        end = str_find(*rest, '\n', end) + 1;
    note = str_prefix(*rest, end);
    *rest = str_after(*rest, end);
    return note;
}

static size_t count_lines(struct str text)
{
    size_t count = 0;

    for (size_t at = str_find(text, '\n', 0); at < text.len;
         at = str_find(text, '\n', at + 1))
        count++;
    return count;
}

/* The list is not synced: after a power cut it may lack its newest note, which then
 * stands in `checkpoint`. */
enum err_code anchor_states(struct anchor_state **out, size_t *count, struct arena *arena,
                            struct anchor_source *source, size_t i, struct err *err)
{
    struct str id = source->feeds[i].id;
    struct str list = {0};
    struct anchor_state now = {0};
    struct anchor_state *all;
    size_t found = 0;
    enum err_code code = store_part_read(&list, arena, source->store, id,
                                         store_checkpoints(), CHECKPOINTS_MAX, err);

    if (code == ERR_NOT_FOUND)
        list = STR("");
    else if (code != ERR_OK)
        return code;
    all = ARENA_ARRAY(arena, struct anchor_state, count_lines(list) / NOTE_LINES + 2);
    while (list.len > 0)
        found += state_of(&all[found], arena, id, next_note(&list));
    if (anchor_state_now(&now, arena, source, i, err) != ERR_OK)
        return err->code;
    if (found == 0 || all[found - 1].size != now.size)
        all[found++] = now;
    *out = all;
    *count = found;
    return ERR_OK;
}
