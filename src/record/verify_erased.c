#include <inttypes.h>

#include "record/verify_inside.h"
#include "store/store.h"

/* Only the founding feed's words count here: what admits other feeds is not read yet. */
static bool is_admitted(const struct verification *v)
{
    return v->result.feed_count > 0 &&
           v->result.feeds[v->result.feed_count - 1].is_founding;
}

void verify_note_erased(struct verification *v, const struct feed_statement *statement)
{
    if (v->erased_count == v->erased_cap) {
        size_t cap = v->erased_cap > 0 ? 2 * v->erased_cap : 16;
        struct erased *bigger = ARENA_ARRAY(v->arena, struct erased, cap);

        if (v->erased_count > 0)
            memcpy(bigger, v->erased, v->erased_count * sizeof *bigger);
        v->erased = bigger;
        v->erased_cap = cap;
    }
    v->erased[v->erased_count++] =
        (struct erased){v->feed, statement->index, statement->commitment};
}

static bool is_admin(const struct verification *v, struct str id)
{
    const struct admin *admin = NULL;

    HASH_FIND(hh, v->admins, id.ptr, id.len, admin);
    return admin != NULL;
}

static void note_admin(struct verification *v, const struct value *statement)
{
    const struct value *roles = value_get(statement, STR("roles"));
    struct str id = value_get_string(statement, STR("id"));
    struct admin *admin;

    if (!roles || roles->type != VALUE_ARRAY || is_admin(v, id))
        return;
    for (uint32_t i = 0; i < roles->count; i++) {
        if (!value_is_string(&roles->items[i], STR("admin")))
            continue;
        admin = ARENA_NEW(v->arena, struct admin);
        admin->id = arena_str(v->arena, id);
        HASH_ADD_KEYPTR(hh, v->admins, admin->id.ptr, admin->id.len, admin);
        return;
    }
}

/* The ground for destroying what {"c": commitment, "s": reference} names. */
static struct ground *ground_of(struct verification *v, const struct value *statement)
{
    const struct value *target = value_get(statement, STR("of"));
    struct ground *ground = NULL;
    struct digest commitment;

    if (!target || target->type != VALUE_OBJECT ||
        !digest_parse(&commitment, value_get_string(target, STR("c"))))
        return NULL;
    HASH_FIND(hh, v->grounds, &commitment, sizeof commitment, ground);
    if (!ground) {
        ground = ARENA_NEW(v->arena, struct ground);
        ground->commitment = commitment;
        HASH_ADD(hh, v->grounds, commitment, sizeof commitment, ground);
    }
    return ground;
}

static void note_erase(struct verification *v, const struct value *statement)
{
    struct ground *ground = ground_of(v, statement);
    struct str by = value_get_string(statement, STR("by"));

    if (!ground || by.len == 0)
        return;
    if (ground->by.len == 0)
        ground->by = arena_str(v->arena, by);
    ground->is_by_two = ground->is_by_two || !str_equal(ground->by, by);
    ground->is_confirmed =
        ground->is_confirmed || value_get(statement, STR("confirms")) != NULL;
    ground->has_admin = ground->has_admin || is_admin(v, by);
}

void verify_note_ground(struct verification *v, const struct value *statement)
{
    struct str kind = value_get_string(statement, STR("kind"));
    struct ground *ground = NULL;

    if (!is_admitted(v))
        return;
    if (str_equal(kind, STR("member")))
        note_admin(v, statement);
    else if (str_equal(kind, STR("erase")))
        note_erase(v, statement);
    else if (str_equal(kind, STR("reseal")))
        ground = ground_of(v, statement);
    if (ground)
        ground->is_resealed = true;
}

/* Its own author may ask too, but who that was is gone with the content. */
static bool is_lawful(const struct verification *v, const struct erased *erased)
{
    const struct ground *ground = NULL;

    HASH_FIND(hh, v->grounds, &erased->commitment, sizeof erased->commitment, ground);
    return ground && (ground->is_resealed ||
                      (ground->is_by_two && ground->is_confirmed && ground->has_admin));
}

void verify_erased(struct verification *v)
{
    for (size_t i = 0; i < v->erased_count; i++) {
        const struct erased *erased = &v->erased[i];
        struct audit_finding finding = {
            /* A newer version may know other lawful grounds. */
            .grade = store_is_newer(v->store) ? AUDIT_UNKNOWN : AUDIT_DAMAGED,
            .first = erased->index,
            .end = erased->index + 1};

        if (is_lawful(v, erased))
            continue;
        arena_reset(&v->scratch);
        finding.file = arena_printf(&v->scratch, "feeds/" STR_FMT, STR_ARG(erased->feed));
        finding.what =
            arena_printf(&v->scratch,
                         "statement %" PRIu64
                         ": its content was destroyed, and no two members, one of "
                         "them an admin, asked for that",
                         erased->index);
        verify_report(v, &finding);
    }
}
