#include "record/consent.h"

#include "base/fold.h"
#include "record/query_scan.h"

enum { RENEWALS_MAX = 64 }; /* followed; longer chains of renewals are not made by hand */

bool consent_days(int64_t *first, int64_t *last, const struct value *said,
                  struct str member)
{
    const struct value *date = value_get(said, member);

    if (!date)
        return false;
    return project_days(first, last,
                        date->type == VALUE_STRING ? date->string
                                                   : value_get_string(date, STR("edtf")));
}

bool consent_lists(const struct value *list, struct str term)
{
    for (uint32_t i = 0; list && list->type == VALUE_ARRAY && i < list->count; i++)
        if (value_is_string(&list->items[i], term))
            return true;
    return false;
}

static bool is_folded_alike(struct str a, struct str b)
{
    struct fold_needle x;
    struct fold_needle y;

    return fold_needle_of(&x, str_trim(a)) && fold_needle_of(&y, str_trim(b)) &&
           x.count == y.count &&
           memcmp(x.points, y.points, x.count * sizeof x.points[0]) == 0;
}

/* "TERM=WORDS" in its two parts; both are the whole where there is no "=". */
static void split(struct str *kind, struct str *who, struct str recipient)
{
    *who = recipient;
    *kind = str_cut(who, '=');
    if (kind->len == recipient.len)
        *who = recipient;
}

static bool is_recipient(const struct value *named, struct str recipient)
{
    struct str words = value_get_string(named, STR("words"));
    struct str kind;
    struct str who;

    split(&kind, &who, recipient);
    if (named->type == VALUE_OBJECT)
        return words.len > 0 && is_folded_alike(words, who);
    return named->type == VALUE_STRING &&
           (str_equal(named->string, kind) || str_equal(named->string, who));
}

static bool is_public(const struct value *named)
{
    return value_is_string(named, STR("public"));
}

static bool names(const struct value *list, struct str recipient)
{
    for (uint32_t i = 0; list && list->type == VALUE_ARRAY && i < list->count; i++)
        if (is_recipient(&list->items[i], recipient))
            return true;
    return false;
}

static bool takes_back(const struct consent_withdrawal *w, enum consent_scope scope,
                       struct str what)
{
    if (w->scope != scope || what.len == 0)
        return false;
    if (scope == CONSENT_PURPOSES)
        return consent_lists(value_get(w->said, STR("purposes")), what);
    return names(value_get(w->said, STR("recipients")), what);
}

static bool is_withdrawn_for(const struct consent *consent, enum consent_scope scope,
                             struct str what)
{
    for (size_t i = 0; i < consent->withdrawal_count; i++)
        if (takes_back(&consent->withdrawals[i], scope, what))
            return true;
    return false;
}

const struct consent_withdrawal *consent_taken_back(const struct consent *consent,
                                                    struct str purpose,
                                                    struct str recipient)
{
    for (size_t i = 0; i < consent->withdrawal_count; i++) {
        const struct consent_withdrawal *w = &consent->withdrawals[i];

        if (w->scope == CONSENT_ALL || takes_back(w, CONSENT_PURPOSES, purpose) ||
            takes_back(w, CONSENT_RECIPIENTS, recipient))
            return w;
    }
    return NULL;
}

bool consent_has_purpose(const struct consent *consent, struct str purpose)
{
    return consent_lists(value_get(consent->said, STR("purposes")), purpose) &&
           !is_withdrawn_for(consent, CONSENT_PURPOSES, purpose);
}

/* Whoever took back "public" still lets those have it whom they named beside. */
bool consent_has_recipient(const struct consent *consent, struct str recipient)
{
    const struct value *list = value_get(consent->said, STR("recipients"));
    bool is_for_all = false;

    if (is_withdrawn_for(consent, CONSENT_RECIPIENTS, recipient))
        return false;
    for (uint32_t i = 0; list && list->type == VALUE_ARRAY && i < list->count; i++)
        is_for_all = is_for_all || is_public(&list->items[i]);
    return names(list, recipient) ||
           (is_for_all && !is_withdrawn_for(consent, CONSENT_RECIPIENTS, STR("public")));
}

bool consent_may_use(const struct consent *consent, struct str part)
{
    return consent_lists(value_get(consent->said, STR("may_use")), part);
}

const struct consent_withdrawal *consent_ended_by(const struct consent *consent)
{
    for (size_t i = 0; i < consent->withdrawal_count; i++)
        if (consent->withdrawals[i].scope == CONSENT_ALL)
            return &consent->withdrawals[i];
    return NULL;
}

bool consent_is_current(const struct consent *consent, int64_t today)
{
    return ref_is_none(consent->superseded_by) && !consent_ended_by(consent) &&
           (!consent->has_until || consent->until >= today);
}

struct reader {
    struct index *index;
    struct arena *arena;
    struct view view;
    struct consent_list *list;
    size_t cap;
};

static enum err_code read_consent(void *context, struct scan_row *at, struct err *err)
{
    struct reader *r = context;
    void *items = r->list->items;
    int64_t first = 0;
    struct consent *c = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *c);

    r->list->items = items;
    *c = (struct consent){.ref = column_ref(at->query, 0),
                          .said = column_value(r->arena, at->query, 3),
                          .superseded_by = REF_NONE};
    if (c->said) {
        (void)consent_days(&c->on_first, &c->on_last, c->said, STR("on"));
        c->has_until = consent_days(&first, &c->until, c->said, STR("until"));
    }
    return columns_named(r->index, r->arena, at->query,
                         (const struct name_column[]){{&c->person, 1, NAME_IDENT},
                                                      {&c->interview, 2, NAME_IDENT}},
                         2, err);
}

struct said_reader {
    struct arena *arena;
    const struct value *said;
};

static enum err_code read_said(void *context, struct scan_row *at, struct err *err)
{
    struct said_reader *r = context;

    (void)err;
    r->said = column_value(r->arena, at->query, 0);
    at->is_enough = true;
    return ERR_OK;
}

/* What a withdrawal or a promise kept says; NULL when it cannot be read. */
static enum err_code said_by(const struct value **out, struct reader *r, struct ref ref,
                             struct err *err)
{
    struct said_reader one = {.arena = r->arena};
    struct scan scan = {.sql = "SELECT said FROM consent WHERE n = $1 AND n >= $2 AND"
                               " n < $3 ORDER BY n"};
    enum err_code code;

    scan_key_number(&scan, ref.n);
    code = query_scan(r->index, r->view, &scan, read_said, &one, err);
    *out = one.said;
    return code;
}

static enum consent_scope scope_of(const struct value *said)
{
    const struct value *scope = value_get(said, STR("scope"));

    if (value_is_string(scope, STR("purposes")))
        return CONSENT_PURPOSES;
    if (value_is_string(scope, STR("recipients")))
        return CONSENT_RECIPIENTS;
    return CONSENT_ALL; /* also a scope of a later version: nothing is left then */
}

struct lists {
    struct consent *consent;
    size_t withdrawal_cap;
    size_t kept_cap;
};

static void add_withdrawal(struct lists *l, struct reader *r, struct ref ref,
                           const struct value *said)
{
    struct consent_withdrawal w = {.ref = ref,
                                   .scope = scope_of(said),
                                   .said = said,
                                   .first_day = INT32_MAX,
                                   .last_day = INT32_MAX};
    void *items = l->consent->withdrawals;
    struct consent_withdrawal *place;

    (void)consent_days(&w.first_day, &w.last_day, said, STR("on"));
    place = list_add(&items, &l->consent->withdrawal_count, &l->withdrawal_cap, r->arena,
                     sizeof *place);
    l->consent->withdrawals = items;
    *place = w;
}

static void add_kept(struct lists *l, struct reader *r, struct ref ref,
                     const struct value *said)
{
    struct consent_kept kept = {.ref = ref, .said = said};
    void *items = l->consent->kept;
    struct consent_kept *place;

    if (!value_get_integer(&kept.promise, said, STR("promise")))
        return;
    place =
        list_add(&items, &l->consent->kept_count, &l->kept_cap, r->arena, sizeof *place);
    l->consent->kept = items;
    *place = kept;
}

/* What names target, as far as it bears on the consent. */
static enum err_code read_edges(struct lists *l, struct reader *r, struct ref target,
                                bool is_own, struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code = query_edges_to(&edges, r->arena, r->index, r->view, target, err);

    for (size_t i = 0; i < edges.count && code == ERR_OK; i++) {
        const struct edge_row *edge = &edges.items[i];
        const struct value *said = NULL;

        if (!str_equal(edge->source_kind, STR("consent")))
            continue;
        code = said_by(&said, r, edge->source, err);
        if (code != ERR_OK || !said)
            continue;
        if (str_equal(edge->role, STR("withdraws")))
            add_withdrawal(l, r, edge->source, said);
        else if (is_own && str_equal(edge->role, STR("kept")))
            add_kept(l, r, edge->source, said);
        else if (is_own && str_equal(edge->role, STR("supersedes")))
            l->consent->superseded_by = edge->source;
    }
    return code;
}

static enum err_code superseded_by(struct ref *out, struct reader *r, struct ref ref,
                                   struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code = query_edges_from(&edges, r->arena, r->index, r->view, ref, err);

    *out = REF_NONE;
    for (size_t i = 0; i < edges.count && code == ERR_OK; i++)
        if (str_equal(edges.items[i].role, STR("supersedes")))
            *out = edges.items[i].target;
    return code;
}

/* Withdrawals of what it superseded hold against it too, unless it was given later. */
static void drop_earlier(struct consent *consent, size_t own)
{
    size_t kept = own;

    for (size_t i = own; i < consent->withdrawal_count; i++)
        if (consent->on_first <= consent->withdrawals[i].last_day)
            consent->withdrawals[kept++] = consent->withdrawals[i];
    consent->withdrawal_count = kept;
}

static enum err_code complete(struct consent *consent, struct reader *r, struct err *err)
{
    struct lists l = {.consent = consent};
    struct ref before = consent->ref;
    enum err_code code = read_edges(&l, r, consent->ref, true, err);
    size_t own = consent->withdrawal_count;

    for (int i = 0; i < RENEWALS_MAX && code == ERR_OK; i++) {
        code = superseded_by(&before, r, before, err);
        if (code != ERR_OK || ref_is_none(before))
            break;
        code = read_edges(&l, r, before, false, err);
    }
    if (code == ERR_OK)
        drop_earlier(consent, own);
    return code;
}

static enum err_code find_all(struct reader *r, struct str person, struct err *err)
{
    struct scan scan = {.sql = "SELECT n, person, interview, said FROM consent WHERE"
                               " person IS NOT NULL AND n >= $1 AND n < $2 ORDER BY n"};
    int64_t number = 0;

    if (person.len > 0) {
        if (index_find_ident(&number, r->index, person, err) != ERR_OK)
            return err->code;
        scan.sql = "SELECT n, person, interview, said FROM consent WHERE person = $1"
                   " AND n >= $2 AND n < $3 ORDER BY n";
        scan_key_number(&scan, number);
    }
    return query_scan(r->index, r->view, &scan, read_consent, r, err);
}

enum err_code consent_find(struct consent_list *out, struct arena *arena,
                           struct index *index, struct view view, struct str person,
                           struct err *err)
{
    struct consent_list list = {0};
    struct reader reader = {.index = index, .arena = arena, .view = view, .list = &list};
    enum err_code code = find_all(&reader, person, err);

    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        if (list.items[i].said)
            code = complete(&list.items[i], &reader, err);
    if (code == ERR_OK)
        *out = list;
    return code;
}
