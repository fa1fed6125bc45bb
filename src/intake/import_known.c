/* What an import must know of the archive: lists, their rows, what is said of them. */

#include <string.h>

#include "format/canon.h"
#include "intake/import_inside.h"
#include "record/index.h"
#include "record/query_list.h"

enum err_code known_list(struct str *out, struct importer *importer, struct str name,
                         struct err *err)
{
    struct ref after = {0};
    struct entity_list lists = {0};

    *out = STR("");
    do {
        arena_reset(&importer->lookup);
        if (query_entities(&lists, &importer->lookup, importer->index, importer->view,
                           STR("list"), STR(""), after, 0, err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < lists.count; i++) {
            after = lists.items[i].ref;
            if (!str_equal(lists.items[i].label, name))
                continue;
            *out = arena_str(importer->arena, lists.items[i].id);
            return ERR_OK;
        }
    } while (lists.has_more);
    return ERR_OK;
}

static struct str entity_key(struct arena *arena, struct str list, struct str identity)
{
    size_t len = list.len + 1 + identity.len;
    char *text = arena_alloc(arena, len, 1);

    if (list.len > 0)
        memcpy(text, list.ptr, list.len);
    text[list.len] = '\n';
    if (identity.len > 0)
        memcpy(text + list.len + 1, identity.ptr, identity.len);
    return (struct str){text, len};
}

struct known_entity *known_add(struct importer *importer, struct str list,
                               struct str identity, struct str id, struct str kind,
                               struct str class_)
{
    struct known_entity *entity = ARENA_NEW(importer->arena, struct known_entity);

    entity->key = entity_key(importer->arena, list, identity);
    entity->id = arena_str(importer->arena, id);
    entity->kind = arena_str(importer->arena, kind);
    entity->class_ = arena_str(importer->arena, class_);
    entity->ref = REF_NONE;
    HASH_ADD_KEYPTR(hh, importer->entities, entity->key.ptr, entity->key.len, entity);
    if (id.len > 0)
        HASH_ADD_KEYPTR(hh_id, importer->entities_by_id, entity->id.ptr, entity->id.len,
                        entity);
    return entity;
}

enum err_code known_find(struct known_entity **out, struct importer *importer,
                         struct str list, struct str identity, struct err *err)
{
    struct str key = entity_key(&importer->row, list, identity);
    struct known_entity *entity = NULL;
    struct entity_row row = {0};
    bool is_own = str_equal(list, importer->list); /* loaded whole, or new */
    enum err_code code = ERR_NOT_FOUND;

    HASH_FIND(hh, importer->entities, key.ptr, key.len, entity);
    if (!entity && !is_own) {
        arena_reset(&importer->lookup);
        code = query_entity_of_row(&row, &importer->lookup, importer->index,
                                   importer->view, list, identity, err);
        if (code != ERR_OK && code != ERR_NOT_FOUND)
            return code;
        if (code == ERR_OK) {
            entity = known_add(importer, list, identity, row.id, row.kind, row.class_);
            entity->is_old = true;
        }
    }
    *out = entity;
    return ERR_OK;
}

static enum err_code load_entity(void *context, const struct entity_row *row,
                                 struct err *err)
{
    struct importer *importer = context;
    struct str key = entity_key(&importer->row, importer->list, row->row);
    struct known_entity *entity = NULL;

    (void)err;
    HASH_FIND(hh, importer->entities, key.ptr, key.len, entity);
    arena_reset(&importer->row);
    if (entity)
        return ERR_OK; /* two statements about one row: the first counts */
    entity =
        known_add(importer, importer->list, row->row, row->id, row->kind, row->class_);
    entity->is_old = true;
    entity->ref = row->ref;
    return ERR_OK;
}

enum err_code known_load(struct importer *importer, struct err *err)
{
    if (importer->is_new_list)
        return ERR_OK;
    return query_entities_of_list(importer->index, importer->view, importer->list,
                                  load_entity, importer, err);
}

static void take_member(struct value *out, struct arena *arena, const struct value *from,
                        struct str key)
{
    const struct value *member = value_get(from, key);

    if (member)
        value_set(out, arena, key, *member);
}

/* The mode of a claim that names none. */
static bool is_asserted(const struct value *claim, struct str member)
{
    return str_equal(member, STR("mode")) &&
           value_is_string(value_get(claim, member), STR("asserted"));
}

enum err_code known_claim_key(struct str *out, struct importer *importer,
                              const struct value *claim, struct err *err)
{
    static const struct str members[] = {STR_INIT("about"),      STR_INIT("mode"),
                                         STR_INIT("property"),   STR_INIT("qualifiers"),
                                         STR_INIT("quantifier"), STR_INIT("value")};
    struct value key = value_object();

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        if (!is_asserted(claim, members[i]))
            take_member(&key, &importer->row, claim, members[i]);
    buf_reset(&importer->bytes);
    if (canon_write(&importer->bytes, &key, err) != ERR_OK)
        return err->code;
    *out = arena_str(&importer->row, buf_str(&importer->bytes));
    return ERR_OK;
}

bool known_has_claim(const struct importer *importer, struct str key)
{
    struct known_key *known = NULL;

    HASH_FIND(hh, importer->claims, key.ptr, key.len, known);
    return known != NULL;
}

void known_add_claim(struct importer *importer, struct str key)
{
    struct known_key *known;

    if (known_has_claim(importer, key))
        return;
    known = ARENA_NEW(importer->arena, struct known_key);
    known->text = arena_str(importer->arena, key);
    HASH_ADD_KEYPTR(hh, importer->claims, known->text.ptr, known->text.len, known);
}

void known_clear(struct importer *importer)
{
    HASH_CLEAR(hh_id, importer->entities_by_id);
    HASH_CLEAR(hh, importer->entities);
    identities_clear(&importer->identities);
    identities_clear(&importer->keys_seen);
    HASH_CLEAR(hh, importer->claims);
}

enum err_code known_check_entity(struct check_entity *out, void *data, struct str id,
                                 struct err *err)
{
    struct importer *importer = data;
    struct known_entity *known = NULL;
    struct check_entity found = {0};

    if (str_equal(id, importer->fresh_id)) {
        *out = found;
        return ERR_OK;
    }
    for (uint32_t i = 0; i < importer->instance_count; i++) {
        const struct instance *instance = &importer->instances[i];

        if (!str_equal(instance->id, id))
            continue;
        found.exists = true;
        found.kind = importer->mapping->entities[instance->entity].kind->key;
        found.class_ = instance->class_;
        *out = found;
        return ERR_OK;
    }
    HASH_FIND(hh_id, importer->entities_by_id, id.ptr, id.len, known);
    if (known) {
        *out = (struct check_entity){
            .exists = true, .kind = known->kind, .class_ = known->class_};
        return ERR_OK;
    }
    if (str_equal(id, importer->list)) {
        *out = (struct check_entity){.exists = true, .kind = STR("list")};
        return ERR_OK;
    }
    arena_reset(&importer->lookup);
    if (index_entity_kind(&found.kind, &found.class_, &importer->lookup, importer->index,
                          id, err) != ERR_OK)
        return err->code;
    found.exists = found.kind.len > 0;
    *out = found;
    return ERR_OK;
}

enum err_code known_check_statement(struct check_target *out, void *data, struct str ref,
                                    struct err *err)
{
    struct importer *importer = data;

    (void)err;
    /* What is superseded or withdrawn was found among the list's claims just now. */
    *out = (struct check_target){
        .exists = true,
        .kind = str_equal(ref, importer->import_text) ? STR("import") : STR("claim")};
    return ERR_OK;
}
