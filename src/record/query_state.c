/* Where a claim stands: computed from what was said about it, as of a view. */

#include "record/query_scan.h"

/* References point backwards, so a chain of undoing ends; a hostile one is cut. */
enum { UNDO_DEPTH_MAX = 16 };

struct said {
    struct ref by;
    int64_t role;
    int64_t kind;
};

struct said_list {
    struct arena arena;
    const struct index *index;
    struct ref target;
    struct said *items;
    size_t count;
    size_t cap;
};

static enum err_code add_said(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct said_list *list = context;
    void *items = list->items;
    struct said *said;
    uint32_t feed = ref_feed(column_ref(row, 0));

    (void)err;
    /* A feed that is not admitted decides nothing but its own affairs. */
    if (!list->index->feeds[feed].bounds.counts && feed != ref_feed(list->target))
        return ERR_OK;
    said = list_add(&items, &list->count, &list->cap, &list->arena, sizeof *said);
    list->items = items;
    *said = (struct said){.by = column_ref(row, 0),
                          .role = db_column_int(row, 1),
                          .kind = db_column_int(row, 2)};
    return ERR_OK;
}

/* What points at a statement, with the kind of what does. */
static enum err_code said_about(struct said_list *list, struct index *index,
                                struct view view, struct ref target, struct err *err)
{
    struct scan scan = {
        .sql = "SELECT edge.source, edge.role, statement.kind FROM edge JOIN statement"
               " ON statement.n = edge.source WHERE edge.target = $1 AND"
               " +edge.source >= $2 AND +edge.source < $3 ORDER BY edge.source"};

    list->index = index;
    list->target = target;
    scan_key_number(&scan, target.n);
    return query_scan(index, view, &scan, add_said, list, err);
}

/*
 * A decision that is superseded decides nothing any more. A claim that is superseded has
 * a correction that was corrected again: what it put right stays put right.
 */
static bool takes_back(const struct said *said, int64_t kind)
{
    if (said->role == ROLE_OF)
        return said->kind == KIND_UNDO || said->kind == KIND_WITHDRAW;
    return said->role == ROLE_SUPERSEDES && said->kind == kind && kind != KIND_CLAIM;
}

/*
 * A later release that no longer says something, as against somebody who takes back what
 * he said: the value before the last one is not what the list says again.
 */
static enum err_code is_by_release(bool *out, struct index *index, struct ref withdrawal,
                                   struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code =
        index_take(&query, index,
                   "SELECT 1 FROM edge JOIN import ON import.n = edge.target WHERE"
                   " edge.source = $1",
                   err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, withdrawal.n);
    code = db_step(out, query, err);
    index_give(index, query);
    return code;
}

static enum err_code is_undone(bool *out,
                               struct index *index, // NOLINT(misc-no-recursion)
                               struct view view, struct ref ref, int64_t kind, int depth,
                               struct err *err)
{
    struct said_list list = {0};
    enum err_code code = said_about(&list, index, view, ref, err);

    *out = false;
    for (size_t i = 0; i < list.count && code == ERR_OK && !*out; i++) {
        bool is_void = depth >= UNDO_DEPTH_MAX;

        if (!takes_back(&list.items[i], kind))
            continue;
        if (!is_void && kind == KIND_CLAIM && list.items[i].kind == KIND_WITHDRAW)
            code = is_by_release(&is_void, index, list.items[i].by, err);
        if (code == ERR_OK && !is_void)
            code = is_undone(&is_void, index, view, list.items[i].by, list.items[i].kind,
                             depth + 1, err);
        *out = !is_void;
    }
    arena_free(&list.arena);
    return code;
}

static enum err_code kind_of(int64_t *out, struct index *index, struct ref ref,
                             struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, index, "SELECT kind FROM statement WHERE n = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, ref.n);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK)
        *out = has_row ? db_column_int(query, 0) : KIND_UNREADABLE;
    index_give(index, query);
    return code;
}

enum err_code query_is_undone(bool *out, struct index *index, struct view view,
                              struct ref ref, struct err *err)
{
    int64_t kind = 0;
    enum err_code code = kind_of(&kind, index, ref, err);

    if (code != ERR_OK)
        return code;
    return is_undone(out, index, view, ref, kind, 0, err);
}

static enum err_code preferred_by(struct ref *out, struct index *index,
                                  struct ref decision, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(
        &query, index, "SELECT target FROM edge WHERE source = $1 AND role = $2", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, decision.n);
    db_bind_int(query, 2, ROLE_PREFER);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK)
        *out = has_row ? column_ref(query, 0) : REF_NONE;
    index_give(index, query);
    return code;
}

/* Decisions that prefer the same agree; never does the later one win for being later. */
static enum err_code apply_decision(struct claim_state *out, struct index *index,
                                    struct ref claim, struct ref decision,
                                    struct err *err)
{
    struct ref preferred;
    enum claim_decision says;
    enum err_code code = preferred_by(&preferred, index, decision, err);

    if (code != ERR_OK || ref_is_none(preferred))
        return code;
    says = preferred.n == claim.n ? DECISION_PREFERRED : DECISION_OTHER;
    if (out->decision == DECISION_NONE) {
        out->decision = says;
        out->decided_by = decision;
        return ERR_OK;
    }
    if (says == DECISION_OTHER && out->decision == DECISION_OTHER) {
        struct ref earlier;

        code = preferred_by(&earlier, index, out->decided_by, err);
        if (code == ERR_OK && earlier.n != preferred.n)
            out->decision = DECISION_OPEN;
    } else if (says != out->decision) {
        out->decision = DECISION_OPEN;
    }
    return code;
}

static enum err_code apply(struct claim_state *out, struct index *index, struct ref claim,
                           const struct said *said, struct err *err)
{
    if (said->role == ROLE_SUPERSEDES && said->kind == KIND_CLAIM &&
        ref_is_none(out->superseded_by))
        out->superseded_by = said->by;
    if (said->role == ROLE_OF && said->kind == KIND_WITHDRAW &&
        ref_is_none(out->withdrawn_by))
        out->withdrawn_by = said->by;
    if (said->role == ROLE_AMONG && said->kind == KIND_DECIDE)
        return apply_decision(out, index, claim, said->by, err);
    return ERR_OK;
}

enum err_code query_claim_state(struct claim_state *out, struct index *index,
                                struct view view, struct ref claim, struct err *err)
{
    struct claim_state state = {
        .superseded_by = REF_NONE, .withdrawn_by = REF_NONE, .decided_by = REF_NONE};
    struct said_list list = {0};
    enum err_code code = said_about(&list, index, view, claim, err);

    for (size_t i = 0; i < list.count && code == ERR_OK; i++) {
        bool is_void = false;

        code = is_undone(&is_void, index, view, list.items[i].by, list.items[i].kind, 0,
                         err);
        if (code == ERR_OK && !is_void)
            code = apply(&state, index, claim, &list.items[i], err);
    }
    arena_free(&list.arena);
    if (code == ERR_OK)
        *out = state;
    return code;
}

bool claim_is_current(const struct claim_state *state)
{
    return ref_is_none(state->superseded_by) && ref_is_none(state->withdrawn_by);
}

struct review_reader {
    struct index *index;
    struct arena *arena;
    struct review_list *list;
    size_t cap;
};

static enum err_code read_review(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct review_reader *r = context;
    void *items = r->list->items;
    struct review_row *review;

    review = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *review);
    r->list->items = items;
    *review = (struct review_row){.ref = column_ref(row, 0),
                                  .has_time = !db_is_null(row, 2),
                                  .at_s = db_column_int(row, 2),
                                  .reason = column_text(r->arena, row, 6),
                                  .note = column_text(r->arena, row, 7),
                                  .more = column_value(r->arena, row, 8)};
    return columns_named(r->index, r->arena, row,
                         (const struct name_column[]){{&review->kind, 1, NAME_WORD},
                                                      {&review->by, 3, NAME_IDENT},
                                                      {&review->status, 4, NAME_WORD},
                                                      {&review->rule, 5, NAME_WORD}},
                         4, err);
}

enum err_code query_reviews(struct review_list *out, struct arena *arena,
                            struct index *index, struct view view, struct ref target,
                            struct err *err)
{
    struct review_list list = {0};
    struct review_reader reader = {.index = index, .arena = arena, .list = &list};
    struct scan scan = {
        .sql = "SELECT review.n, statement.kind, made_at, made_by, status, rule, reason,"
               " note, more FROM review JOIN statement ON statement.n = review.n"
               " WHERE review.n IN (SELECT source FROM edge WHERE target = $1 AND"
               " (role = $2 OR role = $3)) AND +review.n >= $4 AND +review.n < $5"
               " ORDER BY review.n"};
    enum err_code code;

    scan_key_number(&scan, target.n);
    scan_key_number(&scan, ROLE_OF);
    scan_key_number(&scan, ROLE_AMONG);
    code = query_scan(index, view, &scan, read_review, &reader, err);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = query_is_undone(&list.items[i].is_undone, index, view, list.items[i].ref,
                               err);
    if (code == ERR_OK)
        *out = list;
    return code;
}
