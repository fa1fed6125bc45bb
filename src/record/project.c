#include <assert.h>

#include "format/edtf.h"
#include "log/feed.h"
#include "record/index_inside.h"
#include "record/project_text.h"

void bind_number(struct db_query *query, int parameter, int64_t number)
{
    if (number == 0)
        db_bind_null(query, parameter);
    else
        db_bind_int(query, parameter, number);
}

void bind_ref(struct db_query *query, int parameter, struct ref ref)
{
    if (ref_is_none(ref))
        db_bind_null(query, parameter);
    else
        db_bind_int(query, parameter, ref.n);
}

void bind_words(struct db_query *query, int parameter, struct str text)
{
    if (text.len == 0)
        db_bind_null(query, parameter);
    else
        db_bind_text(query, parameter, text);
}

void bind_days(struct db_query *query, int parameter, bool known, int64_t first,
               int64_t last)
{
    if (known) {
        db_bind_int(query, parameter, first);
        db_bind_int(query, parameter + 1, last);
    } else {
        db_bind_null(query, parameter);
        db_bind_null(query, parameter + 1);
    }
}

/* Open ends and the far future alike: four bytes each. */
static int64_t clamped(int64_t day)
{
    if (day < INT32_MIN)
        return INT32_MIN;
    return day > INT32_MAX ? INT32_MAX : day;
}

bool project_days(int64_t *first, int64_t *last, struct str text)
{
    struct edtf_bounds bounds;
    struct edtf edtf;
    struct err ignored;

    if (edtf_parse(&edtf, text, &ignored) != ERR_OK)
        return false;
    bounds = edtf_bounds(&edtf);
    *first = clamped(bounds.first);
    *last = clamped(bounds.last);
    return true;
}

static bool digits(unsigned *out, struct str text, size_t at, size_t len)
{
    unsigned number = 0;

    for (size_t i = at; i < at + len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        number = number * 10 + (unsigned)(text.ptr[i] - '0');
    }
    *out = number;
    return true;
}

/* "YYYY-MM-DDTHH:MM:SSZ" in seconds since 1970; false for anything else. */
static bool seconds_of(int64_t *out, struct str at)
{
    unsigned part[6];
    static const uint8_t place[6] = {0, 5, 8, 11, 14, 17};
    int64_t day = 0;

    if (at.len != 20)
        return false;
    for (size_t i = 0; i < 6; i++)
        if (!digits(&part[i], at, place[i], i == 0 ? 4 : 2))
            return false;
    if (!edtf_day_from_civil(&day, (int)part[0], part[1], part[2]))
        return false;
    *out = day * 86400 + (int64_t)part[3] * 3600 + (int64_t)part[4] * 60 + part[5];
    return true;
}

/* Its first 64 bits. A number like any other to the database. */
static int64_t commitment_key(const struct digest *commitment)
{
    int64_t key;

    memcpy(&key, commitment->bytes, sizeof key);
    return key;
}

static enum err_code put_statement(struct projection *p, int64_t kind,
                                   const struct feed_statement *stored)
{
    static const char sql[] = "INSERT INTO statement (n, kind, made_at, made_by, "
                              "frame_at, frame_len, commitment)"
                              " VALUES ($1, $2, $3, $4, $5, $6, $7)";
    struct db_query *query = NULL;
    int64_t seconds = 0;
    int64_t by = 0;
    enum err_code code =
        index_ident(&by, p->index, value_get_string(p->value, STR("by")), p->err);

    if (code == ERR_OK)
        code = index_take(&query, p->index, sql, p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    db_bind_int(query, 2, kind);
    if (seconds_of(&seconds, value_get_string(p->value, STR("at"))))
        db_bind_int(query, 3, seconds);
    else
        db_bind_null(query, 3);
    bind_number(query, 4, by);
    db_bind_int(query, 5, stored->at);
    db_bind_int(query, 6, stored->frame_len);
    db_bind_int(query, 7, commitment_key(&stored->commitment));
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

static enum err_code project_kind(struct projection *p, int64_t kind)
{
    switch (kind) {
    case KIND_CLAIM:
        return project_claim(p);
    case KIND_PASSAGE:
        return project_passage(p);
    case KIND_ENTITY:
        return project_entity(p);
    case KIND_OBJECT:
    case KIND_DERIVED:
        return project_object(p) == ERR_OK ? project_text(p, kind) : p->err->code;
    case KIND_IMPORT:
        return project_import(p);
    case KIND_ASSESS:
        return project_review(p) == ERR_OK ? project_reading(p) : p->err->code;
    case KIND_DECIDE:
    case KIND_WITHDRAW:
    case KIND_SAME:
    case KIND_DISTINCT:
    case KIND_UNDO:
        return project_review(p);
    case KIND_SCHEMA:
        return project_addition(p);
    case KIND_ACCESS:
        return project_access(p);
    case KIND_CONSENT:
        return project_consent(p);
    default:
        return ERR_OK; /* its statement, edges and mentions say enough */
    }
}

enum err_code index_put(struct index *index, struct ref ref,
                        const struct feed_statement *stored, const struct value *value,
                        struct err *err)
{
    struct projection p = {.index = index,
                           .ref = ref,
                           .form = (char)stored->form,
                           .value = value,
                           .err = err};
    int64_t kind = KIND_UNREADABLE;
    enum err_code code = ERR_OK;

    assert(ref_feed(ref) < index->feed_count);
    arena_reset(&index->arena);
    if (value)
        code = index_word(&kind, index, value_get_string(value, STR("kind")), err);
    if (code == ERR_OK)
        code = put_statement(&p, kind, stored);
    if (code == ERR_OK && value)
        code = project_kind(&p, kind);
    if (code == ERR_OK && value && kind != KIND_ACCESS)
        code = project_links(&p, kind);
    if (code == ERR_OK && value)
        code = project_texts(&p, kind);
    if (code == ERR_OK && kind <= KIND_PASSAGE)
        index->added[kind]++;
    return code;
}
