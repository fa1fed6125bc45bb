#include <inttypes.h>

#include "base/message.h"
#include "record/verify_inside.h"
#include "store/store.h"

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

static void note_erase(struct verification *v, const struct value *statement,
                       bool is_admin)
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
    ground->has_admin = ground->has_admin || is_admin;
}

static void note_reason(struct verification *v, const struct reason *reason)
{
    const struct admission *admission = &v->result.feeds[reason->feed].admission;
    struct ground *ground;

    if (!admission_counts(admission, reason->index))
        return;
    if (value_is_string(value_get(&reason->statement, STR("kind")), STR("erase"))) {
        note_erase(v, &reason->statement,
                   verify_is_admin(v, value_get_string(&reason->statement, STR("by"))));
        return;
    }
    ground = ground_of(v, &reason->statement);
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
    for (size_t i = 0; i < v->reason_count; i++)
        note_reason(v, &v->reasons[i]);
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
                         _("statement %" PRIu64
                           ": its content was destroyed, and no two members, one of "
                           "them an admin, asked for that"),
                         erased->index);
        verify_report(v, &finding);
    }
}
