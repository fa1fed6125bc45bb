/* The tables of passages, entities, objects, imports and reviews. */

#include "format/canon.h"
#include "log/feed.h"
#include "record/index_inside.h"

static enum err_code word_of(int64_t *out, struct projection *p, const struct value *v,
                             struct str key)
{
    return index_word(out, p->index, value_get_string(v, key), p->err);
}

/* An entity's number; 0 when there is none, or the statement says that it is not stated.
 */
static enum err_code ident_of(int64_t *out, struct projection *p, const struct value *v,
                              struct str key)
{
    struct str id = value_get_string(v, key);

    if (str_equal(id, STR("not_stated")))
        id = STR("");
    return index_ident(out, p->index, id, p->err);
}

static struct ref ref_member(const struct projection *p, struct str key)
{
    const struct value *v = value_get(p->value, key);
    struct ref ref = REF_NONE;

    if (v && v->type == VALUE_OBJECT)
        v = value_get(v, STR("s"));
    if (v && v->type == VALUE_STRING)
        (void)index_parse_ref(&ref, p->index, v->string);
    return ref;
}

/* The members of v that none of the keys names, as canonical text in the scratch buffer.
 */
static enum err_code rest_of(struct str *out, struct projection *p, const struct value *v,
                             const struct str *keys, size_t count)
{
    struct index *index = p->index;
    struct value rest = value_object();
    enum err_code code;

    for (uint32_t i = 0; i < v->count; i++) {
        bool is_kept = false;

        for (size_t k = 0; k < count && !is_kept; k++)
            is_kept = str_equal(v->members[i].key, keys[k]);
        if (!is_kept)
            value_set(&rest, &index->arena, v->members[i].key, v->members[i].value);
    }
    *out = STR("");
    if (rest.count == 0)
        return ERR_OK;
    buf_reset(&index->scratch);
    code = canon_write(&index->scratch, &rest, p->err);
    *out = buf_str(&index->scratch);
    return code;
}

static enum err_code put_hand(struct projection *p, const struct value *hand,
                              int64_t place)
{
    static const struct str kept[] = {STR_INIT("who"), STR_INIT("knows"),
                                      STR_INIT("link")};
    struct db_query *query = NULL;
    struct str more = {0};
    int64_t who = 0;
    int64_t knows = 0;
    int64_t link = 0;
    enum err_code code = ident_of(&who, p, hand, STR("who"));

    if (code == ERR_OK)
        code = word_of(&knows, p, hand, STR("knows"));
    if (code == ERR_OK)
        code = word_of(&link, p, hand, STR("link"));
    if (code == ERR_OK)
        code = rest_of(&more, p, hand, kept, sizeof kept / sizeof kept[0]);
    if (code == ERR_OK)
        code = index_take(&query, p->index,
                          "INSERT INTO chain (passage, place, who, knows, link, more)"
                          " VALUES ($1, $2, $3, $4, $5, $6)",
                          p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    db_bind_int(query, 2, place);
    bind_number(query, 3, who);
    bind_number(query, 4, knows);
    bind_number(query, 5, link);
    bind_words(query, 6, more);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

static enum err_code put_chain(struct projection *p)
{
    const struct value *chain = value_get(p->value, STR("chain"));
    enum err_code code = ERR_OK;

    if (!chain || chain->type != VALUE_ARRAY)
        return ERR_OK;
    for (uint32_t i = 0; i < chain->count && code == ERR_OK; i++)
        if (chain->items[i].type == VALUE_OBJECT)
            code = put_hand(p, &chain->items[i], i);
    return code;
}

static enum err_code locator_of(struct str *out, struct projection *p)
{
    const struct value *locator = value_get(p->value, STR("locator"));
    struct buf text = {0};
    enum err_code code;

    *out = STR("");
    if (!locator)
        return ERR_OK;
    code = canon_write(&text, locator, p->err);
    if (code == ERR_OK)
        *out = arena_str(&p->index->arena, buf_str(&text));
    buf_release(&text);
    return code;
}

static const char passage_sql[] =
    "INSERT INTO passage (n, source, lang, words, locator, first_day, last_day, seal,"
    " chain_as, more) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

enum err_code project_passage(struct projection *p)
{
    static const struct str kept[] = {
        STR_INIT("feed"), STR_INIT("index"),  STR_INIT("kind"),     STR_INIT("at"),
        STR_INIT("by"),   STR_INIT("source"), STR_INIT("lang"),     STR_INIT("words"),
        STR_INIT("seal"), STR_INIT("chain"),  STR_INIT("chain_as"), STR_INIT("locator")};
    const struct value *v = p->value;
    const struct value *uttered = value_get(v, STR("uttered"));
    struct db_query *query = NULL;
    struct str locator = STR("");
    struct str more = STR("");
    int64_t source = 0;
    int64_t lang = 0;
    int64_t seal = 0;
    int64_t first = 0;
    int64_t last = 0;
    bool has_days = uttered && project_days(&first, &last,
                                            uttered->type == VALUE_STRING
                                                ? uttered->string
                                                : value_get_string(uttered, STR("edtf")));
    enum err_code code = ident_of(&source, p, v, STR("source"));

    if (code == ERR_OK)
        code = word_of(&lang, p, v, STR("lang"));
    if (code == ERR_OK)
        code = word_of(&seal, p, v, STR("seal"));
    if (code == ERR_OK)
        code = locator_of(&locator, p);
    if (code == ERR_OK)
        code = rest_of(&more, p, v, kept, sizeof kept / sizeof kept[0]);
    if (code == ERR_OK)
        code = index_take(&query, p->index, passage_sql, p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    bind_number(query, 2, source);
    bind_number(query, 3, lang);
    bind_words(query, 4, value_get_string(v, STR("words")));
    bind_words(query, 5, locator);
    bind_days(query, 6, has_days, first, last);
    bind_number(query, 8, seal);
    bind_ref(query, 9, ref_member(p, STR("chain_as")));
    bind_words(query, 10, more);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code == ERR_OK ? put_chain(p) : code;
}

enum err_code project_entity(struct projection *p)
{
    const struct value *v = p->value;
    const struct value *several = value_get(v, STR("several"));
    struct db_query *query = NULL;
    int64_t entity = 0;
    int64_t list = 0;
    int64_t kind = 0;
    int64_t kind_class = 0;
    int64_t seal = 0;
    enum err_code code = ident_of(&entity, p, v, STR("id"));

    if (code == ERR_OK)
        code = ident_of(&list, p, v, STR("list"));
    if (code == ERR_OK)
        code = word_of(&kind, p, v, STR("entity"));
    if (code == ERR_OK)
        code = word_of(&kind_class, p, v, STR("class"));
    if (code == ERR_OK)
        code = word_of(&seal, p, v, STR("seal"));
    if (code == ERR_OK)
        code = index_take(&query, p->index,
                          "INSERT INTO entity (n, entity, kind, class, label, several,"
                          " seal, list, row_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
                          " $9)",
                          p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    db_bind_int(query, 2, entity);
    bind_number(query, 3, kind);
    bind_number(query, 4, kind_class);
    bind_words(query, 5, value_get_string(v, STR("label")));
    bind_number(query, 6, several && several->type == VALUE_TRUE);
    bind_number(query, 7, seal);
    bind_number(query, 8, list);
    bind_words(query, 9, value_get_string(v, STR("row")));
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

enum err_code project_object(struct projection *p)
{
    static const struct str texts[] = {
        STR_INIT("sha256"),   STR_INIT(""),     STR_INIT(""),         STR_INIT("name"),
        STR_INIT("name_hex"), STR_INIT("path"), STR_INIT("path_hex"), STR_INIT("stored")};
    struct db_query *query = NULL;
    int64_t size = 0;
    int64_t type = 0;
    int64_t run = 0;
    enum err_code code = word_of(&type, p, p->value, STR("type"));

    if (code == ERR_OK)
        code = word_of(&run, p, p->value, STR("run"));
    if (code == ERR_OK)
        code =
            index_take(&query, p->index,
                       "INSERT INTO object (n, sha256, size, type, name, name_hex, path,"
                       " path_hex, stored, run, stat) VALUES ($1, $2, $3, $4, $5, $6,"
                       " $7, $8, $9, $10, $11)",
                       p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++)
        if (texts[i].len > 0)
            bind_words(query, i + 2, value_get_string(p->value, texts[i]));
    if (value_get_integer(&size, p->value, STR("size")))
        db_bind_int(query, 3, size);
    else
        db_bind_null(query, 3);
    bind_number(query, 4, type);
    bind_number(query, 10, run);
    bind_words(query, 11, value_get_string(p->value, STR("stat")));
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

enum err_code project_import(struct projection *p)
{
    static const struct str numbers[] = {STR_INIT("rows"), STR_INIT("accepted"),
                                         STR_INIT("rejected")};
    struct db_query *query = NULL;
    int64_t list = 0;
    enum err_code code = ident_of(&list, p, p->value, STR("list"));

    if (code == ERR_OK)
        code =
            index_take(&query, p->index,
                       "INSERT INTO import (n, opening, source, list, version, row_count,"
                       " accepted, rejected) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                       p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    bind_ref(query, 2, ref_member(p, STR("of")));
    bind_ref(query, 3, ref_member(p, STR("source")));
    bind_number(query, 4, list);
    bind_words(query, 5, value_get_string(p->value, STR("version")));
    for (int i = 0; i < 3; i++) {
        int64_t number = 0;

        if (value_get_integer(&number, p->value, numbers[i]))
            db_bind_int(query, 6 + i, number);
        else
            db_bind_null(query, 6 + i);
    }
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

enum err_code project_review(struct projection *p)
{
    static const struct str kept[] = {
        STR_INIT("feed"),      STR_INIT("index"),  STR_INIT("kind"),
        STR_INIT("at"),        STR_INIT("by"),     STR_INIT("of"),
        STR_INIT("among"),     STR_INIT("prefer"), STR_INIT("status"),
        STR_INIT("rule"),      STR_INIT("reason"), STR_INIT("note_public"),
        STR_INIT("supersedes")};
    struct db_query *query = NULL;
    struct str more = STR("");
    int64_t status = 0;
    int64_t rule = 0;
    enum err_code code = word_of(&status, p, p->value, STR("status"));

    if (code == ERR_OK)
        code = word_of(&rule, p, p->value, STR("rule"));
    if (code == ERR_OK)
        code = rest_of(&more, p, p->value, kept, sizeof kept / sizeof kept[0]);
    if (code == ERR_OK)
        code = index_take(&query, p->index,
                          "INSERT INTO review (n, status, rule, reason, note, more)"
                          " VALUES ($1, $2, $3, $4, $5, $6)",
                          p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    bind_number(query, 2, status);
    bind_number(query, 3, rule);
    bind_words(query, 4, value_get_string(p->value, STR("reason")));
    bind_words(query, 5, value_get_string(p->value, STR("note_public")));
    bind_words(query, 6, more);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

static enum err_code put_reading(struct projection *p, struct ref object, int64_t said,
                                 int64_t why)
{
    struct db_query *query = NULL;
    enum err_code code = index_take(&query, p->index,
                                    "INSERT INTO reading (n, object, said, why)"
                                    " VALUES ($1, $2, $3, $4)",
                                    p->err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    db_bind_int(query, 2, object.n);
    db_bind_int(query, 3, said);
    bind_number(query, 4, why);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

enum err_code project_reading(struct projection *p)
{
    const struct value *of = value_get(p->value, STR("of"));
    int64_t said = 0;
    int64_t why = 0;
    enum err_code code;

    if (value_get_string(p->value, STR("reading")).len == 0 || !of ||
        of->type != VALUE_ARRAY)
        return ERR_OK;
    code = word_of(&said, p, p->value, STR("reading"));
    if (code == ERR_OK)
        code = word_of(&why, p, p->value, STR("skipped"));
    for (uint32_t i = 0; code == ERR_OK && i < of->count; i++) {
        struct ref object;

        if (of->items[i].type == VALUE_STRING &&
            index_parse_ref(&object, p->index, of->items[i].string))
            code = put_reading(p, object, said, why);
    }
    return code;
}

/* Few, and asked for one person at a time: kept whole. */
enum err_code project_consent(struct projection *p)
{
    static const struct str kept[] = {STR_INIT("feed"), STR_INIT("index"),
                                      STR_INIT("kind"), STR_INIT("at"), STR_INIT("by")};
    struct db_query *query = NULL;
    struct str said = STR("");
    int64_t person = 0;
    int64_t interview = 0;
    enum err_code code = ident_of(&person, p, p->value, STR("person"));

    if (code == ERR_OK)
        code = ident_of(&interview, p, p->value, STR("interview"));
    if (code == ERR_OK)
        code = rest_of(&said, p, p->value, kept, sizeof kept / sizeof kept[0]);
    if (code == ERR_OK)
        code = index_take(&query, p->index,
                          "INSERT INTO consent (n, person, interview, said)"
                          " VALUES ($1, $2, $3, $4)",
                          p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    bind_number(query, 2, person);
    bind_number(query, 3, interview);
    bind_words(query, 4, said);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

enum err_code project_addition(struct projection *p)
{
    static const struct str kept[] = {STR_INIT("feed"), STR_INIT("index"),
                                      STR_INIT("kind"), STR_INIT("at"), STR_INIT("by")};
    struct db_query *query = NULL;
    struct str said = STR("");
    enum err_code code = rest_of(&said, p, p->value, kept, sizeof kept / sizeof kept[0]);

    if (code == ERR_OK)
        code = index_take(&query, p->index,
                          "INSERT INTO addition (n, said) VALUES ($1, $2)", p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    bind_words(query, 2, said);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}
