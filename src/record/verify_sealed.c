#include <inttypes.h>

#include "base/message.h"
#include "record/sealed_object.h"
#include "record/verify_inside.h"
#include "store/store.h"

/* What of a verification needs keys. Without them what is stored is checked all the same:
 * frames and objects are held against hashes of their sealed bytes. */

void verify_find_keys(struct verification *v)
{
    struct err ignored = {0};

    if (session_find(&v->session, v->result.archive, v->store, &ignored) != ERR_OK)
        return;
    v->keyring = keyring_new();
    /* What of it cannot be read opens nothing, and is counted so. */
    if (keyring_load(v->keyring, v->store, session_member(v->session),
                     session_identity(v->session), &ignored) != ERR_OK)
        return;
}

void verify_drop_keys(struct verification *v)
{
    keyring_close(v->keyring);
    if (v->session)
        session_close(v->session);
}

void verify_name_object(struct verification *v, const struct value *statement,
                        uint64_t index)
{
    struct named_object *object = NULL;
    struct digest sha256;
    struct digest name;
    int64_t size = 0;

    /* A `reseal` says no size. */
    if (!digest_parse(&name, value_get_string(statement, STR("stored"))) ||
        (!value_get_integer(&size, statement, STR("size")) &&
         !value_is_string(value_get(statement, STR("kind")), STR("reseal"))))
        return;
    HASH_FIND(hh, v->objects, &name, sizeof name, object);
    if (!object) {
        object = ARENA_NEW(v->arena, struct named_object);
        object->name = name;
        object->sha256 = name;
        if (digest_parse(&sha256, value_get_string(statement, STR("sha256"))))
            object->sha256 = sha256;
        object->size = (uint64_t)size;
        object->statement = index;
        HASH_ADD(hh, v->objects, name, sizeof name, object);
    }
    object->statements++;
}

void verify_sealed(struct verification *v, const struct feed_statement *statement)
{
    struct opened opened = {0};
    struct err err = {0};
    enum err_code code = ERR_DENIED;

    arena_reset(&v->scratch);
    if (keyring_count(v->keyring) > 0)
        code = keyring_open(&opened, &v->scratch, v->keyring, v->feed, statement, &err);
    if (code == ERR_OK) {
        v->result.sealed_opened++;
        known_look(&v->known, &opened.value);
        verify_name_object(v, &opened.value, statement->index);
        return;
    }
    v->result.sealed_closed++;
    if (code != ERR_DENIED && code != ERR_LIMIT)
        verify_find(
            v, AUDIT_DAMAGED,
            arena_printf(&v->scratch, "feeds/" STR_FMT, STR_ARG(v->feed)),
            arena_printf(&v->scratch,
                         _("sealed statement %" PRIu64 " is signed but wrong: %s"),
                         statement->index, err.message));
}

void verify_sealed_object(struct verification *v, const struct named_object *object,
                          struct str path)
{
    struct sealed_reader *reader = NULL;
    struct err err = {0};
    enum err_code code;

    if (keyring_count(v->keyring) == 0)
        return;
    code = sealed_reader_open_in(&reader, v->store, &object->name, object->size,
                                 keyring_identities(v->keyring),
                                 keyring_count(v->keyring), &err);
    if (code == ERR_OK)
        code = sealed_reader_check(reader, &object->sha256, NULL, NULL, &err);
    sealed_reader_close(reader);
    if (code == ERR_OK)
        v->result.objects_opened++;
    else if (code != ERR_DENIED) /* sealed to somebody else */
        verify_find(v, AUDIT_DAMAGED, path,
                    arena_printf(&v->scratch,
                                 _("statement %" PRIu64
                                   " names this sealed object and it does not hold what "
                                   "it should: %s"),
                                 object->statement, err.message));
}
