#include "record/archive_inside.h"

#include "format/canon.h"
#include "record/query.h"
#include "store/object.h"
#include "store/store.h"

/* Reading back: statements, references to them, objects and this machine's notes. */

enum { PREFIX_MIN = 6 };

/* What cannot be opened here is shown as sealed. */
static enum err_code read_sealed(struct statement *statement, struct arena *arena,
                                 struct archive *archive,
                                 const struct feed_statement *stored, struct err *err)
{
    struct opened opened = {0};
    enum err_code code =
        archive_unseal(&opened, arena, archive, ref_feed(statement->ref), stored, err);

    statement->is_readable = code == ERR_OK;
    statement->bytes = opened.bytes;
    statement->value = opened.value;
    return code == ERR_DENIED ? ERR_OK : code;
}

/* An erased frame whose statement was only sealed to another key is a sealed one. */
static enum err_code read_resealed(struct statement *statement, struct arena *arena,
                                   struct archive *archive, struct err *err)
{
    struct opened opened = {0};
    enum err_code code =
        archive_open_resealed(&opened, arena, archive, &statement->commitment, err);

    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    statement->is_erased = false;
    statement->is_sealed = true;
    statement->is_readable = code == ERR_OK;
    statement->bytes = opened.bytes;
    statement->value = opened.value;
    return code == ERR_DENIED ? ERR_OK : code;
}

/* Where the index remembers the frame, one small read; a group of frames may be large. */
static enum err_code read_frame(struct feed_statement *out, struct arena *arena,
                                struct archive *archive, struct ref ref, struct err *err)
{
    struct feed *feed = archive_feed_of(archive, ref);
    struct statement_row row = {0};
    struct err ignored = {0};

    if (archive->index &&
        query_statement(&row, arena, archive->index, ref, &ignored) == ERR_OK &&
        feed_read_at(out, arena, feed, ref_index(ref), row.frame_at, row.frame_len,
                     &ignored) == ERR_OK &&
        statement_is_of(&row, &out->commitment))
        return ERR_OK;
    return feed_read(out, arena, feed, ref_index(ref), err);
}

enum err_code archive_statement(struct statement *out, struct arena *arena,
                                struct archive *archive, struct ref ref, struct err *err)
{
    struct feed_statement stored = {0};
    struct statement statement = {.ref = ref};
    enum err_code code;
    struct feed *feed = archive_feed_of(archive, ref);

    if (!feed)
        return err_set(err, ERR_NOT_FOUND, "there is no such statement");
    code = read_frame(&stored, arena, archive, ref, err);
    if (code != ERR_OK)
        return code;
    statement.feed = feed_id(feed);
    statement.index = ref_index(ref);
    statement.commitment = stored.commitment;
    statement.is_readable = stored.form == FRAME_OPEN;
    statement.is_erased = stored.form == FRAME_ERASED;
    statement.is_sealed = stored.form == FRAME_SEALED;
    statement.is_unknown = stored.form == FRAME_UNKNOWN;
    if (statement.is_readable) {
        statement.bytes = stored.bytes;
        code = canon_parse(&statement.value, arena, stored.bytes, err);
    } else if (statement.is_sealed) {
        code = read_sealed(&statement, arena, archive, &stored, err);
    } else if (statement.is_erased) {
        code = read_resealed(&statement, arena, archive, err);
    }
    if (code != ERR_OK)
        return err_context(err, "statement " STR_FMT ": ",
                           STR_ARG(archive_ref_short(archive, arena, ref)));
    *out = statement;
    return ERR_OK;
}

enum err_code archive_is_sealed(bool *out, struct arena *arena, struct archive *archive,
                                const struct statement_row *row, struct err *err)
{
    struct feed_statement stored = {0};
    enum err_code code =
        feed_read_at(&stored, arena, archive_feed_of(archive, row->ref),
                     ref_index(row->ref), row->frame_at, row->frame_len, err);

    /* What was resealed left its frame, and is opened from elsewhere. */
    *out = code == ERR_OK && stored.form != FRAME_OPEN;
    return code;
}

struct feed *archive_feed_of(const struct archive *archive, struct ref ref)
{
    if (ref_is_none(ref) || ref_feed(ref) >= archive->feed_count)
        return NULL;
    return archive->feeds[ref_feed(ref)].feed;
}

struct str archive_ref_text(struct archive *archive, struct arena *arena, struct ref ref)
{
    return arena_printf(arena, STR_FMT ".%llu",
                        STR_ARG(feed_id(archive_feed_of(archive, ref))),
                        (unsigned long long)ref_index(ref));
}

/* How many characters tell a feed from the others. */
static size_t unique_prefix(const struct archive *archive, struct str id)
{
    size_t len = PREFIX_MIN;

    for (uint32_t n = 0; n < archive->feed_count; n++) {
        struct str other = feed_id(archive->feeds[n].feed);

        while (!str_equal(other, id) && len < id.len &&
               str_starts_with(other, str_prefix(id, len)))
            len++;
    }
    return len;
}

struct str archive_ref_short(struct archive *archive, struct arena *arena, struct ref ref)
{
    struct str id = feed_id(archive_feed_of(archive, ref));

    return arena_printf(arena, STR_FMT ".%llu",
                        STR_ARG(str_prefix(id, unique_prefix(archive, id))),
                        (unsigned long long)ref_index(ref));
}

enum err_code archive_find_feed(uint32_t *out, const struct archive *archive,
                                struct str prefix, struct err *err)
{
    uint32_t found = archive->feed_count;

    for (uint32_t n = 0; n < archive->feed_count; n++) {
        if (!str_starts_with(feed_id(archive->feeds[n].feed), prefix))
            continue;
        if (found < archive->feed_count)
            return err_set(err, ERR_NOT_FOUND,
                           "several feeds of this archive begin with \"" STR_FMT
                           "\": give more of its characters",
                           STR_ARG(str_prefix(prefix, 40)));
        found = n;
    }
    if (found == archive->feed_count)
        return err_set(err, ERR_NOT_FOUND,
                       "no feed of this archive begins with \"" STR_FMT "\"",
                       STR_ARG(str_prefix(prefix, 40)));
    *out = found;
    return ERR_OK;
}

static uint64_t size_of_feed(const struct archive *archive, uint32_t n)
{
    if (archive->batch.is_open && n == archive->own)
        return feed_next(archive->feed);
    return feed_position(archive->feeds[n].feed).size;
}

/* A statement beyond what counts of its feed is kept in the log, and named so. */
static enum err_code check_index(const struct archive *archive, uint32_t n,
                                 struct str prefix, uint64_t index, struct err *err)
{
    const struct admission *a = &archive->feeds[n].admission;
    uint64_t size = size_of_feed(archive, n);

    if (index >= size)
        return size == 0
                   ? err_set(err, ERR_NOT_FOUND, "feed " STR_FMT " has no statement yet",
                             STR_ARG(prefix))
                   : err_set(err, ERR_NOT_FOUND,
                             "feed " STR_FMT " has no statement %llu: its last is %llu",
                             STR_ARG(prefix), (unsigned long long)index,
                             (unsigned long long)size - 1);
    if (a->ground == ADMISSION_NONE && n != archive->own)
        return err_set(err, ERR_DENIED,
                       "feed " STR_FMT " is not admitted to this archive: its statements "
                       "are kept and do not count (stele device list)",
                       STR_ARG(prefix));
    if (a->ground != ADMISSION_NONE && index >= a->until)
        return err_set(err, ERR_DENIED,
                       "feed " STR_FMT " was ended at %llu statements: this one is kept "
                       "and does not count (stele device list)",
                       STR_ARG(prefix), (unsigned long long)a->until);
    return ERR_OK;
}

enum err_code archive_ref_parse(struct ref *out, struct archive *archive, struct str text,
                                struct err *err)
{
    struct str rest = text;
    struct str prefix = str_cut(&rest, '.');
    uint64_t index = 0;
    uint32_t n = 0;

    if (prefix.len < PREFIX_MIN || !str_to_u64(&index, rest))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is no reference: FEED.INDEX, with at least %d "
                       "characters of the feed",
                       STR_ARG(str_prefix(text, 80)), PREFIX_MIN);
    if (archive_find_feed(&n, archive, prefix, err) != ERR_OK ||
        check_index(archive, n, prefix, index, err) != ERR_OK)
        return err->code;
    *out = ref_of(n, index);
    return ERR_OK;
}

enum err_code archive_object_begin(struct object_writer **out, struct archive *archive,
                                   struct err *err)
{
    return object_begin(out, archive->store, err);
}

enum err_code archive_object_write(struct object_writer *writer, const void *bytes,
                                   size_t len, struct err *err)
{
    return object_write(writer, bytes, len, err);
}

enum err_code archive_object_keep(struct digest *name, bool *existed,
                                  struct object_writer *writer, struct err *err)
{
    return object_keep(name, existed, writer, err);
}

void archive_object_abort(struct object_writer *writer)
{
    object_abort(writer);
}

enum err_code archive_object_size(uint64_t *out, struct archive *archive,
                                  const struct digest *name, struct err *err)
{
    return object_size(out, archive->store, name, err);
}

enum err_code archive_object_read(size_t *got, struct archive *archive,
                                  const struct digest *name, uint64_t offset,
                                  void *buffer, size_t len, struct err *err)
{
    return object_read(got, archive->store, name, offset, buffer, len, err);
}

enum err_code archive_note_read(struct str *out, struct arena *arena,
                                struct archive *archive, const char *name,
                                struct err *err)
{
    return store_note_read(out, arena, archive->store, name, err);
}

enum err_code archive_note_write(struct archive *archive, const char *name,
                                 struct str text, struct err *err)
{
    return store_note_write(archive->store, name, text, err);
}

enum err_code archive_note_remove(struct archive *archive, const char *name,
                                  struct err *err)
{
    return store_note_remove(archive->store, name, err);
}
