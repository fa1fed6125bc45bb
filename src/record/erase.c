#include "record/erase.h"

#include "record/archive_inside.h"
#include "record/erase_inside.h"
#include "record/index.h"

enum err_code erase_of_statement(struct value *out, struct arena *arena,
                                 struct archive *archive, struct ref ref, struct err *err)
{
    return archive_ref_pinned(out, arena, archive, ref, err);
}

struct value erase_of_object(struct arena *arena, const struct digest *name)
{
    struct value of = value_object();

    value_set(&of, arena, STR("object"),
              value_string(arena_str(arena, str_from_c(digest_text(name).hex))));
    return of;
}

struct value erase_of_rows(struct arena *arena, const struct digest *name,
                           const int64_t *rows, size_t count)
{
    struct value of = erase_of_object(arena, name);
    struct value list = value_array();

    for (size_t i = 0; i < count; i++)
        value_add(&list, arena, value_integer(rows[i]));
    value_set(&of, arena, STR("rows"), list);
    return of;
}

/* --- asking --- */

static enum err_code refuse_again(struct archive *archive, struct arena *arena,
                                  const struct erasure *e, struct err *err)
{
    struct str first =
        archive_ref_short(archive, arena, ref_of(e->first->feed, e->first->index));

    if (e->is_effective)
        return err_set(err, ERR_CONFLICT, "it is erased already: see " STR_FMT,
                       STR_ARG(first));
    return err_set(err, ERR_CONFLICT,
                   "this was asked for already, in " STR_FMT
                   ": another member confirms it with stele erase --confirm " STR_FMT,
                   STR_ARG(first), STR_ARG(first));
}

static enum err_code check_new(const struct erasures *all, struct archive *archive,
                               struct arena *arena, const struct value *of,
                               struct err *err)
{
    struct erasure_target target;

    if (!erasure_target_read(&target, of))
        return err_set(err, ERR_INVALID, "this is nothing that can be erased");
    for (size_t i = 0; i < all->count; i++)
        if (!all->items[i].is_reseal &&
            erasure_target_equal(&all->items[i].target, &target))
            return refuse_again(archive, arena, &all->items[i], err);
    return ERR_OK;
}

static struct value draft_of(struct arena *arena, const struct value *of,
                             struct str ground)
{
    struct value draft = value_object();

    value_set(&draft, arena, STR("kind"), value_string(STR("erase")));
    value_set(&draft, arena, STR("of"), *of);
    value_set(&draft, arena, STR("ground"), value_string(ground));
    return draft;
}

static enum err_code ask(struct ref *asked, struct archive *archive, struct arena *arena,
                         const struct value *targets, size_t count, struct str ground,
                         struct err *err)
{
    struct erasures all = {0};

    if (erase_read(&all, arena, archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < count; i++) {
        struct value draft = draft_of(arena, &targets[i], ground);

        if (check_new(&all, archive, arena, &targets[i], err) != ERR_OK ||
            archive_add(archive, &asked[i], &draft, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

enum err_code erase_ask(struct ref *asked, struct archive *archive,
                        const struct value *targets, size_t count, struct str ground,
                        struct err *err)
{
    struct arena arena = {0};
    enum err_code code = archive_begin(archive, err);

    if (code != ERR_OK)
        return code;
    code = ask(asked, archive, &arena, targets, count, ground, err);
    arena_free(&arena);
    if (code == ERR_OK)
        return archive_commit(archive, err);
    archive_rollback(archive);
    return code;
}

/* --- confirming --- */

static const struct erasure *asked_in(const struct erasures *all, struct ref ref)
{
    for (size_t i = 0; i < all->count; i++)
        if (!all->items[i].is_reseal &&
            ref_of(all->items[i].first->feed, all->items[i].first->index).n == ref.n)
            return &all->items[i];
    return NULL;
}

/* Whether a member wrote what is to be erased, now that it can still be read. */
static enum err_code is_author(bool *out, struct archive *archive, struct arena *arena,
                               const struct erasure *e, struct str member,
                               struct err *err)
{
    struct statement target = {0};
    struct ref ref;
    enum err_code code;

    *out = false;
    if (e->target.kind != ERASURE_STATEMENT ||
        !index_parse_ref(&ref, archive->index, e->target.ref))
        return ERR_OK;
    code = archive_statement(&target, arena, archive, ref, err);
    *out = code == ERR_OK && value_is_string(value_get(&target.value, STR("by")), member);
    return code;
}

static enum err_code check_members(struct archive *archive, struct arena *arena,
                                   const struct erasure *e, struct err *err)
{
    struct str first = value_get_string(&e->first->statement, STR("by"));
    struct roles_view view;
    struct erasure_court court = erasure_court_of(&view);
    bool wrote[2] = {false, false};

    if (str_equal(first, archive->member))
        return err_set(err, ERR_DENIED,
                       "the same member asked for it: erasing takes two, and another "
                       "member must confirm");
    if (archive_know_roles(archive, err) != ERR_OK)
        return err->code;
    view = archive_roles_view(archive, arena);
    if (roles_suffice(archive->roles, ROLE_ADMIN) || court.is_admin(court.data, e->first))
        return ERR_OK;
    if (is_author(&wrote[0], archive, arena, e, first, err) != ERR_OK ||
        is_author(&wrote[1], archive, arena, e, archive->member, err) != ERR_OK)
        return err->code;
    if (wrote[0] || wrote[1])
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "neither of the two is an admin or wrote what is to be erased: an "
                   "admin must ask or confirm");
}

static enum err_code confirm_one(struct archive *archive, struct arena *arena,
                                 const struct erasures *all, struct ref asked,
                                 struct str ground, struct err *err)
{
    const struct erasure *e = asked_in(all, asked);
    struct value draft;
    struct value pinned = {0};

    if (!e)
        return err_set(err, ERR_INVALID,
                       STR_FMT " asks for no erasure: stele erase --list tells which do",
                       STR_ARG(archive_ref_short(archive, arena, asked)));
    if (e->is_effective)
        return refuse_again(archive, arena, e, err);
    if (check_members(archive, arena, e, err) != ERR_OK ||
        archive_ref_pinned(&pinned, arena, archive, asked, err) != ERR_OK)
        return err->code;
    draft = draft_of(
        arena, value_get(&e->first->statement, STR("of")),
        ground.len > 0 ? ground : value_get_string(&e->first->statement, STR("ground")));
    value_set(&draft, arena, STR("confirms"), pinned);
    return archive_add(archive, NULL, &draft, err);
}

static enum err_code confirm(struct archive *archive, struct arena *arena,
                             const struct erase_confirmation *c, struct err *err)
{
    struct erasures all = {0};
    enum err_code code = erase_read(&all, arena, archive, err);

    for (size_t i = 0; code == ERR_OK && i < c->draft_count; i++)
        code = archive_add(archive, NULL, &c->drafts[i], err);
    for (size_t i = 0; code == ERR_OK && i < c->count; i++)
        code = confirm_one(archive, arena, &all, c->asked[i], c->ground, err);
    return code;
}

/* Taking the lock finishes what is effective; here it must succeed. */
static enum err_code finish(struct archive *archive, struct err *err)
{
    bool did = false;
    enum err_code code = archive_begin(archive, err);

    if (code != ERR_OK)
        return err_context(err, "it is recorded, and will be destroyed by the next "
                                "command that writes: ");
    code = archive_finish_erasures(&did, archive, err);
    archive_rollback(archive);
    return code == ERR_OK ? ERR_OK
                          : err_context(err, "it is recorded, and not all of it is "
                                             "destroyed; the next command that writes "
                                             "goes on with it: ");
}

enum err_code erase_confirm(struct archive *archive,
                            const struct erase_confirmation *confirmation,
                            struct err *err)
{
    struct arena arena = {0};
    enum err_code code = archive_begin(archive, err);

    if (code != ERR_OK)
        return code;
    code = confirm(archive, &arena, confirmation, err);
    arena_free(&arena);
    if (code != ERR_OK) {
        archive_rollback(archive);
        return code;
    }
    code = archive_commit(archive, err);
    return code == ERR_OK ? finish(archive, err) : code;
}
