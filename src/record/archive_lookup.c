#include "record/archive_inside.h"

/* What a new statement points at: said in this very batch, or before and in the log. */

enum err_code archive_find_entity(struct check_entity *out, void *data, struct str id,
                                  struct err *err)
{
    struct archive *archive = data;
    struct pending_entity *pending = NULL;
    struct check_entity found = {0};

    HASH_FIND(hh, archive->batch.entities, id.ptr, id.len, pending);
    if (pending) {
        *out = (struct check_entity){
            .exists = true, .kind = pending->kind, .class_ = pending->class_};
        return ERR_OK;
    }
    arena_reset(&archive->batch.lookup);
    if (index_entity_kind(&found.kind, &found.class_, &archive->batch.lookup,
                          archive->index, id, err) != ERR_OK)
        return err->code;
    /* A field device cannot read what it wrote: the id's check character has to do. */
    found.is_hidden = found.kind.len == 0 && archive_has_hidden(archive);
    found.exists = found.kind.len > 0 || found.is_hidden;
    *out = found;
    return ERR_OK;
}

static void remember(struct known_statement *known, struct ref ref,
                     const struct statement *said)
{
    const struct value *statement = &said->value;
    struct str kind = value_get_string(statement, STR("kind"));
    struct str property = value_get_string(statement, STR("property"));

    *known = (struct known_statement){.ref = ref};
    if (kind.len > KNOWN_KEY_MAX || property.len > KNOWN_KEY_MAX)
        return; /* no kind or property of ours is so long */
    known->is_set = true;
    known->is_sealed = said->is_sealed;
    known->roles_only = value_get(statement, STR("roles_only")) != NULL;
    known->kind_len = kind.len;
    known->property_len = property.len;
    memcpy(known->kind, kind.ptr, kind.len);
    memcpy(known->property, property.ptr, property.len);
}

static struct check_target target_of(const struct known_statement *known)
{
    return (struct check_target){.exists = true,
                                 .kind = {known->kind, known->kind_len},
                                 .property = {known->property, known->property_len},
                                 .roles_only = known->roles_only,
                                 .is_sealed = known->is_sealed};
}

enum err_code archive_find_statement(struct check_target *out, void *data,
                                     struct str text, struct err *err)
{
    struct archive *archive = data;
    const struct pending_statement *pending;
    struct known_statement *known;
    struct err ignored = {0};
    struct statement statement = {0};
    struct ref ref;

    *out = (struct check_target){0};
    if (archive_ref_parse(&ref, archive, text, &ignored) != ERR_OK)
        return ERR_OK;
    pending = archive_pending(archive, ref);
    if (pending) {
        *out = (struct check_target){.exists = true,
                                     .kind = pending->kind,
                                     .property = pending->property,
                                     .roles_only = pending->roles_only,
                                     .is_sealed = pending->is_sealed};
        return ERR_OK;
    }
    known = &archive->known[ref_index(ref) % KNOWN_STATEMENTS];
    if (!known->is_set || known->ref.n != ref.n) {
        arena_reset(&archive->batch.lookup);
        if (archive_statement(&statement, &archive->batch.lookup, archive, ref, err) !=
            ERR_OK)
            return err->code;
        if (statement.is_sealed && !statement.is_readable) {
            *out = (struct check_target){
                .exists = true, .is_sealed = true, .is_hidden = true};
            return ERR_OK;
        }
        remember(known, ref, &statement);
    }
    *out = target_of(known);
    return ERR_OK;
}
