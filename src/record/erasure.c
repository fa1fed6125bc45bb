#include "record/erasure.h"

#include "record/roles.h"

bool erasure_target_read(struct erasure_target *out, const struct value *of)
{
    struct erasure_target target = {.kind = ERASURE_STATEMENT};

    if (!of || of->type != VALUE_OBJECT)
        return false;
    if (digest_parse(&target.what, value_get_string(of, STR("c")))) {
        target.ref = value_get_string(of, STR("s"));
        *out = target;
        return target.ref.len > 0 && of->count == 2;
    }
    if (!digest_parse(&target.what, value_get_string(of, STR("object"))))
        return false;
    target.rows = value_get(of, STR("rows"));
    target.kind = target.rows ? ERASURE_ROWS : ERASURE_OBJECT;
    *out = target;
    return of->count == (target.rows ? 2 : 1) &&
           (!target.rows || target.rows->type == VALUE_ARRAY);
}

static bool rows_equal(const struct value *a, const struct value *b)
{
    if (!a || !b)
        return a == b;
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->items[i].type != VALUE_INTEGER || b->items[i].type != VALUE_INTEGER ||
            a->items[i].integer != b->items[i].integer)
            return false;
    return true;
}

bool erasure_target_equal(const struct erasure_target *a, const struct erasure_target *b)
{
    return a->kind == b->kind && digest_equal(&a->what, &b->what) &&
           str_equal(a->ref, b->ref) && rows_equal(a->rows, b->rows);
}

static bool is_kind(const struct erasure_word *word, struct str kind)
{
    return value_is_string(value_get(&word->statement, STR("kind")), kind);
}

static struct str by_of(const struct erasure_word *word)
{
    return value_get_string(&word->statement, STR("by"));
}

/* Another member, the same target, and exactly this statement confirmed. */
static bool confirms(const struct erasure_word *second, const struct erasure *erasure)
{
    const struct value *pinned = value_get(&second->statement, STR("confirms"));
    struct erasure_target target;
    struct digest confirmed;

    return pinned && is_kind(second, STR("erase")) &&
           digest_parse(&confirmed, value_get_string(pinned, STR("c"))) &&
           digest_equal(&confirmed, &erasure->first->commitment) &&
           by_of(second).len > 0 && !str_equal(by_of(second), by_of(erasure->first)) &&
           erasure_target_read(&target, value_get(&second->statement, STR("of"))) &&
           erasure_target_equal(&target, &erasure->target);
}

static bool may_erase(const struct erasure_court *court, const struct erasure *erasure,
                      const struct erasure_word *word)
{
    return court->is_admin(court->data, word) ||
           (erasure->target.kind == ERASURE_STATEMENT &&
            court->may_be_author(court->data, erasure->target.ref, by_of(word)));
}

static void find_second(struct erasure *erasure, const struct erasure_word *words,
                        size_t count, const struct erasure_court *court)
{
    for (size_t i = 0; i < count && !erasure->is_effective; i++) {
        if (!confirms(&words[i], erasure))
            continue;
        erasure->second = &words[i];
        erasure->is_effective = may_erase(court, erasure, erasure->first) ||
                                may_erase(court, erasure, &words[i]);
    }
}

/* False when the word begins nothing: a confirmation, or of a form not known here. */
static bool begin(struct erasure *out, const struct erasure_word *word)
{
    struct erasure erasure = {.first = word};

    if (by_of(word).len == 0 ||
        !erasure_target_read(&erasure.target, value_get(&word->statement, STR("of"))))
        return false;
    if (is_kind(word, STR("reseal"))) {
        erasure.is_reseal = true;
        *out = erasure;
        return erasure.target.kind == ERASURE_STATEMENT &&
               digest_parse(&out->stored,
                            value_get_string(&word->statement, STR("stored")));
    }
    *out = erasure;
    return is_kind(word, STR("erase")) && !value_get(&word->statement, STR("confirms"));
}

void erasures_judge(struct erasures *out, struct arena *arena,
                    const struct erasure_word *words, size_t count,
                    const struct erasure_court *court)
{
    struct erasure *items = ARENA_ARRAY(arena, struct erasure, count + 1);
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        struct erasure *erasure = &items[used];

        if (!begin(erasure, &words[i]))
            continue;
        used++;
        if (erasure->is_reseal)
            erasure->is_effective = court->is_admin(court->data, &words[i]);
        else
            find_second(erasure, words, count, court);
    }
    *out = (struct erasures){items, used};
}

static const struct erasure *find(const struct erasures *erasures,
                                  const struct digest *what, bool is_statement)
{
    const struct erasure *resealed = NULL;

    for (size_t i = 0; i < erasures->count; i++) {
        const struct erasure *e = &erasures->items[i];

        if (!e->is_effective || !digest_equal(&e->target.what, what) ||
            (e->target.kind == ERASURE_STATEMENT) != is_statement)
            continue;
        if (!e->is_reseal)
            return e;
        resealed = e; /* the newest; what was erased as well is erased */
    }
    return resealed;
}

const struct erasure *erasures_of_statement(const struct erasures *erasures,
                                            const struct digest *commitment)
{
    return find(erasures, commitment, true);
}

const struct erasure *erasures_of_object(const struct erasures *erasures,
                                         const struct digest *name)
{
    return find(erasures, name, false);
}

bool erasures_is_outdated(const struct erasures *erasures, const struct digest *name)
{
    bool is_reseal = false;

    for (size_t i = 0; i < erasures->count; i++) {
        const struct erasure *e = &erasures->items[i];

        if (!e->is_effective || !e->is_reseal || !digest_equal(&e->stored, name))
            continue;
        if (erasures_of_statement(erasures, &e->target.what) == e)
            return false;
        is_reseal = true;
    }
    return is_reseal;
}

static bool is_admin(void *data, const struct erasure_word *word)
{
    return roles_had(data, word->feed, word->index, by_of(word), ROLE_ADMIN);
}

/* Whoever may write in the feed that the statement stands in. */
static bool may_be_author(void *data, struct str ref, struct str member)
{
    const struct roles_view *view = data;
    struct str feed = str_prefix(ref, str_find(ref, '.', 0));

    for (size_t i = 0; i < view->count; i++)
        if (str_equal(view->feeds[i].id, feed))
            return admission_may_write(&view->admissions[i], member);
    return false;
}

struct erasure_court erasure_court_of(struct roles_view *view)
{
    return (struct erasure_court){view, is_admin, may_be_author};
}
