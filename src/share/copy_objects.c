#include <inttypes.h>
#include <stdlib.h>

#include "base/message.h"
#include "share/copy_inside.h"
#include "store/object.h"

/* The stored objects that the copied statements name. */

/* "objects/ab/cdef..." in scratch. */
static struct str path_of(struct copying *c, const struct digest *name)
{
    struct digest_text text = digest_text(name);

    return arena_printf(&c->scratch, "objects/%.2s/%s", text.hex, text.hex + 2);
}

static int by_name(const void *a, const void *b)
{
    const struct copy_named *x = a;
    const struct copy_named *y = b;
    int order = memcmp(&x->name, &y->name, sizeof x->name);

    if (order != 0)
        return order;
    if (x->feed != y->feed)
        return x->feed < y->feed ? -1 : 1;
    return (x->statement > y->statement) - (x->statement < y->statement);
}

/* Sorted, each object once, by the first statement that names it. */
static size_t sort_named(struct copying *c, struct copy_named **out)
{
    struct copy_named *named = (struct copy_named *)(void *)c->named.ptr;
    size_t count = c->named.len / sizeof *named;
    size_t kept = 0;

    *out = named;
    if (count == 0)
        return 0;
    qsort(named, count, sizeof *named, by_name);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !digest_equal(&named[kept - 1].name, &named[i].name))
            named[kept++] = named[i];
    return kept;
}

static bool is_whole_in_copy(struct copying *c, struct str path,
                             const struct digest *name)
{
    struct err ignored = {0};
    struct digest digest = {{0}};

    return copy_hash_from_disk(&digest, c->h, c->target.fd, path.ptr, c->buffer,
                               COPY_READ_BYTES, &ignored) == ERR_OK &&
           digest_equal(&digest, name);
}

static void report_repair(struct copying *c, struct str path)
{
    copy_find(c, COPY_REPAIRED, path,
              str_from_c(_("the copy's object was not what it should be")));
}

static void plan_object(struct copying *c, const struct object_entry *entry)
{
    struct copy_object object = {.name = entry->name, .size = entry->size};
    struct str path;
    enum copy_standing standing;

    arena_reset(&c->scratch);
    path = path_of(c, &entry->name);
    standing = copy_compare_size(c, path, entry->size);
    c->report.objects++;
    if (standing == COPY_SAME && c->options->is_check &&
        !is_whole_in_copy(c, path, &entry->name))
        standing = COPY_OTHER;
    if (standing == COPY_SAME) {
        copy_count_kept(c, entry->size);
        return;
    }
    object.is_repair = standing == COPY_OTHER;
    if (object.is_repair && c->options->is_dry)
        report_repair(c, path);
    buf_bytes(&c->objects, &object, sizeof object);
    copy_count_planned(c, entry->size);
}

static void report_missing(struct copying *c, const struct copy_named *named)
{
    if (copy_is_object_erased(c, &named->name))
        return;
    arena_reset(&c->scratch);
    copy_find(c, COPY_MISSING, path_of(c, &named->name),
              arena_printf(&c->scratch,
                           _("the archive does not have this object; statement %" PRIu64
                             " names it"),
                           named->statement));
}

/* Both lists are sorted by name. */
enum err_code copy_objects_plan(struct copying *c, struct err *err)
{
    struct object_entry *entries = NULL;
    struct copy_named *named = NULL;
    size_t named_count = sort_named(c, &named);
    size_t entry_count = 0;
    size_t at = 0;

    if (object_list(&entries, &entry_count, &c->kept, c->store, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < entry_count; i++) {
        int order = -1;

        if (entries[i].stray.len > 0)
            continue;
        while (at < named_count && (order = memcmp(&named[at].name, &entries[i].name,
                                                   sizeof named[at].name)) < 0)
            report_missing(c, &named[at++]);
        if (at < named_count && order == 0)
            at++;
        else if (!c->takes_all) {
            c->report.left_objects++;
            continue;
        }
        plan_object(c, &entries[i]);
    }
    while (at < named_count)
        report_missing(c, &named[at++]);
    return ERR_OK;
}

/* Read from the archive, write to the copy, and the digest of what went by. A failure to
 * read is in *source. */
static enum err_code pump(struct copying *c, const struct copy_object *object,
                          struct err *source, struct err *err)
{
    uint64_t offset = 0;
    size_t got = COPY_READ_BYTES;

    while (got == COPY_READ_BYTES) {
        if (object_read(&got, c->store, &object->name, offset, c->buffer, COPY_READ_BYTES,
                        source) != ERR_OK)
            return ERR_OK;
        if (copy_writer_add(c->writer, c->buffer, got, err) != ERR_OK)
            return err->code;
        offset += got;
        progress_update(&c->progress, c->report.copied_files,
                        c->report.copied_bytes + offset);
    }
    return ERR_OK;
}

static void report_unusable(struct copying *c, struct str path, const struct err *source)
{
    struct str what =
        source->code == ERR_OK
            ? str_from_c(_("the object's bytes do not give its name; it is not copied"))
            : arena_printf(&c->scratch, _("it could not be read, and is not copied: %s"),
                           source->message);

    copy_find(c, COPY_DAMAGED, path, what);
}

static enum err_code write_object(struct copying *c, const struct copy_object *object,
                                  struct err *err)
{
    struct err source = {0};
    struct digest digest;
    struct str path;

    arena_reset(&c->scratch);
    path = path_of(c, &object->name);
    if (copy_writer_begin(c->writer, path, COPY_OBJECT_MODE, err) != ERR_OK)
        return err->code;
    if (pump(c, object, &source, err) != ERR_OK) {
        copy_writer_drop(c->writer);
        return err->code;
    }
    digest = copy_writer_digest(c->writer);
    if (source.code != ERR_OK || !digest_equal(&digest, &object->name)) {
        copy_writer_drop(c->writer);
        report_unusable(c, path, &source);
        return ERR_OK;
    }
    if (copy_writer_keep(c->writer, err) != ERR_OK)
        return err->code;
    if (object->is_repair)
        report_repair(c, path);
    c->report.copied_files++;
    c->report.copied_bytes += object->size;
    return ERR_OK;
}

enum err_code copy_objects_write(struct copying *c, struct err *err)
{
    const struct copy_object *objects =
        (const struct copy_object *)(const void *)c->objects.ptr;
    size_t count = c->objects.len / sizeof *objects;

    for (size_t i = 0; i < count; i++)
        if (write_object(c, &objects[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}
