#include <fcntl.h>
#include <unistd.h>

#include "format/canon.h"
#include "log/commitment.h"
#include "record/admission_read.h"
#include "record/roles.h"
#include "share/copy_feed.h"
#include "store/object.h"

/*
 * What two members have erased in the archive goes in the copy too; what was destroyed
 * there without anybody's word does not.
 */

static bool may_be_word(struct str statement)
{
    return str_find_str(statement, STR("\"kind\":\"erase\"")) < statement.len ||
           str_find_str(statement, STR("\"kind\":\"reseal\"")) < statement.len;
}

void copy_erased_look(struct copying *c, const struct copy_feed *f,
                      const struct frame *frame, uint64_t index)
{
    struct str statement = str_after(frame->bytes, FRAME_SALT_BYTES);
    struct erasure_word word = {.feed = f->number, .index = index};
    struct err ignored = {0};

    if (!may_be_word(statement))
        return;
    word.commitment = sha256_of(c->h, frame->bytes);
    if (canon_parse(&word.statement, &c->kept, arena_str(&c->kept, statement),
                    &ignored) == ERR_OK)
        buf_bytes(&c->words, &word, sizeof word);
}

/* --- who has a say --- */

/* The number of a feed among those that were read; SIZE_MAX: it is not there. */
static size_t number_of(const struct admission_reading *reading, struct str feed)
{
    for (size_t i = 0; i < reading->count; i++)
        if (str_equal(reading->feeds[i].id, feed))
            return i;
    return SIZE_MAX;
}

/* Of a single feed admission_read() reads no words: the founder is not the only one. */
static enum err_code read_words(struct admission_reading *reading, struct copying *c,
                                struct err *err)
{
    struct admission_words words = {.arena = &c->kept};
    struct str archive = store_facts(c->store)->archive;
    enum err_code code = admission_read(reading, &c->kept, c->store, archive, err);

    if (code != ERR_OK || reading->count > 1)
        return code;
    code = admission_words_scan(&words, c->feeds[0].log.feed, 0, err);
    reading->feeds[0].words = words.items;
    reading->feeds[0].word_count = words.count;
    admission_decide(reading->admissions, reading->feeds, reading->count, archive,
                     value_get_string(&reading->feeds[0].first, STR("member")));
    return code;
}

enum err_code copy_erased_judge(struct copying *c, struct err *err)
{
    struct erasure_word *words = (struct erasure_word *)(void *)c->words.ptr;
    size_t count = c->words.len / sizeof *words;
    struct admission_reading reading = {0};
    struct roles_view view = {0};
    struct erasure_court court = erasure_court_of(&view);
    size_t kept = 0;

    if (count == 0 || read_words(&reading, c, err) != ERR_OK)
        return count == 0 ? ERR_OK : err->code;
    view = (struct roles_view){reading.feeds, reading.admissions, reading.count,
                               value_get_string(&reading.feeds[0].first, STR("member"))};
    for (size_t i = 0; i < count; i++) {
        size_t feed = number_of(&reading, feed_id(c->feeds[words[i].feed].log.feed));

        if (feed == SIZE_MAX ||
            !admission_counts(&reading.admissions[feed], words[i].index))
            continue;
        words[kept] = words[i];
        words[kept++].feed = (uint32_t)feed;
    }
    erasures_judge(&c->erasures, &c->kept, words, kept, &court);
    return ERR_OK;
}

/* --- statements --- */

enum copy_erased copy_erased_of(const struct copying *c, const struct copy_group *group)
{
    enum copy_erased found = COPY_NONE_ERASED;

    for (unsigned i = 0; i < group->width; i++) {
        if (group->frame[i].form != FRAME_ERASED)
            continue;
        if (!erasures_of_statement(&c->erasures, &group->frame[i].commitment))
            return COPY_UNLAWFULLY_ERASED;
        found = COPY_LAWFULLY_ERASED;
    }
    return found;
}

/* The frame at the start of *there, if it is an erased one of this statement. */
static bool is_erased_there(struct str *whole, struct copying *c,
                            const struct copy_group *group, unsigned i, struct str *there)
{
    struct str start = *there;
    struct frame frame = {0};
    struct err ignored = {0};
    struct entry entry;
    struct digest leaf;

    if (frame_read(&frame, there, &ignored) != ERR_OK) {
        *there = STR("");
        return false;
    }
    if (frame.form != FRAME_ERASED || group->frame[i].form == FRAME_ERASED)
        return false;
    entry = frame_entry(c->h, &frame);
    leaf = entry_leaf(c->h, &entry);
    *whole = str_prefix(start, start.len - there->len);
    return digest_equal(&leaf, &group->leaves[i]);
}

bool copy_keep_erased(struct copying *c, struct copy_group *group, struct str path)
{
    struct str there = {0};
    struct str rest = group->frames;
    struct buf merged = {0};
    struct err ignored = {0};
    bool is_other = false;

    arena_reset(&c->scratch);
    if (c->target.fd < 0 || group->state == COPY_GROUP_PACK_WRONG ||
        file_read(&there, &c->scratch, c->target.fd, path.ptr, COPY_PLAIN_MAX,
                  &ignored) != ERR_OK)
        return false;
    for (unsigned i = 0; i < group->width; i++) {
        struct str start = rest;
        struct str erased = {0};
        struct frame own = {0};

        if (frame_read(&own, &rest, &ignored) != ERR_OK)
            break;
        if (is_erased_there(&erased, c, group, i, &there)) {
            buf_append(&merged, erased);
            is_other = true;
        } else {
            buf_append(&merged, str_prefix(start, start.len - rest.len));
        }
    }
    if (is_other)
        group->frames = arena_str(&c->kept, buf_str(&merged));
    buf_release(&merged);
    return is_other;
}

/* --- objects --- */

bool copy_is_object_erased(const struct copying *c, const struct digest *name)
{
    return erasures_of_object(&c->erasures, name) != NULL ||
           erasures_is_outdated(&c->erasures, name);
}

static struct str object_path(struct copying *c, const struct digest *name)
{
    struct digest_text text = digest_text(name);

    return arena_printf(&c->kept, "objects/%.2s/%s", text.hex, text.hex + 2);
}

/* Gone from the archive, and still in the copy. */
static bool is_left_in_copy(struct copying *c, const struct digest *name)
{
    struct err ignored = {0};
    uint64_t size = 0;

    return object_size(&size, c->store, name, &ignored) == ERR_NOT_FOUND &&
           c->target.fd >= 0 &&
           faccessat(c->target.fd, object_path(c, name).ptr, F_OK, AT_SYMLINK_NOFOLLOW) ==
               0;
}

void copy_erased_plan(struct copying *c)
{
    for (size_t i = 0; i < c->erasures.count; i++) {
        const struct erasure *e = &c->erasures.items[i];
        const struct digest *name = e->is_reseal ? &e->stored : &e->target.what;

        if (e->is_effective && (e->is_reseal || e->target.kind != ERASURE_STATEMENT) &&
            copy_is_object_erased(c, name) && is_left_in_copy(c, name)) {
            buf_bytes(&c->doomed, name, sizeof *name);
            c->report.erased_files++;
        }
    }
}

enum err_code copy_erased_remove(struct copying *c, struct err *err)
{
    const struct digest *names = (const struct digest *)(const void *)c->doomed.ptr;
    size_t count = c->doomed.len / sizeof *names;

    for (size_t i = 0; i < count; i++) {
        struct str path = object_path(c, &names[i]);

        if (file_remove(c->target.fd, path.ptr, err) != ERR_OK ||
            file_sync_parent(c->target.fd, path.ptr, err) != ERR_OK)
            return err_context(err, "\"%s\": ", c->target.path);
    }
    return ERR_OK;
}
