#include "record/project_value.h"
#include "record/query_scan.h"

#define COLUMNS                                                                          \
    "SELECT n, about, about_claim, property, mode, quantifier, form, entity, term, "     \
    "text,"                                                                              \
    " lower_count, upper_count, unit, first_day, last_day, basis, row_number, inferred," \
    " seal, more FROM claim "
#define COUNT "SELECT count(*) FROM claim "

/* The value as it was said: kept whole, or what the columns give back. */
static void read_value(struct claim_row *out, struct arena *arena, struct db_query *row)
{
    const struct value *more = column_value(arena, row, 19);
    const struct value *whole = value_get(more, STR("value"));

    out->qualifiers = value_get(more, STR("qualifiers"));
    out->note = value_get_string(more, STR("note"));
    if (whole) {
        out->value = *whole;
    } else {
        struct value_columns columns = {.form = out->form,
                                        .entity = out->entity,
                                        .term = out->term,
                                        .text = out->text,
                                        .unit = out->unit,
                                        .lower = out->lower};

        out->value = value_from_columns(&columns, arena);
    }
    if (out->form == FORM_DATE_TEXT)
        out->form = FORM_DATE;
}

static enum err_code read_claim(struct claim_row *out, struct arena *arena,
                                struct index *index, struct db_query *row,
                                struct err *err)
{
    const struct name_column names[] = {
        {&out->about, 1, NAME_IDENT},     {&out->property, 3, NAME_WORD},
        {&out->quantifier, 5, NAME_WORD}, {&out->entity, 7, NAME_IDENT},
        {&out->term, 8, NAME_WORD},       {&out->unit, 12, NAME_WORD},
        {&out->seal, 18, NAME_WORD},
    };
    enum err_code code;

    *out = (struct claim_row){.ref = column_ref(row, 0)};
    code = columns_named(index, arena, row, names, sizeof names / sizeof names[0], err);
    if (code != ERR_OK)
        return code;
    out->about_claim = column_ref(row, 2);
    out->mode = (enum claim_mode)db_column_int(row, 4);
    out->form = (enum value_form)db_column_int(row, 6);
    out->text = column_text(arena, row, 9);
    out->has_lower = !db_is_null(row, 10);
    out->lower = db_column_int(row, 10);
    out->has_upper = !db_is_null(row, 11);
    out->upper = db_column_int(row, 11);
    out->has_days = !db_is_null(row, 13);
    out->first_day = db_column_int(row, 13);
    out->last_day = db_column_int(row, 14);
    out->basis = column_ref(row, 15);
    out->row = db_column_int(row, 16);
    out->is_inferred = db_column_int(row, 17) != 0;
    read_value(out, arena, row);
    return ERR_OK;
}

/* A filter with its texts as numbers; -1 matches nothing. */
struct wanted {
    const struct claim_filter *filter;
    int64_t about;
    int64_t entity;
    int64_t property;
    int64_t term;
    bool is_import; /* the basis */
};

static enum err_code find_is_import(bool *out, struct index *index, struct ref basis,
                                    struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code =
        index_take(&query, index, "SELECT 1 FROM import WHERE n = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, basis.n);
    code = db_step(out, query, err);
    index_give(index, query);
    return code;
}

static enum err_code find_numbers(struct wanted *out, struct index *index,
                                  const struct claim_filter *filter, struct err *err)
{
    enum err_code code = ERR_OK;

    *out = (struct wanted){.filter = filter};
    if (filter->about.len > 0)
        code = index_find_ident(&out->about, index, filter->about, err);
    if (code == ERR_OK && filter->entity.len > 0)
        code = index_find_ident(&out->entity, index, filter->entity, err);
    if (code == ERR_OK && filter->property.len > 0)
        code = index_find_word(&out->property, index, filter->property, err);
    if (code == ERR_OK && filter->term.len > 0)
        code = index_find_word(&out->term, index, filter->term, err);
    if (code == ERR_OK && ref_is_asked(filter->basis))
        code = find_is_import(&out->is_import, index, filter->basis, err);
    return code;
}

static bool is_nothing(const struct wanted *w)
{
    return w->about < 0 || w->entity < 0 || w->property < 0 || w->term < 0;
}

static bool number_matches(int64_t wanted, struct db_query *row, int column)
{
    return wanted == 0 || db_column_int(row, column) == wanted;
}

static bool days_match(const struct claim_filter *f, struct db_query *row)
{
    return !f->has_days ||
           (!db_is_null(row, 13) && db_column_int(row, 13) <= f->last_day &&
            db_column_int(row, 14) >= f->first_day);
}

static bool matches(const struct wanted *w, struct db_query *row)
{
    const struct claim_filter *f = w->filter;

    return number_matches(w->about, row, 1) && number_matches(w->property, row, 3) &&
           number_matches(w->entity, row, 7) && number_matches(w->term, row, 8) &&
           (!ref_is_asked(f->about_claim) || number_matches(f->about_claim.n, row, 2)) &&
           (!ref_is_asked(f->basis) || number_matches(f->basis.n, row, 15)) &&
           number_matches(f->row, row, 16) && days_match(f, row) &&
           (f->text.len == 0 || str_equal(db_column_text(row, 9), f->text));
}

/*
 * The claims of a passage are few. Those of an import follow it closely, and are read in
 * their order rather than through an index that is ordered by row.
 */
static void choose_basis(struct scan *scan, const struct wanted *w)
{
    const struct claim_filter *f = w->filter;

    scan_key_number(scan, f->basis.n);
    if (f->row > 0) {
        scan->sql = COLUMNS "WHERE basis = $1 AND row_number = $2 AND n >= $3 AND n < $4"
                            " ORDER BY n";
        scan_key_number(scan, f->row);
    } else if (w->is_import) {
        scan->sql = COLUMNS "WHERE +basis = $1 AND n >= $2 AND n < $3 ORDER BY n";
        if (f->after.n < f->basis.n)
            scan->after = f->basis;
    } else {
        scan->sql = COLUMNS "WHERE basis = $1 AND row_number IS NULL AND n >= $2 AND"
                            " n < $3 ORDER BY n";
    }
}

/*
 * The index that leaves the fewest rows, as a rule. A plus keeps the database from
 * reading every reference of the view instead.
 */
static void choose(struct scan *scan, const struct wanted *w)
{
    const struct claim_filter *f = w->filter;

    scan->after = f->after;
    if (w->about > 0) {
        scan->sql = COLUMNS "WHERE about = $1 AND n >= $2 AND n < $3 ORDER BY n";
        scan_key_number(scan, w->about);
    } else if (ref_is_asked(f->about_claim)) {
        scan->sql = COLUMNS "WHERE n IN (SELECT source FROM edge WHERE target = $1 AND"
                            " role = $2) AND +n >= $3 AND +n < $4 ORDER BY n";
        scan_key_number(scan, f->about_claim.n);
        scan_key_number(scan, ROLE_ABOUT);
    } else if (ref_is_asked(f->basis)) {
        choose_basis(scan, w);
    } else if (w->entity > 0 && !(f->by_property && w->property > 0)) {
        scan->sql = COLUMNS "WHERE entity = $1 AND n >= $2 AND n < $3 ORDER BY n";
        scan_key_number(scan, w->entity);
    } else if (w->property > 0 && w->term > 0) {
        scan->sql = COLUMNS "WHERE property = $1 AND term = $2 AND n >= $3 AND n < $4"
                            " ORDER BY n";
        scan_key_number(scan, w->property);
        scan_key_number(scan, w->term);
    } else if (w->property > 0) {
        scan->sql = COLUMNS "WHERE property = $1 AND n >= $2 AND n < $3 ORDER BY n";
        scan_key_number(scan, w->property);
    } else if (f->has_days) {
        scan->sql = COLUMNS "WHERE last_day >= $1 AND first_day <= $2 AND +n >= $3 AND"
                            " +n < $4 ORDER BY +n";
        scan_key_number(scan, f->first_day);
        scan_key_number(scan, f->last_day);
    } else {
        scan->sql = COLUMNS "WHERE n >= $1 AND n < $2 ORDER BY n";
    }
}

struct each {
    struct index *index;
    struct arena arena;
    struct wanted wanted;
    claim_visitor visit;
    void *context;
};

static enum err_code visit_row(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct each *each = context;
    struct claim_row claim;
    enum err_code code;

    if (!matches(&each->wanted, row))
        return ERR_OK;
    arena_reset(&each->arena);
    code = read_claim(&claim, &each->arena, each->index, row, err);
    return code == ERR_OK ? each->visit(each->context, &claim, err) : code;
}

enum err_code query_claims_each(struct index *index, struct view view,
                                const struct claim_filter *filter, claim_visitor visit,
                                void *context, struct err *err)
{
    struct each each = {.index = index, .visit = visit, .context = context};
    struct scan scan = {0};
    enum err_code code = find_numbers(&each.wanted, index, filter, err);

    if (code != ERR_OK || is_nothing(&each.wanted))
        return code;
    choose(&scan, &each.wanted);
    code = query_scan(index, view, &scan, visit_row, &each, err);
    arena_free(&each.arena);
    return code;
}

struct collect {
    struct index *index;
    struct arena *arena;
    struct wanted wanted;
    struct claim_list *list;
    size_t cap;
    uint32_t limit;
};

static enum err_code collect_row(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct collect *c = context;
    void *items = c->list->items;
    struct claim_row *claim;

    if (!matches(&c->wanted, row))
        return ERR_OK;
    if (c->list->count == c->limit) {
        c->list->has_more = true;
        at->is_enough = true;
        return ERR_OK;
    }
    claim = list_add(&items, &c->list->count, &c->cap, c->arena, sizeof *claim);
    c->list->items = items;
    return read_claim(claim, c->arena, c->index, row, err);
}

enum err_code query_claims(struct claim_list *out, struct arena *arena,
                           struct index *index, struct view view,
                           const struct claim_filter *filter, struct err *err)
{
    struct claim_list list = {0};
    struct collect collect = {.index = index,
                              .arena = arena,
                              .list = &list,
                              .limit = limit_or_default(filter->limit)};
    struct scan scan = {0};
    enum err_code code = find_numbers(&collect.wanted, index, filter, err);

    if (code == ERR_OK && !is_nothing(&collect.wanted)) {
        choose(&scan, &collect.wanted);
        code = query_scan(index, view, &scan, collect_row, &collect, err);
    }
    if (code == ERR_OK)
        *out = list;
    return code;
}

static enum err_code take_claim(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct collect *c = context;

    at->is_enough = true;
    c->limit = 1;
    return read_claim(c->list->items, c->arena, c->index, row, err);
}

enum err_code query_claim(struct claim_row *out, struct arena *arena, struct index *index,
                          struct ref ref, struct err *err)
{
    struct claim_row claim;
    struct claim_list list = {.items = &claim};
    struct collect one = {.index = index, .arena = arena, .list = &list};
    struct scan scan = {.sql = COLUMNS "WHERE n = $1 AND n >= $2 AND n < $3"};
    enum err_code code;

    scan_key_number(&scan, ref.n);
    code =
        query_scan(index, view_of_one(arena, index, ref), &scan, take_claim, &one, err);
    if (code == ERR_OK && one.limit == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such claim");
    if (code == ERR_OK)
        *out = claim;
    return code;
}

static enum err_code count_row(void *context, const struct claim_row *claim,
                               struct err *err)
{
    (void)claim;
    (void)err;
    ++*(uint64_t *)context;
    return ERR_OK;
}

/* One column alone is counted in its index without touching a row. */
static bool choose_count(struct scan *scan, const struct wanted *w)
{
    const struct claim_filter *f = w->filter;
    bool is_plain = !f->has_days && f->text.len == 0 && f->row == 0 &&
                    !ref_is_asked(f->about_claim) && !ref_is_asked(f->after);
    int set = (w->about > 0) + (w->entity > 0) + (w->property > 0) + (w->term > 0) +
              ref_is_asked(f->basis);

    if (!is_plain || set > 1 || w->term > 0)
        return false;
    if (w->about > 0) {
        scan->sql = COUNT "WHERE about = $1 AND n >= $2 AND n < $3";
        scan_key_number(scan, w->about);
    } else if (w->entity > 0) {
        scan->sql = COUNT "WHERE entity = $1 AND n >= $2 AND n < $3";
        scan_key_number(scan, w->entity);
    } else if (w->property > 0) {
        scan->sql = COUNT "WHERE property = $1 AND n >= $2 AND n < $3";
        scan_key_number(scan, w->property);
    } else if (ref_is_asked(f->basis)) {
        scan->sql = COUNT "WHERE basis = $1 AND n >= $2 AND n < $3";
        scan_key_number(scan, f->basis.n);
    } else {
        scan->sql = COUNT "WHERE n >= $1 AND n < $2";
    }
    return true;
}

enum err_code query_claim_count(uint64_t *out, struct index *index, struct view view,
                                const struct claim_filter *filter, struct err *err)
{
    struct wanted wanted;
    struct scan scan = {0};
    uint64_t count = 0;
    enum err_code code = find_numbers(&wanted, index, filter, err);

    if (code != ERR_OK)
        return code;
    if (is_nothing(&wanted)) {
        *out = 0;
        return ERR_OK;
    }
    if (choose_count(&scan, &wanted))
        return query_scan_count(out, index, view, &scan, err);
    code = query_claims_each(index, view, filter, count_row, &count, err);
    if (code == ERR_OK)
        *out = count;
    return code;
}
