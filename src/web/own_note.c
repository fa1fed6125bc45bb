#include "web/own_note.h"

#include "crypto/age.h"
#include "crypto/random.h"
#include "record/archive.h"
#include "record/session.h"

static const struct age_identity *identity_of(const struct request *r)
{
    const struct session *session = archive_session(r->archive);

    return session ? session_identity(session) : NULL;
}

enum err_code own_note_write(const struct request *r, const char *name, struct str text,
                             struct err *err)
{
    const struct age_identity *identity = identity_of(r);
    struct buf sealed = {0};
    enum err_code code;

    if (!identity)
        return archive_note_write(r->archive, name, text, err);
    age_seal(&sealed, &identity->public, 1, text);
    code = archive_note_write(r->archive, name, buf_str(&sealed), err);
    buf_release(&sealed);
    return code;
}

enum err_code own_note_read(struct str *out, const struct request *r, const char *name,
                            struct err *err)
{
    const struct age_identity *identity = identity_of(r);
    struct buf opened = {0};
    struct str text;

    if (archive_note_read(&text, r->arena, r->archive, name, err) != ERR_OK)
        return err->code;
    if (!str_starts_with(text, STR("age-encryption.org/"))) {
        *out = text;
        return ERR_OK;
    }
    if (!identity)
        return err_set(err, ERR_DENIED, "this note is sealed to another member");
    if (age_open(&opened, NULL, text, identity, 1, err) != ERR_OK)
        return err->code;
    *out = arena_str(r->arena, buf_str(&opened));
    if (opened.len > 0)
        crypto_wipe(opened.ptr, opened.len);
    buf_release(&opened);
    return ERR_OK;
}
