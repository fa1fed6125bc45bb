/* Where the claims of a line come from, and where they stand. */

#include "sheet/table_inside.h"

#include "base/map.h"
#include "base/message.h"

struct table_known {
    UT_hash_handle hh;
    struct ref basis;
    struct table_basis said;
};

/* --- where it comes from --- */

static enum err_code basis_of(const struct table_basis **out, struct liner *l,
                              const struct claim_row *claim, struct err *err)
{
    struct table_reader *r = l->r;
    struct table_known *known = NULL;

    HASH_FIND(hh, r->known, &claim->basis.n, sizeof claim->basis.n, known);
    if (!known) {
        known = ARENA_NEW(&r->arena, struct table_known);
        known->basis = claim->basis;
        if (query_table_basis(&known->said, &r->arena, r->sheet->index, claim->basis,
                              claim->row > 0, err) != ERR_OK)
            return err->code;
        HASH_ADD(hh, r->known, basis.n, sizeof known->basis.n, known);
    }
    *out = &known->said;
    return ERR_OK;
}

enum err_code cell_put_said_by(struct table_cell *cell, struct liner *l, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < l->claims.count && code == ERR_OK; i++) {
        const struct table_basis *basis = NULL;

        code = basis_of(&basis, l, &l->claims.items[i], err);
        if (code == ERR_OK && basis->who.len > 0 && !cell_has_code(cell, basis->who))
            code = cell_put_entity(cell, l, basis->who, STR(""), err);
    }
    return code;
}

enum err_code cell_put_sources(struct table_cell *cell, struct liner *l, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < l->claims.count && code == ERR_OK; i++) {
        const struct table_basis *basis = NULL;
        struct str source;

        code = basis_of(&basis, l, &l->claims.items[i], err);
        if (code != ERR_OK)
            return code;
        source = basis->source.len > 0 ? basis->source : basis->list;
        if (source.len > 0 && !cell_has_code(cell, source))
            code = cell_put_entity(cell, l, source, STR(""), err);
    }
    return code;
}

/* --- where it stands --- */

static void put_review(struct table_cell *cell, const struct review_row *review)
{
    static const struct {
        struct str status;
        enum mark mark;
    } marks[] = {{STR_INIT("accepted"), MARK_ACCEPTED},
                 {STR_INIT("conflict"), MARK_CONFLICT},
                 {STR_INIT("work_needed"), MARK_WORK_NEEDED}};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0] && !review->is_undone; i++)
        if (str_equal(review->status, marks[i].status))
            cell_put_mark(cell, marks[i].mark);
}

enum err_code cell_put_reviews(struct table_cell *cell, struct liner *l, struct ref ref,
                               struct err *err)
{
    const struct sheet *sheet = l->r->sheet;
    struct review_list reviews = {0};
    enum err_code code =
        query_reviews(&reviews, &l->r->arena, sheet->index, sheet->as_of.view, ref, err);

    for (size_t i = 0; i < reviews.count && code == ERR_OK; i++)
        put_review(cell, &reviews.items[i]);
    return code;
}

/* Somebody denies the claim. */
static enum err_code put_stances(struct table_cell *cell, struct liner *l, struct ref ref,
                                 struct err *err)
{
    const struct sheet *sheet = l->r->sheet;
    const struct claim_filter filter = {
        .about_claim = ref, .property = STR("stance"), .term = STR("denies"), .limit = 1};
    struct claim_list found = {0};
    enum err_code code =
        query_claims(&found, &l->r->arena, sheet->index, sheet->as_of.view, &filter, err);

    if (code == ERR_OK && found.count > 0)
        cell_put_mark(cell, MARK_DENIAL);
    return code;
}

static enum err_code put_state(struct table_cell *cell, struct liner *l, struct ref ref,
                               struct err *err)
{
    const struct sheet *sheet = l->r->sheet;
    struct claim_state state;
    enum err_code code =
        query_claim_state(&state, sheet->index, sheet->as_of.view, ref, err);

    if (code != ERR_OK)
        return code;
    if (!ref_is_none(state.withdrawn_by) && l->r->table->of == TABLE_CLAIMS)
        cell_put_mark(cell, MARK_WITHDRAWN);
    if (!ref_is_none(state.superseded_by) && l->r->table->of == TABLE_CLAIMS)
        cell_put(cell, &(struct table_piece){.kind = PIECE_MARK,
                                             .mark = MARK_WITHDRAWN,
                                             .text = str_from_c(_("corrected"))});
    if (state.decision == DECISION_OPEN)
        cell_put_mark(cell, MARK_CONFLICT);
    if (state.decision == DECISION_PREFERRED && l->r->table->of == TABLE_CLAIMS)
        cell_put_mark(cell, MARK_PREFERRED);
    return code;
}

enum err_code cell_put_claim_status(struct table_cell *cell, struct liner *l,
                                    struct ref ref, struct err *err)
{
    enum err_code code = put_state(cell, l, ref, err);

    if (code == ERR_OK)
        code = cell_put_reviews(cell, l, ref, err);
    return code == ERR_OK ? put_stances(cell, l, ref, err) : code;
}

enum err_code cell_put_status(struct table_cell *cell, struct liner *l, struct err *err)
{
    enum err_code code = cell_put_reviews(cell, l, l->line->ref, err);

    for (size_t i = 0; i < l->touched.count && code == ERR_OK; i++)
        if (i == 0 || l->touched.items[i].claim.n != l->touched.items[i - 1].claim.n)
            code = cell_put_claim_status(cell, l, l->touched.items[i].claim, err);
    for (size_t i = 0; i < l->claims.count; i++)
        if (l->claims.items[i].seal.len > 0)
            cell_put_mark(cell, MARK_SEALED);
    return code;
}

enum err_code line_claim_stands(bool *out, struct liner *l, struct ref claim,
                                struct err *err)
{
    struct claim_state state;

    *out = true;
    for (size_t i = 0; i < l->touched.count; i++) {
        if (l->touched.items[i].claim.n != claim.n)
            continue;
        if (query_claim_state(&state, l->r->sheet->index, l->r->sheet->as_of.view, claim,
                              err) != ERR_OK)
            return err->code;
        *out = claim_is_current(&state);
        return ERR_OK;
    }
    return ERR_OK;
}

void line_forget(struct table_reader *r)
{
    HASH_CLEAR(hh, r->known);
}
