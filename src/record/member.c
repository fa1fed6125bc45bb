#include "record/member.h"

#include <stdlib.h>

#include "record/archive_inside.h"
#include "record/device_inside.h"
#include "record/id.h"
#include "record/member_lock.h"

/* --- who they are --- */

static bool is_listed(const struct member_facts *list, size_t count, struct str id)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(list[i].id, id))
            return true;
    return false;
}

static int by_id(const void *a, const void *b)
{
    return str_compare(((const struct member_facts *)a)->id,
                       ((const struct member_facts *)b)->id);
}

static void describe(struct member_facts *member, struct archive *archive,
                     const struct roles_view *view)
{
    struct arena arena = {0};
    struct member_lock lock = {0};
    struct err ignored = {0};
    struct member_roles roles = roles_now(view, member->id);
    const struct admission *own = &archive->feeds[archive->own].admission;

    member->roles = roles.roles;
    member->is_contested = roles.is_contested;
    if (roles.feed != SIZE_MAX)
        member->key = value_get_string(
            &view->feeds[roles.feed].words[roles.word].statement, STR("key"));
    member->is_founder = str_equal(member->id, archive->founder);
    member->has_lock =
        member_lock_read(&lock, &arena, archive->store, member->id, &ignored) == ERR_OK;
    member->has_pin = member->has_lock && lock.is_pin;
    member->is_signed_in =
        archive->session && str_equal(session_member(archive->session), member->id);
    member->writes_here =
        archive->feeds[archive->own].is_ours &&
        (own->members ? admission_may_write(own, member->id) : member->is_founder);
    arena_free(&arena);
}

enum err_code member_list(struct member_facts **out, size_t *count, struct arena *arena,
                          struct archive *archive, struct err *err)
{
    struct roles_view view;
    struct member_facts *list;
    size_t room = 1;
    size_t found = 0;

    if (archive_know_roles(archive, err) != ERR_OK)
        return err->code;
    view = archive_roles_view(archive, arena);
    for (size_t f = 0; f < view.count; f++)
        room += view.feeds[f].word_count;
    list = ARENA_ARRAY(arena, struct member_facts, room);
    list[found++].id = archive->founder;
    for (size_t f = 0; f < view.count; f++)
        for (size_t w = 0; w < view.feeds[f].word_count; w++) {
            const struct admission_word *word = &view.feeds[f].words[w];
            struct str id = value_get_string(&word->statement, STR("id"));

            if (word->is_valid && !is_listed(list, found, id))
                list[found++].id = id;
        }
    qsort(list, found, sizeof *list, by_id);
    for (size_t i = 0; i < found; i++)
        describe(&list[i], archive, &view);
    *out = list;
    *count = found;
    return ERR_OK;
}

enum err_code member_find(struct member_facts *out, struct arena *arena,
                          struct archive *archive, struct str text, struct err *err)
{
    struct member_facts *list = NULL;
    size_t count = 0;
    struct id id;

    if (id_parse(&id, text, err) != ERR_OK)
        return err_context(err, "the member's id: ");
    if (member_list(&list, &count, arena, archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < count; i++)
        if (str_equal(list[i].id, id_str(&id))) {
            *out = list[i];
            return ERR_OK;
        }
    return err_set(err, ERR_NOT_FOUND,
                   "the archive has no member %s; stele member list shows them", id.text);
}

/* --- what is said of them --- */

static struct value roles_value(struct arena *arena, unsigned roles)
{
    struct value list = value_array();

    for (unsigned role = 1; role <= ROLE_ALL; role *= 2)
        if (roles & role)
            value_add(&list, arena, value_string(role_name(role)));
    return list;
}

/* The words of other feeds that this one takes the place of. */
static enum err_code set_supersedes(struct value *draft, struct arena *arena,
                                    struct archive *archive, struct str id,
                                    struct err *err)
{
    struct roles_view view = archive_roles_view(archive, arena);
    struct value list = value_array();

    for (size_t f = 0; f < view.count; f++) {
        size_t w = f == archive->own ? SIZE_MAX : roles_head(&view, f, id);
        struct value pinned = {0};

        if (w == SIZE_MAX)
            continue;
        if (archive_ref_pinned(&pinned, arena, archive,
                               ref_of((uint32_t)f, view.feeds[f].words[w].index),
                               err) != ERR_OK)
            return err->code;
        value_add(&list, arena, pinned);
    }
    if (list.count > 0)
        value_set(draft, arena, STR("supersedes"), list);
    return ERR_OK;
}

static enum err_code say(struct ref *out, struct arena *arena, struct archive *archive,
                         struct str id, unsigned roles, struct str key, struct err *err)
{
    struct value draft = value_object();

    value_set(&draft, arena, STR("kind"), value_string(STR("member")));
    value_set(&draft, arena, STR("id"), value_string(id));
    value_set(&draft, arena, STR("roles"), roles_value(arena, roles));
    if (key.len > 0)
        value_set(&draft, arena, STR("key"), value_string(key));
    if (set_supersedes(&draft, arena, archive, id, err) != ERR_OK)
        return err->code;
    return archive_add(archive, out, &draft, err);
}

/* A name is a claim about a person of the same id, inferred from the statement that made
 * the member: whoever may not open what is sealed sees the id alone. */
static enum err_code say_name(struct arena *arena, struct archive *archive, struct str id,
                              struct ref ref, struct str name, struct err *err)
{
    struct value entity = value_object();
    struct value claim = value_object();
    struct value premises = value_array();
    struct value value = value_object();

    value_set(&value, arena, STR("written"), value_string(name));
    value_set(&entity, arena, STR("kind"), value_string(STR("entity")));
    value_set(&entity, arena, STR("id"), value_string(id));
    value_set(&entity, arena, STR("entity"), value_string(STR("person")));
    value_set(&entity, arena, STR("seal"), value_string(STR("member")));
    value_add(&premises, arena, value_string(archive_ref_text(archive, arena, ref)));
    value_set(&claim, arena, STR("kind"), value_string(STR("claim")));
    value_set(&claim, arena, STR("about"), value_string(id));
    value_set(&claim, arena, STR("property"), value_string(STR("name")));
    value_set(&claim, arena, STR("value"), value);
    value_set(&claim, arena, STR("basis"), value_string(STR("inferred")));
    value_set(&claim, arena, STR("premises"), premises);
    value_set(&claim, arena, STR("seal"), value_string(STR("member")));
    if (archive_add(archive, NULL, &entity, err) != ERR_OK)
        return err->code;
    return archive_add(archive, NULL, &claim, err);
}

static enum err_code say_new(struct arena *arena, struct archive *archive, struct str id,
                             const struct member_draft *draft, struct str key,
                             struct err *err)
{
    struct ref ref = {0};
    enum err_code code = archive_begin(archive, err);

    if (code != ERR_OK)
        return code;
    code = say(&ref, arena, archive, id, draft->roles, key, err);
    if (code == ERR_OK && draft->name.len > 0)
        code = say_name(arena, archive, id, ref, draft->name, err);
    if (code == ERR_OK && draft->is_here)
        code = device_say_members(arena, archive, archive->own, &id, 1, err);
    if (code == ERR_OK)
        return archive_commit(archive, err);
    archive_rollback(archive);
    return code;
}

static enum err_code check_key(struct str key, struct err *err)
{
    uint8_t public[AGE_KEY_BYTES];

    if (key.len == 0 || age_recipient_parse(public, key))
        return ERR_OK;
    return err_set(err, ERR_INVALID, "\"" STR_FMT "\" is no public key (age1…)",
                   STR_ARG(str_prefix(key, 80)));
}

/* Whoever adds another one here must be there to open this machine's key for it. */
static enum err_code check_here(const struct archive *archive, struct err *err)
{
    if (!archive->session)
        return err_set(err, ERR_DENIED,
                       "before another member writes on this machine, set a passphrase "
                       "of your own and sign in: stele member passphrase, stele unlock");
    if (archive->own > 0)
        return err_set(err, ERR_DENIED,
                       "who writes this machine's feed " STR_FMT
                       " is said by an admin in the feed that admitted it: stele device "
                       "admit FEED --member ID",
                       STR_ARG(feed_id(archive->feed)));
    return ERR_OK;
}

enum err_code member_new(struct str *id, struct arena *arena, struct archive *archive,
                         const struct member_draft *draft, struct err *err)
{
    struct str made = archive_new_id(archive, arena);
    struct str key = draft->key;
    enum err_code code = check_key(key, err);

    if (code == ERR_OK)
        code = archive_know_roles(archive, err);
    if (code == ERR_OK && draft->is_here)
        code = check_here(archive, err);
    /* The lock first: a member without statement opens nothing and says nothing. */
    if (code == ERR_OK && draft->is_here)
        code = member_set_lock(&key, arena, archive, made, draft->secret, draft->is_pin,
                               err);
    if (code == ERR_OK)
        code = say_new(arena, archive, made, draft, key, err);
    if (code == ERR_OK && draft->is_here)
        code = archive_read_feeds(archive, err);
    if (code == ERR_OK && draft->is_here)
        code = member_seal_feeds(archive, err);
    if (code == ERR_OK)
        *id = made;
    return code;
}

/* --- other roles --- */

static enum err_code need_another_admin(struct arena *arena, struct archive *archive,
                                        const struct member_facts *member,
                                        struct err *err)
{
    struct member_facts *list = NULL;
    size_t count = 0;

    if (member_list(&list, &count, arena, archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < count; i++)
        if ((list[i].roles & ROLE_ADMIN) && !str_equal(list[i].id, member->id))
            return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "member " STR_FMT
                   " is the only admin: without one nobody could admit anybody any more; "
                   "make another one first: stele member role ID admin",
                   STR_ARG(member->id));
}

/* Where it was made admin: the least depth. */
static uint32_t admin_depth(const struct archive *archive, const struct roles_view *view,
                            struct str id)
{
    uint32_t depth = str_equal(id, archive->founder) ? 0 : UINT32_MAX;

    for (size_t f = 0; f < view->count; f++)
        for (size_t w = 0; w < view->feeds[f].word_count; w++) {
            const struct admission_word *word = &view->feeds[f].words[w];

            if (word->is_valid && (roles_of(&word->statement) & ROLE_ADMIN) &&
                value_is_string(value_get(&word->statement, STR("id")), id) &&
                view->admissions[f].depth < depth)
                depth = view->admissions[f].depth;
        }
    return depth;
}

/* What would decide nothing is better not said: roles.h. */
static enum err_code check_reach(struct arena *arena, struct archive *archive,
                                 const struct member_facts *member, unsigned roles,
                                 struct err *err)
{
    struct roles_view view = archive_roles_view(archive, arena);

    if (!(member->roles & ROLE_ADMIN) || (roles & ROLE_ADMIN))
        return ERR_OK;
    if (need_another_admin(arena, archive, member, err) != ERR_OK)
        return err->code;
    if (str_equal(member->id, archive->member) ||
        str_equal(archive->member, archive->founder) ||
        view.admissions[archive->own].depth <= admin_depth(archive, &view, member->id))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "member " STR_FMT
                   " was made an admin in a feed that is nearer to the founding one than "
                   "this machine's, and is ended from there",
                   STR_ARG(member->id));
}

static enum err_code say_roles(struct arena *arena, struct archive *archive,
                               const struct member_facts *member, unsigned roles,
                               struct str key, struct err *err)
{
    struct ref ref = {0};
    /* Whatever made it an admin elsewhere is over only when it was ended once: roles.h.
     * Whoever ended itself could not say the rest. */
    bool ends_first = (member->roles & ROLE_ADMIN) && !(roles & ROLE_ADMIN) &&
                      roles != 0 && !str_equal(member->id, archive->member);
    enum err_code code = ERR_OK;

    if (ends_first)
        code = say(&ref, arena, archive, member->id, 0, STR(""), err);
    if (code == ERR_OK)
        code = say(&ref, arena, archive, member->id, roles,
                   key.len > 0 ? key : member->key, err);
    return code;
}

enum err_code member_set_roles(struct archive *archive, struct str id, unsigned roles,
                               struct str key, struct err *err)
{
    struct arena arena = {0};
    struct member_facts member = {0};
    enum err_code code = check_key(key, err);

    if (code == ERR_OK)
        code = member_find(&member, &arena, archive, id, err);
    if (code == ERR_OK)
        code = check_reach(&arena, archive, &member, roles, err);
    if (code == ERR_OK)
        code = archive_begin(archive, err);
    if (code == ERR_OK) {
        code = say_roles(&arena, archive, &member, roles, key, err);
        if (code == ERR_OK)
            code = archive_commit(archive, err);
        else
            archive_rollback(archive);
    }
    arena_free(&arena);
    return code;
}

/* --- the end --- */

static bool is_only_writer(const struct admission *a, struct str id)
{
    return a->members && a->members->count == 1 && admission_may_write(a, id);
}

/* Its devices: each ends, or is named as one that goes on. */
static enum err_code end_devices(struct member_ended *out, struct arena *arena,
                                 struct archive *archive, struct err *err)
{
    out->feeds = ARENA_ARRAY(arena, struct str, archive->feed_count);
    out->left = ARENA_ARRAY(arena, struct str, archive->feed_count);
    for (uint32_t n = 0; n < archive->feed_count; n++) {
        const struct admission *a = &archive->feeds[n].admission;
        struct str feed = feed_id(archive->feeds[n].feed);
        struct feed_position end;

        if (a->ground == ADMISSION_NONE || a->until != UINT64_MAX ||
            !admission_may_write(a, out->id))
            continue;
        if (!is_only_writer(a, out->id) || !device_may_end(archive, n)) {
            out->left[out->left_count++] = feed;
            continue;
        }
        if (device_end_here(&end, archive, n, DEVICE_ALL, err) != ERR_OK ||
            device_say_end(arena, archive, n, &end, err) != ERR_OK)
            return err->code;
        out->feeds[out->feed_count++] = feed;
    }
    return ERR_OK;
}

enum err_code member_end(struct member_ended *out, struct arena *arena,
                         struct archive *archive, struct str id, struct err *err)
{
    struct member_facts member = {0};
    enum err_code code = member_find(&member, arena, archive, id, err);

    *out = (struct member_ended){.id = member.id};
    if (code == ERR_OK && member.roles == 0 && !member.is_contested)
        return err_set(err, ERR_CONFLICT, "member " STR_FMT " was ended already",
                       STR_ARG(member.id));
    if (code == ERR_OK)
        code = check_reach(arena, archive, &member, 0, err);
    if (code == ERR_OK)
        code = archive_begin(archive, err);
    if (code != ERR_OK)
        return code;
    code = end_devices(out, arena, archive, err);
    if (code == ERR_OK)
        code = say_roles(arena, archive, &member, 0, STR(""), err);
    if (code == ERR_OK)
        return archive_commit(archive, err);
    archive_rollback(archive);
    return code;
}
