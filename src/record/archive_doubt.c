#include "record/archive_doubt.h"

#include "base/clock.h"
#include "format/canon.h"
#include "record/anchor_source.h"
#include "record/archive_inside.h"
#include "record/genesis.h"
#include "store/store.h"
#include "store/store_feed.h"

enum { DAY_S = 86400, WEEK_S = 7 * DAY_S, YEAR_S = 366 * DAY_S };

/* Days since 1970, also for the years before. */
static int64_t day_of(int64_t seconds)
{
    return (seconds - (seconds < 0 ? DAY_S - 1 : 0)) / DAY_S;
}

/* The clock of a feed's last readable statement; false where there is none. */
static bool last_time(int64_t *out, struct arena *arena, struct feed *feed)
{
    uint64_t size = feed_position(feed).size;
    struct feed_statement last = {0};
    struct value statement = {0};
    struct err ignored = {0};

    return size > 0 && feed_read(&last, arena, feed, size - 1, &ignored) == ERR_OK &&
           last.form == FRAME_OPEN &&
           canon_parse(&statement, arena, last.bytes, &ignored) == ERR_OK &&
           clock_parse(out, value_get_string(&statement, STR("at")));
}

static bool has_anchor(struct archive *archive, struct arena *arena)
{
    struct str *names = NULL;
    size_t count = 0;
    struct err ignored = {0};

    if (store_anchor_list(&names, &count, arena, archive->store, &ignored) != ERR_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        enum anchor_kind kind = anchor_name_parse(names[i]).kind;

        if (kind == ANCHOR_PAPER || kind == ANCHOR_STAMP || kind == ANCHOR_EVIDENCE)
            return true;
    }
    return false;
}

/* This machine has the feed's head: what only a writer has. */
static bool is_writer(struct archive *archive, struct arena *arena)
{
    struct str head = {0};
    struct err ignored = {0};

    return store_head_read(&head, arena, archive->store, feed_id(archive->feed),
                           &ignored) == ERR_OK;
}

enum err_code archive_doubt(struct archive_doubt *out, struct archive *archive,
                            struct err *err)
{
    struct archive_doubt doubt = {0};
    struct arena arena = {0};
    struct err ignored = {0};
    struct clock_text now;

    if (genesis_clock(&now, archive->is_synthetic, err) != ERR_OK)
        return err->code;
    doubt.can_write = clock_parse(&doubt.now_s, str_from_c(now.text)) &&
                      store_writable(archive->store, &ignored) == ERR_OK &&
                      is_writer(archive, &arena) &&
                      last_time(&doubt.last_s, &arena, archive->feed);
    if (doubt.can_write) {
        doubt.is_day_behind = day_of(doubt.now_s) < day_of(doubt.last_s);
        doubt.is_far_ahead = doubt.now_s > doubt.last_s + YEAR_S;
        doubt.is_old = doubt.now_s > doubt.last_s + WEEK_S;
        doubt.has_anchor = doubt.is_old && has_anchor(archive, &arena);
    }
    arena_free(&arena);
    *out = doubt;
    return ERR_OK;
}

/* Of one feed. The note is what was signed; the files must give the same root today. */
static enum err_code find_in_feed(uint64_t *size, bool *is_found, struct arena *arena,
                                  struct anchor_source *source, size_t i,
                                  const struct root_code *code, struct err *err)
{
    struct anchor_log log = anchor_source_log(source);
    struct anchor_state *states = NULL;
    size_t count = 0;

    if (anchor_states(&states, &count, arena, source, i, err) != ERR_OK)
        return err->code;
    for (size_t j = 0; j < count && !*is_found; j++) {
        struct digest root = {{0}};

        if (!root_code_equal(&states[j].code, code))
            continue;
        if (log.root(log.context, &root, &log.feeds[i], states[j].size, err) == ERR_IO)
            return err->code;
        *is_found = digest_equal(&root, &states[j].root);
        *size = states[j].size;
    }
    return ERR_OK;
}

enum err_code archive_find_code(uint64_t *size, struct archive *archive,
                                const struct root_code *code, struct err *err)
{
    struct anchor_source source = {0};
    struct arena arena = {0};
    bool is_found = false;
    uint64_t found = 0;
    enum err_code result = anchor_source_open(&source, &arena, archive->store, err);

    for (size_t i = 0; result == ERR_OK && !is_found && i < source.count; i++)
        result = find_in_feed(&found, &is_found, &arena, &source, i, code, err);
    anchor_source_close(&source);
    arena_free(&arena);
    if (result != ERR_OK)
        return result;
    if (!is_found)
        return err_set(err, ERR_NOT_FOUND,
                       "no checkpoint of this archive has the code %s",
                       root_code_show(code).text);
    *size = found;
    return ERR_OK;
}
