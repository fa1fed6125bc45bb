#include "record/additions.h"

#include "record/additions_build.h"
#include "record/query_scan.h"

/* Terms of one vocabulary: of one that was added, or beside those the program carries. */
struct added_terms {
    struct schema_vocabulary vocabulary;
    struct schema_term *terms; /* sorted by key */
    size_t cap;
    bool is_new; /* the vocabulary itself was added */
};

/* Few, and asked only for keys the program does not carry: searched one by one. */
struct additions {
    struct arena *arena;
    struct added_terms **terms;
    size_t terms_count;
    size_t terms_cap;
    struct schema_property **properties;
    size_t property_count;
    size_t property_cap;
    struct schema_kind **kinds;
    size_t kind_count;
    size_t kind_cap;
    size_t count; /* statements */
};

struct additions *additions_new(struct arena *arena)
{
    struct additions *additions = ARENA_NEW(arena, struct additions);

    additions->arena = arena;
    return additions;
}

static struct added_terms *find_terms(const struct additions *a, struct str key)
{
    for (size_t i = 0; a && i < a->terms_count; i++)
        if (str_equal(a->terms[i]->vocabulary.key, key))
            return a->terms[i];
    return NULL;
}

const struct schema_kind *additions_kind(const struct additions *a, struct str key)
{
    const struct schema_kind *kind = schema_kind(key);

    for (size_t i = 0; !kind && a && i < a->kind_count; i++)
        if (str_equal(a->kinds[i]->key, key))
            kind = a->kinds[i];
    return kind;
}

const struct schema_property *additions_property(const struct additions *a,
                                                 struct str key)
{
    const struct schema_property *property = schema_property(key);

    for (size_t i = 0; !property && a && i < a->property_count; i++)
        if (str_equal(a->properties[i]->key, key))
            property = a->properties[i];
    return property;
}

const struct schema_vocabulary *additions_vocabulary(const struct additions *a,
                                                     struct str key)
{
    const struct schema_vocabulary *vocabulary = schema_vocabulary(key);
    const struct added_terms *added = vocabulary ? NULL : find_terms(a, key);

    return added ? &added->vocabulary : vocabulary;
}

const struct schema_term *additions_term(const struct additions *a,
                                         const struct schema_vocabulary *vocabulary,
                                         struct str key)
{
    const struct schema_term *term = schema_term(vocabulary, key);
    const struct added_terms *added = term || !a ? NULL : find_terms(a, vocabulary->key);

    return added ? schema_term(&added->vocabulary, key) : term;
}

const struct schema_kind *additions_kind_at(const struct additions *a, size_t i)
{
    return a && i < a->kind_count ? a->kinds[i] : NULL;
}

static struct added_terms *add_vocabulary(struct additions *a, struct str key,
                                          const struct str *label, bool is_new)
{
    struct added_terms *added = ARENA_NEW(a->arena, struct added_terms);
    void *items = a->terms;

    added->vocabulary.key = key;
    for (int i = 0; label && i < SCHEMA_LANGUAGES; i++)
        added->vocabulary.label[i] = label[i];
    added->is_new = is_new;
    *(struct added_terms **)list_add(&items, &a->terms_count, &a->terms_cap, a->arena,
                                     sizeof(void *)) = added;
    a->terms = items;
    return added;
}

/* Kept sorted: schema_term() finds them as it finds the program's own. */
static void insert_term(struct additions *a, struct added_terms *added,
                        const struct schema_term *term)
{
    struct schema_vocabulary *vocabulary = &added->vocabulary;
    size_t count = vocabulary->count;
    size_t at = count;
    void *items = added->terms;

    (void)list_add(&items, &count, &added->cap, a->arena, sizeof *term);
    added->terms = items;
    while (at > 0 && str_compare(added->terms[at - 1].key, term->key) > 0) {
        added->terms[at] = added->terms[at - 1];
        at--;
    }
    added->terms[at] = *term;
    vocabulary->terms = added->terms;
    vocabulary->count = (uint16_t)count; /* at most ADDITIONS_MAX */
}

static void put_term(struct additions *a, const struct addition *addition)
{
    struct added_terms *added = find_terms(a, addition->vocabulary);

    if (!added)
        added = add_vocabulary(a, addition->vocabulary, NULL, false);
    insert_term(a, added, &addition->term);
}

static void put_property(struct additions *a, const struct addition *addition)
{
    struct schema_property *property = ARENA_NEW(a->arena, struct schema_property);
    void *items = a->properties;

    *property = addition->property;
    if (property->values & SCHEMA_TERM && !property->vocabulary)
        property->vocabulary =
            &add_vocabulary(a, addition->vocabulary, property->label, true)->vocabulary;
    *(struct schema_property **)list_add(&items, &a->property_count, &a->property_cap,
                                         a->arena, sizeof(void *)) = property;
    a->properties = items;
}

static void put_kind(struct additions *a, const struct addition *addition)
{
    struct schema_kind *kind = ARENA_NEW(a->arena, struct schema_kind);
    void *items = a->kinds;

    *kind = addition->kind;
    if (!kind->classes)
        kind->classes =
            &add_vocabulary(a, addition->vocabulary, kind->label, true)->vocabulary;
    *(struct schema_kind **)list_add(&items, &a->kind_count, &a->kind_cap, a->arena,
                                     sizeof(void *)) = kind;
    a->kinds = items;
}

static enum err_code check_room(const struct additions *a, struct err *err)
{
    if (a && a->count >= ADDITIONS_MAX)
        return err_set(err, ERR_LIMIT, "an archive can add %d to the schema, not more",
                       ADDITIONS_MAX);
    return ERR_OK;
}

enum err_code additions_check(const struct additions *a, const struct value *statement,
                              struct err *err)
{
    struct arena scratch = {0};
    struct addition addition = {0};
    enum err_code code = addition_build(&addition, &scratch, a, statement, err);

    arena_free(&scratch);
    return code == ERR_OK ? check_room(a, err) : code;
}

void additions_put(struct additions *a, const struct value *statement)
{
    struct addition addition = {0};
    struct err ignored = {0};
    const struct value own = value_copy(statement, a->arena);

    if (check_room(a, &ignored) != ERR_OK ||
        addition_build(&addition, a->arena, a, &own, &ignored) != ERR_OK)
        return;
    a->count++;
    if (addition.what == ADDITION_TERM)
        put_term(a, &addition);
    else if (addition.what == ADDITION_PROPERTY)
        put_property(a, &addition);
    else
        put_kind(a, &addition);
}

static enum err_code read_one(void *context, struct scan_row *at, struct err *err)
{
    struct additions *additions = context;
    const struct value *said = column_value(additions->arena, at->query, 1);

    (void)err;
    if (said)
        additions_put(additions, said);
    return ERR_OK;
}

enum err_code additions_read(struct additions **out, struct arena *arena,
                             struct index *index, struct view view, struct err *err)
{
    const struct scan scan = {.sql = "SELECT n, said FROM addition"
                                     " WHERE n >= $1 AND n < $2 ORDER BY n"};
    struct additions *additions = additions_new(arena);
    enum err_code code = query_scan(index, view, &scan, read_one, additions, err);

    if (code == ERR_OK)
        *out = additions;
    return code;
}
