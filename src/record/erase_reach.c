#include <string.h>

#include "base/map.h"
#include "record/archive_inside.h"
#include "record/erase_inside.h"
#include "record/query.h"

/*
 * What else speaks of what is to be erased: from reference to reference, through the
 * index, until nothing new is found. Nothing is decided here; people are asked.
 */

enum { QUOTE_MIN = 12 };

struct seen {
    int64_t n;
    UT_hash_handle hh;
};

struct reaching {
    struct arena *arena;
    struct archive *archive;
    struct index *index;
    struct view view;
    struct seen *seen; /* uthash */
    struct erase_reach *out;
    size_t cap;
    struct ref from; /* of what is looked at now */
};

/* Says who may write and read, what was read or erased: not of what was in it. */
static bool is_house_kind(struct str kind)
{
    static const struct str kinds[] = {
        STR_INIT("archive"), STR_INIT("member"),      STR_INIT("device"),
        STR_INIT("clock"),   STR_INIT("schema"),      STR_INIT("erase"),
        STR_INIT("reseal"),  STR_INIT("compartment"), STR_INIT("access"),
        STR_INIT("import"),  STR_INIT("disclose")};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_equal(kind, kinds[i]))
            return true;
    return kind.len == 0; /* sealed, or erased already */
}

static bool see(struct reaching *r, struct ref ref)
{
    struct seen *seen = NULL;

    HASH_FIND(hh, r->seen, &ref.n, sizeof ref.n, seen);
    if (seen)
        return false;
    seen = ARENA_NEW(r->arena, struct seen);
    seen->n = ref.n;
    HASH_ADD(hh, r->seen, n, sizeof seen->n, seen);
    return true;
}

static enum err_code add(struct reaching *r, struct ref ref, struct str kind,
                         enum erase_why why, struct err *err)
{
    if (ref_is_none(ref) || is_house_kind(kind) || !see(r, ref))
        return ERR_OK;
    if (r->out->count == ERASE_REACH_MAX)
        return err_set(err, ERR_LIMIT,
                       "more than %d statements speak of it: erase parts of it first",
                       ERASE_REACH_MAX);
    if (r->out->count == r->cap) {
        struct erase_reached *bigger;

        r->cap = 2 * r->cap + 64;
        bigger = ARENA_ARRAY(r->arena, struct erase_reached, r->cap);
        if (r->out->count > 0)
            memcpy(bigger, r->out->items, r->out->count * sizeof *bigger);
        r->out->items = bigger;
    }
    r->out->items[r->out->count++] = (struct erase_reached){
        .ref = ref, .kind = arena_str(r->arena, kind), .why = why, .from = r->from};
    return ERR_OK;
}

static enum err_code add_of_any_kind(struct reaching *r, struct ref ref,
                                     enum erase_why why, struct err *err)
{
    struct statement_row row = {0};

    if (!view_has(r->view, ref))
        return ERR_OK;
    if (query_statement(&row, r->arena, r->index, ref, err) != ERR_OK)
        return err->code == ERR_NOT_FOUND ? ERR_OK : err->code;
    return add(r, ref, row.kind, why, err);
}

static enum erase_why why_of(struct str role, struct str kind)
{
    static const struct str judging[] = {STR_INIT("assess"),   STR_INIT("decide"),
                                         STR_INIT("withdraw"), STR_INIT("undo"),
                                         STR_INIT("same"),     STR_INIT("distinct")};

    for (size_t i = 0; i < sizeof judging / sizeof judging[0]; i++)
        if (str_equal(kind, judging[i]))
            return ERASE_JUDGES;
    if (str_equal(role, STR("supersedes")))
        return ERASE_NAMES;
    if (str_equal(role, STR("premises")) || str_equal(kind, STR("derived")))
        return ERASE_RESTS;
    return str_equal(role, STR("about")) ? ERASE_ABOUT : ERASE_MENTIONS;
}

static enum err_code reach_edges(struct reaching *r, struct ref ref, struct err *err)
{
    struct edge_list list = {0};
    enum err_code code = query_edges_to(&list, r->arena, r->index, r->view, ref, err);

    for (size_t i = 0; code == ERR_OK && i < list.count; i++)
        code = add(r, list.items[i].source, list.items[i].source_kind,
                   why_of(list.items[i].role, list.items[i].source_kind), err);
    if (code == ERR_OK)
        code = query_edges_from(&list, r->arena, r->index, r->view, ref, err);
    /* An earlier wording of the same. */
    for (size_t i = 0; code == ERR_OK && i < list.count; i++)
        if (str_equal(list.items[i].role, STR("supersedes")))
            code = add_of_any_kind(r, list.items[i].target, ERASE_NAMES, err);
    return code;
}

static enum err_code take_claim(void *context, const struct claim_row *claim,
                                struct err *err)
{
    return add(context, claim->ref, STR("claim"), ERASE_RESTS, err);
}

static enum err_code reach_claims(struct reaching *r, struct ref basis, int64_t row,
                                  struct err *err)
{
    struct claim_filter filter = {.basis = basis, .row = row};

    return query_claims_each(r->index, r->view, &filter, take_claim, r, err);
}

/* The same words elsewhere. */
static enum err_code reach_quotes(struct reaching *r, struct str words, struct err *err)
{
    struct text_list list = {0};
    enum err_code code = ERR_OK;

    if (words.len < QUOTE_MIN)
        return ERR_OK;
    code = query_text(&list, r->arena, r->index, r->view, words,
                      TEXT_WORDS | TEXT_VALUE | TEXT_LABEL, QUERY_LIMIT, err);
    for (size_t i = 0; code == ERR_OK && i < list.count; i++)
        code = add_of_any_kind(r, list.items[i].ref, ERASE_QUOTES, err);
    return code;
}

static enum err_code reach_passage(struct reaching *r, struct ref ref, struct err *err)
{
    struct passage_row passage = {0};
    enum err_code code = query_passage(&passage, r->arena, r->index, ref, err);

    if (code == ERR_OK)
        code = reach_claims(r, ref, 0, err);
    return code == ERR_OK ? reach_quotes(r, passage.words, err) : code;
}

static enum err_code reach_entity(struct reaching *r, const struct value *statement,
                                  struct err *err)
{
    struct statement_list list = {0};
    struct ref after = {0};
    enum err_code code;

    do {
        code = query_history(&list, r->arena, r->index, r->view,
                             value_get_string(statement, STR("id")), after, 0, err);
        for (size_t i = 0; code == ERR_OK && i < list.count; i++) {
            after = list.items[i].ref;
            code = add(r, after, list.items[i].kind,
                       str_equal(list.items[i].kind, STR("claim")) ? ERASE_ABOUT
                                                                   : ERASE_MENTIONS,
                       err);
        }
    } while (code == ERR_OK && list.has_more);
    return code;
}

/* Imports of the table, at which claims rest; of one row, or of all (0). */
static enum err_code reach_imports(struct reaching *r, struct ref object, int64_t row,
                                   struct err *err)
{
    struct import_list imports = {0};
    enum err_code code =
        query_imports(&imports, r->arena, r->index, r->view, STR(""), err);

    for (size_t i = 0; code == ERR_OK && i < imports.count; i++)
        if (imports.items[i].source.n == object.n)
            code = reach_claims(r, imports.items[i].ref, row, err);
    return code;
}

/* Other statements that name the same bytes. */
static enum err_code reach_same_bytes(struct reaching *r, struct str sha256,
                                      struct err *err)
{
    const struct object_filter filter = {.sha256 = sha256};
    struct object_list list = {0};
    enum err_code code = ERR_OK;

    if (sha256.len > 0)
        code = query_objects(&list, r->arena, r->index, r->view, &filter, err);
    for (size_t i = 0; code == ERR_OK && i < list.count; i++)
        code = add(r, list.items[i].ref,
                   list.items[i].is_derived ? STR("derived") : STR("object"), ERASE_NAMES,
                   err);
    return code;
}

static enum err_code reach_one(struct reaching *r, struct ref ref, struct err *err)
{
    struct statement s = {0};
    struct str kind;
    enum err_code code = archive_statement(&s, r->arena, r->archive, ref, err);

    r->from = ref;
    if (code != ERR_OK || !s.is_readable)
        return code;
    kind = value_get_string(&s.value, STR("kind"));
    code = reach_edges(r, ref, err);
    if (code == ERR_OK && str_equal(kind, STR("passage")))
        code = reach_passage(r, ref, err);
    if (code == ERR_OK && str_equal(kind, STR("entity")))
        code = reach_entity(r, &s.value, err);
    if (code == ERR_OK &&
        (str_equal(kind, STR("object")) || str_equal(kind, STR("derived"))))
        code = reach_imports(r, ref, 0, err);
    return code;
}

/* The stored bytes of what was made of it. */
static enum err_code note_objects(struct reaching *r, struct err *err)
{
    for (size_t i = 0; i < r->out->count; i++) {
        struct erase_reached *item = &r->out->items[i];
        struct statement s = {0};

        if (!str_equal(item->kind, STR("derived")) &&
            !str_equal(item->kind, STR("object")))
            continue;
        if (archive_statement(&s, r->arena, r->archive, item->ref, err) != ERR_OK)
            return err->code;
        item->has_object =
            digest_parse(&item->object, value_get_string(&s.value, STR("stored")));
    }
    return ERR_OK;
}

static enum err_code follow(struct reaching *r, size_t from, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = from; code == ERR_OK && i < r->out->count; i++)
        code = reach_one(r, r->out->items[i].ref, err);
    return code;
}

/* --- rows of a table --- */

/* The objects of a table, one made from the other as rows of it were erased, and the
 * bytes first. */
static enum err_code table_of(struct ref *out, size_t *count, size_t max,
                              struct reaching *r, struct str sha256, struct err *err)
{
    const struct object_filter filter = {.sha256 = sha256};
    struct object_list list = {0};
    enum err_code code = query_objects(&list, r->arena, r->index, r->view, &filter, err);

    *count = 0;
    for (size_t i = 0; code == ERR_OK && i < list.count && *count < max; i++) {
        struct ref at = list.items[i].ref;

        while (*count < max && !ref_is_none(at)) {
            struct edge_list edges = {0};

            out[(*count)++] = at;
            code = query_edges_from(&edges, r->arena, r->index, r->view, at, err);
            at = REF_NONE;
            for (size_t k = 0; code == ERR_OK && k < edges.count; k++)
                if (str_equal(edges.items[k].role, STR("of")))
                    at = edges.items[k].target;
        }
    }
    return code;
}

static bool is_reached(const struct reaching *r, struct ref ref)
{
    struct seen *seen = NULL;

    HASH_FIND(hh, r->seen, &ref.n, sizeof ref.n, seen);
    return seen != NULL;
}

struct only_here {
    const struct reaching *r;
    bool is_elsewhere;
};

static enum err_code look_elsewhere(void *context, const struct claim_row *claim,
                                    struct err *err)
{
    struct only_here *only = context;

    (void)err;
    only->is_elsewhere = only->is_elsewhere || !is_reached(only->r, claim->ref);
    return ERR_OK;
}

/* An entity that these rows alone speak of goes with them: its statement holds what the
 * row is known by. */
static enum err_code reach_row_entity(struct reaching *r, struct ref claim,
                                      struct err *err)
{
    struct claim_row row = {0};
    struct entity_row entity = {0};
    struct only_here only = {.r = r};
    struct claim_filter filter = {0};
    enum err_code code = query_claim(&row, r->arena, r->index, claim, err);

    if (code != ERR_OK || row.about.len == 0)
        return code;
    code = query_entity(&entity, r->arena, r->index, r->view, row.about, err);
    if (code == ERR_NOT_FOUND || (code == ERR_OK && entity.list.len == 0))
        return ERR_OK;
    filter.about = row.about;
    if (code == ERR_OK)
        code = query_claims_each(r->index, r->view, &filter, look_elsewhere, &only, err);
    if (code != ERR_OK || only.is_elsewhere)
        return code;
    r->from = claim;
    return add(r, entity.ref, STR("entity"), ERASE_RESTS, err);
}

static enum err_code reach_rows(struct reaching *r, const struct erasure_target *target,
                                struct err *err)
{
    enum { TABLE_MAX = 64 };
    struct ref table[TABLE_MAX];
    size_t tables = 0;
    size_t claims;
    struct digest_text sha256 = digest_text(&target->what);
    enum err_code code =
        table_of(table, &tables, TABLE_MAX, r, str_from_c(sha256.hex), err);

    for (size_t t = 0; code == ERR_OK && t < tables; t++)
        for (uint32_t i = 0; code == ERR_OK && i < target->rows->count; i++)
            code = reach_imports(r, table[t], target->rows->items[i].integer, err);
    claims = r->out->count;
    for (size_t i = 0; code == ERR_OK && i < claims; i++)
        code = reach_row_entity(r, r->out->items[i].ref, err);
    return code;
}

static enum err_code start(struct reaching *r, const struct erasure_target *target,
                           struct err *err)
{
    struct ref ref;
    struct digest_text name = digest_text(&target->what);

    switch (target->kind) {
    case ERASURE_STATEMENT:
        if (!index_parse_ref(&ref, r->index, target->ref))
            return err_set(err, ERR_NOT_FOUND, "there is no such statement");
        (void)see(r, ref);
        return reach_one(r, ref, err);
    case ERASURE_OBJECT:
        return reach_same_bytes(r, str_from_c(name.hex), err);
    case ERASURE_ROWS:
        break;
    }
    return reach_rows(r, target, err);
}

enum err_code erase_reach(struct erase_reach *out, struct arena *arena,
                          struct archive *archive, const struct value *of,
                          struct err *err)
{
    struct reaching r = {.arena = arena,
                         .archive = archive,
                         .index = archive->index,
                         .out = out,
                         .from = REF_NONE};
    struct erasure_target target;
    enum err_code code = frontier_now(&r.view, arena, archive->index, err);

    *out = (struct erase_reach){0};
    if (code == ERR_OK && !erasure_target_read(&target, of))
        code = err_set(err, ERR_INVALID, "this is nothing that can be erased");
    if (code == ERR_OK)
        code = start(&r, &target, err);
    if (code == ERR_OK)
        code = follow(&r, 0, err);
    if (code == ERR_OK)
        code = note_objects(&r, err);
    HASH_CLEAR(hh, r.seen);
    return code;
}

/* --- where a table's bytes are now --- */

/* What erase_rows() of intake/ made: the same with rows blanked. */
static enum err_code is_blanked(bool *out, struct reaching *r,
                                const struct edge_row *edge, struct err *err)
{
    struct statement s = {0};
    enum err_code code = ERR_OK;

    *out = false;
    if (!str_equal(edge->source_kind, STR("derived")) ||
        !str_equal(edge->role, STR("of")))
        return ERR_OK;
    code = archive_statement(&s, r->arena, r->archive, edge->source, err);
    *out = code == ERR_OK &&
           value_is_string(value_get(&s.value, STR("tool")), STR(ERASE_ROWS_TOOL));
    return code;
}

static enum err_code find_blanked(struct ref *out, struct reaching *r, struct ref object,
                                  struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code = query_edges_to(&edges, r->arena, r->index, r->view, object, err);

    *out = REF_NONE;
    for (size_t i = 0; code == ERR_OK && i < edges.count; i++) {
        bool is_it = false;

        code = is_blanked(&is_it, r, &edges.items[i], err);
        if (is_it)
            *out = edges.items[i].source;
    }
    return code;
}

static enum err_code has_bytes(bool *out, struct reaching *r, struct ref object,
                               struct err *err)
{
    struct statement s = {0};
    struct digest name;
    struct err ignored = {0};
    uint64_t size = 0;
    enum err_code code = archive_statement(&s, r->arena, r->archive, object, err);

    *out = code == ERR_OK &&
           digest_parse(&name, value_get_string(&s.value, STR("stored"))) &&
           archive_object_size(&size, r->archive, &name, &ignored) == ERR_OK;
    return code;
}

enum err_code erase_current_object(struct ref *out, struct arena *arena,
                                   struct archive *archive, struct ref object,
                                   struct err *err)
{
    struct reaching r = {.arena = arena, .archive = archive, .index = archive->index};
    bool is_there = false;
    enum err_code code = frontier_now(&r.view, arena, archive->index, err);

    *out = object;
    if (code == ERR_OK)
        code = has_bytes(&is_there, &r, *out, err);
    while (code == ERR_OK && !is_there) {
        code = find_blanked(out, &r, *out, err);
        if (code == ERR_OK && ref_is_none(*out))
            return err_set(err, ERR_NOT_FOUND, "its bytes are not in the archive");
        if (code == ERR_OK)
            code = has_bytes(&is_there, &r, *out, err);
    }
    return code;
}
