#include "record/index_inside.h"

/* What writing needs to look up, statement by statement. */

enum err_code index_entity_kind(struct str *kind, struct str *class_, struct arena *arena,
                                struct index *index, struct str id, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, index,
                   "SELECT k.text, c.text FROM ident JOIN entity"
                   " ON entity.entity = ident.number"
                   " LEFT JOIN word k ON k.number = entity.kind"
                   " LEFT JOIN word c ON c.number = entity.class WHERE ident.id = $1"
                   " ORDER BY entity.n LIMIT 1",
                   err);

    if (code != ERR_OK)
        return code;
    db_bind_text(query, 1, id);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK) {
        *kind = has_row ? arena_str(arena, db_column_text(query, 0)) : STR("");
        *class_ = has_row ? arena_str(arena, db_column_text(query, 1)) : STR("");
    }
    index_give(index, query);
    return code;
}

enum err_code index_object_named(struct ref *out, bool *is_only_one, struct index *index,
                                 struct str name, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(
        &query, index, "SELECT n FROM object WHERE name = $1 ORDER BY n LIMIT 2", err);

    if (code != ERR_OK)
        return code;
    *out = REF_NONE;
    db_bind_text(query, 1, name);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && has_row) {
        out->n = db_column_int(query, 0);
        code = db_step(&has_row, query, err);
    }
    *is_only_one = !has_row;
    index_give(index, query);
    return code;
}

enum err_code index_frame_len(int64_t *out, struct index *index, struct ref ref,
                              struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, index, "SELECT frame_len FROM statement WHERE n = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, ref.n);
    code = db_step(&has_row, query, err);
    *out = code == ERR_OK && has_row ? db_column_int(query, 0) : 0;
    index_give(index, query);
    return code;
}
