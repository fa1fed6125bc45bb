#include "record/gate_reach.h"

#include "base/map.h"

#include "record/query_scan.h"
#include "record/schema.h"

/* Statements rest on one another through fewer; what goes deeper is a loop or an attack,
 * and counts as unreadable. */
enum { REACH_DEPTH_MAX = 64 };

struct visited {
    int64_t n;
    UT_hash_handle hh;
};

static bool is_marked(const struct entity_row *entity, struct str mark)
{
    const struct schema_kind *kind = schema_kind(entity->kind);
    const struct schema_term *term =
        kind ? schema_term(kind->classes, entity->class_) : NULL;

    return term && str_equal(term->mark, mark);
}

/* A class without a mark is one of those that are published. */
static bool is_published(const struct entity_row *source)
{
    const struct schema_kind *kind = schema_kind(source->kind);

    return str_equal(source->kind, STR("source")) && kind &&
           schema_term(kind->classes, source->class_) && is_marked(source, STR(""));
}

static enum err_code entity_of(struct entity_row *out, struct reach *r, struct str id,
                               struct err *err)
{
    enum err_code code = query_entity(out, r->arena, r->index, r->view, id, err);

    if (code == ERR_NOT_FOUND) {
        *err = (struct err){0};
        *out = (struct entity_row){.ref = REF_NONE, .id = id};
        return ERR_OK;
    }
    return code;
}

/* A list that may be shared with everybody names nobody who has to be asked. */
static enum err_code is_shared(bool *out, struct reach *r, struct str list,
                               struct err *err)
{
    const struct claim_filter filter = {
        .about = list, .property = STR("sharing"), .term = STR("public")};
    struct claim_list claims = {0};
    enum err_code code = query_claims(&claims, r->arena, r->index, r->view, &filter, err);

    *out = false;
    for (size_t i = 0; i < claims.count && code == ERR_OK && !*out; i++) {
        struct claim_state state;

        code = query_claim_state(&state, r->index, r->view, claims.items[i].ref, err);
        *out = code == ERR_OK && claims.items[i].mode == CLAIM_ASSERTED &&
               claim_is_current(&state);
    }
    return code;
}

static void add_person(struct reach *r, struct str id, uint32_t parts,
                       struct reach_origin origin)
{
    void *items = r->list->items;
    struct reached *reached;

    for (size_t i = 0; i < r->list->count; i++) {
        reached = &r->list->items[i];
        if (!str_equal(reached->person, id))
            continue;
        reached->parts |= parts;
        reached->is_unpublished = reached->is_unpublished || origin.is_unpublished;
        if (!str_equal(reached->interview, origin.interview))
            reached->interview = STR("");
        return;
    }
    reached = list_add(&items, &r->list->count, &r->list->cap, r->arena, sizeof *reached);
    r->list->items = items;
    *reached = (struct reached){.person = arena_str(r->arena, id),
                                .parts = parts,
                                .interview = origin.interview,
                                .is_unpublished = origin.is_unpublished};
}

static enum err_code add_unless_open(struct reach *r, const struct entity_row *person,
                                     uint32_t parts, struct reach_origin origin,
                                     struct err *err)
{
    bool is_open = false;

    if (is_marked(person, STR("public")))
        parts &= GATE_CONTACT;
    else if (is_marked(person, STR("role")) && !origin.is_unpublished)
        parts &= ~(uint32_t)GATE_WORDS;
    if (parts == 0)
        return ERR_OK;
    if (person->list.len > 0 && person->seal.len == 0 &&
        is_shared(&is_open, r, person->list, err) != ERR_OK)
        return err->code;
    if (!is_open)
        add_person(r, person->id, parts, origin);
    return ERR_OK;
}

static enum err_code reach_interviewees(struct reach *r, struct str interview,
                                        uint32_t parts, struct err *err)
{
    const struct claim_filter filter = {.about = interview,
                                        .property = STR("interviewee")};
    const struct reach_origin origin = {interview, true};
    struct claim_list claims = {0};
    enum err_code code = query_claims(&claims, r->arena, r->index, r->view, &filter, err);

    for (size_t i = 0; i < claims.count && code == ERR_OK; i++) {
        struct entity_row person;

        if (claims.items[i].entity.len == 0)
            continue;
        code = entity_of(&person, r, claims.items[i].entity, err);
        if (code == ERR_OK && str_equal(person.kind, STR("person")))
            code = add_unless_open(r, &person, parts, origin, err);
    }
    return code;
}

enum err_code reach_entity(struct reach *r, struct str id, uint32_t parts,
                           struct reach_origin origin, struct err *err)
{
    struct entity_row entity;

    if (id.len == 0)
        return ERR_OK;
    if (entity_of(&entity, r, id, err) != ERR_OK)
        return err->code;
    if (str_equal(entity.kind, STR("interview")))
        return reach_interviewees(r, entity.id, parts, err);
    if (str_equal(entity.kind, STR("person")))
        return add_unless_open(r, &entity, parts, origin, err);
    if (entity.kind.len > 0)
        return ERR_OK;
    /* Nothing that can be read here makes it: it may be anybody, sealed. */
    add_person(r, id, parts, origin);
    return ERR_OK;
}

static enum err_code origin_of(struct reach_origin *out, struct reach *r, struct str id,
                               struct err *err)
{
    struct entity_row source;

    *out = (struct reach_origin){.is_unpublished = true};
    if (entity_of(&source, r, id, err) != ERR_OK)
        return err->code;
    out->is_unpublished = !is_published(&source);
    if (str_equal(source.kind, STR("interview")))
        out->interview = source.id;
    return ERR_OK;
}

enum err_code reach_passage(struct reach *r, const struct passage_row *passage,
                            struct err *err)
{
    struct reach_origin origin;
    enum err_code code = origin_of(&origin, r, passage->source, err);

    if (code == ERR_OK && origin.interview.len > 0)
        code = reach_interviewees(r, origin.interview, GATE_WORDS, err);
    for (size_t i = 0; i < passage->chain_count && code == ERR_OK; i++)
        code = reach_entity(r, passage->chain[i].who, GATE_WORDS, origin, err);
    return code;
}

/* What a claim of this property tells of the person it is about. */
static uint32_t part_of(struct str key)
{
    const struct schema_property *property = schema_property(key);

    if (!property || property->sensitivity != SCHEMA_WITNESS)
        return GATE_WORDS;
    if (str_equal(key, STR("photograph")))
        return GATE_IMAGE;
    return property->is_always_protected ? GATE_CONTACT : GATE_NAME;
}

static enum err_code reach_basis(struct reach_origin *origin, struct reach *r,
                                 const struct claim_row *claim, struct err *err)
{
    struct statement_row basis;
    struct passage_row passage;

    *origin = (struct reach_origin){0};
    if (ref_is_none(claim->basis) || claim->row > 0)
        return ERR_OK;
    if (query_statement(&basis, r->arena, r->index, claim->basis, err) != ERR_OK)
        return err->code;
    if (basis.kind.len == 0) {
        r->list->is_unreadable = true;
        return ERR_OK;
    }
    if (!str_equal(basis.kind, STR("passage")))
        return ERR_OK;
    if (query_passage(&passage, r->arena, r->index, claim->basis, err) != ERR_OK ||
        origin_of(origin, r, passage.source, err) != ERR_OK)
        return err->code;
    return reach_passage(r, &passage, err);
}

static enum err_code reach_claim(struct reach *r, struct ref ref, struct err *err)
{
    struct reach_origin origin;
    struct claim_row claim;
    uint32_t parts;

    if (query_claim(&claim, r->arena, r->index, ref, err) != ERR_OK)
        return err->code;
    parts = part_of(claim.property);
    if (reach_basis(&origin, r, &claim, err) != ERR_OK ||
        reach_entity(r, claim.about, parts, origin, err) != ERR_OK)
        return err->code;
    if (str_equal(claim.property, STR("depicts")))
        parts = GATE_IMAGE;
    return reach_entity(r, claim.entity, parts, origin, err);
}

/* What stands in a person's own statement: a working name, and a picture of nobody. */
static enum err_code reach_own(struct reach *r, const struct entity_row *entity,
                               struct err *err)
{
    const struct reach_origin origin = {.is_unpublished = false};
    bool names = entity->label.len > 0 && !is_marked(entity, STR("role"));

    if (str_equal(entity->kind, STR("person")))
        return add_unless_open(r, entity, names ? GATE_NAME : GATE_WORDS, origin, err);
    return reach_entity(r, entity->id, GATE_WORDS, origin, err);
}

static enum err_code read_own(void *context, struct scan_row *at, struct err *err)
{
    struct reach *r = context;
    struct str id = {0};
    struct entity_row entity;

    if (index_ident_text(&id, r->arena, r->index, db_column_int(at->query, 0), err) !=
            ERR_OK ||
        entity_of(&entity, r, id, err) != ERR_OK)
        return err->code;
    return reach_own(r, &entity, err);
}

static enum err_code reach_new_entity(struct reach *r, struct ref ref, struct err *err)
{
    struct scan scan = {
        .sql = "SELECT entity FROM entity WHERE n = $1 AND n >= $2 AND n < $3"};

    scan_key_number(&scan, ref.n);
    return query_scan(r->index, r->view, &scan, read_own, r, err);
}

/* Ids that are no entity's: a member's, a compartment's. */
static bool names_no_entity(struct str role)
{
    return str_equal(role, STR("compartment")) || str_equal(role, STR("members")) ||
           str_equal(role, STR("member")) || str_equal(role, STR("run")) ||
           str_equal(role, STR("seal"));
}

static enum err_code read_mention(void *context, struct scan_row *at, struct err *err)
{
    const struct reach_origin origin = {.is_unpublished = true};
    struct reach *r = context;
    struct str id = {0};
    struct str role = {0};

    if (index_ident_text(&id, r->arena, r->index, db_column_int(at->query, 0), err) !=
            ERR_OK ||
        index_word_text(&role, r->arena, r->index, db_column_int(at->query, 1), err) !=
            ERR_OK)
        return err->code;
    return names_no_entity(role) ? ERR_OK : reach_entity(r, id, GATE_WORDS, origin, err);
}

static enum err_code reach_mentions(struct reach *r, struct ref ref, struct err *err)
{
    struct scan scan = {.sql = "SELECT entity, role FROM mention WHERE n = $1 AND"
                               " n >= $2 AND n < $3 ORDER BY n"};

    scan_key_number(&scan, ref.n);
    return query_scan(r->index, r->view, &scan, read_mention, r, err);
}

static enum err_code reach_consent(struct reach *r, struct ref ref, struct err *err)
{
    const struct reach_origin origin = {.is_unpublished = true};
    struct consent_list all = {0};
    enum err_code code = consent_find(&all, r->arena, r->index, r->view, STR(""), err);

    for (size_t i = 0; i < all.count && code == ERR_OK; i++)
        if (all.items[i].ref.n == ref.n)
            code = reach_entity(r, all.items[i].person,
                                value_get(all.items[i].said, STR("contact"))
                                    ? GATE_WORDS | GATE_CONTACT
                                    : GATE_WORDS,
                                origin, err);
    return code;
}

static enum err_code read_sha256(void *context, struct scan_row *at, struct err *err)
{
    struct reach *r = context;

    return reach_object(r, column_text(r->arena, at->query, 0), err);
}

static enum err_code reach_object_statement(struct reach *r, struct ref ref,
                                            struct err *err)
{
    struct scan scan = {
        .sql = "SELECT sha256 FROM object WHERE n = $1 AND n >= $2 AND n < $3"};

    scan_key_number(&scan, ref.n);
    return query_scan(r->index, r->view, &scan, read_sha256, r, err);
}

static enum err_code reach_kind(struct reach *r, struct ref ref, struct str kind,
                                struct err *err)
{
    struct passage_row passage;

    if (str_equal(kind, STR("claim")))
        return reach_claim(r, ref, err);
    if (str_equal(kind, STR("entity")))
        return reach_new_entity(r, ref, err);
    if (str_equal(kind, STR("object")) || str_equal(kind, STR("derived")))
        return reach_object_statement(r, ref, err);
    if (str_equal(kind, STR("consent")))
        return reach_consent(r, ref, err);
    if (!str_equal(kind, STR("passage")))
        return ERR_OK;
    if (query_passage(&passage, r->arena, r->index, ref, err) != ERR_OK)
        return err->code;
    return reach_passage(r, &passage, err);
}

/* What a statement is made of, or judges, tells of the same people. A statement that it
 * corrects is only named by it. */
static bool leads_on(struct str role)
{
    return !str_equal(role, STR("supersedes"));
}

static enum err_code reach_edges(struct reach *r, struct ref ref, struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code = query_edges_from(&edges, r->arena, r->index, r->view, ref, err);

    for (size_t i = 0; i < edges.count && code == ERR_OK; i++)
        if (leads_on(edges.items[i].role))
            code = reach_statement(r, edges.items[i].target, err);
    return code;
}

static bool visit(struct reach *r, struct ref ref)
{
    struct visited *visited = NULL;

    HASH_FIND(hh, r->visited, &ref.n, sizeof ref.n, visited);
    if (visited)
        return false;
    visited = ARENA_NEW(r->arena, struct visited);
    visited->n = ref.n;
    HASH_ADD(hh, r->visited, n, sizeof visited->n, visited);
    return true;
}

/* Depth is bounded. */
enum err_code reach_statement(struct reach *r, // NOLINT(misc-no-recursion)
                              struct ref ref, struct err *err)
{
    struct statement_row row;
    enum err_code code;

    if (!visit(r, ref))
        return ERR_OK;
    code = query_statement(&row, r->arena, r->index, ref, err);
    if (code == ERR_NOT_FOUND)
        *err = (struct err){0};
    else if (code != ERR_OK)
        return code;
    if (code == ERR_NOT_FOUND || row.kind.len == 0 || r->depth == REACH_DEPTH_MAX) {
        r->list->is_unreadable = true;
        return ERR_OK;
    }
    r->depth++;
    code = reach_kind(r, ref, row.kind, err);
    if (code == ERR_OK)
        code = reach_mentions(r, ref, err);
    if (code == ERR_OK)
        code = reach_edges(r, ref, err);
    r->depth--;
    return code;
}

static enum err_code reach_item(struct reach *r, const struct gate_item *item,
                                struct err *err)
{
    struct entity_row entity;

    switch (item->thing) {
    case GATE_STATEMENT:
        return reach_statement(r, item->ref, err);
    case GATE_OBJECT:
        return reach_object(r, item->name, err);
    case GATE_ENTITY:
        break;
    }
    if (entity_of(&entity, r, item->name, err) != ERR_OK)
        return err->code;
    return reach_own(r, &entity, err);
}

enum err_code gate_reach(struct reach_list *out, struct arena *arena, struct index *index,
                         struct view view, const struct gate_item *item, struct err *err)
{
    struct reach_list list = {0};
    struct reach reach = {.arena = arena, .index = index, .view = view, .list = &list};
    enum err_code code = reach_item(&reach, item, err);

    HASH_CLEAR(hh, reach.visited);
    if (code == ERR_OK)
        *out = list;
    return code;
}
