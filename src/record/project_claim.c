#include "format/canon.h"
#include "record/claim.h"
#include "record/index_inside.h"
#include "record/project_value.h"

static const char sql[] =
    "INSERT INTO claim (n, about, about_claim, property, mode, quantifier, form, entity,"
    " term, text, lower_count, upper_count, unit, first_day, last_day, basis, row_number,"
    " inferred, seal, more) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
    "$13,"
    " $14, $15, $16, $17, $18, $19, $20)";

struct claim_numbers {
    int64_t about;
    struct ref about_claim;
    int64_t property;
    int64_t quantifier;
    int64_t entity;
    int64_t term;
    int64_t unit;
    int64_t seal;
    struct ref basis;
};

static enum claim_mode mode_of(const struct value *claim)
{
    static const struct str modes[] = {STR_INIT("asserted"), STR_INIT("negated"),
                                       STR_INIT("looked_for_not_found"),
                                       STR_INIT("said_unknown")};
    struct str mode = value_get_string(claim, STR("mode"));

    for (uint32_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (str_equal(modes[i], mode))
            return (enum claim_mode)i;
    return CLAIM_ASSERTED;
}

static enum err_code set_about(struct claim_numbers *out, struct projection *p)
{
    struct str about = value_get_string(p->value, STR("about"));

    out->about_claim = REF_NONE;
    if (index_parse_ref(&out->about_claim, p->index, about))
        return ERR_OK;
    return index_ident(&out->about, p->index, about, p->err);
}

static void set_basis(struct claim_numbers *out, const struct projection *p)
{
    struct str passage = value_get_string(p->value, STR("passage"));
    struct str import = value_get_string(p->value, STR("import"));

    out->basis = REF_NONE;
    (void)index_parse_ref(&out->basis, p->index, passage.len > 0 ? passage : import);
}

static enum err_code set_numbers(struct claim_numbers *out, struct projection *p,
                                 const struct value_columns *columns)
{
    const struct {
        int64_t *number;
        struct str text;
    } words[] = {
        {&out->property, value_get_string(p->value, STR("property"))},
        {&out->quantifier, value_get_string(p->value, STR("quantifier"))},
        {&out->term, columns->term},
        {&out->unit, columns->unit},
        {&out->seal, value_get_string(p->value, STR("seal"))},
    };
    enum err_code code = set_about(out, p);

    for (size_t i = 0; i < sizeof words / sizeof words[0] && code == ERR_OK; i++)
        code = index_word(words[i].number, p->index, words[i].text, p->err);
    if (code == ERR_OK)
        code = index_ident(&out->entity, p->index, columns->entity, p->err);
    set_basis(out, p);
    return code;
}

/* What no column holds, as canonical text; nothing when they hold everything. */
static enum err_code more_of(struct str *out, struct projection *p,
                             const struct value_columns *columns)
{
    static const struct str kept[] = {STR_INIT("note"), STR_INIT("qualifiers")};
    struct index *index = p->index;
    struct value more = value_object();
    const struct value *value = value_get(p->value, STR("value"));
    enum err_code code;

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        const struct value *member = value_get(p->value, kept[i]);

        if (member)
            value_set(&more, &index->arena, kept[i], *member);
    }
    if (value && !columns->is_whole)
        value_set(&more, &index->arena, STR("value"), *value);
    *out = STR("");
    if (more.count == 0)
        return ERR_OK;
    buf_reset(&index->scratch);
    code = canon_write(&index->scratch, &more, p->err);
    *out = buf_str(&index->scratch);
    return code;
}

static void bind_bound(struct db_query *query, int parameter, bool known, int64_t bound)
{
    if (known)
        db_bind_int(query, parameter, bound);
    else
        db_bind_null(query, parameter);
}

static void bind_value(struct db_query *query, const struct value_columns *columns)
{
    bind_number(query, 7, columns->form);
    bind_words(query, 10, columns->text);
    bind_bound(query, 11, columns->has_lower, columns->lower);
    bind_bound(query, 12, columns->has_upper, columns->upper);
    bind_days(query, 14, columns->has_days, columns->first_day, columns->last_day);
}

static void bind_numbers(struct db_query *query, const struct claim_numbers *numbers)
{
    bind_number(query, 2, numbers->about);
    bind_ref(query, 3, numbers->about_claim);
    db_bind_int(query, 4, numbers->property);
    bind_number(query, 6, numbers->quantifier);
    bind_number(query, 8, numbers->entity);
    bind_number(query, 9, numbers->term);
    bind_number(query, 13, numbers->unit);
    bind_ref(query, 16, numbers->basis);
    bind_number(query, 19, numbers->seal);
}

enum err_code project_claim(struct projection *p)
{
    struct claim_numbers numbers = {0};
    struct value_columns columns;
    struct db_query *query = NULL;
    struct str more = {0};
    int64_t row = 0;
    enum err_code code;

    value_to_columns(&columns, value_get_string(p->value, STR("property")),
                     value_get(p->value, STR("value")),
                     value_get(p->value, STR("qualifiers")));
    code = set_numbers(&numbers, p, &columns);
    if (code == ERR_OK)
        code = more_of(&more, p, &columns);
    if (code == ERR_OK)
        code = index_take(&query, p->index, sql, p->err);
    if (code != ERR_OK)
        return code;
    (void)value_get_integer(&row, p->value, STR("row"));
    db_bind_int(query, 1, p->ref.n);
    bind_number(query, 5, mode_of(p->value));
    bind_numbers(query, &numbers);
    bind_value(query, &columns);
    bind_number(query, 17, row);
    bind_number(query, 18,
                value_is_string(value_get(p->value, STR("basis")), STR("inferred")));
    bind_words(query, 20, more);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}
