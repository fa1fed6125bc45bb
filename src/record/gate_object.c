/* Who is depicted, recorded or written of in preserved bytes. */

#include "record/gate_reach.h"

#include "record/query_scan.h"

/* An object is named by its hash or by a reference to its statement. */
enum { NAMES_MAX = 32 };

struct names {
    struct str items[NAMES_MAX];
    size_t count;
};

static void add_name(struct names *names, struct str name)
{
    if (names->count < NAMES_MAX)
        names->items[names->count++] = name;
}

static enum err_code names_of(struct names *out, struct reach *r, struct str sha256,
                              struct err *err)
{
    const struct object_filter filter = {.sha256 = sha256, .limit = NAMES_MAX - 1};
    struct object_list objects = {0};
    enum err_code code =
        query_objects(&objects, r->arena, r->index, r->view, &filter, err);

    *out = (struct names){0};
    add_name(out, sha256);
    for (size_t i = 0; i < objects.count && code == ERR_OK; i++)
        add_name(out, index_ref_text(r->arena, r->index, objects.items[i].ref));
    return code;
}

/* An item or a source that is this object: whom it shows, and through whose hands what
 * it says has come. */
static enum err_code reach_shown(struct reach *r, struct str source, struct err *err)
{
    const struct reach_origin origin = {.is_unpublished = true};
    const struct claim_filter filter = {.about = source, .property = STR("depicts")};
    struct claim_list claims = {0};
    struct passage_list passages = {0};
    enum err_code code = query_claims(&claims, r->arena, r->index, r->view, &filter, err);

    for (size_t i = 0; i < claims.count && code == ERR_OK; i++)
        code = reach_entity(r, claims.items[i].entity, GATE_IMAGE, origin, err);
    if (code == ERR_OK)
        code = query_passages(&passages, r->arena, r->index, r->view, source,
                              (struct ref){0}, 0, err);
    for (size_t i = 0; i < passages.count && code == ERR_OK; i++)
        code = reach_passage(r, &passages.items[i], err);
    if (code == ERR_OK && passages.has_more)
        r->list->is_unreadable = true;
    return code;
}

static enum err_code reach_named(struct reach *r, const struct claim_row *claim,
                                 uint32_t parts, struct err *err)
{
    const struct reach_origin origin = {.is_unpublished = true};
    enum err_code code = reach_entity(r, claim->about, parts, origin, err);

    return code == ERR_OK ? reach_shown(r, claim->about, err) : code;
}

/* Claims of one property whose text names the object. */
static enum err_code reach_by(struct reach *r, const struct names *names,
                              struct str property, uint32_t parts, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < names->count && code == ERR_OK; i++) {
        const struct claim_filter filter = {.property = property,
                                            .text = names->items[i]};
        struct claim_list claims = {0};

        code = query_claims(&claims, r->arena, r->index, r->view, &filter, err);
        for (size_t k = 0; k < claims.count && code == ERR_OK; k++)
            code = reach_named(r, &claims.items[k], parts, err);
    }
    return code;
}

struct located {
    struct reach *r;
    struct str name;
};

static enum err_code read_located(void *context, struct scan_row *at, struct err *err)
{
    struct located *l = context;
    struct str locator = db_column_text(at->query, 1);
    struct passage_row passage;

    if (str_find_str(locator, l->name) == locator.len)
        return ERR_OK;
    if (query_passage(&passage, l->r->arena, l->r->index, column_ref(at->query, 0),
                      err) != ERR_OK)
        return err->code;
    return reach_passage(l->r, &passage, err);
}

/* Passages that stand in it. Their places are no column: all are looked at. */
static enum err_code reach_located(struct reach *r, const struct names *names,
                                   struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < names->count && code == ERR_OK; i++) {
        struct located located = {r, names->items[i]};
        struct scan scan = {.sql = "SELECT n, locator FROM passage WHERE locator IS NOT"
                                   " NULL AND n >= $1 AND n < $2 ORDER BY n"};

        code = query_scan(r->index, r->view, &scan, read_located, &located, err);
    }
    return code;
}

static bool is_named(const struct names *names, const struct value *object)
{
    for (size_t i = 0; object && i < names->count; i++)
        if (value_is_string(object, names->items[i]))
            return true;
    return false;
}

/* The paper or recording of somebody's consent. */
static enum err_code reach_consents(struct reach *r, const struct names *names,
                                    struct err *err)
{
    const struct reach_origin origin = {.is_unpublished = true};
    struct consent_list all = {0};
    enum err_code code = consent_find(&all, r->arena, r->index, r->view, STR(""), err);

    for (size_t i = 0; i < all.count && code == ERR_OK; i++)
        if (is_named(names, value_get(all.items[i].said, STR("object"))))
            code =
                reach_entity(r, all.items[i].person, GATE_WORDS | GATE_NAME, origin, err);
    return code;
}

/* One person that a row of the list made: enough to ask about the whole table. */
static enum err_code read_row(void *context, struct scan_row *at, struct err *err)
{
    const struct reach_origin origin = {.is_unpublished = true};
    struct reach *r = context;
    struct str id = {0};

    at->is_enough = true;
    if (index_ident_text(&id, r->arena, r->index, db_column_int(at->query, 0), err) !=
        ERR_OK)
        return err->code;
    return reach_entity(r, id, GATE_WORDS | GATE_NAME, origin, err);
}

static enum err_code reach_list(struct reach *r, struct str list, struct err *err)
{
    struct scan scan = {.sql = "SELECT entity FROM entity WHERE list = $1 AND kind = $2"
                               " AND n >= $3 AND n < $4 ORDER BY n"};
    int64_t number = 0;
    int64_t person = 0;

    if (index_find_ident(&number, r->index, list, err) != ERR_OK ||
        index_find_word(&person, r->index, STR("person"), err) != ERR_OK)
        return err->code;
    scan_key_number(&scan, number);
    scan_key_number(&scan, person);
    return query_scan(r->index, r->view, &scan, read_row, r, err);
}

/* A table whose rows are people. */
static enum err_code reach_imports(struct reach *r, const struct names *names,
                                   struct err *err)
{
    struct import_list imports = {0};
    enum err_code code =
        query_imports(&imports, r->arena, r->index, r->view, STR(""), err);

    for (size_t i = 0; i < imports.count && code == ERR_OK; i++) {
        struct str source;
        struct value text;

        if (ref_is_none(imports.items[i].source))
            continue;
        source = index_ref_text(r->arena, r->index, imports.items[i].source);
        text = value_string(source);
        if (is_named(names, &text))
            code = reach_list(r, imports.items[i].list, err);
    }
    return code;
}

/* A transcript tells of whoever speaks in the recording. */
static enum err_code reach_made_of(struct reach *r, struct str sha256, struct err *err)
{
    const struct object_filter filter = {.sha256 = sha256, .limit = NAMES_MAX};
    struct object_list objects = {0};
    enum err_code code =
        query_objects(&objects, r->arena, r->index, r->view, &filter, err);

    for (size_t i = 0; i < objects.count && code == ERR_OK; i++)
        if (objects.items[i].is_derived)
            code = reach_statement(r, objects.items[i].ref, err);
    return code;
}

enum err_code reach_object(struct reach *r, struct str sha256, struct err *err)
{
    struct names names;
    enum err_code code = names_of(&names, r, sha256, err);

    if (code == ERR_OK)
        code = reach_by(r, &names, STR("object_kept"), GATE_WORDS, err);
    if (code == ERR_OK)
        code = reach_by(r, &names, STR("photograph"), GATE_IMAGE, err);
    if (code == ERR_OK)
        code = reach_by(r, &names, STR("recording"), GATE_WORDS | GATE_VOICE, err);
    if (code == ERR_OK)
        code = reach_by(r, &names, STR("dental_record"), GATE_CONTACT, err);
    if (code == ERR_OK)
        code = reach_located(r, &names, err);
    if (code == ERR_OK)
        code = reach_imports(r, &names, err);
    if (code == ERR_OK)
        code = reach_made_of(r, sha256, err);
    return code == ERR_OK ? reach_consents(r, &names, err) : code;
}
