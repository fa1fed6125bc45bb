#include "record/seal.h"

#include "base/text.h"
#include "crypto/secret.h"
#include "format/canon.h"
#include "record/archive_inside.h"
#include "record/id.h"
#include "record/member.h"
#include "record/member_lock.h"
#include "store/store.h"

static enum err_code need_reader(const struct session **out, struct archive *archive,
                                 struct err *err)
{
    *out = archive_session(archive);
    if (*out)
        return ERR_OK;
    if (archive_has_members(archive))
        return err_set(err, ERR_DENIED,
                       "nobody is signed in on this machine, so that no key can be kept "
                       "or handed on: stele unlock");
    return err_set(
        err, ERR_DENIED,
        "a compartment's key is kept by a member with a passphrase, and nobody "
        "has one on this machine: stele member passphrase");
}

static enum err_code check_name(struct str name, struct err *err)
{
    if (name.len == 0 || name.len > SEAL_NAME_MAX || !utf8_is_valid(name))
        return err_set(err, ERR_INVALID,
                       "a compartment's name has 1 to %d bytes of UTF-8", SEAL_NAME_MAX);
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f)
            return err_set(err, ERR_INVALID,
                           "a compartment's name cannot hold control characters");
    return ERR_OK;
}

static enum err_code announce(struct archive *archive, struct arena *arena,
                              const struct compartment *c, struct err *err)
{
    struct value draft = value_object();
    char key[AGE_RECIPIENT_LEN + 1];

    age_recipient_text(key, c->key);
    value_set(&draft, arena, STR("kind"), value_string(STR("compartment")));
    value_set(&draft, arena, STR("id"), value_string(c->id));
    value_set(&draft, arena, STR("epoch"), value_integer(c->epoch));
    value_set(&draft, arena, STR("key"), value_string(arena_str(arena, str_from_c(key))));
    value_set(&draft, arena, STR("name"), value_string(c->name));
    if (c->is_default)
        value_set(&draft, arena, STR("default"), value_bool(true));
    if (archive_begin(archive, err) != ERR_OK)
        return err->code;
    if (archive_add(archive, NULL, &draft, err) != ERR_OK) {
        archive_rollback(archive);
        return err->code;
    }
    return archive_commit(archive, err);
}

/* First the key is kept, then the compartment announced: see seal.h. */
static enum err_code make_key(struct compartment *c, struct archive *archive,
                              struct arena *arena, struct err *err)
{
    struct age_identity *identity = SECRET_NEW(struct age_identity);
    const struct session *session = NULL;
    enum err_code code = need_reader(&session, archive, err);

    if (code == ERR_OK) {
        age_identity_new(identity);
        memcpy(c->key, identity->public, sizeof c->key);
        code = keyring_give(
            archive->store, c->id, c->epoch, identity, session_member(session),
            (const uint8_t(*)[AGE_KEY_BYTES]) & session_identity(session)->public, err);
    }
    secret_free(identity);
    return code == ERR_OK ? announce(archive, arena, c, err) : code;
}

enum err_code seal_new(struct compartment *out, struct arena *arena,
                       struct archive *archive, struct str name, bool is_default,
                       struct err *err)
{
    const struct compartment_list *list = NULL;
    struct compartment c = {.epoch = 1, .name = arena_str(arena, name)};

    if (check_name(name, err) != ERR_OK ||
        archive_compartments(&list, archive, err) != ERR_OK)
        return err->code;
    if (compartment_find(list, name))
        return err_set(err, ERR_CONFLICT,
                       "there is a compartment \"" STR_FMT
                       "\" already; for a new key: stele seal rotate",
                       STR_ARG(name));
    c.is_default = is_default || list->count == 0;
    c.id = archive_new_id(archive, arena);
    if (make_key(&c, archive, arena, err) != ERR_OK)
        return err->code;
    *out = c;
    return ERR_OK;
}

static enum err_code find(struct compartment *out, struct arena *arena,
                          struct archive *archive, struct str name, struct err *err)
{
    const struct compartment_list *list = NULL;
    const struct compartment *found;

    if (archive_compartments(&list, archive, err) != ERR_OK)
        return err->code;
    found = compartment_find(list, name);
    if (!found)
        return err_set(err, ERR_NOT_FOUND,
                       "there is no compartment \"" STR_FMT "\": stele seal list",
                       STR_ARG(str_prefix(name, SEAL_NAME_MAX)));
    *out = *found;
    out->id = arena_str(arena, found->id);
    out->name = arena_str(arena, found->name);
    return ERR_OK;
}

enum err_code seal_rotate(struct compartment *out, struct arena *arena,
                          struct archive *archive, struct str name, struct err *err)
{
    struct compartment c = {0};

    if (find(&c, arena, archive, name, err) != ERR_OK)
        return err->code;
    c.epoch++;
    if (make_key(&c, archive, arena, err) != ERR_OK)
        return err->code;
    *out = c;
    return ERR_OK;
}

/* --- handing keys on --- */

/* A member's key, as the archive says it; as the lock on this machine says it, where the
 * archive does not. */
static enum err_code find_member_key(uint8_t key[AGE_KEY_BYTES], struct str *member,
                                     struct arena *arena, struct archive *archive,
                                     struct err *err)
{
    struct member_facts *members = NULL;
    struct member_lock lock = {0};
    struct str text = STR("");
    struct id id;
    size_t count = 0;

    if (id_parse(&id, *member, err) != ERR_OK)
        return err_context(err, "the member's id: ");
    *member = arena_str(arena, id_str(&id));
    if (member_list(&members, &count, arena, archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < count; i++)
        if (str_equal(members[i].id, *member))
            text = members[i].key;
    if (text.len == 0 &&
        member_lock_read(&lock, arena, archive->store, *member, err) == ERR_OK)
        text = lock.key;
    if (!age_recipient_parse(key, text))
        return err_set(err, ERR_NOT_FOUND,
                       "member " STR_FMT
                       " has no key that this archive or this machine knows: they make "
                       "one with stele member passphrase",
                       STR_ARG(*member));
    return ERR_OK;
}

static void put_line(struct buf *text, struct arena *arena, struct archive *archive,
                     const struct compartment *c, struct str member, struct str sealed)
{
    struct value line = value_object();
    struct buf encoded = {0};
    struct err ignored = {0};

    base64_append(&encoded, (const uint8_t *)sealed.ptr, sealed.len);
    value_set(&line, arena, STR("archive"), value_string(archive->id));
    value_set(&line, arena, STR("compartment"), value_string(c->id));
    value_set(&line, arena, STR("epoch"), value_integer(c->epoch));
    value_set(&line, arena, STR("member"), value_string(member));
    value_set(&line, arena, STR("sealed"), value_string(buf_str(&encoded)));
    if (canon_write(text, &line, &ignored) == ERR_OK)
        buf_char(text, '\n');
    buf_release(&encoded);
}

struct giving {
    struct arena *arena;
    struct archive *archive;
    struct str member;
    uint8_t key[AGE_KEY_BYTES];
    struct buf *text;
};

static enum err_code give_epoch(struct giving *g, const struct compartment *c,
                                struct err *err)
{
    const struct age_identity *secret =
        keyring_find(g->archive->keyring, c->id, c->epoch);
    const uint8_t(*to)[AGE_KEY_BYTES] = (const uint8_t(*)[AGE_KEY_BYTES]) & g->key;
    struct buf sealed = {0};
    enum err_code code;

    code = keyring_give(g->archive->store, c->id, c->epoch, secret, g->member, to, err);
    if (code == ERR_OK && g->text) {
        keyring_seal(&sealed, secret, to);
        put_line(g->text, g->arena, g->archive, c, g->member, buf_str(&sealed));
    }
    buf_release(&sealed);
    return code;
}

enum err_code seal_give(uint32_t *epochs, struct buf *text, struct archive *archive,
                        struct str name, struct str member, struct err *err)
{
    struct arena arena = {0};
    struct giving g = {
        .arena = &arena, .archive = archive, .member = member, .text = text};
    const struct compartment_list *list = NULL;
    const struct session *session = NULL;
    struct compartment c = {0};
    enum err_code code = need_reader(&session, archive, err);

    *epochs = 0;
    if (code == ERR_OK)
        code = find(&c, &arena, archive, name, err);
    if (code == ERR_OK)
        code = find_member_key(g.key, &g.member, &arena, archive, err);
    if (code == ERR_OK)
        code = archive_compartments(&list, archive, err);
    for (size_t i = 0; code == ERR_OK && i < list->count; i++) {
        if (!str_equal(list->items[i].id, c.id) || !archive->keyring ||
            !keyring_has(archive->keyring, c.id, list->items[i].epoch))
            continue;
        code = give_epoch(&g, &list->items[i], err);
        *epochs += code == ERR_OK;
    }
    if (code == ERR_OK && *epochs == 0)
        code = err_set(err, ERR_DENIED,
                       "you cannot open compartment \"" STR_FMT
                       "\" yourself, so its keys are not yours to give",
                       STR_ARG(c.name));
    arena_free(&arena);
    return code;
}

static enum err_code take_line(struct archive *archive, struct arena *arena,
                               struct str line, struct err *err)
{
    const struct session *session = archive_session(archive);
    struct value said = {0};
    struct str encoded;
    uint8_t *sealed;
    int64_t epoch = 0;
    size_t len = 0;

    if (canon_parse(&said, arena, line, err) != ERR_OK ||
        !value_get_integer(&epoch, &said, STR("epoch")) || epoch < 1 ||
        epoch > UINT32_MAX || !id_is_valid(value_get_string(&said, STR("compartment"))))
        return err_set(err, ERR_INVALID, "it is no file that stele seal give has made");
    if (!value_is_string(value_get(&said, STR("archive")), archive->id))
        return err_set(err, ERR_INVALID, "the keys are of another archive");
    if (!value_is_string(value_get(&said, STR("member")), session_member(session)))
        return err_set(err, ERR_DENIED,
                       "the keys are for member " STR_FMT
                       ", who has to take them in: stele unlock --member",
                       STR_ARG(value_get_string(&said, STR("member"))));
    encoded = value_get_string(&said, STR("sealed"));
    sealed = ARENA_ARRAY(arena, uint8_t, encoded.len + 1);
    if (!base64_decode(sealed, encoded.len, &len, encoded))
        return err_set(err, ERR_INVALID, "it is no file that stele seal give has made");
    return keyring_take(archive->store, value_get_string(&said, STR("compartment")),
                        (uint32_t)epoch, (struct str){(const char *)sealed, len},
                        session_member(session), session_identity(session), err);
}

enum err_code seal_take(uint32_t *epochs, struct archive *archive, struct str text,
                        struct err *err)
{
    const struct session *session = NULL;
    struct arena arena = {0};
    enum err_code code = need_reader(&session, archive, err);

    *epochs = 0;
    while (code == ERR_OK && text.len > 0) {
        struct str line = str_cut(&text, '\n');

        arena_reset(&arena);
        if (line.len == 0)
            continue;
        code = take_line(archive, &arena, line, err);
        *epochs += code == ERR_OK;
    }
    if (code == ERR_OK && *epochs == 0)
        code = err_set(err, ERR_INVALID, "it holds no key");
    arena_free(&arena);
    return code;
}
