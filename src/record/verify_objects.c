#include <inttypes.h>

#include "base/message.h"
#include "record/verify_inside.h"
#include "store/object.h"

static enum err_code hash_object(struct digest *out, struct verification *v,
                                 const struct digest *name, struct err *err)
{
    uint64_t offset = 0;
    size_t got = 0;

    sha256_start(v->h);
    do {
        if (object_read(&got, v->store, name, offset, v->buffer, VERIFY_READ_BYTES,
                        err) != ERR_OK)
            return err->code;
        sha256_add(v->h, v->buffer, got);
        offset += got;
        if (v->options->progress)
            v->options->progress(v->options->context, got);
    } while (got > 0);
    v->result.object_bytes += offset;
    *out = sha256_finish(v->h);
    return ERR_OK;
}

static struct str object_path(struct verification *v, const struct digest *name)
{
    struct digest_text text = digest_text(name);

    return arena_printf(&v->scratch, "objects/%.2s/%s", text.hex, text.hex + 2);
}

static struct str consequence(struct verification *v, const struct named_object *object)
{
    if (!object && v->result.sealed_closed > 0)
        return str_from_c(_("; a sealed statement, which only its keys open, may record "
                            "it"));
    if (!object)
        return STR("");
    return arena_printf(
        &v->scratch,
        object->statements > 1
            ? _("; statement %" PRIu64 " records it and others too, and what was taken "
                "from it can no longer be shown")
            : _("; statement %" PRIu64 " records it, and what was taken from it can no "
                "longer be shown"),
        object->statement);
}

static enum err_code verify_object(struct verification *v,
                                   const struct object_entry *entry, struct err *err)
{
    struct named_object *object = NULL;
    struct digest actual = {{0}};
    struct str path;
    enum err_code code;

    arena_reset(&v->scratch);
    path = object_path(v, &entry->name);
    HASH_FIND(hh, v->objects, &entry->name, sizeof entry->name, object);
    code = hash_object(&actual, v, &entry->name, err);
    if (code != ERR_OK && code != ERR_IO && code != ERR_DENIED)
        return code;
    if (code != ERR_OK)
        verify_find(v, AUDIT_DAMAGED, path,
                    arena_str(&v->scratch, str_from_c(err->message)));
    else if (!digest_equal(&actual, &entry->name) && !object &&
             v->result.sealed_closed == 0)
        verify_find(v, AUDIT_UNFINISHED, path,
                    STR("the object is not whole and no statement names it: a preserve "
                        "was stopped, or the power went, before it was recorded"));
    else if (!digest_equal(&actual, &entry->name))
        verify_find(v, AUDIT_DAMAGED, path,
                    arena_printf(&v->scratch, _("the object is not what it was" STR_FMT),
                                 STR_ARG(consequence(v, object))));
    else if (!object && v->result.sealed_closed == 0 &&
             !verify_is_object_erased(v, &entry->name))
        verify_find(
            v, AUDIT_UNFINISHED, path,
            str_from_c(
                _("the object is whole and no statement names it: a preserve was stopped "
                  "before it was recorded")));
    if (verify_is_object_erased(v, &entry->name))
        verify_find(v, AUDIT_UNFINISHED, path,
                    str_from_c(_("two members have erased this object, and it is still "
                                 "here: the next command that writes removes it")));
    if (!object)
        return ERR_OK;
    object->is_found = true;
    if (code == ERR_OK && digest_equal(&actual, &entry->name) &&
        !digest_equal(&object->sha256, &object->name))
        verify_sealed_object(v, object, path);
    return ERR_OK;
}

static int by_statement(const struct named_object *a, const struct named_object *b)
{
    return (a->statement > b->statement) - (a->statement < b->statement);
}

static void report_missing_objects(struct verification *v)
{
    struct named_object *object;
    struct named_object *next;

    HASH_SORT(v->objects, by_statement);
    HASH_ITER(hh, v->objects, object, next)
    {
        if (!object->is_found && verify_is_object_erased(v, &object->name)) {
            v->result.erased_objects +=
                erasures_of_object(&v->erasures, &object->name) != NULL;
            continue;
        }
        v->result.objects++;
        if (object->is_found)
            continue;
        arena_reset(&v->scratch);
        verify_find(v, AUDIT_MISSING, object_path(v, &object->name),
                    arena_printf(&v->scratch, _("the object is missing" STR_FMT),
                                 STR_ARG(consequence(v, object))));
    }
}

enum err_code verify_objects(struct verification *v, struct err *err)
{
    struct object_entry *entries;
    size_t count = 0;
    enum err_code code = object_list(&entries, &count, v->arena, v->store, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        if (entries[i].stray.len > 0)
            verify_find(
                v,
                str_starts_with(entries[i].stray, STR(".new/")) ? AUDIT_UNFINISHED
                                                                : AUDIT_UNEXPECTED,
                arena_printf(v->arena, "objects/" STR_FMT, STR_ARG(entries[i].stray)),
                str_from_c(_("no object: it has not the name of one")));
        else
            code = verify_object(v, &entries[i], err);
    }
    if (code == ERR_OK)
        report_missing_objects(v);
    return code;
}
