/*
 * Who looked at what. Kept apart from `edge` and `mention`: those say what the record
 * holds about a thing, and having been looked at would otherwise stand in its history,
 * on its sheet, and bring entities about that nothing else names.
 */

#include "record/index_inside.h"

static enum err_code put_named(struct projection *p, const char *sql, int64_t target)
{
    struct db_query *query = NULL;
    enum err_code code = index_take(&query, p->index, sql, p->err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    db_bind_int(query, 2, target);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

static enum err_code put_statements(struct projection *p, const struct value *of)
{
    enum err_code code = ERR_OK;

    for (uint32_t i = 0; of && i < of->count && code == ERR_OK; i++) {
        struct ref target = REF_NONE;

        if (of->items[i].type == VALUE_STRING &&
            index_parse_ref(&target, p->index, of->items[i].string))
            code = put_named(p, "INSERT INTO accessed (n, target) VALUES ($1, $2)",
                             target.n);
    }
    return code;
}

static enum err_code put_entities(struct projection *p, const struct value *entities)
{
    enum err_code code = ERR_OK;

    for (uint32_t i = 0; entities && i < entities->count && code == ERR_OK; i++) {
        int64_t entity = 0;

        if (entities->items[i].type != VALUE_STRING)
            continue;
        code = index_ident(&entity, p->index, entities->items[i].string, p->err);
        if (code == ERR_OK)
            code =
                put_named(p, "INSERT INTO accessed (n, entity) VALUES ($1, $2)", entity);
    }
    return code;
}

static const struct value *list_of(const struct value *statement, struct str key)
{
    const struct value *list = value_get(statement, key);

    return list && list->type == VALUE_ARRAY ? list : NULL;
}

enum err_code project_access(struct projection *p)
{
    static const struct str words[] = {STR_INIT("did"), STR_INIT("command")};
    static const struct str texts[] = {STR_INIT("words"), STR_INIT("why"),
                                       STR_INIT("recipient")};
    struct db_query *query = NULL;
    int64_t numbers[2] = {0};
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < 2 && code == ERR_OK; i++)
        code = index_word(&numbers[i], p->index, value_get_string(p->value, words[i]),
                          p->err);
    if (code == ERR_OK)
        code = index_take(&query, p->index,
                          "INSERT INTO access (n, did, command, words, why, recipient)"
                          " VALUES ($1, $2, $3, $4, $5, $6)",
                          p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    bind_number(query, 2, numbers[0]);
    bind_number(query, 3, numbers[1]);
    for (int i = 0; i < 3; i++)
        bind_words(query, 4 + i, value_get_string(p->value, texts[i]));
    code = db_run(query, p->err);
    index_give(p->index, query);
    if (code == ERR_OK)
        code = put_statements(p, list_of(p->value, STR("of")));
    return code == ERR_OK ? put_entities(p, list_of(p->value, STR("entities"))) : code;
}
