#include "record/archive_view.h"

#include "format/checkpoint.h"
#include "format/edtf.h"
#include "record/archive_inside.h"
#include "store/store.h"
#include "store/store_feed.h"

enum { NOTE_LINES = 5, NOTES_MAX_BYTES = 256 << 20, DAY_LEN = 10 };

/* The sizes of one feed that were signed, in the order they were; their notes have the
 * roots. */
struct notes {
    struct digest *roots;
    uint64_t *sizes;
    size_t count;
};

struct known_roots {
    struct archive *archive;
    struct notes *notes; /* by feed; NULL: not read */
};

/* A note of `checkpoints`: origin, size, root, an empty line, the signature. */
static bool take_note(struct checkpoint *out, struct str *rest)
{
    struct str lines[NOTE_LINES];
    struct err ignored;

    for (size_t i = 0; i < NOTE_LINES; i++)
        lines[i] = str_cut(rest, '\n');
    return checkpoint_from_lines(out, lines[0], lines[1], lines[2], &ignored) == ERR_OK;
}

static enum err_code read_notes(struct notes *out, struct arena *arena,
                                struct archive *archive, struct feed *feed,
                                struct err *err)
{
    struct notes list = {0};
    struct str notes = {0};
    size_t cap = 1;
    enum err_code code = store_part_read(&notes, arena, archive->store, feed_id(feed),
                                         store_checkpoints(), NOTES_MAX_BYTES, err);

    if (code != ERR_OK && code != ERR_NOT_FOUND)
        return code;
    for (size_t i = 0; i < notes.len; i++)
        cap += notes.ptr[i] == '\n';
    list.roots = ARENA_ARRAY(arena, struct digest, cap / NOTE_LINES + 1);
    list.sizes = ARENA_ARRAY(arena, uint64_t, cap / NOTE_LINES + 1);
    while (notes.len > 0 && list.count < cap / NOTE_LINES) {
        struct checkpoint note = {0};

        if (!take_note(&note, &notes))
            break; /* a torn last one; verify tells about it */
        list.sizes[list.count] = note.size;
        list.roots[list.count++] = note.root;
    }
    *out = list;
    return ERR_OK;
}

static enum err_code read_all_notes(struct known_roots *out, struct arena *arena,
                                    struct archive *archive, struct err *err)
{
    enum err_code code = ERR_OK;

    out->notes = ARENA_ARRAY(arena, struct notes, archive->feed_count);
    for (uint32_t n = 0; code == ERR_OK && n < archive->feed_count; n++)
        code = read_notes(&out->notes[n], arena, archive, archive->feeds[n].feed, err);
    return code;
}

static bool root_in_notes(struct digest *root, const struct notes *known, uint64_t size)
{
    size_t low = 0;
    size_t high = known->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (known->sizes[middle] < size)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == known->count || known->sizes[low] != size)
        return false;
    *root = known->roots[low];
    return true;
}

static enum err_code root_of(void *context, struct digest *root, struct str feed,
                             uint64_t size, struct err *err)
{
    const struct known_roots *known = context;
    struct archive *archive = known->archive;

    for (uint32_t n = 0; n < archive->feed_count; n++) {
        if (!str_equal(feed, feed_id(archive->feeds[n].feed)))
            continue;
        if (known->notes && root_in_notes(root, &known->notes[n], size))
            return ERR_OK;
        return feed_root(root, archive->feeds[n].feed, size, err);
    }
    return err_set(err, ERR_NOT_FOUND, "feed " STR_FMT " is not in this archive",
                   STR_ARG(feed));
}

static enum err_code describe(struct archive_view *view, struct archive *archive,
                              struct known_roots *known, struct err *err)
{
    view->size = 0;
    for (uint32_t feed = 0; feed < view->view.count; feed++)
        view->size += view->view.sizes[feed];
    return frontier_describe(&view->id, archive->index, view->view, root_of, known, err);
}

static enum err_code find_frontier(struct view *out, struct arena *arena,
                                   struct known_roots *known, struct str id,
                                   struct err *err)
{
    struct archive *archive = known->archive;
    struct signed_sizes *sizes =
        ARENA_ARRAY(arena, struct signed_sizes, archive->feed_count);
    struct frontier_log log = {sizes, root_of, known};

    for (uint32_t n = 0; n < archive->feed_count; n++)
        sizes[n] = (struct signed_sizes){known->notes[n].sizes, known->notes[n].count};
    return frontier_find(out, arena, archive->index, id, &log, err);
}

enum err_code archive_view_now(struct archive_view *out, struct arena *arena,
                               struct archive *archive, struct err *err)
{
    struct known_roots none = {.archive = archive};
    struct archive_view now = {.is_now = true};
    enum err_code code = frontier_now(&now.view, arena, archive->index, err);

    if (code == ERR_OK)
        code = describe(&now, archive, &none, err);
    if (code == ERR_OK)
        *out = now;
    return code;
}

/* "2022-09-20" and no other way to write a day. */
static bool day_of(int64_t *out, struct str text)
{
    struct edtf edtf;
    struct edtf_bounds bounds;
    struct err ignored;

    if (text.len != DAY_LEN || edtf_parse(&edtf, text, &ignored) != ERR_OK)
        return false;
    bounds = edtf_bounds(&edtf);
    *out = bounds.first;
    return bounds.first == bounds.last;
}

static bool is_frontier_id(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (base32_value(text.ptr[i]) < 0)
            return false;
    return text.len == FRONTIER_ID_LEN;
}

enum err_code archive_view_as_of(struct archive_view *out, struct arena *arena,
                                 struct archive *archive, struct str text,
                                 struct err *err)
{
    struct index *index = archive->index;
    struct known_roots known = {.archive = archive};
    struct archive_view then = {0};
    struct archive_view now = {0};
    int64_t day = 0;
    enum err_code code;

    if (!day_of(&day, text) && !is_frontier_id(text))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT
                       "\" is neither a day (2022-09-20) nor the %d characters "
                       "of a frontier",
                       STR_ARG(str_prefix(text, 64)), FRONTIER_ID_LEN);
    if (archive_view_now(&now, arena, archive, err) != ERR_OK ||
        read_all_notes(&known, arena, archive, err) != ERR_OK)
        return err->code;
    if (is_frontier_id(text))
        code = find_frontier(&then.view, arena, &known, text, err);
    else
        code = frontier_of_day(&then.view, arena, index, day, err);
    if (code == ERR_OK)
        code = describe(&then, archive, &known, err);
    if (code != ERR_OK)
        return code;
    then.is_now = then.size == now.size;
    *out = then;
    return ERR_OK;
}
