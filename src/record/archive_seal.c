#include "record/archive_inside.h"

#include "store/store.h"

/* What an open archive seals, and what it can open. */

bool archive_can_seal(const struct archive *archive)
{
    return archive->compartments.count > 0;
}

/* Of every epoch of every compartment a key: what is not found is not there. */
static bool opens_everything(const struct archive *archive)
{
    const struct compartment_list *list = &archive->compartments;

    for (size_t i = 0; i < list->count; i++)
        if (!archive->keyring ||
            !keyring_has(archive->keyring, list->items[i].id, list->items[i].epoch))
            return false;
    return true;
}

enum err_code archive_read_compartments(struct archive *archive, struct err *err)
{
    archive->compartments = (struct compartment_list){0};
    arena_reset(&archive->compartment_arena);
    if (compartments_read(&archive->compartments, &archive->compartment_arena, archive,
                          err) != ERR_OK)
        return err->code;
    archive->is_whole_here = opens_everything(archive);
    archive->knows_compartments = true;
    return ERR_OK;
}

enum err_code archive_compartments(const struct compartment_list **out,
                                   struct archive *archive, struct err *err)
{
    if (!archive->knows_compartments && archive_read_compartments(archive, err) != ERR_OK)
        return err->code;
    *out = &archive->compartments;
    return ERR_OK;
}

bool archive_has_hidden(const struct archive *archive)
{
    return archive->compartments.count > 0 && !archive->is_whole_here;
}

/* --- a field device --- */

bool archive_seals_all(const struct archive *archive)
{
    return archive->seals_all;
}

enum err_code archive_read_profile(struct archive *archive, struct err *err)
{
    struct str profile = {0};
    enum err_code code =
        store_note_read(&profile, &archive->arena, archive->store, PROFILE_NOTE, err);

    archive->seals_all =
        code == ERR_OK && str_equal(str_trim(profile), STR(PROFILE_FIELD));
    if (code != ERR_NOT_FOUND)
        return code;
    *err = (struct err){0}; /* callers return err->code behind several conditions */
    return ERR_OK;
}

enum err_code archive_set_field(struct archive *archive, bool is_field, struct err *err)
{
    enum err_code code = is_field ? store_note_write(archive->store, PROFILE_NOTE,
                                                     STR(PROFILE_FIELD "\n"), err)
                                  : store_note_remove(archive->store, PROFILE_NOTE, err);

    if (code == ERR_NOT_FOUND && !is_field)
        code = ERR_OK;
    if (code == ERR_OK)
        archive->seals_all = is_field;
    return code;
}

/* --- opening --- */

struct keyring *archive_keyring(const struct archive *archive)
{
    return archive->keyring;
}

static void take_keyring(struct archive *archive, struct keyring *keyring,
                         const struct age_identity *reader)
{
    keyring_close(archive->keyring);
    archive->keyring = keyring;
    archive->reader = reader;
    archive->knows_compartments = false;
    index_close(archive->index);
    archive->index = NULL;
    /* What was looked up before may have been hidden then. */
    for (size_t i = 0; i < KNOWN_STATEMENTS; i++)
        archive->known[i].is_set = false;
}

enum err_code archive_load_keys(struct archive *archive, struct err *err)
{
    const struct session *session = archive->session;
    struct keyring *keyring;
    enum err_code code;

    if (!session)
        return ERR_OK;
    keyring = keyring_new();
    code = keyring_load(keyring, archive->store, session_member(session),
                        session_identity(session), err);
    if (code == ERR_OK && keyring_count(keyring) > 0)
        take_keyring(archive, keyring, session_identity(session));
    else
        keyring_close(keyring);
    return code;
}

enum err_code archive_use_keyring(struct archive *archive, struct keyring *keyring,
                                  const struct age_identity *reader, struct err *err)
{
    take_keyring(archive, keyring, reader);
    return archive_catch_up(archive, err);
}

enum err_code archive_unseal(struct opened *out, struct arena *arena,
                             struct archive *archive, uint32_t feed,
                             const struct feed_statement *stored, struct err *err)
{
    if (keyring_count(archive->keyring) == 0)
        return err_set(err, ERR_DENIED, "it is sealed, and no key here opens it");
    return keyring_open(out, arena, archive->keyring, feed_id(archive->feeds[feed].feed),
                        stored, err);
}
