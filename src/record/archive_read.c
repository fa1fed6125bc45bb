#include "record/archive_inside.h"

#include "format/canon.h"
#include "store/object.h"
#include "store/store.h"

/* Reading back: statements, references to them, objects and this machine's notes. */

enum { PREFIX_MIN = 6 };

enum err_code archive_statement(struct statement *out, struct arena *arena,
                                struct archive *archive, struct ref ref, struct err *err)
{
    struct feed_statement stored = {0};
    struct statement statement = {.ref = ref};
    enum err_code code;

    if (ref_is_none(ref) || ref_feed(ref) != 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such statement");
    code = feed_read(&stored, arena, archive->feed, ref_index(ref), err);
    if (code != ERR_OK)
        return code;
    statement.feed = feed_id(archive->feed);
    statement.index = ref_index(ref);
    statement.commitment = stored.commitment;
    statement.is_readable = stored.form == FRAME_OPEN;
    statement.is_unknown = stored.form == FRAME_UNKNOWN;
    if (statement.is_readable) {
        statement.bytes = stored.bytes;
        code = canon_parse(&statement.value, arena, stored.bytes, err);
    }
    if (code != ERR_OK)
        return err_context(err, "statement " STR_FMT ": ",
                           STR_ARG(archive_ref_short(archive, arena, ref)));
    *out = statement;
    return ERR_OK;
}

struct str archive_ref_text(struct archive *archive, struct arena *arena, struct ref ref)
{
    return arena_printf(arena, STR_FMT ".%llu", STR_ARG(feed_id(archive->feed)),
                        (unsigned long long)ref_index(ref));
}

struct str archive_ref_short(struct archive *archive, struct arena *arena, struct ref ref)
{
    return arena_printf(arena, STR_FMT ".%llu",
                        STR_ARG(str_prefix(feed_id(archive->feed), PREFIX_MIN)),
                        (unsigned long long)ref_index(ref));
}

enum err_code archive_ref_parse(struct ref *out, struct archive *archive, struct str text,
                                struct err *err)
{
    struct str rest = text;
    struct str prefix = str_cut(&rest, '.');
    uint64_t size = archive->batch.is_open ? feed_next(archive->feed)
                                           : feed_position(archive->feed).size;
    uint64_t index = 0;

    if (prefix.len < PREFIX_MIN || !str_to_u64(&index, rest))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is no reference: FEED.INDEX, with at least %d "
                       "characters of the feed",
                       STR_ARG(str_prefix(text, 80)), PREFIX_MIN);
    if (!str_starts_with(feed_id(archive->feed), prefix))
        return err_set(err, ERR_NOT_FOUND,
                       "no feed of this archive begins with \"" STR_FMT "\"",
                       STR_ARG(str_prefix(prefix, 40)));
    if (index >= size)
        return err_set(err, ERR_NOT_FOUND,
                       "feed " STR_FMT " has no statement %llu: its last is %llu",
                       STR_ARG(prefix), (unsigned long long)index,
                       (unsigned long long)size - 1);
    *out = ref_of(0, index);
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
