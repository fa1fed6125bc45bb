#include "record/id.h"
#include "record/index_inside.h"

static enum err_code put(struct projection *p, const char *sql, int64_t role,
                         int64_t target)
{
    struct db_query *query = NULL;
    enum err_code code = index_take(&query, p->index, sql, p->err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    db_bind_int(query, 2, role);
    db_bind_int(query, 3, target);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

static enum err_code put_edge(struct projection *p, struct str role, struct ref target)
{
    int64_t word = 0;
    enum err_code code = index_word(&word, p->index, role, p->err);

    if (code != ERR_OK)
        return code;
    return put(p, "INSERT INTO edge (source, role, target) VALUES ($1, $2, $3)", word,
               target.n);
}

static enum err_code put_mention(struct projection *p, struct str role, struct str id)
{
    int64_t word = 0;
    int64_t entity = 0;
    enum err_code code = index_word(&word, p->index, role, p->err);

    if (code == ERR_OK)
        code = index_ident(&entity, p->index, id, p->err);
    if (code != ERR_OK)
        return code;
    return put(p, "INSERT INTO mention (n, role, entity) VALUES ($1, $2, $3)", word,
               entity);
}

static bool is_among(struct str key, const struct str *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(key, keys[i]))
            return true;
    return false;
}

/* Free text is not searched for ids, and an anchor has its column. */
static bool is_text(struct str key)
{
    static const struct str texts[] = {
        STR_INIT("words"), STR_INIT("note"), STR_INIT("reason"), STR_INIT("note_public"),
        STR_INIT("label"), STR_INIT("c"),    STR_INIT("edtf")};

    return is_among(key, texts, sizeof texts / sizeof texts[0]);
}

static enum err_code walk_text(struct projection *p, struct str role, struct str text)
{
    struct ref target;

    if (id_is_valid(text))
        return put_mention(p, role, text);
    if (index_parse_ref(&target, p->index, text))
        return put_edge(p, role, target);
    return ERR_OK;
}

/*
 * {"c": commitment, "s": reference} goes by the name of its member, like a plain
 * reference. Depth is bounded: canon_parse() refuses more than 16 levels.
 */
static enum err_code walk(struct projection *p,
                          struct str role, // NOLINT(misc-no-recursion)
                          const struct value *v)
{
    enum err_code code = ERR_OK;

    if (v->type == VALUE_STRING)
        return walk_text(p, role, v->string);
    if (v->type == VALUE_ARRAY)
        for (uint32_t i = 0; i < v->count && code == ERR_OK; i++)
            code = walk(p, role, &v->items[i]);
    if (v->type == VALUE_OBJECT)
        for (uint32_t i = 0; i < v->count && code == ERR_OK; i++) {
            const struct member *m = &v->members[i];

            if (!is_text(m->key))
                code = walk(p, str_equal(m->key, STR("s")) ? role : m->key, &m->value);
        }
    return code;
}

/* What every statement carries, and what the table of its kind keeps. */
static bool is_kept_elsewhere(int64_t kind, const struct member *m)
{
    static const struct str common[] = {STR_INIT("feed"), STR_INIT("index"),
                                        STR_INIT("kind"), STR_INIT("at"),
                                        STR_INIT("by"),   STR_INIT("id")};
    static const struct str claim[] = {STR_INIT("property"), STR_INIT("mode"),
                                       STR_INIT("passage"), STR_INIT("import")};
    static const struct str passage[] = {STR_INIT("source"), STR_INIT("locator"),
                                         STR_INIT("chain"), STR_INIT("translation")};
    static const struct str entity[] = {STR_INIT("list"), STR_INIT("row"),
                                        STR_INIT("class"), STR_INIT("entity")};
    static const struct str object[] = {STR_INIT("name"), STR_INIT("path"),
                                        STR_INIT("run"), STR_INIT("stat"),
                                        STR_INIT("stored")};

    if (is_among(m->key, common, sizeof common / sizeof common[0]) || is_text(m->key))
        return true;
    switch (kind) {
    case KIND_CLAIM:
        /* A string is the value itself: a reference has its column, text is text. */
        if (m->value.type == VALUE_STRING && str_equal(m->key, STR("value")))
            return true;
        return is_among(m->key, claim, sizeof claim / sizeof claim[0]);
    case KIND_PASSAGE:
        return is_among(m->key, passage, sizeof passage / sizeof passage[0]);
    case KIND_ENTITY:
        return is_among(m->key, entity, sizeof entity / sizeof entity[0]);
    case KIND_OBJECT:
    case KIND_DERIVED:
        return is_among(m->key, object, sizeof object / sizeof object[0]);
    default:
        return false;
    }
}

/* `about` of a claim is a column when it is an entity, and an edge when it is a claim. */
static bool is_entity_column(int64_t kind, const struct member *m)
{
    return kind == KIND_CLAIM && str_equal(m->key, STR("about")) &&
           m->value.type == VALUE_STRING && id_is_valid(m->value.string);
}

enum err_code project_links(struct projection *p, int64_t kind)
{
    enum err_code code = ERR_OK;

    for (uint32_t i = 0; i < p->value->count && code == ERR_OK; i++) {
        const struct member *m = &p->value->members[i];

        if (m->value.type < VALUE_STRING || is_kept_elsewhere(kind, m) ||
            is_entity_column(kind, m))
            continue;
        code = walk(p, m->key, &m->value);
    }
    return code;
}
